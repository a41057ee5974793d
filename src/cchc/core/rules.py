"""Scoring rules: *expression → shape → modifiers*, read from one line of text, applied exactly, with every loss named.

A rule reads like the circular it comes from::

    ratio done / total; zero below 80%; when total = 0: not applicable
    tiers inspected / units { >= 30% = full, 20%..<30% = 50%, < 20% = zero }
    tiers late(issued, 31/12 last year) { <= 0 = 1, > 0 = 0.5 as late }; when none(issued): -1 as not_done
    choose level { "Xuất sắc" = full, "Tốt" = 75%, "Hoàn thành" = 50% }; times done / total
    each { ministry = 1, province = 0.5 }; cap 2
    steps population { from 3500 = 10, every 100 = 0.5 }; cap 35
    deduct { late = 0.25 as late, missing = 0.5 as not_done }; floor 0
    all of unfinished = 0, funded
    best of { choose award { … } | each { … } }
    expert score because reason
    relative rate to best; lower is better; among rate, rate_last_year
    points if(total > 10, 2, done * 0.2); cap 2

A worth is points (``0.5``), a share of the maximum (``75%``), ``full`` or ``zero``; negative points are allowed where written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from cchc.core.formulas import (
    HUNDRED,
    ONE,
    YEAR,
    ZERO,
    Arithmetic,
    Call,
    Comparison,
    Dimension,
    Figures,
    Formula,
    FormulaFault,
    Kind,
    Late,
    Logic,
    Mean,
    Name,
    NoneDeclared,
    Not,
    Number,
    Reader,
    Sort,
    Span,
    Variable,
    arithmetic,
    condition,
    demand_one,
    dimension,
    filled,
    names,
    number,
    option_of,
    sort_of,
    span,
    unit_text,
    walk,
)
from cchc.core.messages import Message
from cchc.core.numbers import ROUNDINGS, rounded

LOSS_CODES = (
    "missing_evidence", "late", "ratio", "not_done", "wrong_authority", "survey", "penalty", "relative", "expert",
    "stated",
)  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """What a rule scores against: the leaf's maximum (below zero for a penalty), its own loss code, its number."""

    maximum: Fraction
    code: str | None = None
    number: str = ""

    @cached_property
    def ceiling(self) -> Fraction:
        """The most points: the maximum, or 0 for a penalty."""
        return max(self.maximum, ZERO)

    @cached_property
    def bottom(self) -> Fraction:
        """The fewest points unless the rule says otherwise: 0, or the maximum of a penalty."""
        return min(self.maximum, ZERO)


class Population(NamedTuple):
    """The lowest and highest value among the applicable, scored units of a peer group (and the years of the window)."""

    lowest: Fraction
    highest: Fraction


class Step(NamedTuple):
    """One step of a derivation: what was done, its arithmetic written out (or None), and what came of it."""

    what: Message
    expression: str | None
    value: Fraction


class Loss(NamedTuple):
    """Points lost: the leaf's number, the code, the amount (points, above 0) and the rule line that took them.

    Without a line the points were stated, or a cap above the leaf took them.
    """

    number: str
    code: str
    points: Fraction
    line: Line | None


class Outcome(NamedTuple):
    """What a rule gives: points with their losses; or None, and the reason: "pending" or "not_applicable"."""

    points: Fraction | None
    losses: tuple[Loss, ...] = ()
    without: str | None = None


PENDING = Outcome(None, (), "pending")
NOT_APPLICABLE = Outcome(None, (), "not_applicable")


@dataclass(frozen=True, slots=True)
class Worth:
    """What an option, band or floor is worth: points, or a share of the maximum."""

    amount: Fraction
    share: bool = False

    def points(self, maximum: Fraction) -> Fraction:
        return self.amount * maximum if self.share else self.amount

    def __str__(self) -> str:
        if self.share and self.amount == ONE:
            return "full"
        if not self.share and not self.amount:
            return "zero"
        return str(Number(self.amount, percent=self.share))

    def words(self) -> Message:
        if self.share and self.amount == ONE:
            return Message("maximum points")
        if self.share:
            return Message("{share} % of the maximum", share=self.amount * HUNDRED)
        return Message("{points} points", points=self.amount)


@dataclass(frozen=True, slots=True)
class Band:
    """An interval with stated open or closed ends; None is no end."""

    low: Number | None
    low_closed: bool
    high: Number | None
    high_closed: bool

    def holds(self, amount: Fraction) -> bool:
        if self.low is not None and (
            amount < self.low.amount or (amount == self.low.amount and not self.low_closed)
        ):
            return False
        return self.high is None or (
            amount < self.high.amount or (amount == self.high.amount and self.high_closed)
        )

    def meets(self, bounds: Span) -> bool:
        """Whether some amount inside `bounds` (both ends reachable) lies in the band."""
        low, high = bounds
        if self.low is not None and high is not None:
            if high < self.low.amount or (high == self.low.amount and not self.low_closed):
                return False
        return not (
            self.high is not None
            and low is not None
            and (low > self.high.amount or (low == self.high.amount and not self.high_closed))
        )

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            if self.low == self.high:
                return f"= {self.low}"
            return f"{'' if self.low_closed else '>'}{self.low}..{'' if self.high_closed else '<'}{self.high}"
        if self.low is not None:
            return f"{'>=' if self.low_closed else '>'} {self.low}"
        assert self.high is not None
        return f"{'<=' if self.high_closed else '<'} {self.high}"

    def words(self) -> Message:
        """The band as an official reads it."""
        if self.low is not None and self.high is not None:
            if self.low == self.high:
                return Message("exactly {amount}", amount=spoken_number(self.low))
            return Message(
                "{low_words} and {high_words}", low_words=self.low_words(), high_words=self.high_words()
            )
        return self.low_words() if self.low is not None else self.high_words()

    def low_words(self) -> Message:
        assert self.low is not None
        amount = spoken_number(self.low)
        return Message("from {amount}", amount=amount) if self.low_closed else Message("above {amount}", amount=amount)

    def high_words(self) -> Message:
        assert self.high is not None
        amount = spoken_number(self.high)
        return Message("up to {amount}", amount=amount) if self.high_closed else Message("below {amount}", amount=amount)


