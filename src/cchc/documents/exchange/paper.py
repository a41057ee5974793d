"""What stands on an official paper, as values: header, lines, tables, signatures, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from docx.enum.text import WD_ALIGN_PARAGRAPH

from cchc.documents.exchange.decree30 import FIRST_LINE, TEXT_SIZE


class Align(Enum):
    """The alignment of a paragraph, or of the texts of a column."""

    LEFT = WD_ALIGN_PARAGRAPH.LEFT
    CENTRE = WD_ALIGN_PARAGRAPH.CENTER
    RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
    BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class Header:
    """The block on top: superior agency (may be empty), issuing agency, number and symbol, place and date; `subject` of
    an official letter, which bears no name of its kind ("V/v …")."""

    superior: str
    issuer: str
    number: str
    place_and_date: str
    subject: str = ""


class ColumnNumbers(Enum):
    """The row under the headings of a table that numbers its columns: none, "1 2 3", or "(1) (2) (3)"."""

    NONE = ""
    PLAIN = "{number}"
    IN_BRACKETS = "({number})"


@dataclass(frozen=True, slots=True)
class WordColumn:
    """One column: its heading, its share of the width, and its alignment (numbers to the right); `under` is the heading
    above that it has together with its neighbours ("Kỳ báo cáo" above "Kỳ này" and "Kỳ trước")."""

    heading: str
    share: float = 1
    align: Align = Align.LEFT
    under: str = ""


Merged = Mapping[tuple[int, int], tuple[int, int]]
"""Which cells of the rows are one: from the place (row and column, from 0) of the first, how many rows and columns."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of texts as printed; `strong` holds the positions (from 0) of rows set in bold; `numbers` is the row
    under the headings; in `merged` cells the text of the first is printed."""

    columns: Sequence[WordColumn]
    rows: Iterable[Sequence[str]]
    strong: frozenset[int] = frozenset()
    numbers: ColumnNumbers = ColumnNumbers.IN_BRACKETS
    merged: Merged = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph of a paper: its text, and how it stands; `lead` stands in bold before the text ("Điều 1.");
    `first` is how far its first line goes in, in millimetres."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Align = Align.BOTH
    first: float = FIRST_LINE
    size: float = TEXT_SIZE
    lead: str = ""


@dataclass(frozen=True, slots=True)
class WordPicture:
    """A picture (PNG), `side` millimetres wide, with what it shows in words; the `lines` stand to the right of it."""

    png: bytes
    side: float
    words: str
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewSection:
    """What follows is an annex: it begins on a new page, upright or on its side, and counts its pages from one."""

    landscape: bool = False


WordPart = WordLine | WordTable | WordPicture | NewSection


def annex_head(
    titles: Sequence[str], attached_to: str = "", *, landscape: bool = False
) -> tuple[WordPart, ...]:
    """Return the beginning of an annex on pages of its own: `titles` in the middle ("PHỤ LỤC I", what it is about), and
    below them the line of the paper that it goes with, in brackets."""
    named = [WordLine(title, bold=True, align=Align.CENTRE, first=0) for title in titles]
    if attached_to:
        named.append(WordLine(attached_to, italic=True, align=Align.CENTRE, first=0))
    return (NewSection(landscape), *named)


def equal_below(
    rows: Sequence[Sequence[str]], columns: Sequence[int], apart: frozenset[int] = frozenset()
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the cells that are one because their texts are equal one below the other, for `WordTable.merged`.

    `columns` go from the wide to the narrow: a later one joins only rows that all earlier ones join. Rows `apart`
    (headings of sections) join nothing, nor does a cell without text.

    >>> equal_below([("A", "a"), ("A", "b"), ("A", "b"), ("B", "b")], (0, 1))
    {(0, 0): (3, 1), (1, 1): (2, 1)}
    """
    joined: dict[tuple[int, int], tuple[int, int]] = {}
    for place, column in enumerate(columns):
        earlier = columns[: place + 1]
        first = 0
        for row in range(1, len(rows) + 1):
            goes_on = (
                row < len(rows)
                and not {first, row} & apart
                and bool(rows[row][column])
                and all(rows[row][one] == rows[first][one] for one in earlier)
            )
            if not goes_on:
                if row - first > 1:
                    joined[first, column] = (row - first, 1)
                first = row
    return joined


@dataclass(frozen=True, slots=True)
class Signature:
    """The place of one signature: the position in capitals, what is to be done there (may be empty), the printed name
    (may be empty)."""

    position: str
    doing: str
    name: str = ""
