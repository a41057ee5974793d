"""The values of a table's cells: plain Python, with small marks for values that plain Python has no word for.

A cell is `None` when empty, `str`, `int`, `float`, `bool`, a date or time, `Percent`, `ErrorCell` or `FormulaCell`.
No object is made per cell: a province's file has hundreds of thousands.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from cchc.core.words.messages import Place
from cchc.core.words.numbers import plain
from cchc.core.words.numerals import NumberFault, from_cell


@dataclass(frozen=True, slots=True)
class Percent:
    """A number cell formatted as a percentage; `value` is the percentage itself: 80 for 80%."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error of the spreadsheet, such as #N/A or #DIV/0!."""

    code: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula without a stored value: the program that wrote the file never calculated it."""

    formula: str = ""


Value = str | int | float | bool | datetime.date | datetime.time | Percent | ErrorCell | FormulaCell | None


class CellKind(StrEnum):
    """The kind of value of a cell."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    FORMULA_WITHOUT_VALUE = "formula_without_value"


_KINDS: dict[type, CellKind] = {
    type(None): CellKind.EMPTY,
    str: CellKind.TEXT,
    int: CellKind.NUMBER,
    float: CellKind.NUMBER,
    bool: CellKind.BOOLEAN,
    datetime.date: CellKind.DATE,
    datetime.datetime: CellKind.DATE,
    datetime.time: CellKind.DATE,
    Percent: CellKind.PERCENT,
    ErrorCell: CellKind.ERROR,
    FormulaCell: CellKind.FORMULA_WITHOUT_VALUE,
}


class Row(NamedTuple):
    """One filled row: its number as Excel counts (from 1) and its values up to the last filled one."""

    number: int
    values: tuple[Value, ...]

    def at(self, column: int) -> Value:
        """Return the value in a column (counted from 0), None beyond the last filled cell."""
        return self.values[column] if column < len(self.values) else None


class Merged(NamedTuple):
    """Merged cells: the place of the first one (row as Excel counts, column from 0), and the number of rows and
    columns."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def reference(self) -> str:
        """The cells as a spreadsheet names them: "B2:B3"."""
        last = f"{column_letters(self.column + self.columns - 1)}{self.row + self.rows - 1}"
        return f"{column_letters(self.column)}{self.row}:{last}"


@dataclass(frozen=True, slots=True)
class Table:
    """The filled rows of one sheet (`sheet` is None for .csv), without the empty ones between them.

    The value of merged cells is in the first of them; `merged` lists the merged cells. `hidden_rows` (as Excel counts)
    and `hidden_columns` (from 0) are out of a reader's sight, by hand or by a filter, and read like all others.
    """

    file: str
    sheet: str | None
    rows: list[Row] = field(repr=False)
    merged: list[Merged] = field(default_factory=list, repr=False)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def place(self, row: int, column: int | None = None) -> Place:
        """Return the place of a cell for a fault: `row` as in `Row.number`, `column` counted from 0."""
        letters = None if column is None else column_letters(column)
        return Place(file=self.file, sheet=self.sheet, row=row, column=letters)


def kind(value: Value) -> CellKind:
    """Return the kind of a value.

    >>> kind(True).value, kind(2.5).value, kind(None).value, kind("x").value
    ('boolean', 'number', 'empty', 'text')
    """
    return _KINDS[type(value)]


def as_text(value: Value) -> str:
    """Return a value as a message prints it: as in the sheet, numbers in plain notation, empty as "".

    >>> as_text(Percent(Fraction(80))), as_text(datetime.date(2026, 2, 1)), as_text(1.5), as_text(None)
    ('80%', '01/02/2026', '1.5', '')
    """
    if isinstance(value, Percent):
        return f"{plain(value.value)}%"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, ErrorCell):
        return value.code
    return _other_text(value)


def _number_text(value: int | float) -> str:
    try:
        return plain(from_cell(value))
    except NumberFault as fault:
        return fault.found


def _other_text(value: str | datetime.date | datetime.time | FormulaCell | None) -> str:
    if isinstance(value, datetime.datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, FormulaCell):
        return "=…"
    return "" if value is None else str(value)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
