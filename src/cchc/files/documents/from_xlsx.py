"""Excel workbooks as documents: titles above the table are paragraphs, rows of several cells a table.

Merged cells are read as those of a Word table: one cell over several columns, or one that continues the cell above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.cells import FormulaCell, Merged, Row, Table, Value, as_text, column_letters
from cchc.files.documents.blocks import (
    Block,
    Cell,
    Format,
    Paragraph,
    Progress,
    Spot,
    TableRow,
    TextDocument,
    TextTable,
)
from cchc.files.documents.cleaning import cell_lines
from cchc.files.spreadsheets import hidden_sheets, visible_sheets
from cchc.files.tables import read_table

# rows of a head hold one cell or two ("UBND TỈNH …" beside "CỘNG HÒA …"), those of a plan more
_LEAST_CELLS = 3
# "=A2+1", "$A$2+1": how offices number the rows of a table
_ADDS_ONE = re.compile(r"\s*\$?([A-Z]{1,3})\$?(\d{1,7})\s*\+\s*1\s*")
MOST_SHEETS = 30
MOST_HIDDEN_ROWS = 500


def read_workbook(data: bytes, file: str, progress: Progress) -> TextDocument:
    """Return the blocks of the visible sheets, at most `MOST_SHEETS`. Raises `Faults` when the workbook cannot be
    read."""
    names = visible_sheets(data, file)
    if len(names) > MOST_SHEETS:
        why = Message(
            "The workbook has {count} sheets, at most {most} are read.", count=len(names), most=MOST_SHEETS
        )
        raise Faults([Fault(Place(file=file), str(len(names)), Message("a workbook with a plan"), why)])
    blocks: list[Block] = []
    uncomputed: list[Spot] = []
    for number, name in enumerate(names or (None,), start=1):
        table = _counted(read_table(data, file, name))
        blocks += _blocks(table, number)
        formulas = [row for row in table.rows if any(isinstance(one, FormulaCell) for one in row.values)]
        uncomputed += [Spot(table=number, row=row.number) for row in formulas]
        progress(number, max(1, len(names)))
    hidden = tuple(_of_hidden_sheets(data, file))
    return TextDocument(file, Format.WORKBOOK, tuple(blocks), uncomputed=tuple(uncomputed), hidden=hidden)


def _of_hidden_sheets(data: bytes, file: str) -> Iterator[Paragraph]:
    """Yield the rows of the sheets that a workbook hides, each as one line: drafts, lists to choose from."""
    for table in islice(hidden_sheets(data, file, MOST_HIDDEN_ROWS), MOST_SHEETS):
        for row in table.rows:
            lines = [line for value in row.values for line in _lines(value)]
            if lines:
                yield Paragraph(" · ".join(lines), Spot(row=row.number))


def _counted(table: Table) -> Table:
    """Return the table with every formula counted on that adds one to a known cell: "=A2+1" numbers rows."""
    known: dict[str, int] = {}
    rows = []
    for row in table.rows:
        values = list(row.values)
        for at, value in enumerate(values):
            if isinstance(value, FormulaCell) and (found := _ADDS_ONE.fullmatch(value.formula)):
                before = known.get(f"{found[1]}{found[2]}")
                values[at] = value if before is None else before + 1
            if isinstance(number := values[at], int):
                known[f"{column_letters(at)}{row.number}"] = number
        rows.append(row._replace(values=tuple(values)))
    return replace(table, rows=rows)


def _blocks(table: Table, number: int) -> Iterator[Block]:
    """Yield the rows above the table of a sheet as paragraphs, then the table."""
    rows = table.rows
    begin = next((at for at, row in enumerate(rows) if _filled(row) >= _LEAST_CELLS), len(rows))
    yield from _paragraphs(rows[:begin])
    if begin < len(rows):
        yield _table(rows[begin:], table.merged, number)


def _filled(row: Row) -> int:
    return sum(value is not None for value in row.values)


def _paragraphs(rows: list[Row]) -> Iterator[Paragraph]:
    for row in rows:
        for value in row.values:
            for line in _lines(value):
                yield Paragraph(line, Spot(row=row.number))


def _table(rows: list[Row], merged: Sequence[Merged], number: int) -> TextTable:
    columns = max(len(row.values) for row in rows)
    coming = sorted(merged, reverse=True)
    open_at: dict[int, Merged] = {}
    found = []
    for row in rows:
        while coming and coming[-1].row <= row.number:
            area = coming.pop()
            open_at[area.column] = area
        open_at = {at: area for at, area in open_at.items() if row.number < area.row + area.rows}
        cells = tuple(_cells(row, columns, open_at))
        found.append(TableRow(cells, Spot(table=number, row=row.number)))
    return TextTable(tuple(found), columns)


def _cells(row: Row, columns: int, open_at: dict[int, Merged]) -> Iterator[Cell]:
    """Yield the cells of a row up to its last filled or merged one.

    `open_at` has the merged cells that reach down into the row, by their first column.
    """
    at = 0
    while at < columns:
        area = open_at.get(at)
        if area is not None:
            above = area.row < row.number
            width = max(1, min(area.columns, columns - at))
            yield Cell(at, () if above else _lines(row.at(at)), width, above)
            at += width
        else:
            if at < len(row.values):
                yield Cell(at, _lines(row.values[at]))
            at += 1


def _lines(value: Value) -> tuple[str, ...]:
    return () if value is None or isinstance(value, FormulaCell) else cell_lines(as_text(value))
