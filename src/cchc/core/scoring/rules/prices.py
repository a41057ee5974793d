"""Shapes with a price list: points for each item, and points taken for each occurrence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import Span, span
from cchc.core.scoring.formulas.tree import (
    ZERO,
    Arithmetic,
    Figures,
    Formula,
    Name,
    Number,
    Variable,
    amount_of,
)
from cchc.core.scoring.rules.steps import note, note_product
from cchc.core.scoring.rules.values import Deduction, PeerRange, RuleRow, Shape, ShapeResult, Step, Terms
from cchc.core.words.messages import Message


@dataclass(frozen=True, slots=True)
class Each(Shape):
    """So many points for each item, the prices differing by kind of item."""

    rows: tuple[RuleRow, ...]
    clips = True

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(row.name) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        points = ZERO
        for row in self.rows:
            amount = amount_of(Name(row.name), figures)
            price = row.worth.points(terms.maximum)
            points += amount * price
            if steps is not None:
                note_product(steps, Message("{name} × price", name=row.name), amount, price)
        if steps is not None and len(self.rows) > 1:
            parts = " + ".join(str(Number(step.value)) for step in steps[-len(self.rows) :])
            note(steps, Message("Together"), parts, points)
        return points, ()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return span(priced_whole(ZERO, "+", self.rows, terms.maximum), variables)

    def __str__(self) -> str:
        return f"each {{ {', '.join(row.priced() for row in self.rows)} }}"


def priced_whole(start: Fraction, sign: str, rows: tuple[RuleRow, ...], maximum: Fraction) -> Formula:
    """The formula that a price list stands for: a start, and for every row its amount × its price."""
    whole: Formula = Number(start)
    for row in rows:
        price = Number(row.worth.points(maximum))
        whole = Arithmetic(sign, whole, Arithmetic("*", Name(row.name), price))
    return whole


@dataclass(frozen=True, slots=True)
class Deduct(Shape):
    """Points taken from the maximum for each occurrence, by type."""

    rows: tuple[RuleRow, ...]
    default_code = "not_done"

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(row.name) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        points = terms.ceiling
        taken: list[Deduction] = []
        for row in self.rows:
            amount = amount_of(Name(row.name), figures)
            price = row.worth.points(abs(terms.maximum))
            if amount:
                points -= amount * price
                taken.append(Deduction(row.code, amount * price, row))
                if steps is not None:
                    note_product(steps, Message("Taken for {name}", name=row.name), amount, price)
        if steps is not None:
            amounts = [one.points for one in taken if one.points is not None]
            lost = "".join(f" - {Number(amount)}" for amount in amounts)
            note(steps, Message("What is left"), f"{Number(terms.ceiling)}{lost}", points)
        return points, taken

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return span(priced_whole(terms.ceiling, "-", self.rows, abs(terms.maximum)), variables)

    def __str__(self) -> str:
        return f"deduct {{ {', '.join(row.priced() for row in self.rows)} }}"
