"""Who may see and give appraisals. Nobody sees or gives any of a unit that stands near to them, and none of it is told
to them: not who appraises it, not how far it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.appraisal.models import DoubleCell
from cchc.cycles.models import Cycle, Participant, State
from cchc.cycles.policies import is_of_unit

OF_A_UNIT = "appraisal.unit"
"""What verbs of the log are about whose subject is a `UnitAppraisal`: nobody near to its unit reads their entries."""

OF_TWO = "appraisal.double"
"""What verbs of the log are about whose subject is a `DoubleCell`: nor does anybody who may be the other of the two,
before both have given something."""


@dataclass(frozen=True, slots=True)
class AppraisalSight:
    """How far a reader sees into the appraisals of a cycle: every participant but those `apart`, by their ids, which
    stand too near to the reader; nothing at all where the role does not look at appraisals (`sees` is false). `own` are
    the units, by their ids, whose results are sent to the reader.

    Every query of this room that answers a person takes it: lists, counters, search and files alike.
    """

    person: int
    sees: bool
    apart: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()

    def has(self, participant: int) -> bool:
        """Whether the reader sees the appraisals of a participant, by its id."""
        return self.sees and participant not in self.apart

    def reads_result(self, participant: Participant) -> bool:
        """Whether the reader sees what was sent to a participant: its own people do, and whoever sees its appraisal."""
        return participant.unit_id in self.own or self.has(participant.pk)


WHOLE_SIGHT = AppraisalSight(person=0, sees=True)
"""The sight of what is made for everybody who may see everything: minutes and their annexes."""


def may_read_appraisals(actor: Actor) -> bool:
    """Whether `actor` looks at appraisals of units at all."""
    return actor.may(Permission.APPRAISAL_READ)


def may_assign(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` shares out the appraisal of `cycle`: a closed cycle is read-only for everybody."""
    return actor.may(Permission.APPRAISAL_ASSIGN) and cycle.state != State.CLOSED


def may_appraise(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` appraises in `cycle` at all; what, is said by the plan of assignments."""
    return actor.may(Permission.APPRAISAL_GIVE) and cycle.state == State.OPEN


def may_propose(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` gives opinions on requests that a leaf shall not apply; on which, is said by the plan."""
    return actor.may(Permission.APPLICABILITY_PROPOSE) and cycle.state == State.OPEN


def may_send_results(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` sends finished appraisals of `cycle` to their units."""
    return actor.may(Permission.APPRAISAL_SEND) and cycle.state == State.OPEN


def may_read_all_appraisals(actor: Actor) -> bool:
    """Whether `actor` looks at the appraisal of every unit that does not stand near: whoever shares it out, and whoever
    only reads. An appraiser sees what the plan gives to that person."""
    if not may_read_appraisals(actor):
        return False
    return actor.may(Permission.APPRAISAL_ASSIGN) or not actor.may(Permission.APPRAISAL_GIVE)


def may_decide_double(actor: Actor, double: DoubleCell, parties: Collection[int]) -> bool:
    """Whether `actor` decides what a leaf is given that two people appraised: the third who is named, and whoever
    leads; none of the `parties`, by their ids, who appraised it or are to."""
    if double.plan.cycle.state != State.OPEN or actor.person_id in parties:
        return False
    is_third = actor.person_id == double.third_id and actor.may(Permission.APPRAISAL_GIVE)
    return is_third or actor.may(Permission.APPRAISAL_ASSIGN)


def may_answer_questions(actor: Actor, participant: Participant) -> bool:
    """Whether `actor` answers for a unit what its appraisers ask."""
    return actor.may(Permission.QUESTION_ANSWER) and is_of_unit(actor, participant.unit_id)


def may_justify(actor: Actor, participant: Participant) -> bool:
    """Whether `actor` answers for a unit to its result."""
    return actor.may(Permission.JUSTIFICATION_EDIT) and is_of_unit(actor, participant.unit_id)


def may_hand_in_justification(actor: Actor, participant: Participant) -> bool:
    """Whether `actor` hands in what a unit answers to its result: the head of the unit."""
    return actor.may(Permission.JUSTIFICATION_SEND) and is_of_unit(actor, participant.unit_id)


def may_keep_phrases(actor: Actor) -> bool:
    """Whether `actor` decides which standing phrases appraisers are offered: whoever shares the appraisal out."""
    return actor.may(Permission.APPRAISAL_ASSIGN)
