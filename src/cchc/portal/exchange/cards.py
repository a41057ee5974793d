"""The picture that a message or a newspaper shows beside a link to the portal (Open Graph): 1200 × 630, PNG, in the
letters of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw

from cchc.documents.exchange.drawing import Pen

WIDTH, HEIGHT, EDGE = 1200, 630, 72
PAPER, INK, QUIET, TEAL, LINE = "#fffefb", "#1d2729", "#4d5856", "#0b5563", "#dedad1"
STEPS = 32  # from the paper to each ink: as many as the edges of letters need


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


def drawn_card(card: Card, fonts: Path) -> bytes:
    """Return the picture as PNG; `fonts` is the folder of the product's letters. The same card gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=TEAL)
    small, usual = Pen(draw, fonts, 500, 30), Pen(draw, fonts, 400, 32)
    large, huge = Pen(draw, fonts, 700, 56), Pen(draw, fonts, 700, 120)
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


def _rows(draw: ImageDraw.ImageDraw, pen: Pen, top: float, rows: Sequence[tuple[str, str]]) -> None:
    for left, right in rows:
        if top + 52 > HEIGHT - 84:
            return
        top += 52
        pen.write(EDGE, top, pen.fitted(left, WIDTH - 2 * EDGE - pen.width(right) - 40), INK)
        pen.write(WIDTH - EDGE - pen.width(right), top, right, QUIET)
        draw.line((EDGE, top + 14, WIDTH - EDGE, top + 14), fill=LINE, width=1)
