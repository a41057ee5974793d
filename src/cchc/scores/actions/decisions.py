"""What becomes of a correction that waits: a second person makes it or refuses it, or whoever asked withdraws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.cycles.queries import address_of
from cchc.intake.models import StagedFile
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.scores.actions.corrections import check_applies, held_correction, make, required_reason
from cchc.scores.actions.writing import hold_to_correct
from cchc.scores.models import Correction
from cchc.scores.policies import may_decide, may_withdraw
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.effects import effect_of
from cchc.scores.queries.imports import changes_in
from cchc.scores.queries.interests import units_of_interest
from cchc.scores.queries.requests import moved_scores, new_scores

APPROVED = verb(
    "results.correction_approved", _("approved the change of {leaves} of {subject} that {who} asked for")
)
REFUSED = verb(
    "results.correction_refused",
    _("refused the change of {leaves} of {subject} that {who} asked for: {reason}"),
)
WITHDRAWN = verb("results.correction_withdrawn", _("withdrew the change of {leaves} of {subject}"))
CHANGE_APPROVED = notice_kind(
    "scores.change_approved", _("The change of {leaf} of {unit} for which you asked was approved")
)
CHANGE_REFUSED = notice_kind(
    "scores.change_refused",
    _("The change of {leaf} of {unit} for which you asked was refused: {reason}"),
    letter=_("The change of {leaf} of {unit} for which you asked was refused"),
)

State = Correction.State

MOST_LEAVES = 5  # named one by one in a notice: an import asks for sixty at once


@transaction.atomic
def approve(*, by: Actor, correction: Correction) -> Correction:
    """Make a correction that waits, as the second person; from now on it counts.

    Raises `NotPermitted` for whoever may not decide on it, `Changed` with the cells that are not as they were when it
    was asked for, ValidationError when it does not wait any more or the rules refuse it.
    """
    asked = _to_decide(by, correction)
    participant = asked.participant
    if cells := moved_scores(asked):
        raise Changed(seen=[one.change.old for one in cells], now=cells)
    basis = basis_of(participant.cycle_set, participant.cycle)
    for cell in changes_in(asked.cells):
        check_applies(basis, participant, cell.leaf)
    effect = effect_of(basis, participant, new_scores(basis, asked))
    _decide(by, asked, State.MADE)
    _record(by, APPROVED, asked, wrote=make(asked, effect))
    _answer(by, CHANGE_APPROVED, asked)
    return asked


@transaction.atomic
def refuse(*, by: Actor, correction: Correction, reason: str) -> Correction:
    """Refuse a correction that waits, as the second person.

    Raises `NotPermitted` for whoever may not decide on it, ValidationError when it does not wait any more or no reason
    is given.
    """
    asked = _to_decide(by, correction)
    _decide(by, asked, State.REFUSED, required_reason(reason))
    _record(by, REFUSED, asked, reason=asked.answer)
    _answer(by, CHANGE_REFUSED, asked, reason=asked.answer)
    return asked


@transaction.atomic
def withdraw(*, by: Actor, correction: Correction) -> Correction:
    """Withdraw a correction that one has asked for. Raises `NotPermitted` for others, ValidationError when it does not
    wait any more."""
    hold_to_correct(by, Permission.SCORE_CORRECT, correction.participant.cycle)
    asked = _waiting(correction)
    if not may_withdraw(by, asked):
        raise NotPermitted(Permission.SCORE_CORRECT)
    _decide(by, asked, State.WITHDRAWN)
    _record(by, WITHDRAWN, asked)
    return asked


def withdraw_rows(by: Actor, staged: StagedFile) -> list[Correction]:
    """Withdraw what still waits of a points file that is taken back. Part of that act, which records it."""
    waiting = Correction.objects.select_for_update().filter(
        source=staged.pk, kind=Correction.Kind.IMPORT, state=State.WAITING
    )
    withdrawn = list(waiting)
    for one in withdrawn:
        _decide(by, one, State.WITHDRAWN)
    return withdrawn


def _to_decide(by: Actor, correction: Correction) -> Correction:
    hold_to_correct(by, Permission.SCORE_CORRECT, correction.participant.cycle)
    asked = _waiting(correction)
    if not may_decide(by, asked, units_of_interest(by, asked.participant.cycle)):
        raise NotPermitted(Permission.SCORE_CORRECT)
    return asked


def _waiting(correction: Correction) -> Correction:
    held = held_correction(correction)
    if not held.is_waiting:
        raise ValidationError(_("This was decided or withdrawn meanwhile."))
    return held


def _decide(by: Actor, asked: Correction, state: Correction.State, answer: str = "") -> None:
    asked.state, asked.answer = state, answer
    asked.decided_at, asked.decided_by, asked.decided_unit = timezone.now(), by.person, by.unit
    asked.save(update_fields=["state", "answer", "decided_at", "decided_by", "decided_unit"])


def _answer(by: Actor, kind: NoticeKind, asked: Correction, **more: str) -> None:
    """Tell whoever asked what was decided."""
    participant = asked.participant
    tell(
        kind=kind,
        to=[asked.person_id],
        facts={
            "unit": participant.name,
            "leaf": in_short([cell.leaf for cell in changes_in(asked.cells)]),
            **more,
        },
        href=reverse("scores:request", args=[*address_of(participant.cycle), asked.pk]),
        by=by,
    )


def in_short(leaves: Sequence[str]) -> str:
    """Return the numbers of some leaves as one line; of many the first and the last, and how many they are.

    >>> in_short(["1.1", "1.2"]), in_short(["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"])
    ('1.1, 1.2', '1.1, 1.2, … 3.2 (6)')
    """
    if len(leaves) <= MOST_LEAVES:
        return ", ".join(leaves)
    return f"{', '.join(leaves[:2])}, … {leaves[-1]} ({len(leaves)})"


def _leaves(asked: Correction) -> str:
    return ", ".join(cell.leaf for cell in changes_in(asked.cells))


def _record(by: Actor, what: str, asked: Correction, wrote: Sequence[Model] = (), **more: Any) -> None:
    facts = {"correction": asked.pk, "leaves": _leaves(asked), "who": asked.person, **more}
    subject = asked.participant
    record(by=by, verb=what, subject=subject.name, subject_id=subject.pk, facts=facts, wrote=[asked, *wrote])
