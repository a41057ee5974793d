"""The figures of units per year as a table file (.xlsx, .csv), both ways. No Django here.

A row is a unit in a year: its code or name, the year, an attribute in each column, and from where they are known. An
empty cell says nothing: what is known stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from cchc.core.scoring.criteria.attributes import FIGURES
from cchc.core.scoring.criteria.figures import figure, figure_in_bounds, figure_text
from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind, FormulaFault, Variable
from cchc.core.words import names
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message
from cchc.core.words.numerals import DecimalSign, NumberFault, from_cell, from_table, settle
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.sheets import Sheet, SheetColumn, Written
from cchc.files.tables import CellKind, Row, Table, Value, as_text, kind, read_table
from cchc.files.workbooks import workbook_bytes

CODE, NAME, YEAR, SOURCE = "code", "name", "year", "source"
HEADINGS = {
    CODE: "Mã đơn vị",
    NAME: "Tên đơn vị",
    YEAR: "Năm",
    "population": "Dân số (người)",
    "households": "Số hộ",
    "area": "Diện tích tự nhiên (km²)",
    "hamlets": "Số thôn, tổ dân phố",
    "officials": "Số cán bộ, công chức có mặt",
    "posts": "Số biên chế được giao",
    "subordinates": "Số cơ quan, đơn vị trực thuộc",
    "region": "Vùng",
    SOURCE: "Nguồn số liệu",
}
WIDTHS = {CODE: 12, NAME: 44, YEAR: 8, SOURCE: 40}
YEARS = range(1990, 2101)
MOST_ROWS = 5_000
MOST_BYTES = 2_000_000

_COLUMN_OF = {names.spelling_key(heading): column for column, heading in HEADINGS.items()}


@dataclass(frozen=True, slots=True)
class FiguresRow:
    """One row: the unit as written, the year, the attributes that have a value in machine notation, and from where they
    are known."""

    row: int
    code: str
    name: str
    year: int
    values: Mapping[str, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """The content of a table of figures: its rows, and the place of any cell of it."""

    table: Table
    columns: Mapping[str, int]
    rows: tuple[FiguresRow, ...]

    def fault(self, row: int, column: str, found: str, expected: Message, why: Message) -> Fault:
        """Return a fault of a cell."""
        return Fault(self.table.place(row, self.columns.get(column)), found, expected, why)


def read_figures(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> FiguresRead:
    """Return the rows of a table of figures, given as bytes or as a path.

    Raises `Faults` with everything wrong in it. `progress` is called once, at the end.
    """
    table = read_table(source, file, most_rows=MOST_ROWS)
    if not table.rows:
        raise Faults(
            [Fault(table.place(1), "", Message("the name of a unit"), Message("The table is empty."))]
        )
    read = FiguresRead(replace(table, rows=[]), _columns(table), ())
    faults: list[Fault] = []
    sign = _sign(table, read, faults)
    rows = [_row(row, read, sign, faults) for row in table.rows[1:]]
    if faults:
        raise Faults(faults)
    progress(1, 1)
    return replace(read, rows=tuple(row for row in rows if row is not None))


# 5,000 rows take 0.4 seconds and 90 megabytes.
FIGURES_FILE = Door(
    read_figures,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=500_000_000, computing=20, clock=40, answer=5_000_000),
)


def _columns(table: Table) -> dict[str, int]:
    """Return the position of each known column. Raises `Faults` for one that is missing, repeated or unknown."""
    heading = table.rows[0]
    columns: dict[str, int] = {}
    faults = []
    for position, value in enumerate(heading.values):
        text = as_text(value).strip()
        column = _COLUMN_OF.get(names.spelling_key(text))
        if column is not None and column not in columns:
            columns[column] = position
        elif text:
            why = (
                Message("This column stands twice.") if column else Message("This column is not known here.")
            )
            expected = Message("one of the columns {columns}", columns=tuple(HEADINGS.values()))
            faults.append(Fault(table.place(heading.number, position), text, expected, why))
    for column in (NAME, YEAR):
        if column not in columns:
            expected = Message("the column “{column}”", column=HEADINGS[column])
            faults.append(
                Fault(table.place(heading.number), "", expected, Message("This column is missing."))
            )
    if faults:
        raise Faults(faults)
    return columns


def _sign(table: Table, read: FiguresRead, faults: list[Fault]) -> DecimalSign | None:
    """Return the decimal sign of the numbers that stand as texts; notes a fault where they disagree."""
    texts = [
        as_text(row.at(read.columns[column]))
        for row in table.rows[1:]
        for column in _numeric(read)
        if kind(row.at(read.columns[column])) is CellKind.TEXT
    ]
    try:
        return settle(texts)
    except NumberFault as fault:
        faults.append(Fault(table.place(1), fault.found, fault.expected, fault.why))
        return None


def _numeric(read: FiguresRead) -> Iterator[str]:
    return (one for one, variable in FIGURES.items() if one in read.columns and variable.kind in NUMERIC)


def _row(row: Row, read: FiguresRead, sign: DecimalSign | None, faults: list[Fault]) -> FiguresRow | None:
    """Return one row, its faults noted; None for an empty one."""

    def text(column: str, most: int) -> str:
        value = row.at(read.columns[column]) if column in read.columns else None
        try:
            return accepted_text(" ".join(as_text(value).split()), most, lines=False)
        except RefusedText as untaken:
            faults.append(read.fault(row.number, column, untaken.found, untaken.expected, untaken.whys[0]))
            return ""

    name, code = text(NAME, MOST["name"]), text(CODE, MOST["code"])
    values = {}
    for column, variable in FIGURES.items():
        cell = row.at(read.columns[column]) if column in read.columns else None
        if cell is not None and as_text(cell).strip():
            try:
                values[column] = _value(variable, cell, sign)
            except NumberFault as fault:
                faults.append(read.fault(row.number, column, fault.found, fault.expected, fault.why))
            except FormulaFault as fault:
                expected = Message("{label}", label=HEADINGS[column])
                faults.append(read.fault(row.number, column, as_text(cell), expected, fault.message))
    if not (name or code) and not values:
        return None
    if not (name or code):
        faults.append(
            read.fault(row.number, NAME, "", Message("the name of a unit"), Message("The name is missing."))
        )
    year = text(YEAR, 10)
    if not (year.isdecimal() and year.isascii() and int(year) in YEARS):
        expected = Message("a year from {first} to {last}", first=str(YEARS[0]), last=str(YEARS[-1]))
        faults.append(read.fault(row.number, YEAR, year, expected, Message("This is no such year.")))
        return None
    return FiguresRow(row.number, code, name, int(year), values, text(SOURCE, MOST["reason"]))


def _value(variable: Variable, cell: Value, sign: DecimalSign | None) -> str:
    """Return the value of a cell in machine notation. Raises `NumberFault` or `FormulaFault`."""

    def fits(value: Fraction) -> bool:
        """Whether a number with two readings ("1.234") can be this one: what is counted is whole."""
        return variable.kind is not FigureKind.COUNT or value.denominator == 1

    if variable.kind not in NUMERIC or kind(cell) is CellKind.TEXT:
        return figure_text(
            variable, figure(variable, as_text(cell), lambda text: from_table(text, sign, fits))
        )
    if isinstance(cell, int | float) and kind(cell) is CellKind.NUMBER:
        return figure_text(variable, figure_in_bounds(variable, from_cell(cell)))
    raise FormulaFault(Message("A number belongs here; the file holds another kind of value."))


def figures_workbook(rows: Iterable[FiguresRow], title: str = "") -> bytes:
    """Return the rows as an Excel workbook in the shape that `read_figures` takes."""
    columns = [SheetColumn(heading, width=WIDTHS.get(column, 16)) for column, heading in HEADINGS.items()]
    return workbook_bytes(
        [Sheet(title or "Số liệu", columns, [_cells(row) for row in rows], frozen_columns=2)]
    )


def _cells(row: FiguresRow) -> list[Written]:
    return [row.code, row.name, row.year, *(_cell(one, row.values.get(one)) for one in FIGURES), row.source]


def _cell(attribute: str, value: str | None) -> Written:
    return value if value is None or FIGURES[attribute].kind not in NUMERIC else Fraction(value)
