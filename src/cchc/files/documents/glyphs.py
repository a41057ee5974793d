"""Text from glyphs by their places, never by the order in which they were drawn.

A PDF draws glyphs in any order: with a font that lacks some Vietnamese letters, these are drawn after all others of
the line. Glyphs are grouped into lines by their baselines and ordered from left to right; a mark that is drawn on its
own joins the letter below it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

# letter sizes between two baselines of one line; a mark drawn on its own stands above that of its letter
_SAME_LINE = 0.5
# letter sizes of room that are a blank, where a PDF draws none: a tolerance
_BLANK = 0.18
# number and date of a head stand in one line, in two columns: "Số: 12/KH-UBND      Bình Sơn, ngày …"
_APART = 2.5
# letters drawn twice, a little apart, to look bold
_TWICE = 0.3
_FIRST_MARK = "\u0300"
# "Quý I/2026¹": the mark of a footnote is smaller than the letter before it, and raised; "m²" is a unit
_SMALLER, _RAISED = 0.75, 0.2
_MARKS_OF_NOTES = frozenset("0123456789()*,")


class Glyph(NamedTuple):
    """One glyph: its text, its box (from the top left of the page) and its baseline, in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line, or a part of it apart from its neighbours, with its box."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def lines_of(glyphs: Iterable[Glyph], apart: float = _APART) -> list[TextLine]:
    """Return the lines of `glyphs` from top to bottom; parts more than `apart` letter sizes apart are lines of their
    own."""
    return [line for row in rows_of(glyphs) for part in _parts(row, apart) if (line := _line(part))]


@dataclass(frozen=True, slots=True)
class CellLine:
    """A whole line of a cell: its text, its edges, and how wide the first word of it and a blank are."""

    text: str
    left: float
    right: float
    first_word: float


def cell_lines_of(glyphs: Iterable[Glyph]) -> list[CellLine]:
    """Return the whole lines of the `glyphs` of a cell, from top to bottom."""
    lines = []
    for row in rows_of(glyphs):
        if text := text_of_glyphs(row):
            end = row[min(len(text.split(" ", 1)[0]), len(row)) - 1].right
            lines.append(CellLine(text, row[0].left, row[-1].right, end - row[0].left + _BLANK * row[0].size))
    return lines


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs by baseline, from left to right, from the top of the page to its bottom."""
    rows: list[list[Glyph]] = []
    baseline, size = 0.0, 0.0
    for glyph in sorted(glyphs, key=_BASELINE):
        if rows and glyph.baseline - baseline <= _SAME_LINE * max(glyph.size, size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            baseline, size = glyph.baseline, glyph.size
    return [_left_to_right(row) for row in rows]


def _left_to_right(row: list[Glyph]) -> list[Glyph]:
    """Return the letters of a row with their marks. A letter drawn twice counts once, and a blank on which something
    else is written, as the number stamped on "Số:      /KH-UBND", is none."""
    placed: list[Glyph] = []
    marks: list[Glyph] = []
    inked: Glyph | None = None
    for glyph in sorted(row, key=_LEFT):
        text, left = glyph.text, glyph.left
        if text.isspace():
            if inked is None or (left + glyph.right) / 2 >= inked.right:
                placed.append(glyph)
        elif inked is not None and text in _MARKS_OF_NOTES and _is_mark_of_note(glyph, inked):
            continue
        elif text[0] >= _FIRST_MARK and all(map(unicodedata.combining, text)):
            marks.append(glyph)
        elif inked is None or text != inked.text or left - inked.left >= _TWICE * (glyph.right - left or 1):
            while placed and placed[-1].text.isspace() and (placed[-1].left + placed[-1].right) / 2 > left:
                placed.pop()
            placed.append(glyph)
            inked = glyph
    for mark in marks:
        _put_mark(placed, mark)
    return placed


def _is_mark_of_note(glyph: Glyph, letter: Glyph) -> bool:
    """Whether a sign is the mark of a footnote behind a letter."""
    return (
        glyph.size <= _SMALLER * letter.size
        and letter.baseline - glyph.baseline >= _RAISED * letter.size
        and letter.text not in "mM"
    )


def _put_mark(placed: list[Glyph], mark: Glyph) -> None:
    """Join a mark to the letter whose middle is nearest to its own."""
    if not placed:
        return
    at = min(range(len(placed)), key=lambda index: abs(placed[index].middle[0] - mark.middle[0]))
    letter = placed[at]
    text = unicodedata.normalize("NFC", letter.text + mark.text)
    right = max(letter.right, mark.right)  # a mark may lead on as a letter does
    placed[at] = Glyph(text, letter.left, right, letter.top, letter.bottom, letter.baseline, letter.size)


def _parts(row: Sequence[Glyph], apart: float) -> Iterator[Sequence[Glyph]]:
    begin, edge = 0, 0.0
    for at, glyph in enumerate(row):
        if glyph.text.isspace():
            continue
        if at > begin and edge and glyph.left - edge > apart * glyph.size:
            yield row[begin:at]
            begin = at
        edge = glyph.right
    yield row[begin:]


def _line(part: Sequence[Glyph]) -> TextLine | None:
    inked = [glyph for glyph in part if not glyph.text.isspace()]
    if not inked:
        return None
    return TextLine(
        text=text_of_glyphs(part),
        left=inked[0].left,
        right=max(glyph.right for glyph in inked),
        top=min(glyph.top for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
    )


def text_of_glyphs(part: Sequence[Glyph]) -> str:
    """Return the text of glyphs of one line, from left to right, a blank wherever there is room for one."""
    least = _BLANK * sorted(map(_SIZE, part))[len(part) // 2]
    written: list[str] = []
    edge: float | None = None
    for text, left, right, *_ in part:
        if text.isspace():
            edge = None
        else:
            if edge is not None and left - edge > least:
                written.append(" ")
            edge = right
        written.append(text)
    return unicodedata.normalize("NFC", "".join(written))


_LEFT, _BASELINE, _SIZE = attrgetter("left"), attrgetter("baseline"), attrgetter("size")
