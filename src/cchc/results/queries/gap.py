"""How far the units' own scores lie from what became of them: by unit, by criterion, and in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.correlation import kendall, spearman
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.ledgers import NA
from cchc.core.words.names import sort_key
from cchc.core.words.numbers import total
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group
from cchc.results.queries.stages import stage_ranking
from cchc.scores.consequences import untold_stages
from cchc.scores.models import Stage


@dataclass(frozen=True, slots=True)
class UnitGap:
    """A unit: its points by itself and later over the criteria that have both, what was taken (`gap`, below zero where
    it was given more), its index and rank both times; `leaves` is how many criteria changed."""

    unit_id: int
    name: str
    claimed: Fraction
    later: Fraction
    claimed_index: Fraction | None
    later_index: Fraction | None
    claimed_rank: int | None
    later_rank: int | None
    leaves: int

    @property
    def gap(self) -> Fraction:
        """The points of its own score less the later ones."""
        return self.claimed - self.later


@dataclass(frozen=True, slots=True)
class LeafGap:
    """A criterion: of how many units both scores are known, how many lost by it and how many gained, and the points of
    their own scores less the later ones, together and in the mean."""

    leaf: Node
    units: int
    lowered: int
    raised: int
    gap: Fraction

    @property
    def mean(self) -> Fraction:
        """The gap of one unit in the mean."""
        return self.gap / self.units


@dataclass(frozen=True, slots=True)
class GapPage:
    """The gap in one peer group as far as a reader sees it, the largest first. `spearman` and `kendall` say how alike
    the two orders of `ranked` units are: None where fewer than two have both indices, where all are equal, or for a
    reader who does not see the group whole. `stage` is what is set against the self-scores."""

    cycle: Cycle
    group: Group
    criteria: CriteriaSet
    stage: str
    units: tuple[UnitGap, ...]
    leaves: tuple[LeafGap, ...]
    spearman: Fraction | None
    kendall: Fraction | None
    ranked: int
    whole: bool

    @property
    def gap(self) -> Fraction:
        """The gap of all units together."""
        return total([one.gap for one in self.units]) if self.units else Fraction(0)


def gap_page(sight: Sight, cycle: Cycle, group: Group, stage: str = "") -> GapPage:
    """Return the gap between the self-scores of a peer group and a later `stage`, "" for the furthest. A unit whose
    appraisal the reader is not told is left out. A few queries, however many units there are."""
    whole, untold = sight.is_whole(cycle), untold_stages(sight, cycle)
    claimed = stage_ranking(group.cycle_set, cycle, Stage.SELF_SCORE, untold)
    later = stage_ranking(group.cycle_set, cycle, stage or Stage.DECIDED, untold)
    criteria = claimed.basis.criteria
    self_scored = {cell for cell, score in claimed.basis.scores.items() if score.stage == Stage.SELF_SCORE}
    seen = [
        one
        for one in claimed.basis.participants
        if one.peer_group == group.name and one.pk not in untold and (whole or one.unit_id in sight.units)
    ]
    pairs = [(one, claimed.accounts[one.pk], later.accounts[one.pk]) for one in seen]
    leaves: dict[str, list[tuple[Fraction, Fraction]]] = {}
    units = []
    for participant, own, then in pairs:
        both = {
            number: points
            for number in criteria.leaves
            if (participant.pk, number) in self_scored and (points := _both(number, own, then)) is not None
        }
        for number, points in both.items():
            leaves.setdefault(number, []).append(points)
        if both:
            units.append(_unit_gap(participant, own, then, list(both.values()), whole))
    indices = [
        (own.index, then.index)
        for _participant, own, then in pairs
        if whole and own.index is not None and then.index is not None
    ]
    sides = [one for one, _other in indices], [other for _one, other in indices]
    rho, tau = spearman(*sides), kendall(*sides)
    return GapPage(
        cycle=cycle,
        group=group,
        criteria=criteria,
        stage=stage or later.reached,
        units=tuple(sorted(units, key=lambda one: (-one.gap, sort_key(one.name)))),
        leaves=tuple(
            _leaf_gap(leaf, leaves[number]) for number, leaf in criteria.leaves.items() if number in leaves
        ),
        spearman=rho.rounded() if rho else None,
        kendall=tau.rounded() if tau else None,
        ranked=len(indices),
        whole=whole,
    )


def _both(number: str, own: Account, then: Account) -> tuple[Fraction, Fraction] | None:
    """The points of a leaf by the unit and later; None where it does not apply or has none in one of the two."""
    one, other = own.nodes[number], then.nodes[number]
    if one.waiting or other.waiting or NA in (own.unit.given.get(number), then.unit.given.get(number)):
        return None
    return one.points, other.points


def _unit_gap(
    participant: Participant,
    own: Account,
    then: Account,
    both: Sequence[tuple[Fraction, Fraction]],
    whole: bool,
) -> UnitGap:
    return UnitGap(
        unit_id=participant.unit_id,
        name=participant.name,
        claimed=total([one for one, _other in both]),
        later=total([other for _one, other in both]),
        claimed_index=own.index,
        later_index=then.index,
        claimed_rank=own.rank if whole else None,
        later_rank=then.rank if whole else None,
        leaves=sum(one != other for one, other in both),
    )


def _leaf_gap(leaf: Node, both: Sequence[tuple[Fraction, Fraction]]) -> LeafGap:
    return LeafGap(
        leaf=leaf,
        units=len(both),
        lowered=sum(other < one for one, other in both),
        raised=sum(other > one for one, other in both),
        gap=total([one - other for one, other in both]),
    )
