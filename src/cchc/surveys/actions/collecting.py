"""Filled forms as they come from the field, one at a time: what fieldwork calls within its own acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.questionnaires.answers import FilledForm, stored_answer
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.models import ItemAnswer, Response, ResponseState, SampleCase, Survey, SurveyForm


@dataclass(frozen=True, slots=True)
class CollectedForm:
    """One filled form: its key, whose questionnaire it fills, how it came, and what it says of each rated unit (by id).
    `case` is who was asked, where that was drawn."""

    key: str
    form: SurveyForm
    channel: str
    filled: Mapping[int, FilledForm]
    case: SampleCase | None = None
    is_test: bool = False


def write_collected_form(
    *, survey: Survey, questions: QuestionSet, collected: CollectedForm
) -> list[Response]:
    """Store a form with its answers, in place of what an earlier version of the same key said; returns its rows, one
    for each rated unit. Stratum, primary unit and weight are those of its case, else those of its cell of the quotas.

    It is part of an act of fieldwork, which asks who may, and records. Raises ValidationError where an earlier version
    was checked already, or the survey does not collect.
    """
    if survey.state != "collecting":
        raise ValidationError(_("The survey takes no answers now."))
    before = survey.responses.filter(form_key=collected.key)
    if before.exclude(state=ResponseState.RECEIVED).exists():
        raise ValidationError(_("This form was checked already: it does not change any more."))
    ItemAnswer.objects.filter(response__in=before).delete()
    before.delete()
    responses = Response.objects.bulk_create(
        _response(survey, collected, unit, several=len(collected.filled) > 1) for unit in collected.filled
    )
    mark_overflow(survey, [collected.form.respondent_group], collected.filled.keys())
    items = questions.by_code
    ItemAnswer.objects.bulk_create(
        ItemAnswer(response=response, item=code, level=level, text=text)
        for response in responses
        for code, answer in collected.filled[response.unit_id].answers.items()
        for level, text in stored_answer(answer, items[code])
    )
    return responses


def _response(survey: Survey, collected: CollectedForm, unit: int, *, several: bool) -> Response:
    case, group = collected.case, collected.form.respondent_group
    return Response(
        survey=survey,
        form=collected.form,
        key=f"{collected.key}/{unit}" if several else collected.key,
        form_key=collected.key,
        unit_id=unit,
        channel=collected.channel,
        stratum=case.stratum if case else f"{unit}/{group}",
        primary_unit=case.primary_unit if case else "",
        weight=case.weight if case else "1",
        is_test=collected.is_test,
    )