def spoken_number(amount: Number) -> Message | Fraction:
    return Message("{percent} %", percent=amount.amount * HUNDRED) if amount.percent else amount.amount


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a rule: a band, option or figure, its worth, and the code of what it takes."""

    label: Band | str
    worth: Worth
    code: str | None = None

    def __str__(self) -> str:
        label = f'"{self.label}"' if isinstance(self.label, str) else str(self.label)
        return f"{label} = {self.worth}{coded(self.code)}"


def coded(code: str | None) -> str:
    return f" as {code}" if code else ""


Taken = tuple[str | None, Fraction | None, "Line"]  # code (None: the leaf's), points (None: all that is lost), line
Given = tuple[Fraction, tuple[Taken, ...]]


# --- shapes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choose:
    """Points by the option declared."""

    name: str
    rows: tuple[Row, ...]
    default_code = "not_done"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return (Name(self.name),)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        chosen = str(Name(self.name).value(figures)).casefold()
        for row in self.rows:
            assert isinstance(row.label, str)
            if row.label.casefold() == chosen:
                points = row.worth.points(terms.maximum)
                note(steps, Message('Chosen: "{option}"', option=row.label), None, points)
                return points, ((row.code, None, row),)
        raise FormulaFault(
            Message('"{found}" is not an option of {name}; the options are: {options}', found=chosen, name=self.name,
                    options=tuple(str(row.label) for row in self.rows))
        )  # fmt: skip

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        worths = [row.worth.points(terms.maximum) for row in self.rows]
        return min(worths), max(worths)

    def __str__(self) -> str:
        return f"choose {self.name} {{ {', '.join(map(str, self.rows))} }}"


@dataclass(frozen=True, slots=True)
class Tiers:
    """Points by the band in which a figure or ratio lies."""

    formula: Formula
    rows: tuple[Row, ...]
    clips = False

    @property
    def default_code(self) -> str:
        return "late" if isinstance(self.formula, Late) else "ratio"

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        amount = amount_of(self.formula, figures)
        if steps is not None:
            shown_amount(steps, self.formula, figures, amount)
        for row in self.rows:
            assert isinstance(row.label, Band)
            if row.label.holds(amount):
                points = row.worth.points(terms.maximum)
                if steps is not None:
                    note(
                        steps,
                        Message("In the band {band}: {worth}", band=row.label.words(), worth=row.worth.words()),
                        None,
                        points,
                    )
                return points, ((row.code, None, row),)
        raise FormulaFault(Message("{amount} lies in no band of the rule", amount=amount))

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        reach = span(self.formula, variables)
        worths = [row.worth.points(terms.maximum) for row in self.rows if row.label.meets(reach)]  # type: ignore[union-attr]
        return (min(worths), max(worths)) if worths else (None, None)

    def __str__(self) -> str:
        return f"tiers {self.formula} {{ {', '.join(map(str, self.rows))} }}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """The share achieved, at most 100 %, times the maximum; nothing below a threshold."""

    formula: Formula
    zero_below: Number | None = None
    default_code = "ratio"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        share = amount_of(self.formula, figures)
        if steps is not None:
            shown_amount(steps, self.formula, figures, share)
        if self.zero_below is not None and share < self.zero_below.amount:
            if steps is not None:
                threshold = spoken_number(self.zero_below)
                note(steps, Message("Below {threshold}: 0 points", threshold=threshold), None, ZERO)
            return ZERO, ((None, None, self),)
        points = whole_share(share) * terms.maximum
        if steps is not None:
            share = clipped(steps, share, ZERO, ONE)
            times(steps, Message("Share × maximum"), share, terms.maximum)
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        high = span(self.formula, variables)[1]
        ends = (ZERO, (ONE if high is None else min(max(high, ZERO), ONE)) * terms.maximum)
        return min(ends), max(ends)

    def __str__(self) -> str:
        threshold = f"; zero below {self.zero_below}" if self.zero_below is not None else ""
        return f"ratio {self.formula}{threshold}"


@dataclass(frozen=True, slots=True)
class Each:
    """So many points for each item, the prices differing by kind of item."""

    rows: tuple[Row, ...]
    default_code = "ratio"
    clips = True

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(str(row.label)) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        points = ZERO
        for row in self.rows:
            amount = amount_of(Name(str(row.label)), figures)
            price = row.worth.points(terms.maximum)
            points += amount * price
            if steps is not None:
                times(steps, Message("{name} × price", name=str(row.label)), amount, price)
        if steps is not None and len(self.rows) > 1:
            parts = " + ".join(str(Number(step.value)) for step in steps[-len(self.rows) :])
            note(steps, Message("Together"), parts, points)
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        whole: Formula = Number(ZERO)
        for row in self.rows:
            price = Number(row.worth.points(terms.maximum))
            whole = Arithmetic("+", whole, Arithmetic("*", Name(str(row.label)), price))
        return span(whole, variables)

    def __str__(self) -> str:
        return f"each {{ {', '.join(priced(row) for row in self.rows)} }}"


@dataclass(frozen=True, slots=True)
class Deduct:
    """Points taken from the maximum for each occurrence, by type."""

    rows: tuple[Row, ...]
    default_code = "not_done"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(Name(str(row.label)) for row in self.rows)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        taken: list[Taken] = []
        points = terms.ceiling
        for row in self.rows:
            amount = amount_of(Name(str(row.label)), figures)
            price = row.worth.points(abs(terms.maximum))
            if amount:
                points -= amount * price
                taken.append((row.code, amount * price, row))
                if steps is not None:
                    times(steps, Message("Taken for {name}", name=str(row.label)), amount, price)
        if steps is not None:
            lost = "".join(f" - {Number(amount)}" for _, amount, _ in taken)
            note(steps, Message("What is left"), f"{Number(terms.ceiling)}{lost}", points)
        return points, tuple(taken)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        whole: Formula = Number(terms.ceiling)
        for row in self.rows:
            price = Number(row.worth.points(abs(terms.maximum)))
            whole = Arithmetic("-", whole, Arithmetic("*", Name(str(row.label)), price))
        return span(whole, variables)

    def __str__(self) -> str:
        return f"deduct {{ {', '.join(priced(row) for row in self.rows)} }}"


def priced(row: Row) -> str:
    return f"{row.label} = {row.worth}{coded(row.code)}"


@dataclass(frozen=True, slots=True)
class Steps:
    """A base up to a start, then so much for every whole step above it."""

    formula: Formula
    start: Number
    base: Worth
    every: Number
    gain: Worth
    default_code = "ratio"
    clips = True

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        amount = amount_of(self.formula, figures)
        whole = Fraction(max(ZERO, (amount - self.start.amount) / self.every.amount).__floor__())
        base, gain = self.base.points(terms.maximum), self.gain.points(terms.maximum)
        points = base + whole * gain
        if steps is not None:
            shown_amount(steps, self.formula, figures, amount)
            note(
                steps, Message("Whole steps of {every} above {start}", every=self.every.amount, start=self.start.amount),
                f"floor(max(0, ({Number(amount)} - {self.start}) / {self.every}))", whole,
            )  # fmt: skip
            note(steps, Message("Base + steps"), f"{Number(base)} + {Number(whole)} * {Number(gain)}", points)
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        low, high = span(self.formula, variables)
        ends = []
        for amount in (low, high):
            if amount is None:
                ends.append(None)
                continue
            whole = max(ZERO, (amount - self.start.amount) / self.every.amount).__floor__()
            ends.append(self.base.points(terms.maximum) + whole * self.gain.points(terms.maximum))
        return ends[0] if ends[0] is not None else self.base.points(terms.maximum), ends[1]

    def __str__(self) -> str:
        return f"steps {self.formula} {{ from {self.start} = {self.base}, every {self.every} = {self.gain} }}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Full points when every condition holds, else none."""

    conditions: tuple[Formula, ...]
    default_code = "not_done"
    clips = False

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
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return min(terms.maximum, ZERO), max(terms.maximum, ZERO)

    def __str__(self) -> str:
        return f"all of {', '.join(map(str, self.conditions))}"


