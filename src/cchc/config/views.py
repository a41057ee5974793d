"""Pages that belong to no room: the language switch, and what is shown when a page is missing or broken."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cchc.access.decorators import public, repeatable, signed_in
from cchc.access.starting import is_no_answer
from cchc.ui.pages import busy, page


@public
@repeatable
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in this browser and return to the page that asked."""
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
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


@signed_in
def first_page(request: Any) -> HttpResponse:
    """The desk, where everybody begins."""
    return redirect("desk:home")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Said of what does not exist and of what this person may not see, alike."""
    return page(request, "ui/not_found.html", status=404)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Said when a form came without the token of this browser: signed out meanwhile, or sent from elsewhere."""
    return page(request, "ui/form_too_old.html", status=403)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Said when a request is malformed or larger than a form may be."""
    return HttpResponse(render_to_string("ui/not_understood.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Said when the platform itself failed; uses nothing that could fail again.

    A database that does not answer while the session or the person is looked up comes here too, past every view.
    """
    error = sys.exc_info()[1]
    if error is not None and is_no_answer(error):
        return busy()
    return HttpResponse(render_to_string("ui/server_error.html"), status=500)
