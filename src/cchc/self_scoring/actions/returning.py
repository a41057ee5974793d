"""Giving a submitted sheet back to its unit, and what the lock of the phase does to sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.consequences import built_on
from cchc.cycles.models import Cycle, Participant, PhaseKind
from cchc.scores.actions.stages import clear_stage
from cchc.scores.models import Stage
from cchc.self_scoring.actions.sharing import end_shares
from cchc.self_scoring.actions.submitting import required_text
from cchc.self_scoring.actions.telling import TOLD_FROZEN, TOLD_RETURNED, let_reminders_go, tell_of_sheets
from cchc.self_scoring.consequences import sheet_given_back
from cchc.self_scoring.models import SheetReturn, UnitSheet
from cchc.self_scoring.policies import may_return
from cchc.self_scoring.queries.submissions import standing_submission

RETURNED = verb("self_scoring.returned", _("returned submission {number} of {subject}: {reason}"))

State = UnitSheet.State


@transaction.atomic
def return_sheet(*, by: Actor, sheet: UnitSheet, reason: str, now: datetime | None = None) -> SheetReturn:
    """Give the submission of a sheet back to its unit, which fills the sheet in again and hands in the next one; the
    self-score of the unit is taken back, the returned submission stays as it was.

    What was built on it is in the record. Raises ValidationError without a reason, for a sheet that is not submitted,
    where the unit stands near to the person, while the phase is locked for the unit (then it needs an extension first,
    or nobody could fill it in), and where the result of its appraisal was sent to the unit already.
    """
    if not may_return(by):
        raise NotPermitted(Permission.SHEET_RETURN)
    text = required_text(reason, gettext("Say why the sheet is returned."))
    cycle = hold(Cycle.objects.all(), sheet.participant.cycle_id)
    check_not_near(by, cycle, {sheet.participant_id})
    arrived = now or timezone.now()
    _check_open(sheet.participant, arrived)
    held = hold(UnitSheet.objects.select_related("participant__cycle"), sheet.pk)
    if held.state != State.SUBMITTED:
        raise ValidationError(_("The sheet is not submitted: there is nothing to return."))
    built = [one.what for one in built_on(participant=held.participant, kind=PhaseKind.SELF_SCORING)]
    given_back, wrote = _give_back(by, held, text, arrived, reopened=False)
    record(
        by=by,
        verb=RETURNED,
        subject=held.participant.name,
        subject_id=held.pk,
        facts={"number": given_back.submission.number, "reason": text, "built": built},
        wrote=wrote,
    )
    return given_back


def _check_open(participant: Participant, now: datetime) -> None:
    try:
        look_at_phase(participant=participant, kind=PhaseKind.SELF_SCORING, now=now)
    except ValidationError as locked:
        raise ValidationError(
            [*locked.messages, gettext("Give the unit an extension first, then return its sheet.")],
            code="locked",
        ) from None


def _give_back(
    by: Actor, sheet: UnitSheet, reason: str, now: datetime, *, reopened: bool
) -> tuple[SheetReturn, list[Model]]:
    """Return a held, submitted sheet to its unit; returns what was written with it."""
    submission = standing_submission(sheet)
    if submission is None:
        raise ValidationError(_("The sheet is not submitted: there is nothing to return."))
    given_back = SheetReturn.objects.create(submission=submission, reason=reason, at=now, **by_line(by))
    _turn([sheet], State.FILLING)
    tell_of_sheets(TOLD_RETURNED, [sheet], by, reason=reason)
    scores = clear_stage(cycle=sheet.participant.cycle, participant=sheet.participant, stage=Stage.SELF_SCORE)
    followed = sheet_given_back(by=by, sheet=sheet, reason=reason, reopened=reopened)
    return given_back, [given_back, *scores, *followed]


# The lock


@transaction.atomic
def freeze_unsubmitted(*, cycle: Cycle, kind: str, participants: Collection[Participant]) -> list[Model]:
    """Freeze the sheets that these participants have not handed in when self-scoring locks; nothing is handed in by
    itself, and shared work ends. The answer to `phase_locked`."""
    if kind == PhaseKind.SELF_SCORING:
        sheets = _held(participants, State.FILLING)
        _turn(sheets, State.UNSUBMITTED)
        UnitSheet.objects.filter(pk__in=[one.pk for one in sheets]).update(overdue=True)
        tell_of_sheets(TOLD_FROZEN, sheets, None)
        end_shares(sheets)
    return []


@transaction.atomic
def thaw_unsubmitted(
    *, by: Actor, cycle: Cycle, kind: str, participants: Collection[Participant]
) -> list[Model]:
    """Let these participants fill in again what only the lock froze. The answer to `phase_unlocked`."""
    if kind == PhaseKind.SELF_SCORING:
        _turn(_held(participants, State.UNSUBMITTED), State.FILLING)
    return []


@transaction.atomic
def reopen_sheet(*, by: Actor, participant: Participant, kind: str, reason: str) -> list[Model]:
    """Open the sheet of a participant again, whatever became of it, and take back what was handed in; returns what was
    written. The answer to `phase_reopened`."""
    if kind != PhaseKind.SELF_SCORING:
        return []
    _turn(_held([participant], State.UNSUBMITTED), State.FILLING)
    wrote: list[Model] = []
    for sheet in _held([participant], State.SUBMITTED):
        wrote += _give_back(by, sheet, reason, timezone.now(), reopened=True)[1]
    return wrote


def _held(participants: Collection[Participant], state: State) -> list[UnitSheet]:
    rows = UnitSheet.objects.select_for_update(of=("self",)).select_related("participant__cycle")
    return list(rows.filter(participant__in=participants, state=state).order_by("pk"))


def _turn(sheets: Iterable[UnitSheet], state: State) -> None:
    for sheet in sheets:
        sheet.state, sheet.version = state, sheet.version + 1
        sheet.save(update_fields=["state", "version"])
        let_reminders_go(sheet)
