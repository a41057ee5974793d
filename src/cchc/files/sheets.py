"""What a workbook (.xlsx) for offices holds: sheets of columns and rows; `workbooks` makes the file of them.

columns = (SheetColumn("Đơn vị", width=40), SheetColumn("Chỉ số", number=Places(2)))
sheet = Sheet("Xếp hạng", columns, rows)
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.files.cells import Percent
from cchc.files.writing import ILLEGAL

Written = str | int | Fraction | datetime.date | Percent | None

_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Places:
    """The decimals of the numbers in a column: always `least`, and up to `most` when the number has them.

    Excel prints the comma or the point of the reader's country. With no least decimal, numbers look as Excel shows
    them by itself: a format would leave a bare comma behind whole numbers.

    >>> Places(2).code, Places(2, 4).code, Places(0, 4).code, Places(1, percent=True).code
    ('#,##0.00', '#,##0.00##', 'General', '#,##0.0"%"')
    """

    least: int = 0
    most: int | None = None
    percent: bool = False

    @property
    def code(self) -> str:
        """The number format as Excel stores it."""
        most = self.least if self.most is None else self.most
        decimals = "0" * self.least + "#" * (most - self.least)
        whole = "General" if most and not self.least else "#,##0"
        return whole + (f".{decimals}" if self.least else "") + ('"%"' if self.percent else "")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: heading, width in characters, format of its numbers, a note on the heading, choices.

    `text`: texts that a person types into it later stay as typed. `quiet`: greyed, and not printed when it is the
    last.
    """

    heading: str
    width: float = 14
    number: Places | None = None
    note: str | None = None
    choices: tuple[str, ...] = ()
    centred: bool = False
    text: bool = False
    quiet: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: titles over the whole width, a heading row that stays in sight, rows of values.

    `bands` are titles over several columns each, above the headings; `codes`, one for each column, a narrow grey row
    below the headings for the program that reads the file back.
    `strong` holds the positions (from 0) of rows set in bold, `spans` the first and last column (from 0) of rows in
    which these are one cell, `notes` remarks by position (row, column), and `frozen_columns` how many columns stay in
    sight when scrolling to the right. A `hidden` sheet is not for people but for the
    program that reads the file back.
    """

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Written]]
    titles: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    frozen_columns: int = 0
    landscape: bool = True
    hidden: bool = False
    bands: tuple[tuple[str, int], ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def heading_row(self) -> int:
        """The row of the headings, counted from 1."""
        return len(self.titles) + (1 if self.bands else 0) + 1

    @property
    def last_heading_row(self) -> int:
        """The last row above the first one of values, counted from 1."""
        return self.heading_row + (1 if self.codes else 0)


def sheet_name(name: str, taken: Sequence[str] = ()) -> str:
    """Return a sheet name that Excel accepts: no forbidden signs, at most 31 characters, unlike those in `taken`.

    >>> sheet_name("Sở/ngành: 2026"), sheet_name("A", ["a"])
    ('Sở-ngành- 2026', 'A (2)')
    """
    cleaned = _FORBIDDEN_IN_NAMES.sub("-", ILLEGAL.sub("", name)).strip("' ") or "-"
    used = {other.casefold() for other in taken}
    wanted, number = cleaned[:31], 1
    while wanted.casefold() in used:
        number += 1
        ending = f" ({number})"
        wanted = cleaned[: 31 - len(ending)] + ending
    return wanted
