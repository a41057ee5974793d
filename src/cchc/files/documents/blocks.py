"""The content of a document without its format: paragraphs and tables, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The file format of a document."""

    WORD = "docx"
    PDF = "pdf"
    WORKBOOK = "xlsx"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a piece: page, paragraph, table and row counted from 1; `lines` the first and last line of a text
    file.

    Numbers that the format does not tell are None.
    """

    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its white space folded; `sure` is false where its ends were guessed from line lengths."""

    text: str
    spot: Spot
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the first column it covers, counted from 0, the number of columns, and its lines of text.

    `above` says that the cell continues the cell above, with which it is merged.
    """

    column: int
    lines: tuple[str, ...] = ()
    width: int = 1
    above: bool = False

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row from left to right; `cut` says that a page ends before it, so that it may continue the row above."""

    cells: tuple[Cell, ...]
    spot: Spot
    heading: bool = False
    cut: bool = False

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells with text."""
        return tuple(cell for cell in self.cells if cell.lines)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text cells; each cell knows its column, `columns` is the number of columns.

    `edges` are the left edges of the columns and the right edge of the last, in a unit of the document's own; empty
    where nobody says how broad they are.
    """

    rows: tuple[TableRow, ...]
    columns: int
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenRows:
    """The filled rows of a sheet that are out of sight in a workbook, by hand, by a filter or in a group that is shut:
    they are rows of its table like all others."""

    sheet: str
    rows: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class HiddenColumn:
    """A column that is out of sight in a workbook, counted from 0: its texts, which are none of its table."""

    sheet: str
    column: int
    spot: Spot
    texts: tuple[str, ...]


Block = Paragraph | TextTable
Progress = Callable[[int, int], None]
"""Is told the pages done and the pages in all."""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A document as its blocks in reading order; `raw` are the untouched lines of a text file, else empty.

    `page_headers` are the blocks that Word prints above its pages, each once; they are no part of the text, nor is what
    stands `beside` the text of a PDF: page numbers, running heads, what runs askew or sideways in the margin.
    `pages_without_text` are the pages of a PDF that show a picture and hold hardly a sign, or cannot be opened;
    `uncomputed` are the rows of a workbook with formulas of which nobody knows the value; `hidden` is what Word hides
    and what stands in hidden sheets, `deleted` what tracked changes of Word take away, `comments` what people remarked
    in its margin: no part of the text. `revised` are the places where tracked changes put something in or take it away.
    `hidden_rows` of a workbook are read, its `hidden_columns` are not. `struck` is text of a PDF with a line through
    it, read as it is printed.
    """

    file: str
    format: Format
    blocks: tuple[Block, ...]
    raw: tuple[str, ...] = ()
    pages: int | None = None
    page_headers: tuple[Block, ...] = ()
    beside: tuple[Paragraph, ...] = ()
    pages_without_text: tuple[int, ...] = ()
    uncomputed: tuple[Spot, ...] = ()
    hidden: tuple[Paragraph, ...] = ()
    hidden_rows: tuple[HiddenRows, ...] = ()
    hidden_columns: tuple[HiddenColumn, ...] = ()
    deleted: tuple[Paragraph, ...] = ()
    comments: tuple[Paragraph, ...] = ()
    revised: tuple[Spot, ...] = ()
    struck: tuple[Paragraph, ...] = ()

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs outside tables."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> Iterator[TextTable]:
        """The tables."""
        return (block for block in self.blocks if isinstance(block, TextTable))

    @property
    def text(self) -> str:
        """All words of the document, in reading order: paragraphs and rows as lines, cells separated by tabs."""
        return "\n".join(_texts(self.blocks))


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                yield "\t".join(" ".join(cell.lines) for cell in row.cells)
