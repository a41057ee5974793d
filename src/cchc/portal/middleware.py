"""The public addresses are answered before anything that knows people: no session, no cookie, no language, no form."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve

from cchc.portal.views.answering import PORTAL, kept_answer, missing
from cchc.portal.views.api import API
from cchc.ui.pages import busy

logger = logging.getLogger(__name__)

PREVIEW = "/cong-khai/xem-truoc/"
FORMS = f"{PORTAL}gop-y/"
DOOR = "/tra-loi/"
PUBLIC = (PORTAL, API, DOOR)
READING = ("GET", "HEAD", "OPTIONS")
SENDING = ("GET", "HEAD", "POST")


def public_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer what lies below the portal, and hand everything else on.

    A preview is for who is signed in, and goes the way of all pages. A form is sent without cookies too, but the
    programs of other sites do not read it.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if not path.startswith(PUBLIC) or path.startswith(PREVIEW):
            return get_response(request)
        if path.startswith((FORMS, DOOR)):
            return _sent(request)
        response = _answered(request)
        response.headers["Access-Control-Allow-Origin"] = "*"  # programs of other sites read it too
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        return response

    return respond


def _sent(request: HttpRequest) -> HttpResponse:
    """Answer an address of a form, or what was sent with it."""
    if request.method not in SENDING:
        return HttpResponseNotAllowed(SENDING)
    try:
        match = resolve(request.path_info)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
    except Resolver404:
        return _with_slash(request)
    except Http404:
        return missing(request)
    except OperationalError as stopped:
        logger.warning("The database did not take a request of %s", request.path, exc_info=stopped)
        return busy()


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
