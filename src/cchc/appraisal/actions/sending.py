"""Sending the result of an appraisal to its unit, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.appraising import closed_words
from cchc.appraisal.actions.opening import held_second_appraisal, put_second_appraisal_away
from cchc.appraisal.models import AppraisalResult, Justification, ResultReopening, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_send_results
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal, held_appraisal
from cchc.appraisal.queries.outcome import leaves_in, outcome_content, outcome_seal, standing_result
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.models import Cycle
from cchc.cycles.queries.requests import leaves_asked
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_units
from cchc.scores.models import Stage
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
TOLD_SECOND_SENT = notice_kind(
    "appraisal.second_result_sent",
    _("The second appraisal of {unit} in {cycle} is finished: {raised} of {count} criteria explained were raised."),
    letter=_("The second appraisal of {unit} in {cycle} is finished."),
)  # fmt: skip
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
    appraisal is another by now, ValidationError with every leaf that is not appraised or on whose request nobody has
    decided, for one that is not open, and where the unit stands near to the person.
    """
    held = _held(by, appraised)
    if held.row.state != State.OPEN:
        raise ValidationError(closed_words(held.row), code="locked")
    content = outcome_content(held)
    missing = [number for number, one in content["leaves"].items() if not one["given"]["verdict"]]
    if missing:
        raise ValidationError(_missing_words(held, missing))
    waiting = [leaf for _participant, leaf in leaves_asked([held.participant.pk])]
    if waiting:
        words = gettext("The unit asks that these shall not apply to it, and nobody has decided: {leaves}.")
        raise ValidationError(words.format(leaves=", ".join(waiting)))
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
    asked = _ask_anew(held, content)
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
        wrote=[result, *asked],
    )
    if held.row.stage == Stage.SECOND_APPRAISAL:
        raised = sum(one.raised > 0 for one in leaves_in(content))
        _tell(TOLD_SECOND_SENT, held, count=len(content["leaves"]), raised=raised)
    else:
        _tell(TOLD_SENT, held, count=lowered)
    return result


def _ask_anew(held: HeldAppraisal, content: Mapping[str, Any]) -> list[Justification]:
    """Ask a unit anew about every leaf of which its result says something else now than the one before, which it had
    answered; what it said to the others stays. Returns the rows that were written."""
    before = held.row.results.order_by("-number").values_list("content", flat=True)[1:2]
    if held.row.stage != Stage.FIRST_APPRAISAL or not before:
        return []
    said = before[0]["leaves"]
    answered = held.row.justifications.exclude(kind="")
    changed = [one for one in answered if content["leaves"].get(one.leaf) != said.get(one.leaf)]
    for one in changed:
        one.kind, one.version = "", one.version + 1
        one.save(update_fields=["kind", "version"])
    return changed


@transaction.atomic
def reopen_result(
    *, by: Actor, appraised: UnitAppraisal, reason: str, now: datetime | None = None
) -> ResultReopening:
    """Take the result of an appraisal back from its unit, for a reason: it stays as it was sent, and the appraisal is
    open again. The unit is told. With the result of the first appraisal goes what the unit handed in to it, and the
    second appraisal, as long as nothing stands in that.

    Raises ValidationError without a reason, where no result stands, where the second appraisal has begun, and where the
    unit stands near to the person.
    """
    by.require(Permission.APPRAISAL_REOPEN)
    text = required_text(reason, gettext("Say why the result is taken back."))
    held = _held(by, appraised)
    result = standing_result(held.row)
    if held.row.state != State.SENT or result is None:
        raise ValidationError(_("No result was sent: there is nothing to take back."))
    put_away = _second_put_away(by, held, text) if held.row.stage == Stage.FIRST_APPRAISAL else []
    made = ResultReopening.objects.create(result=result, reason=text, at=now or timezone.now(), **by_line(by))
    _turn(held, State.OPEN)
    record(
        by=by,
        verb=REOPENED,
        subject=held.participant.name,
        subject_id=held.row.pk,
        facts={"number": result.number, "reason": text, "stage": held.row.stage},
        wrote=[made, *put_away],
    )
    _tell(TOLD_REOPENED, held, reason=text)
    return made


def _second_put_away(by: Actor, held: HeldAppraisal, reason: str) -> list[Model]:
    second = held_second_appraisal(held.participant)
    if second is None:
        return []
    if second.given or standing_result(second) is not None:
        words = ngettext(
            "The second appraisal stands on this result: %(count)s criterion is appraised there. Take that back first.",
            "The second appraisal stands on this result: %(count)s criteria are appraised there. Take that back first.",
            second.given,
        )
        raise ValidationError(words % {"count": second.given})
    return put_second_appraisal_away(by, held.participant, reason)


def _missing_words(held: HeldAppraisal, missing: Sequence[str]) -> list[str]:
    """Why a result cannot be sent: what nobody has appraised, and what waits for two people or for a third."""
    by_two, by_one = (
        [one for one in missing if one in held.doubles],
        [one for one in missing if one not in held.doubles],
    )
    said = [
        (gettext("Not appraised yet: {leaves}."), by_one),
        (gettext("Appraised by two people, and not concluded yet: {leaves}."), by_two),
    ]
    return [words.format(leaves=", ".join(leaves)) for words, leaves in said if leaves]


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
    href = reverse("appraisal:result", args=[held.year, held.row.stage, participant.unit_id])
    tell(kind=kind, to=people, facts=facts, href=href, by=None)
