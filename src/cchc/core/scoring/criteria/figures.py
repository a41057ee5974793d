"""Values of declared figures: read from a text by kind, bounds and options, and written back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from cchc.core.scoring.formulas.analysis import option_of
from cchc.core.scoring.formulas.tree import HUNDRED, ZERO, FigureKind, FormulaFault, Value, Variable
from cchc.core.scoring.sources import feeding_words
from cchc.core.words.days import day_readings
from cchc.core.words.letters import composed_text, without_hidden_signs
from cchc.core.words.messages import Message
from cchc.core.words.names import text_key
from cchc.core.words.numbers import decimal_places, plain, rounded_number
from cchc.core.words.numerals import DecimalSign, machine_number, typed_number

# The last words are what a check box in a table exports, in both languages.
YES = frozenset(map(text_key, ("có", "co", "yes", "1", "x", "đạt", "true", "đúng", "t", "y", "1.0")))
NO = frozenset(map(text_key, ("không", "khong", "no", "0", "không đạt", "false", "sai", "f", "n", "0.0")))
NONE_WORDS = frozenset(map(text_key, ("không", "khong", "none", "không có")))
MOST_PLACES = 4  # decimals of a percentage that is told in full


def figure(variable: Variable, text: str, number: Callable[[str], Fraction] = machine_number) -> Value:
    """The value that `text` declares for `variable`: its kind, bounds and options kept.

    A percent is given as percent (80 or 80%) and held as its ratio; a date as 2026-01-31 or 31/01/2026, or "không" for
    none; yes or no as có/không. Raises `FormulaFault` or `NumberFault` saying what was expected.

    >>> figure(Variable("rate", "Tỷ lệ", FigureKind.PERCENT), "91.17")
    Fraction(9117, 10000)
    """
    text = composed_text(without_hidden_signs(text)).strip()
    if variable.kind is FigureKind.TEXT:
        return text
    if variable.kind is FigureKind.CHOICE:
        return option_of(variable, text)
    if variable.kind is FigureKind.YES_NO:
        return yes_or_no(variable, text)
    if variable.kind is FigureKind.DATE:
        return None if text_key(text) in NONE_WORDS else day(variable, text)
    if variable.kind is FigureKind.PERCENT:
        return figure_in_bounds(variable, number(text.removesuffix("%").rstrip()) / HUNDRED)
    return figure_in_bounds(variable, number(text))


def figure_as_typed(variable: Variable, text: str, decimal: DecimalSign) -> Value:
    """The value that a person typed for `variable` on a page whose decimal sign is `decimal`; its bounds decide between
    two readings of a number. Raises `FormulaFault` or `NumberFault` saying what was expected.

    >>> figure_as_typed(Variable("rate", "Tỷ lệ", FigureKind.PERCENT), "91,17 %", ",")
    Fraction(9117, 10000)
    """
    scale = HUNDRED if variable.kind is FigureKind.PERCENT else 1
    low, high = (None if end is None else end * scale for end in (variable.low, variable.high))
    return figure(variable, text, lambda one: typed_number(one, low, high, decimal))


def yes_or_no(variable: Variable, text: str) -> bool:
    answer = text_key(text)
    if answer in YES or answer in NO:
        return answer in YES
    raise FormulaFault(Message('"{found}" is neither yes nor no; write Có or Không', found=text))


def day(variable: Variable, text: str) -> date:
    """The day of a text, with or without a time; the day stands before the month. Raises `FormulaFault`."""
    readings = day_readings(text)
    if readings is None or readings.day_first is None:
        raise FormulaFault(
            Message('"{found}" is no date; write day/month/year, or Không when there is none', found=text)
        )
    if readings.in_vietnam is not None:
        raise FormulaFault(
            Message('"{found}" is {day} in Vietnam; write the day that is meant, without a time',
                    found=text, day=f"{readings.in_vietnam:%d/%m/%Y}")
        )  # fmt: skip
    return readings.day_first


def figure_in_bounds(variable: Variable, amount: Fraction) -> Fraction:
    """`amount`, when it is within the bounds of `variable` and whole for a count; raises `FormulaFault` otherwise."""
    scale, sign = (HUNDRED, " %") if variable.kind is FigureKind.PERCENT else (Fraction(1), "")
    low = (
        ZERO
        if variable.low is None and variable.kind in (FigureKind.COUNT, FigureKind.PERCENT)
        else variable.low
    )
    high = Fraction(1) if variable.high is None and variable.kind is FigureKind.PERCENT else variable.high
    if low is not None and amount < low:
        raise FormulaFault(
            Message(
                "{found}{sign} is below the least allowed, {low}{sign}",
                found=amount * scale,
                low=low * scale,
                sign=sign,
            )
        )
    if high is not None and amount > high:
        raise FormulaFault(
            Message(
                "{found}{sign} is above the most allowed, {high}{sign}",
                found=amount * scale,
                high=high * scale,
                sign=sign,
            )
        )
    if variable.kind is FigureKind.COUNT and amount.denominator != 1:
        raise FormulaFault(Message("{found} is no whole number", found=amount))
    return amount


def origin_words(variable: Variable) -> Message | None:
    """From where a figure comes, as its set says it: what feeds it, or its source in words; None where it says neither.

    >>> str(origin_words(Variable("a", "A", FigureKind.COUNT, source="Niên giám")))
    'source: Niên giám'
    """
    if variable.fed_by is not None:
        return Message("fetched: {source}", source=feeding_words(variable.fed_by))
    return Message("source: {source}", source=variable.source) if variable.source else None


def figure_words(variable: Variable, value: Value) -> Message | str:
    """`value` as an official writes it: a percentage with its sign, a day as 31/01/2026, yes and no in words.

    >>> figure_words(Variable("issued", "Ngày ký", FigureKind.DATE), date(2026, 1, 31))
    '31/01/2026'
    """
    if value is None:
        return Message("none")
    if isinstance(value, bool):
        return Message("Yes") if value else Message("No")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return value
    if variable.kind is FigureKind.PERCENT:
        return percent_words(value * HUNDRED)
    return Message("{figure}", figure=value)


def percent_words(percent: Fraction) -> Message:
    """A percentage with its sign; what has more decimals than `MOST_PLACES`, as estimates of surveys do, is rounded and
    says so.

    >>> str(percent_words(Fraction("89.00003"))), str(percent_words(Fraction("87")))
    ('≈ 89 %', '87 %')
    """
    places = decimal_places(percent)
    if places is not None and places <= MOST_PLACES:
        return Message("{percent} %", percent=percent)
    return Message("≈ {percent} %", percent=rounded_number(percent, MOST_PLACES))


def figure_text(variable: Variable, value: Value) -> str:
    """`value` in machine notation, as `figure` reads it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return plain(value * HUNDRED) if variable.kind is FigureKind.PERCENT else plain(value)
    return value
