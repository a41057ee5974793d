"""What all pages of a sheet need: the sheet if this reader may see it, its addresses, its lock, the year strip."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cchc.access.requests import Request
from cchc.core.papers.deadlines.windows import Standing
from cchc.cycles.models import Participant, PhaseKind
from cchc.cycles.policies import is_of_unit, may_read_cycles
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.cycles.queries.windows import UnitWindow, window_of
from cchc.self_scoring.actions.sheets import sheet_of
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.policies import is_filling, may_edit, may_see_content, may_submit
from cchc.self_scoring.queries.sheet import whole_sheet, whole_sheets

PAGES = (
    "sheet", "block", "versions", "share", "submit", "submissions", "compare", "excel", "excel_out",
)  # fmt: skip


def sheet_for(
    request: Request, year: int, unit_id: int, fetch: Callable[[int, int], UnitSheet | None] = whole_sheet
) -> UnitSheet:
    """Return the sheet of a unit in a year, with what `fetch` fetches. Raises Http404 where there is none, or where the
    reader may not see what it holds."""
    if not may_read_cycles(request.actor):
        raise Http404
    sheet = fetch(unit_id, year) or _made(request, year, unit_id)
    if sheet is None or not may_see_content(request.actor, sheet):
        raise Http404
    return sheet


def _made(request: Request, year: int, unit_id: int) -> UnitSheet | None:
    """Return the sheet of the reader's own unit that is looked at for the first time, which nobody else may see yet;
    None where it does not score itself."""
    if not is_of_unit(request.actor, unit_id):
        return None
    participant = (
        Participant.objects.filter(unit__id=unit_id, cycle__year=year, cycle__in=visible_to(request.actor))
        .select_related("cycle", "cycle_set__version")
        .first()
    )
    made = sheet_of(participant) if participant is not None else None
    return whole_sheets().get(pk=made.pk) if made is not None else None


def addresses_of(sheet: UnitSheet) -> dict[str, str]:
    """Return the addresses of the pages of a sheet, by their names."""
    place = (sheet.participant.cycle.year, sheet.participant.unit_id)
    return {name: reverse(f"self_scoring:{name}", args=place) for name in PAGES}


def leaf_address(sheet: UnitSheet, leaf: str) -> str:
    """Return the address of the page of one leaf."""
    return reverse("self_scoring:leaf", args=(sheet.participant.cycle.year, sheet.participant.unit_id, leaf))


def title_of(sheet: UnitSheet) -> str:
    """Return the title of a sheet."""
    participant = sheet.participant
    return _("Self-scoring {year}: {unit}").format(year=participant.cycle.year, unit=participant.name)


def window_of_sheet(sheet: UnitSheet) -> UnitWindow | None:
    """Return when the unit may fill in its sheet; None where the cycle has no phase of self-scoring."""
    return window_of(sheet.participant, PhaseKind.SELF_SCORING)


def is_open(sheet: UnitSheet, window: UnitWindow | None) -> bool:
    """Whether a sheet may be filled in now."""
    return is_filling(sheet) and window is not None and window.standing(timezone.now()) is Standing.OPEN


def lock_line(sheet: UnitSheet, window: UnitWindow | None) -> str:
    """Return until when a sheet is open, or which lock holds it, since when, and who can lift it."""
    if sheet.state == UnitSheet.State.SUBMITTED:
        return _("Submitted. It can be changed again once the coordinator returns it.")
    if window is None:
        return _("The cycle has no days for self-scoring yet.")
    locked = window.lock_line(timezone.now())
    if locked:
        return locked
    day = date_format(window.window.ends, "SHORT_DATE_FORMAT")
    if window.extended is not None:
        return _("extended: open until 23:59:59 on {day}").format(day=day)
    return _("open until 23:59:59 on {day}").format(day=day)


def sheet_context(request: Request, sheet: UnitSheet, title: str = "") -> dict[str, Any]:
    """Return the context of every page of a sheet: title, year strip, what the reader may do, where the pages are."""
    cycle = sheet.participant.cycle
    window = window_of_sheet(sheet)
    opened = is_open(sheet, window)
    return {
        "title": title or title_of(sheet),
        "sheet_title": title_of(sheet),
        "sheet": sheet,
        "participant": sheet.participant,
        "cycle": cycle,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
        "addresses": addresses_of(sheet),
        "lock_line": lock_line(sheet, window),
        "may_edit": opened and may_edit(request.actor, sheet),
        "may_have_typed": may_edit(request.actor, sheet),
        "may_submit": opened and may_submit(request.actor, sheet),
        **place_context(sheet),
    }


def place_context(sheet: UnitSheet) -> dict[str, Any]:
    """Return what the rows of a sheet need to lead to their leaves."""
    return {"year": sheet.participant.cycle.year, "unit_id": sheet.participant.unit_id}
