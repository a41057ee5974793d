"""What one person appraises in a stage: criterion by criterion, how many units are left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.coverage import Coverage, coverage_of, plan_of
from cchc.appraisal.queries.doubles import SavedOpinions
from cchc.appraisal.queries.leaves import stage_leaves
from cchc.appraisal.queries.requests import asked_off
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, ScoredBy


@dataclass(frozen=True, slots=True)
class LeafWork:
    """One criterion that a person appraises: of how many units, how many of them handed in, how many are appraised, how
    many are not, because the unit asks that it shall not apply and nobody has said that it does."""

    cycle_set: CycleSet
    node: Node
    units: int
    ready: int
    given: int
    asked_off: int

    @property
    def left(self) -> int:
        """How many units can be appraised now and are not yet."""
        return self.ready - self.given - self.asked_off


def own_work(actor: Actor, cycle: Cycle, stage: str) -> list[LeafWork]:
    """Return the criteria that `actor` appraises in a stage, in the order of the sets; none before the plan is
    announced, and nothing of units that stand near. A constant number of queries."""
    plan = plan_of(cycle, stage)
    if plan is None or plan.announced_at is None:
        return []
    coverage = coverage_of(plan)
    if actor.person_id not in coverage.apart:
        return []
    cells = cells_of(coverage, cycle, actor.person_id, stage)
    state = UnitAppraisal.State
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=stage).exclude(state=state.WITHDRAWN)
    ready = set(rows.values_list("participant_id", flat=True))
    given = Appraisal.objects.filter(of__in=rows).exclude(verdict="").order_by()
    done = set(given.values_list("of__participant_id", "leaf"))
    asked = {cell for cell, one in asked_off(ready).items() if not one.may_be_appraised} - done
    saved = SavedOpinions(coverage)
    sets = {one.pk: one for one in cycle.sets.select_related("version").order_by("pk")}
    return [
        LeafWork(
            sets[pk],
            criteria_of(sets[pk].version).leaves[leaf],
            len(units),
            sum(unit in ready for unit in units),
            sum(
                unit in ready and ((unit, leaf) in done or saved.is_by((unit, leaf), actor.person_id))
                for unit in units
            ),
            sum((unit, leaf) in asked and not saved.is_by((unit, leaf), actor.person_id) for unit in units),
        )
        for (pk, leaf), units in cells.items()
    ]


def cells_of(coverage: Coverage, cycle: Cycle, person: int, stage: str) -> dict[tuple[int, str], list[int]]:
    """Return what a person appraises by the plan of a stage: by set and leaf, in the order of the set, the ids of the
    participants in their order. At most four queries."""
    rows = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    participants = list(rows.select_related("cycle_set__version").order_by("cycle_set", "place", "pk"))
    leaves = stage_leaves(stage, [one.pk for one in participants])
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in participants:
        for leaf in leaves.of(one):
            if person in coverage.people_of(one, leaf):
                found[one.cycle_set_id, leaf].append(one.pk)
    order = {
        (one.pk, leaf): place
        for one in cycle.sets.select_related("version").order_by("pk")
        for place, leaf in enumerate(criteria_of(one.version).leaves)
    }
    return dict(sorted(found.items(), key=lambda item: (item[0][0], order[item[0]])))
