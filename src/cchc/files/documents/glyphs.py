"""Text from glyphs by their places, never by the order in which they were drawn.

A PDF draws glyphs in any order: with a font that lacks some Vietnamese letters, these are drawn after all others of
the line. Glyphs are grouped into lines by their baselines and ordered from left to right; a mark that is drawn on its
own joins the letter below it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

# letter sizes between two baselines of one line; a mark drawn on its own stands above that of its letter
_SAME_LINE = 0.5
# letter sizes of room that are a blank, where a PDF draws none: a tolerance
_BLANK = 0.18
# number and date of a head stand in one line, in two columns: "Số: 12/KH-UBND      Bình Sơn, ngày …"
_APART = 2.5
# letters drawn twice, a little apart, to look bold
_TWICE = 0.3


@dataclass(frozen=True, slots=True)
class Glyph:
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


def lines_of(glyphs: Iterable[Glyph], apart: float | None = _APART) -> list[TextLine]:
    """Return the lines of `glyphs` from top to bottom; parts more than `apart` letter sizes apart are lines of their
    own."""
    return [line for row in rows_of(glyphs) for part in _parts(row, apart) if (line := _line(part))]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs by baseline, from left to right, from the top of the page to its bottom."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.baseline)
    rows: list[list[Glyph]] = []
    for glyph in ordered:
        if rows and glyph.baseline - rows[-1][0].baseline <= _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_left_to_right(row) for row in rows]


def _left_to_right(row: list[Glyph]) -> list[Glyph]:
    letters = sorted((glyph for glyph in row if not _is_mark(glyph)), key=lambda glyph: glyph.left)
    placed = [
        letter for at, letter in enumerate(letters) if not at or not _drawn_twice(letters[at - 1], letter)
    ]
    for mark in (glyph for glyph in row if _is_mark(glyph)):
        _put_mark(placed, mark)
    return placed


def _is_mark(glyph: Glyph) -> bool:
    return bool(glyph.text) and all(unicodedata.combining(sign) for sign in glyph.text)


def _drawn_twice(before: Glyph, glyph: Glyph) -> bool:
    """Whether `glyph` repeats the letter before it a hair apart, as some programs make bold."""
    return before.text == glyph.text and abs(before.left - glyph.left) < _TWICE * (
        glyph.right - glyph.left or 1
    )


def _put_mark(placed: list[Glyph], mark: Glyph) -> None:
    """Join a mark to the letter whose middle is nearest to its own."""
    if not placed:
        return
    at = min(range(len(placed)), key=lambda index: abs(placed[index].middle[0] - mark.middle[0]))
    letter = placed[at]
    text = unicodedata.normalize("NFC", letter.text + mark.text)
    placed[at] = Glyph(
        text, letter.left, letter.right, letter.top, letter.bottom, letter.baseline, letter.size
    )


def _parts(row: Sequence[Glyph], apart: float | None) -> Iterator[list[Glyph]]:
    part: list[Glyph] = []
    edge = 0.0
    for glyph in row:
        if not glyph.text.strip():
            part.append(glyph)
            continue
        if apart is not None and part and edge and glyph.left - edge > apart * glyph.size:
            yield part
            part = []
        part.append(glyph)
        edge = glyph.right
    yield part


def _line(part: Sequence[Glyph]) -> TextLine | None:
    inked = [glyph for glyph in part if glyph.text.strip()]
    if not inked:
        return None
    text = "".join(_written(part))
    return TextLine(
        text=unicodedata.normalize("NFC", text),
        left=inked[0].left,
        right=max(glyph.right for glyph in inked),
        top=min(glyph.top for glyph in inked),
        bottom=max(glyph.bottom for glyph in inked),
    )


def _written(part: Sequence[Glyph]) -> Iterator[str]:
    size = median(glyph.size for glyph in part)
    before: Glyph | None = None
    for glyph in part:
        if (
            before is not None
            and before.text.strip()
            and glyph.text.strip()
            and glyph.left - before.right > _BLANK * size
        ):
            yield " "
        yield glyph.text
        before = glyph
