"""Units side by side, as they were ticked in the ranking."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.policies import sight_of
from cchc.results.queries.accounts import behind_since, stage_note
from cchc.results.queries.comparison import compared_participants, comparison, may_stand_side_by_side
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

FEW = 20  # leaves shown at first, those with the largest spread


@needs(Permission.RESULT_READ)
def compare(request: Request, province: str, year: int) -> HttpResponse:
    """Two to four units of one cycle side by side; without them, what is to be ticked and where."""
    cycle = requested_cycle(request, province, year)
    asked = list(dict.fromkeys(requested_number(text) for text in request.GET.getlist("so")))
    sight = sight_of(request.actor)
    participants = compared_participants(sight, cycle, asked)
    side_by_side = (
        comparison(sight, participants, cycle)
        if len(participants) == len(asked) and may_stand_side_by_side(participants)
        else None
    )
    differing = side_by_side.differing if side_by_side else []
    every = request.GET.get("tat_ca") == "1"
    context = {
        "title": _("Units side by side, %(year)s") % {"year": cycle.year},
        "chosen": participants,
        "comparison": side_by_side,
        "by_stage": stage_note(side_by_side.stage) if side_by_side else "",
        "behind_since": behind_since(cycle, side_by_side.run)
        if side_by_side and side_by_side.whole
        else None,
        "leaves": differing if every else differing[:FEW],
        "hidden": 0 if every else max(len(differing) - FEW, 0),
        **cycle_frame(request, cycle),
    }
    return page(request, "results/compare.html", context)
