"""What all pages of releases need: the cycle, its releases, what may be done."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from cchc.access.requests import Request
from cchc.cycles.models import Cycle, State
from cchc.cycles.queries import cycle_of, visible_to
from cchc.cycles.queries.strip import year_strip
from cchc.releases.models import Release
from cchc.releases.policies import may_prepare_release
from cchc.releases.queries.drafts import drafted
from cchc.units.queries import served_province


def latest_cycle(request: Request) -> Cycle | None:
    """Return the latest cycle of the province that has begun, in which there is something to release; None without
    one."""
    province = served_province()
    own = visible_to(request.actor).filter(province=province).exclude(state=State.PREPARING)
    return own.select_related("province").order_by("-year").first() if province else None


def cycle_for(year: int) -> Cycle:
    """Return the cycle of `year` in the province of this installation. Raises Http404 where there is none."""
    province = served_province()
    found = cycle_of(province, year) if province else None
    if found is None or found.practice:
        raise Http404
    return found


def cycle_to_prepare(request: Request, year: int) -> Cycle:
    """Return the cycle of `year`, of which the reader prepares releases. Raises Http404 where that is not so."""
    cycle = cycle_for(year)
    if not may_prepare_release(request.actor, cycle):
        raise Http404
    return cycle


def draft_for(year: int) -> Release:
    """Return the draft of a year. Raises Http404 where none is prepared."""
    found = drafted(year)
    if found is None:
        raise Http404
    return found


def release_for(year: int, number: int) -> Release:
    """Return a public release. Raises Http404 where there is none of that number."""
    rows = Release.objects.exclude(state=Release.State.DRAFT).select_related("bundle", "cycle__province")
    found = rows.filter(year=year, number=number).first()
    if found is None:
        raise Http404
    return found


def release_context(request: Request, cycle: Cycle | None) -> dict[str, Any]:
    """Return what every page of releases shows of its cycle: the year strip, and the year for addresses."""
    if cycle is None:
        return {"cycle": None}
    return {
        "cycle": cycle,
        "year": cycle.year,
        "strip_cycle": cycle,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
    }
