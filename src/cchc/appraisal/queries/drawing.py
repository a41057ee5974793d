"""Of which leaves of units a share is drawn for two people, and what was drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from cchc.accounts.models import Person
from cchc.appraisal.models import (
    Appraisal,
    AppraisalPlan,
    DoubleCell,
    DoubleDraw,
    DoubleOpinion,
    DoublePart,
    SecondReplacement,
)
from cchc.appraisal.policies import AppraisalSight
from cchc.appraisal.queries.coverage import Coverage
from cchc.appraisal.queries.leaves import stage_leaves
from cchc.core.scoring.agreement import drawn, lot
from cchc.core.scoring.criteria.tree import Node
from cchc.cycles.models import Participant, ScoredBy

LeafKey = tuple[int, str]  # the id of a cycle's set, and the number of a leaf


@dataclass(frozen=True, slots=True)
class DrawnFrom:
    """A leaf of a unit that can be drawn; `first` is whom the plan names for it."""

    participant: Participant
    leaf: Node
    first: int

    @property
    def name(self) -> str:
        """What stands for it in the draw."""
        return lot_name(self.participant.pk, self.leaf.number)


def lot_name(participant: int, leaf: str) -> str:
    """Return what stands in a draw for a leaf of a participant, by its id."""
    return f"{participant}/{leaf}"


def is_judged(leaf: Node) -> bool:
    """Whether a person judges what a leaf is given: evidence, or points that no rule sets."""
    return leaf.rule is None or bool(leaf.evidence)


def can_be_drawn(
    plan: AppraisalPlan,
    coverage: Coverage,
    sight: AppraisalSight,
    *,
    leaves: Collection[LeafKey] = (),
    units: Collection[int] = (),
) -> list[DrawnFrom]:
    """Return the leaves of participants from which a share is drawn, in their order: `leaves`, else all that a person
    judges (`is_judged`), of `units`, by the ids of the participants, else of all.

    Only what somebody is named for, nobody has appraised, and is not given to two already; nothing of units that stand
    near to the reader. A constant number of queries.
    """
    given = Appraisal.objects.filter(of__participant__cycle=plan.cycle_id, of__stage=plan.stage)
    done = set(given.exclude(verdict="").order_by().values_list("of__participant_id", "leaf"))
    rows = Participant.objects.filter(cycle=plan.cycle_id, cycle_set__scored_by=ScoredBy.ROUND)
    taking = list(rows.select_related("cycle_set__version").order_by("cycle_set", "place", "pk"))
    of_stage = stage_leaves(plan.stage, [one.pk for one in taking])
    return [
        one
        for participant in taking
        if sight.has(participant.pk) and (not units or participant.pk in units)
        for one in _of(participant, coverage, of_stage.of(participant), leaves)
        if (participant.pk, one.leaf.number) not in done
    ]


def _of(
    participant: Participant, coverage: Coverage, own: Mapping[str, Node], leaves: Collection[LeafKey]
) -> Iterator[DrawnFrom]:
    for number, node in own.items():
        wanted = (participant.cycle_set_id, number) in leaves if leaves else is_judged(node)
        assigned = coverage.appraiser_of(participant, number)
        if wanted and assigned is not None and (participant.pk, number) not in coverage.doubles:
            yield DrawnFrom(participant, node, assigned.person)


@dataclass(frozen=True, slots=True)
class Lot:
    """A line of a draw: its name and lot, the unit and leaf that it means, and whether it was drawn."""

    name: str
    lot: str
    unit: str
    leaf: str
    is_drawn: bool


def lots_of(draw: DoubleDraw, sight: AppraisalSight) -> list[Lot]:
    """Return the lots of a draw in their order, the drawn ones first; without those of units that stand near."""
    names = dict(Participant.objects.filter(cycle=draw.plan.cycle_id).values_list("pk", "name"))
    chosen = set(drawn(draw.population, Fraction(draw.percent, 100), draw.seed))
    lines = []
    for name in sorted(draw.population, key=lambda one: lot(one, draw.seed)):
        pk, leaf = name.split("/", 1)
        if sight.has(int(pk)):
            lines.append(Lot(name, lot(name, draw.seed), names.get(int(pk), ""), leaf, name in chosen))
    return lines


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw with how many leaves it gave to two people, and whether nothing was given to any of them yet.
    `replaceable`: somebody who appraises second has something left that another can take over."""

    draw: DoubleDraw
    cells: int
    seconds: tuple[str, ...]
    untouched: bool
    replaceable: bool
    replacements: tuple[SecondReplacement, ...]


def draws_of(plan: AppraisalPlan, sight: AppraisalSight) -> list[DrawView]:
    """Return the draws of a plan as a reader may see them; six queries."""
    seconds: dict[int, list[int]] = defaultdict(list)
    touched = set(plan.doubles.filter(opinions__isnull=False).values_list("draw_id", flat=True))
    for draw, participant, second in plan.doubles.order_by("pk").values_list(
        "draw_id", "participant_id", "second_id"
    ):
        if sight.has(participant):
            seconds[draw].append(second)
    replaceable = set(_open_cells().filter(plan=plan).values_list("draw_id", flat=True))
    replaced: dict[int, list[SecondReplacement]] = defaultdict(list)
    for one in SecondReplacement.objects.filter(draw__plan=plan).select_related("leaving", "coming"):
        replaced[one.draw_id].append(one)
    people = Person.objects.in_bulk({one for found in seconds.values() for one in found})
    return [
        DrawView(
            one,
            len(seconds[one.pk]),
            tuple(people[pk].name for pk in dict.fromkeys(seconds[one.pk])),
            one.pk not in touched,
            one.pk in replaceable,
            tuple(replaced[one.pk]),
        )
        for one in plan.draws.order_by("-pk").defer("population")
    ]


def _open_cells() -> QuerySet[DoubleCell]:
    given = DoubleOpinion.objects.filter(cell=OuterRef("pk"), part=DoublePart.SECOND, stands=True)
    return DoubleCell.objects.exclude(Exists(given)).order_by()


def open_seconds(draw: DoubleDraw, second: int | None = None) -> QuerySet[DoubleCell]:
    """Return the leaves of a draw to which whoever appraises second has given nothing that stands: those of one person,
    by the id, or (None) of all."""
    found = _open_cells().filter(draw=draw)
    return found if second is None else found.filter(second=second)
