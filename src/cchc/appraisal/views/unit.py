"""One unit down all criteria, and the units that the reader looks at."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.tabs import tabs_of
from cchc.appraisal.queries.unit import unit_view, units_to_appraise
from cchc.appraisal.views.criterion import bulk_of
from cchc.appraisal.views.frame import (
    UNIT,
    cycle_context,
    excel_address,
    participant_for,
    round_to_appraise,
)
from cchc.scores.models import Stage
from cchc.ui.pages import page


@needs(Permission.APPRAISAL_READ)
@require_GET
def unit_page(request: Request, year: int, stage: Stage, unit: int) -> HttpResponse:
    """Show one unit down all criteria that the reader sees of it: the official columns, subtotals, running total."""
    participant = participant_for(request, year, unit)
    sight = sight_in(request.actor, participant.cycle)
    view = unit_view(request.actor, sight, participant, stage)
    if view is None:
        raise Http404
    tabs = tabs_of(view.cells, pgettext("criteria", "All"))
    chosen = next((one for one in tabs if one.value == request.GET.get("xem")), tabs[0])
    numbers = {cell.leaf.number for cell in chosen.cells}
    context = {
        **cycle_context(request, participant.cycle, stage),
        "title": participant.name,
        "participant": participant,
        "view": view,
        "lines": [line for line in view.lines if any(leaf.number in numbers for leaf in line.node.leaves())],
        "tabs": tabs,
        "chosen": chosen.value,
        "face": UNIT,
        "may_give": any(cell.may_give for cell in view.cells),
        "excel": excel_address(stage, view.cells, **{"don-vi": unit}),
        "bulk": bulk_of(view.cells, stage),
    }
    return page(request, "appraisal/unit.html", context)


@needs(Permission.APPRAISAL_READ)
@require_GET
def units_page(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show the units that the reader looks at, with how far the appraisal of each is."""
    cycle = round_to_appraise(request, year)
    if cycle is None:
        raise Http404
    works = units_to_appraise(request.actor, sight_in(request.actor, cycle), cycle, stage)
    context = {
        **cycle_context(request, cycle, stage),
        "title": _("Appraisal {year}: unit by unit").format(year=year),
        "works": works,
    }
    return page(request, "appraisal/unit_list.html", context)
