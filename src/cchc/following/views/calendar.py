"""The own calendar: the page on which its address is made and ended, and the calendar itself for whoever knows it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST, require_safe

from cchc.access.decorators import needs, public
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.following.actions.calendar import end_calendar_address, make_calendar_address
from cchc.following.exchange.calendar import calendar_bytes
from cchc.following.queries.calendar import calendar_days, open_address, person_of_token
from cchc.ui.pages import page

STRICT = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


@needs(Permission.FOLLOWING_READ)
@require_GET
def own_calendar(request: Request) -> HttpResponse:
    """Say whether there is an address of the own calendar, and how programs subscribe to it."""
    return _page(request)


@needs(Permission.FOLLOWING_READ)
@require_POST
def calendar_make(request: Request) -> HttpResponse:
    """Make the address anew and show it, this once; the one before ends."""
    token = make_calendar_address(by=request.actor)
    response = _page(request, address=f"{_home(request)}{reverse('following:calendar', args=[token])}")
    response.headers["Content-Location"] = reverse("following:own_calendar")
    return response


@needs(Permission.FOLLOWING_READ)
@require_POST
def calendar_end(request: Request) -> HttpResponse:
    """End the address of the own calendar."""
    end_calendar_address(by=request.actor)
    messages.success(
        request, _("The address has ended: programs that subscribed to it get nothing any more.")
    )
    return redirect("following:own_calendar")


@public
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Send the deadlines of the person whose address it is, and nothing else; an address that is none says no more
    than that."""
    person = person_of_token(token)
    if person is None:
        return HttpResponse(status=404, headers=STRICT)
    with override(settings.LANGUAGE_CODE):
        days = calendar_days(person, timezone.localdate(), _home(request))
        name = _("My deadlines")
        content = calendar_bytes(days, name=name, host=request.get_host(), at=timezone.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=STRICT)


def _page(request: Request, address: str = "") -> HttpResponse:
    context = {
        "title": _("Calendar of my deadlines"),
        "address": address,
        "open": open_address(request.actor.person_id),
    }
    return page(request, "following/calendar.html", context)


def _home(request: HttpRequest) -> str:
    """Return the address of the platform: as it is set, else as the reader reached it."""
    return str(settings.ADDRESS or request.build_absolute_uri("/").rstrip("/"))