@dataclass(frozen=True, slots=True)
class Expert:
    """Points given by an expert, a leader or the council, with a reason."""

    score: str
    reason: str
    default_code = "expert"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return (Name(self.score), Name(self.reason))

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        points = amount_of(Name(self.score), figures)
        if steps is not None:
            reason = str(Name(self.reason).value(figures))
            note(steps, Message("Points given, because: {reason}", reason=reason), None, points)
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        low, high = span(Name(self.score), variables)
        return low if low is not None else terms.bottom, high if high is not None else terms.ceiling

    def __str__(self) -> str:
        return f"expert {self.score} because {self.reason}"


@dataclass(frozen=True, slots=True)
class Relative:
    """Points relative to the best of the peer group, or between its lowest and highest.

    A unit equal to the best has full points, also where the best is 0 or all units are equal.
    """

    formula: Formula
    to_range: bool
    lower_is_better: bool = False
    among: tuple[Formula, ...] = ()
    default_code = "relative"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula, *self.among)

    def compared(self, figures: Figures) -> list[Fraction]:
        """The values that this unit brings into the population."""
        return [amount_of(formula, figures) for formula in (self.among or (self.formula,))]

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        amount = amount_of(self.formula, figures)
        if population is None:
            raise FormulaFault(Message("the rule compares units of a peer group, and no group is given"))
        top, under = self.quotient(amount, population)
        share = whole_share(top / under) if under else ONE
        points = share * terms.maximum
        if steps is not None:
            shown_amount(steps, self.formula, figures, amount)
            lowest, highest = population
            note(steps, Message("Lowest of the peer group"), None, lowest)
            note(steps, Message("Highest of the peer group"), None, highest)
            expression = f"{Number(top)} / {Number(under)}" if under else None
            note(steps, Message("Share of the best"), expression, top / under if under else ONE)
            if under:
                clipped(steps, top / under, ZERO, ONE)
            times(steps, Message("Share × maximum"), share, terms.maximum)
        return points, ((None, None, self),)

    def quotient(self, amount: Fraction, population: Population) -> tuple[Fraction, Fraction]:
        """The share as dividend and divisor; a divisor of 0 means "as good as the best"."""
        lowest, highest = population
        if self.to_range:
            return (highest - amount if self.lower_is_better else amount - lowest), highest - lowest
        return (lowest, amount) if self.lower_is_better else (amount, highest)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return terms.bottom, terms.ceiling

    def __str__(self) -> str:
        lower = "; lower is better" if self.lower_is_better else ""
        among = f"; among {', '.join(map(str, self.among))}" if self.among else ""
        return f"relative {self.formula} to {'range' if self.to_range else 'best'}{lower}{among}"


@dataclass(frozen=True, slots=True)
class Points:
    """A free formula that gives points."""

    formula: Formula
    default_code = "ratio"
    clips = False

    def formulas(self) -> tuple[Formula, ...]:
        return (self.formula,)

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        points = amount_of(self.formula, figures)
        if steps is not None:
            shown_amount(steps, self.formula, figures, points)
        return points, ((None, None, self),)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        return span(self.formula, variables)

    def __str__(self) -> str:
        return f"points {self.formula}"


@dataclass(frozen=True, slots=True)
class BestOf:
    """The highest of several rules; cases for which nothing is declared stay out."""

    rules: tuple[Rule, ...]
    clips = False

    @property
    def default_code(self) -> str:
        return self.rules[0].shape.default_code

    def formulas(self) -> tuple[Formula, ...]:
        return tuple(formula for rule in self.rules for formula in rule.formulas())

    def apply(
        self, figures: Figures, terms: Terms, population: Population | None, steps: list[Step] | None
    ) -> Given:
        best: tuple[Fraction, tuple[Loss, ...], list[Step] | None] | None = None
        for rule in self.rules:
            trace: list[Step] | None = None if steps is None else []
            outcome = rule.apply(figures, terms, population, trace)
            if outcome.points is not None and (best is None or outcome.points > best[0]):
                best = (outcome.points, outcome.losses, trace)
        assert best is not None, "the rule asks `ready` first"
        points, losses, trace = best
        if steps is not None and trace is not None:
            steps.extend(trace)
            note(steps, Message("The best of {count} cases", count=len(self.rules)), None, points)
        return points, tuple((loss.code, loss.points, loss.line) for loss in losses)

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        spans = [rule.span(terms, variables) for rule in self.rules]
        lows = [low for low, _ in spans if low is not None]
        highs = [high for _, high in spans]
        return (
            max(lows) if len(lows) == len(spans) else None,
            None if None in highs else max(high for high in highs if high is not None),
        )

    def __str__(self) -> str:
        return f"best of {{ {' | '.join(map(str, self.rules))} }}"


Shape = (
    Choose | Tiers | Ratio | Each | Deduct | Steps | AllOf | Expert | Relative | Points | BestOf
)  # the eleven shapes


def whole_share(share: Fraction) -> Fraction:
    """`share` held between 0 and 1."""
    numerator, denominator = share.as_integer_ratio()
    if numerator >= denominator:
        return ONE
    return share if numerator > 0 else ZERO


@dataclass(frozen=True)
class When:
    """What holds before the shape is asked: when nothing occurred, when something was never done."""

    condition: Formula
    worth: Worth | None  # None: not applicable
    code: str | None = None

    @cached_property
    def names(self) -> frozenset[str]:
        """The declared figures that the condition uses."""
        return frozenset(names(self.condition))

    def __str__(self) -> str:
        return f"when {self.condition}: {self.worth or 'not applicable'}{coded(self.code)}"


Line = Row | When | Shape


