"""Builders of surveys with forms that somebody filled."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from cchc.core.surveys.questionnaires.content import canonical_text, hash_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.surveys.models import (
    Questionnaire,
    QuestionnaireState,
    QuestionnaireVersion,
    Response,
    ResponseState,
    Survey,
    SurveyForm,
    SurveyState,
)
from cchc.units.models import Unit

Answers = Mapping[str, list[tuple[str, str]]]
"""By item the rows of its answer: level and text."""


def a_version(questions: QuestionSet, number: int = 1) -> QuestionnaireVersion:
    """A published version of a questionnaire."""
    text = canonical_text(questions)
    questionnaire, _new = Questionnaire.objects.get_or_create(code=questions.code, defaults={"name": "Phiếu"})
    state = {"state": QuestionnaireState.PUBLISHED, "published_at": timezone.now()}
    return QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=number, content=text, sha256=hash_of(text), **state
    )


def a_collecting_survey(*sets: QuestionSet, number: int = 1) -> Survey:
    """A survey that collects answers; each questionnaire is filled by a group, as versions from `number` on."""
    survey = Survey.objects.create(
        code="dt26", name="Điều tra 2026", year=2026, purpose="index", state=SurveyState.COLLECTING
    )
    for at, questions in enumerate(sets):
        group = f"Nhóm {at + 1}" if at else "Người dân"
        SurveyForm.objects.create(
            survey=survey, version=a_version(questions, number + at), respondent_group=group
        )
    return survey


def answered(form: SurveyForm, key: str, unit: Unit, answers: Answers, **more: object) -> Response:
    """A form about a unit with its answers, accepted unless said otherwise; its stratum is the unit."""
    fields = {"state": ResponseState.ACCEPTED, "stratum": unit.name, "form_key": key, **more}
    told = {item: ";".join(level or text for level, text in rows) for item, rows in answers.items() if rows}
    return Response.objects.create(survey=form.survey, form=form, key=key, unit=unit, answers=told, **fields)
