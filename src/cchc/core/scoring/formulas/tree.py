"""The tree of a formula, and what it gives for declared figures.

Numbers travel through the tree as pairs of integers (dividend, divisor above 0), exact and not yet reduced, and
become a `Fraction` once, at the end: that is what lets thousands of units be scored in a moment.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from cchc.core.scoring.sources import SourceName
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key
from cchc.core.words.numbers import decimal_places, plain
from cchc.core.words.numerals import MOST_DIGITS

Value = Fraction | bool | str | date | None
Figures = Mapping[str, Value]
Pair = tuple[int, int]

ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)
YEAR = "@year"  # the cycle's year among the figures; no declared name can be written so


class FigureKind(StrEnum):
    """The kind of a declared figure. A percent is held as its ratio: 80 % is 4/5."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"


NUMERIC = frozenset({FigureKind.COUNT, FigureKind.NUMBER, FigureKind.PERCENT})


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared figure: its short name, what the official reads, its kind, unit of measure and bounds.

    Where it comes from is either words (`source`) or a source that feeds it (`fed_by`), never both.
    """

    name: str
    label: str
    kind: FigureKind
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    options: tuple[str, ...] = ()
    default: Value = None
    source: str = ""
    fed_by: SourceName | None = None


class FormulaFault(ValueError):
    """A text that is not a formula or rule, or one that cannot be computed; `position` is the character, from 1."""

    def __init__(self, message: Message, position: int | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.position = position


class Undeclared(LookupError):
    """Raised by a formula that asks for a figure which is not declared (yet): its points are pending."""


class Formula:
    """Anything that gives a value for declared figures; formulas that give numbers also give them as a pair."""

    __slots__ = ()
    numeric: ClassVar[bool] = False  # whether it gives a number whatever the figures are

    def value(self, figures: Figures) -> Value:
        """The value of the formula; raises `Undeclared`, or `FormulaFault` where it cannot be computed."""
        return Fraction(*self.ratio(figures))

    def ratio(self, figures: Figures) -> Pair:
        """The number that the formula gives, as dividend and divisor (above 0), not reduced."""
        found = self.value(figures)
        if isinstance(found, Fraction):
            return found.as_integer_ratio()
        raise FormulaFault(Message('"{formula}" is no number', formula=str(self)))


def amount_of(formula: Formula, figures: Figures) -> Fraction:
    """The number that `formula` gives.

    >>> amount_of(Arithmetic("/", Name("done"), Number(Fraction(4))), {"done": Fraction(3)})
    Fraction(3, 4)
    """
    return Fraction(*formula.ratio(figures))


@dataclass(frozen=True, slots=True)
class Number(Formula):
    """A number as written; ``80%`` is 4/5."""

    amount: Fraction
    percent: bool = False

    numeric = True

    def value(self, figures: Figures) -> Fraction:
        return self.amount

    def ratio(self, figures: Figures) -> Pair:
        return self.amount.as_integer_ratio()

    def __str__(self) -> str:
        return amount_text(self.amount * HUNDRED) + "%" if self.percent else amount_text(self.amount)


@dataclass(frozen=True, slots=True)
class Text(Formula):
    """A text in quotation marks, to compare a choice with."""

    text: str

    def value(self, figures: Figures) -> str:
        return self.text

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Name(Formula):
    """A declared figure."""

    name: str

    def value(self, figures: Figures) -> Value:
        found = declared_value(self.name, figures)
        if found is None:
            raise FormulaFault(
                Message('"{name}" is declared as none, and the rule does not say what then', name=self.name)
            )
        return found

    def ratio(self, figures: Figures) -> Pair:
        try:
            found = figures[self.name]
        except KeyError:
            raise Undeclared(self.name) from None
        if isinstance(found, Fraction):
            return found.as_integer_ratio()
        return Formula.ratio(self, figures)

    def __str__(self) -> str:
        return self.name


def declared_value(name: str, figures: Figures) -> Value:
    """The figure of that name; raises `Undeclared`."""
    try:
        return figures[name]
    except KeyError:
        raise Undeclared(name) from None


@dataclass(frozen=True, slots=True)
class Arithmetic(Formula):
    """Two formulas joined by ``+ - * /``."""

    sign: str
    left: Formula
    right: Formula

    numeric = True

    def ratio(self, figures: Figures) -> Pair:
        one, under_one = self.left.ratio(figures)
        other, under_other = self.right.ratio(figures)
        if self.sign == "/":
            if not other:
                raise division_by_zero(str(self.right))
            if other < 0:
                return -one * under_other, -under_one * other
            return one * under_other, under_one * other
        if self.sign == "*":
            return one * other, under_one * under_other
        if self.sign == "-":
            other = -other
        if under_one == under_other:
            return one + other, under_one
        return one * under_other + other * under_one, under_one * under_other

    def __str__(self) -> str:
        left = text_in_brackets(self.left, {"*": "+-", "/": "+-"}.get(self.sign, ""))
        right = text_in_brackets(self.right, {"+": "+-", "-": "+-"}.get(self.sign, "+-*/"))
        return f"{left} {self.sign} {right}"


def division_by_zero(divisor: str) -> FormulaFault:
    return FormulaFault(Message("{divisor} is 0, and the rule does not say what then", divisor=divisor))


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison(Formula):
    """Two formulas compared: numbers and dates by size, texts however they are typed."""

    sign: str
    left: Formula
    right: Formula

    def value(self, figures: Figures) -> bool:
        if self.right.numeric:
            one, under_one = self.left.ratio(figures)
            other, under_other = self.right.ratio(figures)
            return COMPARISONS[self.sign](one * under_other, other * under_one)
        left, right = self.left.value(figures), self.right.value(figures)
        if isinstance(left, str) and isinstance(right, str):
            left, right = text_key(left), text_key(right)
        return COMPARISONS[self.sign](left, right)

    def __str__(self) -> str:
        return f"{text_in_brackets(self.left, '')} {self.sign} {text_in_brackets(self.right, '')}"


@dataclass(frozen=True, slots=True)
class Logic(Formula):
    """Conditions joined by ``and`` / ``or``."""

    word: str
    parts: tuple[Formula, ...]

    def value(self, figures: Figures) -> bool:
        answers = (bool(part.value(figures)) for part in self.parts)
        return all(answers) if self.word == "and" else any(answers)

    def __str__(self) -> str:
        return f" {self.word} ".join(
            f"({part})" if isinstance(part, Logic) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Not(Formula):
    """A condition turned round."""

    part: Formula

    def value(self, figures: Figures) -> bool:
        return not self.part.value(figures)

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class Call(Formula):
    """One of the functions on numbers: min, max, abs, floor, if."""

    function: str
    arguments: tuple[Formula, ...]

    numeric = True

    def ratio(self, figures: Figures) -> Pair:
        if self.function == "if":
            condition, then, otherwise = self.arguments
            return (then if condition.value(figures) else otherwise).ratio(figures)
        amounts = [amount_of(argument, figures) for argument in self.arguments]
        if self.function == "abs":
            return abs(amounts[0]).as_integer_ratio()
        if self.function == "floor":
            return amounts[0].__floor__(), 1
        return (min(amounts) if self.function == "min" else max(amounts)).as_integer_ratio()

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Mean(Formula):
    """A weighted mean: Σ amount × worth ÷ Σ amount, for answers counted by option or tasks by state."""

    parts: tuple[tuple[Formula, Number], ...]

    numeric = True

    def ratio(self, figures: Figures) -> Pair:
        amounts = [amount_of(part, figures) for part, _ in self.parts]
        whole = sum(amounts, ZERO)
        if not whole:
            raise division_by_zero(" + ".join(str(part) for part, _ in self.parts))
        worths = (worth.amount for _, worth in self.parts)
        weighted = sum((amount * worth for amount, worth in zip(amounts, worths, strict=True)), ZERO)
        return (weighted / whole).as_integer_ratio()

    def __str__(self) -> str:
        return f"mean({', '.join(f'{part}: {worth}' for part, worth in self.parts)})"


@dataclass(frozen=True, slots=True)
class Late(Formula):
    """Days after a deadline (day, month, years after the cycle's year), less an extension; negative when early."""

    signed: Formula
    day: int
    month: int
    years_on: int
    extra: Formula | None

    numeric = True

    def deadline(self, figures: Figures) -> date:
        """The last day in time, the unit's own extension included."""
        year = figures.get(YEAR)
        if not isinstance(year, Fraction):
            raise FormulaFault(Message("the rule counts from a deadline of the year, and no year is given"))
        extra = int(amount_of(self.extra, figures)) if self.extra else 0
        try:
            return deadline_of(int(year) + self.years_on, self.month, self.day) + timedelta(days=extra)
        except (ValueError, OverflowError):
            raise FormulaFault(Message("the deadline lies outside the calendar")) from None

    def ratio(self, figures: Figures) -> Pair:
        signed = self.signed.value(figures)
        if not isinstance(signed, date):
            raise FormulaFault(Message('"{formula}" is no date', formula=str(self.signed)))
        return (signed - self.deadline(figures)).days, 1

    def __str__(self) -> str:
        year = {-1: " last year", 1: " next year"}.get(self.years_on, "")
        extra = f", {self.extra}" if self.extra else ""
        return f"late({self.signed}, {self.day:02}/{self.month:02}{year}{extra})"


@dataclass(frozen=True, slots=True)
class NoneDeclared(Formula):
    """Whether a date was declared as "there is none" (a plan never issued has no date)."""

    name: str

    def value(self, figures: Figures) -> bool:
        return declared_value(self.name, figures) is None

    def __str__(self) -> str:
        return f"none({self.name})"


def deadline_of(year: int, month: int, day: int) -> date:
    """That day of that year; 29/02 is the last day of February where the year has none.

    >>> deadline_of(2026, 2, 29)
    datetime.date(2026, 2, 28)
    """
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)


def amount_text(amount: Fraction) -> str:
    """`amount` as a formula writes it: plain where that is short, else as a division in brackets.

    >>> amount_text(Fraction(27, 20)), amount_text(Fraction(1, 3))
    ('1.35', '(1 / 3)')
    """
    places = decimal_places(amount)
    if places is None or places > MOST_DIGITS // 2:
        return f"({amount.numerator} / {amount.denominator})"
    return plain(amount)


def text_in_brackets(part: Formula, weaker: str) -> str:
    """`part` as text, in brackets where it would be read apart: arithmetic of a `weaker` sign, and conditions."""
    apart = (
        part.sign in weaker if isinstance(part, Arithmetic) else isinstance(part, (Comparison, Logic, Not))
    )
    return f"({part})" if apart else str(part)
