"""Who appraises which leaf of which unit, as the plan of a stage says; and where nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from cchc.accounts.models import Person
from cchc.appraisal.models import AppraisalPlan, Assignment, DoubleCell
from cchc.audit.statements import Columns, Found, Statement, carry_out
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.scores.queries.interests import people_apart

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf
Part = tuple[int, str, str]  # the id of a cycle's set, the number of a node, a peer group or ""

ANNOUNCED = "plan.cycle_id = %s AND plan.stage = %s AND plan.announced_at IS NOT NULL"
OF_PLAN = Columns(AppraisalPlan, "plan")
PLAN = f"SELECT {OF_PLAN} FROM appraisal_appraisalplan plan WHERE {ANNOUNCED}"  # noqa: S608 - our own columns
"""The plan of a stage of a cycle, once it is announced."""

OF_ASSIGNMENT, OF_PERSON = Columns(Assignment, "assignment"), Columns(Person, "person", "id", "name")
OF_SET = Columns(CycleSet, "cycle_set")
OF_VERSION = Columns(CriteriaVersion, "version", "id", "set_id", "version", "sha256")
ASSIGNMENTS = f"""
SELECT {OF_ASSIGNMENT}, {OF_PERSON}, {OF_SET}, {OF_VERSION}
FROM appraisal_assignment assignment
JOIN appraisal_appraisalplan plan ON plan.id = assignment.plan_id
JOIN accounts_person person ON person.id = assignment.person_id
JOIN cycles_cycleset cycle_set ON cycle_set.id = assignment.cycle_set_id
JOIN criteria_criteriaversion version ON version.id = cycle_set.version_id
WHERE {ANNOUNCED} ORDER BY assignment.id
"""  # noqa: S608 - our own columns
"""The assignments of that plan, each with the name of the person and with its set, without the text of that."""

OF_DOUBLE = Columns(DoubleCell, "double_cell")
DOUBLES = f"""
SELECT {OF_DOUBLE}
FROM appraisal_doublecell double_cell JOIN appraisal_appraisalplan plan ON plan.id = double_cell.plan_id
WHERE {ANNOUNCED}
"""  # noqa: S608 - our own columns
"""The leaves that it gives to two people."""


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
    """Return who appraises what by a plan, announced or not; seven queries, however much it holds."""
    if plan is None:
        return Coverage((), {}, {})
    rows = tuple(_rows(plan))
    doubles = {(one.participant_id, one.leaf): one for one in plan.doubles.order_by()}
    people = {one.person_id for one in rows} | {one.second_id for one in doubles.values()}
    return Coverage(rows, people_apart(people, plan.cycle) if people else {}, doubles)


class AskedCoverage:
    """Who appraises what in a stage of a cycle, asked by `statements`, which are carried out by whoever asks: of all
    participants, or of the one with the id `participant`."""

    def __init__(self, cycle: Cycle, stage: str, participant: int | None = None) -> None:
        self._cycle, of_plan = cycle, [cycle.pk, stage]
        self._plan = Statement(PLAN, of_plan, OF_PLAN.first)
        self._rows = Statement(ASSIGNMENTS, of_plan, _assignments_in)
        if participant is None:
            self._doubles = Statement(DOUBLES, of_plan, _doubles_in)
        else:
            of_one = f"{DOUBLES} AND double_cell.participant_id = %s"
            self._doubles = Statement(of_one, [*of_plan, participant], _doubles_in)
        self.statements = (self._plan, self._rows, self._doubles)

    def answer(self) -> Coverage:
        """Return who appraises what: nobody anything before the plan is announced. Three queries more, which ask who
        stands near to what."""
        plan = self._plan.answer
        if plan is None:
            return Coverage((), {}, {})
        plan.cycle = self._cycle
        rows, doubles = self._rows.answer, self._doubles.answer
        for row in rows:
            row.plan = plan
        for one in doubles:
            one.plan = plan
        people = {one.person_id for one in rows} | {one.second_id for one in doubles}
        apart = people_apart(people, self._cycle) if people else {}
        return Coverage(tuple(rows), apart, {(one.participant_id, one.leaf): one for one in doubles})


def announced_coverage(cycle: Cycle, stage: str) -> Coverage:
    """Return who appraises what in a stage of a cycle: nobody anything before its plan is announced. Six queries."""
    asked = AskedCoverage(cycle, stage)
    carry_out(*asked.statements)
    return asked.answer()


def _assignments_in(rows: Found) -> list[Assignment]:
    found = []
    for row in rows:
        values = iter(row)
        one = OF_ASSIGNMENT.row(values)
        one.person = OF_PERSON.row(values)
        one.cycle_set = OF_SET.row(values)
        one.cycle_set.version = OF_VERSION.row(values)
        found.append(one)
    return found


def _doubles_in(rows: Found) -> list[DoubleCell]:
    return [OF_DOUBLE.row(iter(one)) for one in rows]


def _rows(plan: AppraisalPlan) -> Iterator[Assignment]:
    rows = list(plan.assignments.select_related("person", "agency").order_by("cycle_set", "pk"))
    sets = CycleSet.objects.select_related("version").defer("version__text")  # which is long
    by_id = sets.in_bulk({one.cycle_set_id for one in rows})
    for one in rows:
        one.cycle_set = by_id[one.cycle_set_id]
        yield one
