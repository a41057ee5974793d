"""The one way to answer with a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

AGAIN_AFTER = "5"  # seconds


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the whole page, or only its partial named `part` when htmx asked for a piece of it.

    `part` is a name given by `{% partialdef %}` in `template`. A browser without JavaScript always gets the whole
    page.
    """
    asked_in_place = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    name = f"{template}#{part}" if part and asked_in_place else template
    response = render(request, name, context, status=status)
    if part:
        response.headers["Vary"] = "HX-Request"
    return response


def busy() -> HttpResponse:
    """Return the page for a database that refuses to write at the moment; it uses nothing that asks the database."""
    headers = {"Retry-After": AGAIN_AFTER}
    return HttpResponse(render_to_string("ui/busy.html"), status=503, headers=headers)
