"""The public addresses are answered before anything that knows people: no session, no cookie, no language, no form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve

from cchc.portal.views.answering import PORTAL, kept_answer, missing

PREVIEW = "/cong-khai/xem-truoc/"
READING = ("GET", "HEAD")


def public_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer what lies below the portal, and hand everything else on.

    A preview is for who is signed in, and goes the way of all pages.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(PORTAL) or path.startswith(PREVIEW):
            return get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        kept = kept_answer(request)
        if kept is not None:
            return kept
        try:
            match = resolve(path)
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
        except Resolver404:
            return _with_slash(request)
        except Http404:
            return missing(request)

    return respond


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
