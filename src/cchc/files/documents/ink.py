"""The ink of a PDF page: its glyphs and rulings in points from the top left, the page turned so that its text is
upright, whether the page says so itself or its text was drawn sideways.

Pictures are passed over unread. A page with more ink than any plan has is refused while it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTCurve, LTItem, LTLine, LTPage, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.utils import Matrix, Rect, apply_matrix_rect

from cchc.files.documents.glyphs import Glyph

MOST_GLYPHS = 40_000
MOST_STROKES = 20_000
MOST_FIGURES = 5_000
MOST_CONTENT = 10_000_000
# a scan that lies a little askew is read, text that runs across the page is not
_ASKEW = 0.2

Box = tuple[float, float, float, float]


class TooMuchInk(Exception):
    """Raised when a page holds more than is read: of glyphs, strokes, pictures, or of the program that draws them."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a page of `height` points: upright glyphs, sideways glyphs, and straight strokes.

    Each sideways glyph comes with the middle of its place on the page; strokes are boxes without breadth.
    """

    height: float
    glyphs: list[Glyph]
    sideways: list[tuple[tuple[float, float], Glyph]]
    strokes: list[Box]


class Pen:
    """Draws the pages of one document, its fonts read once."""

    def __init__(self) -> None:
        fonts = PDFResourceManager()
        self._device = _Device(fonts)
        self._interpreter = PDFPageInterpreter(fonts, self._device)

    def drawn(self, page: PDFPage) -> Ink:
        """Return the ink of a page. Raises `TooMuchInk` when there is too much of it."""
        if sum(len(stream_value(one).get_data()) for one in page.contents) > MOST_CONTENT:
            raise TooMuchInk
        self._interpreter.process_page(page)
        return _upright(self._device.sheet)


class _Sign(NamedTuple):
    """A glyph as drawn: the quarter turns of its line against the clock, its box, and its beginning."""

    turns: int
    text: str
    box: Box
    begin: tuple[float, float]
    size: float


class _Sheet(LTPage):
    """The page being drawn: it keeps glyphs and strokes, and drops everything else."""

    def __init__(self, size: tuple[float, float]) -> None:
        super().__init__(1, (0, 0, *size))
        self.signs: list[_Sign] = []
        self.strokes: list[Box] = []
        self._glyphs = 0

    def add(self, obj: LTItem) -> None:
        """Add one drawn object."""
        if isinstance(obj, LTChar):
            self._glyphs += 1
            self._take(obj)
        elif isinstance(obj, LTCurve):
            self.strokes += (self._flipped(box) for box in _sides(obj))
        if self._glyphs > MOST_GLYPHS or len(self.strokes) > MOST_STROKES:
            raise TooMuchInk

    def _take(self, char: LTChar) -> None:
        across, up, _, _, left, bottom = char.matrix
        turns = _turns(across, up)
        if turns is not None:
            begin = (left, self.height - bottom)
            self.signs.append(
                _Sign(turns, char.get_text(), self._flipped(char.bbox), begin, float(char.size) or 1.0)
            )

    def _flipped(self, box: Sequence[float]) -> Box:
        return box[0], self.height - box[3], box[2], self.height - box[1]


def _turns(across: float, up: float) -> int | None:
    """Return the quarter turns of a line against the clock; None when it runs askew, as stamps and watermarks do."""
    if abs(up) <= _ASKEW * abs(across):
        return 0 if across > 0 else 2
    if abs(across) <= _ASKEW * abs(up):
        return 1 if up > 0 else 3
    return None


def _sides(item: LTCurve) -> Iterator[Box]:
    """Yield the upright and level strokes of a line, a box or a curve, corners from the bottom left."""
    x0, y0, x1, y1 = item.bbox
    if isinstance(item, LTRect):
        yield from ((x0, y1, x1, y1), (x0, y0, x1, y0), (x0, y0, x0, y1), (x1, y0, x1, y1))
    elif isinstance(item, LTLine):
        yield x0, y0, x1, y1
    else:
        for (ax, ay), (bx, by) in zip(item.pts, item.pts[1:], strict=False):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class _Device(PDFLayoutAnalyzer):
    """Hands every drawn object to its sheet; the figures that group objects do not matter."""

    sheet: _Sheet

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        left, bottom, right, top = apply_matrix_rect(ctm, page.mediabox)
        self.cur_item = self.sheet = _Sheet((abs(right - left), abs(top - bottom)))
        self._figures = 0

    def end_page(self, page: PDFPage) -> None:
        """Nothing is left to do."""

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        self._figures += 1
        if self._figures > MOST_FIGURES:
            raise TooMuchInk

    def end_figure(self, _: str) -> None:
        """Nothing is left to do."""

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Pictures are not read."""


def _upright(sheet: _Sheet) -> Ink:
    """Return the ink of a sheet turned so that most of its text reads from left to right."""
    counted = Counter(sign.turns for sign in sheet.signs if not sign.text.isspace())
    turns = counted.most_common(1)[0][0] if counted else 0
    size = (sheet.width, sheet.height)
    upright, sideways = [], []
    for sign in sheet.signs:
        glyph = _glyph(sign, size)
        if sign.turns == turns:
            upright.append(glyph)
        else:
            left, top, right, bottom = _turned(sign.box, turns, size)
            sideways.append((((left + right) / 2, (top + bottom) / 2), glyph))
    strokes = [_turned(box, turns, size) for box in sheet.strokes]
    return Ink(size[turns % 2 == 0], upright, sideways, strokes)


def _glyph(sign: _Sign, size: tuple[float, float]) -> Glyph:
    """Return a glyph in the coordinates of the page on which its own line is level."""
    left, top, right, bottom = _turned(sign.box, sign.turns, size)
    across, down = sign.begin
    baseline = _turned((across, down, across, down), sign.turns, size)[1]
    return Glyph(sign.text, left, right, top, bottom, baseline, sign.size)


def _turned(box: Box, turns: int, size: tuple[float, float]) -> Box:
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
