"""The page on which the log is read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.audit.queries import entries, rooms
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.AUDIT_READ)
def log(request: Any) -> HttpResponse:
    """Who did what, newest first, found by person, unit, subject, kind of act and date."""
    text, room = request.GET.get("q", "").strip(), request.GET.get("room", "")
    since, until = _date(request.GET.get("since")), _date(request.GET.get("until"))
    found = entries(request.actor, text=text, room=room, since=since, until=until)
    context = {
        "title": _("Log"),
        "rows": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "text": text,
        "room": room,
        "rooms": rooms(),
        "since": since,
        "until": until,
    }
    return page(request, "audit/log.html", context, part="rows")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