@dataclass(frozen=True)
class Rule:
    """A shape with its modifiers; `apply` is the one way from figures to points."""

    shape: Shape
    whens: tuple[When, ...] = ()
    times: Formula | None = None
    factor: Choose | None = None
    places: int | None = None
    rounding: str = "half_up"
    floor: Worth | None = None
    cap: Worth | None = None
    floorless: bool = False

    def formulas(self) -> tuple[Formula, ...]:
        """Every formula of the rule, conditions and modifiers included."""
        more = [when.condition for when in self.whens]
        if self.times is not None:
            more.append(self.times)
        if self.factor is not None:
            more.append(Name(self.factor.name))
        return (*self.shape.formulas(), *more)

    def names(self) -> tuple[str, ...]:
        """The declared figures that the rule uses, each once."""
        return tuple(dict.fromkeys(name for formula in self.formulas() for name in names(formula)))

    def ready(self, figures: Figures) -> bool:
        """Whether everything that the shape and its modifiers need is declared."""
        if isinstance(self.shape, BestOf):
            return any(rule.ready(figures) or rule.decided(figures) for rule in self.shape.rules)
        return self.needed <= figures.keys()

    @cached_property
    def needed(self) -> frozenset[str]:
        """The figures without which the shape and its modifiers give no points."""
        formulas = [*self.shape.formulas()]
        if self.times is not None:
            formulas.append(self.times)
        if self.factor is not None:
            formulas.append(Name(self.factor.name))
        return frozenset(name for formula in formulas for name in names(formula))

    @cached_property
    def unmodified(self) -> bool:
        """Whether the shape alone gives the points, and keeps them between 0 and the maximum."""
        modifiers = (self.times, self.factor, self.floor, self.cap, self.places)
        return isinstance(self.shape, (Ratio, Relative, AllOf)) and all(one is None for one in modifiers)

    def decided(self, figures: Figures) -> When | None:
        """The first `when` whose figures are declared and whose condition holds."""
        for when in self.whens:
            if when.names <= figures.keys() and when.condition.value(figures):
                return when
        return None

    def apply(
        self,
        figures: Figures,
        terms: Terms,
        population: Population | None = None,
        steps: list[Step] | None = None,
    ) -> Outcome:
        """Points and coded losses for `figures` (percents as ratios); `steps`, when given, receives the derivation.

        Raises `FormulaFault` where the rule does not say what to do: a divisor of 0, points above the maximum.
        """
        when = self.decided(figures) if self.whens else None
        if when is not None:
            if when.worth is None:
                return NOT_APPLICABLE
            points = when.worth.points(terms.maximum)
            note(steps, Message("{condition}", condition=str(when.condition)), None, points)
            return Outcome(points, losses_of(points, ((when.code, None, when),), self, terms))
        if not self.ready(figures):
            return PENDING
        points, taken = self.shape.apply(figures, terms, population, steps)
        if not self.unmodified:
            points = self.modified(points, figures, terms, steps)
            within(points, terms, self)
        return Outcome(points, losses_of(points, taken, self, terms))

    def modified(
        self, points: Fraction, figures: Figures, terms: Terms, steps: list[Step] | None
    ) -> Fraction:
        """`points` after times, factor, floor, cap and rounding, in this order."""
        if self.times is not None:
            share = amount_of(self.times, figures)
            times(steps, Message("× {formula}", formula=str(self.times)), points, share)
            points *= share
        if self.factor is not None:
            share = self.factor.apply(figures, Terms(ONE), None, None)[0]
            times(steps, Message("× factor for {name}", name=self.factor.name), points, share)
            points *= share
        points = clipped(steps, points, *self.limits(terms))
        if self.places is not None:
            points = rounded(points, self.places, self.rounding)
            note(steps, Message("Rounded to {places} places", places=self.places), None, points)
        return points

    def limits(self, terms: Terms) -> Span:
        """The stated floor and cap; shapes that clip have the bounds of the leaf where none is stated."""
        floor = self.floor.points(terms.maximum) if self.floor else None
        cap = self.cap.points(terms.maximum) if self.cap else None
        if self.shape.clips or (self.times is not None and floor is None and cap is None):
            floor = terms.bottom if floor is None and not self.floorless else floor
            cap = terms.ceiling if cap is None else cap
        return floor, cap

    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        """Bounds of the points that the rule can give (true, not always tight); None where it cannot be decided."""
        low, high = self.shape.span(terms, variables)
        if self.times is not None or self.factor is not None:
            shares = [span(self.times, variables)] if self.times is not None else []
            if self.factor is not None:
                shares.append(self.factor.span(Terms(ONE), variables))
            for share in shares:
                if low is None or high is None or None in share:
                    low, high = None, None
                else:
                    corners = [a * b for a in (low, high) for b in share]  # type: ignore[operator]
                    low, high = min(corners), max(corners)
        floor, cap = self.limits(terms)
        low, high = narrowed(low, floor, cap), narrowed(high, floor, cap, top=True)
        worths = [when.worth.points(terms.maximum) for when in self.whens if when.worth is not None]
        if worths:
            low = None if low is None else min(low, *worths)
            high = None if high is None else max(high, *worths)
        return low, high

    def __str__(self) -> str:
        clauses = [str(self.shape), *map(str, self.whens)]
        if self.times is not None:
            clauses.append(f"times {self.times}")
        if self.factor is not None:
            clauses.append(str(self.factor).replace("choose", "factor", 1))
        if self.floorless:
            clauses.append("floor none")
        if self.floor is not None:
            clauses.append(f"floor {self.floor}")
        if self.cap is not None:
            clauses.append(f"cap {self.cap}")
        if self.places is not None:
            rounding = "" if self.rounding == "half_up" else f" {self.rounding}"
            clauses.append(f"round {self.places}{rounding}")
        return "; ".join(clauses)


def narrowed(
    end: Fraction | None, floor: Fraction | None, cap: Fraction | None, top: bool = False
) -> Fraction | None:
    """One end of a span after a floor and a cap."""
    if end is None:
        return cap if top else floor
    if floor is not None:
        end = max(end, floor)
    return end if cap is None else min(end, cap)


def within(points: Fraction, terms: Terms, rule: Rule) -> None:
    """Refuse points above the maximum; a rule that can give them must state its cap."""
    if points > terms.ceiling:
        raise FormulaFault(
            Message("the rule gives {points} points, above the maximum of {maximum}; it needs a cap",
                    points=points, maximum=terms.ceiling)
        )  # fmt: skip
    if isinstance(rule.shape, (Points, Expert)) and points < terms.bottom and rule.floor is None:
        raise FormulaFault(
            Message("the rule gives {points} points, below {lowest}; it needs a floor",
                    points=points, lowest=terms.bottom)
        )  # fmt: skip


