"""Handing in what a unit says to its result: by its head, or by the lock of the phase; it freezes, and the second
appraisal opens for what was explained. More time, and opening the phase again, open it anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.justifying import held_justification
from cchc.appraisal.actions.opening import (
    held_second_appraisal,
    open_second_appraisal,
    put_second_appraisal_away,
)
from cchc.appraisal.models import JustificationReopening, JustificationSubmission, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_hand_in_justification
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.justified import (
    JustificationView,
    justification_content,
    justification_seal,
    open_justifications,
)
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.actions.clock import by_the_calendar
from cchc.cycles.actions.locking import look_at_phase
from cchc.cycles.consequences import OpenTask
from cchc.cycles.models import Cycle, Participant, PhaseKind
from cchc.scores.models import Stage
from cchc.self_scoring.queries.submissions import content_hash

HANDED_IN = verb(
    "appraisal.justification_handed_in",
    _("handed in the justification of {subject}, number {number}: {explained} criteria explained"),
    about=OF_A_UNIT,
)


@transaction.atomic
def hand_in_justification(
    *, by: Actor, appraised: UnitAppraisal, seen: str, now: datetime | None = None
) -> JustificationSubmission:
    """Hand in what a unit says to its result, as its head saw it: it freezes as the next numbered justification, what
    was not answered counts as accepted, and the second appraisal opens for what was explained.

    `seen` is the seal that the page showed (`queries.justified.justification_seal`). Raises `NotPermitted`, `Changed`
    when something else stands there by now, ValidationError with the lock, where no result stands, and once it is
    handed in.
    """
    participant = appraised.participant
    if not may_hand_in_justification(by, participant):
        raise NotPermitted(Permission.JUSTIFICATION_SEND)
    arrived = now or timezone.now()
    look_at_phase(participant=participant, kind=PhaseKind.JUSTIFICATION, now=arrived, early=True)
    view = held_justification(hold(UnitAppraisal.objects.select_related(*WITH_SET), appraised.pk))
    shown = justification_seal(view)
    if shown != seen:
        raise Changed(seen=seen, now=shown)
    made, opened = _handed_in(by, view, arrived, by_lock=False)
    record(
        by=by,
        verb=HANDED_IN,
        subject=participant.name,
        subject_id=appraised.pk,
        facts={"number": made.number, "sha256": made.sha256, "explained": len(view.explained)},
        wrote=[made, *opened],
    )
    return made


def _handed_in(
    by: Actor, view: JustificationView, now: datetime, *, by_lock: bool
) -> tuple[JustificationSubmission, list[Model]]:
    """Freeze what a unit says to its result, and open the second appraisal where it explained something; returns the
    rows that this wrote besides."""
    row, content = view.appraised, justification_content(view)
    made = JustificationSubmission.objects.create(
        of=row,
        result=view.result,
        number=row.justification_submissions.count() + 1,
        content=content,
        sha256=content_hash(content),
        by_lock=by_lock,
        at=now,
        **by_line(by),
    )
    return made, open_second_appraisal(row.participant, made) if view.explained else []


# The lock


@transaction.atomic
def lock_justifications(*, cycle: Cycle, kind: str, participants: Collection[Participant]) -> list[Model]:
    """Hand in, as it stands, what these participants have not handed in when the justification locks. The answer to
    `phase_locked`."""
    if kind != PhaseKind.JUSTIFICATION:
        return []
    wrote: list[Model] = []
    for row in _held(participants, UnitAppraisal.State.SENT):
        for view in open_justifications([row.participant_id]):
            made, opened = _handed_in(by_the_calendar(), view, timezone.now(), by_lock=True)
            wrote += [made, *opened]
    return wrote


@transaction.atomic
def thaw_justifications(
    *, by: Actor, cycle: Cycle, kind: str, participants: Collection[Participant]
) -> list[Model]:
    """Let these participants explain again what only the lock handed in, as long as nothing of it is appraised. The
    answer to `phase_unlocked`."""
    if kind != PhaseKind.JUSTIFICATION:
        return []
    rows = _held(participants, UnitAppraisal.State.SENT)
    by_lock = standing_submissions().filter(of__in=rows, by_lock=True).select_related("of__participant")
    wrote: list[Model] = []
    for one in by_lock.order_by("pk"):
        second = held_second_appraisal(one.of.participant)
        if second is None or not second.given:
            wrote += _opened_again(by, one, gettext("The unit got more time."))
    return wrote


@transaction.atomic
def reopen_justification(*, by: Actor, participant: Participant, kind: str, reason: str) -> list[Model]:
    """Open the justification of a participant again that was handed in, and put away what was appraised of it. The
    answer to `phase_reopened`."""
    if kind != PhaseKind.JUSTIFICATION:
        return []
    rows = _held([participant], UnitAppraisal.State.SENT)
    standing = standing_submissions().filter(of__in=rows).select_related("of__participant").order_by("pk")
    return [row for one in standing for row in _opened_again(by, one, reason)]


def _opened_again(by: Actor, one: JustificationSubmission, reason: str) -> Iterable[Model]:
    made = JustificationReopening.objects.create(
        submission=one, reason=reason, at=timezone.now(), **by_line(by)
    )
    return [made, *put_second_appraisal_away(by, one.of.participant, reason)]


def _held(participants: Collection[Participant], state: str) -> list[UnitAppraisal]:
    rows = UnitAppraisal.objects.select_for_update(of=("self",), no_key=True).select_related(*WITH_SET)
    first = rows.filter(participant__in=participants, stage=Stage.FIRST_APPRAISAL, state=state)
    return list(first.order_by("pk"))


def unfinished_justifications(*, cycle: Cycle, kind: str) -> list[OpenTask]:
    """Return the participants of `cycle` that have not handed in what they say to their results, with how much of it is
    answered; the answer to `open_tasks`."""
    if kind != PhaseKind.JUSTIFICATION:
        return []
    views = open_justifications(list(cycle.participants.values_list("pk", flat=True)))
    return [OpenTask(view.appraised.participant_id, _left(view)) for view in views]


def _left(view: JustificationView) -> str:
    words = ngettext(
        "justification: {explained} of {count} lowered criterion explained, the others count as accepted",
        "justification: {explained} of {count} lowered criteria explained, the others count as accepted",
        len(view.leaves),
    )
    return words.format(explained=len(view.explained), count=len(view.leaves))
