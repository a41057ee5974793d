"""What all pages of the council need: the cycle, the session, the item, as far as the reader sees them."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from cchc.access.requests import Request
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.sight import sight_in
from cchc.council.models import AgendaItem, CouncilSession
from cchc.cycles.models import Cycle, ScoredBy
from cchc.cycles.queries import visible_to
from cchc.cycles.queries.strip import year_strip


def council_cycle(request: Request, year: int | None) -> Cycle | None:
    """Return the cycle of `year`, or (None) the latest one, in which units are scored by the round; None where there is
    none yet. Raises Http404 for a year without one."""
    cycles = visible_to(request.actor).filter(sets__scored_by=ScoredBy.ROUND)
    found = cycles if year is None else cycles.filter(year=year)
    cycle = found.select_related("province").order_by("-year", "pk").distinct().first()
    if cycle is None and year is not None:
        raise Http404
    return cycle


def cycle_for(request: Request, year: int) -> Cycle:
    """Return the cycle of `year`. Raises Http404 where there is none."""
    cycle = council_cycle(request, year)
    if cycle is None:
        raise Http404
    return cycle


def council_context(request: Request, cycle: Cycle | None) -> dict[str, Any]:
    """Return what every page of the council shows of its cycle: the year strip, and the year for addresses."""
    if cycle is None:
        return {"cycle": None}
    return {
        "cycle": cycle,
        "year": cycle.year,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
    }


def session_for(request: Request, year: int, number: int) -> CouncilSession:
    """Return a session of the cycle of `year`, with it. Raises Http404 where there is none."""
    cycle = cycle_for(request, year)
    found = CouncilSession.objects.filter(cycle=cycle, number=number).first()
    if found is None:
        raise Http404
    found.cycle = cycle
    return found


def sight_for(request: Request, cycle: Cycle) -> AppraisalSight:
    """Return how far the reader sees into the appraisals of a cycle."""
    return sight_in(request.actor, cycle)


def item_for(request: Request, year: int, number: int, item: int) -> AgendaItem:
    """Return an item of a session, with all that is asked of it. Raises Http404 where there is none, and where its unit
    stands near to the reader."""
    session = session_for(request, year, number)
    related = ("participant__cycle__province", "participant__cycle_set__version", "participant__unit")
    found = session.items.select_related(*related).filter(pk=item).first()
    if found is None or not sight_for(request, session.cycle).has(found.participant_id):
        raise Http404
    found.session = session
    return found