def losses_of(points: Fraction, taken: Sequence[Taken], rule: Rule, terms: Terms) -> tuple[Loss, ...]:
    """What is missing from the maximum, by code: always maximum − points, in the proportions of `taken`."""
    lost = terms.ceiling - points
    if not lost:
        return ()
    default = terms.code or rule.shape.default_code
    if len(taken) == 1:
        code, _, line = taken[0]
        return (Loss(terms.number, code or default, lost, line),)
    shares = [(code, amount, line) for code, amount, line in taken if amount]
    whole = sum((amount for _, amount, _ in shares), ZERO)
    if whole <= 0:
        return (Loss(terms.number, default, lost, rule.shape),)
    return tuple(Loss(terms.number, code or default, amount * lost / whole, line) for code, amount, line in shares)


def amount_of(formula: Formula, figures: Figures) -> Fraction:
    """The number that `formula` gives; the checks have made sure that it is one."""
    amount = formula.value(figures)
    assert isinstance(amount, Fraction), f"{formula} is no number"
    return amount


# --- writing the derivation --------------------------------------------------------------------------------------


def note(steps: list[Step] | None, what: Message, expression: str | None, value: Fraction) -> None:
    if steps is not None:
        steps.append(Step(what, expression, value))


def times(steps: list[Step] | None, what: Message, one: Fraction, other: Fraction) -> None:
    if steps is not None:
        steps.append(Step(what, f"{Number(one)} * {Number(other)}", one * other))


def shown_amount(steps: list[Step], formula: Formula, figures: Figures, amount: Fraction) -> None:
    """Note the formula with its figures in place; a lone figure is already among the inputs."""
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
        note(steps, Message("At most {cap}", cap=cap), f"min({Number(amount)}, {Number(cap)})", cap)
        return cap
    if floor is not None and amount < floor:
        note(steps, Message("At least {floor}", floor=floor), f"max({Number(amount)}, {Number(floor)})", floor)
        return floor
    return amount


# --- reading a rule ----------------------------------------------------------------------------------------------


def parsed_rule(text: str) -> Rule:
    """The rule that `text` writes; raises `FormulaFault` naming the character where it stops being one.

    >>> rule = parsed_rule("ratio done / total; zero below 80%; when total = 0: full")
    >>> rule.apply({"done": Fraction(9), "total": Fraction(10)}, Terms(Fraction("1.5"))).points
    Fraction(27, 20)
    """
    reader = Reader(text)
    rule = read_rule(reader)
    if reader.here.kind != "end":
        reader.refuse(Message('";" or the end of the rule'))
    return rule


def read_rule(reader: Reader) -> Rule:
    shape = read_shape(reader)
    clauses: dict[str, object] = {}
    whens: list[When] = []
    while reader.takes(";"):
        if reader.here.kind == "end" or reader.sees("}") or reader.sees("|"):
            break
        if reader.takes("when"):
            whens.append(read_when(reader))
            continue
        shape = read_clause(reader, shape, clauses)
    return Rule(shape, tuple(whens), **clauses)  # type: ignore[arg-type]


def read_shape(reader: Reader) -> Shape:
    if reader.takes("choose"):
        return Choose(reader.name(), read_rows(reader, Reader.string))
    if reader.takes("tiers"):
        return Tiers(arithmetic(reader), read_rows(reader, read_band))
    if reader.takes("ratio"):
        return Ratio(arithmetic(reader))
    if reader.takes("each"):
        return Each(read_rows(reader, Reader.name))
    if reader.takes("deduct"):
        return Deduct(read_rows(reader, Reader.name))
    if reader.takes("steps"):
        return read_steps(reader)
    if reader.takes("all", "of"):
        return AllOf(read_list(reader, condition))
    if reader.takes("best", "of"):
        return read_best(reader)
    if reader.takes("expert"):
        return read_expert(reader)
    if reader.takes("relative"):
        return read_relative(reader)
    if reader.takes("points"):
        return Points(arithmetic(reader))
    return reader.refuse(
        Message("choose, tiers, ratio, each, deduct, steps, all of, best of, expert, relative or points")
    )


def read_list(reader: Reader, member) -> tuple:  # type: ignore[no-untyped-def, type-arg]
    members = [member(reader)]
    while reader.takes(","):
        members.append(member(reader))
    return tuple(members)


def read_rows(reader: Reader, label) -> tuple[Row, ...]:  # type: ignore[no-untyped-def]
    def row(reader: Reader) -> Row:
        found = label(reader)
        reader.expects("=")
        return Row(found, read_worth(reader), read_code(reader))

    reader.expects("{")
    rows = read_list(reader, row)
    reader.expects("}")
    return rows


def read_worth(reader: Reader) -> Worth:
    if reader.takes("full"):
        return Worth(ONE, share=True)
    if reader.takes("zero"):
        return Worth(ZERO)
    amount = read_number(reader)
    return Worth(amount.amount, share=amount.percent)


def read_number(reader: Reader) -> Number:
    minus = reader.takes("-")
    amount = number(reader)
    return Number(-amount.amount, amount.percent) if minus else amount


def read_code(reader: Reader) -> str | None:
    if not reader.takes("as"):
        return None
    if reader.here.text not in LOSS_CODES:
        reader.refuse(Message("a loss code: {codes}", codes=LOSS_CODES))
    return reader.next().text


def read_band(reader: Reader) -> Band:
    if reader.takes("="):
        exact = read_number(reader)
        return Band(exact, True, exact, True)
    if reader.takes(">="):
        return Band(read_number(reader), True, None, False)
    if reader.takes("<="):
        return Band(None, False, read_number(reader), True)
    if reader.takes("<"):
        return Band(None, False, read_number(reader), False)
    open_below = reader.takes(">")
    low = read_number(reader)
    if not reader.takes(".."):
        if open_below:
            return Band(low, False, None, False)
        reader.refuse(Message('".." between the ends of a band'))
    open_above = reader.takes("<")
    return Band(low, not open_below, read_number(reader), not open_above)


def read_steps(reader: Reader) -> Steps:
    formula = arithmetic(reader)
    reader.expects("{")
    reader.expects("from")
    start = read_number(reader)
    reader.expects("=")
    base = read_worth(reader)
    reader.expects(",")
    reader.expects("every")
    place = reader.here.position
    every = read_number(reader)
    if every.amount <= 0:
        raise FormulaFault(Message("a step must be above 0"), place)
    reader.expects("=")
    gain = read_worth(reader)
    reader.expects("}")
    return Steps(formula, start, base, every, gain)


def read_best(reader: Reader) -> BestOf:
    reader.expects("{")
    reader.depth += 1
    if reader.depth > 5:
        reader.refuse(Message("at most 5 rules inside each other"))
    rules = [read_rule(reader)]
    while reader.takes("|"):
        rules.append(read_rule(reader))
    reader.depth -= 1
    reader.expects("}")
    return BestOf(tuple(rules))


def read_expert(reader: Reader) -> Expert:
    score = reader.name()
    reader.expects("because")
    return Expert(score, reader.name())


