"""Pictures of estimates for Word files: values with their intervals on one axis, PNG, readable in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from cchc.core.surveys.percentages import printed_interval, printed_percentage
from cchc.core.words.numbers import printed_number
from cchc.documents.exchange.drawing import Pen

PAPER, INK, QUIET, TEAL, LINE = "#ffffff", "#1d2729", "#4d5856", "#0b5563", "#c9c4b8"
WIDTH, EDGE, ROW, TOP, FOOT = 1600, 8, 44, 12, 54  # pixels; 160 mm wide in print that is 254 dots an inch
NAMES = 560  # pixels for the names
NUMBERS = 330  # and for the numbers behind the axis
STEPS = (Fraction(1), Fraction(2), Fraction(5), Fraction(10), Fraction(20))
MOST_MARKS = 8


@dataclass(frozen=True, slots=True)
class DrawnEstimate:
    """One row: a name, a value with its interval (percent)."""

    name: str
    value: Fraction
    low: Fraction
    high: Fraction


def drawn_intervals(
    rows: Sequence[DrawnEstimate], fonts: Path, within: Sequence[DrawnEstimate] = ()
) -> bytes:
    """Return the rows as a picture (PNG), each a dot on its interval, on one axis in percent whose marks stand below;
    `fonts` is the folder of the product's letters. The axis has room for `within` too: pictures
    that belong together have one axis. The same rows give the same bytes. Raises ValueError for none."""
    if not rows:
        raise ValueError("a picture needs rows")
    image = Image.new("RGB", (WIDTH, TOP + ROW * len(rows) + FOOT), PAPER)
    draw = ImageDraw.Draw(image)
    usual, small, tight = (Pen(draw, fonts, 400, size) for size in (24, 22, 19))
    seen = (*rows, *within)
    marks = axis_marks(min(row.low for row in seen), max(row.high for row in seen))
    left, right = NAMES + 20, WIDTH - NUMBERS - 20
    spread = marks[-1] - marks[0]

    def at(value: Fraction) -> float:
        return left + float((value - marks[0]) / spread) * (right - left)

    bottom = TOP + ROW * len(rows)
    for mark in marks:
        draw.line((at(mark), TOP, at(mark), bottom), fill=LINE, width=1)
        said = printed_number(mark, 0, ",", ".")
        small.write(at(mark) - small.width(said) / 2, bottom + 30, said, QUIET)
    small.write(right + 60, bottom + 30, "% (khoảng tin cậy 95 %)", QUIET)
    for place, row in enumerate(rows):
        middle = TOP + ROW * place + ROW / 2
        _write_name(usual, tight, middle, row.name)
        draw.line((at(row.low), middle, at(row.high), middle), fill=TEAL, width=4)
        for end in (row.low, row.high):
            draw.line((at(end), middle - 8, at(end), middle + 8), fill=TEAL, width=3)
        draw.ellipse((at(row.value) - 9, middle - 9, at(row.value) + 9, middle + 9), fill=TEAL)
        usual.write(right + 24, middle + 8, interval_words(row), INK)
    out = BytesIO()
    image.quantize(colors=64, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _write_name(usual: Pen, tight: Pen, middle: float, name: str) -> None:
    """Write a name into its row: on one line, or on two in smaller letters."""
    if usual.width(name) <= NAMES - EDGE:
        usual.write(EDGE, middle + 8, name, INK)
        return
    lines = tight.lines(name, NAMES - EDGE)
    for place, line in enumerate(lines):
        tight.write(EDGE, middle + 7 - 10 * (len(lines) - 1) + 20 * place, line, INK)


def interval_words(row: DrawnEstimate) -> str:
    """Return a value with its interval as it is printed.

    >>> interval_words(DrawnEstimate("Xã An Lạc", Fraction(983, 10), Fraction(911, 10), Fraction(9996, 100)))
    '98,3 (91,1–99,96)'
    """
    return f"{printed_percentage(row.value)} ({printed_interval(row.low, row.high)})"


def axis_marks(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return round percentages from below `low` to above `high`, at most `MOST_MARKS`, and at least two.

    >>> [int(mark) for mark in axis_marks(Fraction(713, 10), Fraction(9996, 100))]
    [70, 75, 80, 85, 90, 95, 100]
    """
    for step in STEPS:
        first, last = low // step, -(-high // step)
        if last - first < MOST_MARKS:
            break
    return [step * place for place in range(int(first), int(max(last, first + 1)) + 1)]
