"""The public addresses are answered before anything that knows people: no session, no cookie, no language, no form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve

from cchc.portal.views.answering import PORTAL, kept_answer, missing
from cchc.portal.views.api import API

PREVIEW = "/cong-khai/xem-truoc/"
PUBLIC = (PORTAL, API)
READING = ("GET", "HEAD", "OPTIONS")


def public_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer what lies below the portal, and hand everything else on.

    A preview is for who is signed in, and goes the way of all pages.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(PUBLIC) or path.startswith(PREVIEW):
            return get_response(request)
        response = _answered(request)
        response.headers["Access-Control-Allow-Origin"] = "*"  # programs of other sites read it too
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        return response

    return respond


def _answered(request: HttpRequest) -> HttpResponse:
    if request.method not in READING:
        return HttpResponseNotAllowed(READING)
    if request.method == "OPTIONS":
        return _what_may_be_asked()
    kept = kept_answer(request)
    if kept is not None:
        return kept
    try:
        match = resolve(request.path_info)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
    except Resolver404:
        return _with_slash(request)
    except Http404:
        return missing(request)


def _what_may_be_asked() -> HttpResponse:
    """Answer a browser that asks before it lets the program of another site read."""
    methods = ", ".join(READING)
    return HttpResponse(
        status=204,
        headers={
            "Allow": methods,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _with_slash(request: HttpRequest) -> HttpResponse:
    """Lead to the address with the slash that was left out, where there is a page; else say that there is none."""
    path = request.path_info
    try:
        resolve(f"{path}/")
    except Resolver404:
        return missing(request)
    away = HttpResponse(status=301)
    away["Location"] = path.rpartition("/")[2] + "/"
    return away
