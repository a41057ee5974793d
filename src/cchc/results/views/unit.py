"""The page of one unit, the derivation of one score, and its correction by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight, sight_of
from cchc.cycles.queries import address_of, participant_of, participations
from cchc.results.queries.accounts import behind_since, stage_note
from cchc.results.queries.bands import SOURCES
from cchc.results.queries.stages import requested_stage, stages_in
from cchc.results.queries.surroundings import surroundings
from cchc.results.queries.unit import LeafPage, leaf_page, matching_branches, unit_page
from cchc.results.queries.years import UnitYear, is_joined
from cchc.results.views.ranking import band_choices
from cchc.scores.consequences import thread_of_leaf, untold_stages
from cchc.scores.models import Stage
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page
from cchc.ui.pictures.lines import rank_line, sparkline
from cchc.ui.requests import requested_number
from cchc.units.queries import visible_to

MOST_TO_WIN = 8
MOST_MEASURES = 6


def _asked(request: Request, province: str, year: int, unit_id: int) -> tuple[Sight, Cycle, Participant]:
    """How far the reader sees, the cycle and the unit in it; 404 alike for a unit that does not take part and for one
    whose results the reader does not see."""
    cycle, sight = requested_cycle(request, province, year), sight_of(request.actor)
    participant = participant_of(cycle, unit_id) if sight.has(cycle, unit_id) else None
    if participant is None:
        raise Http404
    return sight, cycle, participant


@needs(Permission.RESULT_READ)
def latest_year(request: Request, unit_id: int) -> HttpResponse:
    """The results of a unit in the latest year in which it took part, or a unit that became it or that it became."""
    unit = get_object_or_404(visible_to(request.actor), pk=requested_number(str(unit_id)))
    sight = sight_of(request.actor)
    taking = [one for one in participations(unit) if sight.has(one.cycle, one.unit_id)]
    own = [one for one in taking if one.unit_id == unit.pk] or taking
    if not own:
        return page(request, "results/unit_without_year.html", {"title": unit.name, "unit": unit})
    return redirect("results:unit", *address_of(own[0].cycle), own[0].unit_id)


@needs(Permission.RESULT_READ)
def unit_detail(request: Request, province: str, year: int, unit_id: int) -> HttpResponse:
    """Everything about one unit in one year; opened inside the ranking, only its domains and largest losses."""
    sight, cycle, participant = _asked(request, province, year, unit_id)
    stages = stages_in(cycle, untold_stages(sight, cycle))
    stage = requested_stage(request.GET.get("giai_doan", ""), stages)
    asked_bands = request.GET.get("khoang", "")
    bands = asked_bands if asked_bands in SOURCES else ""
    unit = unit_page(sight, participant, cycle, stage, bands)
    breaks = _breaks(unit.years)
    text = request.GET.get("q", "").strip()
    in_place = request.headers.get("HX-Request") == "true"
    context = {
        "title": participant.name,
        "unit": unit,
        "to_win": unit.to_win[:MOST_TO_WIN],
        "line": rank_line(unit.line) if unit.line else "",
        "bands": bands,
        "has_bands": any(one.band for one in unit.line),
        "band_choices": band_choices(),
        "trend": _trend(unit.years, breaks),
        "breaks": breaks,
        "around": None
        if in_place
        else surroundings(request.actor, participant.unit, timezone.localdate(), MOST_MEASURES),
        "branches": matching_branches(unit.branches, text),
        "text": text,
        "by_stage": stage_note(unit.stage),
        "stages": [(one, Stage(one).label) for one in stages],
        "stage": stage,
        "behind_since": None if unit.awaits_result else behind_since(cycle, unit.run, unit.at),
        "all_open": bool(text) or request.GET.get("mo") == "1",
        "shut": request.GET.get("dong") == "1",
        **cycle_frame(request, cycle),
    }
    return page(request, "results/unit.html", context, part="opened")


def _breaks(years: Sequence[UnitYear]) -> list[str]:
    """The years that are not computed like the year before."""
    return [now.label for before, now in pairwise(years) if not is_joined(before, now)]


def _trend(years: Sequence[UnitYear], breaks: Sequence[str]) -> str:
    """The years as a line, once there are two; nothing joins years that are not computed alike."""
    if sum(year.index is not None for year in years) < 2:
        return ""
    return sparkline([(year.label, year.index) for year in years], width=180, height=34, breaks=breaks)


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
        "thread": thread_of_leaf(actor=request.actor, participant=found.participant, leaf=leaf),
        **cycle_frame(request, cycle),
    }
    return page(request, "results/why.html", context, part="derivation")
