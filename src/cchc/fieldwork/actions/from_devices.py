"""What devices and other systems send is received message by message; each form gets its receipt, or the reason why
not, and so does what is said of forms without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from django.core.exceptions import ValidationError

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.accounts.queries import actor_of
from cchc.core.words.messages import Message
from cchc.fieldwork.actions.outcomes import note_no_answer
from cchc.fieldwork.actions.receiving import (
    IncomingForm,
    SubmittedForm,
    Superseded,
    UsedUp,
    WrongAnswers,
    receive_forms,
)
from cchc.fieldwork.actions.sending import Filling
from cchc.fieldwork.actions.storing import Receipt
from cchc.fieldwork.exchange.protocol import FilledIn, NoAnswer, ToldFilling
from cchc.fieldwork.models import (
    AssignmentState,
    Device,
    DeviceKind,
    FieldAssignment,
    FormSubmission,
    SubmissionSource,
)
from cchc.fieldwork.queries.devices import assignments_of_device


class ReceiptOutcome(StrEnum):
    """What a receipt says."""

    ACCEPTED = "accepted"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a form was not taken."""

    UNKNOWN_FORM = "unknown_form"  # there is no such form, or it is not this device's
    VOID = "void"  # the form was made void
    CLOSED = "closed"  # the survey collects no more, or the answers were checked already
    USED_UP = "used_up"  # the form was answered under another key
    SUPERSEDED = "superseded"  # this version came with other answers, or a later one came
    WRONG_UNITS = "wrong_units"  # it tells of units that the form does not ask about
    WRONG_ANSWERS = "wrong_answers"  # some answers are none to their questions


@dataclass(frozen=True, slots=True)
class DeviceReceipt:
    """What is answered to one version of one form: its number and hash where it was taken or was there, else why not;
    `words` are those of the survey where they say more. `faults` are unit, item and why."""

    key: str
    version: int
    outcome: ReceiptOutcome
    number: int = 0
    sha256: str = ""
    reason: Refusal | None = None
    words: str = ""
    faults: tuple[tuple[int, str, Message], ...] = ()


def actor_of_device(device: Device) -> Actor:
    """Who does in the log what a device sends: the enumerator, or the system by its name."""
    if device.membership is not None:
        return actor_of(device.membership)
    return Actor(0, device.name, None, "", Role.SURVEY_STAFF, Scope.PROVINCE)


def receive_filled(
    *, device: Device, filled: Sequence[FilledIn], slow_by: timedelta = timedelta()
) -> list[DeviceReceipt]:
    """Receive the filled forms of one message from a device, together; returns a receipt for each, in their order.
    `slow_by` is how far the clock of the device is behind: what it tells of times is set right by it."""
    assignments = {
        one.pk: one
        for one in assignments_of_device(device)
        .filter(pk__in={one.form for one in filled})
        .select_related("survey", "case", "form__version")
    }
    units = {pk: _units_of(one) for pk, one in assignments.items()}
    receipts: dict[int, DeviceReceipt] = {}
    incoming: dict[int, IncomingForm] = {}
    by = actor_of_device(device)
    source = SubmissionSource.APP if device.kind == DeviceKind.APP else SubmissionSource.ENDPOINT
    for at, one in enumerate(filled):
        assignment = assignments.get(one.form)
        if assignment is None:
            receipts[at] = _refused(one, Refusal.UNKNOWN_FORM)
        elif not one.texts.keys() <= units[one.form]:
            receipts[at] = _refused(one, Refusal.WRONG_UNITS)
        else:
            filling = _filling(one.filling, slow_by)
            sent = SubmittedForm(one.key, one.version, one.texts, source, device, filling)
            incoming[at] = IncomingForm(by, assignment, sent)
    for at, outcome in zip(incoming, receive_forms(list(incoming.values())), strict=True):
        receipts[at] = _receipt(filled[at], incoming[at].assignment, outcome)
    return [receipts[at] for at in range(len(filled))]


