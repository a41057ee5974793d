"""Answers from files: what the columns hold is said by a person and remembered; the forms of a file are taken, and
taken back as long as none was checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.surveys.receiving.columns import ColumnUse, headings_key
from cchc.intake.models import StagedFile
from cchc.surveys.actions.overflow import mark_overflow
from cchc.surveys.actions.responses import hold_collecting
from cchc.surveys.models import (
    AnswerColumns,
    QuestionnaireVersion,
    Response,
    ResponseState,
    Survey,
)

ANSWERS = "survey_answers"
COLUMNS_SAID = verb(
    "surveys.columns_said", _("said what {count} columns of an answer file of “{subject}” hold")
)
TAKEN = verb("surveys.answers_taken", _("took {count} forms of “{subject}” from the file “{file}”"))
TAKEN_BACK = verb(
    "surveys.answers_taken_back", _("took back {count} forms of “{subject}” that came with the file “{file}”")
)
GIVEN_UP = verb(
    "surveys.answers_given_up", _("gave up the answer file “{file}” of “{subject}” without taking anything")
)
AT_ONCE = 2_000  # rows that are written in one statement


@transaction.atomic
def say_columns(
    *,
    by: Actor,
    survey: Survey,
    version: QuestionnaireVersion,
    headings: Sequence[str],
    uses: Sequence[ColumnUse],
) -> AnswerColumns:
    """Remember what the columns under these headings hold, for this questionnaire in this survey; the same again
    changes nothing.

    Raises `NotPermitted`, and ValidationError where no column holds answers, and where two hold the same.
    """
    held = hold_collecting(by, survey)
    faults = _faults_of(headings, uses)
    if faults:
        raise ValidationError(faults)
    said = {"headings": list(headings), "uses": [one.text for one in uses]}
    known = AnswerColumns.objects.filter(
        survey=held, version=version, headings=headings_key(headings)
    ).first()
    if known is not None and known.columns == said:
        return known
    row, _new = AnswerColumns.objects.update_or_create(
        survey=held,
        version=version,
        headings=headings_key(headings),
        defaults={"columns": said, **by_line(by)},
    )
    facts = {"count": sum(bool(one.item) for one in uses), "questionnaire": str(version)}
    record(by=by, verb=COLUMNS_SAID, subject=held.name, subject_id=held.pk, facts=facts)
    return row


def _faults_of(headings: Sequence[str], uses: Sequence[ColumnUse]) -> list[str]:
    if len(uses) != len(headings):
        raise ValueError("one use for each heading")
    times: dict[str, list[str]] = defaultdict(list)
    for heading, use in zip(headings, uses, strict=True):
        times[use.text].append(heading)
    faults = [
        _("Two columns cannot be the same: %(names)s.") % {"names": "; ".join(names)}
        for text, names in times.items()
        if text != "nothing" and len(names) > 1
    ]
    if not any(one.item for one in uses):
        faults.append(str(_("Say of at least one column which question it answers.")))
    return faults


def open_survey(by: Actor, about: str) -> Survey:
    """The survey that an answer file is about, held. Raises as `hold_collecting` does."""
    return hold_collecting(by, Survey(pk=int(about)))


def write_answers(by: Actor, survey: Survey, staged: StagedFile, _ready: None) -> int:
    """Store the forms of a file; returns how many. Raises `Changed` where one of them came meanwhile, ValidationError
    while nobody has said what the columns hold."""
    if "columns" in staged.read:
        raise ValidationError(_("Say first what the columns of this file hold."))
    told = staged.read["forms"]
    there = set(survey.responses.values_list("key", flat=True))
    twice = [one["key"] for one in told if one["key"] in there]
    if twice:
        raise Changed(seen=len(told), now=len(told) - len(twice))
    groups = dict(survey.forms.values_list("pk", "respondent_group"))
    if any(one["form"] not in groups for one in told):
        raise Changed(seen=len(told), now=0)
    rows = [_response(survey, staged, one, groups) for one in told]
    Response.objects.bulk_create(rows, batch_size=AT_ONCE)
    facts = {"count": len(told), "file": staged.file.name, "sha256": staged.file.sha256}
    mark_overflow(survey, {groups[one["form"]] for one in told}, {one["unit"] for one in told})
    facts["over_quota"] = survey.responses.filter(staged=staged, over_quota=True).count()
    record(by=by, verb=TAKEN, subject=survey.name, subject_id=survey.pk, facts=facts)
    return len(told)


def _response(survey: Survey, staged: StagedFile, one: dict[str, Any], groups: dict[int, str]) -> Response:
    """A form as it is stored; without a case its stratum is the cell of the quotas in which it was asked."""
    unit, form = one["unit"], one["form"]
    return Response(
        survey=survey,
        form_id=form,
        key=one["key"],
        form_key=one["form_key"],
        unit_id=unit,
        channel=one["channel"],
        stratum=one.get("stratum") or f"{unit}/{groups[form]}",
        primary_unit=one.get("primary_unit", ""),
        weight=one.get("weight", "1"),
        answers=one["answers"],
        is_test=one["test"],
        staged=staged,
    )


def take_back_answers(by: Actor, survey: Survey, staged: StagedFile) -> int:
    """Remove the forms that came with a file; returns how many. Raises ValidationError where some were checked."""
    rows = survey.responses.filter(staged=staged)
    checked = rows.exclude(state=ResponseState.RECEIVED).count()
    if checked:
        raise ValidationError(
            _("%(count)s forms of this file were checked already: take them back to be checked first."),
            params={"count": checked},
        )
    there = list(rows.values_list("form__respondent_group", "unit"))
    count, groups, units = len(there), {group for group, _unit in there}, {unit for _group, unit in there}
    rows.delete()
    mark_overflow(survey, groups, units)
    facts = {"count": count, "file": staged.file.name, "sha256": staged.file.sha256}
    record(by=by, verb=TAKEN_BACK, subject=survey.name, subject_id=survey.pk, facts=facts)
    return count


def record_given_up(by: Actor, survey: Survey, staged: StagedFile) -> None:
    """Record that an answer file is forgotten."""
    facts = {"file": staged.file.name, "sha256": staged.file.sha256}
    record(by=by, verb=GIVEN_UP, subject=survey.name, subject_id=survey.pk, facts=facts)
