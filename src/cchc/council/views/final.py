"""The final act: what making points final means, and undoing it."""

from __future__ import annotations

from collections import Counter

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.policies import may_make_final, may_undo_final
from cchc.council.queries.final import final_cells, final_faults, standing_final
from cchc.council.queries.standing import carried_decisions
from cchc.council.views.frame import council_context, cycle_for, sight_for
from cchc.cycles.models import Cycle
from cchc.scores.views.finality import FinalPage, making_final, undoing_final
from cchc.ui.grave import Counted, GraveAct, NotYet


@needs(Permission.COUNCIL_FINAL)
def final_make(request: Request, year: int) -> HttpResponse:
    """Show what making the points final means, or everything that is left to do; then do it. 404 where they are."""
    cycle = _cycle(request, year)
    if standing_final(cycle) is not None:
        raise Http404
    cells = final_cells(cycle)
    seen = final_seal(final_content(cells))

    def told() -> GraveAct:
        faults = final_faults(cycle, cells, sight_for(request, cycle).apart)
        if not cells.participants:
            raise ValidationError(
                _("No unit of this cycle is scored by the round: points files decide its points.")
            )
        if faults:
            raise NotYet(Counted(one.sentence, one.names) for one in faults)
        return making_final(
            leaves=len(cells.counts),
            groups=Counter(one.peer_group for one in cells.participants),
            seen=seen,
            beside=(_of_council(cycle), _("Index, classes and ranks are computed at once.")),
        )

    title = _("Make the points of {year} final").format(year=year)
    return _page(request, cycle, title).make(
        lambda basis: make_final(by=request.actor, cycle=cycle, seen=seen, basis=basis), told
    )


def _of_council(cycle: Cycle) -> str:
    decided = len(carried_decisions(cycle))
    words = ngettext(
        "%(count)s of them as the council decided, the others as they were appraised.",
        "%(count)s of them as the council decided, the others as they were appraised.",
        decided,
    )
    return words % {"count": decided}


@needs(Permission.COUNCIL_FINAL)
def final_undo(request: Request, year: int) -> HttpResponse:
    """Show what undoing the final act means, then do it for a reason. 404 where the points are not final, and once they
    are released."""
    cycle = _cycle(request, year)
    final = standing_final(cycle)
    if final is None or not may_undo_final(request.actor, cycle):
        raise Http404
    beside = (
        _("What counted before the act counts again; index, classes and ranks are computed at once."),
        _("Nothing was built on them: the results of this cycle are not released."),
    )
    title = _("Undo the final points of {year}").format(year=year)
    return _page(request, cycle, title).undo(
        lambda reason: undo_final(by=request.actor, cycle=cycle, reason=reason),
        undoing_final(final, beside),
        _("The points are final no longer: what counted before counts again."),
    )


def _page(request: Request, cycle: Cycle, title: str) -> FinalPage:
    context = council_context(request, cycle) | {"title": title}
    return FinalPage(request, "council/final.html", context, reverse("council:year", args=[cycle.year]))


def _cycle(request: Request, year: int) -> Cycle:
    cycle = cycle_for(request, year)
    if not may_make_final(request.actor, cycle):
        raise Http404
    return cycle
