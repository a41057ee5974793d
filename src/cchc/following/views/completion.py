"""The list behind the figures of completion."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.following.forms.completion import CutOffForm
from cchc.following.queries.completion import completion_lines, completion_list, may_see_completion
from cchc.ui.pages import page
from cchc.units.models import Unit

ROWS = 150


@needs(Permission.FOLLOWING_READ)
@require_GET
def completion(request: Request, unit: int) -> HttpResponse:
    """What a unit has done of what was due from the beginning of a year up to a day, measure by measure."""
    today = timezone.localdate()
    of_unit = get_object_or_404(Unit, pk=unit)
    if not may_see_completion(request.actor, of_unit, today):
        raise Http404
    form = CutOffForm(request.GET, otherwise=today)
    day = form.wanted()
    first = date(day.year, 1, 1)
    found = completion_list(of_unit, first, day)
    rows: Page[Any] = Paginator(found.counted, ROWS).get_page(request.GET.get("page"))
    rows.object_list = completion_lines(list(rows.object_list))
    context = {
        "title": _("Completion of the measures of %(unit)s") % {"unit": of_unit.name},
        "of_unit": of_unit,
        "form": form,
        "first": first,
        "day": day,
        "count": found.count,
        "rows": rows,
    }
    return page(request, "following/completion.html", context, part="rows")
