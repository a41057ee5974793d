"""Filled forms as they come from the field, several at a time: what fieldwork calls within its own acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cchc.audit.statements import Found, Statement, inserting
from cchc.core.surveys.questionnaires.answers import FilledForm, stored_answers
from cchc.surveys.actions.filled_cells import FilledCells
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.models import Response, ResponseState, Survey, SurveyForm

AT_ONCE = 500  # forms that are changed in one statement
RESPONSE = (
    *("survey_id", "form_id", "key", "form_key", "unit_id", "channel", "stratum", "primary_unit", "weight"),
    *("answers", "state", "reason", "over_quota", "is_test", "is_open", "received_at", "staged_id"),
)
"""The columns of a form as it comes, in the order of `_values`."""


@dataclass(frozen=True, slots=True)
class CollectedForm:
    """One filled form: its key, the survey and the form of the group (by id) whose questionnaire it fills, how it came,
    and what it says of each rated unit (by id). Stratum, primary unit and weight are those of the case of the sample
    that was asked ("": none was drawn); `is_open` where anybody could answer."""

    key: str
    survey: int
    form: int
    group: str
    channel: str
    filled: Mapping[int, FilledForm]
    stratum: str = ""
    primary_unit: str = ""
    weight: str = "1"
    is_test: bool = False
    is_open: bool = False

    @property
    def counts(self) -> bool:
        """Whether it fills a quota."""
        return not (self.is_test or self.is_open)


def checked_forms(surveys: Collection[int], keys: Iterable[str]) -> set[str]:
    """The keys of those forms that somebody has checked: what they say stands, and no later version changes it."""
    there = Response.objects.filter(survey__in=surveys, form_key__in=list(keys))
    checked = there.exclude(state=ResponseState.RECEIVED).order_by()
    return set(checked.values_list("form_key", flat=True))


def storing_forms(
    forms: Sequence[CollectedForm], cells: Mapping[int, FilledCells], now: datetime
) -> Statement[Found]:
    """Return the statement that stores forms with their answers, one row for each rated unit, marked where their cell
    was full. Without a case the stratum is the cell of the quotas.

    It is part of an act of fieldwork, which asks who may, holds the survey while it collects, has asked
    `checked_forms`, and records. Some forms are marked after it: see `mark_changed_cells`.
    """
    at = connection.ops.adapt_datetimefield_value(now)
    rows = [_values(one, unit, cells[one.survey], at) for one in forms for unit in one.filled]
    return inserting(Response, RESPONSE, rows)


def _values(one: CollectedForm, unit: int, cells: FilledCells, at: Any) -> tuple[Any, ...]:
    return (
        one.survey,
        one.form,
        f"{one.key}/{unit}" if len(one.filled) > 1 else one.key,
        one.key,
        unit,
        one.channel,
        one.stratum or f"{unit}/{one.group}",
        one.primary_unit,
        one.weight,
        stored_answers(one.filled[unit].answers),
        ResponseState.RECEIVED.value,
        "",
        one.counts and cells.is_full_for_another(unit, one.group, one.channel),
        one.is_test,
        one.is_open,
        at,
        None,
    )


def take_earlier_versions_out(forms: Sequence[CollectedForm]) -> dict[str, set[int]]:
    """Delete what earlier versions of these forms say, before the later ones are stored; returns about which units, by
    the key of the form."""
    units: dict[str, set[int]] = {one.key: set() for one in forms}
    for survey in {one.survey for one in forms}:
        keys = [one.key for one in forms if one.survey == survey]
        before = Response.objects.filter(survey=survey, form_key__in=keys).order_by()
        for key, unit in before.values_list("form_key", "unit"):
            units[key].add(unit)
        before.delete()
    return units


def mark_changed_cells(
    forms: Sequence[CollectedForm], replaced: Mapping[str, set[int]], cells: Mapping[int, FilledCells]
) -> None:
    """Look at each form of a cell anew, after these forms are stored, where earlier versions left their places
    (`replaced`, of `take_earlier_versions_out`), and where a form counts once about all units."""
    changed = [
        one
        for one in forms
        if one.counts and (one.key in replaced or cells[one.survey].counts_about_all(one.group))
    ]
    for survey in {one.survey for one in changed}:
        of_it = [one for one in changed if one.survey == survey]
        units = {unit for one in of_it for unit in {*one.filled, *replaced.get(one.key, ())}}
        mark_overflow(Survey(pk=survey), {one.group for one in of_it}, units)


def forget_written_answers(form: SurveyForm, items: Collection[str]) -> int:
    """Delete what the forms of a group answer to these items; returns how many answers. Part of an act of fieldwork."""
    if not items:
        return 0
    changed, count = [], 0
    for one in Response.objects.filter(form=form, answers__has_any_keys=list(items)).only("answers"):
        kept = {code: text for code, text in one.answers.items() if code not in items}
        count += len(one.answers) - len(kept)
        one.answers = kept
        changed.append(one)
    Response.objects.bulk_update(changed, ["answers"], batch_size=AT_ONCE)
    return count
