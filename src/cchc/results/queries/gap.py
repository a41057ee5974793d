"""How far the units' own scores lie from what became of them: by unit, by criterion, and in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cchc.core.scoring.correlation import kendall, spearman
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.words.names import sort_key
from cchc.core.words.numbers import total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group
from cchc.results.models import IndexRun
from cchc.results.queries.stages import StageUnit, stage_results
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
    at: datetime

    @property
    def gap(self) -> Fraction:
        """The gap of all units together."""
        return total([one.gap for one in self.units]) if self.units else Fraction(0)


def gap_page(sight: Sight, cycle: Cycle, group: Group, run: IndexRun, stage: str = "") -> GapPage:
    """Return the gap between the self-scores of a peer group and a later `stage`, "" for the furthest, as `run` knows
    them. A unit whose appraisal the reader is not told is left out. A few queries, however many units there are."""
    whole, untold = sight.is_whole(cycle), untold_stages(sight, cycle)
    claimed = stage_results(group.cycle_set, cycle, Stage.SELF_SCORE, untold, run)
    later = stage_results(group.cycle_set, cycle, stage or Stage.DECIDED, untold, run)
    criteria = criteria_of(group.cycle_set.version)
    pairs = [
        (own, later.units[pk])
        for pk, own in claimed.units.items()
        if own.participant.peer_group == group.name
        and pk not in untold
        and pk in later.units
        and (whole or own.participant.unit_id in sight.units)
    ]
    leaves: dict[str, list[tuple[Fraction, Fraction]]] = {}
    units = []
    for own, then in pairs:
        both = {
            number: (points, then.points[number])
            for number, points in own.points.items()
            if number in own.self_scored and number in then.points
        }
        for number, points in both.items():
            leaves.setdefault(number, []).append(points)
        if both:
            units.append(_unit_gap(own, then, list(both.values()), whole))
    indices = [
        (own.index, then.index)
        for own, then in pairs
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
        at=later.at,
    )


def _unit_gap(
    own: StageUnit, then: StageUnit, both: Sequence[tuple[Fraction, Fraction]], whole: bool
) -> UnitGap:
    return UnitGap(
        unit_id=own.participant.unit_id,
        name=own.participant.name,
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
