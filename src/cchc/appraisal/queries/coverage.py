"""Who appraises which leaf of which unit, as the plan of a stage says; and where nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cchc.appraisal.models import AppraisalPlan, Assignment, DoubleCell
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.scores.queries.interests import people_apart

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf
Part = tuple[int, str, str]  # the id of a cycle's set, the number of a node, a peer group or ""


@dataclass(frozen=True, slots=True)
class AssignedPerson:
    """Who appraises a leaf of a unit: `instead` is the person whom this one stands in for, because the unit stands
    near to that one."""

    person: int
    assignment: int
    instead: int | None = None


@dataclass(frozen=True)
class Coverage:
    """Who appraises what in one stage of a cycle, worked out from its assignments.

    `apart` are the participants that stand too near to each person who is named: nobody appraises them. `doubles` are
    the leaves of participants that a second person appraises as well.
    """

    rows: tuple[Assignment, ...]
    apart: Mapping[int, frozenset[int]]
    doubles: Mapping[Cell, DoubleCell]

    def appraiser_of(self, participant: Participant, leaf: str) -> AssignedPerson | None:
        """Return who appraises a leaf of a participant; None where nobody may or does."""
        main = self._main(participant, leaf)
        if main is None:
            return None
        if participant.pk not in self.apart[main.person_id]:
            return AssignedPerson(main.person_id, main.pk)
        for one in self._substitutes.get(main.pk, ()):
            if participant.pk not in self.apart[one.person_id]:
                return AssignedPerson(one.person_id, one.pk, instead=main.person_id)
        return None

    def people_of(self, participant: Participant, leaf: str) -> tuple[int, ...]:
        """Return everybody who appraises a leaf of a participant: the one whom the plan names, and where two appraise
        it the second. Nobody is both, and nobody may whose unit stands near."""
        assigned, double = self.appraiser_of(participant, leaf), self.doubles.get((participant.pk, leaf))
        found = [] if assigned is None else [assigned.person]
        if double is not None and participant.pk not in self.apart[double.second_id]:
            found.append(double.second_id)
        return tuple(dict.fromkeys(found))

    def is_given(self, cycle_set: CycleSet, leaf: str) -> bool:
        """Whether a leaf of a set is given to somebody at all, for some peer group or for all."""
        nodes = self._lines.get(cycle_set.pk, {}).get(leaf, ())
        return any(pk == cycle_set.pk and node in nodes for pk, node, _group in self._by_part)

    def _main(self, participant: Participant, leaf: str) -> Assignment | None:
        """The assignment that reaches a leaf: of the deepest node, and for the peer group of the unit before all."""
        for node in self._lines.get(participant.cycle_set_id, {}).get(leaf, ()):
            for group in (participant.peer_group, ""):
                found = self._by_part.get((participant.cycle_set_id, node, group))
                if found is not None:
                    return found
        return None

    @cached_property
    def _by_part(self) -> dict[Part, Assignment]:
        mains = (one for one in self.rows if one.stands_in_for_id is None)
        return {(one.cycle_set_id, one.node, one.peer_group): one for one in mains}

    @cached_property
    def _lines(self) -> dict[int, dict[str, tuple[str, ...]]]:
        sets = {one.cycle_set_id: one.cycle_set for one in self.rows}
        return {pk: lines_up(criteria_of(one.version)) for pk, one in sets.items()}

    @cached_property
    def _substitutes(self) -> dict[int, list[Assignment]]:
        found: dict[int, list[Assignment]] = defaultdict(list)
        for one in self.rows:
            if one.stands_in_for_id is not None:
                found[one.stands_in_for_id].append(one)
        return found


def lines_up(criteria: CriteriaSet) -> dict[str, tuple[str, ...]]:
    """Return, by the number of each leaf of a set, the leaf and all nodes above it, the deepest first."""
    found: dict[str, tuple[str, ...]] = {}
    waiting: list[tuple[Node, tuple[str, ...]]] = [(node, ()) for node in criteria.nodes]
    while waiting:
        node, above = waiting.pop()
        line = (node.number, *above)
        if node.is_leaf:
            found[node.number] = line
        waiting.extend((child, line) for child in node.children)
    return found


def plan_of(cycle: Cycle, stage: str) -> AppraisalPlan | None:
    """Return the plan of assignments of a stage; None where none was begun."""
    return AppraisalPlan.objects.filter(cycle=cycle, stage=stage).first()


def coverage_of(plan: AppraisalPlan | None) -> Coverage:
    """Return who appraises what by a plan, announced or not; eight queries, however much it holds."""
    if plan is None:
        return Coverage((), {}, {})
    rows = tuple(_rows(plan))
    doubles = {(one.participant_id, one.leaf): one for one in plan.doubles.order_by()}
    people = {one.person_id for one in rows} | {one.second_id for one in doubles.values()}
    return Coverage(rows, people_apart(people, plan.cycle) if people else {}, doubles)


def announced_coverage(cycle: Cycle, stage: str) -> Coverage:
    """Return who appraises what in a stage of a cycle: nobody anything before its plan is announced."""
    plan = plan_of(cycle, stage)
    return coverage_of(plan if plan is not None and plan.announced_at else None)


def _rows(plan: AppraisalPlan) -> Iterator[Assignment]:
    rows = list(plan.assignments.select_related("person", "agency").order_by("cycle_set", "pk"))
    sets = CycleSet.objects.select_related("version").defer("version__text")  # which is long
    by_id = sets.in_bulk({one.cycle_set_id for one in rows})
    for one in rows:
        one.cycle_set = by_id[one.cycle_set_id]
        yield one
