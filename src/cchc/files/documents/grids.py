"""The tables of a PDF, page by page: their rows from rulings or blank corridors, and how one goes on over pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cchc.files.documents.blocks import Cell, Spot, TableRow, TextTable
from cchc.files.documents.cleaning import fold_lines
from cchc.files.documents.glyphs import CellLine, Glyph, cell_lines_of
from cchc.files.documents.ink import Box
from cchc.files.documents.paragraphs import is_marked, join
from cchc.files.documents.pdfium import Point
from cchc.files.documents.rulings import Ruled, has_point
from cchc.files.documents.unruled import Unruled

# points within which the edges of two cells are one: a tolerance
_SNAP = 3.0
# points within which the edges of a table on two pages are one: programs shift a table a little from page to page
_SHIFT = 6.0
# columns that two grids share at least before one goes on with the other: two frames side by side are no table
_LEAST_SHARED = 3
# points that two cells leave free between their texts, more than a blank between two words: a tolerance
_CLEAR = 5.0
# "- …", "a) …", "1. …" begin a line of their own in a cell
_LIST_ITEM = re.compile(r"(?:[-–+•]\s|[a-zđ]\)\s|\d{1,2}[.)]\s)")

Margins = tuple[float, float]
"""How far the lines of a column reach to the left and to the right."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: its rows, the left edges of its columns, and its right edge."""

    page: int
    rows: list[tuple[Cell, ...]]
    edges: tuple[float, ...]
    right: float


@dataclass(slots=True)
class SortedInk:
    """The glyphs of a page by the cells in which they stand, the others, and those that stand sideways outside."""

    inside: Mapping[Box, list[Glyph]]
    outside: list[Glyph]
    sideways: list[Glyph]


