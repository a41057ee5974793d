"""Forms that came back on paper are keyed: by one person, or by two who do not see each other's work."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.surveys.keying import Keyed, keyed_differences
from cchc.core.surveys.questionnaires.answers import AnswerFault, FormFault, read_form
from cchc.fieldwork.actions.receiving import SubmittedForm, UsedUp, WrongAnswers, receive_form
from cchc.fieldwork.models import AssignmentState, FieldAssignment, Keying, SubmissionSource
from cchc.fieldwork.policies import may_key
from cchc.fieldwork.queries.keying import differences_of, keyed_of, questions_on, units_on, waiting_keyings
from cchc.surveys.models import SurveyState

KEYED = verb("fieldwork.form_keyed", _("keyed form no. {number} of “{subject}”, keying {turn} of 2"))
SETTLED = verb(
    "fieldwork.keying_settled",
    _("decided {count} differences between two keyings of form no. {number} of “{subject}”"),
)


class KeyedAs(StrEnum):
    """What became of a form that was keyed."""

    STORED = "stored"  # its answers are there
    ONCE = "once"  # another person keys it too
    DIFFERS = "differs"  # both keyed it, and not the same


@transaction.atomic
def key_form(*, by: Actor, assignment: FieldAssignment, keyed: Keyed, key: str) -> KeyedAs:
    """Store what was keyed of a form: as its answers, or, where two people key it, beside what the other keyed; as its
    answers once both say the same. The same again under the same `key` (a UUID) changes nothing.

    Raises `NotPermitted`, `WrongAnswers`, and ValidationError for a form that was answered, is void, stands in a closed
    batch, or was keyed by this person already, and where nothing was keyed.
    """
    held = _held(by, assignment)
    _check(held, keyed)
    batched = getattr(held, "in_batch", None)
    if batched is None or not batched.is_doubled:
        _receive(by, held, keyed, key)
        return KeyedAs.STORED
    before = waiting_keyings(held)
    mine = next((one for one in before if one.person_id == by.person_id), None)
    if mine is not None and mine.body == _body(keyed):
        return KeyedAs.ONCE if len(before) == 1 else KeyedAs.DIFFERS
    if mine is not None or len(before) > 1:
        raise ValidationError(
            _("You have keyed this form: another person keys it the second time.")
            if mine is not None
            else _("Two people have keyed this form: decide where they differ.")
        )
    if held.state == AssignmentState.RETURNED:
        raise ValidationError(_answered(held))
    turn = len(before) + 1
    differences = keyed_differences(questions_on(held), keyed_of(before[0]), keyed) if before else ()
    Keying.objects.create(
        assignment=held, turn=turn, body=_body(keyed), differences=len(differences), **by_line(by)
    )
    facts = {"number": held.number, "turn": turn}
    record(by=by, verb=KEYED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    if not before:
        return KeyedAs.ONCE
    if differences:
        return KeyedAs.DIFFERS
    _settle(by, held, keyed)
    return KeyedAs.STORED


@transaction.atomic
def settle_keying(*, by: Actor, assignment: FieldAssignment, chosen: Mapping[tuple[int, str], str]) -> None:
    """Decide what stands on the paper where two people keyed different things: `chosen` has the text of every item that
    differs, by unit and code. What they agree on stays.

    Raises `NotPermitted`, `WrongAnswers`, and ValidationError where nothing differs or something was not decided.
    """
    held = _held(by, assignment)
    differing = differences_of(held)
    if not differing:
        raise ValidationError(_("There is nothing to decide about this form any more."))
    if {(one.unit, one.item) for one in differing} != set(chosen):
        raise ValidationError(_("Decide every question that was keyed differently."))
    first = keyed_of(waiting_keyings(held)[0])
    agreed = {unit: dict(texts) for unit, texts in first.items()}
    for (unit, code), text in chosen.items():
        agreed.setdefault(unit, {})[code] = text
    _check(held, agreed)
    _settle(by, held, agreed)
    facts = {"number": held.number, "count": len(differing)}
    record(by=by, verb=SETTLED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)


def _held(by: Actor, assignment: FieldAssignment) -> FieldAssignment:
    if not may_key(by):
        raise NotPermitted(Permission.FORM_KEY)
    held = hold(FieldAssignment.objects.select_related("survey", "form__version", "unit"), assignment.pk)
    if held.survey.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey takes no answers now."))
    if held.state == AssignmentState.VOID:
        raise ValidationError(_("This form is void: it is not keyed."))
    batched = getattr(held, "in_batch", None)
    if batched is not None and batched.batch.closed_at is not None:
        raise ValidationError(_("The batch of this form is closed: open it again first."))
    return held


def _check(held: FieldAssignment, keyed: Keyed) -> None:
    """Refuse what is about no unit of the form, says nothing at all, or cannot be read: all faults at once."""
    if not set(keyed) <= {one.pk for one in units_on(held)}:
        raise ValidationError(_("The form does not ask about this unit."))
    if not any(text.strip() for texts in keyed.values() for text in texts.values()):
        raise ValidationError(
            _("Nothing was keyed. Where nothing is ticked on the paper, make the form void.")
        )
    questions = questions_on(held)
    wrong: dict[int, tuple[FormFault, ...]] = {}
    for unit, texts in keyed.items():
        faults = read_form(questions, texts).faults
        kept = tuple(one for one in faults if one.what in (AnswerFault.UNREADABLE, AnswerFault.UNKNOWN))
        if kept:
            wrong[unit] = kept
    if wrong:
        raise WrongAnswers(wrong)


def _settle(by: Actor, held: FieldAssignment, keyed: Keyed) -> None:
    _receive(by, held, keyed, str(uuid4()))
    Keying.objects.filter(assignment=held).update(body="")


def _receive(by: Actor, held: FieldAssignment, keyed: Keyed, key: str) -> None:
    told = {unit: texts for unit, texts in keyed.items() if any(text.strip() for text in texts.values())}
    sent = SubmittedForm(key=key, version=1, texts=told, source=SubmissionSource.KEYED)
    try:
        receive_form(by=by, assignment=held, sent=sent)
    except UsedUp as refused:
        raise ValidationError(_answered(held)) from refused


def _answered(held: FieldAssignment) -> str:
    day = held.returned_on
    return str(_("This form was answered already, on {day}.").format(day=f"{day:%d/%m/%Y}" if day else "–"))


def _body(keyed: Keyed) -> str:
    told = {str(unit): dict(sorted(texts.items())) for unit, texts in sorted(keyed.items())}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
