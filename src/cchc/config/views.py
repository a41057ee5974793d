"""Pages that belong to no room: the language switch, and the pages for a missing or broken page."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cchc.access.decorators import public, repeatable, signed_in
from cchc.access.requests import Request
from cchc.access.starting import is_no_answer
from cchc.ui.pages import busy, page

# The errors with which Django refuses a form, and what a form may hold: megabytes of text, fields, files.
MOST_IN_FORM: dict[type[Exception], Callable[[], float]] = {
    RequestDataTooBig: lambda: settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000,
    TooManyFieldsSent: lambda: settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
    TooManyFilesSent: lambda: settings.DATA_UPLOAD_MAX_NUMBER_FILES,
}


@public
@repeatable
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in this browser and return to the page with the switch."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe and back.startswith("/") else "/")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 60 * 60,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@signed_in
def first_page(request: Request) -> HttpResponse:
    """Lead to the desk, the first page of everybody."""
    return redirect("desk:home")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 for a page that does not exist and for one that this person may not see, alike."""
    return page(request, "ui/not_found.html", status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the token of this browser: the person signed out meanwhile, or the form came from
    elsewhere."""
    return page(request, "ui/form_too_old.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is malformed (400) or larger than a form may be (413), and name what is too large."""
    most = next((most for kind, most in MOST_IN_FORM.items() if isinstance(exception, kind)), None)
    context = {"too_much": type(exception).__name__, "most": most and most()}
    return HttpResponse(render_to_string("ui/not_understood.html", context), status=413 if most else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the platform itself failed, without using anything that could fail again.

    A database that does not answer while the session or the person is read leads here too, past every view.
    """
    error = sys.exc_info()[1]
    if error is not None and is_no_answer(error):
        return busy()
    return HttpResponse(render_to_string("ui/server_error.html"), status=500)
