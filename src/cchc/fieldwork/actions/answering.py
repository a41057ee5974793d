"""A respondent agrees, answers page by page, and sends. What is not sent yet is nobody's act, and not in the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from secrets import token_bytes
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.codes import respondent_code
from cchc.fieldwork.actions.assigning import hash_of_code
from cchc.fieldwork.actions.receiving import SubmittedForm, receive_form
from cchc.fieldwork.models import (
    AnswerDraft,
    AssignmentState,
    AttemptKind,
    CollectingMode,
    DoorAttempt,
    FieldAssignment,
    FormSubmission,
    LinkAbout,
    OpenLink,
    SubmissionSource,
)
from cchc.fieldwork.queries.door import DoorState, RespondentDoor, link_state, opens_too_many, units_behind
from cchc.surveys.models import Survey
from cchc.units.models import Unit

NUMBERED = verb(
    "fieldwork.open_form_numbered", _("numbered form no. {number} of an open link of “{subject}”")
)

ATTEMPTS_KEPT = timedelta(days=1)
DRAFTS_KEPT = timedelta(days=30)  # after somebody has last answered something


class TooManyOpened(Exception):
    """Raised where one sender, or everybody together, has opened very many forms within an hour."""


class NotOpen(ValidationError):
    """Raised where a form is not, or no longer, there to be answered."""

    def __init__(self) -> None:
        super().__init__(_("This form takes no answers now."))


def note_unknown_code(*, sender: str, now: datetime) -> None:
    """Count that somebody tried a code that nobody has."""
    DoorAttempt.objects.create(kind=AttemptKind.UNKNOWN_CODE, sender=sender, at=now)


@transaction.atomic
def begin_form(*, door: RespondentDoor) -> AnswerDraft:
    """Begin the form of a code, of which somebody has agreed to answer; begun already it goes on.

    Raises `NotOpen`.
    """
    if door.state is not DoorState.OPEN:
        raise NotOpen
    if door.draft is not None:
        return door.draft
    assert door.assignment is not None
    held = hold(FieldAssignment.objects.all(), door.assignment.pk)
    if held.state in (AssignmentState.RETURNED, AssignmentState.VOID):
        raise NotOpen
    draft, _is_new = AnswerDraft.objects.get_or_create(
        assignment=held,
        defaults={
            "code_sha256": held.code_sha256,
            "key": str(uuid4()),
            "touched_on": timezone.localdate(),
        },
    )
    return draft


@transaction.atomic
def open_form(*, link: OpenLink, unit: Unit | None, sender: str, now: datetime) -> str:
    """Begin a form by an open link, of somebody who has agreed to answer; returns the code by which it goes on. `unit`
    is the one that was chosen, None where there is nothing to choose.

    Raises `NotOpen`, `TooManyOpened`.
    """
    held = hold(OpenLink.objects.select_related("survey"), link.pk)
    if link_state(held) is not DoorState.OPEN:
        raise NotOpen
    chosen = unit if held.about == LinkAbout.CHOSEN else held.unit
    if held.about == LinkAbout.CHOSEN and (
        chosen is None or not held.survey.rated.filter(unit=chosen).exists()
    ):
        raise NotOpen
    if opens_too_many(sender, now):
        raise TooManyOpened
    DoorAttempt.objects.create(kind=AttemptKind.OPENED, sender=sender, at=now)
    code = respondent_code(token_bytes(32), held.survey_id, 0)
    AnswerDraft.objects.create(
        code_sha256=hash_of_code(code),
        link=held,
        unit=chosen,
        key=str(uuid4()),
        touched_on=timezone.localdate(now),
    )
    return code


@transaction.atomic
def keep_answers(*, draft: AnswerDraft, item: str, texts: Mapping[int, str], reached: str) -> AnswerDraft:
    """Keep what was typed to an item, by rated unit, until the form is sent; `reached` is the page to be shown next.

    Raises ValidationError where the form was sent meanwhile.
    """
    held = hold(AnswerDraft.objects.all(), draft.pk)
    kept: dict[str, dict[str, str]] = held.texts
    for unit, text in texts.items():
        own = kept.setdefault(str(unit), {})
        own.pop(item, None)
        if text.strip():
            own[item] = text
    held.texts, held.reached, held.touched_on = kept, reached, timezone.localdate()
    held.save(update_fields=["texts", "reached", "touched_on"])
    return held


def kept_texts(draft: AnswerDraft) -> dict[int, dict[str, str]]:
    """Return what was typed so far, by rated unit and item."""
    return {int(unit): dict(texts) for unit, texts in draft.texts.items()}


def send_form(*, by: Actor, door: RespondentDoor) -> FormSubmission:
    """Send a form as it is kept; returns the sending with its receipt, the same one for whoever sends it twice. Of many
    rated units those count of which something was answered.

    Raises `NotOpen`, `UsedUp`, and ValidationError where nothing was answered or the survey takes no answers.
    """
    if door.state is not DoorState.OPEN or door.draft is None:
        raise NotOpen
    draft = door.draft
    about = {unit.pk for unit in units_behind(door)}
    texts = {unit: told for unit, told in kept_texts(draft).items() if told and unit in about}
    if not texts:
        raise ValidationError(_("Nothing is answered yet."))
    assignment = door.assignment or _numbered(by, draft)
    sent = SubmittedForm(draft.key, 1, texts, SubmissionSource.ONLINE)
    return receive_form(by=by, assignment=assignment, sent=sent)[0]


@transaction.atomic
def _numbered(by: Actor, draft: AnswerDraft) -> FieldAssignment:
    """The assignment of a form that was begun by an open link: it gets its number when it is sent."""
    held = hold(AnswerDraft.objects.select_related("link__survey"), draft.pk)
    if held.link is None:
        assert held.assignment is not None
        return held.assignment
    link = held.link
    survey = hold(Survey.objects.all(), link.survey_id)
    last = survey.assignments.aggregate(last=Max("number"))["last"] or 0
    assignment = FieldAssignment.objects.create(
        survey=survey,
        number=last + 1,
        form_id=link.form_id,
        unit_id=held.unit_id,
        channel=link.channel,
        mode=CollectingMode.ONLINE,
        code_sha256=held.code_sha256,
        state=AssignmentState.SENT,
        sent_on=timezone.localdate(),
        is_test=link.is_test,
        open_link=link,
    )
    held.assignment, held.link = assignment, None
    held.save(update_fields=["assignment", "link"])
    facts = {"number": assignment.number, "link": link.number}
    record(by=by, verb=NUMBERED, subject=survey.name, subject_id=survey.pk, facts=facts)
    return assignment


def forget_door(*, now: datetime) -> int:
    """Delete the attempts of yesterday, and forms that were begun and left for so long that nobody comes back; returns
    the number of forms."""
    DoorAttempt.objects.filter(at__lte=now - ATTEMPTS_KEPT).delete()
    before: date = timezone.localdate(now) - DRAFTS_KEPT
    return AnswerDraft.objects.filter(touched_on__lt=before).delete()[0]
