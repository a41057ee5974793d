"""One leaf of one unit: what it handed in, the form in which it is appraised, and what the lists send for it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.actor import Actor
from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.doubling import save_given
from cchc.appraisal.actions.judging import standing_as_typed
from cchc.appraisal.forms.leaf import AppraisalForm, typed_in, version_in
from cchc.appraisal.forms.questions import QuestionForm
from cchc.appraisal.models import Appraisal, AppraisalQuestion
from cchc.appraisal.policies import may_decide_double, may_read_all_appraisals
from cchc.appraisal.queries.alarms import Alarm, alarms_in
from cchc.appraisal.queries.cells import AppraisedCell, cells_in, first_given, saved_cell
from cchc.appraisal.queries.content import AppraisalContent, given_in
from cchc.appraisal.queries.doubles import is_blind
from cchc.appraisal.queries.held import appraisal_to_save
from cchc.appraisal.queries.phrases import phrases_by_code
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.tabs import tabs_by_given
from cchc.appraisal.queries.unit import unit_view
from cchc.appraisal.views.frame import (
    CRITERION,
    UNIT,
    cycle_context,
    participant_for,
)
from cchc.audit.changed import Changed
from cchc.core.scoring.appraised import AppraisedPoints
from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.ledgers import whole_figures
from cchc.criteria.queries import path
from cchc.cycles.models import Participant
from cchc.cycles.policies import may_read_cycles
from cchc.documents.queries.library import with_files
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Stage
from cchc.scores.queries.last_year import last_year_cells
from cchc.scores.templatetags.scores import short
from cchc.self_scoring.queries.sums import criteria_in_force
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import plain_number

LOCKED, CONFLICT, FAULTY = 423, 409, 422


def cell_for(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> AppraisedCell:
    """Return one leaf of one unit. Raises Http404 where there is none, or where the reader may not see it."""
    participant = participant_for(request, year, unit)
    cycle = participant.cycle
    sight = sight_in(request.actor, cycle)
    cells = cells_in(request.actor, sight, cycle=cycle, stage=stage, participants=[participant], leaf=leaf)
    if not cells:
        raise Http404
    return cells[0]


@needs(Permission.APPRAISAL_READ)
def leaf_page(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> HttpResponse:
    """Show one leaf of one unit with all that it is judged by, and save what is given in its form; the script of the
    lists asks for what stands beside alone."""
    cell = cell_for(request, year, stage, unit, leaf)
    if request.method != "POST" or cell.appraised is None or not cell.may_give:
        status = 422 if request.method == "POST" else 200
        return leaf_answer(request, stage, cell, status=status)
    form = AppraisalForm(request.POST, cell=cell, phrases=phrases_by_code())
    if not form.is_valid():
        return leaf_answer(request, stage, cell, form, status=422)
    try:
        saved = save_given(
            by=request.actor,
            appraised=cell.appraised,
            leaf=leaf,
            typed=form.typed(),
            version=form.cleaned_data["version"],
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return leaf_answer(request, stage, cell, form, status=422)
    except Changed as changed:
        form.rest_on(changed.now)
        form.add_error(
            None,
            _("{who} has appraised this meanwhile: {points}. Save again to put yours in its place.").format(
                who=changed.who, points=content_words(changed.now)
            ),
        )
        return leaf_answer(request, stage, cell, form, status=409)
    after = (
        saved_cell(saved.held, cell.leaf, saved.row)
        if isinstance(saved.row, Appraisal)
        else cell_for(request, year, stage, unit, leaf)
    )
    messages.success(request, saved_words(after))
    face = request.POST.get("face", CRITERION)
    return redirect(f"{face_address(stage, after, face)}#{row_id(after, face)}")


def leaf_answer(
    request: Request,
    stage: Stage,
    cell: AppraisedCell,
    form: AppraisalForm | None = None,
    *,
    asking: QuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of one leaf of a unit, or for the script of the lists what stands beside it."""
    if form is None and cell.may_give and not cell.waits_for_applicability:
        form = AppraisalForm(cell=cell, phrases=phrases_by_code())
    face = request.POST.get("face") or request.GET.get("mat") or CRITERION
    participant, number = cell.participant, cell.leaf.number
    prefetch_related_objects([link.document for link in cell.evidence], with_files())
    asked = AppraisalQuestion.objects.filter(of=cell.appraised, leaf=number) if cell.appraised else ()
    questions = [
        one for one in asked if one.person_id == request.actor.person_id or not is_blind(cell.double)
    ]
    double = cell.double
    context = {
        **cycle_context(request, participant.cycle, stage),
        "title": f"{number}. {cell.leaf.name}",
        "cell": cell,
        "above": path(criteria_in_force(participant), number)[:-1],
        "form": form,
        "asking": asking or (QuestionForm() if cell.may_give else None),
        "face": face,
        "back": face_address(stage, cell, face),
        "derivation": derivation_of(cell),
        "last": last_year_cells(participant).get(number),
        "last_year_number": cell.year - 1,
        "questions": questions,
        "alarms": alarms_about(request.actor, stage, cell),
        "may_decide": double is not None
        and double.both is not None
        and may_decide_double(request.actor, double.cell, double.parties),
        "thread": thread_of_leaf(actor=request.actor, participant=participant, leaf=number),
    }
    return page(request, "appraisal/leaf.html", context, part="panel", status=status)


def alarms_about(actor: Actor, stage: Stage, cell: AppraisedCell) -> list[Alarm]:
    """Return what is worth a look at a leaf of a unit, for whoever leads or only reads; nothing for appraisers."""
    if cell.appraised is None or not may_read_all_appraisals(actor):
        return []
    participant = cell.participant
    sight = sight_in(actor, participant.cycle)
    found = alarms_in(
        participant.cycle, stage, sight, cycle_set=participant.cycle_set_id, leaf=cell.leaf.number
    )
    return [one for one in found if one.is_about(participant.pk)]


