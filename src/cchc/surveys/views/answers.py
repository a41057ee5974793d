"""Files of answers: brought, their columns said, looked at, taken, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.receiving.columns import Surely
from cchc.core.words.messages import Message
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.intake.actions import undo
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files, without_contents
from cchc.intake.views import Addresses, Fact, Frame, Undoing
from cchc.surveys.actions.answers import say_columns
from cchc.surveys.forms.answers import AnswerFileForm, ColumnsForm, WindowForm
from cchc.surveys.models import QuestionnaireVersion, Survey, SurveyForm
from cchc.surveys.queries.comparing import questions_in
from cchc.surveys.staged import SURVEY_ANSWERS
from cchc.surveys.views.surveys import survey_context, survey_of
from cchc.ui.forms import put_errors
from cchc.ui.templatetags.ui import message_text, thousands
from cchc.units.models import Unit

SURELY_WORDS = {
    Surely.SURE.value: "",
    Surely.LIKELY.value: "likely",
    Surely.UNKNOWN.value: "unknown",
}


def _frame(request: Request, pk: int) -> Frame:
    """The pages of the answer files of a survey."""
    survey = survey_of(request, pk)
    context = survey_context(request, survey, "")
    rows = staged_files(SURVEY_ANSWERS, str(pk))
    last = without_contents(rows.filter(state=StagedFile.State.APPLIED)).first()
    undoing = None
    if last is not None and context["may_take"] and survey.responses.filter(staged=last).exists():
        count = survey.responses.filter(staged=last).count()
        asked = ngettext(
            "{count} form that came with this file is removed. Go on?",
            "{count} forms that came with this file are removed. Go on?",
            count,
        )
        undoing = Undoing(
            last.pk, reverse("surveys:answers_undo", args=[pk, last.pk]), asked.format(count=thousands(count))
        )
    return Frame(
        request=request,
        kind=SURVEY_ANSWERS,
        rows=rows,
        addresses=Addresses(
            list="surveys:answers",
            one="surveys:answers_one",
            file="surveys:answers_file",
            apply="surveys:answers_apply",
            again="surveys:answers_again",
            give_up="surveys:answers_give_up",
            args=(pk,),
        ),
        title=_("Answers from files"),
        crumbs=[(_("Surveys"), reverse("surveys:list")), (survey.name, reverse("surveys:one", args=[pk]))],
        template="surveys/answers_one.html",
        listing="surveys/answers.html",
        difference=lambda staged: _difference(survey, staged),
        facts=_facts,
        undoing=undoing,
        around={**context, "has_forms": survey.forms.exists()},
        about=str(pk),
        may_change=context["may_take"],
    )


def _facts(staged: StagedFile) -> list[Fact]:
    return [Fact(_("Forms"), staged.counts.get("new", staged.counts.get("rows", 0)))]


def _difference(survey: Survey, staged: StagedFile, form: ColumnsForm | None = None) -> dict[str, Any]:
    """What the page of a file shows: its columns while nobody has said what they hold, else what it adds."""
    version = QuestionnaireVersion.objects.select_related("questionnaire").get(pk=staged.options["version"])
    shown: dict[str, Any] = {
        "version": version,
        "options": staged.options,
        "unread": [one for one in staged.read.get("unread", ()) if one],
        "hidden": staged.read.get("hidden", 0),
    }
    if "columns" in staged.read:
        columns = staged.read["columns"]
        said = form or ColumnsForm(columns=columns, questions=questions_in(version))
        lines = [
            {
                **one,
                "field": said[f"cot_{at}"],
                "open": at in said.open,
                "said": said.said_of(at),
                "because": message_text(Message(one["why"])),
            }
            for at, one in enumerate(columns)
        ]
        doubtful = sum(one["surely"] != Surely.SURE.value for one in columns)
        return {**shown, "columns": lines, "columns_form": said, "doubtful": doubtful, "empty": True}
    groups = dict(SurveyForm.objects.filter(survey=survey).values_list("pk", "respondent_group"))
    units = Unit.objects.in_bulk({unit for unit, _form, _count in staged.difference})
    cells = [
        {
            "unit": units[unit].name if unit in units else "–",
            "group": groups.get(form_pk, "–"),
            "count": count,
        }
        for unit, form_pk, count in staged.difference
    ]
    new = staged.counts["new"]
    return {**shown, "cells": cells, "counts": staged.counts, "other": staged.read["other"], "empty": not new}


@needs(Permission.SURVEY_ANSWERS)
@dear(Errand.What.IMPORT)
def answers(request: Request, pk: int) -> HttpResponse:
    """Bring a file of answers; a file with faults answers 422 with every one of them."""
    frame, survey = _frame(request, pk), survey_of(request, pk)
    if not frame.may_change and request.method == "POST":
        raise Http404
    form = AnswerFileForm(
        request.POST or None,
        request.FILES or None,
        versions=QuestionnaireVersion.objects.filter(forms__survey=survey)
        .distinct()
        .select_related("questionnaire"),
        units=Unit.objects.filter(pk__in=survey.rated.values("unit")),
    )
    if request.method != "POST":
        return frame.listed(form)
    return frame.bring(form, form.options if form.is_valid() else None)


@needs(Permission.SURVEY_ANSWERS)
@require_GET
def one(request: Request, pk: int, file: int) -> HttpResponse:
    """One file: its columns, or what it adds."""
    frame = _frame(request, pk)
    return frame.shown(frame.found(file, contents=False))  # the page asks every two seconds while it is taken


@needs(Permission.SURVEY_ANSWERS)
@require_POST
@dear(Errand.What.IMPORT)
def columns(request: Request, pk: int, file: int) -> HttpResponse:
    """Remember what the columns hold, and compare the file with the survey by that; or show other columns to be
    changed, with all that was said so far."""
    frame, survey = _frame(request, pk), survey_of(request, pk)
    staged = frame.found(file)
    if not frame.may_change or not staged.is_waiting or "columns" not in staged.read:
        raise Http404
    version = QuestionnaireVersion.objects.get(pk=staged.options["version"])
    asked = WindowForm(request.POST)
    window = asked.cleaned_data["xem"] if asked.is_valid() else None
    form = ColumnsForm(
        request.POST, columns=staged.read["columns"], questions=questions_in(version), window=window
    )
    if window is not None:
        return frame.shown(staged, **_difference(survey, staged, form))
    if form.is_valid():
        try:
            say_columns(
                by=request.actor,
                survey=survey,
                version=version,
                headings=staged.read["headings"],
                uses=form.uses,
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return frame.again(staged)
    return frame.shown(staged, status=422, **_difference(survey, staged, form))


@needs(Permission.SURVEY_ANSWERS)
@require_POST
@dear(Errand.What.IMPORT)
def again(request: Request, pk: int, file: int) -> HttpResponse:
    """Compare the same file with what there is now."""
    frame = _frame(request, pk)
    return frame.again(frame.found(file, contents=False))


@needs(Permission.SURVEY_ANSWERS)
@require_POST
@dear(Errand.What.IMPORT)
def apply(request: Request, pk: int, file: int) -> HttpResponse:
    """Take the forms of a file."""
    frame = _frame(request, pk)

    def go_on(count: int) -> HttpResponse:
        said = ngettext("{count} form was taken.", "{count} forms were taken.", count)
        messages.success(request, said.format(count=thousands(count)))
        return redirect("surveys:responses", pk)

    return frame.apply(frame.found(file, contents=False), go_on)


@needs(Permission.SURVEY_ANSWERS)
@require_POST
def give_up(request: Request, pk: int, file: int) -> HttpResponse:
    """Give up a file that waits."""
    frame = _frame(request, pk)
    return frame.give_up(frame.found(file, contents=False))


@needs(Permission.SURVEY_ANSWERS)
@require_POST
def take_back(request: Request, pk: int, file: int) -> HttpResponse:
    """Remove the forms that came with a file, as long as none was checked."""
    frame = _frame(request, pk)
    staged = frame.found(file, contents=False)
    try:
        count = undo(by=request.actor, staged=staged)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = ngettext("{count} form was removed.", "{count} forms were removed.", count)
        messages.success(request, said.format(count=thousands(count)))
    return redirect("surveys:answers", pk)


@needs(Permission.SURVEY_ANSWERS)
@require_GET
def file(request: Request, pk: int, file: int) -> HttpResponseBase:
    """The file as it was brought."""
    frame = _frame(request, pk)
    return frame.file(frame.found(file, contents=False))
