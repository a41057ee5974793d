"""Who decides on requests that a leaf shall not apply: whoever prepares the cycle, and once a unit is appraised the
lead of the appraisal."""

from __future__ import annotations

from collections.abc import Iterable

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.consequences import handed_in, near_units
from cchc.cycles.models import ApplicabilityRequest, PhaseKind, PhaseLock, ScoredBy


def permissions_to_decide(requests: Iterable[ApplicabilityRequest]) -> dict[int, Permission]:
    """Return which permission decides on each of `requests`, by its id. In a set scored by the round it is the
    appraisal's as soon as the sheet of the unit is handed in or self-scoring is locked for it; before that, and in sets
    scored by file, it is the coordinator's. Three queries; participants with their sets are fetched with the requests.
    """
    asked = list(requests)
    scored = {one.participant_id for one in asked if one.participant.cycle_set.scored_by == ScoredBy.ROUND}
    locks = PhaseLock.objects.filter(kind=PhaseKind.SELF_SCORING, participant__in=scored)
    appraised = set(locks.values_list("participant_id", flat=True)) if scored else set()
    appraised |= {one.participant for one in handed_in(participants=scored)} if scored else set()
    return {
        one.pk: Permission.APPLICABILITY_SETTLE
        if one.participant_id in appraised
        else Permission.APPLICABILITY_DECIDE
        for one in asked
    }


def requests_of(actor: Actor, waiting: Iterable[ApplicabilityRequest]) -> list[ApplicabilityRequest]:
    """Return those of `waiting` on which `actor` decides now: with the permission that decides on them, and not of
    units that stand near."""
    asked = list(waiting)
    needed = permissions_to_decide(asked)
    own = [one for one in asked if actor.may(needed[one.pk])]
    by_cycle = {one.participant.cycle_id: one.participant.cycle for one in own}
    near = {
        (pk, unit.name)
        for pk, cycle in by_cycle.items()
        for unit in near_units(
            by=actor,
            cycle=cycle,
            participants={one.participant_id for one in own},
            instead=Permission.APPLICABILITY_SETTLE,
        )
    }
    return [one for one in own if (one.participant.cycle_id, one.participant.name) not in near]
