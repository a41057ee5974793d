"""How the leaves stand that two people appraise, and how far these agree: only where both have given something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cchc.access.actor import Actor
from cchc.appraisal.models import Appraisal, AppraisalPlan, DoubleCell, DoubleDecision
from cchc.appraisal.policies import AppraisalSight, may_decide_double
from cchc.appraisal.queries.content import AppraisalContent
from cchc.appraisal.queries.coverage import coverage_of
from cchc.appraisal.queries.doubles import both_of, opinions_by_cell, parties_of
from cchc.appraisal.queries.explained import explained_leaves
from cchc.core.scoring.agreement import Agreement, agreement_on
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import CycleSet, NotApplicable
from cchc.scores.models import Stage


class DoubleState(StrEnum):
    """How a leaf stands that two people appraise: not both have given something, they differ, they agreed, a third
    decided."""

    WAITS = "waits"
    DIFFERS = "differs"
    AGREED = "agreed"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class DoubleLine:
    """A leaf that two people appraise. `both` are the two, once both stand; `gap`: nobody is the first any more, or the
    second; `parties` are the ids of all who appraised it or are to."""

    cell: DoubleCell
    leaf: Node
    state: DoubleState
    both: tuple[AppraisalContent, AppraisalContent] | None
    pair: tuple[str, str]
    gap: bool
    parties: frozenset[int]

    @property
    def points(self) -> tuple[Fraction, Fraction] | None:
        """The points that both give; None before both stand, and while they follow from the peers."""
        if self.both is None or not all(one.points for one in self.both):
            return None
        return Fraction(self.both[0].points), Fraction(self.both[1].points)


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How far two people agree, or all on one criterion."""

    label: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class DoublesView:
    """All leaves of a plan that two people appraise, as a reader may see them."""

    lines: tuple[DoubleLine, ...]

    @property
    def counts(self) -> Counter[DoubleState]:
        """How many stand in which way."""
        return Counter(one.state for one in self.lines)

    @property
    def differing(self) -> list[DoubleLine]:
        """Those on which somebody has to decide."""
        return [one for one in self.lines if one.state is DoubleState.DIFFERS]

    @property
    def gaps(self) -> list[DoubleLine]:
        """Those that not both can appraise as things are."""
        return [one for one in self.lines if one.gap and one.both is None]

    @property
    def gap_names(self) -> list[str]:
        """The units and criteria of these."""
        return [f"{one.cell.participant.name} {one.leaf.number}" for one in self.gaps]

    @property
    def whole(self) -> Agreement | None:
        """How far all agree."""
        return _agreement(self.lines)

    @property
    def by_pair(self) -> list[AgreementLine]:
        """How far each two people agree."""
        return _by((" – ".join(sorted(one.pair)), one) for one in self.lines)

    @property
    def by_leaf(self) -> list[AgreementLine]:
        """How far they agree on each criterion."""
        return _by((f"{one.leaf.number} {one.leaf.name}", one) for one in self.lines)


def _by(lines: Iterable[tuple[str, DoubleLine]]) -> list[AgreementLine]:
    found: dict[str, list[DoubleLine]] = defaultdict(list)
    for label, line in lines:
        found[label].append(line)
    agreed = {label: _agreement(own) for label, own in found.items()}
    return [AgreementLine(label, one) for label, one in agreed.items() if one is not None]


def _agreement(lines: Sequence[DoubleLine]) -> Agreement | None:
    both = [(one.points, one.leaf.maximum) for one in lines]
    known = [(points, maximum or Fraction(0)) for points, maximum in both if points is not None]
    return agreement_on([points for points, _most in known], [most for _points, most in known])


def doubles_view(plan: AppraisalPlan, sight: AppraisalSight) -> DoublesView:
    """Return the leaves of a plan that two people appraise, without those of units that stand near to the reader and
    those that do not apply. A constant number of queries."""
    off = set(
        NotApplicable.objects.filter(participant__cycle=plan.cycle_id).values_list("participant_id", "leaf")
    )
    rows = plan.doubles.select_related("participant", "plan__cycle").order_by(
        "participant__place", "participant", "leaf"
    )
    cells = [
        one for one in rows if sight.has(one.participant_id) and (one.participant_id, one.leaf) not in off
    ]
    if plan.stage == Stage.SECOND_APPRAISAL:  # nobody appraises again what a unit does not explain any more
        said = explained_leaves({one.participant_id for one in cells})
        cells = [one for one in cells if (one.participant_id, one.leaf) in said]
    opinions, coverage = opinions_by_cell(cells), coverage_of(plan)
    sets = CycleSet.objects.filter(cycle=plan.cycle_id).select_related("version").in_bulk()
    given = Appraisal.objects.filter(of__participant__cycle=plan.cycle_id, of__stage=plan.stage)
    concluded = set(given.exclude(verdict="").order_by().values_list("of__participant_id", "leaf"))
    decided = set(DoubleDecision.objects.filter(cell__plan=plan).order_by().values_list("cell_id", flat=True))

    def line(cell: DoubleCell) -> DoubleLine:
        both = both_of(opinions.get(cell.pk, {}))
        if both is None:
            state = DoubleState.WAITS
        elif (cell.participant_id, cell.leaf) not in concluded:
            state = DoubleState.DIFFERS
        else:
            state = DoubleState.DECIDED if cell.pk in decided else DoubleState.AGREED
        node = criteria_of(sets[cell.participant.cycle_set_id].version).leaves[cell.leaf]
        pair = (both[0].who, both[1].who) if both is not None else ("", "")
        people = coverage.people_of(cell.participant, cell.leaf)
        parties = parties_of(cell, opinions.get(cell.pk, {}), coverage, cell.participant)
        return DoubleLine(cell, node, state, both, pair, len(people) < 2, frozenset(parties))

    return DoublesView(tuple(line(one) for one in cells))


def doubles_to_decide(actor: Actor, plan: AppraisalPlan, sight: AppraisalSight) -> list[DoubleLine]:
    """Return the leaves on which two people differ and between whom `actor` may decide; two queries where there are
    none."""
    if not plan.doubles.exists():
        return []
    return [
        one for one in doubles_view(plan, sight).differing if may_decide_double(actor, one.cell, one.parties)
    ]