def _filling(told: ToldFilling, slow_by: timedelta) -> Filling:
    """How a form was filled, by the right time; what ended before it began tells nothing."""
    machine = sha256(told.device.encode()).hexdigest() if told.device else ""
    if told.begun is None or told.ended is None or told.ended < told.begun:
        return Filling(machine=machine)
    return Filling(told.begun + slow_by, told.ended + slow_by, told.is_paused, machine)


@dataclass(frozen=True, slots=True)
class NoAnswerReceipt:
    """What is answered to what a device says of a form without an answer; `reason` and `words` say why it was not
    noted."""

    form: int
    outcome: ReceiptOutcome
    reason: Refusal | None = None
    words: str = ""


def receive_no_answers(*, device: Device, said: Sequence[NoAnswer]) -> list[NoAnswerReceipt]:
    """Note of which forms of a device respondents refused or were not reached; returns a receipt for each, in their
    order. A form that came back or is void stays as it is."""
    forms = {
        one.pk: one
        for one in assignments_of_device(device)
        .filter(pk__in={one.form for one in said})
        .select_related("survey")
    }
    by = actor_of_device(device)
    return [_noted(by, one, forms.get(one.form)) for one in said]


def _noted(by: Actor, said: NoAnswer, form: FieldAssignment | None) -> NoAnswerReceipt:
    if form is None:
        return NoAnswerReceipt(said.form, ReceiptOutcome.REFUSED, Refusal.UNKNOWN_FORM)
    if form.state in (AssignmentState.RETURNED, AssignmentState.VOID):
        reason = Refusal.USED_UP if form.state == AssignmentState.RETURNED else Refusal.VOID
        return NoAnswerReceipt(said.form, ReceiptOutcome.REFUSED, reason)
    try:
        changed = note_no_answer(
            by=by, survey=form.survey, forms=[form.pk], state=AssignmentState(said.state), reason=said.reason
        )
    except (ValidationError, NotPermitted) as refused:
        words = " ".join(refused.messages) if isinstance(refused, ValidationError) else ""
        return NoAnswerReceipt(said.form, ReceiptOutcome.REFUSED, Refusal.CLOSED, words)
    return NoAnswerReceipt(said.form, ReceiptOutcome.ACCEPTED if changed else ReceiptOutcome.ALREADY_THERE)


def _receipt(filled: FilledIn, assignment: FieldAssignment, outcome: Receipt | Exception) -> DeviceReceipt:
    """What a device is told of one form. Raises what stopped the database."""
    match outcome:
        case UsedUp():
            return _refused(filled, Refusal.USED_UP)
        case Superseded():
            return _refused(filled, Refusal.SUPERSEDED)
        case WrongAnswers():
            told = outcome.faults.items()
            faults = tuple((unit, fault.item, fault.why) for unit, found in told for fault in found)
            return _refused(filled, Refusal.WRONG_ANSWERS, faults=faults)
        case ValidationError():
            reason = Refusal.VOID if assignment.state == AssignmentState.VOID else Refusal.CLOSED
            return _refused(filled, reason, words=" ".join(outcome.messages))
        case Exception():
            raise outcome
    return _taken(*outcome)


def _taken(row: FormSubmission, is_new: bool) -> DeviceReceipt:
    outcome = ReceiptOutcome.ACCEPTED if is_new else ReceiptOutcome.ALREADY_THERE
    return DeviceReceipt(row.key, row.version, outcome, row.pk, row.sha256)


def _refused(
    filled: FilledIn,
    reason: Refusal,
    words: str = "",
    faults: tuple[tuple[int, str, Message], ...] = (),
) -> DeviceReceipt:
    return DeviceReceipt(
        filled.key, filled.version, ReceiptOutcome.REFUSED, reason=reason, words=words, faults=faults
    )


def _units_of(assignment: FieldAssignment) -> set[int]:
    """The units about which a form asks: its own, that of its case, or all that are rated."""
    own = assignment.unit_id or (assignment.case.unit_id if assignment.case else None)
    if own is not None:
        return {own}
    return set(assignment.survey.rated.values_list("unit", flat=True))
