"""Ruled tables of a page: a cell is the smallest area inside four rulings, a table is cells that touch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cchc.files.documents.ink import Box
from cchc.files.documents.pdfium import Point
from cchc.files.documents.pdfium_calls import TooMuch

MOST_PAIRS = 4_000_000
MOST_CROSSINGS = 5_000
# points within which two rulings meet: a tolerance
_NEAR = 3
# points that a stroke has at least to be a ruling: a tolerance
_SHORT = 1
# a stroke that leans no more than that is level or upright: a tolerance
_LEANS = 1.0

Ruling = tuple[float, float, float]
"""A level or upright line: its place, its begin and its end along the other direction."""


@dataclass(slots=True)
class Ruled:
    """A ruled table: its cells and the box around them, corners from the top left."""

    cells: list[Box]
    box: Box = field(init=False)
    _lefts: list[float] = field(init=False)
    _tops: list[float] = field(init=False)
    _fields: dict[tuple[int, int], Box] = field(init=False)

    def __post_init__(self) -> None:
        lefts, tops, rights, bottoms = zip(*self.cells, strict=True)
        self.box = min(lefts), min(tops), max(rights), max(bottoms)
        self._lefts, self._tops = sorted(set(lefts)), sorted(set(tops))
        self._fields = {place: cell for cell in self.cells for place in self._covered(cell)}

    def _covered(self, cell: Box) -> Iterator[tuple[int, int]]:
        for across in range(bisect_left(self._lefts, cell[0]), bisect_left(self._lefts, cell[2])):
            for down in range(bisect_left(self._tops, cell[1]), bisect_left(self._tops, cell[3])):
                yield across, down

    def cell_at(self, point: tuple[float, float]) -> Box | None:
        """Return the cell that contains a point; None when there is none."""
        across, down = bisect_right(self._lefts, point[0]) - 1, bisect_right(self._tops, point[1]) - 1
        cell = self._fields.get((across, down))
        return cell if cell and has_point(cell, point) else None


def has_point(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= point[0] < box[2] and box[1] <= point[1] < box[3]


def ruled_tables(strokes: Iterable[Box]) -> list[Ruled]:
    """Return the tables that level and upright strokes form, from top to bottom.

    Raises `TooMuch` when more strokes cross than tables have.
    """
    level: list[Ruling] = []
    upright: list[Ruling] = []
    for left, top, right, bottom in strokes:
        if right - left >= max(bottom - top, _SHORT) and bottom - top <= _LEANS:
            level.append(((top + bottom) / 2, left, right))
        elif bottom - top >= _SHORT and right - left <= _LEANS:
            upright.append(((left + right) / 2, top, bottom))
    level, upright = _joined(level), _joined(upright)
    if len(level) * len(upright) > MOST_PAIRS:
        raise TooMuch
    return [Ruled(cells) for cells in _tables(_Crossings(level, upright).cells())]


def _joined(rulings: list[Ruling]) -> list[Ruling]:
    """Return the rulings put in line and joined where they nearly are, without the short ones that are left."""
    lines: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if lines and ruling[0] - lines[-1][-1][0] <= _NEAR:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    joined: list[Ruling] = []
    for line in lines:
        place = sum(ruling[0] for ruling in line) / len(line)
        spans = sorted((begin, end) for _, begin, end in line)
        begin, end = spans[0]
        for first, last in spans:
            if first > end + _NEAR:
                joined.append((place, begin, end))
                begin, end = first, last
            end = max(end, last)
        joined.append((place, begin, end))
    return [ruling for ruling in joined if ruling[2] - ruling[1] >= _NEAR]


class _Crossings:
    """The points at which level and upright rulings meet, each with the rulings that meet there."""

    def __init__(self, level: list[Ruling], upright: list[Ruling]) -> None:
        self._level: dict[Point, set[int]] = defaultdict(set)
        self._upright: dict[Point, set[int]] = defaultdict(set)
        heights = [down for down, _, _ in level]
        for at, (across, top, bottom) in enumerate(upright):
            for other in range(bisect_left(heights, top - _NEAR), bisect_right(heights, bottom + _NEAR)):
                down, left, right = level[other]
                if left - _NEAR <= across <= right + _NEAR:
                    self._level[across, down].add(other)
                    self._upright[across, down].add(at)
                    if len(self._level) > MOST_CROSSINGS:
                        raise TooMuch
        self._rows: dict[float, list[float]] = defaultdict(list)
        self._columns: dict[float, list[float]] = defaultdict(list)
        for across, down in sorted(self._level):
            self._rows[down].append(across)
            self._columns[across].append(down)

    def cells(self) -> Iterator[Box]:
        """Yield the smallest cell below and right of each crossing where there is one."""
        for across, down in self._level:
            if cell := self._cell(across, down):
                yield cell

    def _cell(self, left: float, top: float) -> Box | None:
        level, upright = self._level, self._upright
        row, column = self._rows[top], self._columns[left]
        rights = [
            right
            for right in row[bisect_right(row, left) :]
            if not level[left, top].isdisjoint(level[right, top])
        ]
        for bottom in column[bisect_right(column, top) :]:
            if upright[left, top].isdisjoint(upright[left, bottom]):
                continue
            for right in rights:
                if (
                    (right, bottom) in level
                    and not level[left, bottom].isdisjoint(level[right, bottom])
                    and not upright[right, top].isdisjoint(upright[right, bottom])
                ):
                    return left, top, right, bottom
        return None


def _tables(cells: Iterable[Box]) -> list[list[Box]]:
    """Return the cells by tables, from the top: those that share a corner belong together; one alone is no table."""
    by_corner: dict[Point, list[Box]] = defaultdict(list)
    for cell in cells:
        for corner in _corners(cell):
            by_corner[corner].append(cell)
    tables: list[list[Box]] = []
    taken: set[Box] = set()
    for begin in [cell for cells_here in by_corner.values() for cell in cells_here]:
        table: list[Box] = []
        waiting = [begin]
        while waiting:
            cell = waiting.pop()
            if cell not in taken:
                taken.add(cell)
                table.append(cell)
                waiting += (other for corner in _corners(cell) for other in by_corner[corner])
        if len(table) > 1:
            tables.append(table)
    return sorted(tables, key=lambda table: min((top, left) for left, top, _, _ in table))


def _corners(cell: Box) -> tuple[Point, Point, Point, Point]:
    left, top, right, bottom = cell
    return (left, top), (right, top), (left, bottom), (right, bottom)