def sort_ink(
    tables: Sequence[Ruled], glyphs: Iterable[Glyph], sideways: Iterable[tuple[Point, Glyph]]
) -> SortedInk:
    """Return the glyphs by cells; sideways glyphs only in a cell that has no others."""
    inside: dict[Box, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    cell: Box | None = None
    there = outside
    for glyph in glyphs:
        _, left, right, top, bottom, _, _ = glyph
        middle = (left + right) / 2, (top + bottom) / 2
        if cell is None or not has_point(
            cell, middle
        ):  # letters of one cell are mostly drawn one after the other
            cell = _cell_at(middle, tables)
            there = outside if cell is None else inside[cell]
        there.append(glyph)
    turned: dict[Box, list[Glyph]] = defaultdict(list)
    beside: list[Glyph] = []
    for middle, glyph in sideways:
        cell = _cell_at(middle, tables)
        (beside if cell is None or cell in inside else turned[cell]).append(glyph)
    return SortedInk(inside | turned, outside, beside)


def _cell_at(point: Point, tables: Sequence[Ruled]) -> Box | None:
    return next((cell for table in tables if (cell := table.cell_at(point))), None)


def ruled_grid(table: Ruled, inside: Mapping[Box, list[Glyph]], page: int) -> Grid:
    """Return a ruled table of a page with the text of its cells."""
    lefts = _snapped(cell[0] for cell in table.cells)
    tops = _snapped(cell[1] for cell in table.cells)
    rows: list[list[Cell]] = [[] for _ in tops]
    written = {
        part: cell_lines_of(glyphs)
        for cell in table.cells
        for part, glyphs in _parts(cell, inside.get(cell, ()), lefts)
    }
    margins = _margins(written)
    for cell in sorted(written, key=lambda one: (one[1], one[0])):
        column, width = _span(lefts, cell[0], cell[2])
        row, height = _span(tops, cell[1], cell[3])
        lines = _cell_text(written[cell], margins[cell[0], cell[2]])
        rows[row].append(Cell(column, lines, width))
        for below in range(row + 1, row + height):
            rows[below].append(Cell(column, (), width, above=True))
    ordered = [tuple(sorted(cells, key=lambda one: one.column)) for cells in rows]
    return Grid(page, ordered, tuple(lefts), table.box[2])


def _parts(
    cell: Box, glyphs: Sequence[Glyph], lefts: Sequence[float]
) -> Iterator[tuple[Box, Sequence[Glyph]]]:
    """Yield a cell with its glyphs; or one in each of its columns, where its text keeps clear of every edge between
    them and stands in several: styles such as "Light List" rule the columns of every second row alone."""
    left, top, right, bottom = cell
    edges = [edge for edge in lefts if left + _SNAP < edge < right - _SNAP]
    if len(edges) + 1 >= _LEAST_SHARED and glyphs:
        parts: list[list[Glyph]] = [[] for _ in range(len(edges) + 1)]
        for glyph in glyphs:
            parts[bisect_right(edges, glyph.middle[0])].append(glyph)
        inked = [[one for one in part if not one.text.isspace()] for part in parts]
        if sum(map(bool, inked)) >= _LEAST_SHARED and all(
            _keep_clear(edge, *sides) for edge, sides in zip(edges, pairwise(inked), strict=True)
        ):
            boxes = ((begin, top, end, bottom) for begin, end in pairwise((left, *edges, right)))
            yield from zip(boxes, parts, strict=True)
            return
    yield cell, glyphs


def _keep_clear(edge: float, before: Sequence[Glyph], behind: Sequence[Glyph]) -> bool:
    """Whether more room than between two words lies around an edge between two texts."""
    ends = max((glyph.right for glyph in before), default=edge - _CLEAR)
    begins = min((glyph.left for glyph in behind), default=edge + _CLEAR)
    return ends <= edge <= begins and begins - ends >= _CLEAR


def unruled_grid(table: Unruled, page: int) -> Grid:
    """Return an unruled table of a page."""
    rows = [tuple(Cell(column, _text_of(texts)) for column, texts in enumerate(row)) for row in table.rows]
    return Grid(page, rows, table.edges, table.right)


def has_rows(table: Ruled) -> bool:
    """Whether a ruled table has more than one row."""
    return len(_snapped(cell[1] for cell in table.cells)) > 1


def _snapped(values: Iterable[float]) -> list[float]:
    """Return the values in order, nearly equal ones once."""
    snapped: list[float] = []
    for value in sorted(values):
        if not snapped or value - snapped[-1] > _SNAP:
            snapped.append(value)
    return snapped


def _span(edges: Sequence[float], begin: float, end: float) -> tuple[int, int]:
    """Return the index of the first of `edges` that a cell covers, and the number of columns."""
    covered = [at for at, edge in enumerate(edges) if begin - _SNAP <= edge < end - _SNAP]
    return (covered[0], len(covered)) if covered else (0, 1)


def _margins(written: Mapping[Box, Sequence[CellLine]]) -> Mapping[tuple[float, float], Margins]:
    """Return how far the lines reach to the left and to the right in the cells of each width."""
    margins: dict[tuple[float, float], Margins] = {}
    for cell, lines in written.items():
        left, right = margins.get((cell[0], cell[2]), (cell[2], cell[0]))
        lefts, rights = (line.left for line in lines), (line.right for line in lines)
        margins[cell[0], cell[2]] = min(left, *lefts, left), max(right, *rights, right)
    return margins


def _cell_text(lines: Sequence[CellLine], margins: Margins) -> tuple[str, ...]:
    """Return the lines of a cell; one that begins with a capital or with "các" is its author's where the line above had
    room for its first word."""
    pieces: list[list[str]] = []
    above: CellLine | None = None
    for line in lines:
        begins = line.text[0].isupper() or line.text.startswith("các ")
        if above is None or (begins and _has_room(above, line.first_word, margins)):
            pieces.append([])
        pieces[-1].append(line.text)
        above = line
    return tuple(text for piece in pieces for text in _text_of(piece))


def _has_room(line: CellLine, word: float, margins: Margins) -> bool:
    """Whether a word has room behind a line that begins at the margin, or in a line in the middle between both."""
    room, indent = margins[1] - line.right, line.left - margins[0]
    is_centred = indent > _SNAP and abs(indent - room) <= _SNAP
    return word + _SNAP < (room + indent if is_centred else room)


def _text_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a cell as its author wrote them: broken lines joined, each item of a list on its own line."""
    whole: list[str] = []
    for text in fold_lines(texts):
        if whole and not (_LIST_ITEM.match(text) and _may_end(whole[-1])):
            whole[-1] = join(whole[-1], text)
        else:
            whole.append(text)
    return fold_lines(whole)


def _may_end(text: str) -> bool:
    """Whether a line may be the end of an item: a dash inside a name goes on over the line's end."""
    return text.endswith((".", ";", ":", ",", "!", "?", "…")) or is_marked(text)


# --- over pages --------------------------------------------------------------------------------------------


def tables_of(grids: Iterable[Grid], numbers: Iterator[int]) -> Iterator[TextTable]:
    """Yield the tables of grids that follow each other with nothing between them, each with the next of `numbers`.

    One goes on in the next where both have as many columns, or where the edges of one are among those of the other: a
    page may show merged cells only.
    """
    begun: list[Grid] = []
    is_cut = False
    for grid in grids:
        going_on = _on_edges_of(begun[0], grid) if begun else None
        if begun and going_on is None:
            yield _table(begun, next(numbers), is_cut)
            is_cut, begun = begun[-1].page < grid.page, []
        begun.append(going_on or grid)
    if begun:
        yield _table(begun, next(numbers), is_cut)


def _table(grids: Sequence[Grid], number: int, is_cut: bool) -> TextTable:
    """Return the table of grids, its rows counted through; `is_cut`: another grid ended on the page before."""
    rows: list[TableRow] = []
    for at, grid in enumerate(grids):
        is_cut = is_cut if at == 0 else grids[at - 1].page < grid.page
        for place, cells in enumerate(grid.rows):
            spot = Spot(grid.page, table=number, row=len(rows) + 1)
            rows.append(TableRow(cells, spot, cut=is_cut and place == 0))
    return TextTable(tuple(rows), len(grids[0].edges), (*grids[0].edges, grids[0].right))


def _on_edges_of(begun: Grid, grid: Grid) -> Grid | None:
    """Return a grid in the columns of the one that it goes on with; None where it does not."""
    if len(grid.edges) == len(begun.edges):
        return grid
    few, many = sorted((grid.edges, begun.edges), key=len)
    if abs(grid.right - begun.right) > _SHIFT or len(few) < _LEAST_SHARED:
        return None
    if any(min(abs(edge - other) for other in many) > _SHIFT for edge in few):
        return None
    return replace(grid, rows=[_moved(cells, grid, begun) for cells in grid.rows], edges=begun.edges)


def _moved(cells: Iterable[Cell], grid: Grid, begun: Grid) -> tuple[Cell, ...]:
    """Return cells in the columns over which they stand; several that stand over one column are one."""
    own_ends, ends = (*grid.edges[1:], grid.right), (*begun.edges[1:], begun.right)
    moved: dict[int, Cell] = {}
    for cell in cells:
        left, right = grid.edges[cell.column], own_ends[cell.column + cell.width - 1]
        over = [
            at
            for at, (begin, end) in enumerate(zip(begun.edges, ends, strict=True))
            if min(end, right) - max(begin, left) > _SHIFT
        ]
        first, width = (over[0], len(over)) if over else (len(ends) - 1, 1)
        known = moved.get(first)
        if known:
            moved[first] = replace(known, lines=known.lines + cell.lines, above=known.above and cell.above)
        else:
            moved[first] = replace(cell, column=first, width=width)
    return tuple(moved[at] for at in sorted(moved))
