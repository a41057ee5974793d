"""What an address under a cycle's results asks for, and what the pages there show around their content."""

from __future__ import annotations

from typing import Any

from cchc.access.requests import Request
from cchc.cycles.models import Cycle
from cchc.cycles.policies import is_provisional, sees_whole
from cchc.cycles.queries import opening_phase
from cchc.cycles.views.frame import address_context, cycle_under
from cchc.scores.policies import may_correct_scores, may_import_scores, may_take_back_scores
from cchc.scores.queries import visible_cycles


def requested_cycle(request: Request, province: str, year: int) -> Cycle:
    """The cycle at this address; 404 where there is none whose scores the reader may see."""
    return cycle_under(visible_cycles(request.actor), province, year)


def cycle_frame(request: Request, cycle: Cycle) -> dict[str, Any]:
    """What every page of the scores and results of `cycle` shows, and what the reader may do with its scores.

    `whole`: the reader sees ranks, means and other units. Where not, a page says so with `cycles/not_open.html`.
    """
    whole = sees_whole(request.actor, cycle)
    return {
        **address_context(request, cycle),
        "provisional": is_provisional(cycle),
        "whole": whole,
        "opening": None if whole else opening_phase(cycle),
        "may_import": may_import_scores(request.actor, cycle),
        "may_correct": may_correct_scores(request.actor, cycle),
        "may_take_back": may_take_back_scores(request.actor, cycle),
    }
