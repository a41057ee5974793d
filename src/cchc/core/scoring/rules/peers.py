"""The shape that compares a unit with its peer group: with the best, or between lowest and highest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import Span
from cchc.core.scoring.formulas.tree import (
    ONE,
    ZERO,
    Figures,
    Formula,
    FormulaFault,
    Number,
    Variable,
    amount_of,
)
from cchc.core.scoring.rules.shapes import share_of
from cchc.core.scoring.rules.steps import clipped_amount, note, note_amount, note_product
from cchc.core.scoring.rules.values import PeerRange, Shape, ShapeResult, Step, Terms
from cchc.core.words.messages import Message

LOWEST, HIGHEST = Message("Lowest of the peer group"), Message("Highest of the peer group")


@dataclass(frozen=True, slots=True)
class Relative(Shape):
    """Points relative to the best of the peer group, or between its lowest and highest.

    A unit equal to the best has full points, also where the best is 0 or all units are equal.
    """

    formula: Formula
    to_range: bool
    lower_is_better: bool = False
    among: tuple[Formula, ...] = ()
    default_code = "relative"

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula, *self.among)

    def compared_values(self, figures: Figures) -> list[Fraction]:
        """The values that a unit brings into the population of its peer group."""
        return [amount_of(formula, figures) for formula in (self.among or (self.formula,))]

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        amount = amount_of(self.formula, figures)
        self.compared_values(
            figures
        )  # pending until the whole window is declared: the peers are compared over all of it
        if peer_range is None:
            raise FormulaFault(Message("the rule compares units of a peer group, and no group is given"))
        share = self.share(amount, peer_range)
        if steps is not None:
            note_amount(steps, self.formula, figures, amount)
            self.explain(steps, amount, peer_range, terms)
        return share_of(*share.as_integer_ratio(), terms.maximum), ()

    def share(self, amount: Fraction, peer_range: PeerRange) -> Fraction:
        """The share of the best, not yet held between 0 and 1."""
        top, under = self.quotient(amount, peer_range)
        return top / under if under else ONE

    def quotient(self, amount: Fraction, peer_range: PeerRange) -> tuple[Fraction, Fraction]:
        """The share as dividend and divisor; a divisor of 0 means "as good as the best"."""
        lowest, highest = peer_range
        if self.to_range:
            return (highest - amount if self.lower_is_better else amount - lowest), highest - lowest
        return (lowest, amount) if self.lower_is_better else (amount, highest)

    def explain(self, steps: list[Step], amount: Fraction, peer_range: PeerRange, terms: Terms) -> None:
        lowest, highest = peer_range
        note(steps, LOWEST, None, lowest)
        note(steps, HIGHEST, None, highest)
        top, under = self.quotient(amount, peer_range)
        share = self.share(amount, peer_range)
        note(
            steps, Message("Share of the best"), f"{Number(top)} / {Number(under)}" if under else None, share
        )
        note_product(
            steps, Message("Share × maximum"), clipped_amount(steps, share, ZERO, ONE), terms.maximum
        )

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return terms.bottom, terms.ceiling

    def __str__(self) -> str:
        lower = "; lower is better" if self.lower_is_better else ""
        among = f"; among {', '.join(map(str, self.among))}" if self.among else ""
        return f"relative {self.formula} to {'range' if self.to_range else 'best'}{lower}{among}"
