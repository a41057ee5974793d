"""The correction of one score with what it does before it is saved, its history, and taking a correction back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.scoring.ledgers import LeafScore
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import sight_of
from cchc.cycles.queries import address_of, participant_of
from cchc.documents.queries import stored_file_response
from cchc.scores import actions
from cchc.scores.consequences import thread_of_leaf, untold_stages
from cchc.scores.forms import CorrectionForm, TakingBackForm, typed_score
from cchc.scores.models import Correction
from cchc.scores.policies import (
    may_correct_scores,
    may_see_correction,
    may_take_back_scores,
    needs_second_person,
)
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.content import ScoreContent, content_for, core_value, score_content
from cchc.scores.queries.corrections import StandingScore, standing_score
from cchc.scores.queries.effects import Effect, MissingFigures, effect_from, effect_of, fingerprint
from cchc.scores.queries.history import history_of, latest_figures
from cchc.scores.queries.imports import changes_in
from cchc.scores.queries.interests import second_people, units_of_interest
from cchc.scores.queries.requests import waiting_on
from cchc.scores.queries.stages import scores_by_stage
from cchc.scores.templatetags.scores import effect_sentence
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


def _asked(
    request: Request, province: str, year: int, unit_id: int, leaf: str
) -> tuple[Cycle, StandingScore]:
    """A cycle and one score in it. Raises Http404 where there is none."""
    cycle = requested_cycle(request, province, year)
    participant = participant_of(cycle, unit_id)
    asked = standing_score(participant, cycle, leaf) if participant is not None else None
    if asked is None:
        raise Http404
    return cycle, asked


@needs(Permission.SCORE_CORRECT)
def correct(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """Set one score by hand. What it does to points, index, class and ranks is shown before it is saved; somebody
    else's change in between answers 409 with both values."""
    cycle, asked = _asked(request, province, year, unit_id, leaf)
    if not may_correct_scores(request.actor, cycle) or asked.without:
        raise Http404
    if asked.participant.pk in untold_stages(sight_of(request.actor), cycle):
        raise Http404  # what is being appraised is not shown to whoever stands near, and not corrected by them
    if request.method != "POST":
        typed = typed_score(asked, latest_figures(asked.participant, leaf))
        waiting = waiting_on(asked.participant, [leaf])
        near = units_of_interest(request.actor, cycle)
        is_seen = waiting is not None and may_see_correction(request.actor, waiting, near)
        form = CorrectionForm(leaf=asked.leaf, initial=typed)
        return _correction(request, cycle, asked, form, waiting=waiting, waiting_is_seen=is_seen)
    form = CorrectionForm(request.POST, request.FILES, leaf=asked.leaf)
    if not form.is_valid():
        return _correction(request, cycle, asked, form, status=422)
    if form.cleaned_data["version"] != asked.content.version:
        return _conflict(request, cycle, asked, form, asked.content, _who(asked))
    try:
        effect = _effect(asked.participant, cycle, leaf, form.given())
        what = content_for(asked.leaf, form.given())
        seen = fingerprint(effect, [leaf, what.points, what.figures])
        if what.same_as(asked.content):
            form.add_error(None, _("The score holds exactly this already: nothing would change."))
            return _correction(request, cycle, asked, form, status=422)
        if form.cleaned_data["seen"] != seen:
            return _correction(request, cycle, asked, form, effect=effect, new=what, seen=seen)
        made = _save(request, asked, form)
    except Changed as changed:
        return _conflict(request, cycle, asked, form, changed.now, changed.who)
    except MissingFigures as missing:
        form.miss(missing)
        return _correction(request, cycle, asked, form, status=422)
    except ValidationError as refused:
        put_errors(form, refused)
        return _correction(request, cycle, asked, form, status=422)
    return _went_on(request, cycle, made)


def _save(request: Request, asked: StandingScore, form: CorrectionForm) -> Correction:
    typed = form.cleaned_data
    return actions.correct_score(
        by=request.actor,
        participant=asked.participant,
        leaf=asked.leaf.number,
        given=form.given(),
        reason=typed["reason"],
        version=typed["version"],
        reference=actions.Reference(typed["document_number"], typed["document_date"], typed["document_file"]),
    )


def _effect(participant: Participant, cycle: Cycle, leaf: str, given: LeafScore | None) -> Effect:
    return effect_of(basis_of(participant.cycle_set, cycle), participant, {leaf: given})


def _went_on(request: Request, cycle: Cycle, made: Correction) -> HttpResponse:
    """Say what a correction changed, or that it waits, and go where that is seen."""
    unit = made.participant
    leaf = changes_in(made.cells)[0].leaf
    if made.effect is None:
        messages.success(
            request,
            _("%(leaf)s · %(unit)s: the change waits for a second person; until then nothing of it counts.")
            % {"leaf": leaf, "unit": unit.name},
        )
        return redirect("scores:request", *address_of(cycle), made.pk)
    messages.success(request, effect_sentence(effect_from(made.effect), leaf, unit.name))
    return redirect("results:unit", *address_of(cycle), unit.unit_id)


def second_person_context(request: Request, asked: Correction) -> dict[str, Any]:
    """What a page says of the second person that a change of this unit's scores needs from this reader: whether one is
    needed, who that may be, and whether the reader may appoint somebody."""
    cycle = asked.participant.cycle
    near = units_of_interest(request.actor, cycle)
    needed = needs_second_person(cycle, near, asked.participant.unit_id)
    return {
        "needs_second": needed,
        "second_people": second_people(asked) if needed else [],
        "may_appoint": request.actor.may(Permission.ACCOUNT_MANAGE) and request.actor.everywhere,
    }


