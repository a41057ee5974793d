"""What is asked of every request before it is read, and said with every answer to browsers and proxies."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def private_and_strict(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: only our own files run and style a page, nothing inline; and no browser or proxy keeps a page,

    because office computers are shared and "back" after signing out must show nothing. Static files are
    answered before this and stay cacheable.
    """
    policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return respond


def only_what_can_be_read(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuses what no page could read.

    A request larger than the largest file taken is refused before any of it is read, so that nobody, signed in or
    not, fills the disk with uploads. Zero bytes in an address mean nothing, and PostgreSQL takes no text with them.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        stated = request.headers.get("Content-Length", "")
        if stated.isdigit() and int(stated) > settings.MOST_REQUEST_BYTES:
            return HttpResponse(render_to_string("ui/not_understood.html"), status=413)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponse(render_to_string("ui/not_understood.html"), status=400)
        return get_response(request)

    return respond
