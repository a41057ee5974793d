"""The lines in which the head of a document may stand, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc.core.plans.plan import Source
from cchc.files.documents import Paragraph, Spot, TextDocument

_MOST_LINES = 80
_ROWS = 12  # of each table; the head of a workbook stands in its first rows
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line of a paragraph or of a cell; `filled` counts the cells with text in its row, 0 outside tables."""

    text: str
    spot: Spot
    filled: int = 0

    @property
    def is_of_table(self) -> bool:
        """Whether it stands in a row of a table with headings or measures, not in one that arranges the page."""
        return self.filled > 2

    @property
    def place(self) -> Source:
        """Where it stands, and its text."""
        spot = self.spot
        return Source(spot.page, spot.paragraph, spot.table, spot.row, spot.lines, (self.text,))


def head_lines(document: TextDocument) -> list[HeadLine]:
    """Return the first lines of a document: of the headers of its pages, then of its paragraphs and tables."""
    found: list[HeadLine] = []
    for line in _lines(document, _ROWS):
        found.append(line)
        if len(found) == _MOST_LINES:
            break
    return found


def all_lines(document: TextDocument) -> Iterator[HeadLine]:
    """Yield every line of a document that is no longer than a line of a head can be."""
    return (line for line in _lines(document, None) if len(line.text) < _LONGEST)


def _lines(document: TextDocument, rows: int | None) -> Iterator[HeadLine]:
    for block in (*document.page_headers, *document.blocks):
        if isinstance(block, Paragraph):
            yield HeadLine(block.text, block.spot)
        else:
            for row in block.rows[:rows]:
                filled = row.filled
                for cell in filled:
                    yield from (HeadLine(line, row.spot, len(filled)) for line in cell.lines)


def above(lines: Sequence[HeadLine], end: int | None, most: int = 40) -> Sequence[HeadLine]:
    """Return the lines above the line `end`; all where there is no such line, but never more than `most`.

    >>> len(above([HeadLine("a", Spot()), HeadLine("b", Spot())], 1))
    1
    """
    return lines[: most if end is None else min(end, most)]
