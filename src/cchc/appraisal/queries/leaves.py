"""Which leaves of which units are appraised in a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cchc.appraisal.queries.explained import Explained, explained_leaves, numbers_by_participant
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import NotApplicable, Participant
from cchc.scores.models import Stage
from cchc.self_scoring.queries.sums import own_leaves

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf


@dataclass(frozen=True, slots=True)
class StageLeaves:
    """The leaves that are appraised in one stage: in the first all that a unit scores itself and that apply to it, in
    the second those of them that it `explained` (None: in the first stage)."""

    off: Mapping[int, Collection[str]]
    explained: Mapping[Cell, Explained] | None
    numbers: Mapping[int, frozenset[str]]

    def every(self, participant: Participant) -> dict[str, Node]:
        """Return the leaves of a participant, whose set and version are fetched with it, of all stages."""
        return own_leaves(criteria_of(participant.cycle_set.version), self.off.get(participant.pk, ()))

    def of(self, participant: Participant) -> dict[str, Node]:
        """Return the leaves of a participant in this stage, in their order."""
        leaves = self.every(participant)
        if self.explained is None:
            return leaves
        wanted = self.numbers.get(participant.pk, frozenset())
        return {number: leaf for number, leaf in leaves.items() if number in wanted}

    def said(self, participant: int, leaf: str) -> Explained | None:
        """Return what a participant explained of a leaf; None in the first stage."""
        return None if self.explained is None else self.explained.get((participant, leaf))


def stage_leaves(stage: str, participants: Collection[int]) -> StageLeaves:
    """Return the leaves that are appraised in a stage of these participants, by their ids; at most two queries."""
    off: dict[int, set[str]] = defaultdict(set)
    rows = NotApplicable.objects.filter(participant__in=participants).order_by()
    for pk, number in rows.values_list("participant_id", "leaf"):
        off[pk].add(number)
    explained = explained_leaves(participants) if stage == Stage.SECOND_APPRAISAL else None
    return StageLeaves(off, explained, numbers_by_participant(explained or ()))
