"""The pages on which the two logs are read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.consequences import visible_to
from cchc.audit.forms import AccessFilter, LogFilter
from cchc.audit.queries import access_records, entries
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.AUDIT_READ)
def log(request: Request) -> HttpResponse:
    """Show the log of acts, newest first, filtered by person, unit, subject, kind of act and date."""
    form = LogFilter(request.GET)
    text, room, since, until = form.wanted()
    found = entries(visible_to(request.actor), text=text, room=room, since=since, until=until)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"title": _("Log"), "form": form, "rows": rows}
    return page(request, "audit/log.html", context, part="rows")


@needs(Permission.AUDIT_READ)
def access_log(request: Request) -> HttpResponse:
    """Show the log of access, newest first, filtered by person, kind and date."""
    form = AccessFilter(request.GET)
    found = access_records(request.actor, **form.wanted())
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"title": _("Log of access"), "form": form, "rows": rows}
    return page(request, "audit/access_log.html", context, part="rows")
