"""Who appraises instead of somebody to whom a unit stands near, as the plan page and the minutes list it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cchc.appraisal.models import Assignment
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.coverage import Coverage
from cchc.appraisal.queries.leaves import stage_leaves
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant, ScoredBy


@dataclass(frozen=True, slots=True)
class Substitution:
    """A person who appraises parts of some units instead of another one, because these units stand near to the other.

    `person` and `instead` are names as printed now; `units` are printed names of participants in their order, `parts`
    the nodes of the set in its order.
    """

    person: str
    instead: str
    units: tuple[str, ...]
    parts: tuple[Node, ...]


def substitutions(coverage: Coverage, cycle: Cycle, stage: str, sight: AppraisalSight) -> list[Substitution]:
    """Return who stands in for whom in a stage of `cycle` (`queries.coverage.announced_coverage`), for which units and
    parts, by name; parts of a person for the same units stand together. Units that stand near to the reader are in no
    row; `policies.WHOLE_SIGHT` is for minutes. At most three queries."""
    standing_in = {one.pk: one for one in coverage.rows if one.stands_in_for_id is not None}
    if not standing_in:
        return []
    rows = Participant.objects.filter(cycle=cycle, cycle_set__scored_by=ScoredBy.ROUND)
    rows = rows.select_related("cycle_set__version").order_by("cycle_set", "place", "pk")
    participants = [one for one in rows if sight.has(one.pk)]
    leaves = stage_leaves(stage, [one.pk for one in participants])
    units: dict[int, list[str]] = defaultdict(list)
    for one in participants:
        found = (coverage.appraiser_of(one, leaf) for leaf in leaves.of(one))
        for pk in {who.assignment: None for who in found if who is not None and who.instead is not None}:
            units[pk].append(one.name)
    mains = {one.pk: one for one in coverage.rows}
    together: dict[tuple[str, str, tuple[str, ...]], list[Assignment]] = defaultdict(list)
    for pk, names in units.items():
        row = standing_in[pk]
        main = mains[row.stands_in_for_id or 0]
        together[row.person.name, main.person.name, tuple(names)].append(row)
    return [Substitution(*key, _nodes(rows_of)) for key, rows_of in sorted(together.items())]


def _nodes(rows: list[Assignment]) -> tuple[Node, ...]:
    wanted = {(one.cycle_set_id, one.node) for one in rows}
    sets = {one.cycle_set_id: one.cycle_set for one in rows}
    return tuple(
        node
        for pk, cycle_set in sorted(sets.items())
        for top in criteria_of(cycle_set.version).nodes
        for node in top.walk()
        if (pk, node.number) in wanted
    )
