"""What is counted of answers: items by their levels, factors and ratios by the pairs of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from cchc.core.surveys.estimating.counts import PLACE_COLUMNS, WHO_COLUMNS
from cchc.core.words.numbers import decimal_places, plain

MOST_QUESTIONS = 400
"""SQLite joins at most 500 selects in one statement."""
_INTEGER = 2**31
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_NOT_IN_LITERALS = re.compile(r"['\\\x00]")


@dataclass(frozen=True, slots=True)
class CountedItem:
    """An item whose levels are counted one by one; `levels` None counts whatever is written (numbers).

    `missing` are the codes of "don't know" and "no answer", counted with the missing answers; `not_asked` those of
    who was not asked, who are not counted.
    """

    code: str
    column: str
    levels: tuple[str, ...] | None
    missing: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummedItem:
    """An item inside a factor: what each level adds to the sum above the line and to that below it (0 or more)."""

    column: str
    amounts: Mapping[str, tuple[Fraction, Fraction]]
    missing: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountedFactor:
    """A factor: of each person the sums over its items; satisfied and valid answers, or points and valid answers."""

    code: str
    items: tuple[SummedItem, ...]

    @cached_property
    def packing(self) -> Packing:
        """How the two sums are one number. Raises ValueError as `Packing.of`."""
        return Packing.of(self)


@dataclass(frozen=True, slots=True)
class CountedRatio:
    """A ratio of two numbers that each person wrote; a person who wrote only one of them is missing."""

    code: str
    above: str
    below: str


Question = CountedItem | CountedFactor | CountedRatio


@dataclass(frozen=True, slots=True)
class CountingPlan:
    """What is counted: the columns of `PLACE_COLUMNS` and `WHO_COLUMNS` that the relation has, and the questions.

    With `is_domain` only responses whose column `wanted` is "1" are asked; the others stay in the sample.
    Raises ValueError for names and levels that cannot stand in a statement, and for codes that occur twice.
    """

    columns: tuple[str, ...]
    questions: tuple[Question, ...]
    is_domain: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - {*PLACE_COLUMNS, *WHO_COLUMNS}:
            raise ValueError(f"no columns of a response: {', '.join(sorted(unknown))}")
        if "weight" not in self.columns:
            raise ValueError("a response has a weight")
        codes = [question.code for question in self.questions]
        if len(set(codes)) != len(codes) or len(codes) > MOST_QUESTIONS:
            raise ValueError(f"codes that occur twice, or more than {MOST_QUESTIONS}")
        for name in (*codes, *self.answer_columns):
            if not _NAME.match(name):
                raise ValueError(f"no name for a statement: {name!r}")
        for question in self.questions:
            for text in _levels_of(question):
                if not is_countable_level(text):
                    raise ValueError(f"no level that can be counted: {text!r}")

    @property
    def has_texts(self) -> bool:
        """Whether answers to one of the questions are counted as they are written."""
        return any(has_text(question) for question in self.questions)

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """The columns of answers that the questions name, each once."""
        return tuple(dict.fromkeys(name for question in self.questions for name in columns_asked(question)))


def is_countable_level(text: str) -> bool:
    """Whether a level can stand in the statement: not empty, without quotation marks and backslashes.

    >>> is_countable_level("Rất hài lòng"), is_countable_level("it's"), is_countable_level("")
    (True, False, False)
    """
    return bool(text) and not _NOT_IN_LITERALS.search(text)


def has_text(question: Question) -> bool:
    """Whether answers to a question are counted as they are written: it has no scale."""
    return isinstance(question, CountedRatio) or (
        isinstance(question, CountedItem) and question.levels is None
    )


def largest_total(question: Question) -> int:
    """Return the largest whole number by which an answer to a question with a scale is counted."""
    if isinstance(question, CountedFactor):
        return question.packing.outside * len(question.items)
    return len(question.levels or ()) + 1 if isinstance(question, CountedItem) else 0


def columns_asked(question: Question) -> tuple[str, ...]:
    """Return the columns of the relation that a question asks."""
    if isinstance(question, CountedItem):
        return (question.column,)
    if isinstance(question, CountedRatio):
        return question.above, question.below
    return tuple(item.column for item in question.items)


def _levels_of(question: Question) -> Iterator[str]:
    if isinstance(question, CountedItem):
        yield from (*(question.levels or ()), *question.missing, *question.not_asked)
    elif isinstance(question, CountedFactor):
        for item in question.items:
            yield from (*item.amounts, *item.missing, *item.not_asked)


class Packing(NamedTuple):
    """How the two sums of a person are one whole number: (above · `step` + below), both in parts of 1/`scale`; from
    `outside` on, one of the answers was not on its scale."""

    scale: int
    step: int
    outside: int

    @classmethod
    def of(cls, factor: CountedFactor) -> Packing:
        """Return the packing of a factor. Raises ValueError for amounts below zero, endless, or too fine for 64 bits.

        >>> half = {"5": (Fraction(1, 2), Fraction(1, 2)), "1": (Fraction(0), Fraction(1, 2))}
        >>> Packing.of(CountedFactor("f", (SummedItem("q1", half), SummedItem("q2", half))))
        Packing(scale=2, step=3, outside=9)
        """
        pairs = [pair for item in factor.items for pair in item.amounts.values()]
        if not pairs or any(amount < 0 for pair in pairs for amount in pair):
            raise ValueError(f"factor {factor.code!r} adds nothing, or less")
        if any(decimal_places(amount) is None for pair in pairs for amount in pair):
            raise ValueError(f"the amounts of factor {factor.code!r} are no decimals")
        scale = lcm(*[amount.denominator for pair in pairs for amount in pair])
        most = [
            int(sum(max(pair[part] for pair in item.amounts.values()) for item in factor.items) * scale)
            for part in (0, 1)
        ]
        step = most[1] + 1
        outside = (most[0] + 1) * step
        if outside * (len(factor.items) + 1) >= _INTEGER:
            outside = max(outside, _INTEGER)  # a literal that makes the sums of every engine 64 bits wide
        if outside * (len(factor.items) + 1) >= 2**62:
            raise ValueError(f"the amounts of factor {factor.code!r} are too fine to be counted")
        return cls(scale, step, outside)

    def packed(self, above: Fraction, below: Fraction) -> int:
        """Return two amounts as one whole number."""
        return int(above * self.scale) * self.step + int(below * self.scale)

    def texts(self, total: int) -> tuple[str, str]:
        """Return the two sums of a total, as exact decimals."""
        above, below = divmod(total, self.step)
        if self.scale == 1:
            return str(above), str(below)
        return plain(Fraction(above, self.scale)), plain(Fraction(below, self.scale))
