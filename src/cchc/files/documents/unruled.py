"""Tables without rulings: columns separated by blank corridors down the page, rows by the gaps between their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median

from cchc.files.documents.glyphs import TextLine

# a head has two columns, signatures have up to three: a table of a plan has more
_LEAST_COLUMNS = 4
# the headings and two measures
_LEAST_ROWS = 3
# what stands right below a table and is none of its rows
_ENDS_TABLE = re.compile(r"Nơi nhận|TM\.|KT\.|T/M")
# points of blank that part two columns: a tolerance
_CORRIDOR = 6.0
# times the usual gap of lines that part two rows: a tolerance
_WIDER = 1.35
# times the usual gap of lines within which a line still hangs on the table: a tolerance
_NEAR = 2.2
# points between the tops of texts in one line: a tolerance
_SAME_HEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Unruled:
    """An unruled table: the lines of each cell, the left edges of its columns, its right edge, its top and bottom, and
    the lines of its first row on the page where it begins."""

    rows: list[list[list[str]]]
    edges: tuple[float, ...]
    right: float
    top: float
    bottom: float
    headings: list[list[str]]


def table_of_lines(lines: Sequence[TextLine], before: Unruled | None = None) -> Unruled | None:
    """Return the table of `lines`, when blank corridors divide most of them into at least four columns; else None.

    A table that goes on in the columns of the one on the page `before` may have a single row there.
    """
    begin, end = _extent(lines)
    edges = _edges(lines[begin:end])
    if len(edges) < _LEAST_COLUMNS:
        return _rest_of_row(lines, before) if before else None
    inside = list(lines[begin:end])
    above = _hanging(inside, lines[:begin][::-1], edges)
    inside = [*above[::-1], *inside, *_hanging(inside, lines[end:], edges)]
    rows = _rows(inside, edges)
    if before:
        rows = _with_headings_apart(rows, before.headings)
    if len(rows) < _LEAST_ROWS and not (before and _is_same(before.edges, edges)):
        return None
    headings = before.headings if before else rows[0]
    right = max(line.right for line in inside)
    return Unruled(rows, tuple(edges), right, inside[0].top, inside[-1].top, headings)


def _rest_of_row(lines: Sequence[TextLine], before: Unruled) -> Unruled | None:
    """Return the last row of the table on the page before, where it goes on above the text of this page: lines that
    stand in its columns, below its headings or the first of them in the middle of a sentence."""
    headings = Counter(text for cell in before.headings for text in cell)
    count = headings.total()
    if Counter(line.text for line in lines[:count]) != headings:
        count = 0
        if not lines or not lines[0].text[:1].islower():
            return None
    rest = list(takewhile(lambda line: _stands_in(line, before), lines[count:]))
    if not rest and not count:
        return None
    row: list[list[str]] = [[] for _ in before.edges]
    for line in rest:
        row[_column(line, before.edges)].append(line.text)
    rows = [*([before.headings] if count else []), *([row] if rest else [])]
    bottom = (rest or lines[:count])[-1].top
    return Unruled(rows, before.edges, before.right, lines[0].top, bottom, before.headings)


def _with_headings_apart(
    rows: Sequence[list[list[str]]], headings: Sequence[list[str]]
) -> list[list[list[str]]]:
    """Return the rows of a page that repeats the headings, with these in a row of their own: the rest of a row that the
    page before has cut may stand right below them."""
    first, lengths = rows[0], [len(cell) for cell in headings]
    if len(first) != len(headings) or any(
        cell[:length] != above for cell, length, above in zip(first, lengths, headings, strict=True)
    ):
        return [*rows]
    rest = [cell[length:] for cell, length in zip(first, lengths, strict=True)]
    return [[*headings], *([rest] if any(rest) else []), *rows[1:]]


def _stands_in(line: TextLine, table: Unruled) -> bool:
    """Whether a line stands in a column of a table, right of its first one."""
    column = _column(line, table.edges)
    ends = (*table.edges[1:], table.right + _CORRIDOR)
    return column > 0 and abs(line.left - table.edges[column]) <= _CORRIDOR and line.right <= ends[column]


def _is_same(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether the columns of two tables begin at the same places."""
    return len(edges) == len(others) and all(
        abs(one - other) <= _CORRIDOR for one, other in zip(edges, others, strict=True)
    )


