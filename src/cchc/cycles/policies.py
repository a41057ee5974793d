"""Rules of the yearly cycle: who may see and who may prepare it, and how far a reader sees into its results."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, Phase, PhaseKind, State
from cchc.units.models import Lineage
from cchc.units.queries import ids_in_reach, predecessors_of


def may_read_cycles(actor: Actor) -> bool:
    """Whether `actor` may look at the cycles."""
    return actor.may(Permission.CYCLE_READ)


def may_change_cycle(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may change `cycle`: a closed cycle is read-only for everybody."""
    return actor.may(Permission.CYCLE_MANAGE) and cycle.state != State.CLOSED


SCORED_IN = frozenset({PhaseKind.SELF_SCORING, PhaseKind.APPRAISAL, PhaseKind.SECOND_APPRAISAL})


def is_open_for(actor: Actor, phase: Phase, cycle: Cycle) -> bool:
    """Whether `actor` has something to do in a phase of `cycle` while it runs."""
    if cycle.state == State.CLOSED:
        return False
    if phase.kind == PhaseKind.PLAN:
        return actor.may(Permission.PLAN_EDIT)
    if phase.kind in SCORED_IN:
        return actor.may(Permission.SCORE_IMPORT)
    if phase.kind == PhaseKind.COUNCIL and (
        actor.may(Permission.COUNCIL_PREPARE) or actor.may(Permission.COUNCIL_VOTE)
    ):
        return True
    return may_change_cycle(actor, cycle)


def may_reopen_cycle(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may open the closed `cycle` again."""
    return actor.may(Permission.CYCLE_REOPEN) and cycle.state == State.CLOSED


def is_provisional(cycle: Cycle) -> bool:
    """Whether points, indices, ranks and classes of `cycle` may still change: it is neither released nor closed."""
    return cycle.state != State.CLOSED and cycle.released_at is None


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a reader sees into the results of cycles.

    Everywhere for scope province; else the `units` of the reader in every cycle, and all units where a cycle is
    released or open to units. Where a reader does not see all, there is no rank, no mean, no name and no figure of
    another unit. `unit_id` is the unit for which the reader acts, `person_id` who reads: None for what is made for
    everybody who sees the same.
    """

    everywhere: bool
    unit_id: int | None = None
    units: frozenset[int] = frozenset()
    person_id: int | None = field(default=None, compare=False)

    def is_whole(self, cycle: Cycle) -> bool:
        """Whether the reader sees ranks, means and all units of `cycle`."""
        return self.everywhere or cycle.open_to_units or not is_provisional(cycle)

    def has(self, cycle: Cycle, unit_id: int | None) -> bool:
        """Whether the reader sees the results of a unit in `cycle`."""
        return self.is_whole(cycle) or unit_id in self.units


SIGHT_OF_ALL = Sight(everywhere=True)
"""The sight of what is made for everybody who may see everything."""


def sees_whole(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` sees ranks, means and all units of `cycle`; asks the database nothing."""
    return Sight(actor.everywhere).is_whole(cycle)


def sight_of(actor: Actor) -> Sight:
    """Return how far `actor` sees: the own unit or the own tree, with the units that they were before."""
    if actor.everywhere:
        return Sight(True, actor.unit_id, person_id=actor.person_id)
    reached = ids_in_reach(actor)
    before = {step.before.pk for steps in predecessors_of(reached).values() for step in steps}
    return Sight(False, actor.unit_id, frozenset(reached | before), actor.person_id)


def own_units(actor: Actor) -> frozenset[int]:
    """Return the ids of the unit for which `actor` acts and of what it was before today; none for whoever acts for the
    province, wherever the own desk stands.

    Units below are not the own one, whatever the scope. What a unit was before it was split is nobody's alone.
    """
    if actor.everywhere or actor.unit_id is None:
        return frozenset()
    own, today = {actor.unit_id}, timezone.localdate()
    for step in predecessors_of(own)[actor.unit_id]:  # nearest first
        if step.after.pk in own and step.on <= today and step.kind != Lineage.Kind.SPLIT:
            own.add(step.before.pk)
    return frozenset(own)


def is_of_unit(actor: Actor, unit_id: int) -> bool:
    """Whether `actor` acts for a unit itself, or for what it became (`own_units`)."""
    return (actor.unit_id == unit_id and not actor.everywhere) or unit_id in own_units(actor)
