"""The picture that a message or a newspaper shows beside a link to the portal (Open Graph): 1200 × 630, PNG.

Drawn with Pillow in the letters of the product. Their files hold the Latin and the Vietnamese letters apart, so a line
is drawn piece by piece, each in the file that has its letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT, EDGE = 1200, 630, 72
PAPER, INK, QUIET, TEAL, LINE = "#fffefb", "#1d2729", "#4d5856", "#0b5563", "#dedad1"
STEPS = 32  # from the paper to each ink: as many as the edges of letters need
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says: a line above, the name, the large figure with the words beside it, rows below (left, right),
    a line at the foot."""

    above: str
    name: str
    figure: str
    beside: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    foot: str


@lru_cache(maxsize=32)
def _fonts(folder: Path, weight: int, size: int) -> tuple[Font, Font]:
    """The Latin and the Vietnamese half of one weight."""
    latin, vietnamese = (
        ImageFont.truetype(str(folder / f"be-vietnam-pro-{subset}-{weight}-normal.woff"), size)
        for subset in ("latin", "vietnamese")
    )
    return latin, vietnamese


class _Pen:
    """Draws and measures lines of one weight and size."""

    def __init__(self, draw: ImageDraw.ImageDraw, folder: Path, weight: int, size: int) -> None:
        self.draw, self.size = draw, size
        self.latin, self.vietnamese = _fonts(folder, weight, size)

    def pieces(self, text: str) -> Iterator[tuple[str, Font]]:
        """The text in pieces, each with the font that has its letters."""
        for is_vietnamese, letters in groupby(text, key=_is_vietnamese):
            yield "".join(letters), self.vietnamese if is_vietnamese else self.latin

    def width(self, text: str) -> float:
        """How wide the text is, in pixels."""
        return sum(font.getlength(piece) for piece, font in self.pieces(text))

    def write(self, left: float, baseline: float, text: str, colour: str) -> float:
        """Write the text from `left` on its base line; returns where it ends."""
        for piece, font in self.pieces(text):
            self.draw.text((left, baseline), piece, font=font, fill=colour, anchor="ls")
            left += font.getlength(piece)
        return left

    def fitted(self, text: str, most: float) -> str:
        """The text, cut with an ellipsis at a word where it is wider than `most` pixels."""
        words = text.split(" ")
        while len(words) > 1 and self.width(" ".join(words)) > most:
            words = [*words[:-2], f"{words[-2].rstrip('…,')}…"]
        return " ".join(words)

    def lines(self, text: str, most: float) -> list[str]:
        """The text in at most two lines."""
        first: list[str] = []
        words = text.split(" ")
        while words and (not first or self.width(" ".join([*first, words[0]])) <= most):
            first.append(words.pop(0))
        return [" ".join(first), *([self.fitted(" ".join(words), most)] if words else [])]


def _is_vietnamese(letter: str) -> bool:
    """Whether a letter is in the Vietnamese half: what the Latin half ends before."""
    return ord(letter) > 0xFF and not 0x2000 <= ord(letter) <= 0x2215


def drawn_card(card: Card, fonts: Path) -> bytes:
    """Return the picture as PNG; `fonts` is the folder of the product's letters. The same card gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=TEAL)
    small, usual = _Pen(draw, fonts, 500, 30), _Pen(draw, fonts, 400, 32)
    large, huge = _Pen(draw, fonts, 700, 56), _Pen(draw, fonts, 700, 120)
    small.write(EDGE, 84, small.fitted(card.above, WIDTH - 2 * EDGE), TEAL)
    at = 92.0
    for line in large.lines(card.name, WIDTH - 2 * EDGE):
        at += 66
        large.write(EDGE, at, line, INK)
    if card.figure:
        at += 138
        ends = huge.write(EDGE, at, card.figure, TEAL)
        for place, words in enumerate(card.beside):
            top = at - 22 - 44 * (len(card.beside) - 1 - place)
            usual.write(
                ends + 36, top, usual.fitted(words, WIDTH - EDGE - ends - 36), INK if not place else QUIET
            )
    _rows(draw, usual, at + 34, card.rows)
    draw.line((EDGE, HEIGHT - 78, WIDTH - EDGE, HEIGHT - 78), fill=LINE, width=2)
    small.write(EDGE, HEIGHT - 34, small.fitted(card.foot, WIDTH - 2 * EDGE), QUIET)
    out = BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """The colours of all pictures, so that none is searched for in each of them: every ink in steps upon the paper."""
    paper = ImageColor.getrgb(PAPER)
    inks = [ImageColor.getrgb(ink) for ink in (INK, QUIET, TEAL, LINE)]
    steps = [(ink, step / (STEPS - 1)) for ink in inks for step in range(STEPS)]
    image = Image.new("P", (1, 1))
    image.putpalette(
        [
            round(low + (high - low) * part)
            for ink, part in steps
            for low, high in zip(paper, ink, strict=True)
        ]
    )
    return image


def _rows(draw: ImageDraw.ImageDraw, pen: _Pen, top: float, rows: Sequence[tuple[str, str]]) -> None:
    for left, right in rows:
        if top + 52 > HEIGHT - 84:
            return
        top += 52
        pen.write(EDGE, top, pen.fitted(left, WIDTH - 2 * EDGE - pen.width(right) - 40), INK)
        pen.write(WIDTH - EDGE - pen.width(right), top, right, QUIET)
        draw.line((EDGE, top + 14, WIDTH - EDGE, top + 14), fill=LINE, width=1)
