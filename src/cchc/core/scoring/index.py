"""The index: from the scores of units to ledgers, percentages, ranks and classes; exact from rule to rank.

At every node **maximum + bonus = points + losses + pending**. Domain.md section 3 says what the parts mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

from cchc.core.scoring.criteria import CriteriaSet, Derivation, Grade, Joins, Node, Part, Ties, derived
from cchc.core.scoring.formulas import HUNDRED, ZERO, Figures, FormulaFault, Value
from cchc.core.scoring.rules import (
    NOT_APPLICABLE,
    PENDING,
    Loss,
    Outcome,
    Population,
    difference,
    line_words,
    with_year,
)
from cchc.core.words.messages import Message
from cchc.core.words.names import sort_key
from cchc.core.words.numbers import rounded, total

NotApplicable = Literal["not_applicable"]
NA: NotApplicable = "not_applicable"
Given = Fraction | Mapping[str, Value] | NotApplicable


@dataclass(frozen=True, slots=True)
class UnitScores:
    """What is known of one unit by leaf number: points, declared figures or "not applicable"; absent is pending."""

    name: str
    given: Mapping[str, Given]
    code: str | None = None
    group: str | None = None


class Ledger(NamedTuple):
    """The account of a node: maximum + bonus = points + losses + pending, all in points.

    `points` includes the bonus and has the penalty taken off; `survey` is what of them came from survey leaves.
    """

    maximum: Fraction = ZERO
    bonus: Fraction = ZERO
    points: Fraction = ZERO
    pending: Fraction = ZERO
    penalty: Fraction = ZERO
    survey: Fraction = ZERO
    waiting: int = 0
    losses: tuple[Loss, ...] = ()

    @property
    def lost(self) -> Fraction:
        """The sum of the losses."""
        return self.maximum + self.bonus - self.points - self.pending

    def percent(self, provisional: bool = False) -> Fraction | None:
        """Percent 0–100 of the applicable maximum; None while something is pending or nothing is applicable.

        Provisional: over what is scored so far.
        """
        base = self.maximum - self.pending if provisional else self.maximum
        if (self.waiting and not provisional) or base <= 0:
            return None
        return self.points / base * HUNDRED


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """One unit's account: totals, domains and leaves, its index (percent), rank in its peer group and class."""

    unit: UnitScores
    total: Ledger
    nodes: Mapping[str, Ledger]
    index: Fraction | None
    rank: int | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class GroupIndex:
    """One peer group: its units in rank order, the mean of their exact indices, the highest and the lowest."""

    group: str | None
    units: tuple[UnitIndex, ...]
    mean: Fraction | None
    highest: Fraction | None
    lowest: Fraction | None
    populations: Mapping[str, Population] = field(default_factory=dict)


class ScoreFault(NamedTuple):
    """A score that cannot be computed: the unit's position, the leaf's number, and why."""

    unit: int
    number: str
    why: Message


class NotScorable(Exception):
    """Raised when some unit cannot be scored; carries every such score."""

    def __init__(self, faults: Sequence[ScoreFault]) -> None:
        super().__init__("; ".join(f"{fault.number}: {fault.why}" for fault in faults))
        self.faults = tuple(faults)


Refused = dict[
    tuple[int, str], Message
]  # why a score cannot be computed, by unit's position and leaf's number


def ranking(
    criteria: CriteriaSet, units: Sequence[UnitScores], year: int | None = None, provisional: bool = False
) -> tuple[GroupIndex, ...]:
    """Every peer group in order of first appearance, its units ranked on exact values.

    `year` is the cycle's, from which deadlines count. Raises `NotScorable` with every score that the rules refuse.
    """
    refused = without_survey(criteria, units)
    members: dict[str | None, list[int]] = {}
    for position, unit in enumerate(units):
        members.setdefault(unit.group, []).append(position)
    groups = []
    for group, positions in members.items():
        own = [(position, units[position]) for position in positions]
        populations = peer_values(criteria, own, year, refused)
        scored = [
            indexed(criteria, unit, position, populations, year, provisional, refused)
            for position, unit in own
        ]
        groups.append(summed(criteria, group, scored, populations))
    if refused:
        raise NotScorable(in_order(criteria, refused))
    return tuple(groups)


