"""The least that a page does which saves something: signed in through the same middleware, one INSERT."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.config.urls import urlpatterns as of_the_product
from cchc.ui.pages import page


@needs(Permission.SHEET_EDIT)
def empty(request: Request) -> HttpResponse:
    """A signed-in page with nothing in it."""
    return page(request, "ui/form.html", {"title": "Trang trống"})


@needs(Permission.SHEET_EDIT)
@repeatable
def insert(request: Request) -> JsonResponse:
    """Keep what was sent as one row."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (text) VALUES (%s)", [request.POST["value"]])
    return JsonResponse({"saved": True})


urlpatterns = [
    path("do/trong/", empty),
    path("do/ghi/", insert),
    *of_the_product,
]
