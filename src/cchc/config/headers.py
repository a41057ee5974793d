"""What every answer says to browsers and proxies: what a page may load, and that nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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
