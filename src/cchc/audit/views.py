"""The page on which the log is read."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.audit.forms import LogFilter
from cchc.audit.queries import entries
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.AUDIT_READ)
def log(request: Any) -> HttpResponse:
    """Who did what, newest first, found by person, unit, subject, kind of act and date."""
    form = LogFilter(request.GET)
    text, room, since, until = form.wanted()
    found = entries(request.actor, text=text, room=room, since=since, until=until)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"title": _("Log"), "form": form, "rows": rows}
    return page(request, "audit/log.html", context, part="rows")