def in_order(criteria: CriteriaSet, refused: Refused) -> list[ScoreFault]:
    """What was refused, in the order of the units and of the set."""
    places = {number: place for place, number in enumerate(criteria.leaves)}
    ordered = sorted(refused.items(), key=lambda item: (item[0][0], places[item[0][1]]))
    return [ScoreFault(unit, number, why) for (unit, number), why in ordered]


def without_survey(criteria: CriteriaSet, units: Sequence[UnitScores]) -> Refused:
    """The first survey leaf, where no unit has an applicable one and the set does not allow a year without a survey."""
    surveyed = [number for number, leaf in criteria.leaves.items() if leaf.part is Part.SURVEY]
    if criteria.survey_optional or not surveyed or not units:
        return {}
    if any(unit.given.get(number) != NA for unit in units for number in surveyed):
        return {}
    return {
        (0, surveyed[0]): Message(
            "no unit was surveyed, and the set does not allow scoring without its survey"
        )
    }


def peer_values(
    criteria: CriteriaSet, units: Sequence[tuple[int, UnitScores]], year: int | None, refused: Refused
) -> dict[str, Population]:
    """The lowest and highest value of each relative leaf among the units that declared their figures."""
    populations = {}
    for number, leaf in criteria.relative_leaves.items():
        values: list[Fraction] = []
        for position, unit in units:
            figures = unit.given.get(number)
            if not isinstance(figures, Mapping) or leaf.rule is None:
                continue
            try:
                values += leaf.rule.compared(whole_figures(leaf, figures, year))
            except FormulaFault as fault:
                refused[position, number] = fault.message
        if values:
            populations[number] = Population(min(values), max(values))
    return populations


def whole_figures(leaf: Node, figures: Figures, year: int | None) -> Figures:
    """`figures` with the leaf's defaults, and the cycle's year where its rule counts from a deadline."""
    dated = year is not None and leaf.needs_year
    if not leaf.defaults and not dated:
        return figures
    whole = {**leaf.defaults, **figures}
    return with_year(whole, year) if dated and year is not None else whole


def indexed(
    criteria: CriteriaSet,
    unit: UnitScores,
    position: int,
    populations: Mapping[str, Population],
    year: int | None,
    provisional: bool,
    refused: Refused,
) -> UnitIndex:
    """The unit's account without its rank; what cannot be scored goes into `refused`."""
    nodes: dict[str, Ledger] = {}
    given = unit.given

    def account(node: Node) -> Ledger:
        """The account of `node` from its leaves up, every node's account kept."""
        number = node.number
        if node.children:
            ledger = joined(node, [account(child) for child in node.children])
        else:
            try:
                ledger = leaf_ledger(node, given.get(number), populations.get(number), year)
            except FormulaFault as fault:
                refused[position, number] = fault.message
                ledger = Ledger(waiting=1)
        nodes[number] = ledger
        return ledger

    whole = limited(criteria, added([account(node) for node in criteria.nodes]), provisional)
    return UnitIndex(unit, whole, nodes, whole.percent(provisional))


def outcome_of(
    leaf: Node, given: Given | None, population: Population | None = None, year: int | None = None
) -> Outcome:
    """What a leaf is given: by its rule from figures, as stated, not applicable, or pending."""
    if given is None:
        return PENDING
    if isinstance(given, (dict, Mapping)):  # dict first: asking for any mapping takes longer than the scoring
        if leaf.rule is None:
            raise FormulaFault(Message("{number} has no rule; give its points", number=leaf.number))
        return leaf.rule.apply(whole_figures(leaf, given, year), leaf.terms, population)
    return NOT_APPLICABLE if isinstance(given, str) else stated(leaf, given)


def stated(leaf: Node, points: Fraction) -> Outcome:
    """Stated points, inside what the leaf can give; what is short of the maximum is lost for an unknown reason."""
    low, high = leaf.stated_span()
    if not low <= points <= high:
        raise FormulaFault(
            Message("{points} points are outside {low} to {high}", points=points, low=low, high=high)
        )
    return Outcome(points, stated_loss(leaf, points))


