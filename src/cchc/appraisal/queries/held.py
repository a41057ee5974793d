"""The appraisal of one unit with what it is given on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import AppraisalContent, appraisal_content
from cchc.appraisal.queries.explained import Explained, first_appraisal
from cchc.appraisal.queries.leaves import stage_leaves
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.scores.models import Stage
from cchc.self_scoring.queries.claims import UNCLAIMED, Claim, claims_of

WITH_SET = ("participant__cycle", "participant__cycle_set__version")


@dataclass(frozen=True, slots=True)
class HeldAppraisal:
    """The appraisal of a unit with the set, the leaves that are appraised, and what the unit handed in. Where an act
    holds it, nobody else writes to it until the act ends. In the second stage `explained` is what the unit said to its
    leaves, and `first` what the first stage gave all."""

    row: UnitAppraisal
    criteria: CriteriaSet
    leaves: Mapping[str, Node]
    claims: Mapping[str, Claim]
    explained: Mapping[str, Explained]
    first: Mapping[str, AppraisalContent]

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

    def read(self, leaf: str) -> str:
        """The hash of what is judged of a leaf: what the unit handed in, or in the second stage what it explained."""
        said = self.explained.get(leaf)
        return self.claim(leaf).sha256 if said is None else said.sha256

    @property
    def kept(self) -> Mapping[str, AppraisalContent]:
        """What stays, in the second stage, as the first one gave it, by leaf."""
        return {number: one for number, one in self.first.items() if number not in self.leaves}


def held_appraisal(row: UnitAppraisal) -> HeldAppraisal:
    """Return the appraisal of a unit, fetched `WITH_SET`, with all that follows it; three queries, three more in the
    second stage."""
    participant = row.participant
    leaves = stage_leaves(row.stage, [participant.pk])
    claims = {leaf: claim for (_pk, leaf), claim in claims_of([participant.pk]).items()}
    own = leaves.of(participant)
    said = {number: one for number in own if (one := leaves.said(participant.pk, number)) is not None}
    first = _first(participant.pk) if row.stage == Stage.SECOND_APPRAISAL else {}
    first = {number: first[number] for number in leaves.every(participant) if number in first}
    return HeldAppraisal(row, criteria_of(participant.cycle_set.version), own, claims, said, first)


def _first(participant: int) -> dict[str, AppraisalContent]:
    """What the first stage gave a participant."""
    row = first_appraisal(participant)
    return {} if row is None else {one.leaf: appraisal_content(one) for one in row.rows.exclude(verdict="")}