def _extent(lines: Sequence[TextLine]) -> tuple[int, int]:
    """Return the indexes of the first and last line that share their height with others."""
    sharing = [at for at, line in enumerate(lines) if _neighbours(lines, at) >= _LEAST_COLUMNS - 2]
    return (sharing[0], sharing[-1] + 1) if len(sharing) > _LEAST_COLUMNS * 2 else (0, 0)


def _neighbours(lines: Sequence[TextLine], at: int) -> int:
    line = lines[at]
    near = lines[max(0, at - 12) : at + 13]
    return sum(other is not line and abs(other.top - line.top) < 3 for other in near)


def _edges(lines: Sequence[TextLine]) -> list[float]:
    """Return the left edges of the columns: the beginnings of text right of a corridor that no line crosses."""
    edges: list[float] = []
    reach = -_CORRIDOR
    for line in sorted(lines, key=lambda one: one.left):
        if line.left - reach >= _CORRIDOR:
            edges.append(line.left)
        reach = max(reach, line.right)
    return edges


def _hanging(
    inside: Sequence[TextLine], beyond: Sequence[TextLine], edges: Sequence[float]
) -> list[TextLine]:
    """Return the lines next to the shared heights that still belong to the table: close by, each within its column.

    `beyond` lists lines away from the table, upwards or downwards.
    """
    gap = _usual_gap(inside)
    last = inside[0].top if beyond and beyond[0].top < inside[0].top else inside[-1].top
    hanging = []
    for line in beyond:
        column = _column(line, edges)
        crosses = column + 1 < len(edges) and line.right > edges[column + 1]
        if _ENDS_TABLE.match(line.text) or crosses or abs(line.left - edges[column]) > _CORRIDOR:
            break
        if abs(line.top - last) > _NEAR * gap:
            break
        hanging.append(line)
        last = line.top
    return hanging


def _column(line: TextLine, edges: Sequence[float]) -> int:
    return max((at for at, edge in enumerate(edges) if edge <= line.left + 1), default=0)


def _rows(lines: Sequence[TextLine], edges: Sequence[float]) -> list[list[list[str]]]:
    """Return the cells of each row; a row begins with text in the first column or after a gap wider than between
    lines."""
    gap = _usual_gap(lines)
    rows: list[list[list[str]]] = []
    bottom = 0.0
    in_order = sorted(lines, key=lambda one: (round(one.top), one.left))
    on_first = _numbers_stand_on_first_lines(in_order, edges)
    for line in in_order:
        column = _column(line, edges)
        if (
            not rows
            or _is_done(rows[-1], line.top > bottom)
            or line.top - bottom > _WIDER * gap
            or (column == 0 and (rows[-1][0] or on_first) and line.top > bottom)
        ):
            rows.append([[] for _ in edges])
        rows[-1][column].append(line.text)
        bottom = max(bottom, line.top)
    return rows


def _numbers_stand_on_first_lines(lines: Sequence[TextLine], edges: Sequence[float]) -> bool:
    """Whether what stands in the first column stands beside the first line of the others, and not in the middle of its
    cell: beside a line that begins with a capital. Then a line above the first of them goes on from the page before."""
    numbers = [line for line in lines if _column(line, edges) == 0]
    beside = [
        other.text[:1].isupper() or not other.text[:1].isalpha()
        for line in numbers
        for other in lines
        if _column(other, edges) == 1 and abs(other.top - line.top) <= _SAME_HEIGHT
    ]
    return len(beside) > 1 and all(beside)


def _is_done(row: Sequence[Sequence[str]], below: bool) -> bool:
    """Whether a row that only numbers its columns, (1) (2) (3), is complete: no line below continues it."""
    return below and all(re.fullmatch(r"\(\d{1,2}\)", text) for cell in row for text in cell)


def _usual_gap(lines: Sequence[TextLine]) -> float:
    tops = sorted({round(line.top) for line in lines})
    gaps = [below - above for above, below in pairwise(tops) if below - above > 3]
    return median(gaps) if gaps else 12.0
