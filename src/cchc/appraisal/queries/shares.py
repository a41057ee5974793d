"""How the appraisal of a stage is shared out: the parts of the sets, what the sets themselves propose, who has what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.access.permissions import Permission
from cchc.accounts.queries import holders_of
from cchc.appraisal.models import AppraisalPlan, Assignment
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.coverage import Coverage, coverage_of
from cchc.core.papers.answers import NAMES_WITHOUT_MARKS
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import is_self_scored
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy, in_this_world
from cchc.scores.models import Stage
from cchc.units.models import Unit
from cchc.units.queries import directory

PartKey = tuple[int, str, str]  # the id of a cycle's set, the number of a node, a peer group or ""


@dataclass(frozen=True, slots=True)
class Appraiser:
    """Somebody who may appraise, with the unit of the membership that says so."""

    person: int
    name: str
    unit_id: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class SharedPart:
    """A part of a set that is given, or to be given, to one person.

    `wording` is how the set names the agency that appraises it, `agency` the unit that this surely means, `proposed`
    the only appraiser of that unit; None where somebody has to choose. `row` is what is stored, None where nobody has
    it. `apart` are the names of the units that stand near to its person and for which nobody stands in.
    """

    cycle_set: CycleSet
    node: Node
    peer_group: str
    leaves: int
    wording: str
    agency: Unit | None
    proposed: Appraiser | None
    row: Assignment | None
    substitutes: tuple[Assignment, ...]
    units: int
    apart: tuple[str, ...]
    divisible: bool

    @property
    def key(self) -> str:
        """What names the part in a form."""
        return f"{self.cycle_set.pk}:{self.node.number}:{self.peer_group}"


def appraisers() -> list[Appraiser]:
    """Return everybody who may appraise today, by name; one query."""
    return [
        Appraiser(one.person_id, one.person, one.unit_id, one.unit)
        for one in holders_of(Permission.APPRAISAL_GIVE)
    ]


def sets_of_the_round(cycle: Cycle) -> list[CycleSet]:
    """Return the sets of `cycle` that are scored by the round, each with its version."""
    rows = cycle.sets.filter(scored_by=ScoredBy.ROUND)
    return list(rows.select_related("version", "cycle").order_by("pk"))


def shared_parts(
    cycle: Cycle, plan: AppraisalPlan | None, sight: AppraisalSight, divided: Collection[str] = ()
) -> list[SharedPart]:
    """Return the parts of all sets of the round in their order: those that are given to somebody, and for the rest the
    largest nodes whose criteria name the same agency. `divided` are keys of parts that are shown in their children, or
    (``key + "*"``) by peer group. A constant number of queries. Units that stand near to the reader are not named."""
    coverage = coverage_of(plan)
    making = _Parts(cycle, coverage, sight)
    return [part for one in sets_of_the_round(cycle) for part in making.of_set(one, set(divided))]


class _Parts:
    """Makes the parts of the sets from what was fetched for all of them."""

    def __init__(self, cycle: Cycle, coverage: Coverage, sight: AppraisalSight) -> None:
        self.coverage, self.sight = coverage, sight
        self.on = date(cycle.year, 12, 31)
        self.people = appraisers()
        self.given = {
            (row.cycle_set_id, row.node, row.peer_group): row
            for row in coverage.rows
            if row.stands_in_for_id is None
        }
        self.standing_in: dict[int, list[Assignment]] = defaultdict(list)
        for row in coverage.rows:
            if row.stands_in_for_id is not None:
                self.standing_in[row.stands_in_for_id].append(row)
        self.participants: dict[int, list[Participant]] = defaultdict(list)
        for one in cycle.participants.order_by("place", "pk"):
            self.participants[one.cycle_set_id].append(one)
        self.agencies = _Agencies(self.on)

    def of_set(self, cycle_set: CycleSet, divided: set[str]) -> Iterator[SharedPart]:
        criteria = criteria_of(cycle_set.version)
        for node in criteria.nodes:
            yield from self._down(cycle_set, criteria, node, divided)

    def _down(
        self, cycle_set: CycleSet, criteria: CriteriaSet, node: Node, divided: set[str]
    ) -> Iterator[SharedPart]:
        own = [leaf for leaf in node.leaves() if is_self_scored(leaf)]
        if not own:
            return
        key = f"{cycle_set.pk}:{node.number}:"
        groups = {group for pk, number, group in self.given if (pk, number) == (cycle_set.pk, node.number)}
        below = self._is_given_below(cycle_set, node)
        is_one = node.is_leaf or (len({leaf.appraiser for leaf in own}) == 1 and not below)
        if groups or (is_one and key not in divided):
            shown = groups or {""}
            if key + "*" in divided:
                shown = shown | {one.peer_group for one in self.participants[cycle_set.pk]}
            for group in sorted(shown):
                yield self._part(cycle_set, node, group, own)
        if not node.is_leaf and (below or key in divided or not (groups or is_one)):
            for child in node.children:
                yield from self._down(cycle_set, criteria, child, divided)

    def _is_given_below(self, cycle_set: CycleSet, node: Node) -> bool:
        numbers = {one.number for one in node.walk()} - {node.number}
        return any(pk == cycle_set.pk and number in numbers for pk, number, _group in self.given)

    def _part(self, cycle_set: CycleSet, node: Node, group: str, leaves: Sequence[Node]) -> SharedPart:
        row = self.given.get((cycle_set.pk, node.number, group))
        wording = row.wording if row is not None and row.wording else leaves[0].appraiser
        agency = row.agency if row is not None and row.agency_id else self.agencies.sure(wording)
        of_agency = [one for one in self.people if agency is not None and one.unit_id == agency.pk]
        substitutes = tuple(self.standing_in.get(row.pk, ())) if row is not None else ()
        units = [one for one in self.participants[cycle_set.pk] if group in ("", one.peer_group)]
        return SharedPart(
            cycle_set=cycle_set,
            node=node,
            peer_group=group,
            leaves=len(leaves),
            wording=wording,
            agency=agency,
            proposed=of_agency[0] if len(of_agency) == 1 else None,
            row=row,
            substitutes=substitutes,
            units=len(units),
            apart=self._apart(row, substitutes, units),
            divisible=not node.is_leaf,
        )

    def _apart(
        self, row: Assignment | None, substitutes: Sequence[Assignment], units: Sequence[Participant]
    ) -> tuple[str, ...]:
        if row is None:
            return ()
        people = [row.person_id, *(one.person_id for one in substitutes)]
        return tuple(
            one.name
            for one in units
            if all(one.pk in self.coverage.apart[person] for person in people) and self.sight.has(one.pk)
        )


class _Agencies:
    """The units that the wordings of a set surely mean, on the last day of the year."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._directory: Directory | None = None
        self._known: dict[str, Unit | None] = {}

    def sure(self, wording: str) -> Unit | None:
        """Return the one unit that a wording means without asking; None where somebody has to say."""
        if not wording:
            return None
        if wording not in self._known:
            self._directory = self._directory or directory()
            found = match(wording, self._directory, self.on).unasked(NAMES_WITHOUT_MARKS)
            self._known[wording] = Unit.objects.filter(pk=int(found)).first() if found else None
        return self._known[wording]


def plan_to_copy(cycle: Cycle, stage: str) -> AppraisalPlan | None:
    """Return the plan from which that of a stage is copied: for the second stage that of the first, else that of the
    same stage of the latest earlier year; only where something was given to somebody in it. None where there is none.
    """
    if stage == Stage.SECOND_APPRAISAL:
        first = AppraisalPlan.objects.filter(cycle=cycle, stage=Stage.FIRST_APPRAISAL)
        return first.filter(assignments__isnull=False).select_related("cycle").first()
    before = AppraisalPlan.objects.filter(
        in_this_world("cycle__"), stage=stage, cycle__year__lt=cycle.year, assignments__isnull=False
    )
    return before.select_related("cycle").order_by("-cycle__year", "-pk").first()
