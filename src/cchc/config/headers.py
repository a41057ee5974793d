"""Checks of every request before it is read, and headers of every answer to browsers and proxies."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string


def private_and_strict(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: allow a page only our own scripts and styles, nothing inline, and forbid browsers and proxies to
    store it.

    Office computers are shared, and "back" after signing out must show nothing. Static files are answered before this
    middleware and stay cacheable.
    """
    policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return respond


class CompressedPages(GZipMiddleware):
    """Middleware: compress pages, but no files: a range counts their own bytes."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, compressed unless it is a file that knows ranges."""
        if response.has_header("Accept-Ranges"):
            return response
        return super().process_response(request, response)


LONGEST_QUERY = 8000


def only_what_can_be_read(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse requests that no page could read.

    A request larger than the largest accepted file is refused before any of it is read, so that nobody, signed in or
    not, fills the disk with uploads. Zero bytes in an address or a cookie (which may write them as "\\000") mean
    nothing, and PostgreSQL takes no text with them. No page of ours has an address of thousands of letters, and
    databases fail on a search for so long a text.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if _bytes(request.headers.get("Content-Length", "")) > settings.MOST_REQUEST_BYTES:
            return HttpResponse(render_to_string("ui/not_understood.html"), status=413)
        if len(query) > LONGEST_QUERY:
            return HttpResponse(render_to_string("ui/not_understood.html"), status=414)
        if "%00" in query or any("\x00" in text for text in (request.path, *request.COOKIES.values())):
            return HttpResponse(render_to_string("ui/not_understood.html"), status=400)
        return get_response(request)

    return respond


def _bytes(stated: str) -> int:
    """Return the number of bytes that a request announces; 0 when the header cannot be read."""
    return int(stated[:20]) if stated.isascii() and stated.isdecimal() else 0
