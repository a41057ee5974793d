"""What stands on an official paper, as values: header, lines, tables, signatures, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class WordColumn:
    """One column: its heading, its share of the width, and its alignment (numbers to the right)."""

    heading: str
    share: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of texts as printed; `strong` holds the positions (from 0) of rows set in bold; `numbered`: the columns
    bear numbers under their headings."""

    columns: Sequence[WordColumn]
    rows: Iterable[Sequence[str]]
    strong: frozenset[int] = frozenset()
    numbered: bool = True


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


@dataclass(frozen=True, slots=True)
class Signature:
    """The place of one signature: the position in capitals, what is to be done there (may be empty), the printed name
    (may be empty)."""

    position: str
    doing: str
    name: str = ""
