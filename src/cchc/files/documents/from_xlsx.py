"""Excel workbooks as documents: titles above the table are paragraphs, rows of several cells a table."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.files.cells import Row, as_text
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
from cchc.files.tables import read_table

_LEAST_CELLS = 3


def read_workbook(data: bytes, file: str, progress: Progress) -> TextDocument:
    """The blocks of the first visible sheet; `Faults` when the workbook cannot be read."""
    rows = read_table(data, file).rows
    begin = next((at for at, row in enumerate(rows) if _filled(row) >= _LEAST_CELLS), len(rows))
    blocks: list[Block] = list(_paragraphs(rows[:begin]))
    if begin < len(rows):
        blocks.append(_table(rows[begin:]))
    progress(1, 1)
    return TextDocument(file, Format.WORKBOOK, tuple(blocks))


def _filled(row: Row) -> int:
    return sum(value is not None for value in row.values)


def _paragraphs(rows: list[Row]) -> Iterator[Paragraph]:
    for row in rows:
        for value in row.values:
            for line in cell_lines(as_text(value)) if value is not None else ():
                yield Paragraph(line, Spot(row=row.number))


def _table(rows: list[Row]) -> TextTable:
    found = []
    for row in rows:
        cells = (
            Cell(at, cell_lines(as_text(value)) if value is not None else ())
            for at, value in enumerate(row.values)
        )
        found.append(TableRow(tuple(cells), Spot(table=1, row=row.number)))
    return TextTable(tuple(found), max(len(row.values) for row in rows))
