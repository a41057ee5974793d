"""The cells of a points file: points, figures of every kind, or not applicable; each refusal in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.formulas.tree import HUNDRED, NUMERIC, FigureKind, FormulaFault, Variable
from cchc.core.scoring.formulas.tree import Value as FigureValue
from cchc.core.scoring.ledgers import NA, NotApplicable
from cchc.core.words.days import day_readings
from cchc.core.words.letters import composed_text, without_hidden_signs
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import DecimalSign, NumberFault, from_cell, from_percent, from_table
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Value, as_text
from cchc.scores.exchange.columns import (
    MOST_SHARE,
    DayOrder,
    ScoreColumn,
    has_two_readings,
    highest_of,
    swapped_day,
)

NOT_APPLICABLE_WORDS = frozenset(spelling_key(word) for word in ("KAD", "N/A", "Không áp dụng"))

CellValue = Fraction | FigureValue | NotApplicable


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Why a value cannot stand in a column: a mistake made all the way down a column is put into words once."""

    found: str
    expected: Message
    why: Message


class Blank(Enum):
    """A cell in which nothing is given; a figure of None is one that is declared as none."""

    BLANK = "blank"


class CellReader:
    """Reads the cells of a points file whose text cells use the decimal `sign`."""

    def __init__(self, sign: DecimalSign | None) -> None:
        self.sign = sign

    def read(self, column: ScoreColumn, value: Value) -> CellValue | RefusedCell | Blank:
        """The value of a cell of a column, or why it cannot stand there; blank for a text of hidden signs alone."""
        wanted = wanted_words(column.leaf, column.variable)
        value = plain_cell(value)
        try:
            return self.value(column, value) if value is not None else Blank.BLANK
        except NumberFault as fault:
            return RefusedCell(fault.found, wanted, fault.why)
        except FormulaFault as fault:
            return RefusedCell(as_text(value), wanted, fault.message)

    def value(self, column: ScoreColumn, value: Value) -> CellValue:
        """The value of a cell; raises `NumberFault` or `FormulaFault` where it cannot stand there."""
        if isinstance(value, str) and spelling_key(value) in NOT_APPLICABLE_WORDS:
            return NA
        refusal = cell_refusal(value)
        if refusal is not None:
            raise FormulaFault(refusal)
        variable = column.variable
        if variable is None:
            return self.points(column, value)
        if variable.kind is FigureKind.PERCENT:
            return figure_within(variable, self.percent(column, value) / HUNDRED)
        if variable.kind in NUMERIC:
            return figure_within(variable, self.number(column, value))
        if variable.kind is FigureKind.DATE:
            return day_of(column, value)
        return other_figure(variable, value)

    def points(self, column: ScoreColumn, value: Value) -> Fraction:
        """Points that the leaf can give."""
        points, leaf = self.number(column, value), column.leaf
        low, high = leaf.stated_span()
        if points > high:
            raise FormulaFault(
                Message("{points} points are above the maximum of {maximum}", points=points, maximum=high)
            )
        if points < low and leaf.part is Part.PENALTY:
            raise FormulaFault(
                Message("{points} points take more than the penalty allows, {low}", points=points, low=low)
            )
        if points < low:
            raise FormulaFault(
                Message("{points} points are below the least allowed, {low}", points=points, low=low)
            )
        return points

    def number(self, column: ScoreColumn, value: Value) -> Fraction:
        """A number of a cell; dates, percentages and yes/no are no numbers."""
        if isinstance(value, Percent) or (isinstance(value, str) and value.endswith("%")):
            raise FormulaFault(
                Message(
                    "a percentage stands where a number is expected; write the number, without the sign %"
                )
            )
        if isinstance(value, str):
            return from_table(value, self.sign, column.fits)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return from_cell(value)
        if isinstance(value, (date, time)):
            raise FormulaFault(
                Message(
                    "the spreadsheet turned the number into a date; format the cell as a number and retype it"
                )
            )
        raise FormulaFault(Message('"{found}" is no number; write digits', found=as_text(value)))

    def percent(self, column: ScoreColumn, value: Value) -> Fraction:
        """A percentage 0–100; a bare number that may be a share (0.8, and 1.05 where 105 % is possible or other cells
        of the column are shares) is refused naming both readings."""
        if isinstance(value, Percent):
            return value.value
        if isinstance(value, str) and value.endswith("%"):
            return from_percent(value, self.sign, column.fits)
        amount = self.number(column, value)
        top = highest_of(column.variable) if column.variable is not None else HUNDRED
        is_share = top is not None and amount * HUNDRED <= top
        if amount > 0 and (amount <= 1 or is_share or (column.traits.has_shares and amount <= MOST_SHARE)):
            raise FormulaFault(
                Message("{found} may mean {found} % or {share} %; write the sign % or format the cell as a percentage",
                        found=as_text(value), share=amount * HUNDRED)
            )  # fmt: skip
        return amount


