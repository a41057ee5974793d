"""What all pages of an appraisal need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from cchc.access.requests import Request
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.scores.models import Stage

UNIT, CRITERION = "don-vi", "tieu-chi"
"""The two faces of the work: one unit down all criteria, one criterion across all units."""


def round_to_appraise(request: Request, year: int | None) -> Cycle | None:
    """Return the cycle of `year`, or (None) the latest one, in which units score themselves; None where there is none
    yet. Raises Http404 for a year without one."""
    cycles = visible_to(request.actor).filter(sets__scored_by=ScoredBy.ROUND)
    found = cycles if year is None else cycles.filter(year=year)
    cycle = found.select_related("province").order_by("-year", "pk").distinct().first()
    if cycle is None and year is not None:
        raise Http404
    return cycle


def cycle_context(
    request: Request, cycle: Cycle | None, stage: Stage = Stage.FIRST_APPRAISAL
) -> dict[str, Any]:
    """Return what every page of an appraisal shows of its cycle: the year strip, year and stage for addresses, whether
    the second stage has begun."""
    if cycle is None:
        return {"cycle": None}
    return {
        "cycle": cycle,
        "year": cycle.year,
        "stage": stage,
        "stage_words": stage.label,
        "is_second": stage == Stage.SECOND_APPRAISAL,
        "has_second": has_second_stage(cycle),
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
    }


def has_second_stage(cycle: Cycle) -> bool:
    """Whether anything is appraised a second time in `cycle`."""
    second = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=Stage.SECOND_APPRAISAL)
    return second.exclude(state=UnitAppraisal.State.WITHDRAWN).exists()


def participant_for(request: Request, year: int, unit: int) -> Participant:
    """Return the participant that a unit is in the round of a year, with its cycle, province, unit, set and version.
    Raises Http404 where there is none."""
    cycle = round_to_appraise(request, year)
    related = ("cycle__province", "cycle_set__version", "unit")
    found = Participant.objects.select_related(*related).filter(cycle=cycle, unit__id=unit).first()
    if found is None:
        raise Http404
    return found


def set_for(request: Request, year: int, cycle_set: int) -> CycleSet:
    """Return a set of the round of a year, with its version, cycle and province. Raises Http404 where there is none."""
    cycle = round_to_appraise(request, year)
    sets = CycleSet.objects.select_related("version", "cycle__province")
    found = sets.filter(cycle=cycle, pk=cycle_set).first()
    if found is None:
        raise Http404
    return found


def excel_address(stage: Stage, cells: Sequence[AppraisedCell], **part: int | str) -> str:
    """Return the address of the Excel file of a `part` of one's own work in a stage, of which a page shows `cells`;
    empty where the reader appraises none of them."""
    if not any(cell.may_give for cell in cells):
        return ""
    return f"{reverse('appraisal:excel_out', args=[cells[0].year, stage])}?{urlencode(part)}"