def read_relative(reader: Reader) -> Relative:
    formula = arithmetic(reader)
    reader.expects("to")
    if not (reader.sees("best") or reader.sees("range")):
        reader.refuse(Message("best or range"))
    return Relative(formula, reader.next().text == "range")


def read_when(reader: Reader) -> When:
    holds = condition(reader)
    reader.expects(":")
    if reader.takes("not", "applicable"):
        return When(holds, None)
    return When(holds, read_worth(reader), read_code(reader))


def read_clause(reader: Reader, shape: Shape, clauses: dict[str, object]) -> Shape:
    """One modifier after a ";": put into `clauses`, or into the shape that it belongs to."""
    if isinstance(shape, Ratio) and reader.takes("zero", "below"):
        return Ratio(shape.formula, read_number(reader))
    if isinstance(shape, Relative) and reader.takes("lower", "is", "better"):
        return Relative(shape.formula, shape.to_range, True, shape.among)
    if isinstance(shape, Relative) and reader.takes("among"):
        return Relative(shape.formula, shape.to_range, shape.lower_is_better, read_list(reader, arithmetic))
    word = reader.here
    if word.text in clauses or (word.text == "round" and "places" in clauses):
        reader.refuse(Message("each modifier once"))
    if reader.takes("times"):
        clauses["times"] = arithmetic(reader)
    elif reader.takes("factor"):
        clauses["factor"] = Choose(reader.name(), read_rows(reader, Reader.string))
    elif reader.takes("floor", "none"):
        clauses["floorless"] = True
    elif word.text in ("floor", "cap"):
        reader.next()
        clauses[word.text] = read_worth(reader)
    elif reader.takes("round"):
        read_rounding(reader, clauses)
    else:
        reader.refuse(Message("when, times, factor, floor, cap, round or a modifier of this shape"))
    return shape


def read_rounding(reader: Reader, clauses: dict[str, object]) -> None:
    places = number(reader)
    if places.percent or places.amount.denominator != 1 or places.amount > 6:
        reader.refuse(Message("0 to 6 places"))
    clauses["places"] = int(places.amount)
    if reader.here.kind == "name":
        if reader.here.text not in ROUNDINGS:
            reader.refuse(Message("a rounding rule: {rules}", rules=tuple(ROUNDINGS)))
        clauses["rounding"] = reader.next().text


# --- looking at a rule -------------------------------------------------------------------------------------------


