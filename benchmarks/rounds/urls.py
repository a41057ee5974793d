"""The least that a page does which saves or stores something: signed in through the same middleware, one INSERT."""

from __future__ import annotations

import hashlib
import os
import tempfile

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import path

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.config.urls import urlpatterns as of_the_product
from cchc.ui.pages import page

PIECE = 1 << 20


@needs(Permission.SHEET_EDIT)
def empty(request: Request) -> HttpResponse:
    """A signed-in page with nothing in it."""
    return page(request, "ui/form.html", {"title": "Trang trống"})


@needs(Permission.SHEET_EDIT)
@repeatable
def insert(request: Request) -> JsonResponse:
    """Keep what was sent as one row."""
    with transaction.atomic():
        _keep(request.POST["value"])
    return JsonResponse({"saved": True})


@needs(Permission.SHEET_EDIT)
@repeatable
def store(request: Request) -> JsonResponse:
    """Read the body, hash it, write it through to the disk, and keep its hash as one row."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT, delete=False) as file:
        while piece := request.read(PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    with transaction.atomic():
        _keep(digest.hexdigest())
    return JsonResponse({"sha256": digest.hexdigest()})


def _keep(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (text) VALUES (%s)", [text])


urlpatterns = [
    path("do/trong/", empty),
    path("do/ghi/", insert),
    path("do/luu-tep/", store),
    *of_the_product,
]
