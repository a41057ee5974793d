"""Pictures of lost points for Word files: bars by size, and the line of what they make together; PNG, readable in black
and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from cchc.core.scoring.lost import MOST_OF_ALL
from cchc.core.words.numbers import printed_number
from cchc.documents.exchange.drawing import Pen

PAPER, INK, QUIET, DARK, LIGHT, TEAL, LINE = (
    "#ffffff", "#1d2729", "#4d5856", "#b5581a", "#e3d7c3", "#0b5563", "#8a8577",
)  # fmt: skip
WIDTH, EDGE, ROW, TOP, FOOT = 1600, 8, 44, 12, 44  # pixels; 160 mm wide in print that is 254 dots an inch
NAMES = 620  # pixels for the names
NUMBERS = 300  # and for the numbers behind the bars


@dataclass(frozen=True, slots=True)
class DrawnLoss:
    """One bar: its name, the points lost, what is written behind it; `together` is what it makes with those before it
    (percent of all), `is_dark` marks those that are meant."""

    name: str
    points: Fraction
    words: str
    together: Fraction | None = None
    is_dark: bool = True


def drawn_losses(rows: Sequence[DrawnLoss], fonts: Path) -> bytes:
    """Return the rows as a picture (PNG): a bar from 0 for each, on one scale. Where they say what they make together a
    line goes through them on a scale from 0 to 100 % that stands below, with a mark at 80 %; `fonts` is the folder of
    the product's letters. The same rows give the same bytes. Raises ValueError for none."""
    if not rows:
        raise ValueError("a picture needs rows")
    image = Image.new("RGB", (WIDTH, TOP + ROW * len(rows) + FOOT), PAPER)
    draw = ImageDraw.Draw(image)
    usual, small, tight = (Pen(draw, fonts, 400, size) for size in (24, 22, 19))
    names = usual if all(usual.width(row.name) <= NAMES - EDGE for row in rows) else tight
    left, right = NAMES + 20, WIDTH - NUMBERS - 20
    most = max(row.points for row in rows) or Fraction(1)
    bottom = TOP + ROW * len(rows)
    for place, row in enumerate(rows):
        middle = TOP + ROW * place + ROW / 2
        _write_name(names, middle, row.name)
        end = left + float(row.points / most) * (right - left)
        draw.rectangle(
            (left, middle - 13, end, middle + 13), fill=DARK if row.is_dark else LIGHT, outline=LINE
        )
        usual.write(right + 24, middle + 8, row.words, INK)
    draw.line((left, TOP, left, bottom), fill=LINE, width=2)
    line: list[tuple[float, float]] = [(left, TOP)]
    for place, row in enumerate(rows):
        if row.together is not None:
            across = left + float(row.together / 100) * (right - left)
            line.append((across, TOP + ROW * place + ROW / 2))
    if len(line) > 1:
        mark = left + float(MOST_OF_ALL / 100) * (right - left)
        for down in range(TOP, bottom, 16):
            draw.line((mark, down, mark, min(down + 8, bottom)), fill=QUIET, width=2)
        draw.line(line, fill=TEAL, width=4)
        for said, at in (("0 %", left), (f"{printed_number(MOST_OF_ALL, 0)} %", mark), ("100 %", right)):
            small.write(at - small.width(said) / 2, bottom + 30, said, QUIET)
        small.write(right + 60, bottom + 30, "(đường nối: cộng dồn)", QUIET)
    out = BytesIO()
    image.quantize(colors=64, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _write_name(pen: Pen, middle: float, name: str) -> None:
    """Write a name into its row, on one line or on two."""
    lines = pen.lines(name, NAMES - EDGE)
    for place, line in enumerate(lines):
        pen.write(EDGE, middle + 8 - 10 * (len(lines) - 1) + 20 * place, line, INK)
