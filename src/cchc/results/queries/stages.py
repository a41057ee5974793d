"""Results by stage: the ranking as if later stages were not there yet, and the points of a unit stage by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.ledgers import outcome_of
from cchc.core.scoring.rules.values import PeerRange
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.storing import domain_rows, unit_row
from cchc.results.queries.told import ToldRows
from cchc.scores.models import Stage
from cchc.scores.queries.basis import ScoreBasis, SetRanking, basis_until, checked_ranking
from cchc.scores.queries.content import core_value
from cchc.scores.queries.stages import HOLDS, PLACES, reached_stage, told_scores
from cchc.scores.queries.untold import Untold


@dataclass(frozen=True, slots=True)
class StageRanking:
    """The index of a criteria set by a stage: what it is computed from, and the account of every participant."""

    basis: ScoreBasis
    result: SetRanking

    @property
    def accounts(self) -> Mapping[int, Account]:
        """The accounts by participant, in rank order within each peer group."""
        return self.result.accounts

    @property
    def reached(self) -> str:
        """The furthest stage that it counts."""
        return reached_stage(self.basis.scores.values())


def stage_ranking(cycle_set: CycleSet, cycle: Cycle, stage: str, untold: Untold) -> StageRanking:
    """Return the index of every participant of a set by `stage`, computed now. Raises ValidationError where the rules
    refuse a score."""
    basis = basis_until(cycle_set, cycle, stage, untold)
    return StageRanking(basis, checked_ranking(basis))


def rows_by_stage(ranking: StageRanking, run: IndexRun, group: str, untold: Untold) -> ToldRows:
    """Return the accounts of a peer group as rows of a run, not stored; without a rank where something is `untold`.
    Their ids are below zero: no stored row has them."""
    participants = {one.pk: one for one in ranking.basis.participants}
    rows: list[UnitIndex] = []
    domains: dict[int, list[DomainIndex]] = {}
    for place, (pk, account) in enumerate(ranking.accounts.items(), start=1):
        if participants[pk].peer_group != group:
            continue
        row = unit_row(run, ranking.basis, participants[pk], place, account)
        row.pk = -place
        if pk in untold:
            row.rank = None
        rows.append(row)
        domains[row.pk] = list(domain_rows(row, ranking.basis.criteria, account))
        for domain in domains[row.pk]:
            domain.unit_index_id = row.pk
    return ToldRows(tuple(rows), domains, ranking.reached)


def requested_stage(text: str, offered: Collection[str]) -> str:
    """Return the stage that an address asks for; "" (the furthest) where it asks for none of those offered."""
    return text if text in offered else ""


def stages_in(cycle: Cycle, untold: Untold) -> list[str]:
    """Return the stages by which the results of `cycle` can be read, in their order: those that hold something through
    which scores go. None where only one does. One query."""
    held = set(
        told_scores(untold).filter(HOLDS, cycle=cycle).order_by().values_list("stage", flat=True).distinct()
    )
    found = [stage.value for stage in Stage if stage.value in held]
    return found if len(found) > 1 and found != [Stage.DECIDED] else []


@dataclass(frozen=True, slots=True)
class StageLeaf:
    """One leaf of a unit: its points in each stage that is shown, None where it has none there; `change` from the first
    that it has to the last, None where these do not differ."""

    leaf: Node
    stages: tuple[str, ...]
    points: tuple[Fraction | None, ...]

    @property
    def labelled(self) -> list[tuple[str, Fraction | None]]:
        """The points with the name of their stage."""
        return [(str(Stage(stage).label), one) for stage, one in zip(self.stages, self.points, strict=True)]

    @property
    def change(self) -> Fraction | None:
        """The points of the last stage less those of the first, where they differ."""
        known = [one for one in self.points if one is not None]
        return known[-1] - known[0] if known and known[-1] != known[0] else None


@dataclass(frozen=True, slots=True)
class StageTable:
    """The points of a unit leaf by leaf, a column for each stage; `totals` add up the leaves that have points there."""

    stages: tuple[str, ...]
    leaves: tuple[StageLeaf, ...]

    @property
    def labels(self) -> list[str]:
        """The headings of the columns."""
        return [str(Stage(stage).label) for stage in self.stages]

    @property
    def changed(self) -> list[StageLeaf]:
        """The leaves whose points are not what they were first."""
        return [one for one in self.leaves if one.change is not None]


def stage_table(
    participant: Participant,
    cycle: Cycle,
    criteria: CriteriaSet,
    peer_ranges: Mapping[str, PeerRange],
    untold: Untold,
) -> StageTable | None:
    """Return the points of a participant stage by stage without what is `untold`; None where there is one stage alone.
    One query."""
    given: dict[str, dict[str, Fraction | None]] = defaultdict(dict)
    for row in told_scores(untold).filter(HOLDS, participant=participant):
        leaf = criteria.leaves.get(row.leaf)
        if leaf is not None:
            value = core_value(leaf, row.points, row.figures)
            given[row.stage][row.leaf] = outcome_of(leaf, value, peer_ranges.get(row.leaf), cycle.year).points
    stages = tuple(sorted(given, key=PLACES.__getitem__))
    if len(stages) < 2:
        return None
    leaves = [
        StageLeaf(leaf, stages, tuple(given[stage].get(number) for stage in stages))
        for number, leaf in criteria.leaves.items()
    ]
    return StageTable(
        stages, tuple(one for one in leaves if any(points is not None for points in one.points))
    )
