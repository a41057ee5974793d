"""The elements of Word's XML: their names, what stands in them, the rows and columns of its tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate
from xml.etree import ElementTree

MOST_GRID = 100


def local(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """Return the value of an attribute, whatever its namespace; None without one."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def child(element: ElementTree.Element | None, *names: str) -> ElementTree.Element | None:
    """Return the element at the path `names` below `element`; None when there is none."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one.tag) == name), None)
    return element


def edges_of(table: ElementTree.Element, columns: int) -> tuple[float, ...]:
    """Return the left edges of the columns of a table and its right edge, in twentieths of a point from its left side;
    nothing where a column has no width.

    The widths of the cells are what is drawn; the grid is what some programs leave from before a table was changed.
    """
    grid = child(table, "tblGrid")
    widths: dict[int, Counter[int]] = defaultdict(Counter)
    for row in rows_kept(table):
        column = counted(child(row, "trPr", "gridBefore"), 0)
        for cell in opened(row, "tc"):
            span = max(1, counted(child(cell, "tcPr", "gridSpan"), 1))
            if span == 1 and (width := _width(child(cell, "tcPr", "tcW"))):
                widths[column][width] += 1
            column = min(column + span, MOST_GRID)
    for column, one in enumerate(grid if grid is not None else ()):
        if column not in widths and (width := _width(one)):
            widths[column][width] += 1
    if not columns or any(column not in widths for column in range(columns)):
        return ()
    return tuple(accumulate((widths[column].most_common(1)[0][0] for column in range(columns)), initial=0))


def _width(element: ElementTree.Element | None) -> int:
    """The width that an element states in twentieths of a point; 0 for one that follows the text, or is a share."""
    if element is None or attribute(element, "type") not in (None, "dxa"):
        return 0
    value = attribute(element, "w") or ""
    return int(value) if value.isdigit() and len(value) < 6 else 0


def is_hidden(run: ElementTree.Element) -> bool:
    """Return whether Word hides a run."""
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false")


def is_layout(table: ElementTree.Element) -> bool:
    """Return whether a table only arranges the page: at most two cells a row, with tables inside."""
    return all(len(list(opened(row, "tc"))) <= 2 for row in rows_kept(table))


def rows_kept(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Return the rows of a table, without those that tracked changes take away."""
    return (row for row in opened(table, "tr") if not is_deleted(row))


def is_deleted(row: ElementTree.Element) -> bool:
    """Return whether tracked changes take a row away."""
    return child(row, "trPr", "del") is not None


def opened(element: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    """Yield the elements called `names` below `element`, also those inside containers such as content controls."""
    for one in element:
        name = local(one.tag)
        if name in names:
            yield one
        elif name in (
            "sdt",
            "sdtContent",
            "customXml",
            "smartTag",
            "ins",
            "moveTo",
            "AlternateContent",
            "Choice",
        ):
            yield from opened(one, *names)


def counted(element: ElementTree.Element | None, without: int) -> int:
    """Return the number that an element states, at most `MOST_GRID`; `without` where it states none."""
    value = attribute(element, "val") if element is not None else None
    return min(int(value), MOST_GRID) if value and value.isdigit() and len(value) < 6 else without
