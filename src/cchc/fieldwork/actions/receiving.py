"""Answers are received, whichever door they come by: once, with a receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.questionnaires.answers import AnswerFault, FilledForm, FormFault, read_form
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.fieldwork.models import (
    AnswerLink,
    AssignmentState,
    FieldAssignment,
    FormSubmission,
    SubmissionOutcome,
    SubmissionSource,
)
from cchc.surveys.actions.collecting import CollectedForm, write_collected_form

RECEIVED = verb("fieldwork.form_received", _("received form no. {number} of “{subject}”"))

Texts = Mapping[int, Mapping[str, str]]
"""What was answered, as it was written: by the id of the rated unit and the code of the item."""


class UsedUp(Exception):
    """Raised where the assignment was answered before, under another key: what was sent now changes nothing."""


class Superseded(Exception):
    """Raised where this version of the form came before with other answers, or a later version has come."""


class WrongAnswers(ValidationError):
    """Raised where the answers of a form cannot be read: `faults` are all of them, by rated unit."""

    def __init__(self, faults: Mapping[int, tuple[FormFault, ...]]) -> None:
        super().__init__(_("Some answers cannot be read."))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """One version of a filled form as it was sent: `key` was made by whoever filled it."""

    key: str
    version: int
    texts: Texts
    source: SubmissionSource

    @property
    def body(self) -> str:
        """The answers as canonical JSON."""
        told = {str(unit): dict(sorted(texts.items())) for unit, texts in sorted(self.texts.items())}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash that the receipt bears."""
        return sha256(self.body.encode()).hexdigest()


@transaction.atomic
def receive_form(
    *, by: Actor, assignment: FieldAssignment, sent: SubmittedForm
) -> tuple[FormSubmission, bool]:
    """Store what came of an assignment; returns the sending with its receipt, and whether it is new: the same version
    with the same answers is there once, however often it is sent.

    Raises `UsedUp`, `Superseded`, `WrongAnswers`, and ValidationError while the survey does not collect or the form
    was checked already. Nothing is stored then.
    """
    held = hold(FieldAssignment.objects.select_related("survey", "form__version", "case"), assignment.pk)
    known = FormSubmission.objects.filter(key=sent.key, version__gte=sent.version).order_by("version").first()
    if known is not None:
        if known.version == sent.version and known.sha256 == sent.sha256:
            return known, False
        raise Superseded
    if held.state == AssignmentState.VOID:
        raise ValidationError(_("This form was made void: it takes no answers."))
    link, _is_new = AnswerLink.objects.get_or_create(assignment=held, defaults={"form_key": sent.key})
    if link.form_key != sent.key:
        raise UsedUp
    questions = questions_of(held.form.version.content)
    write_collected_form(
        survey=held.survey,
        questions=questions,
        collected=CollectedForm(
            sent.key, held.form, held.channel, _read(questions, sent.texts), held.case, held.is_test
        ),
    )
    row = FormSubmission.objects.create(
        key=sent.key,
        version=sent.version,
        assignment=held,
        source=sent.source,
        sha256=sent.sha256,
        body=sent.body,
        outcome=SubmissionOutcome.ACCEPTED,
    )
    if held.state != AssignmentState.RETURNED:
        held.state, held.returned_on, held.reason = AssignmentState.RETURNED, timezone.localdate(), ""
        held.version += 1
        held.save(update_fields=["state", "returned_on", "reason", "version"])
    facts = {"number": held.number, "version": sent.version}
    record(by=by, verb=RECEIVED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return row, True


def _read(questions: QuestionSet, texts: Texts) -> dict[int, FilledForm]:
    """The answers of each rated unit. What was answered though it was not asked is left out, as in files."""
    read = {unit: read_form(questions, told) for unit, told in texts.items()}
    wrong = {
        unit: tuple(
            fault for fault in form.faults if fault.what in (AnswerFault.UNREADABLE, AnswerFault.UNKNOWN)
        )
        for unit, form in read.items()
    }
    if any(wrong.values()):
        raise WrongAnswers({unit: faults for unit, faults in wrong.items() if faults})
    return read
