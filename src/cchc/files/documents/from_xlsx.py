"""Excel workbooks as documents: titles above the table are paragraphs, rows of several cells a table.

Merged cells are read as those of a Word table: one cell over several columns, or one that continues the cell above.
Rows out of sight are read and named, columns out of sight are named and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.cells import FormulaCell, Merged, Row, Table, Value, as_text, column_letters
from cchc.files.documents.blocks import (
    Block,
    Cell,
    Format,
    HiddenColumn,
    HiddenRows,
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
    hidden_rows: list[HiddenRows] = []
    hidden_columns: list[HiddenColumn] = []
    for number, name in enumerate(names or (None,), start=1):
        table = _counted(read_table(data, file, name))
        begins = _begin(table)
        blocks += _blocks(table, number, begins)
        hidden_rows += _hidden_rows(table, number, begins)
        hidden_columns += _hidden_columns(table, number, begins)
        formulas = [row for row in table.rows if any(isinstance(one, FormulaCell) for one in row.values)]
        uncomputed += [Spot(table=number, row=row.number) for row in formulas]
        progress(number, max(1, len(names)))
    hidden = tuple(_of_hidden_sheets(data, file))
    return TextDocument(
        file,
        Format.WORKBOOK,
        tuple(blocks),
        uncomputed=tuple(uncomputed),
        hidden=hidden,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
    )


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


def _begin(table: Table) -> int:
    """Where the table of a sheet begins among its rows; their number where it holds none."""
    return next((at for at, row in enumerate(table.rows) if _filled(row) >= _LEAST_CELLS), len(table.rows))


def _blocks(table: Table, number: int, begins: int) -> Iterator[Block]:
    """Yield the rows above the table of a sheet as paragraphs, then the table."""
    yield from _paragraphs(table.rows[:begins])
    if begins < len(table.rows):
        yield _table(table.rows[begins:], table, number)


def _hidden_rows(table: Table, number: int, begins: int) -> Iterator[HiddenRows]:
    rows = [row.number for row in table.rows[begins:] if row.number in table.hidden_rows]
    if rows:
        yield HiddenRows(table.sheet or "", tuple(Spot(table=number, row=row) for row in rows))


def _hidden_columns(table: Table, number: int, begins: int) -> Iterator[HiddenColumn]:
    """Yield the columns out of sight with their texts; one with a heading alone is kept for later, as in the files that
    this program gives out."""
    if not table.hidden_columns:
        return
    shown = {(area.row, area.column) for area in table.merged if _is_seen(area, table)}
    found: dict[int, list[tuple[int, str]]] = {}
    for row in table.rows[begins:]:
        for at, value in enumerate(row.values):
            if at in table.hidden_columns and (row.number, at) not in shown and (lines := _lines(value)):
                found.setdefault(at, []).append((row.number, " ".join(lines)))
    for column, filled in sorted(found.items()):
        if len(filled) > 1:
            spot = Spot(table=number, row=filled[0][0])
            yield HiddenColumn(table.sheet or "", column, spot, tuple(text for _, text in filled))


def _is_seen(area: Merged, table: Table) -> bool:
    """Whether some column of a merged cell is in sight: its text is shown there."""
    return not table.hidden_columns.issuperset(range(area.column, area.column + area.columns))


def _filled(row: Row) -> int:
    return sum(value is not None for value in row.values)


def _paragraphs(rows: list[Row]) -> Iterator[Paragraph]:
    for row in rows:
        for value in row.values:
            for line in _lines(value):
                yield Paragraph(line, Spot(row=row.number))


def _table(rows: list[Row], table: Table, number: int) -> TextTable:
    columns = max(len(row.values) for row in rows)
    coming = sorted(table.merged, reverse=True)
    open_at: dict[int, Merged] = {}
    found = []
    for row in rows:
        while coming and coming[-1].row <= row.number:
            area = coming.pop()
            open_at[area.column] = area
        open_at = {at: area for at, area in open_at.items() if row.number < area.row + area.rows}
        cells = tuple(_cells(row, columns, open_at, table))
        found.append(TableRow(cells, Spot(table=number, row=row.number)))
    return TextTable(tuple(found), columns)


def _cells(row: Row, columns: int, open_at: dict[int, Merged], table: Table) -> Iterator[Cell]:
    """Yield the cells of a row up to its last filled or merged one, those out of sight without text.

    `open_at` has the merged cells that reach down into the row, by their first column.
    """
    at = 0
    while at < columns:
        area = open_at.get(at)
        if area is not None:
            above = area.row < row.number
            width = max(1, min(area.columns, columns - at))
            yield Cell(at, _lines(row.at(at)) if not above and _is_seen(area, table) else (), width, above)
            at += width
        else:
            if at < len(row.values):
                yield Cell(at, () if at in table.hidden_columns else _lines(row.values[at]))
            at += 1


def _lines(value: Value) -> tuple[str, ...]:
    return () if value is None or isinstance(value, FormulaCell) else cell_lines(as_text(value))
