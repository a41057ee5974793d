"""The ink of a PDF page: its glyphs and rulings in points from the top left, the page turned so that its text is
upright, whether the page says so itself or its text was drawn sideways.

Stamps are read where they are printed; pictures are passed over unread. A page with more ink than any plan has is
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from unicodedata import combining

from cchc.files.documents.glyphs import Glyph
from cchc.files.documents.pdf_text import PageText, Script
from cchc.files.documents.pdfium import DrawnPath, DrawnPicture, PdfPage, Point
from cchc.files.documents.pdfium_calls import TooMuch

MOST_GLYPHS = 40_000
MOST_STROKES = 20_000
MOST_FORMS = 5_000
# a scan that lies a little askew is read, text that runs across the page is not
_ASKEW = 0.2
# how far a letter reaches above and below its baseline, in letter sizes: only the middle of a glyph depends on it
_ABOVE, _BELOW = 0.8, 0.2
# letter sizes between two letters of a text that runs askew: a blank, another text
_BLANK, _APART = 0.3, 2.5
# letter sizes that a letter of usual breadth takes
_LETTER = 0.4
# points: a box filled no broader than that is a ruling, a broader one is shading; and so is a broader stroke
_BROADEST_RULING = 3.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page of `height` points: upright glyphs, sideways glyphs, and straight strokes.

    Each sideways glyph comes with the middle of its place on the page; strokes are boxes without breadth; `askew` are
    the texts that run at an angle. `pictured` is the share of the page under its largest picture, `paths` the number of
    drawn lines and curves.
    """

    height: float
    glyphs: list[Glyph]
    sideways: list[tuple[Point, Glyph]]
    strokes: list[Box]
    askew: list[str]
    pictured: float
    paths: int


def ink_of(page: PdfPage) -> Ink:
    """Return the ink of a page, turned so that most of its text reads from left to right.

    Raises `TooMuch` when there is too much of it.
    """
    if page.objects > MOST_GLYPHS + MOST_STROKES:
        raise TooMuch
    left, bottom, right, top = page.box
    size = (right - left, top - bottom)
    drawn = list(page.drawn(MOST_STROKES, MOST_FORMS))
    with page.text(MOST_GLYPHS) as text:
        by_turns, askew = _glyphs(text, (left, top), size)
    turns = max(by_turns, key=lambda quarter: sum(map(_is_inked, by_turns[quarter])), default=0)
    upright = by_turns.pop(turns, [])
    sideways = [
        (_place(glyph.middle, quarter, turns, size), glyph)
        for quarter, glyphs in by_turns.items()
        for glyph in glyphs
    ]
    paths = [one for one in drawn if isinstance(one, DrawnPath)]
    strokes = [
        _turned((ax - left, top - by, bx - left, top - ay), turns, size)
        for path in paths
        for ax, ay, bx, by in _strokes(path)
    ]
    if len(strokes) > MOST_STROKES:
        raise TooMuch
    largest = max((one.area for one in drawn if isinstance(one, DrawnPicture)), default=0.0)
    paper = size[0] * size[1] or 1.0
    return Ink(size[turns % 2 == 0], upright, sideways, strokes, askew, largest / paper, len(paths))


