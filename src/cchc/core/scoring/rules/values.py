"""The words of a rule: what it scores against, what it gives, and the worths, bands and rows it is written with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, NamedTuple

from cchc.core.scoring.formulas.analysis import Span
from cchc.core.scoring.formulas.tree import HUNDRED, ONE, ZERO, Figures, Formula, Number, Variable
from cchc.core.words.messages import Message

LOSS_WORDS = {
    "missing_evidence": Message("missing evidence"),
    "late": Message("late"),
    "ratio": Message("share not reached"),
    "not_done": Message("not done"),
    "wrong_authority": Message("wrong authority"),
    "survey": Message("survey result"),
    "penalty": Message("penalty points"),
    "relative": Message("behind the best unit"),
    "expert": Message("points by an appraiser"),
    "stated": Message("points given directly, without figures"),
}
LOSS_CODES = tuple(LOSS_WORDS)

Phrase = Message | str | Fraction


@dataclass(frozen=True)
class Terms:
    """The leaf that a rule scores: its maximum (below zero for a penalty), its loss code, its number."""

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


class PeerRange(NamedTuple):
    """The lowest and highest value among the applicable, scored units of a peer group (and years of the window)."""

    lowest: Fraction
    highest: Fraction


class Step(NamedTuple):
    """One step of a derivation: what was done, its arithmetic written out (or None), and what came of it."""

    what: Message
    expression: str | None
    value: Fraction


class RuleLine:
    """A line of a rule that may take points: a row, a `when`, or a whole shape."""

    __slots__ = ()


class Loss(NamedTuple):
    """Points lost: the leaf's number, the code, the amount (points, above 0) and the rule line that took them.

    Without a line the points were stated, or a cap above the leaf took them.
    """

    number: str
    code: str
    points: Fraction
    line: RuleLine | None


class Outcome(NamedTuple):
    """The result of a rule: points with their losses; or None, and why: "pending" or "not_applicable"."""

    points: Fraction | None
    losses: tuple[Loss, ...] = ()
    without: str | None = None


PENDING = Outcome(None, (), "pending")
NOT_APPLICABLE = Outcome(None, (), "not_applicable")


class Deduction(NamedTuple):
    """The points that one line of a shape takes (None: all that is lost), with its code (None: the leaf's own)."""

    code: str | None
    points: Fraction | None
    line: RuleLine


ShapeResult = tuple[
    Fraction, Sequence[Deduction]
]  # points, and what single lines took; none: the shape as a whole


@dataclass(frozen=True, slots=True)
class Worth:
    """The worth of an option, band or floor: points, or a share of the maximum."""

    amount: Fraction
    share: bool = False

    def points(self, maximum: Fraction) -> Fraction:
        """The worth in points, for that maximum.

        >>> Worth(Fraction(3, 4), share=True).points(Fraction(2))
        Fraction(3, 2)
        """
        return self.amount * maximum if self.share else self.amount

    def __str__(self) -> str:
        if self.share and self.amount == ONE:
            return "full"
        if not self.share and not self.amount:
            return "zero"
        return str(Number(self.amount, percent=self.share))

    def words(self) -> Message:
        """The worth as an official reads it."""
        if self.share and self.amount == ONE:
            return Message("maximum points")
        if self.share:
            return Message("{share} of the maximum", share=number_words(Number(self.amount, percent=True)))
        return Message("{points} points", points=self.amount)


@dataclass(frozen=True, slots=True)
class Band:
    """An interval with stated open or closed ends; None is no end."""

    low: Number | None
    low_closed: bool
    high: Number | None
    high_closed: bool

    def holds(self, amount: Fraction) -> bool:
        """Whether `amount` lies in the band."""
        return self.starts_below(amount) and self.ends_above(amount)

    def starts_below(self, amount: Fraction) -> bool:
        """Whether the band begins at or before `amount`."""
        if self.low is None:
            return True
        return amount > self.low.amount or (self.low_closed and amount == self.low.amount)

    def ends_above(self, amount: Fraction) -> bool:
        """Whether the band goes on to `amount` or beyond."""
        if self.high is None:
            return True
        return amount < self.high.amount or (self.high_closed and amount == self.high.amount)

    def meets(self, bounds: Span) -> bool:
        """Whether some amount inside `bounds` (both ends reachable) lies in the band."""
        low, high = bounds
        return (high is None or self.starts_below(high)) and (low is None or self.ends_above(low))

    @property
    def empty(self) -> bool:
        """Whether nothing can lie in it: ends the wrong way round, or one open point."""
        if self.low is None or self.high is None:
            return False
        if self.low.amount == self.high.amount:
            return not (self.low_closed and self.high_closed)
        return self.low.amount > self.high.amount

    def __str__(self) -> str:
        if self.low is not None and self.high is not None:
            if self.low == self.high and self.low_closed and self.high_closed:
                return f"= {self.low}"
            return f"{'' if self.low_closed else '>'}{self.low}..{'' if self.high_closed else '<'}{self.high}"
        if self.low is not None:
            return f"{'>=' if self.low_closed else '>'} {self.low}"
        return f"{'<=' if self.high_closed else '<'} {self.high}"

    def words(self) -> Message:
        """The band as an official reads it."""
        if self.low is None:
            return self.words_below()
        amount = number_words(self.low)
        if self.high is None and self.low_closed:
            return Message("from {amount} upwards", amount=amount)
        if self.low == self.high:
            return Message("exactly {amount}", amount=amount)
        start = (
            Message("from {amount}", amount=amount)
            if self.low_closed
            else Message("above {amount}", amount=amount)
        )
        return (
            start
            if self.high is None
            else Message("{start} {end}", start=start, end=self.end_words(self.high))
        )

    def words_below(self) -> Message:
        """The words of a band without a lower end."""
        if self.high is None:
            return Message("any amount")
        amount = number_words(self.high)
        return (
            Message("at most {amount}", amount=amount)
            if self.high_closed
            else Message("below {amount}", amount=amount)
        )

    def end_words(self, high: Number) -> Message:
        amount = number_words(high)
        return (
            Message("to {amount}", amount=amount)
            if self.high_closed
            else Message("to below {amount}", amount=amount)
        )


def number_words(amount: Number) -> Message | Fraction:
    """A number as written, percents with their sign."""
    return Message("{percent} %", percent=amount.amount * HUNDRED) if amount.percent else amount.amount


@dataclass(frozen=True, slots=True)
class RuleRow(RuleLine):
    """One line of a rule: a band, option or figure, its worth, and the code of what it takes."""

    label: Band | str
    worth: Worth
    code: str | None = None

    @property
    def name(self) -> str:
        """The figure that the row prices, or the option it names."""
        return str(self.label)

    @property
    def band(self) -> Band:
        """The band of a row of tiers."""
        if isinstance(self.label, Band):
            return self.label
        raise TypeError(f"{self.label} is no band")

    def priced(self) -> str:
        """The row of a price list, its figure without quotation marks."""
        return f"{self.label} = {self.worth}{code_suffix(self.code)}"

    def __str__(self) -> str:
        return (
            self.priced()
            if isinstance(self.label, Band)
            else f'"{self.label}" = {self.worth}{code_suffix(self.code)}'
        )


def code_suffix(code: str | None) -> str:
    return f" as {code}" if code else ""


class Shape(RuleLine, ABC):
    """The heart of a rule: how figures become points, before its modifiers."""

    __slots__ = ()
    default_code: ClassVar[str] = "ratio"
    clips: ClassVar[bool] = False  # whether points beyond 0 or the maximum are cut without being asked to

    def code(self) -> str:
        """The code of its losses where neither the row nor the leaf names one."""
        return self.default_code

    @abstractmethod
    def formulas(self) -> tuple[Formula, ...]:
        """Every formula that it looks at."""

    @abstractmethod
    def apply(
        self, figures: Figures, terms: Terms, peer_range: PeerRange | None, steps: list[Step] | None
    ) -> ShapeResult | None:
        """Points and what single lines took; None where no case applies. `steps` receives the derivation."""

    @abstractmethod
    def span(self, terms: Terms, variables: Mapping[str, Variable]) -> Span:
        """Bounds of its points (true, not always tight); None where it cannot be decided."""


def difference(one: Fraction, other: Fraction) -> Fraction:
    """``one − other``, reduced once.

    >>> difference(Fraction(1), Fraction(1, 3))
    Fraction(2, 3)
    """
    dividend, divisor = one.as_integer_ratio()
    other_dividend, other_divisor = other.as_integer_ratio()
    return Fraction(dividend * other_divisor - other_dividend * divisor, divisor * other_divisor)
