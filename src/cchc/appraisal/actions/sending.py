"""Sending the result of an appraisal to its unit, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.appraising import closed_words
from cchc.appraisal.models import AppraisalResult, ResultReopening, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_send_results
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.outcome import outcome_content, outcome_seal, standing_result
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.models import Cycle
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.self_scoring.actions.submitting import required_text
from cchc.self_scoring.queries.submissions import content_hash

SENT = verb(
    "appraisal.result_sent", _("sent {subject} the result of its appraisal, number {number}"), about=OF_A_UNIT
)
REOPENED = verb(
    "appraisal.result_reopened",
    _("took back the result of the appraisal of {subject}: {reason}"),
    about=OF_A_UNIT,
)

TOLD_SENT = notice_kind(
    "appraisal.result_sent",
    _("The appraisal of {unit} in {cycle} is finished: {count} criteria were lowered, each with its reason."),
)
TOLD_REOPENED = notice_kind(
    "appraisal.result_reopened",
    _("The result of the appraisal of {unit} in {cycle} was taken back: {reason}"),
    letter=_("The result of the appraisal of {unit} in {cycle} was taken back."),
)

State = UnitAppraisal.State


@transaction.atomic
def send_result(
    *, by: Actor, appraised: UnitAppraisal, seen: str, now: datetime | None = None
) -> AppraisalResult:
    """Send the finished appraisal of a unit to it, as it was seen: it freezes as the next numbered result, in which
    every lowered leaf has its reasons and no appraiser is named. The unit is told.

    `seen` is the seal that the page showed (`queries.outcome.outcome_seal`). Raises `NotPermitted`, `Changed` when the
    appraisal is another by now, ValidationError with every leaf that is not appraised, for one that is not open, and
    where the unit stands near to the person.
    """
    held = _held(by, appraised)
    if held.row.state != State.OPEN:
        raise ValidationError(closed_words(held.row), code="locked")
    content = outcome_content(held)
    missing = [number for number, one in content["leaves"].items() if not one["given"]["verdict"]]
    if missing:
        words = gettext("Not appraised yet: {leaves}.").format(leaves=", ".join(missing))
        raise ValidationError(words)
    if outcome_seal(content) != seen:
        raise Changed(seen=seen, now=outcome_seal(content))
    result = AppraisalResult.objects.create(
        of=held.row,
        number=held.row.results.count() + 1,
        content=content,
        sha256=content_hash(content),
        at=now or timezone.now(),
        **by_line(by),
    )
    _turn(held, State.SENT)
    lowered = sum(one["lowered"] for one in content["leaves"].values())
    facts = {"number": result.number, "sha256": result.sha256, "lowered": lowered}
    participant = held.participant
    record(
        by=by,
        verb=SENT,
        subject=participant.name,
        subject_id=held.row.pk,
        facts={**facts, "stage": held.row.stage},
        wrote=[result],
    )
    _tell(TOLD_SENT, held, count=lowered)
    return result


@transaction.atomic
def reopen_result(
    *, by: Actor, appraised: UnitAppraisal, reason: str, now: datetime | None = None
) -> ResultReopening:
    """Take the result of an appraisal back from its unit, for a reason: it stays as it was sent, and the appraisal is
    open again. The unit is told.

    Raises ValidationError without a reason, where no result stands, and where the unit stands near to the person.
    """
    by.require(Permission.APPRAISAL_REOPEN)
    text = required_text(reason, gettext("Say why the result is taken back."))
    held = _held(by, appraised)
    result = standing_result(held.row)
    if held.row.state != State.SENT or result is None:
        raise ValidationError(_("No result was sent: there is nothing to take back."))
    made = ResultReopening.objects.create(result=result, reason=text, at=now or timezone.now(), **by_line(by))
    _turn(held, State.OPEN)
    record(
        by=by,
        verb=REOPENED,
        subject=held.participant.name,
        subject_id=held.row.pk,
        facts={"number": result.number, "reason": text, "stage": held.row.stage},
        wrote=[made],
    )
    _tell(TOLD_REOPENED, held, reason=text)
    return made


def _held(by: Actor, appraised: UnitAppraisal) -> HeldAppraisal:
    """Return the appraisal of a unit, held with its cycle, for whoever sends results."""
    cycle = hold(Cycle.objects.all(), appraised.participant.cycle_id)
    if not may_send_results(by, cycle):
        raise NotPermitted(Permission.APPRAISAL_SEND)
    check_not_near(by, cycle, {appraised.participant_id})
    return held_appraisal(hold(UnitAppraisal.objects.select_related(*WITH_SET), appraised.pk))


def _turn(held: HeldAppraisal, state: str) -> None:
    held.row.state, held.row.version = state, held.row.version + 1
    held.row.save(update_fields=["state", "version"])


def _tell(kind: NoticeKind, held: HeldAppraisal, **more: str | int) -> None:
    """Tell the people of the unit; whoever sent it is not named to them."""
    participant = held.participant
    day = timezone.localdate()
    people = people_of_units([participant.unit_id], Permission.SHEET_EDIT, day)[participant.unit_id]
    facts = {"unit": participant.name, "cycle": participant.cycle.name, **more}
    href = reverse("appraisal:result", args=[held.year, participant.unit_id])
    tell(kind=kind, to=people, facts=facts, href=href, by=None)
