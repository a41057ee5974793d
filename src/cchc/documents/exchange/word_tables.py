"""Tables of official papers in Word: the one place that writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from docx.document import Document as Page
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Length, Pt
from docx.table import Table, _Cell, _Row

from cchc.documents.exchange.decree30 import TABLE_SIZE
from cchc.documents.exchange.paper import Align, ColumnNumbers, Merged, WordTable
from cchc.documents.exchange.word_lines import cells, element, set_property, set_widths, write_line

_SIDES = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")
_TALLEST_WHOLE = 60.0  # millimetres: a higher row may go on on the next page
_LETTER, _LINE = 2.1, 5.0  # how wide a letter and how high a line of a table is, in millimetres


def write_table(page: Page, table: WordTable, width: float) -> Table:
    """Write a table at the end of a page, `width` millimetres wide; its headings are repeated on every page.

    It needs no style of the file.

    Raises ValueError where merged cells overlap or do not lie in the table.
    """
    rows = [tuple(row) for row in table.rows]
    covered = _covered(table.merged, len(rows), len(table.columns))
    heads = _heads(table)
    written: Table = page.add_table(rows=len(rows) + len(heads), cols=len(table.columns))
    _draw_borders(written)
    written.alignment = WD_TABLE_ALIGNMENT.CENTER
    total = sum(column.share for column in table.columns)
    widths = [width * column.share / total for column in table.columns]
    set_widths(written, widths)
    lines = list(written.rows)
    numbers = len(heads) - 1 if table.numbers is not ColumnNumbers.NONE else None
    for position, (line, head) in enumerate(zip(lines, heads, strict=False)):
        _fill(line, head, bold=position != numbers, italic=position == numbers)
        set_property(line, "w:cantSplit")
        set_property(line, "w:tblHeader")
    alignments = [column.align for column in table.columns]
    for position, (line, texts) in enumerate(zip(lines[len(heads) :], rows, strict=True)):
        shown = ["" if (position, place) in covered else text for place, text in enumerate(texts)]
        is_strong = position in table.strong
        _fill(line, shown, alignments, bold=is_strong, held=is_strong and position < len(rows) - 1)
        if _height(texts, widths) <= _TALLEST_WHOLE:
            set_property(line, "w:cantSplit")
    _merge(lines, _merged_heads(table))
    _merge(lines[len(heads) :], table.merged)
    return written


def _heads(table: WordTable) -> list[list[str]]:
    """Return the rows on top: the headings above others, the headings, the numbers of the columns."""
    headings = [column.heading for column in table.columns]
    heads = [headings]
    if any(column.under for column in table.columns):
        upper = [list(group) for _name, group in groupby(table.columns, key=lambda column: column.under)]
        names = [
            name
            for group in upper
            for name in (
                [group[0].under, *[""] * (len(group) - 1)] if group[0].under else [c.heading for c in group]
            )
        ]
        heads = [names, [c.heading if c.under else "" for c in table.columns]]
    if table.numbers is not ColumnNumbers.NONE:
        heads.append(
            [table.numbers.value.format(number=number) for number in range(1, len(table.columns) + 1)]
        )
    return heads


def _merged_heads(table: WordTable) -> dict[tuple[int, int], tuple[int, int]]:
    """Return what is one among the rows on top: a heading above several columns, one that stands beside such."""
    if not any(column.under for column in table.columns):
        return {}
    merged = {}
    place = 0
    for name, group in groupby(table.columns, key=lambda column: column.under):
        count = len(list(group))
        if name:
            merged[0, place] = (1, count)
        else:
            merged |= {(0, one): (2, 1) for one in range(place, place + count)}
        place += count
    return merged


def _covered(merged: Merged, rows: int, columns: int) -> frozenset[tuple[int, int]]:
    """Return the places whose text is not printed, as they belong to the cell to their left or above."""
    taken: set[tuple[int, int]] = set()
    for (row, column), size in merged.items():
        places = list(_places(row, column, size))
        if min(row, column, *size) < 0 or 0 in size or row + size[0] > rows or column + size[1] > columns:
            raise ValueError(f"the cells merged from {row}, {column} do not lie in the table")
        if not taken.isdisjoint(places):
            raise ValueError(f"the cells merged from {row}, {column} overlap others")
        taken.update(places)
    return frozenset(taken - merged.keys())


def _places(row: int, column: int, size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    return ((row + down, column + right) for down in range(size[0]) for right in range(size[1]))


def _merge(lines: Sequence[_Row], merged: Mapping[tuple[int, int], tuple[int, int]]) -> None:
    """Make cells one that are filled already: downwards by marks, to the right by a wider cell in place of several."""
    cut: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (down, right) in merged.items():
        for line in range(row, row + down):
            if down > 1:
                lines[line]._tr.tc_lst[column].vMerge = "restart" if line == row else "continue"
            if right > 1:
                cut.setdefault(line, []).append((column, right))
    for line, spans in cut.items():
        row_of_cells = lines[line]._tr
        boxes = row_of_cells.tc_lst
        for column, right in spans:
            boxes[column].grid_span = right
            width = sum(box.width or Length(0) for box in boxes[column : column + right])
            boxes[column].width = Length(width)
            for box in boxes[column + 1 : column + right]:
                row_of_cells.remove(box)


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return how high a row will be, in millimetres: an estimate, from letters of a usual width."""
    lines = (
        sum(max(1, -(-len(line) * _LETTER // max(width - 4, _LETTER))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return max(lines, default=1) * _LINE


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
    held: bool = False,
) -> None:
    """Fill the cells of a row; `held`: it does not stand alone at the end of a page."""
    places = alignments or [Align.CENTRE] * len(texts)
    for cell, text, align in zip(cells(row), texts, places, strict=True):
        _write_cell(cell, text, align, bold=bold, italic=italic, held=held)


def _write_cell(cell: _Cell, text: str, align: Align, *, bold: bool, italic: bool, held: bool) -> None:
    paragraph = cell.paragraphs[0]
    write_line(paragraph, text, TABLE_SIZE, bold=bold, italic=italic, align=align)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(2)
    shape.line_spacing = 1.0
    if held:
        shape.keep_with_next = True