def _glyphs(text: PageText, corner: Point, size: Point) -> tuple[dict[int, list[Glyph]], list[str]]:
    """Return the glyphs by the quarter turns of their lines against the clock, each as it stands on a page turned so
    that its line is level, and the texts that run askew; `corner` is the top left of the page."""
    left, top = corner
    found: dict[int, list[Glyph]] = {}
    glyphs: list[Glyph] = []
    askew = _Askew()
    script: Script | None = None
    last: int | None = None
    turns: int | None = 0
    wide = tall = x = y = 0.0
    signs = text.signs()
    for at, (code, owner, across, up) in enumerate(
        zip(signs.codes, signs.owners, signs.across, signs.up, strict=True)
    ):
        if owner is None:
            continue
        is_next = owner == last
        if not is_next or script is None:
            last, script = owner, text.script(at, owner)
            letters, turns = script.letters, _turns(*script.matrix[:2])
            wide = script.size * hypot(*script.matrix[:2])
            tall = script.size * hypot(*script.matrix[2:]) or 1.0
            if turns is not None:
                glyphs = found.setdefault(turns, [])
        letter = letters.get(code)
        says, ahead = letter or text.letter(at, code, script)
        if turns is None:
            askew.add(says, ahead * wide, script, (across, up))
        elif (
            is_next and glyphs and script.old and combining(says[0])
        ):  # VNI sets the marks behind their letter
            letter_above = glyphs[-1]
            glyphs[-1] = letter_above._replace(
                text=letter_above.text + says, right=letter_above.right + ahead * wide
            )
        elif is_next and across == x and up == y and not glyphs[-1].text.isspace():
            # one sign that says several letters, as "ﬁ" does
            # or a letter and its marks in one, each with its share of the breadth
            one = glyphs[-1]
            right = max(one.right, min(one.right + ahead * wide, one.left + _LETTER * tall))
            glyphs[-1] = one._replace(text=one.text + says, right=right)
        else:
            if is_next and across == x and up == y:
                # PDFium's own blank where a text leaves room for a letter of another font: "T", room for "Ỉ", "NH"
                glyphs.pop()
            begin, base = across - left, top - up
            if turns:
                begin, base = _turned_point((begin, base), turns, size)
            glyphs.append(
                Glyph(
                    says, begin, begin + ahead * wide, base - _ABOVE * tall, base + _BELOW * tall, base, tall
                )
            )
        x, y = across, up
    if sum(map(len, found.values())) > MOST_GLYPHS:
        raise TooMuch
    return found, askew.whole()


def _is_inked(glyph: Glyph) -> bool:
    return not glyph.text.isspace()


class _Askew:
    """The texts that run askew, as they were drawn; letters drawn one by one are one text as long as each stands near
    the one before."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._end: Point | None = None

    def add(self, says: str, ahead: float, script: Script, begin: Point) -> None:
        """Add a letter that leads `ahead` points on."""
        across, up = script.matrix[:2]
        scale = hypot(across, up) or 1.0
        gap = _APART
        if self._end:
            gap = hypot(begin[0] - self._end[0], begin[1] - self._end[1]) / (script.size * scale or 1.0)
        if gap >= _APART:
            self._texts.append("")
        self._texts[-1] += f" {says}" if _BLANK < gap < _APART else says
        self._end = begin[0] + ahead * across / scale, begin[1] + ahead * up / scale

    def whole(self) -> list[str]:
        """Return the texts."""
        return [text for text in map(str.strip, self._texts) if text]


def _turns(across: float, up: float) -> int | None:
    """Return the quarter turns of a line against the clock; None when it runs askew, as stamps and watermarks do."""
    if abs(up) <= _ASKEW * abs(across):
        return 0 if across > 0 else 2
    if abs(across) <= _ASKEW * abs(up):
        return 1 if up > 0 else 3
    return None


def _strokes(path: DrawnPath) -> Iterator[Box]:
    """Yield the straight strokes of a path, corners from the bottom left; a box filled thinly is one along its middle.

    The fill of a broader box is shading: it lies behind text, and its edges are no rulings.
    """
    if path.filled:
        for run in path.runs:
            left, right = min(x for x, _ in run), max(x for x, _ in run)
            bottom, top = min(y for _, y in run), max(y for _, y in run)
            if top - bottom <= min(_BROADEST_RULING, right - left):
                yield left, (bottom + top) / 2, right, (bottom + top) / 2
            elif right - left <= _BROADEST_RULING:
                yield (left + right) / 2, bottom, (left + right) / 2, top
    elif path.width <= 2 * _BROADEST_RULING:
        for run in path.runs:
            for (ax, ay), (bx, by) in pairwise(run):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _place(middle: Point, quarter: int, turns: int, size: Point) -> Point:
    """Return a point of a page turned `quarter` times on the page turned `turns` times."""
    turned = size if quarter % 2 == 0 else (size[1], size[0])
    return _turned_point(_turned_point(middle, -quarter % 4, turned), turns, size)


def _turned_point(point: Point, turns: int, size: Point) -> Point:
    across, down, _, _ = _turned((*point, *point), turns, size)
    return across, down


def _turned(box: Box, turns: int, size: Point) -> Box:
    """Return a box on a page of `size` (width, height) after that many quarter turns with the clock."""
    left, top, right, bottom = box
    width, height = size
    if turns == 1:
        return height - bottom, left, height - top, right
    if turns == 2:
        return width - right, height - bottom, width - left, height - top
    if turns == 3:
        return top, width - right, bottom, width - left
    return box
