"""What the cells of one column, or of a whole file, say of each other: the order of its days, shares among its
percentages, the decimal sign of its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import HUNDRED, NUMERIC, FigureKind, Variable
from cchc.core.words.days import DayReadings, day_readings
from cchc.core.words.numerals import NumberFault, from_cell, from_table
from cchc.files.tables import Value


class DayOrder(StrEnum):
    """How the days of a column are written. `SWAPPED`: its texts have the day in front, and its date cells may have
    been made of texts by a spreadsheet that takes the month for the first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    MIXED = "mixed"
    SWAPPED = "swapped"


@dataclass(slots=True)
class ColumnTraits:
    """What the cells of a column say of each other; `first_month` is a text that has the month in front."""

    days: DayOrder = DayOrder.DAY_FIRST
    first_month: str = ""
    has_shares: bool = False


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """One column of scores: its place, its leaf, and the figure it declares (None: the leaf's points).

    `traits` and what was `read` of its cells are filled while the rows are read.
    """

    at: int
    leaf: Node
    variable: Variable | None
    traits: ColumnTraits = field(default_factory=ColumnTraits, compare=False, repr=False)

    @property
    def heading(self) -> str:
        """The heading as a machine reads it: NUMBER or NUMBER:figure."""
        return self.leaf.number if self.variable is None else f"{self.leaf.number}:{self.variable.name}"

    @property
    def words(self) -> str:
        """The criterion by number and name, with the name of the figure."""
        return leaf_words(self.leaf, self.variable)

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.variable is None or self.variable.kind in NUMERIC

    def fits(self, amount: Fraction) -> bool:
        """Whether a number (of a percentage: 80) is one that the column may hold."""
        if self.variable is None:
            least, most = self.leaf.stated_span()
            return least <= amount <= most
        whole = self.variable.kind is not FigureKind.COUNT or amount.denominator == 1
        low, high = lowest_of(self.variable), highest_of(self.variable)
        return whole and (low is None or amount >= low) and (high is None or amount <= high)


def leaf_words(leaf: Node, variable: Variable | None = None) -> str:
    """Return a criterion as people name it: "1.1. Kế hoạch", and behind it the name of its figure."""
    words = f"{leaf.number}. {leaf.name}"
    return f"{words}: {variable.label}" if variable is not None else words


def lowest_of(variable: Variable) -> Fraction | None:
    """Return the lowest number that a cell of a figure may hold (of a percentage: 0); None without a limit."""
    if variable.low is None:
        return None if variable.kind is FigureKind.NUMBER else Fraction(0)
    return variable.low * HUNDRED if variable.kind is FigureKind.PERCENT else variable.low


def highest_of(variable: Variable) -> Fraction | None:
    """Return the highest number that a cell of a figure may hold (of a percentage: 100); None without a limit."""
    if variable.kind is not FigureKind.PERCENT:
        return variable.high
    return HUNDRED if variable.high is None else variable.high * HUNDRED


def traits_of(column: ScoreColumn, values: Iterable[Value]) -> ColumnTraits:
    """Return what the cells of a column, texts without hidden signs, say of each other."""
    if column.variable is not None and column.variable.kind is FigureKind.DATE:
        return _traits_of_days(values)
    if column.variable is not None and column.variable.kind is FigureKind.PERCENT:
        return ColumnTraits(has_shares=_has_shares(values))
    return ColumnTraits()


def _traits_of_days(values: Iterable[Value]) -> ColumnTraits:
    months: list[str] = []
    has_day_first = False
    native: list[date] = []
    for value in values:
        if isinstance(value, date):
            native.append(value.date() if isinstance(value, datetime) else value)
        elif isinstance(value, str) and (readings := day_readings(value)):
            if readings.day_first is None and readings.month_first is not None:
                months.append(value)
            has_day_first |= readings.month_first is None and readings.day_first is not None
    if months:
        return ColumnTraits(DayOrder.MIXED if has_day_first else DayOrder.MONTH_FIRST, months[0])
    swapped = has_day_first and native and all(one.day <= 12 for one in native)
    return ColumnTraits(DayOrder.SWAPPED if swapped else DayOrder.DAY_FIRST)


def swapped_day(day: date) -> date | None:
    """Return the day that a date cell may have been typed as, day and month the other way round; None for none."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def has_two_readings(readings: DayReadings) -> bool:
    """Whether a written day may be two different days."""
    return (
        None not in (readings.day_first, readings.month_first) and readings.day_first != readings.month_first
    )


def _has_shares(values: Iterable[Value]) -> bool:
    """Whether the bare numbers of a column of percentages are shares: 0.8 among them, and nothing far above 1."""
    amounts = [amount for value in values if (amount := _bare(value)) is not None]
    return bool(amounts) and max(amounts) <= MOST_SHARE and any(0 < one < 1 for one in amounts)


MOST_SHARE = Fraction(2)  # 200 %: collections of a budget reach it, and no percentage that is written as 2 %


def _bare(value: Value) -> Fraction | None:
    """The number of a cell without the sign %; None for other cells and texts with two readings."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return from_table(value, None) if isinstance(value, str) else from_cell(value)
    except NumberFault:
        return None


def each_value(
    rows: Iterable[tuple[Value, ...]], at: int, plain: Callable[[Value], Value]
) -> Iterable[Value]:
    """Yield the filled cells of a column, as they are read."""
    for values in rows:
        if at < len(values) and (value := plain(values[at])) is not None:
            yield value