def stated_loss(leaf: Node, points: Fraction) -> tuple[Loss, ...]:
    """What stated points are short of the maximum: a loss whose reason is not known."""
    lost = difference(leaf.terms.ceiling, points)
    code = "penalty" if leaf.part is Part.PENALTY else "stated"
    return (Loss(leaf.number, code, lost, None),) if lost else ()


def leaf_ledger(
    leaf: Node, given: Given | None, population: Population | None = None, year: int | None = None
) -> Ledger:
    """The account of one leaf."""
    points, losses, without = outcome_of(leaf, given, population, year)
    if points is None:
        if without == "not_applicable":
            return Ledger()
        pending = ZERO if leaf.in_block else leaf.maximum
        return Ledger(maximum=pending, pending=pending, waiting=1)
    if leaf.part is Part.BONUS:
        return Ledger(bonus=points, points=points)
    if leaf.part is Part.PENALTY:
        return Ledger(points=points, penalty=-points, losses=losses)
    survey = points if leaf.part is Part.SURVEY else ZERO
    return Ledger(leaf.maximum, ZERO, points, ZERO, ZERO, survey, 0, losses)


def added(ledgers: Sequence[Ledger]) -> Ledger:
    """Accounts added: the order never matters, for the points are exact."""
    return Ledger(
        maximum=total([one.maximum for one in ledgers]),
        bonus=total_of_some([one.bonus for one in ledgers]),
        points=total([one.points for one in ledgers]),
        pending=total_of_some([one.pending for one in ledgers]),
        penalty=total_of_some([one.penalty for one in ledgers]),
        survey=total_of_some([one.survey for one in ledgers]),
        waiting=sum([one.waiting for one in ledgers]),
        losses=tuple([loss for one in ledgers for loss in one.losses]),
    )


def total_of_some(amounts: Sequence[Fraction]) -> Fraction:
    """The sum of amounts of which most are absent (the one `ZERO`)."""
    present = [amount for amount in amounts if amount is not ZERO]
    return total(present) if present else ZERO


def joined(node: Node, below: Sequence[Ledger]) -> Ledger:
    """The account of a node from its children's: added, capped, or the best of them."""
    if node.joins is Joins.SUM:
        return added(below)
    if node.joins is Joins.BEST:
        return best(node, below)
    whole = added(below)
    if node.part is Part.BONUS:
        bonus = min(whole.bonus, node.maximum)
        return whole._replace(bonus=bonus, points=whole.points - whole.bonus + bonus)
    if node.part is Part.PENALTY:
        penalty = min(whole.penalty, -node.maximum)
        return whole._replace(
            penalty=penalty,
            points=whole.points + whole.penalty - penalty,
            losses=scaled(whole.losses, penalty, node.number),
        )
    return bounded(node, whole, min(whole.points, node.maximum))


def best(node: Node, below: Sequence[Ledger]) -> Ledger:
    """The child with the most points stands for the node; pending while some child is.

    Of equals the one that lost least, then the first by number: the order of the children does not matter.
    """
    applicable = [
        (one, child.number)
        for child, one in zip(node.children, below, strict=True)
        if one.maximum or one.points or one.waiting
    ]
    if not applicable:
        return Ledger()
    top, _ = min(
        applicable, key=lambda found: (-found[0].points, found[0].waiting > 0, found[0].lost, found[1])
    )
    waiting = sum(one.waiting for one in below)
    if node.part is Part.BONUS:
        return Ledger(bonus=top.bonus, points=top.bonus, waiting=waiting)
    whole = top._replace(
        maximum=max(one.maximum for one, _ in applicable),
        pending=total([one.pending for one in below]),
        waiting=waiting,
    )
    return bounded(node, whole, whole.points)


def bounded(node: Node, whole: Ledger, points: Fraction) -> Ledger:
    """`whole` under the node's own maximum: what is pending fills up first, the losses keep their proportions."""
    maximum = min(whole.maximum, node.maximum)
    pending = min(whole.pending, max(maximum - points, ZERO))
    lost = maximum + whole.bonus - points - pending
    survey = min(whole.survey, points)
    return whole._replace(
        maximum=maximum,
        points=points,
        pending=pending,
        survey=survey,
        losses=scaled(whole.losses, lost, node.number),
    )


