"""What an address asks for: its cycle, and what every page of a cycle shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from cchc.access.requests import Request
from cchc.cycles.models import Cycle
from cchc.cycles.queries import year_strip
from cchc.results.policies import can_correct_scores, can_import_scores
from cchc.results.queries.address import address_of, cycle_at


def asked_cycle(request: Request, province: str, year: int) -> Cycle:
    """The cycle at this address; 404 where there is none."""
    cycle = cycle_at(request.actor, province, year)
    if cycle is None:
        raise Http404
    return cycle


def around(request: Request, cycle: Cycle) -> dict[str, Any]:
    """The context that pages of a cycle share: its address, its year strip, what the reader may do."""
    province, year = address_of(cycle)
    return {
        "cycle": cycle,
        "strip_cycle": cycle,
        "province": province,
        "year": year,
        "year_strip": year_strip(cycle, timezone.localdate(), request.actor),
        "may_import": can_import_scores(request.actor, cycle),
        "may_correct": can_correct_scores(request.actor, cycle),
    }
