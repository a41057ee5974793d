"""The appraisal of one unit with what it is given on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cchc.appraisal.models import UnitAppraisal
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import NotApplicable, Participant
from cchc.self_scoring.queries.claims import UNCLAIMED, Claim, claims_of
from cchc.self_scoring.queries.sums import own_leaves

WITH_SET = ("participant__cycle", "participant__cycle_set__version")


@dataclass(frozen=True, slots=True)
class HeldAppraisal:
    """The appraisal of a unit with the set, the leaves that are appraised, and what the unit handed in. Where an act
    holds it, nobody else writes to it until the act ends."""

    row: UnitAppraisal
    criteria: CriteriaSet
    leaves: Mapping[str, Node]
    claims: Mapping[str, Claim]

    @property
    def participant(self) -> Participant:
        """The unit that is appraised."""
        return self.row.participant

    @property
    def year(self) -> int:
        """The year of the cycle."""
        return self.participant.cycle.year

    def claim(self, leaf: str) -> Claim:
        """What the unit handed in for a leaf."""
        return self.claims.get(leaf, UNCLAIMED)


def held_appraisal(row: UnitAppraisal) -> HeldAppraisal:
    """Return the appraisal of a unit, fetched `WITH_SET`, with all that follows it; three queries."""
    participant = row.participant
    criteria = criteria_of(participant.cycle_set.version)
    off = NotApplicable.objects.filter(participant=participant).values_list("leaf", flat=True)
    claims = {leaf: claim for (_pk, leaf), claim in claims_of([participant.pk]).items()}
    return HeldAppraisal(row, criteria, own_leaves(criteria, set(off)), claims)
