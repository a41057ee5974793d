"""Shapes that look at one unit: options, bands, shares, steps, conditions, an expert's points, a formula's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import Span, span
from cchc.core.scoring.formulas.tree import (
    ONE,
    ZERO,
    Figures,
    Formula,
    FormulaFault,
    Late,
    Name,
    Number,
    Variable,
    amount_of,
)
from cchc.core.scoring.rules.steps import clipped_amount, note, note_amount, note_product
from cchc.core.scoring.rules.values import (
    Deduction,
    PeerRange,
    RuleRow,
    Shape,
    ShapeResult,
    Step,
    Terms,
    Worth,
    number_words,
)
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key


@dataclass(frozen=True, slots=True)
class Choose(Shape):
    """Points by the option declared."""

    name: str
    rows: tuple[RuleRow, ...]
    default_code = "not_done"

    def formulas(self) -> tuple[Formula, ...]:
        return (Name(self.name),)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        row = self.chosen_row(figures)
        points = row.worth.points(terms.maximum)
        if steps is not None:
            note(steps, Message('Chosen: "{option}"', option=row.label), None, points)
        return points, (Deduction(row.code, None, row),)

    def chosen_row(self, figures: Figures) -> RuleRow:
        """The row of the option declared, however it is typed."""
        found = str(Name(self.name).value(figures))
        for row in self.rows:
            if text_key(row.name) == text_key(found):
                return row
        raise FormulaFault(
            Message('"{found}" is not an option of {name}; the options are: {options}', found=found, name=self.name,
                    options=tuple(row.name for row in self.rows))
        )  # fmt: skip

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        worths = [row.worth.points(terms.maximum) for row in self.rows]
        return min(worths), max(worths)

    def __str__(self) -> str:
        return f"choose {self.name} {{ {', '.join(map(str, self.rows))} }}"


@dataclass(frozen=True, slots=True)
class Tiers(Shape):
    """Points by the band in which a figure or ratio lies."""

    formula: Formula
    rows: tuple[RuleRow, ...]

    def code(self) -> str:
        return "late" if isinstance(self.formula, Late) else "ratio"

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        amount = amount_of(self.formula, figures)
        row = self.row_of(amount)
        points = row.worth.points(terms.maximum)
        if steps is not None:
            note_amount(steps, self.formula, figures, amount)
            where = Message("In the band {band}: {worth}", band=row.band.words(), worth=row.worth.words())
            note(steps, where, None, points)
        return points, (Deduction(row.code, None, row),)

    def row_of(self, amount: Fraction) -> RuleRow:
        """The row in whose band `amount` lies."""
        for row in self.rows:
            if row.band.holds(amount):
                return row
        raise FormulaFault(Message("{amount} lies in no band of the rule", amount=amount))

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        reach = span(self.formula, variables)
        worths = [row.worth.points(terms.maximum) for row in self.rows if row.band.meets(reach)]
        return (min(worths), max(worths)) if worths else (None, None)

    def __str__(self) -> str:
        return f"tiers {self.formula} {{ {', '.join(map(str, self.rows))} }}"


@dataclass(frozen=True, slots=True)
class Ratio(Shape):
    """The share achieved, at most 100 %, times the maximum; nothing below a threshold."""

    formula: Formula
    zero_below: Number | None = None

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        dividend, divisor = self.formula.ratio(figures)
        below = self.is_below(dividend, divisor)
        points = ZERO if below else share_of(dividend, divisor, terms.maximum)
        if steps is not None:
            self.explain(steps, figures, Fraction(dividend, divisor), terms)
        return points, ()

    def is_below(self, dividend: int, divisor: int) -> bool:
        """Whether the share stays under the threshold."""
        if self.zero_below is None:
            return False
        least, under = self.zero_below.amount.as_integer_ratio()
        return dividend * under < least * divisor

    def explain(self, steps: list[Step], figures: Figures, share: Fraction, terms: Terms) -> None:
        note_amount(steps, self.formula, figures, share)
        if self.zero_below is not None and share < self.zero_below.amount:
            threshold = number_words(self.zero_below)
            note(steps, Message("Below {threshold}: 0 points", threshold=threshold), None, ZERO)
        else:
            share = clipped_amount(steps, share, ZERO, ONE)
            note_product(steps, Message("Share × maximum"), share, terms.maximum)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        high = span(self.formula, variables)[1]
        ends = (ZERO, (ONE if high is None else min(max(high, ZERO), ONE)) * terms.maximum)
        return min(ends), max(ends)

    def __str__(self) -> str:
        threshold = f"; zero below {self.zero_below}" if self.zero_below is not None else ""
        return f"ratio {self.formula}{threshold}"


def share_of(dividend: int, divisor: int, maximum: Fraction) -> Fraction:
    """That share of the maximum, the share held between 0 and 1.

    >>> share_of(9, 10, Fraction(3, 2)), share_of(11, 10, Fraction(3, 2))
    (Fraction(27, 20), Fraction(3, 2))
    """
    if dividend >= divisor:
        return maximum
    if dividend <= 0:
        return ZERO
    whole, parts = maximum.as_integer_ratio()
    return Fraction(dividend * whole, divisor * parts)


@dataclass(frozen=True, slots=True)
class Steps(Shape):
    """A base up to a start, then so much for every whole step above it."""

    formula: Formula
    start: Number
    base: Worth
    every: Number
    gain: Worth
    clips = True

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        amount = amount_of(self.formula, figures)
        points = self.points(amount, terms)
        if steps is not None:
            note_amount(steps, self.formula, figures, amount)
            base, gain = self.base.points(terms.maximum), self.gain.points(terms.maximum)
            whole = Fraction(self.steps_to(amount))
            note(
                steps,
                Message(
                    "Whole steps of {every} above {start}", every=self.every.amount, start=self.start.amount
                ),
                f"floor(max(0, ({Number(amount)} - {self.start}) / {self.every}))",
                whole,
            )
            note(steps, Message("Base + steps"), f"{Number(base)} + {Number(whole)} * {Number(gain)}", points)
        return points, ()

    def points(self, amount: Fraction, terms: Terms) -> Fraction:
        """The base and what the whole steps up to `amount` add."""
        return self.base.points(terms.maximum) + self.steps_to(amount) * self.gain.points(terms.maximum)

    def steps_to(self, amount: Fraction) -> int:
        """How many whole steps lie between the start and `amount`."""
        return max(ZERO, (amount - self.start.amount) / self.every.amount).__floor__()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        low, high = span(self.formula, variables)
        first = self.base.points(terms.maximum) if low is None else self.points(low, terms)
        last = None if high is None else self.points(high, terms)
        return (last, first) if self.gain.points(terms.maximum) < 0 else (first, last)

    def __str__(self) -> str:
        return f"steps {self.formula} {{ from {self.start} = {self.base}, every {self.every} = {self.gain} }}"


@dataclass(frozen=True, slots=True)
class AllOf(Shape):
    """Full points when every condition holds, else none."""

    conditions: tuple[Formula, ...]
    default_code = "not_done"

    def formulas(self) -> tuple[Formula, ...]:
        return self.conditions

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        unmet = [one for one in self.conditions if not one.value(figures)]
        points = ZERO if unmet else terms.maximum
        if steps is not None:
            if unmet:
                what = Message("Not met: {conditions}", conditions=tuple(str(one) for one in unmet))
            else:
                what = Message("Every condition is met")
            note(steps, what, None, points)
        return points, ()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return terms.bottom, terms.ceiling

    def __str__(self) -> str:
        return f"all of {', '.join(map(str, self.conditions))}"


@dataclass(frozen=True, slots=True)
class Expert(Shape):
    """Points given by an expert, a leader or the council, with a reason."""

    score: str
    reason: str
    default_code = "expert"

    def formulas(self) -> tuple[Formula, ...]:
        return (Name(self.score), Name(self.reason))

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        points = amount_of(Name(self.score), figures)
        reason = str(Name(self.reason).value(figures)).strip()
        if not reason:
            raise FormulaFault(Message("points given by an appraiser need their reason"))
        if steps is not None:
            note(steps, Message("Points given, because: {reason}", reason=reason), None, points)
        return points, ()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        low, high = span(Name(self.score), variables)
        return low if low is not None else terms.bottom, high if high is not None else terms.ceiling

    def __str__(self) -> str:
        return f"expert {self.score} because {self.reason}"


@dataclass(frozen=True, slots=True)
class Points(Shape):
    """A free formula that gives points."""

    formula: Formula

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult:
        points = amount_of(self.formula, figures)
        if steps is not None:
            note_amount(steps, self.formula, figures, points)
        return points, ()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return span(self.formula, variables)

    def __str__(self) -> str:
        return f"points {self.formula}"
