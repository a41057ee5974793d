"""Tables of official papers in Word: the one place that writes them."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Page
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Pt
from docx.table import Table, _Row

from cchc.documents.exchange.decree30 import TABLE_SIZE
from cchc.documents.exchange.paper import Align, WordTable
from cchc.documents.exchange.word_lines import cells, element, set_property, set_widths, write_line

_SIDES = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")


def write_table(page: Page, table: WordTable, width: float) -> Table:
    """Write a table at the end of a page, `width` millimetres wide; its heading is repeated on every page. It needs no
    style of the file."""
    rows = [tuple(row) for row in table.rows]
    heads = 2 if table.numbered else 1
    written: Table = page.add_table(rows=len(rows) + heads, cols=len(table.columns))
    _draw_borders(written)
    written.alignment = WD_TABLE_ALIGNMENT.CENTER
    total = sum(column.share for column in table.columns)
    set_widths(written, [width * column.share / total for column in table.columns])
    lines = list(written.rows)
    _fill(lines[0], [column.heading for column in table.columns], bold=True)
    if table.numbered:
        _fill(lines[1], [f"({number})" for number in range(1, len(table.columns) + 1)], italic=True)
    for heading in lines[:heads]:
        set_property(heading, "w:tblHeader")
    alignments = [column.align for column in table.columns]
    for position, (line, texts) in enumerate(zip(lines[heads:], rows, strict=True)):
        _fill(line, texts, alignments, bold=position in table.strong)
    return written


def _draw_borders(table: Table) -> None:
    borders = element("w:tblBorders", {})
    for side in _SIDES:
        borders.append(element(side, {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"}))
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _fill(
    row: _Row,
    texts: Sequence[str],
    alignments: Sequence[Align] = (),
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    set_property(row, "w:cantSplit")
    places = alignments or [Align.CENTRE] * len(texts)
    for cell, text, align in zip(cells(row), texts, places, strict=True):
        paragraph = cell.paragraphs[0]
        write_line(paragraph, text, TABLE_SIZE, bold=bold, italic=italic, align=align)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(2)
        shape.line_spacing = 1.0
