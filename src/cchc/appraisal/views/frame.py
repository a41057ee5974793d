"""What all pages of an appraisal need."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from cchc.access.requests import Request
from cchc.cycles.models import Cycle, ScoredBy
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.scores.models import Stage

STAGE = Stage.FIRST_APPRAISAL
"""The stage that these pages show."""


def round_to_appraise(request: Request, year: int | None) -> Cycle | None:
    """Return the cycle of `year`, or (None) the latest one, in which units score themselves; None where there is none
    yet. Raises Http404 for a year without one."""
    cycles = visible_to(request.actor).filter(sets__scored_by=ScoredBy.ROUND)
    found = cycles if year is None else cycles.filter(year=year)
    cycle = found.select_related("province").order_by("-year", "pk").distinct().first()
    if cycle is None and year is not None:
        raise Http404
    return cycle


def cycle_context(request: Request, cycle: Cycle | None) -> dict[str, Any]:
    """Return what every page of an appraisal shows of its cycle: the year strip, and the year for addresses."""
    if cycle is None:
        return {"cycle": None}
    return {
        "cycle": cycle,
        "year": cycle.year,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
    }