def scaled(losses: Sequence[Loss], lost: Fraction, number: str) -> tuple[Loss, ...]:
    """`losses` in their proportions, made to sum to `lost`; a loss of the node itself where no child lost anything."""
    if not lost:
        return ()
    whole = total([loss.points for loss in losses])
    if whole == lost:
        return tuple(losses)
    if whole <= 0:
        return (Loss(number, "not_done", lost, None),)
    return tuple(loss._replace(points=loss.points * lost / whole) for loss in losses)


def limited(criteria: CriteriaSet, whole: Ledger, provisional: bool) -> Ledger:
    """The bonus cut where the set does not let it lift the index above 100 %."""
    roof = whole.maximum - whole.pending if provisional else whole.maximum
    if criteria.bonus_above_total or whole.points <= roof:
        return whole
    over = min(whole.points - roof, whole.bonus)
    return whole._replace(points=whole.points - over, bonus=whole.bonus - over)


def summed(
    criteria: CriteriaSet,
    group: str | None,
    units: Sequence[UnitIndex],
    populations: Mapping[str, Population],
) -> GroupIndex:
    """The peer group with its ranks, classes and figures."""
    ranked = [with_grade(criteria, unit) for unit in with_ranks(criteria.ties, units)]
    indices = [unit.index for unit in ranked if unit.index is not None]
    if not indices:
        return GroupIndex(group, tuple(ranked), None, None, None, populations)
    mean = total(indices) / len(indices)
    return GroupIndex(group, tuple(ranked), mean, max(indices), min(indices), populations)


def with_ranks(ties: Ties, units: Sequence[UnitIndex]) -> list[UnitIndex]:
    """Units in rank order; equals in alphabetical order; units without an index last and without a rank."""
    ordered = sorted(units, key=place_of)
    ranked: list[UnitIndex] = []
    rank, last = 0, None
    for position, unit in enumerate(ordered, start=1):
        if unit.index is None:
            ranked.append(unit)
            continue
        if ties is Ties.ORDINAL or unit.index != last:
            rank = rank + 1 if ties is Ties.DENSE else position
        last = unit.index
        ranked.append(placed(unit, rank))
    return ranked


def place_of(unit: UnitIndex) -> tuple[bool, Fraction, str, str]:
    index = unit.index if unit.index is not None else ZERO
    return (unit.index is None, -index, sort_key(unit.unit.name), unit.unit.code or "")


def placed(unit: UnitIndex, rank: int) -> UnitIndex:
    return UnitIndex(unit.unit, unit.total, unit.nodes, unit.index, rank)


def with_grade(criteria: CriteriaSet, unit: UnitIndex) -> UnitIndex:
    """The unit with its class, read from the printed index unless the set says exact."""
    if unit.index is None or not criteria.grades:
        return unit
    index = unit.index if criteria.grade_exact else rounded(unit.index, criteria.places, criteria.rounding)
    grade = grade_of(criteria.grades, index)
    return UnitIndex(unit.unit, unit.total, unit.nodes, unit.index, unit.rank, grade)


def grade_of(grades: Sequence[Grade], index: Fraction) -> str | None:
    """The name of the class in whose band `index` (percent) lies."""
    return next((grade.name for grade in grades if grade.band.holds(index)), None)


def why(criteria: CriteriaSet, loss: Loss) -> Message:
    """The reason of a loss in plain words: the line of the rule that took the points."""
    leaf = criteria.leaves.get(loss.number)
    if leaf is None:
        return Message(
            "the criteria below together reach less than the maximum of {number}", number=loss.number
        )
    if loss.line is None or leaf.rule is None:
        return Message("points were stated, not computed from figures")
    return line_words(loss.line, leaf.rule.shape, leaf.declared())


def derivation_of(
    leaf: Node, given: Given | None, population: Population | None = None, year: int | None = None
) -> Derivation | None:
    """How a leaf came to its points, when its figures are declared; None when stated, pending, not applicable."""
    if not isinstance(given, Mapping):
        return None
    return derived(leaf, whole_figures(leaf, given, year), population)
