"""Accepting many cells at once, unopened, as far as figures and evidence allow: said before it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.appraising import accept_everywhere
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.cells import AppraisedCell, CellState
from cchc.appraisal.queries.criterion import criterion_view
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.unit import unit_view
from cchc.appraisal.views.frame import cycle_context, participant_for, set_for
from cchc.scores.models import Stage
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted

OBSTACLES = {
    "asked_off": gettext_lazy("The unit asks that it shall not apply, and nobody has decided"),
    "no_rule": gettext_lazy("Judged one by one: the criterion has no rule"),
    "missing_figures": gettext_lazy("Figures are missing"),
    "double": gettext_lazy("Two people appraise it, each on their own"),
    "provisional": gettext_lazy("The unit says that its figures are provisional"),
    "no_evidence": gettext_lazy("The evidence required is missing"),
}
FIRST = Stage.FIRST_APPRAISAL
Named = Callable[[AppraisedCell], str]


@needs(Permission.APPRAISAL_GIVE)
def criterion_bulk(request: Request, year: int, cycle_set: int, leaf: str) -> HttpResponse:
    """Say of which units one criterion would be accepted, and of which it cannot be and why; accept it once that was
    agreed to."""
    attached = set_for(request, year, cycle_set)
    sight = sight_in(request.actor, attached.cycle)
    view = criterion_view(request.actor, sight, attached, leaf, FIRST)
    if view is None:
        raise Http404
    back = reverse("appraisal:criterion", args=[year, FIRST, cycle_set, leaf])
    title = _("Accept together: {leaf}").format(leaf=f"{leaf}. {view.leaf.name}")
    return _answer(request, view.cells, lambda cell: cell.participant.name, back, title)


@needs(Permission.APPRAISAL_GIVE)
def unit_bulk(request: Request, year: int, unit: int) -> HttpResponse:
    """Say which criteria of one unit would be accepted, and which cannot be and why; accept them once that was agreed
    to."""
    participant = participant_for(request, year, unit)
    sight = sight_in(request.actor, participant.cycle)
    view = unit_view(request.actor, sight, participant, FIRST)
    if view is None:
        raise Http404
    back = reverse("appraisal:unit", args=[year, FIRST, unit])
    title = _("Accept together: {leaf}").format(leaf=participant.name)
    return _answer(request, view.cells, lambda cell: f"{cell.leaf.number}. {cell.leaf.name}", back, title)


def _answer(
    request: Request, cells: Sequence[AppraisedCell], named: Named, back: str, title: str
) -> HttpResponse:
    left = [cell for cell in cells if cell.is_left or (cell.may_give and cell.state is CellState.ASKED_OFF)]

    def told() -> GraveAct:
        if not any(not cell.obstacle for cell in left):
            raise ValidationError(_("Nothing here can be accepted unopened: appraise it row by row."))
        return _grave(left, named)

    def act() -> HttpResponse:
        wanted: dict[UnitAppraisal, list[str]] = defaultdict(list)
        for cell in left:
            if cell.appraised is not None and not cell.obstacle:
                wanted[cell.appraised].append(cell.leaf.number)
        count = len(accept_everywhere(by=request.actor, cells=wanted))
        words = ngettext("{count} accepted together.", "{count} accepted together.", count)
        messages.success(request, words.format(count=count))
        return redirect(back)

    cycle = cells[0].participant.cycle
    context = {**cycle_context(request, cycle), "title": title, "back": back}
    form = forms.Form(posted(request))
    return answer_grave(request, "appraisal/bulk.html", context, form=form, told=told, act=act)


def _grave(left: Sequence[AppraisedCell], named: Named) -> GraveAct:
    accepted = [named(cell) for cell in left if not cell.obstacle]
    happens = ngettext(
        "{count} is accepted as the unit declared it, without being opened. It is marked so.",
        "{count} are accepted as the units declared them, without being opened. They are marked so.",
        len(accepted),
    )
    refused = defaultdict(list)
    for cell in left:
        if cell.obstacle:
            refused[cell.obstacle].append(named(cell))
    counted = tuple(
        Counted(f"{OBSTACLES[code]}: {len(refused[code])}", tuple(refused[code]))
        for code in OBSTACLES
        if code in refused
    )
    words = ngettext("{count} is accepted:", "{count} are accepted:", len(accepted))
    return GraveAct(
        verb=_("Accept them"),
        happens=(happens.format(count=len(accepted)),),
        undoing=_(
            "Each can be corrected or taken back by you, one by one, until the result is sent to its unit."
        ),
        affected=(Counted(words.format(count=len(accepted)), tuple(accepted)),),
        unfinished=counted,
        icon="checks",
        kind="primary",
    )
