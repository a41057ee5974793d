"""Chốt: the head hands a sheet in, it freezes and becomes the self-score of its unit; or the coordinator takes it in as
it stood at the lock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.actions.applicability import check_not_near
from cchc.cycles.actions.changing import running_cycle
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.models import Cycle, PhaseKind
from cchc.documents.actions.aside import FileAside, store_aside
from cchc.scores.actions.stages import write_stage
from cchc.scores.models import Origin, Stage
from cchc.scores.queries.content import ScoreContent
from cchc.self_scoring.actions.telling import TOLD_TAKEN_IN, let_reminders_go, tell_of_sheets
from cchc.self_scoring.actions.writing import held_filling, locked_words
from cchc.self_scoring.consequences import sheet_submitted
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from cchc.self_scoring.policies import may_submit, may_take_in
from cchc.self_scoring.queries.gaps import SheetGap, deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import LeafView, SheetView, sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import content_hash, seal_of, submitted_content

SUBMITTED = verb("self_scoring.submitted", _("handed in the sheet of {subject}, submission {number}"))
TAKEN_IN = verb(
    "self_scoring.taken_in",
    _("took in the sheet of {subject} as it stood at the lock, submission {number}: {reason}"),
)


@transaction.atomic
def submit_sheet(
    *,
    by: Actor,
    sheet: UnitSheet,
    seen: str,
    signed: FileAside | None = None,
    now: datetime | None = None,
) -> SheetSubmission:
    """Hand in a sheet as its head saw it: it freezes as the next numbered submission, and its points become the
    self-score of the unit, in one act.

    `seen` is the seal of the sheet with its gaps as the page showed them (`queries.submissions.seal_of`); the gaps are
    confirmed by the act. `signed` is stored with the submission, and not at all when the act is refused. Raises
    `Changed` when the sheet is another by now, ValidationError with every gap that forbids it, or with the lock. The
    cycle is held before the sheet, as by every act that changes both.
    """
    if not may_submit(by, sheet):
        raise NotPermitted(Permission.SHEET_SUBMIT)
    arrived = now or timezone.now()
    hold(Cycle.objects.all(), sheet.participant.cycle_id)
    look_at_phase(participant=sheet.participant, kind=PhaseKind.SELF_SCORING, now=arrived)
    held_filling(sheet)
    view, gaps = _whole(sheet)
    shown = seal_of(view, gaps)
    if shown != seen:
        raise Changed(seen=seen, now=shown)
    forbidding = [gap for gap in gaps if gap.kind.forbids]
    if forbidding:
        raise ValidationError(
            [f"{gap.leaf}: {say(gap.words, gettext, number_in_full)}" for gap in forbidding]
        )
    return _submitted(by, view, gaps, SUBMITTED, arrived, signed=signed)


@transaction.atomic
def take_in_sheet(
    *, by: Actor, sheet: UnitSheet, reason: str, now: datetime | None = None
) -> SheetSubmission:
    """Take in a sheet that its unit did not hand in before the lock, as it stands; answers from which no points follow
    stay pending.

    Raises ValidationError without a reason, for a sheet in any other state, in a cycle that does not run, and where the
    unit stands near to the person.
    """
    if not may_take_in(by):
        raise NotPermitted(Permission.SHEET_TAKE_IN)
    text = required_text(reason, gettext("Say why the sheet is taken in as it stands."))
    cycle = running_cycle(sheet.participant.cycle_id)
    check_not_near(by, cycle, {sheet.participant_id})
    held = hold(UnitSheet.objects.select_related("participant__cycle"), sheet.pk)
    if held.state != UnitSheet.State.UNSUBMITTED:
        raise ValidationError(
            _("Only a sheet that was not submitted at the lock is taken in.")
            if held.state == UnitSheet.State.FILLING
            else locked_words(held)
        )
    view, gaps = _whole(sheet)
    tell_of_sheets(TOLD_TAKEN_IN, [held], by, reason=text)
    return _submitted(by, view, gaps, TAKEN_IN, now or timezone.now(), reason=text)


def required_text(reason: str, why: str) -> str:
    """Return a reason on one line. Raises ValidationError, saying `why`, when there is none."""
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": why})
    return text


def _whole(sheet: UnitSheet) -> tuple[SheetView, list[SheetGap]]:
    whole = whole_sheets().get(pk=sheet.pk)
    view = sheet_view(whole)
    return view, gaps_in(view, deadline_of(whole))


def _submitted(
    by: Actor,
    view: SheetView,
    gaps: Sequence[SheetGap],
    what: str,
    now: datetime,
    *,
    signed: FileAside | None = None,
    reason: str = "",
) -> SheetSubmission:
    """Freeze a held sheet as its next submission, write the self-score of its unit, and make the one record."""
    sheet, participant = view.sheet, view.sheet.participant
    content = submitted_content(view, gaps)
    copy = store_aside(by=by, aside=signed, own=True) if signed is not None else None
    submission = SheetSubmission.objects.create(
        sheet=sheet,
        number=sheet.submissions.count() + 1,
        content=content,
        sha256=content_hash(content),
        signed=copy,
        taken_in=what == TAKEN_IN,
        at=now,
        **by_line(by),
    )
    sheet.state, sheet.version = UnitSheet.State.SUBMITTED, sheet.version + 1
    sheet.save(update_fields=["state", "version"])
    let_reminders_go(sheet)
    scores = write_stage(
        cycle=participant.cycle, participant=participant, stage=Stage.SELF_SCORE, cells=cells_of(view)
    )
    followed = sheet_submitted(by=by, sheet=sheet, submission=submission)
    facts = {"number": submission.number, "sha256": submission.sha256, "gaps": len(gaps), "reason": reason}
    facts |= {"signed": copy.sha256} if copy is not None else {}
    record(
        by=by,
        verb=what,
        subject=participant.name,
        subject_id=sheet.pk,
        facts={name: value for name, value in facts.items() if value != ""},
        wrote=[submission, *scores, *followed],
    )
    return submission


def cells_of(view: SheetView) -> dict[str, ScoreContent]:
    """Return what a sheet gives each leaf as a score: its figures, or its points with the reason; nothing where figures
    contradict each other or no rule can be applied to them."""
    return {leaf.node.number: _score(leaf) for leaf in view.own_leaves() if _is_scored(leaf)}


def _is_scored(leaf: LeafView) -> bool:
    return not (leaf.content.is_empty or leaf.standing.broken or leaf.standing.fault is not None)


def _score(leaf: LeafView) -> ScoreContent:
    if leaf.node.rule is None:
        return ScoreContent(points=leaf.content.points, origin=Origin.SELF_SCORED, reason=leaf.content.reason)
    return ScoreContent(figures=dict(leaf.content.figures), origin=Origin.SELF_SCORED)
