"""Ruled tables of a page, found by pdfplumber: a cell is the area inside four strokes, a table is cells that touch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges
from pdfplumber.utils.geometry import filter_edges

from cchc.files.documents.ink import Box, TooMuchInk

MOST_PAIRS = 4_000_000
MOST_CROSSINGS = 5_000
# points within which two rulings meet: a tolerance
_NEAR = 3
# points that a stroke has at least to be a ruling: a tolerance
_SHORT = 1
# a box as thin as that is a ruling drawn as ink: a tolerance
_THIN = 1.0


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

    Raises `TooMuchInk` when more strokes cross than tables have.
    """
    edges = [edge for box in strokes if (edge := _edge(*box))]
    edges = filter_edges(merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR), min_length=_NEAR)
    level = sum(edge["orientation"] == "h" for edge in edges)
    if level * (len(edges) - level) > MOST_PAIRS:
        raise TooMuchInk
    crossings = edges_to_intersections(edges, _NEAR, _NEAR)
    if len(crossings) > MOST_CROSSINGS:
        raise TooMuchInk
    return [Ruled(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]


def _edge(left: float, top: float, right: float, bottom: float) -> dict[str, Any] | None:
    """Return a stroke in the format of pdfplumber; None for one that is too short, or neither level nor upright."""
    width, height = right - left, bottom - top
    if width >= max(height, _SHORT) and height <= _THIN:
        middle = (top + bottom) / 2
        box = {"x0": left, "x1": right, "top": middle, "bottom": middle, "width": width, "height": 0.0}
        return {"object_type": "line", "orientation": "h", **box}
    if height >= _SHORT and width <= _THIN:
        middle = (left + right) / 2
        box = {"x0": middle, "x1": middle, "top": top, "bottom": bottom, "width": 0.0, "height": height}
        return {"object_type": "line", "orientation": "v", **box}
    return None
