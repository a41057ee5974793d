"""One unit down all criteria, and the units that a reader looks at with how far each is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.policies import AppraisalSight, may_read_all_appraisals
from cchc.appraisal.queries.cells import AppraisedCell, CellState, cells_in
from cchc.appraisal.queries.coverage import Coverage, announced_coverage
from cchc.appraisal.queries.doubles import SavedOpinions
from cchc.appraisal.queries.own_work import cells_of
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import sheet_ledgers
from cchc.core.scoring.ledgers import Ledger
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant, ScoredBy


@dataclass(frozen=True, slots=True)
class AppraisedLine:
    """A row of a unit: a domain or criterion with its subtotals, or a leaf with its cell. `depth` is 0 on the first
    level; `claimed` and `given` are the accounts by the unit itself and of what is given so far."""

    node: Node
    depth: int
    claimed: Ledger
    given: Ledger
    cell: AppraisedCell | None = None


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit down the criteria that a reader sees of it, with what they come to."""

    participant: Participant
    criteria: CriteriaSet
    cells: tuple[AppraisedCell, ...]
    lines: tuple[AppraisedLine, ...]
    claimed: Ledger
    given: Ledger

    @property
    def left(self) -> int:
        """How many criteria the reader can appraise now and has not."""
        return sum(cell.is_left for cell in self.cells)


def unit_view(actor: Actor, sight: AppraisalSight, participant: Participant, stage: str) -> UnitView | None:
    """Return a unit down its criteria, in the order of the set; None where the reader sees none of it. A constant
    number of queries; cycle, set and version are fetched with the participant."""
    cells = cells_in(actor, sight, cycle=participant.cycle, stage=stage, participants=[participant])
    if not cells:
        return None
    criteria = criteria_of(participant.cycle_set.version)
    by_leaf = {cell.leaf.number: cell for cell in cells}
    claimed, claimed_nodes = sheet_ledgers(
        criteria, {number: cell.claimed.outcome for number, cell in by_leaf.items()}
    )
    given, given_nodes = sheet_ledgers(
        criteria, {number: cell.counting.outcome for number, cell in by_leaf.items()}
    )
    lines = tuple(
        AppraisedLine(
            node, depth, claimed_nodes[node.number], given_nodes[node.number], by_leaf.get(node.number)
        )
        for top in criteria.nodes
        for node, depth in _down(top, by_leaf)
    )
    return UnitView(participant, criteria, tuple(cells), lines, claimed, given)


def _down(node: Node, by_leaf: Mapping[str, AppraisedCell], depth: int = 0) -> Iterator[tuple[Node, int]]:
    if any(leaf.number in by_leaf for leaf in node.leaves()):
        yield node, depth
        for child in node.children:
            yield from _down(child, by_leaf, depth + 1)


@dataclass(frozen=True, slots=True)
class UnitWork:
    """A unit that a reader looks at: of how many `leaves` how many are given, and how many of the reader's own can be
    appraised now and are not. `appraised` is None before it handed in."""

    participant: Participant
    appraised: UnitAppraisal | None
    leaves: int
    given: int

    @property
    def state(self) -> CellState:
        """How it stands."""
        if self.appraised is None:
            return CellState.NOT_HANDED_IN
        return CellState.GIVEN if self.given >= self.leaves else CellState.UNDECIDED


def units_to_appraise(actor: Actor, sight: AppraisalSight, cycle: Cycle, stage: str) -> list[UnitWork]:
    """Return the units that `actor` looks at, in their order, with how far each is: whoever leads or only reads sees
    all of each, an appraiser counts the own part; nothing of units that stand near. A constant number of queries."""
    rows = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    participants = [
        one
        for one in rows.select_related("cycle_set__version", "unit").order_by("cycle_set", "place", "pk")
        if sight.has(one.pk)
    ]
    opened = UnitAppraisal.objects.filter(participant__in=participants, stage=stage)
    by_unit = {one.participant_id: one for one in opened.exclude(state=UnitAppraisal.State.WITHDRAWN)}
    if may_read_all_appraisals(actor):
        return [_whole(one, by_unit.get(one.pk)) for one in participants]
    coverage = announced_coverage(cycle, stage)
    own, saved = _own_leaves(actor, cycle, coverage, stage), SavedOpinions(coverage)
    done = Appraisal.objects.filter(of__in=by_unit.values()).exclude(verdict="").order_by()
    concluded = set(done.values_list("of__participant_id", "leaf"))
    given = Counter(
        pk
        for pk in by_unit
        for leaf in own.get(pk, ())
        if (pk, leaf) in concluded or saved.is_by((pk, leaf), actor.person_id)
    )
    return [
        UnitWork(one, by_unit.get(one.pk), len(own[one.pk]), given[one.pk])
        for one in participants
        if one.pk in own
    ]


def _whole(participant: Participant, appraised: UnitAppraisal | None) -> UnitWork:
    if appraised is None:
        return UnitWork(participant, None, 0, 0)
    return UnitWork(participant, appraised, appraised.leaves, appraised.given)


def _own_leaves(actor: Actor, cycle: Cycle, coverage: Coverage, stage: str) -> dict[int, set[str]]:
    """The leaves that the announced plan gives to a person, by participant."""
    if actor.person_id not in coverage.apart:
        return {}
    found: dict[int, set[str]] = defaultdict(set)
    for (_set, leaf), units in cells_of(coverage, cycle, actor.person_id, stage).items():
        for pk in units:
            found[pk].add(leaf)
    return dict(found)
