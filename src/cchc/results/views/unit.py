"""The page of one unit, the derivation of one score, and its correction by hand."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight, sight_of
from cchc.cycles.queries import participant_of
from cchc.results.queries.unit import LeafPage, UnitPage, leaf_page, unit_page
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page
from cchc.ui.pictures.lines import rank_line, sparkline

MOST_TO_WIN = 8


def _asked(request: Request, province: str, year: int, unit_id: int) -> tuple[Sight, Cycle, Participant]:
    """How far the reader sees, the cycle and the unit in it; 404 alike for a unit that does not take part and for one
    whose results the reader does not see."""
    cycle, sight = requested_cycle(request, province, year), sight_of(request.actor)
    participant = participant_of(cycle, unit_id) if sight.has(cycle, unit_id) else None
    if participant is None:
        raise Http404
    return sight, cycle, participant


@needs(Permission.RESULT_READ)
def unit_detail(request: Request, province: str, year: int, unit_id: int) -> HttpResponse:
    """Everything about one unit in one year; opened inside the ranking, only its domains and largest losses."""
    sight, cycle, participant = _asked(request, province, year, unit_id)
    unit = unit_page(sight, participant, cycle)
    context = {
        "title": participant.name,
        "unit": unit,
        "to_win": unit.to_win[:MOST_TO_WIN],
        "line": rank_line(unit.line) if unit.line else "",
        "trend": _trend(unit),
        "shut": request.GET.get("dong") == "1",
        **cycle_frame(request, cycle),
    }
    return page(request, "results/unit.html", context, part="opened")


def _trend(unit: UnitPage) -> str:
    """The years as a line, once there are two to compare."""
    known = [value for _year, value in unit.trend if value is not None]
    return sparkline(unit.trend, width=180, height=34) if len(known) > 1 else ""


def _asked_leaf(
    request: Request, province: str, year: int, unit_id: int, leaf: str
) -> tuple[Cycle, LeafPage]:
    sight, cycle, participant = _asked(request, province, year, unit_id)
    found = leaf_page(sight, participant, cycle, leaf)
    if found is None:
        raise Http404
    return cycle, found


@needs(Permission.RESULT_READ)
def why(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """How one score came to its points: the rule, the figures, every step, the coded losses."""
    cycle, found = _asked_leaf(request, province, year, unit_id, leaf)
    context = {
        "title": f"{found.leaf.number}. {found.leaf.name}",
        "asked": found,
        **cycle_frame(request, cycle),
    }
    return page(request, "results/why.html", context, part="derivation")