def plain_cell(value: Value) -> Value:
    """Return a cell as it is read: a text with its letters in one spelling, without the signs that nobody sees; None
    for a text that has no other signs."""
    if not isinstance(value, str):
        return value
    return composed_text(without_hidden_signs(value)).strip() or None


def day_of(column: ScoreColumn, value: Value) -> FigureValue:
    """A day, or None for "there is none", in the order of the days of its column; two readings are refused."""
    if column.variable is None:
        raise TypeError(column.heading)
    order = column.traits.days
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        other = swapped_day(day) if order is DayOrder.SWAPPED else None
        if other is not None:
            raise two_days(as_text(day), day, other)
        return day
    readings = day_readings(value) if isinstance(value, str) else None
    if readings is None or order in (DayOrder.DAY_FIRST, DayOrder.SWAPPED):
        return figure(column.variable, as_text(value))
    if order is DayOrder.MONTH_FIRST and readings.month_first is not None:
        return readings.month_first
    if readings.day_first is not None and readings.month_first is not None and has_two_readings(readings):
        raise two_days(as_text(value), readings.day_first, readings.month_first)
    return figure(column.variable, as_text(value))


def two_days(found: str, one: date, other: date) -> FormulaFault:
    """Return the refusal of a day with two readings in its column."""
    return FormulaFault(
        Message(
            "{found} may mean {one} or {other}, for the column holds days of both orders; "
            "write every day of the column as a text day/month/year",
            found=found, one=in_full(one), other=in_full(other),
        )
    )  # fmt: skip


def in_full(day: date) -> Message:
    """Return a day so that nobody takes its month for its day."""
    return Message("day {day} month {month} {year}", day=day.day, month=day.month, year=day.year)


def cell_refusal(value: Value) -> Message | None:
    """Why a cell without a usable value is refused; None where it has one."""
    if isinstance(value, ErrorCell):
        return Message(
            "the cell shows the error {code} of the spreadsheet; mend its formula", code=value.code
        )
    if isinstance(value, FormulaCell):
        return Message("the cell holds a formula that was never calculated; open and save the file once")
    return None


def label_refusal(value: Value) -> Message | None:
    """Why a cell cannot be a name, a code or a group: the spreadsheet made something else of the text."""
    if isinstance(value, (date, time, Percent, bool, float)):
        return Message(
            "the spreadsheet turned the text into something else; format the cell as text and retype it"
        )
    return cell_refusal(value)


def figure_within(variable: Variable, amount: Fraction) -> FigureValue:
    """Return a number as the figure of `variable`. Raises FormulaFault outside the bounds that the set states."""
    return figure(variable, "", lambda _: amount * HUNDRED if variable.kind is FigureKind.PERCENT else amount)


def other_figure(variable: Variable, value: Value) -> FigureValue:
    """A choice, yes/no or text of a cell."""
    if variable.kind is FigureKind.YES_NO and isinstance(value, bool):
        return value
    return figure(variable, as_text(value))


def wanted_words(leaf: Node, variable: Variable | None) -> Message:
    """The values that a cell of a leaf's points or of a figure takes, in words."""
    if variable is None:
        low, high = leaf.stated_span()
        return Message("points from {low} to {high}; KAD; or empty while not scored", low=low, high=high)
    if variable.kind is FigureKind.CHOICE:
        return Message("one of: {options}", options=variable.options)
    return KIND_WORDS[variable.kind]


KIND_WORDS = {
    FigureKind.COUNT: Message("a whole number"),
    FigureKind.NUMBER: Message("a number"),
    FigureKind.PERCENT: Message("a percentage such as 80%"),
    FigureKind.DATE: Message("a date, or Không when there is none"),
    FigureKind.YES_NO: Message("Có or Không"),
    FigureKind.TEXT: Message("a text"),
}