def _by_reader(request: Request, participant: Participant) -> Correction:
    """A correction as this reader would ask for it, not stored."""
    return Correction(
        participant=participant, person_id=request.actor.person_id, unit_id=request.actor.unit_id
    )


def _correction(
    request: Request,
    cycle: Cycle,
    asked: StandingScore,
    form: CorrectionForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "title": _("Correct the score of %(leaf)s") % {"leaf": asked.leaf.number},
        "asked": asked,
        "form": form,
        "criteria": criteria_of(asked.participant.cycle_set.version),
        "thread": thread_of_leaf(actor=request.actor, participant=asked.participant, leaf=asked.leaf.number),
        **second_person_context(request, _by_reader(request, asked.participant)),
        **cycle_frame(request, cycle),
        **more,
    }
    return page(request, "scores/correct.html", context, status=status)


def _who(asked: StandingScore) -> str:
    return actions.who_set(asked.participant, asked.leaf.number, asked.score)


def _conflict(
    request: Request, cycle: Cycle, asked: StandingScore, form: CorrectionForm, now: ScoreContent, who: str
) -> HttpResponse:
    """Both values, and the form once more: what was typed stays, now against the present version."""
    typed: Mapping[str, Any] = {**request.POST.dict(), "version": now.version, "seen": ""}
    again = CorrectionForm(typed, leaf=asked.leaf)
    again.is_valid()
    return _correction(request, cycle, asked, again, status=409, now=now, who=who)


@needs(Permission.RESULT_READ)
@require_GET
def history(request: Request, province: str, year: int, unit_id: int, leaf: str) -> HttpResponse:
    """Every change of one score: when, who, old and new, the reason and its document."""
    cycle = requested_cycle(request, province, year)
    participant, sight = participant_of(cycle, unit_id), sight_of(request.actor)
    if participant is None or not sight.has(cycle, participant.unit_id):
        raise Http404
    untold = untold_stages(sight, cycle)
    asked = standing_score(participant, cycle, leaf, untold)
    if asked is None:
        raise Http404
    context = {
        "title": _("History of the score of %(leaf)s") % {"leaf": leaf},
        "asked": asked,
        "stages": [
            {"label": one.get_stage_display(), "content": score_content(one)}
            for one in scores_by_stage(participant, leaf, untold)
        ],
        "lines": history_of(asked.participant, leaf, request.actor),
        "criteria": criteria_of(asked.participant.cycle_set.version),
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/history.html", context)


@needs(Permission.RESULT_READ)
@require_GET
def document(
    request: Request, province: str, year: int, unit_id: int, leaf: str, pk: int
) -> HttpResponseBase:
    """The document on which a correction of this score rests, as it was attached."""
    cycle, asked = _asked(request, province, year, unit_id, leaf)
    if not sight_of(request.actor).has(cycle, asked.participant.unit_id):
        raise Http404
    lines = history_of(asked.participant, leaf, request.actor)
    found = next((one.correction for one in lines if one.correction and one.correction.pk == pk), None)
    file = found.document.first_file if found is not None and found.document is not None else None
    if file is None:
        raise Http404
    return stored_file_response(file, request)


@needs(Permission.SCORE_TAKE_BACK)
def take_back(request: Request, province: str, year: int, unit_id: int, leaf: str, pk: int) -> HttpResponse:
    """Give a score back what it held before a correction: what that does, and a reason; 409 where something newer
    stands."""
    cycle, asked = _asked(request, province, year, unit_id, leaf)
    made = asked.participant.corrections.filter(pk=pk, state=Correction.State.MADE).first()
    if made is None or made.is_of_file or not may_take_back_scores(request.actor, cycle):
        raise Http404
    cells = [cell for cell in changes_in(made.cells) if cell.leaf == leaf]
    if len(cells) != 1 or asked.without:
        raise Http404
    old, decided = cells[0].old, cells[0].old.as_decided()
    try:
        effect = _effect(
            asked.participant, cycle, leaf, core_value(asked.leaf, decided.points, decided.figures)
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("scores:history", province, year, unit_id, leaf)
    seen = fingerprint(effect, [made.pk])
    form = TakingBackForm(request.POST or None)
    newer = asked.content.version != cells[0].new.version
    context = {
        "title": _("Take the correction of %(leaf)s back") % {"leaf": leaf},
        "asked": asked,
        "form": form,
        "old": asked.content,
        "new": old,
        "effect": effect,
        "seen": seen,
        "newer": newer,
        "correction": made,
        "criteria": criteria_of(asked.participant.cycle_set.version),
        "thread": thread_of_leaf(actor=request.actor, participant=asked.participant, leaf=asked.leaf.number),
        **second_person_context(request, _by_reader(request, asked.participant)),
        **cycle_frame(request, cycle),
    }
    if request.method != "POST" or newer:
        return page(request, "scores/take_back.html", context, status=409 if newer else 200)
    if not form.is_valid():
        return page(request, "scores/take_back.html", context, status=422)
    if form.cleaned_data["seen"] != seen:
        return page(request, "scores/take_back.html", {**context, "moved": True}, status=409)
    try:
        undone = actions.take_back(by=request.actor, correction=made, reason=form.cleaned_data["reason"])
    except Changed as changed:
        return page(
            request, "scores/take_back.html", {**context, "old": changed.now, "newer": True}, status=409
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "scores/take_back.html", context, status=422)
    return _went_on(request, cycle, undone)
