"""Questions of appraisers to a unit: asked beside a leaf, answered by the unit on a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.forms.questions import QuestionForm, ReplyForm
from cchc.appraisal.models import AppraisalQuestion
from cchc.appraisal.policies import may_answer_questions
from cchc.appraisal.views.frame import cycle_context, participant_for
from cchc.appraisal.views.leaf import cell_for, leaf_answer
from cchc.cycles.models import Participant, State
from cchc.scores.models import Stage
from cchc.self_scoring.queries.sums import criteria_in_force
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.APPRAISAL_GIVE)
@require_POST
def question_ask(request: Request, year: int, stage: Stage, unit: int, leaf: str) -> HttpResponse:
    """Ask a unit about one leaf, and show the leaf again with the question."""
    cell = cell_for(request, year, stage, unit, leaf)
    if cell.appraised is None:
        raise Http404
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            ask_question(
                by=request.actor, appraised=cell.appraised, leaf=leaf, text=form.cleaned_data["text"]
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The unit is asked; the answer is told to you."))
            return redirect("appraisal:leaf", year, stage, unit, leaf)
    return leaf_answer(request, stage, cell, asking=form, status=422)


@needs(Permission.QUESTION_ANSWER)
@require_GET
def questions_page(request: Request, year: int, unit: int) -> HttpResponse:
    """Show what the appraisal asked a unit, and what it answered."""
    return _page(request, _own_participant(request, year, unit))


@needs(Permission.QUESTION_ANSWER)
@require_POST
def question_answer(request: Request, year: int, unit: int, question: int) -> HttpResponse:
    """Answer a question to the own unit."""
    participant = _own_participant(request, year, unit)
    found = AppraisalQuestion.objects.filter(of__participant=participant, pk=question).first()
    if found is None:
        raise Http404
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            answer_question(by=request.actor, question=found, text=form.cleaned_data["answer"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Answered: the appraiser is told."))
            return redirect("appraisal:questions", year, unit)
    return _page(request, participant, {found.pk: form}, status=422)


def _own_participant(request: Request, year: int, unit: int) -> Participant:
    participant = participant_for(request, year, unit)
    if not may_answer_questions(request.actor, participant):
        raise Http404
    return participant


def _page(
    request: Request,
    participant: Participant,
    typed: dict[int, ReplyForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    names = criteria_in_force(participant).names
    rows = AppraisalQuestion.objects.filter(of__participant=participant).order_by("answered_at", "-at")
    is_open = participant.cycle.state == State.OPEN
    forms = typed or {}
    questions = [
        {
            "question": one,
            "name": names.get(one.leaf, ""),
            "form": forms.get(one.pk) or ReplyForm() if is_open and not one.answered_at else None,
        }
        for one in rows
    ]
    context: dict[str, Any] = {
        **cycle_context(request, participant.cycle),
        "title": _("Questions of the appraisal: {unit}").format(unit=participant.name),
        "participant": participant,
        "questions": sorted(questions, key=lambda one: one["question"].answered_at is not None),
    }
    return page(request, "appraisal/questions.html", context, status=status)
