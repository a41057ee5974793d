"""Figures that a unit may declare, drawn so that they give about the points that the unit deserves.

For every leaf a pool is drawn once for a year: the worked examples of the leaf, varied. A unit that is to reach a
share of the maximum is given figures of the pool that reach the share next below or next above, at random, so that
the mean over many units is the share itself, also for a leaf that gives all or nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import cast

from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.formulas.analysis import walk
from cchc.core.scoring.formulas.tree import (
    NUMERIC,
    YEAR,
    ZERO,
    Arithmetic,
    FigureKind,
    Figures,
    FormulaFault,
    Name,
    Value,
    Variable,
)
from cchc.core.scoring.ledgers import leaf_ledger
from cchc.core.scoring.rules.rule import Rule
from cchc.core.scoring.rules.values import PeerRange

DRAWS = 180
NOTHING = "Không có kết quả để cho điểm"
DrawnValue = Fraction | Figures


class Pool:
    """The figures or points that a leaf may be given in a year, by the share (0–1) of the maximum that they reach."""

    def __init__(self, leaf: Node, year: int) -> None:
        chance = Random(f"{leaf.number} {year}")  # noqa: S311 - a repeatable draw is wanted
        reached: dict[float, list[DrawnValue]] = defaultdict(list)
        for share, given in drawn(leaf, year, chance):
            reached[share].append(given)
        self.shares = sorted(reached)
        self.given = reached

    def near(self, share: float, chance: Random) -> DrawnValue:
        """Return figures or points that reach `share` (0–1) on average."""
        place = bisect_right(self.shares, share)
        above = self.shares[min(place, len(self.shares) - 1)]
        below = self.shares[max(place - 1, 0)]
        up = (share - below) / (above - below) if above > below else 0
        return chance.choice(self.given[above if chance.random() < up else below])


def drawn(leaf: Node, year: int, chance: Random) -> Iterator[tuple[float, DrawnValue]]:
    """Yield pairs of a share (0–1) of the maximum and the figures or points that reach it."""
    if leaf.rule is None:
        for twentieth in range(21):
            yield twentieth / 20, leaf.maximum * twentieth / 20
        return
    examples = [one.figures for one in leaf.examples if one.points is not None] or [{}]
    tries = (varied(leaf, chance.choice(examples), year, chance) for _draw in range(DRAWS))
    shares = shares_in(leaf.rule)
    fitting = [figures for figures in tries if fits(leaf, shares, figures)]
    population = peers(leaf.rule, fitting)
    for figures in fitting:
        share = share_of(leaf, figures, year, population)
        if share is not None:
            yield share, figures


def share_of(leaf: Node, figures: Figures, year: int, population: PeerRange | None) -> float | None:
    """Return the share (0–1) of the maximum that `figures` reach; None when the rule gives no points for them."""
    try:
        ledger = leaf_ledger(leaf, figures, population, year)
    except FormulaFault:
        return None
    scored = not ledger.waiting and (ledger.maximum or leaf.in_block)
    return round(float(ledger.points / leaf.maximum), 3) if scored else None


def peers(rule: Rule, fitting: list[dict[str, Value]]) -> PeerRange | None:
    """Return the ends of the figure that a relative rule compares, over the whole pool; None for other rules."""
    values = [value for figures in fitting for value in rule.compared_values(figures)]
    return PeerRange(min(values), max(values)) if values else None


def fits(leaf: Node, shares: set[tuple[str, str]], figures: dict[str, Value]) -> bool:
    """Whether the figures are within their bounds, and no part of a whole is larger than the whole."""
    declared = leaf.declared()
    return all(within(declared[name], value) for name, value in figures.items()) and all(
        _number(figures[part]) <= _number(figures[whole])
        for part, whole in shares
        if part in figures and whole in figures
    )


def _number(value: Value) -> Fraction:
    """Return the number of a part of a whole, or of the whole."""
    return cast(Fraction, value)


def within(variable: Variable, value: Value) -> bool:
    """Whether a number is within the bounds of its figure; other figures have no bounds."""
    if not isinstance(value, Fraction):
        return True
    above = variable.low is None or variable.low <= value
    return above and (variable.high is None or value <= variable.high)


def shares_in(rule: Rule) -> set[tuple[str, str]]:
    """Return the pairs of figures whose quotient the rule takes."""
    parts = {part for formula in rule.formulas() for part in walk(formula) if isinstance(part, Arithmetic)}
    return {
        (part.left.name, part.right.name)
        for part in parts
        if part.sign == "/" and isinstance(part.left, Name) and isinstance(part.right, Name)
    }


def varied(leaf: Node, example: Figures, year: int, chance: Random) -> dict[str, Value]:
    """Return an example as it might be in another unit and in `year`."""
    scale = chance.choice((1, 1, 2, 3, 4))
    written = example.get(YEAR)
    later = year - int(written) if isinstance(written, Fraction) else 0
    declared = leaf.declared()
    figures = {
        name: other(declared[name], value, scale, later, chance)
        for name, value in example.items()
        if name != YEAR
    }
    figures |= {one.name: one.low or ZERO for one in leaf.variables if is_left_out(one, figures)}
    if any(declared[name].kind is FigureKind.NUMBER and not value for name, value in figures.items()):
        figures |= {name: NOTHING for name in figures if declared[name].kind is FigureKind.TEXT}
    return figures


def is_left_out(variable: Variable, figures: Figures) -> bool:
    """Whether an example says nothing of a number that a unit declares: where nothing occurred, nothing was done."""
    return variable.kind in NUMERIC and variable.default is None and variable.name not in figures


def other(variable: Variable, value: Value, scale: int, later: int, chance: Random) -> Value:
    """Return one figure, varied by its kind."""
    if variable.kind is FigureKind.CHOICE:
        return chance.choice(variable.options)
    if variable.kind is FigureKind.YES_NO:
        return chance.random() < 0.8
    if isinstance(value, date):
        return another_day(value, later, chance)
    if not isinstance(value, Fraction):
        return value
    if variable.kind is FigureKind.COUNT:
        return another_count(int(value), scale, chance)
    if variable.kind is FigureKind.PERCENT:
        return Fraction(round(chance.uniform(0.55, 0.995) * 10_000), 10_000)
    if variable.low is not None and chance.random() < 0.2:
        return variable.low
    return Fraction(round(value * 4 * Fraction(chance.randint(60, 140), 100)), 4)


def another_day(day: date, later: int, chance: Random) -> date:
    """Return a day some days earlier or later, in the year that is `later`."""
    moved = day + timedelta(days=chance.choice((-12, -9, -6, -4, -3, -2, -1, 0, 0, 1, 2, 4, 8)))
    return moved.replace(year=moved.year + later, day=min(moved.day, 28) if moved.month == 2 else moved.day)


def another_count(count: int, scale: int, chance: Random) -> Fraction:
    """Return a few more or fewer of a small count, a multiple of a large one."""
    if count <= 5:
        return Fraction(max(count + chance.choice((-2, -1, 0, 0, 0, 1)), 0))
    factor = chance.choice(
        (1, chance.uniform(0.86, 1.05), chance.uniform(0.86, 1.05), chance.uniform(0.3, 1.6))
    )
    return Fraction(max(round(count * scale * factor), 1))


def pools(leaves: dict[str, Node], year: int) -> dict[str, Pool]:
    """Return the pool of every leaf."""
    return {number: Pool(leaf, year) for number, leaf in leaves.items()}


def in_cell(variable: Variable, value: Value) -> str:
    """Return a figure as a person writes it into a points file."""
    words = {None: "Không", True: "Có", False: "Không"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = figure_text(variable, value)
    return f"{text}%" if variable.kind is FigureKind.PERCENT else text


def is_extra(leaf: Node) -> bool:
    """Whether a leaf is a bonus or a penalty, which few units have."""
    return leaf.part in (Part.BONUS, Part.PENALTY)
