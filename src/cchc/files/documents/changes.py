"""Tracked changes on a page of a PDF that was printed with them: lines through text, and balloons in the margin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cchc.files.documents.glyphs import Glyph, TextLine, rows_of, text_of_glyphs
from cchc.files.documents.ink import Box
from cchc.files.documents.rulings import Ruled

# more level lines beside those of its tables than this are a drawing
_MOST_LINES = 1_000
# letter sizes above its baseline at which a line strikes a text: one that underlines it lies below the baseline
_LOWEST, _HIGHEST = 0.15, 0.48
# letter sizes that the line may begin or end beside the first or last struck letter: rulings of tables are broader
_BESIDE = 0.45
_THIN = 1.5
_LEAST_LETTERS = 2
# points within which a line is a ruling of a table, and a balloon begins
_NEAR = 3.0
# "Deleted: quý I", "Formatted: Font: Bold", "Commented [A1]: xem lại", as Word calls its balloons in both languages
_BALLOON = re.compile(
    r"(?:Deleted|Formatted(?: Table)?|Comment(?:ed)?(?: ?\[\w{1,6}\])?|Moved (?:down|up|\(insertion\))[^:]{0,12}"
    r"|Đã x[oó][aá]|Đã định dạng|Chú thích(?: ?\[\w{1,6}\])?|Bình luận(?: ?\[\w{1,6}\])?|Đã chuyển[^:]{0,20})\s?:"
)


def struck_texts(glyphs: Sequence[Glyph], strokes: Iterable[Box], tables: Sequence[Ruled]) -> list[str]:
    """Return the texts of a page that have a line through them, from top to bottom; the line begins and ends with them,
    so that no ruling of a table is one."""
    rulings = {edge for table in tables for _, top, _, bottom in table.cells for edge in (top, bottom)}
    places = sorted(rulings)
    lines = sorted(
        ((top + bottom) / 2, left, right)
        for left, top, right, bottom in strokes
        if bottom - top <= _THIN and right - left > 2 * _THIN and not _is_near((top + bottom) / 2, places)
    )
    if not lines or len(lines) > _MOST_LINES:
        return []
    rows = rows_of(glyphs)
    baselines = [row[0].baseline for row in rows if row]
    largest = max((glyph.size for glyph in glyphs), default=0.0)
    found = []
    for down, left, right in lines:
        near = bisect_left(baselines, down), bisect_right(baselines, down + _HIGHEST * largest)
        for row in rows[slice(*near)]:
            if text := _struck_in(row, down, left, right):
                found.append(text)
                break
    return found


def _is_near(place: float, places: Sequence[float]) -> bool:
    at = bisect_left(places, place - 1)
    return at < len(places) and places[at] <= place + 1


def _struck_in(row: Sequence[Glyph], down: float, left: float, right: float) -> str:
    """The text of a row that the line at the height `down` strikes; empty where it strikes none."""
    inked = [one for one in row if not one.text.isspace() and left - 1 <= one.middle[0] <= right + 1]
    if len(inked) < _LEAST_LETTERS:
        return ""
    size = inked[0].size
    is_through = _LOWEST * size <= inked[0].baseline - down <= _HIGHEST * size
    begins = abs(inked[0].left - left) <= _BESIDE * size
    ends = abs(inked[-1].right - right) <= _BESIDE * size
    if not (is_through and begins and ends):
        return ""
    return text_of_glyphs([one for one in row if left - 1 <= one.middle[0] <= right + 1]).strip()


def balloons_among(lines: Sequence[TextLine], tables: Sequence[Ruled]) -> Iterator[TextLine]:
    """Yield the lines that stand in the margin where Word prints deleted text, formats and comments in balloons."""
    edge = max((table.box[2] for table in tables), default=0.0)
    lefts = [line.left for line in lines if line.left >= edge - _NEAR and _BALLOON.match(line.text)]
    if not lefts:
        return
    begin = min(lefts) - _NEAR
    body = [line.left for line in lines if line.left < begin]
    if body and begin > max(edge, min(body)) - _NEAR:
        yield from (line for line in lines if line.left >= begin)