def face_address(stage: Stage, cell: AppraisedCell, face: str) -> str:
    """Return the address of the list from which a cell is appraised: all criteria of its unit, or all units of its
    criterion."""
    participant = cell.participant
    if face == UNIT:
        return reverse("appraisal:unit", args=[cell.year, stage, participant.unit_id])
    where = [cell.year, stage, participant.cycle_set_id, cell.leaf.number]
    return reverse("appraisal:criterion", args=where)


def row_id(cell: AppraisedCell, face: str) -> str:
    """Return the id of the row of a cell in that list."""
    return f"muc-{cell.leaf.number}" if face == UNIT else f"don-vi-{cell.participant.unit_id}"


def derivation_of(cell: AppraisedCell) -> Derivation | None:
    """Return how the points of a cell follow: those that are given, else those of the unit; None where nothing is
    computed."""
    standing = cell.standing if cell.content.is_given else cell.claimed
    figures = cell.content.figures if cell.content.is_given else cell.claim.content.figures
    if cell.leaf.rule is None or not figures or standing.outcome.points is None:
        return None
    given = given_in(cell.leaf, figures, "")
    if not isinstance(given, Mapping):
        return None
    try:
        return derivation_from(cell.leaf, whole_figures(cell.leaf, given, cell.year))
    except FormulaFault:
        return None


def content_words(content: AppraisalContent) -> str:
    """Return in words what an appraisal gives."""
    if not content.is_given:
        return _("not appraised")
    verdict = str(Appraisal.Verdict(content.verdict).label)
    if not content.points:
        return verdict
    return _("{verdict}, {points} points").format(
        verdict=verdict, points=plain_number(Fraction(content.points))
    )


def saved_words(cell: AppraisedCell) -> str:
    """Return what was saved: the criterion, the unit, the points of the unit and those that are given."""
    claimed, given = cell.compared
    return _("{leaf} · {unit}: {claimed} → {given}").format(
        leaf=cell.leaf.number,
        unit=cell.participant.name,
        claimed="–" if claimed is None else plain_number(claimed),
        given="–" if given is None else plain_number(given),
    )


@needs(Permission.APPRAISAL_GIVE)
@repeatable
@require_POST
def leaf_save(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> JsonResponse:
    """Save what the script of the lists sends for one leaf, and tell what follows: its row; with 409 what somebody
    else has given meanwhile, with 422 the faults, with 423 the lock."""
    appraised = appraisal_to_save(unit, year, stage) if may_read_cycles(request.actor) else None
    node = criteria_in_force(appraised.participant).leaves.get(leaf) if appraised is not None else None
    if appraised is None or node is None:
        raise Http404
    try:
        saved = save_given(
            by=request.actor,
            appraised=appraised,
            leaf=leaf,
            typed=typed_in(request.POST, node, first_given(appraised, leaf)),
            version=version_in(request.POST),
        )
    except Changed as changed:
        now = content_words(changed.now)
        told = parts_of(cell_for(request, year, stage, unit, leaf))
        return JsonResponse(told | {"who": changed.who, "now": now}, status=CONFLICT)
    except ValidationError as refused:
        is_locked = getattr(refused, "code", "") == "locked"
        return JsonResponse({"faults": refused.messages}, status=LOCKED if is_locked else FAULTY)
    told = parts_of(
        saved_cell(saved.held, node, saved.row)
        if isinstance(saved.row, Appraisal)
        else cell_for(request, year, stage, unit, leaf)
    )
    if request.POST.get("face") == UNIT:
        told["sums"] = sums_of(request, stage, appraised.participant)
    return JsonResponse(told | {"saved": f"{timezone.localtime(saved.row.at):%H:%M}"})


def parts_of(cell: AppraisedCell) -> dict[str, Any]:
    """Return what the script of the lists shows of a cell: its version and state, the tabs to which it belongs, and the
    parts of its row that an appraisal changes."""
    return {
        "version": cell.content.version,
        "state": cell.state.value,
        "tabs": tabs_by_given(cell),
        "parts": {
            name: render_to_string(f"appraisal/cell_{name}.html", {"cell": cell}).strip()
            for name in ("given", "says")
        },
    }


def sums_of(request: Request, stage: Stage, participant: Participant) -> dict[str, str]:
    """Return the points given so far, of the whole ("") and of each domain and criterion above a leaf, as the list of
    one unit shows them."""
    view = unit_view(request.actor, sight_in(request.actor, participant.cycle), participant, stage)
    if view is None:
        return {}
    nodes = {line.node.number: line.given for line in view.lines if line.cell is None}
    return {number: short(ledger.points) for number, ledger in {**nodes, "": view.given}.items()}


@needs(Permission.APPRAISAL_GIVE)
@require_GET
def leaf_computed(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> JsonResponse:
    """Tell what would follow from the figures in the address: the points, what is taken from the unit, or the faults;
    nothing is saved."""
    cell = cell_for(request, year, stage, unit, leaf)
    context: dict[str, Any] = {}
    try:
        standing = standing_as_typed(cell.leaf, typed_in(request.GET, cell.leaf), cell.claim, cell.year)
    except ValidationError as refused:
        context["faults"] = refused.messages
    else:
        compared = AppraisedPoints(cell.claimed.outcome.points, standing.outcome.points)
        context |= {"standing": standing, "compared": compared}
    return JsonResponse({"computed": render_to_string("appraisal/computed.html", context).strip()})
