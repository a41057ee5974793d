"""What all pages of an appraisal need."""

from __future__ import annotations

from django.http import Http404

from cchc.access.requests import Request
from cchc.cycles.models import Cycle, ScoredBy
from cchc.cycles.queries import visible_to


def round_to_appraise(request: Request, year: int | None) -> Cycle:
    """Return the cycle of `year`, or the latest one, in which units score themselves. Raises Http404 where there is
    none."""
    cycles = visible_to(request.actor).filter(sets__scored_by=ScoredBy.ROUND)
    found = cycles if year is None else cycles.filter(year=year)
    cycle = found.select_related("province").order_by("-year", "pk").distinct().first()
    if cycle is None:
        raise Http404
    return cycle
