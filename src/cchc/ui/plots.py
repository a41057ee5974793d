"""A small plot of points by a figure, made on the server as SVG: straight pieces and jumps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cchc.ui.templatetags.ui import in_figures

LEFT, RIGHT, TOP, BOTTOM = 44, 22, 14, 26
CLOSEST = {"x": 40, "y": 15}  # pixels between the labels of two ticks


@dataclass(frozen=True, slots=True)
class CurvePiece:
    """A straight piece of a curve from `x[0]`, `y[0]` to `x[1]`, `y[1]`.

    An end belongs to it (`closed`) or not; where it is `endless` the piece goes on beyond the picture.
    """

    x: tuple[Fraction, Fraction]
    y: tuple[Fraction, Fraction]
    closed: tuple[bool, bool] = (True, True)
    endless: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    def at(self, value: Fraction) -> float:
        span = self.high - self.low
        share = float((value - self.low) / span) if span else 0.5
        return self.start + share * (self.end - self.start)


def plot(
    stretches: Sequence[CurvePiece],
    across: str,
    *,
    percent: bool = False,
    width: int = 380,
    height: int = 190,
) -> SafeString:
    """Return a plot of points upwards by the figure `across` (its name); with `percent` the figure is a ratio printed
    in percent."""
    if not stretches:
        return mark_safe("")
    xs = sorted({x for stretch in stretches for x in stretch.x})
    ys = sorted({Fraction(0), *(y for stretch in stretches for y in stretch.y)})
    named = sorted({x for stretch in stretches for x in _named(stretch)}) or xs
    x = _Scale(xs[0], xs[-1], LEFT + 6, width - RIGHT)
    y = _Scale(ys[0], ys[-1], height - BOTTOM, TOP)
    drawn = [
        *(_level(value, y, width) for value in _apart(ys, y, CLOSEST["y"])),
        *(_tick(value, x, height, percent) for value in _apart(named, x, CLOSEST["x"])),
        *_jumps(stretches, x, y),
        *(_line(stretch, x, y) for stretch in stretches),
        *_ends(stretches, x, y),
    ]
    return mark_safe(  # noqa: S308 - every text is escaped where it is drawn
        f'<svg class="fp" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(in_words(stretches, across, percent))}</title>{''.join(drawn)}</svg>"
    )


def _named(stretch: CurvePiece) -> Iterable[Fraction]:
    """Return the ends of a piece that have a value of their own."""
    return (x for x, endless in zip(stretch.x, stretch.endless, strict=True) if not endless)


def in_words(stretches: Sequence[CurvePiece], across: str, percent: bool) -> str:
    """Return the plot as a sentence: the points at the ends of every piece."""
    said = [f"{_reach(stretch, percent)}: {_points(stretch)}" for stretch in stretches]
    return gettext("Points by %(figure)s: %(pieces)s") % {"figure": across, "pieces": "; ".join(said)}


def _reach(stretch: CurvePiece, percent: bool) -> str:
    pair = zip(stretch.x, stretch.endless, strict=True)
    return " – ".join("…" if endless else _figure(x, percent) for x, endless in pair)


def _points(stretch: CurvePiece) -> str:
    return " – ".join(dict.fromkeys(in_figures(y) for y in stretch.y))


def _figure(value: Fraction, percent: bool) -> str:
    return f"{in_figures(value * 100)} %" if percent else in_figures(value)


def _apart(values: Sequence[Fraction], scale: _Scale, closest: int) -> list[Fraction]:
    """Return the values whose labels do not touch; the last value is always among them."""
    kept = [values[-1]]
    for value in values[:-1]:
        if all(abs(scale.at(value) - scale.at(other)) >= closest for other in kept):
            kept.append(value)
    return kept


def _level(value: Fraction, y: _Scale, width: int) -> str:
    at = y.at(value)
    return (
        f'<line class="fp-grid" x1="{LEFT}" x2="{width - RIGHT + 6}" y1="{at:.1f}" y2="{at:.1f}"/>'
        f'<text class="fp-points" x="{LEFT - 6}" y="{at + 4:.1f}">{in_figures(value)}</text>'
    )


def _tick(value: Fraction, x: _Scale, height: int, percent: bool) -> str:
    at, floor = x.at(value), height - BOTTOM
    return (
        f'<line class="fp-tick" x1="{at:.1f}" x2="{at:.1f}" y1="{floor}" y2="{floor + 5}"/>'
        f'<text class="fp-figure" x="{at:.1f}" y="{floor + 18}">{_figure(value, percent)}</text>'
    )


def _line(stretch: CurvePiece, x: _Scale, y: _Scale) -> str:
    (left, right), (first, last) = stretch.x, stretch.y
    return (
        f'<line class="fp-line" x1="{x.at(left):.1f}" y1="{y.at(first):.1f}" '
        f'x2="{x.at(right):.1f}" y2="{y.at(last):.1f}"/>'
    )


def _jumps(stretches: Sequence[CurvePiece], x: _Scale, y: _Scale) -> Iterable[str]:
    """A faint upright where one piece ends and another begins at other points."""
    for one in stretches:
        for other in stretches:
            if one.x[1] == other.x[0] and one is not other and one.y[1] != other.y[0]:
                at = x.at(one.x[1])
                yield (
                    f'<line class="fp-jump" x1="{at:.1f}" x2="{at:.1f}" '
                    f'y1="{y.at(one.y[1]):.1f}" y2="{y.at(other.y[0]):.1f}"/>'
                )


def _ends(stretches: Sequence[CurvePiece], x: _Scale, y: _Scale) -> Iterable[str]:
    """A dot at every end, full where it belongs to the piece, else hollow; none where pieces meet."""
    ends = [end for stretch in stretches for end in set(_dots(stretch))]
    for across, up, closed in sorted(set(ends)):
        if sum((across, up) == end[:2] for end in ends) == 1:
            look = "fp-in" if closed else "fp-out"
            yield f'<circle class="{look}" cx="{x.at(across):.1f}" cy="{y.at(up):.1f}" r="3.5"/>'


def _dots(stretch: CurvePiece) -> Iterable[tuple[Fraction, Fraction, bool]]:
    """The ends of a piece with whether they belong to it; none where it goes on."""
    return ((stretch.x[at], stretch.y[at], stretch.closed[at]) for at in (0, 1) if not stretch.endless[at])
