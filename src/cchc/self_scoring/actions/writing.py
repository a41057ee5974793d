"""How a sheet is written, whatever the act: held, open for its unit, its sums exact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.locks import holding
from cchc.audit.models import by_line
from cchc.audit.statements import Statement, carry_out, storing
from cchc.core.papers.deadlines.windows import Arrival
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import is_self_scored
from cchc.cycles.actions.locking import arrival_in, looking_at_phase
from cchc.cycles.models import Participant, PhaseKind
from cchc.cycles.queries.requests import LeavesApart, leaves_apart_of
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.policies import may_edit
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.sums import (
    KeptPoints,
    SheetAccount,
    criteria_in_force,
    kept_account,
)


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """A sheet that an act holds: nobody else writes to it until the act ends; what does not apply to its unit stands
    `apart`. `late`: what arrives was typed before the lock and came within the time of grace."""

    sheet: UnitSheet
    criteria: CriteriaSet
    apart: LeavesApart
    late: bool

    @property
    def participant(self) -> Participant:
        """The unit whose sheet it is."""
        return self.sheet.participant

    @property
    def year(self) -> int:
        """The year of the cycle."""
        return self.participant.cycle.year

    def touch(self) -> None:
        """Store that the sheet is another, for whoever is about to hand it in as it was seen."""
        self.sheet.version += 1
        self.sheet.save(update_fields=["version"])

    def own_leaf(self, number: str) -> Node:
        """Return a leaf that the unit scores itself. Raises ValidationError for any other."""
        leaf = self.criteria.leaves.get(number)
        params = {"leaf": number}
        if leaf is None:
            raise ValidationError(
                _("The leaf %(leaf)s does not belong to the criteria of this unit."), params=params
            )
        if number in self.apart.off:
            raise ValidationError(_("%(leaf)s does not apply to this unit."), params=params)
        if not is_self_scored(leaf):
            raise ValidationError(
                _("%(leaf)s is scored by the survey: a unit does not score it itself."), params=params
            )
        return leaf


def hold_to_edit(
    by: Actor, sheet: UnitSheet, now: datetime, typed_at: datetime | None = None, *more: Statement[Any]
) -> HeldSheet:
    """Return a sheet held for `by` to fill it in; the phase is looked at before the sheet is held, as by whoever locks
    it. `more` is carried out in one go with that, once it is held. Raises `NotPermitted`, and ValidationError when the
    sheet or the phase is locked."""
    check_may_edit(by, sheet)
    participant, kind = sheet.participant, PhaseKind.SELF_SCORING
    look, window = looking_at_phase(participant, kind)
    held, apart = holding(UnitSheet, sheet.pk), leaves_apart_of(participant.pk)
    carry_out(look, window, held, apart, *more)
    arrival = arrival_in(window.answer, participant=participant, kind=kind, now=now, typed_at=typed_at)
    return _filling(sheet, held.answer, apart.answer, late=arrival is Arrival.IN_GRACE)


def check_may_edit(by: Actor, sheet: UnitSheet) -> None:
    """Raise `NotPermitted` unless `by` fills in this sheet."""
    if not may_edit(by, sheet):
        raise NotPermitted(Permission.SHEET_EDIT)


def held_filling(sheet: UnitSheet) -> HeldSheet:
    """Return a sheet, held, that is being filled in. Raises ValidationError, which says why it is not any more."""
    held, apart = holding(UnitSheet, sheet.pk), leaves_apart_of(sheet.participant_id)
    carry_out(held, apart)
    return _filling(sheet, held.answer, apart.answer)


def _filling(sheet: UnitSheet, held: UnitSheet, apart: LeavesApart, *, late: bool = False) -> HeldSheet:
    """Return what an act works with of a sheet that it holds, if it is being filled in.

    Its participant is the one that was given: as long as there is a sheet, neither who takes part nor the published set
    by which that unit is scored becomes another.
    """
    held.participant = sheet.participant
    if held.state != UnitSheet.State.FILLING:
        raise ValidationError(locked_words(held))
    return HeldSheet(held, criteria_in_force(held.participant), apart, late)


def locked_words(sheet: UnitSheet) -> str:
    """Return why nothing is written to a sheet that is not being filled in, and who can lift that."""
    if sheet.state == UnitSheet.State.SUBMITTED:
        return gettext("The sheet is submitted. It can be changed again once the coordinator returns it.")
    return gettext(
        "The sheet was not submitted at the lock. The coordinator takes it in as it stands or gives an extension."
    )


def answers_to(held: HeldSheet, leaves: Collection[str]) -> dict[str, Answer]:
    """Return the answers to these leaves, by number; one query."""
    return {one.leaf: one for one in held.sheet.answers.filter(leaf__in=leaves).order_by()}


def put(by: Actor, held: HeldSheet, answer: Answer, what: AnswerContent, now: datetime) -> Answer:
    """Put `what` into an answer, its version one higher than it was; it is not stored yet."""
    answer.figures = dict(what.figures) or None
    answer.fed = dict(what.fed)
    for name in ("points", "reason", "provisional", "note", "done"):
        setattr(answer, name, getattr(what, name))
    for name, value in by_line(by).items():
        setattr(answer, name, value)
    answer.late, answer.at = held.late, now
    answer.version += 1
    return answer


def new_answer(held: HeldSheet, leaf: str) -> Answer:
    """Return an answer that is not stored yet, below every version."""
    return Answer(sheet=held.sheet, leaf=leaf, version=0)


def account_by(held: HeldSheet, kept: Mapping[str, KeptPoints]) -> SheetAccount:
    """Return what a sheet comes to by what its answers keep."""
    return kept_account(held.criteria, kept, held.apart.off, held.year)


def sum_up(held: HeldSheet, kept: Mapping[str, KeptPoints]) -> tuple[SheetAccount, Statement[None]]:
    """Return what a sheet comes to by what its answers keep, and the statement that stores its running sums, and that
    it is another one."""
    account = account_by(held, kept)
    held.sheet.version += 1
    return account, storing(held.sheet, *account.sums.put_into(held.sheet), "version")


def facts_of(answers: Mapping[str, Answer]) -> dict[str, int]:
    """Return the leaves that an act wrote with their versions: the log is read by the province, so it says nothing of
    what a sheet holds."""
    return {leaf: one.version for leaf, one in answers.items()}
