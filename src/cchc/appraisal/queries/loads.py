"""Where nobody appraises, and how far each person is who does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cchc.accounts.models import Person
from cchc.appraisal.models import Appraisal, AppraisalPlan, UnitAppraisal
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.coverage import Coverage, coverage_of
from cchc.appraisal.queries.doubles import SavedOpinions
from cchc.appraisal.queries.leaves import stage_leaves
from cchc.appraisal.queries.shares import sets_of_the_round
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy


@dataclass(frozen=True, slots=True)
class UncoveredLeaf:
    """A criterion that nobody appraises for some units: given to nobody, or to people who stand near to them all."""

    cycle_set: CycleSet
    node: Node
    given: bool
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AppraiserLoad:
    """The work of one person: how many leaves of units, how many can be appraised now, how many are; `stands_in`: for
    how many of them the person stands in."""

    person: Person
    cells: int
    ready: int
    given: int
    stands_in: int

    @property
    def left(self) -> int:
        """How many can be appraised now and are not yet."""
        return self.ready - self.given


@dataclass(frozen=True, slots=True)
class SharedWork:
    """The whole work of a stage: what each person has, and what nobody has."""

    loads: tuple[AppraiserLoad, ...]
    uncovered: tuple[UncoveredLeaf, ...]


def shared_work(cycle: Cycle, stage: str, plan: AppraisalPlan | None, sight: AppraisalSight) -> SharedWork:
    """Return the work of a stage as a reader may see it: units that stand near to the reader are in no figure, and
    whoever appraises nothing but these is not named. A constant number of queries."""
    coverage = coverage_of(plan)
    ready, given = _done(cycle, stage)
    saved = SavedOpinions(coverage)
    people = {row.person_id: row.person for row in coverage.rows} | _seconds(coverage)
    unseen = set[int]()  # who appraises units that stand near to the reader
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    missing: dict[tuple[int, str], list[str]] = defaultdict(list)
    participants = _participants(cycle)
    leaves = stage_leaves(stage, [one.pk for one in participants])
    sets = {one.pk: one for one in sets_of_the_round(cycle)}
    for one in participants:
        for leaf in leaves.of(one):
            assigned = coverage.appraiser_of(one, leaf)
            if not sight.has(one.pk):
                unseen |= set(coverage.people_of(one, leaf))
                continue
            if assigned is None:
                missing[one.cycle_set_id, leaf].append(one.name)
            else:
                counts[assigned.person]["stands_in"] += assigned.instead is not None
            for person in coverage.people_of(one, leaf):
                own = counts[person]
                own["cells"] += 1
                own["ready"] += one.pk in ready
                own["given"] += one.pk in ready and (
                    (one.pk, leaf) in given or saved.is_known(one, leaf, person, sight.person)
                )
    loads = [
        AppraiserLoad(person, *(counts[pk][name] for name in ("cells", "ready", "given", "stands_in")))
        for pk, person in people.items()
        if counts[pk] or pk not in unseen
    ]
    return SharedWork(
        tuple(sorted(loads, key=lambda one: (one.person.name_key, one.person.pk))),
        tuple(_uncovered(sets, coverage, missing)),
    )


def _seconds(coverage: Coverage) -> dict[int, Person]:
    """The people who appraise something as the second of two, by id."""
    return Person.objects.in_bulk({one.second_id for one in coverage.doubles.values()})


def _done(cycle: Cycle, stage: str) -> tuple[Collection[int], Collection[tuple[int, str]]]:
    """The participants that handed in, and the leaves of participants that are appraised."""
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=stage)
    open_ = rows.exclude(state=UnitAppraisal.State.WITHDRAWN)
    given = Appraisal.objects.filter(of__in=open_).exclude(verdict="").order_by()
    return (
        set(open_.values_list("participant_id", flat=True)),
        set(given.values_list("of__participant_id", "leaf")),
    )


def _uncovered(
    sets: Mapping[int, CycleSet], coverage: Coverage, missing: Mapping[tuple[int, str], list[str]]
) -> Iterator[UncoveredLeaf]:
    for pk, cycle_set in sets.items():
        for number, node in criteria_of(cycle_set.version).leaves.items():
            names = missing.get((pk, number))
            if names:
                yield UncoveredLeaf(cycle_set, node, coverage.is_given(cycle_set, number), tuple(names))


def _participants(cycle: Cycle) -> list[Participant]:
    rows = cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND)
    return list(rows.select_related("cycle_set__version").order_by("cycle_set", "place", "pk"))
