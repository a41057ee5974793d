"""Pages of the holidays: the table of a year, adding days, changing one day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.cycles import actions, queries
from cchc.cycles.exchange import lines_of, proposed_holidays
from cchc.cycles.forms.holidays import HolidayForm, HolidaysForm, TickedDaysForm
from cchc.cycles.models import FIRST_YEAR, LAST_YEAR, Holiday
from cchc.cycles.staged import HOLIDAYS, row_from_json
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.intake.actions import stage_and_apply
from cchc.intake.kinds import Brought
from cchc.intake.queries import staged_files
from cchc.intake.views import Addresses, Frame
from cchc.ui.pages import page


@needs(Permission.CYCLE_READ)
@require_GET
def holiday_list(request: Request, year: int) -> HttpResponse:
    """Show the holidays of a year, with the field to add more; `?de-nghi` fills it with the days that are known."""
    context = _context(request, year)
    proposed = lines_of(proposed_holidays(year)) if "de-nghi" in request.GET else ""
    form = HolidaysForm(year=year, initial={"lines": proposed})
    return page(request, "cycles/holidays.html", context | {"form": form, "proposed": bool(proposed)})


@needs(Permission.CYCLE_MANAGE)
@require_POST
@dear(Errand.What.IMPORT)
def holidays_add(request: Request, year: int) -> HttpResponse:
    """Add the days of the pasted lines, all or none; the lines are kept as they were pasted."""
    context = _context(request, year)
    form = HolidaysForm(request.POST, year=year)
    if form.is_valid():
        lines = form.cleaned_data["lines"]
        brought = Brought(request.actor, f"ngay-nghi-{year}.txt", lines.encode(), str(year))
        try:
            compared = HOLIDAYS.compare(brought)
        except Faults as refused:
            form.refuse(refused.faults)
        else:
            count = compared.counts["added"] + compared.counts["kept"]
            return _added(
                request,
                year,
                count,
                partial(stage_and_apply, kind=HOLIDAYS, brought=brought, compared=compared),
            )
    return page(request, "cycles/holidays.html", context | {"form": form}, status=422)


def _frame(request: Request, year: int) -> Frame:
    """Return the frame of the pages of pasted lists of days for a year."""
    _reachable(year)
    return Frame(
        request=request,
        kind=HOLIDAYS,
        rows=staged_files(HOLIDAYS, str(year)),
        addresses=Addresses("cycles:holidays", "cycles:holidays_list", "cycles:holidays_file", args=(year,)),
        title=_("Holidays of %(year)s") % {"year": year},
        crumbs=[(_("Cycles"), reverse("cycles:list"))],
        template="cycles/holidays_list.html",
        listing="cycles/holidays.html",
        difference=lambda staged: {
            "days": [row_from_json(row) for row in staged.difference],
            "kept": staged.counts["kept"],
        },
    )


@needs(Permission.CYCLE_READ)
@require_GET
def holidays_list(request: Request, year: int, pk: int) -> HttpResponse:
    """Show the days that a pasted list added."""
    frame = _frame(request, year)
    return frame.shown(frame.found(pk))


@needs(Permission.CYCLE_READ)
@require_GET
def holidays_file(request: Request, year: int, pk: int) -> HttpResponseBase:
    """Send the lines as they were pasted."""
    frame = _frame(request, year)
    return frame.file(frame.found(pk))


def _added(request: Request, year: int, count: int, act: Callable[..., list[Holiday]]) -> HttpResponse:
    """Add `count` days by `act`, and show how many of them are new."""
    try:
        added = act(by=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _how_many(len(added), count - len(added)))
    return redirect("cycles:holidays", year=year)


def _how_many(added: int, kept: int) -> str:
    said = ngettext("%(count)s day was added.", "%(count)s days were added.", added) % {"count": added}
    if not kept:
        return said
    there = ngettext(
        "%(count)s day stood in the table already and stays as it was.",
        "%(count)s days stood in the table already and stay as they were.",
        kept,
    )
    return f"{said} {there % {'count': kept}}"


@needs(Permission.CYCLE_MANAGE)
@require_POST
def holidays_remove(request: Request, year: int) -> HttpResponse:
    """Remove the ticked days from the table."""
    _reachable(year)
    form = TickedDaysForm(request.POST, year=year)
    if form.is_valid():
        count = actions.remove_holidays(by=request.actor, holidays=form.ticked)
        messages.success(
            request,
            ngettext("%(count)s day was taken out.", "%(count)s days were taken out.", count)
            % {"count": count},
        )
    else:
        messages.error(request, _("Tick at least one day."))
    return redirect("cycles:holidays", year=year)


@needs(Permission.CYCLE_MANAGE)
def holiday_change(request: Request, year: int, pk: int) -> HttpResponse:
    """Correct one day of the table."""
    _reachable(year)
    holiday = get_object_or_404(queries.holidays_of(year), pk=pk)
    first = {"on": holiday.on, "name": holiday.name, "worked": holiday.worked}
    form = HolidayForm(request.POST or None, initial=first)
    context = {
        "title": _("Change a day of %(year)s") % {"year": year},
        "form": form,
        "year": year,
        "back": reverse("cycles:holidays", args=[year]),
    }
    if request.method != "POST":
        return page(request, "cycles/holiday.html", context)
    if form.is_valid():
        try:
            changed = actions.change_holiday(by=request.actor, holiday=holiday, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("on", refused.messages)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return redirect("cycles:holidays", year=changed.on.year)
    return page(request, "cycles/holiday.html", context, status=422)


def _context(request: Request, year: int) -> dict[str, Any]:
    _reachable(year)
    return {
        "title": _("Holidays of %(year)s") % {"year": year},
        "year": year,
        "years": _years(year),
        "days": queries.holidays_of(year),
        "moved": queries.moved_month_ends(year),
        "may_manage": request.actor.may(Permission.CYCLE_MANAGE),
        **_frame(request, year).earlier(),
    }


def _years(shown: int) -> list[tuple[int, int]]:
    """Return the years to choose from with the number of their days: those with a table, and last year to next."""
    counts = queries.holiday_years()
    today = timezone.localdate().year
    years = {*counts, shown, today - 1, today, today + 1}
    return [(year, counts.get(year, 0)) for year in sorted(years)]


def _reachable(year: int) -> None:
    """Raise Http404 for a year that no table can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