def faults_of(rule: Rule, terms: Terms, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """Everything wrong with `rule` for this maximum and these declared figures, found before any unit is scored."""
    try:
        for formula in rule.formulas():
            sort_of(formula, variables)
            dimension(formula, variables)
        yield from shape_faults(rule.shape, terms, variables)
        for when in rule.whens:
            demand_one(when.condition, Sort.CONDITION, variables)
        if rule.times is not None:
            demand_one(rule.times, Sort.NUMBER, variables)
        if rule.factor is not None:
            yield from choice_faults(rule.factor, variables)
    except FormulaFault as fault:
        yield fault.message
        return
    yield from divisor_faults(rule, variables)
    yield from reach_faults(rule, terms, variables)


def shape_faults(shape: Shape, terms: Terms, variables: Mapping[str, Variable]) -> Iterator[Message]:
    match shape:
        case Choose():
            yield from choice_faults(shape, variables)
        case Tiers(formula, rows):
            demand_one(formula, Sort.NUMBER, variables)
            yield from band_faults([row.label for row in rows if isinstance(row.label, Band)], shape, variables)
        case Ratio(formula) | Points(formula) | Steps(formula):
            demand_one(formula, Sort.NUMBER, variables)
            if isinstance(shape, Ratio):
                yield from pure_faults(formula, variables)
        case Each(rows) | Deduct(rows):
            for row in rows:
                demand_one(Name(str(row.label)), Sort.NUMBER, variables)
        case AllOf(conditions):
            for one in conditions:
                demand_one(one, Sort.CONDITION, variables)
        case Expert(score, reason):
            demand_one(Name(score), Sort.NUMBER, variables)
            demand_one(Name(reason), Sort.TEXT, variables)
        case Relative():
            yield from relative_faults(shape, variables)
        case BestOf(rules):
            for rule in rules:
                yield from faults_inside(rule, terms, variables)


def faults_inside(rule: Rule, terms: Terms, variables: Mapping[str, Variable]) -> Iterator[Message]:
    yield from shape_faults(rule.shape, terms, variables)
    yield from floor_faults(rule)
    if isinstance(rule.shape, Relative):
        yield Message("a comparison with other units cannot stand inside best of")


def choice_faults(shape: Choose, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """Options without a worth, worths without an option, options named twice."""
    declared = variables[shape.name] if shape.name in variables else None
    if declared is None:
        raise FormulaFault(Message('"{name}" is not among the declared figures', name=shape.name))
    if declared.kind is not Kind.CHOICE:
        yield Message('"{name}" is no choice; declare it as one of its options', name=shape.name)
        return
    named: list[str] = []
    for row in shape.rows:
        try:
            named.append(option_of(declared, str(row.label)))
        except FormulaFault as fault:
            yield fault.message
    for option in declared.options:
        if named.count(option) != 1:
            if option in named:
                yield Message('the option "{option}" stands twice', option=option)
            else:
                yield Message('the option "{option}" has no worth', option=option)


def band_faults(bands: Sequence[Band], shape: Tiers, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """Bands that overlap, leave a gap, stand empty, or leave part of what the figure may hold uncovered."""
    for band in bands:
        if empty(band):
            yield Message("the band {band} is empty", band=str(band))
    ordered = sorted((band for band in bands if not empty(band)), key=band_order)
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.high is None or other.low is None:
            yield Message("the bands {one} and {other} overlap", one=str(one), other=str(other))
            continue
        touching = one.high.amount == other.low.amount
        if one.high.amount > other.low.amount or (touching and one.high_closed and other.low_closed):
            yield Message("the bands {one} and {other} overlap", one=str(one), other=str(other))
        elif one.high.amount < other.low.amount or not (one.high_closed or other.low_closed):
            yield from gap_faults(one, other, shape, variables)
    if not ordered:
        return
    low, high = span(shape.formula, variables)
    first, last = ordered[0], ordered[-1]
    if first.low is not None and not covered_below(first, low):
        yield Message("nothing is said below {edge}", edge=spoken_number(first.low))
    if last.high is not None and not covered_above(last, high):
        yield Message("nothing is said above {edge}", edge=spoken_number(last.high))


def gap_faults(one: Band, other: Band, shape: Tiers, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """A gap between two bands, unless the figure is a whole number and no whole number lies in it."""
    assert one.high is not None and other.low is not None
    if whole(shape.formula, variables):
        edge = one.high.amount
        next_whole = edge if edge.denominator == 1 and not one.high_closed else Fraction(edge.__floor__() + 1)
        if other.holds(next_whole):
            return
    yield Message("nothing is said between {one} and {other}", one=str(one), other=str(other))


def whole(formula: Formula, variables: Mapping[str, Variable]) -> bool:
    """Whether `formula` can only give whole numbers: counts and days, added, subtracted, multiplied."""
    match formula:
        case Name(name):
            return variables[name].kind is Kind.COUNT
        case Late():
            return True
        case Number(amount):
            return amount.denominator == 1
        case Arithmetic("+" | "-" | "*", left, right):
            return whole(left, variables) and whole(right, variables)
    return False


def empty(band: Band) -> bool:
    if band.low is None or band.high is None:
        return False
    if band.low.amount == band.high.amount:
        return not (band.low_closed and band.high_closed)
    return band.low.amount > band.high.amount


def band_order(band: Band) -> tuple[bool, Fraction, bool]:
    return (band.low is not None, band.low.amount if band.low else ZERO, not band.low_closed)


def covered_below(band: Band, low: Fraction | None) -> bool:
    assert band.low is not None
    return low is not None and (low > band.low.amount or (low == band.low.amount and band.low_closed))


def covered_above(band: Band, high: Fraction | None) -> bool:
    assert band.high is not None
    return high is not None and (high < band.high.amount or (high == band.high.amount and band.high_closed))


def pure_faults(formula: Formula, variables: Mapping[str, Variable]) -> Iterator[Message]:
    found: Dimension | None = dimension(formula, variables)
    if found:
        yield Message(
            "{formula} is a share only when its units cancel; it gives {unit}",
            formula=str(formula), unit=unit_text(found),
        )  # fmt: skip


def relative_faults(shape: Relative, variables: Mapping[str, Variable]) -> Iterator[Message]:
    for formula in shape.formulas():
        demand_one(formula, Sort.NUMBER, variables)
        low = span(formula, variables)[0]
        if not shape.to_range and (low is None or low < 0):
            yield Message(
                "{formula} may be negative and cannot be divided by the best; declare it from 0, or compare to range",
                formula=str(formula),
            )  # fmt: skip
            return


def divisor_faults(rule: Rule, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """A divisor that may be 0 while no `when` looks at its figures."""
    asked = {name for when in rule.whens for name in when.names}
    if isinstance(rule.shape, BestOf):
        for case in rule.shape.rules:
            yield from divisor_faults(case, variables)
    own = () if isinstance(rule.shape, BestOf) else rule.shape.formulas()
    for formula in own if rule.times is None else (*own, rule.times):
        for part in walk(formula):
            divisor = divisor_of(part)
            if divisor is None or guarded(part, formula) or not asked.isdisjoint(names(divisor)):
                continue
            low, high = span(divisor, variables)
            if (low is None or low <= 0) and (high is None or high >= 0):
                yield Message(
                    "{divisor} may be 0 and the rule does not say what then; add: when {divisor} = 0: …",
                    divisor=str(divisor),
                )  # fmt: skip


def divisor_of(part: Formula) -> Formula | None:
    if isinstance(part, Arithmetic) and part.sign == "/":
        return part.right
    if isinstance(part, Mean):
        whole_: Formula = part.parts[0][0]
        for amount, _ in part.parts[1:]:
            whole_ = Arithmetic("+", whole_, amount)
        return whole_
    return None


def guarded(part: Formula, formula: Formula) -> bool:
    """Whether `part` stands inside an if(…), whose condition is trusted to look first."""
    return any(
        isinstance(outer, Call) and outer.function == "if" and any(inner is part for inner in walk(outer))
        for outer in walk(formula)
    )


def floor_faults(rule: Rule) -> Iterator[Message]:
    if isinstance(rule.shape, Deduct) and rule.floor is None and not rule.floorless:
        yield Message("deductions need their floor: floor 0, a floor below zero, or floor none")


def reach_faults(rule: Rule, terms: Terms, variables: Mapping[str, Variable]) -> Iterator[Message]:
    """Points that can never be reached, and points that would go above the maximum."""
    yield from floor_faults(rule)
    low, high = rule.span(terms, variables)
    goal, reached = (low, terms.maximum) if terms.maximum < 0 else (high, terms.maximum)
    if goal is not None and abs(goal) < abs(reached):
        yield Message(
            "the rule gives at most {points} points; the maximum is {maximum}", points=goal, maximum=reached
        )
    if high is not None and high > terms.ceiling and sharp(rule):
        yield Message(
            "the rule can give {points} points, above the maximum of {maximum}", points=high, maximum=terms.ceiling
        )
    if terms.maximum < 0 and low is not None and low < terms.maximum and sharp(rule):
        yield Message(
            "the rule can take {points} points, more than the maximum of {maximum}",
            points=low, maximum=terms.maximum,
        )  # fmt: skip
    if isinstance(rule.shape, Tiers):
        reach = span(rule.shape.formula, variables)
        for row in rule.shape.rows:
            assert isinstance(row.label, Band)
            if not row.label.meets(reach):
                yield Message("the band {band} can never occur", band=str(row.label))


def sharp(rule: Rule) -> bool:
    """Whether the bounds of the rule are really reached: no figure is used twice in what gives the points."""
    if isinstance(rule.shape, (Points, Each)):
        used = [part.name for formula in rule.shape.formulas() for part in walk(formula) if isinstance(part, Name)]
        return len(used) == len(set(used))
    return True


# --- a rule in plain words ---------------------------------------------------------------------------------------


def rule_words(rule: Rule, terms: Terms, variables: Mapping[str, Variable]) -> tuple[Message, ...]:
    """`rule` in plain words, a sentence a line: what stands under the criterion in a circular."""
    lines = list(shape_words(rule.shape, terms, variables))
    lines += [when_words(when, variables) for when in rule.whens]
    if rule.times is not None:
        lines.append(Message("The points are multiplied by {formula}", formula=spoken(rule.times, variables)))
    if rule.factor is not None:
        options = tuple(
            Message("{option}: {share} %", option=str(row.label), share=row.worth.amount * HUNDRED)
            for row in rule.factor.rows
        )
        lines.append(
            Message("Factor by {name}: {options}", name=label_of(rule.factor.name, variables), options=options)
        )
    if rule.floorless:
        lines.append(Message("Points may fall below zero without limit"))
    if rule.floor is not None:
        lines.append(Message("Not below {points} points", points=rule.floor.points(terms.maximum)))
    if rule.cap is not None:
        lines.append(Message("Not above {points} points", points=rule.cap.points(terms.maximum)))
    if rule.places is not None:
        lines.append(Message("Rounded to {places} decimal places", places=rule.places))
    return tuple(lines)


def shape_words(shape: Shape, terms: Terms, variables: Mapping[str, Variable]) -> Iterator[Message]:
    match shape:
        case BestOf(rules):
            yield Message("The best of {count} cases:", count=len(rules))
            for rule in rules:
                yield from rule_words(rule, terms, variables)
        case Choose() | Tiers() | Each() | Deduct():
            for row in shape.rows:
                yield line_words(row, shape, variables)
        case _:
            yield line_words(shape, shape, variables)


def line_words(line: Line, shape: Shape, variables: Mapping[str, Variable]) -> Message:
    """One line of a rule in plain words: the reason printed beside a loss."""
    match line:
        case When():
            return when_words(line, variables)
        case Row():
            return row_words(line, shape, variables)
        case Ratio(formula, zero_below):
            share = spoken(formula, variables)
            if zero_below is None:
                return Message("{share} × maximum points", share=share)
            return Message(
                "{share} × maximum points; below {threshold}: 0 points",
                share=share, threshold=spoken_number(zero_below),
            )  # fmt: skip
        case Steps(formula, start, base, every, gain):
            return Message(
                "{figure} up to {start}: {base}; every further {every}: + {gain}",
                figure=spoken(formula, variables), start=spoken_number(start), base=base.words(),
                every=spoken_number(every), gain=gain.words(),
            )  # fmt: skip
        case AllOf(conditions):
            return Message(
                "Maximum points only when all holds: {conditions}",
                conditions=tuple(spoken(one, variables) for one in conditions),
            )
        case Expert():
            return Message("Points given by the appraiser, with a reason")
        case Relative():
            return relative_words(line, variables)
        case Points(formula):
            return Message("Points = {formula}", formula=spoken(formula, variables))
        case Each() | Deduct() | Choose() | Tiers():
            return Message("{lines}", lines=tuple(row_words(row, line, variables) for row in line.rows))
        case BestOf(rules):
            return Message("The best of {count} cases", count=len(rules))


def relative_words(shape: Relative, variables: Mapping[str, Variable]) -> Message:
    figure = spoken(shape.formula, variables)
    if shape.to_range:
        text = Message("between the lowest and the highest of the peer group")
    elif shape.lower_is_better:
        text = Message("the lowest of the peer group divided by the unit's")
    else:
        text = Message("the unit's divided by the highest of the peer group")
    lower = Message(" (lower is better)") if shape.lower_is_better else ""
    return Message("{figure}: {comparison}{lower} × maximum points", figure=figure, comparison=text, lower=lower)


def row_words(row: Row, shape: Shape, variables: Mapping[str, Variable]) -> Message:
    match shape:
        case Tiers(formula):
            assert isinstance(row.label, Band)
            return Message(
                "{figure} {band}: {worth}",
                figure=spoken(formula, variables), band=row.label.words(), worth=row.worth.words(),
            )  # fmt: skip
        case Deduct():
            return Message(
                "{figure}: {worth} taken for each", figure=label_of(str(row.label), variables), worth=row.worth.words()
            )
        case Each():
            return Message(
                "{figure}: {worth} for each", figure=label_of(str(row.label), variables), worth=row.worth.words()
            )
    return Message("{option}: {worth}", option=str(row.label), worth=row.worth.words())


def when_words(when: When, variables: Mapping[str, Variable]) -> Message:
    worth = when.worth.words() if when.worth is not None else Message("not applicable")
    return Message("When {condition}: {worth}", condition=spoken(when.condition, variables), worth=worth)


def label_of(name: str, variables: Mapping[str, Variable]) -> str:
    return variables[name].label if name in variables else name


Spoken = Message | str | Fraction


def spoken(formula: Formula, variables: Mapping[str, Variable]) -> Spoken:
    """`formula` with the labels of its figures instead of their short names."""
    say = [spoken(part, variables) for part in parts_to_say(formula)]
    match formula:
        case Number():
            return spoken_number(formula)
        case Name(name):
            return label_of(name, variables)
        case Arithmetic(sign, _, _):
            left = in_brackets(say[0], formula.left, {"*": "+-", "/": "+-"}.get(sign, ""))
            right = in_brackets(say[1], formula.right, {"*": "+-", "/": "+-*/", "-": "+-"}.get(sign, ""))
            return Message("{left} {sign} {right}", left=left, sign=SPOKEN_SIGNS.get(sign, sign), right=right)
        case Comparison(sign, _, _):
            return Message("{left} {sign} {right}", left=say[0], sign=SPOKEN_SIGNS.get(sign, sign), right=say[1])
        case Logic("and", _):
            return Message("{parts} (all)", parts=tuple(say))
        case Logic():
            return Message("{parts} (any)", parts=tuple(say))
        case Not():
            return Message("not: {part}", part=say[0])
        case NoneDeclared(name):
            return Message("{figure}: none", figure=label_of(name, variables))
        case Late(_, day, month, years_on, _):
            return Message(LATE_WORDS[years_on].text, figure=say[0], day=f"{day:02}/{month:02}")
        case Mean(weighted):
            return Message(
                "weighted mean of {parts}",
                parts=tuple(
                    Message("{figure} × {worth}", figure=one, worth=spoken_number(worth))
                    for one, (_, worth) in zip(say, weighted, strict=True)
                ),
            )
        case Call("if", _):
            return Message("{then} when {condition}, else {otherwise}", condition=say[0], then=say[1], otherwise=say[2])
        case Call("min", _):
            return Message("the smallest of {parts}", parts=tuple(say))
        case Call("max", _):
            return Message("the largest of {parts}", parts=tuple(say))
        case Call("abs", _):
            return Message("the size of {part}", part=say[0])
        case Call():
            return Message("the whole part of {part}", part=say[0])
    return str(formula)


SPOKEN_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}


def in_brackets(said: Spoken, part: Formula, weaker: str) -> Spoken:
    if isinstance(part, Arithmetic) and part.sign in weaker:
        return Message("({part})", part=said)
    return said


LATE_WORDS = {
    -1: Message("days after {day} of the year before ({figure})"),
    0: Message("days after {day} of the year ({figure})"),
    1: Message("days after {day} of the next year ({figure})"),
}


def parts_to_say(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Logic(_, inner) | Call(_, inner):
            return inner
        case Not(inner_one):
            return (inner_one,)
        case Mean(weighted):
            return tuple(part for part, _ in weighted)
        case Late(signed):
            return (signed,)
    return ()


def takes_deadline(rule: Rule) -> bool:
    """Whether `rule` counts days from a deadline, and so needs the cycle's year among the figures."""
    return any(isinstance(part, Late) for formula in rule.formulas() for part in walk(formula))


def with_year(figures: Figures, year: int) -> dict[str, object]:
    """`figures` and the year of the cycle, from which deadlines count."""
    return {**figures, YEAR: Fraction(year)}
