"""Results by stage: the ranking as if later stages were not there yet, and the points of a unit stage by stage."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from threading import Lock
from typing import Any

from django.utils import timezone

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.ledgers import NA, outcome_of
from cchc.core.scoring.rules.values import PeerRange
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.storing import domain_rows, unit_row
from cchc.results.queries.told import ToldRows
from cchc.scores.models import Stage
from cchc.scores.queries.basis import ScoreBasis, basis_until, checked_ranking
from cchc.scores.queries.content import core_value
from cchc.scores.queries.stages import HOLDS, PLACES, reached_stage, told_scores
from cchc.scores.queries.untold import Untold, as_plain


@dataclass(frozen=True, slots=True)
class StageUnit:
    """A participant by a stage: its index and rank, the points of each leaf that applies and is scored, and which
    leaves count as the unit scored them itself."""

    participant: Participant
    index: Fraction | None
    rank: int | None
    points: Mapping[str, Fraction]
    self_scored: frozenset[str]


@dataclass(frozen=True, slots=True)
class StageResults:
    """The results of a criteria set by a stage, without what is not told to a reader: rows of a run by peer group, in
    rank order, with their domains by the id of the row; the ends of relative leaves by peer group; every participant by
    its id. Rows are not stored, and their ids are below zero: no stored row has them. `reached` is the furthest stage
    that counts, `at` when it was computed."""

    at: datetime
    reached: str
    rows: Mapping[str, tuple[UnitIndex, ...]]
    domains: Mapping[int, list[DomainIndex]]
    peer_ranges: Mapping[str, Mapping[str, PeerRange]]
    units: Mapping[int, StageUnit]

    def of_group(self, group: str) -> ToldRows:
        """Return the rows of a peer group."""
        rows = self.rows.get(group, ())
        return ToldRows(rows, {row.pk: self.domains[row.pk] for row in rows}, self.reached, self.at)


MOST_REMEMBERED = 6  # three stages, for the province and for units
_remembered: OrderedDict[tuple[Any, ...], StageResults] = OrderedDict()
_turn = Lock()


def stage_results(
    cycle_set: CycleSet, cycle: Cycle, stage: str, untold: Untold, run: IndexRun
) -> StageResults:
    """Return the results of a set by `stage`, computed once for a run by each process: like the run, they know of
    nothing that was scored since. Without a rank where something is `untold`. Raises ValidationError where the rules
    refuse a score."""
    hidden = tuple((pk, *stages) for pk, stages in as_plain(untold))
    key = (run.pk, run.at, cycle_set.pk, stage, hidden)
    with _turn:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    found = _computed(cycle_set, cycle, stage, untold, run)
    with _turn:
        _remembered[key] = found
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return found


def forget_stages() -> None:
    """Forget all results by a stage: of a database that is put back, runs come again with the same ids."""
    with _turn:
        _remembered.clear()


def _computed(cycle_set: CycleSet, cycle: Cycle, stage: str, untold: Untold, run: IndexRun) -> StageResults:
    at, basis = timezone.now(), basis_until(cycle_set, cycle, stage, untold)
    ranking = checked_ranking(basis)
    participants = {one.pk: one for one in basis.participants}
    rows: dict[str, list[UnitIndex]] = defaultdict(list)
    domains: dict[int, list[DomainIndex]] = {}
    for place, (pk, account) in enumerate(ranking.accounts.items(), start=1):
        row = unit_row(run, basis, participants[pk], place, account)
        row.pk = -place
        if pk in untold:
            row.rank = None
        rows[participants[pk].peer_group].append(row)
        domains[row.pk] = list(domain_rows(row, basis.criteria, account))
        for domain in domains[row.pk]:
            domain.unit_index_id = row.pk
    return StageResults(
        at=at,
        reached=reached_stage(basis.scores.values()),
        rows={group: tuple(some) for group, some in rows.items()},
        domains=domains,
        peer_ranges={one.group or "": one.peer_ranges for one in ranking.groups},
        units={pk: _unit(basis, participants[pk], account) for pk, account in ranking.accounts.items()},
    )


def _unit(basis: ScoreBasis, participant: Participant, account: Account) -> StageUnit:
    given, leaves = account.unit.given, basis.criteria.leaves
    points = {
        number: account.nodes[number].points
        for number in leaves
        if not account.nodes[number].waiting and given.get(number) is not NA
    }
    own = (
        number
        for number in leaves
        if (score := basis.scores.get((participant.pk, number))) and score.stage == Stage.SELF_SCORE
    )
    return StageUnit(participant, account.index, account.rank, points, frozenset(own))


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
