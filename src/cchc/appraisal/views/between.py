"""Deciding what a leaf is given that two people appraised and differ on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.doubling import decide_double
from cchc.appraisal.forms.doubles import BetweenForm
from cchc.appraisal.models import AppraisalQuestion, DoublePart
from cchc.appraisal.queries.cells import AppraisedCell, cell_between
from cchc.appraisal.queries.phrases import phrases_by_code
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context, participant_for
from cchc.appraisal.views.leaf import content_words, derivation_of, saved_words
from cchc.audit.changed import Changed
from cchc.criteria.queries import path
from cchc.documents.queries.library import with_files
from cchc.scores.models import Stage
from cchc.scores.queries.last_year import last_year_cells
from cchc.self_scoring.queries.sums import criteria_in_force
from cchc.ui.forms import put_errors
from cchc.ui.grave import posted
from cchc.ui.pages import page

SIDES = {DoublePart.FIRST.value: 0, DoublePart.SECOND.value: 1}
TAKEN = "theo"  # in the address: the one of the two with which the form begins


@needs(Permission.APPRAISAL_READ)
def double_decide(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> HttpResponse:
    """Show what two people gave a leaf, side by side, to whoever decides between them, and store the decision."""
    cell = _cell(request, year, stage, unit, leaf)
    both = cell.double.both if cell.double is not None else None
    if both is None or cell.appraised is None:
        raise Http404
    side = SIDES.get(request.GET.get(TAKEN, ""))
    form = BetweenForm(
        posted(request), cell=cell, taken=None if side is None else both[side], phrases=phrases_by_code()
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                decide_double(
                    by=request.actor,
                    appraised=cell.appraised,
                    leaf=leaf,
                    typed=form.typed(),
                    reason=form.cleaned_data["why"],
                    version=form.cleaned_data["version"],
                )
            except ValidationError as refused:
                put_errors(form, refused)
            except Changed as changed:
                status = 409
                form.rest_on(changed.now)
                words = _("{who} has decided meanwhile: {points}. Save again to put yours in its place.")
                told = words.format(who=changed.who, points=content_words(changed.now))
                form.add_error(None, told)
            else:
                after = _cell(request, year, stage, unit, leaf)
                messages.success(request, _("Decided. {saved}").format(saved=saved_words(after)))
                return redirect("appraisal:double_decide", year, stage, unit, leaf)
    return _page(request, stage, cell, form, status)


def _cell(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> AppraisedCell:
    participant = participant_for(request, year, unit)
    sight = sight_in(request.actor, participant.cycle)
    cell = cell_between(request.actor, sight, participant, leaf, stage)
    if cell is None:
        raise Http404
    return cell


def _page(
    request: Request, stage: Stage, cell: AppraisedCell, form: BetweenForm, status: int
) -> HttpResponse:
    participant, number = cell.participant, cell.leaf.number
    prefetch_related_objects([link.document for link in cell.evidence], with_files())
    double = cell.double
    context = {
        **cycle_context(request, participant.cycle, stage),
        "title": f"{number}. {cell.leaf.name}",
        "cell": cell,
        "above": path(criteria_in_force(participant), number)[:-1],
        "form": form,
        "sides": list(zip(SIDES, double.both or (), strict=False)) if double is not None else [],
        "decisions": double.cell.decisions.order_by("pk") if double is not None else [],
        "last": last_year_cells(participant).get(number),
        "last_year_number": cell.year - 1,
        "derivation": derivation_of(cell),
        "questions": list(AppraisalQuestion.objects.filter(of=cell.appraised, leaf=number)),
    }
    return page(request, "appraisal/between.html", context, status=status)
