"""Ledgers: the account of a leaf from what is known of it, folded up the tree.

At every node **maximum + bonus = points + losses + pending**."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from cchc.core.scoring.criteria.crosschecks import refuse_broken
from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import HUNDRED, ZERO, Figures, FormulaFault, Value, Variable
from cchc.core.scoring.rules.rule import with_year
from cchc.core.scoring.rules.values import NOT_APPLICABLE, PENDING, Loss, Outcome, PeerRange, difference
from cchc.core.scoring.rules.words import with_labels
from cchc.core.words.messages import Message
from cchc.core.words.numbers import total

NotApplicable = Literal["not_applicable"]
NA: NotApplicable = "not_applicable"
LeafScore = Fraction | Mapping[str, Value] | NotApplicable


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


def whole_figures(leaf: Node, figures: Figures, year: int | None) -> Figures:
    """`figures` with the leaf's defaults, and the cycle's year where its rule counts from a deadline."""
    dated = year is not None and leaf.needs_year
    if not leaf.defaults and not dated:
        return figures
    whole = {**leaf.defaults, **figures}
    return with_year(whole, year) if dated and year is not None else whole


def missing_figures(leaf: Node, figures: Figures) -> tuple[Variable, ...]:
    """The figures of `leaf` that are neither declared nor have a default; without them its points may stay pending."""
    return tuple(one for one in leaf.variables if one.name not in figures and one.default is None)


def outcome_of(
    leaf: Node, given: LeafScore | None, peer_range: PeerRange | None = None, year: int | None = None
) -> Outcome:
    """The outcome of a leaf: by its rule from figures, as stated, not applicable, or pending."""
    if given is None:
        if not leaf.defaults or leaf.rule is None:
            return PENDING
        given = {}  # the defaults hold, and may be all that the rule asks for
    if isinstance(given, (dict, Mapping)):  # dict first: asking for any mapping takes longer than the scoring
        if leaf.rule is None:
            raise FormulaFault(Message("{number} has no rule; give its points", number=leaf.number))
        figures = whole_figures(leaf, given, year)
        if leaf.checks:
            refuse_broken(leaf, figures)
        try:
            return leaf.rule.apply(figures, leaf.terms, peer_range)
        except FormulaFault as fault:
            raise FormulaFault(with_labels(fault.message, leaf.declared())) from fault
    return NOT_APPLICABLE if isinstance(given, str) else stated_outcome(leaf, given)


def stated_outcome(leaf: Node, points: Fraction) -> Outcome:
    """Stated points, inside what the leaf can give; what is short of the maximum is lost for an unknown reason."""
    low, high = leaf.stated_span()
    if not low <= points <= high:
        raise FormulaFault(
            Message("{points} points are outside {low} to {high}", points=points, low=low, high=high)
        )
    return Outcome(points, stated_loss(leaf, points))


def stated_loss(leaf: Node, points: Fraction) -> tuple[Loss, ...]:
    """The loss of stated points, up to the maximum: its reason is not known."""
    lost = difference(leaf.terms.ceiling, points)
    code = "penalty" if leaf.part is Part.PENALTY else "stated"
    return (Loss(leaf.number, code, lost, None),) if lost else ()


def leaf_ledger(
    leaf: Node, given: LeafScore | None, peer_range: PeerRange | None = None, year: int | None = None
) -> Ledger:
    """The account of one leaf."""
    return ledger_from(leaf, outcome_of(leaf, given, peer_range, year))


def ledger_from(leaf: Node, outcome: Outcome) -> Ledger:
    """The account of one leaf whose outcome is known."""
    points, losses, without = outcome
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


def sum_of_ledgers(ledgers: Sequence[Ledger]) -> Ledger:
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


def node_ledger(node: Node, below: Sequence[Ledger]) -> Ledger:
    """The account of a node from its children's: added, capped, or the best of them."""
    if node.aggregation is Aggregation.SUM:
        return sum_of_ledgers(below)
    if node.aggregation is Aggregation.BEST:
        return best_ledger(node, below)
    whole = sum_of_ledgers(below)
    if node.part is Part.BONUS:
        bonus = min(whole.bonus, node.maximum)
        return whole._replace(bonus=bonus, points=whole.points - whole.bonus + bonus)
    if node.part is Part.PENALTY:
        penalty = min(whole.penalty, -node.maximum)
        return whole._replace(
            penalty=penalty,
            points=whole.points + whole.penalty - penalty,
            losses=scaled_losses(whole.losses, penalty, node.number),
        )
    return ledger_within(node, whole, min(whole.points, node.maximum))


def tree_ledgers(
    criteria: CriteriaSet, ledger_of: Callable[[Node], Ledger]
) -> tuple[Ledger, dict[str, Ledger]]:
    """The account of the whole set, and that of every node by its number, from those of its leaves."""
    nodes: dict[str, Ledger] = {}
    for top in criteria.nodes:
        nodes |= branch_ledgers(top, ledger_of)
    return sum_of_ledgers([nodes[top.number] for top in criteria.nodes]), nodes


def branch_ledgers(top: Node, ledger_of: Callable[[Node], Ledger]) -> dict[str, Ledger]:
    """The accounts of a node and of all below it, by their numbers, from those of its leaves."""
    nodes: dict[str, Ledger] = {}

    def account(node: Node) -> Ledger:
        """The account of `node` from its leaves up, every node's account kept."""
        below = [account(child) for child in node.children]
        ledger = node_ledger(node, below) if below else ledger_of(node)
        nodes[node.number] = ledger
        return ledger

    account(top)
    return nodes


def best_ledger(node: Node, below: Sequence[Ledger]) -> Ledger:
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
    return ledger_within(node, whole, whole.points)


def ledger_within(node: Node, whole: Ledger, points: Fraction) -> Ledger:
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
        losses=scaled_losses(whole.losses, lost, node.number),
    )


def scaled_losses(losses: Sequence[Loss], lost: Fraction, number: str) -> tuple[Loss, ...]:
    """`losses` in their proportions, made to sum to `lost`; a loss of the node itself where no child lost anything."""
    if not lost:
        return ()
    whole = total([loss.points for loss in losses])
    if whole == lost:
        return tuple(losses)
    if whole <= 0:
        return (Loss(number, "not_done", lost, None),)
    return tuple(loss._replace(points=loss.points * lost / whole) for loss in losses)


def with_bonus_limit(criteria: CriteriaSet, whole: Ledger, provisional: bool) -> Ledger:
    """The bonus cut where the set does not let it lift the index above 100 %."""
    roof = whole.maximum - whole.pending if provisional else whole.maximum
    if criteria.bonus_above_total or whole.points <= roof:
        return whole
    over = min(whole.points - roof, whole.bonus)
    return whole._replace(points=whole.points - over, bonus=whole.bonus - over)
