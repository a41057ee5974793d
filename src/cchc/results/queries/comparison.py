"""Two to four units of one criteria set side by side: their indices, their domains, the leaves where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.index import unit_index
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.ties import PrintedValue, printed_values
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight
from cchc.results.models import IndexRun, UnitIndex
from cchc.results.queries.accounts import ZERO, bar_of_ledger, current_run, exact_index, populations_of
from cchc.results.queries.told import told_rows
from cchc.scores.consequences import untold_stages
from cchc.scores.queries.basis import basis_of_some
from cchc.scores.queries.stages import reached_stage
from cchc.scores.queries.untold import Untold
from cchc.ui.pictures.points import PointsBar

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """One unit of a comparison as the ranking has it; without rank and index while something is pending."""

    participant: Participant
    printed: PrintedValue | None
    index: Fraction | None
    rank: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one unit has in a node: its points; None while they are pending, or where it does not apply (`without`).

    `share` is the points in percent of the maximum that applies, None without one. `ahead` and `behind` mark the
    largest and the smallest share of the line, where they differ: where less applies there is less to gain.
    """

    unit_id: int
    points: Fraction | None
    maximum: Fraction
    share: Fraction | None
    without: bool
    bar: PointsBar
    ahead: bool
    behind: bool


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A domain or a leaf of all units; `spread` is the most points minus the fewest."""

    node: Node
    cells: tuple[ComparedCell, ...]
    spread: Fraction

    @property
    def by_share(self) -> bool:
        """Whether not as much applies to one unit as to another, so that points alone say too little."""
        return len({cell.maximum for cell in self.cells if cell.points is not None}) > 1


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Units side by side: the domains in the order of the set, the leaves with the largest spread first.
    `stage` is the furthest of what the reader is told."""

    criteria: CriteriaSet
    run: IndexRun | None
    units: tuple[ComparedUnit, ...]
    domains: tuple[ComparedLine, ...]
    leaves: tuple[ComparedLine, ...]
    whole: bool
    stage: str

    @property
    def differing(self) -> list[ComparedLine]:
        """The leaves in which the units have different points."""
        return [line for line in self.leaves if line.spread]


def compared_participants(sight: Sight, cycle: Cycle, unit_ids: Sequence[int]) -> list[Participant]:
    """The participants of `cycle` that are these units, in the order given, their set and version fetched; those alone
    whose results the reader sees."""
    rows = cycle.participants.filter(unit__in=unit_ids).select_related("cycle_set__version", "unit")
    seen = [row for row in rows if sight.has(cycle, row.unit_id)]
    return sorted(seen, key=lambda row: unit_ids.index(row.unit_id))


def may_stand_side_by_side(participants: Sequence[Participant]) -> bool:
    """Whether these can be compared: two to four, scored by one criteria set."""
    sets = {participant.cycle_set_id for participant in participants}
    return FEWEST <= len(participants) <= MOST and len(sets) == 1


def comparison(sight: Sight, participants: Sequence[Participant], cycle: Cycle) -> SideBySide:
    """The comparison of participants that may stand side by side, without ranks where the reader sees none.

    The number of queries does not depend on them.
    """
    run, untold = current_run(cycle), untold_stages(sight, cycle)
    basis = basis_of_some(participants, cycle, untold)
    hidden = any(participant.pk in untold for participant in participants)
    accounts = []
    for participant, scores in zip(participants, basis.units(), strict=True):
        stored = run.populations if run else {}
        ends = populations_of(stored, participant.cycle_set_id, participant.peer_group)
        account = unit_index(basis.criteria, scores, 0, ends, cycle.year, False, {})
        accounts.append((participant, account))
    leaves = [_line(leaf, accounts) for leaf in basis.criteria.leaves.values()]
    return SideBySide(
        criteria=basis.criteria,
        run=run,
        units=tuple(_units(untold, cycle, run, basis.criteria, participants, sight.is_whole(cycle))),
        whole=sight.is_whole(cycle),
        stage=reached_stage(basis.scores.values()) if hidden else run.stage if run else "",
        domains=tuple(_line(node, accounts) for node in basis.criteria.nodes),
        leaves=tuple(sorted(leaves, key=lambda line: -line.spread)),
    )


def _units(
    untold: Untold,
    cycle: Cycle,
    run: IndexRun | None,
    criteria: CriteriaSet,
    participants: Sequence[Participant],
    whole: bool,
) -> Iterator[ComparedUnit]:
    """An index prints as in the ranking of its peer group, where others may be near; of those that the reader does not
    see nothing is taken."""
    stored = UnitIndex.objects.filter(run=run, cycle_set=participants[0].cycle_set_id)
    if not whole:
        stored = stored.filter(participant__in=[one.pk for one in participants])
    rows = told_rows(untold, cycle, run, list(stored)).units if run else ()
    own = {row.participant_id: row for row in rows}
    for participant in participants:
        row = own.get(participant.pk)
        index = exact_index(row) if row else None
        peers = [exact_index(one) for one in rows if row and one.peer_group == row.peer_group]
        prints = printed_values([one for one in peers if one is not None], criteria.places, criteria.rounding)
        yield ComparedUnit(
            participant=participant,
            printed=None if index is None else prints[index],
            index=index,
            rank=row.rank if row and whole else None,
            grade=row.grade if row else "",
        )


def _line(node: Node, accounts: Sequence[tuple[Participant, Account]]) -> ComparedLine:
    found = [(participant, account, _points(node, account)) for participant, account in accounts]
    known = [points for _participant, _account, points in found if points is not None]
    spread = max(known) - min(known) if known else ZERO
    standings = [
        _standing(points, account.nodes[node.number].maximum)
        for _participant, account, points in found
        if points is not None
    ]
    differ = len(set(standings)) > 1
    cells = []
    for participant, account, points in found:
        ledger = account.nodes[node.number]
        standing = None if points is None else _standing(points, ledger.maximum)
        cells.append(
            ComparedCell(
                unit_id=participant.unit_id,
                points=points,
                maximum=ledger.maximum,
                share=standing if ledger.maximum else None,
                without=_is_without(node, account.unit.given),
                bar=bar_of_ledger(ledger, max(node.maximum, ledger.maximum)),
                ahead=differ and standing == max(standings),
                behind=differ and standing == min(standings),
            )
        )
    return ComparedLine(node, tuple(cells), spread)


def _standing(points: Fraction, maximum: Fraction) -> Fraction:
    """By what cells of a line are told apart: percent of the maximum, or the points of a bonus, which has none."""
    return points * 100 / maximum if maximum else points


def _points(node: Node, account: Account) -> Fraction | None:
    ledger = account.nodes[node.number]
    return None if ledger.waiting or _is_without(node, account.unit.given) else ledger.points


def _is_without(node: Node, given: Mapping[str, LeafScore]) -> bool:
    """Whether no leaf of `node` applies."""

    return all(given.get(leaf.number) is NA for leaf in node.leaves())
