"""Filled forms as they come from the field, several at a time: what fieldwork calls within its own acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.questionnaires.answers import FilledForm, stored_answers
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.models import Response, ResponseState, SampleCase, Survey, SurveyForm

AT_ONCE = 500  # forms that are changed in one statement


@dataclass(frozen=True, slots=True)
class CollectedForm:
    """One filled form: its key, whose questionnaire it fills, how it came, and what it says of each rated unit (by id).
    `case` is who was asked, where that was drawn; `is_open` where anybody could answer."""

    key: str
    form: SurveyForm
    questions: QuestionSet
    channel: str
    filled: Mapping[int, FilledForm]
    case: SampleCase | None = None
    is_test: bool = False
    is_open: bool = False


def checked_forms(survey: Survey, keys: Iterable[str]) -> set[str]:
    """The keys of those forms that somebody has checked: what they say stands, and no later version changes it."""
    there = survey.responses.filter(form_key__in=list(keys)).exclude(state=ResponseState.RECEIVED).order_by()
    return set(there.values_list("form_key", flat=True))


def write_collected_forms(
    *, survey: Survey, forms: Sequence[CollectedForm], replaced: Collection[str]
) -> list[Response]:
    """Store forms with their answers, in place of what earlier versions of them said where their keys are among
    `replaced`; returns their rows, one for each rated unit of each. Stratum, primary unit and weight are those of the
    case, else those of the cell of the quotas.

    It is part of an act of fieldwork, which asks who may, has asked `checked_forms`, and records. Raises
    ValidationError where the survey collects nothing.
    """
    if survey.state != "collecting":
        raise ValidationError(_("The survey takes no answers now."))
    keys = [one.key for one in forms if one.key in replaced]
    before = list(survey.responses.filter(form_key__in=keys).order_by()) if keys else []
    if before:
        Response.objects.filter(pk__in=[one.pk for one in before]).delete()
    responses = Response.objects.bulk_create(
        _response(survey, one, unit) for one in forms for unit in one.filled
    )
    counting = [one for one in forms if not (one.is_test or one.is_open)]
    if counting:
        groups = {one.form.respondent_group for one in counting}
        mark_overflow(survey, groups, {unit for one in counting for unit in one.filled})
    return responses


def forget_written_answers(form: SurveyForm, items: Collection[str]) -> int:
    """Delete what the forms of a group answer to these items; returns how many answers. Part of an act of fieldwork."""
    if not items:
        return 0
    changed = []
    count = 0
    for one in Response.objects.filter(form=form, answers__has_any_keys=list(items)).only("answers"):
        kept = {code: text for code, text in one.answers.items() if code not in items}
        count += len(one.answers) - len(kept)
        one.answers = kept
        changed.append(one)
    Response.objects.bulk_update(changed, ["answers"], batch_size=AT_ONCE)
    return count


def _response(survey: Survey, collected: CollectedForm, unit: int) -> Response:
    case, group = collected.case, collected.form.respondent_group
    return Response(
        survey=survey,
        form=collected.form,
        key=f"{collected.key}/{unit}" if len(collected.filled) > 1 else collected.key,
        form_key=collected.key,
        unit_id=unit,
        channel=collected.channel,
        stratum=case.stratum if case else f"{unit}/{group}",
        primary_unit=case.primary_unit if case else "",
        weight=case.weight if case else "1",
        answers=stored_answers(collected.filled[unit].answers),
        is_test=collected.is_test,
        is_open=collected.is_open,
    )
