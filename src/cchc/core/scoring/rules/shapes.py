"""The shapes of rules, from choices and tiers to comparisons with peers: how figures become points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.formulas import (
    ONE,
    ZERO,
    Arithmetic,
    Figures,
    Formula,
    FormulaFault,
    Late,
    Name,
    Number,
    Span,
    Variable,
    amount_of,
    filled,
    span,
)
from cchc.core.scoring.rules.values import (
    Given,
    Population,
    Row,
    Shape,
    Step,
    Taken,
    Terms,
    Worth,
    spoken_number,
)
from cchc.core.words.messages import Message


def note(steps: list[Step], what: Message, expression: str | None, value: Fraction) -> None:
    """One more step of the derivation."""
    steps.append(Step(what, expression, value))


def note_product(steps: list[Step], what: Message, one: Fraction, other: Fraction) -> None:
    steps.append(Step(what, f"{Number(one)} * {Number(other)}", one * other))


def note_amount(steps: list[Step], formula: Formula, figures: Figures, amount: Fraction) -> None:
    """The formula with its figures in place; a lone figure is already among the inputs."""
    if isinstance(formula, Late):
        deadline = formula.deadline(figures)
        note(steps, Message("Days after {deadline}", deadline=f"{deadline:%d/%m/%Y}"), None, amount)
    elif not isinstance(formula, (Name, Number)):
        note(steps, Message("{formula}", formula=str(formula)), filled(formula, figures), amount)


def clipped(
    steps: list[Step] | None, amount: Fraction, floor: Fraction | None, cap: Fraction | None
) -> Fraction:
    """`amount` held between `floor` and `cap`, a step noted when that changed it."""
    if cap is not None and amount > cap:
        if steps is not None:
            note(steps, Message("At most {cap}", cap=cap), f"min({Number(amount)}, {Number(cap)})", cap)
        return cap
    if floor is not None and amount < floor:
        if steps is not None:
            note(
                steps,
                Message("At least {floor}", floor=floor),
                f"max({Number(amount)}, {Number(floor)})",
                floor,
            )
        return floor
    return amount


@dataclass(frozen=True, slots=True)
class Choose(Shape):
    """Points by the option declared."""

    name: str
    rows: tuple[Row, ...]
    default_code = "not_done"

    def formulas(self) -> tuple[Formula, ...]:
        return (Name(self.name),)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        row = self.chosen(figures)
        points = row.worth.points(terms.maximum)
        if steps is not None:
            note(steps, Message('Chosen: "{option}"', option=row.label), None, points)
        return points, (Taken(row.code, None, row),)

    def chosen(self, figures: Figures) -> Row:
        """The row of the option declared, case ignored."""
        found = str(Name(self.name).value(figures))
        for row in self.rows:
            if row.name.casefold() == found.casefold():
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
    rows: tuple[Row, ...]

    def code(self) -> str:
        return "late" if isinstance(self.formula, Late) else "ratio"

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        amount = amount_of(self.formula, figures)
        row = self.row_of(amount)
        points = row.worth.points(terms.maximum)
        if steps is not None:
            note_amount(steps, self.formula, figures, amount)
            where = Message("In the band {band}: {worth}", band=row.band.words(), worth=row.worth.words())
            note(steps, where, None, points)
        return points, (Taken(row.code, None, row),)

    def row_of(self, amount: Fraction) -> Row:
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
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
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
            threshold = spoken_number(self.zero_below)
            note(steps, Message("Below {threshold}: 0 points", threshold=threshold), None, ZERO)
        else:
            share = clipped(steps, share, ZERO, ONE)
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
class Each(Shape):
    """So many points for each item, the prices differing by kind of item."""

    rows: tuple[Row, ...]
    clips = True

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(row.name) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
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


def priced_whole(start: Fraction, sign: str, rows: tuple[Row, ...], maximum: Fraction) -> Formula:
    """The formula that a price list stands for: a start, and for every row its amount × its price."""
    whole: Formula = Number(start)
    for row in rows:
        price = Number(row.worth.points(maximum))
        whole = Arithmetic(sign, whole, Arithmetic("*", Name(row.name), price))
    return whole


@dataclass(frozen=True, slots=True)
class Deduct(Shape):
    """Points taken from the maximum for each occurrence, by type."""

    rows: tuple[Row, ...]
    default_code = "not_done"

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(row.name) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        points = terms.ceiling
        taken: list[Taken] = []
        for row in self.rows:
            amount = amount_of(Name(row.name), figures)
            price = row.worth.points(abs(terms.maximum))
            if amount:
                points -= amount * price
                taken.append(Taken(row.code, amount * price, row))
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
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
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
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
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
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
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

    def compared(self, figures: Figures) -> list[Fraction]:
        """The values that a unit brings into the population of its peer group."""
        return [amount_of(formula, figures) for formula in (self.among or (self.formula,))]

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        amount = amount_of(self.formula, figures)
        self.compared(
            figures
        )  # pending until the whole window is declared: the peers are compared over all of it
        if population is None:
            raise FormulaFault(Message("the rule compares units of a peer group, and no group is given"))
        share = self.share(amount, population)
        if steps is not None:
            note_amount(steps, self.formula, figures, amount)
            self.explain(steps, amount, population, terms)
        return share_of(*share.as_integer_ratio(), terms.maximum), ()

    def share(self, amount: Fraction, population: Population) -> Fraction:
        """The share of the best, not yet held between 0 and 1."""
        top, under = self.quotient(amount, population)
        return top / under if under else ONE

    def quotient(self, amount: Fraction, population: Population) -> tuple[Fraction, Fraction]:
        """The share as dividend and divisor; a divisor of 0 means "as good as the best"."""
        lowest, highest = population
        if self.to_range:
            return (highest - amount if self.lower_is_better else amount - lowest), highest - lowest
        return (lowest, amount) if self.lower_is_better else (amount, highest)

    def explain(self, steps: list[Step], amount: Fraction, population: Population, terms: Terms) -> None:
        lowest, highest = population
        note(steps, Message("Lowest of the peer group"), None, lowest)
        note(steps, Message("Highest of the peer group"), None, highest)
        top, under = self.quotient(amount, population)
        share = self.share(amount, population)
        note(
            steps, Message("Share of the best"), f"{Number(top)} / {Number(under)}" if under else None, share
        )
        note_product(steps, Message("Share × maximum"), clipped(steps, share, ZERO, ONE), terms.maximum)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return terms.bottom, terms.ceiling

    def __str__(self) -> str:
        lower = "; lower is better" if self.lower_is_better else ""
        among = f"; among {', '.join(map(str, self.among))}" if self.among else ""
        return f"relative {self.formula} to {'range' if self.to_range else 'best'}{lower}{among}"


@dataclass(frozen=True, slots=True)
class Points(Shape):
    """A free formula that gives points."""

    formula: Formula

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        points = amount_of(self.formula, figures)
        if steps is not None:
            note_amount(steps, self.formula, figures, points)
        return points, ()

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return span(self.formula, variables)

    def __str__(self) -> str:
        return f"points {self.formula}"
