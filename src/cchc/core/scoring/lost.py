"""Points lost by many units: summed by criterion, code, agency or unit, and which few of them make most of it.

Whatever the division, its sums are the losses of the accounts it was made of: **maximum + bonus = points + losses +
pending** holds for one unit, for a domain of some units and for all together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import HUNDRED, ZERO
from cchc.core.scoring.ledgers import Ledger
from cchc.core.words.numbers import total

MOST_OF_ALL = Fraction(80)
"""The percentage of all lost points that the few largest make: Pareto's rule of 80 and 20."""


class UnitLoss(NamedTuple):
    """Points that one unit (any number that tells units apart) lost at one node, by a code."""

    unit: int
    number: str
    code: str
    points: Fraction


class LossAccount(NamedTuple):
    """Sums of accounts, in points: maximum + bonus = points + lost + pending."""

    maximum: Fraction = ZERO
    bonus: Fraction = ZERO
    points: Fraction = ZERO
    pending: Fraction = ZERO
    lost: Fraction = ZERO

    @property
    def share(self) -> Fraction | None:
        """Return what was lost, in percent of the maximum; None without a maximum."""
        return self.lost / self.maximum * HUNDRED if self.maximum else None


@dataclass(frozen=True, slots=True)
class LossSum:
    """What was lost under one key: the points, and the units that lost some of it."""

    key: str
    points: Fraction
    units: frozenset[int]


@dataclass(frozen=True, slots=True)
class ParetoStep:
    """One sum in the order of size: its share of all lost points and what it makes with those before it, in percent;
    `among_few`: it belongs to the fewest that make `MOST_OF_ALL` together."""

    sum: LossSum
    share: Fraction
    together: Fraction
    among_few: bool


def losses_of(unit: int, ledger: Ledger) -> tuple[UnitLoss, ...]:
    """Return what `unit` lost by an account, one for each loss in it.

    >>> losses_of(1, Ledger(maximum=Fraction(2), points=Fraction(2)))
    ()
    """
    return tuple(UnitLoss(unit, loss.number, loss.code, loss.points) for loss in ledger.losses)


def account_of(ledgers: Iterable[Ledger]) -> LossAccount:
    """Return the sums of accounts; the order never matters, for points are exact.

    >>> account_of([Ledger(maximum=Fraction(3), points=Fraction(1)), Ledger(bonus=Fraction(1), points=Fraction(1))])
    LossAccount(maximum=Fraction(3, 1), bonus=Fraction(1, 1), points=Fraction(2, 1), pending=Fraction(0, 1), \
lost=Fraction(2, 1))
    """
    some = list(ledgers)
    return LossAccount(
        maximum=_sum([one.maximum for one in some]),
        bonus=_sum([one.bonus for one in some]),
        points=_sum([one.points for one in some]),
        pending=_sum([one.pending for one in some]),
        lost=_sum([one.lost for one in some]),
    )


def lost_by(losses: Iterable[UnitLoss], key: Callable[[UnitLoss], str]) -> tuple[LossSum, ...]:
    """Return the losses summed by a key, the largest first; equals in the order in which they came.

    >>> some = [UnitLoss(1, "1.1", "late", Fraction(1)), UnitLoss(2, "1.1", "ratio", Fraction(2))]
    >>> [(one.key, str(one.points), sorted(one.units)) for one in lost_by(some, lambda loss: loss.number)]
    [('1.1', '3', [1, 2])]
    """
    amounts: dict[str, list[Fraction]] = {}
    units: dict[str, set[int]] = {}
    for loss in losses:
        found = key(loss)
        amounts.setdefault(found, []).append(loss.points)
        units.setdefault(found, set()).add(loss.unit)
    sums = [LossSum(found, _sum(some), frozenset(units[found])) for found, some in amounts.items()]
    return tuple(sorted(sums, key=lambda one: -one.points))


def pareto(sums: Sequence[LossSum], most: Fraction = MOST_OF_ALL) -> tuple[ParetoStep, ...]:
    """Return the sums, the largest first, each with what it makes together with those before it; those are among the
    few that are needed to reach `most` percent of all. Nothing where nothing was lost.

    >>> three = [LossSum(key, Fraction(points), frozenset()) for key, points in (("a", 1), ("b", 7), ("c", 2))]
    >>> [(step.sum.key, str(step.together), step.among_few) for step in pareto(three)]
    [('b', '70', True), ('c', '90', True), ('a', '100', False)]
    """
    whole = _sum([one.points for one in sums])
    if not whole:
        return ()
    steps = []
    before = ZERO
    for one in sorted(sums, key=lambda one: -one.points):
        share = one.points / whole * HUNDRED
        steps.append(ParetoStep(one, share, before + share, before < most))
        before += share
    return tuple(steps)


def agencies_of(criteria: CriteriaSet) -> dict[str, str]:
    """Return which agency answers for each node by its number: the one that the node names, else the nearest one above
    it; "" where none is named."""
    found: dict[str, str] = {}

    def go(node: Node, above: str) -> None:
        """Note the agency of `node` and of all below it."""
        found[node.number] = node.appraiser or above
        for child in node.children:
            go(child, found[node.number])

    for top in criteria.nodes:
        go(top, "")
    return found


def tops_of(criteria: CriteriaSet) -> dict[str, Node]:
    """Return the domain, or the block of bonus or penalty, of each node by its number."""
    return {node.number: top for top in criteria.nodes for node in top.walk()}


def everywhere_lost(sums: Iterable[LossSum], applies: Mapping[str, int]) -> tuple[LossSum, ...]:
    """Return the sums by criterion where every unit lost to which it applies, at least two; `applies` has how many
    these are.

    >>> both = LossSum("1.1", Fraction(2), frozenset({1, 2}))
    >>> [one.key for one in everywhere_lost([both], {"1.1": 2})], everywhere_lost([both], {"1.1": 3})
    (['1.1'], ())
    """
    return tuple(one for one in sums if 1 < applies.get(one.key, 0) == len(one.units))


def once_lost(sums: Iterable[LossSum], applies: Mapping[str, int]) -> tuple[LossSum, ...]:
    """Return the sums by criterion where one unit alone lost, of several to which it applies.

    >>> alone = LossSum("1.1", Fraction(2), frozenset({1}))
    >>> [one.key for one in once_lost([alone], {"1.1": 2})], once_lost([alone], {"1.1": 1})
    (['1.1'], ())
    """
    return tuple(one for one in sums if len(one.units) == 1 < applies.get(one.key, 0))


def _sum(amounts: Sequence[Fraction]) -> Fraction:
    return total(amounts) if amounts else ZERO
