"""One criterion across all units: what each handed in, what it had last year, what is given, how many are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.access.actor import Actor
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.cells import AppraisedCell, cells_in
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of, path
from cchc.cycles.models import CycleSet, Participant
from cchc.scores.queries.last_year import PointsOfLastYear, last_year_points


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A leaf of a set across the units that a reader sees.

    `above` are the nodes from the first level down to the leaf, `last` what it gave each participant a year ago, by id.
    """

    cycle_set: CycleSet
    leaf: Node
    above: tuple[Node, ...]
    cells: tuple[AppraisedCell, ...]
    last: Mapping[int, PointsOfLastYear]

    @property
    def left(self) -> int:
        """How many units the reader can appraise now and has not."""
        return sum(cell.is_left for cell in self.cells)

    @property
    def claimed_shares(self) -> list[Fraction]:
        """The shares of the maximum that the units gave themselves, of those from whose answers points follow."""
        return list(_shares(self.leaf, self.cells))


def _shares(leaf: Node, cells: tuple[AppraisedCell, ...]) -> Iterator[Fraction]:
    if not leaf.maximum:
        return
    for cell in cells:
        points = cell.claimed.outcome.points
        if points is not None:
            yield points / leaf.maximum


def criterion_view(
    actor: Actor, sight: AppraisalSight, cycle_set: CycleSet, leaf: str, stage: str
) -> CriterionView | None:
    """Return a leaf of a set across its units, in their order; None for a number that is none, and where the reader
    sees none of it. A constant number of queries; the cycle and version of the set are fetched with it."""
    criteria = criteria_of(cycle_set.version)
    if leaf not in criteria.leaves:
        return None
    rows = Participant.objects.filter(cycle_set=cycle_set).select_related(
        "cycle", "cycle_set__version", "unit"
    )
    participants = list(rows.order_by("place", "pk"))
    cells = cells_in(actor, sight, cycle=cycle_set.cycle, stage=stage, participants=participants, leaf=leaf)
    if not cells:
        return None
    last = last_year_points([cell.participant for cell in cells], leaf)
    return CriterionView(cycle_set, criteria.leaves[leaf], path(criteria, leaf), tuple(cells), last)
