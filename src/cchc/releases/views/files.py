"""Making the points of files final by a decision, and undoing it."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles.models import Cycle, ScoredBy
from cchc.releases.actions.files import make_files_final, undo_files_final
from cchc.releases.policies import may_settle_files, may_unsettle_files
from cchc.releases.queries.faults import (
    file_cells,
    file_final_faults,
    seal_of_cells,
    standing_file_final,
)
from cchc.releases.views.frame import cycle_for, release_context
from cchc.scores.views.finality import FinalPage, making_final, undoing_final
from cchc.ui.grave import Counted, GraveAct, NotYet


@needs(Permission.RELEASE_PREPARE)
def files_final(request: Request, year: int) -> HttpResponse:
    """Show what making the points of files final means, or everything that is left to do; then do it. 404 where they
    are."""
    cycle = cycle_for(year)
    if not may_settle_files(request.actor, cycle) or standing_file_final(cycle) is not None:
        raise Http404
    cells = file_cells(cycle)
    seen = seal_of_cells(cells)

    def told() -> GraveAct:
        faults = file_final_faults(cycle)
        if faults:
            raise NotYet(Counted(one.sentence, one.names) for one in faults)
        rows = cycle.participants.filter(cycle_set__scored_by=ScoredBy.FILE)
        decision = _("The decision by which they are final is given below; without one nothing is done.")
        return making_final(
            leaves=len(cells),
            groups=Counter(one.peer_group for one in rows),
            seen=seen,
            beside=(decision,),
        )

    title = _("Make the points of files of {year} final").format(year=year)
    return _page(request, cycle, title).make(
        lambda basis: make_files_final(by=request.actor, cycle=cycle, seen=seen, basis=basis), told
    )


@needs(Permission.RELEASE_PREPARE)
def files_undo(request: Request, year: int) -> HttpResponse:
    """Show what undoing it means, then do it for a reason. 404 where the points are not final, and once they are
    released."""
    cycle = cycle_for(year)
    final = standing_file_final(cycle)
    if final is None or not may_unsettle_files(request.actor, cycle):
        raise Http404
    again = _("Corrections and points files change them again. A draft of the release is not public.")
    title = _("Undo the final points of files of {year}").format(year=year)
    return _page(request, cycle, title).undo(
        lambda reason: undo_files_final(by=request.actor, cycle=cycle, reason=reason),
        undoing_final(final, (again,)),
        _("The points are final no longer: they can be changed again."),
    )


def _page(request: Request, cycle: Cycle, title: str) -> FinalPage:
    context = release_context(request, cycle) | {"title": title}
    return FinalPage(request, "releases/grave.html", context, reverse("releases:year", args=[cycle.year]))
