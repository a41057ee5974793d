"""One criterion across all units."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.appraisal.queries.criterion import criterion_view
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.tabs import tabs_of
from cchc.appraisal.views.frame import CRITERION, cycle_context, excel_address, set_for
from cchc.scores.models import Stage
from cchc.ui.pages import page
from cchc.ui.pictures.histogram import histogram

ROWS = 150


def bulk_of(cells: tuple[AppraisedCell, ...], stage: Stage) -> int:
    """Return how many of these cells can be accepted together: in the second stage none, for each was explained."""
    if stage != Stage.FIRST_APPRAISAL:
        return 0
    return sum(cell.is_left and not cell.obstacle for cell in cells)


@needs(Permission.APPRAISAL_READ)
@require_GET
def criterion_page(request: Request, year: int, stage: Stage, cycle_set: int, leaf: str) -> HttpResponse:
    """Show one criterion across the units that the reader sees: what each handed in, last year, what is given."""
    attached = set_for(request, year, cycle_set)
    cycle = attached.cycle
    sight = sight_in(request.actor, cycle)
    view = criterion_view(request.actor, sight, attached, leaf, stage)
    if view is None:
        raise Http404
    tabs = tabs_of(view.cells, pgettext("units", "All"))
    chosen = next((one for one in tabs if one.value == request.GET.get("xem")), tabs[0])
    rows = Paginator(chosen.cells, ROWS).get_page(request.GET.get("page"))
    context = {
        **cycle_context(request, cycle, stage),
        "title": f"{leaf}. {view.leaf.name}",
        "view": view,
        "rows": rows,
        "lines": [(cell, view.last.get(cell.participant.pk)) for cell in rows],
        "tabs": tabs,
        "chosen": chosen.value,
        "histogram": histogram(view.claimed_shares),
        "ready": sum(cell.appraised is not None for cell in view.cells),
        "given": sum(cell.content.is_given for cell in view.cells),
        "face": CRITERION,
        "bulk": bulk_of(view.cells, stage),
        "may_give": any(cell.may_give for cell in view.cells),
        "excel": excel_address(stage, view.cells, bo=cycle_set, muc=leaf),
    }
    return page(request, "appraisal/criterion.html", context)
