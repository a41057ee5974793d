"""Lines: the units of a peer group by rank, and a value over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from cchc.core.words.numbers import printed_number
from cchc.core.words.ties import PrintedValue, printed_values


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit on the rank line; `band` are the places between which it could stand ("2–6"), where they are known."""

    unit: str
    index: Fraction
    rank: int
    mine: bool = False
    band: str = ""


def in_words(value: Fraction, places: int = 2) -> str:
    """Return `value` in the reader's language with `places` decimals."""
    if (get_language() or "vi").startswith("vi"):
        return printed_number(value, places, ",", ".")
    return printed_number(value, places, ".", ",")


DENSE = 60  # units; more ticks than these would be one smear, and are counted in bins instead
BINS = 40
STRIP = 30  # height of the strip, pixels


def rank_line(units: Sequence[RankedUnit], neighbours: int = 5) -> SafeString:
    """Return the units of a peer group on one axis, mine marked, and below it by name: mine with its neighbours, best
    first. It is as wide as its place; names are text and wrap, so that it is read on a phone as well.

    `units` stand in rank order. Without a unit that is `mine`, the first ones are named. Of more than `DENSE` units the
    axis shows how many stand where.
    """
    if not units:
        return mark_safe("")
    mine = next((place for place, unit in enumerate(units) if unit.mine), 0)
    named = units[max(mine - neighbours, 0) : mine + neighbours + 1]
    axis = _Axis.over([unit.index for unit in units])
    prints = printed_values([unit.index for unit in units])
    low, high = in_words(axis.low), in_words(axis.high)
    strip = _bins(units, axis) if len(units) > DENSE else _ticks(units, axis)
    marked = "".join(_mine(axis.at(unit.index)) for unit in units if unit.mine)
    rows = "".join(_ranked(unit, axis.at(unit.index), prints[unit.index]) for unit in named)
    said = gettext("%(count)s units between %(low)s and %(high)s")
    title = said % {"count": len(units), "low": low, "high": high}
    return mark_safe(  # noqa: S308 - every name is escaped where it is drawn
        f'<div class="rl"><svg class="rl-strip" role="img" width="100%" height="{STRIP}">'
        f"<title>{escape(title)}</title>"
        f'<line class="rl-axis" x1="0%" x2="100%" y1="{STRIP - 4}" y2="{STRIP - 4}"/>{strip}{marked}</svg>'
        f'<p class="rl-ends"><span>{low}</span><span>{high}</span></p><ol class="rl-rows">{rows}</ol></div>'
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """From the lowest to the highest value, with room for a mark at both ends."""

    low: Fraction
    high: Fraction

    @classmethod
    def over(cls, values: Sequence[Fraction]) -> _Axis:
        return cls(min(values), max(values))

    def share(self, value: Fraction) -> float:
        """Return how far along `value` stands, from 0 to 1; in the middle where all are equal."""
        return 0.5 if self.high == self.low else float((value - self.low) / (self.high - self.low))

    def at(self, value: Fraction) -> float:
        """Return the place of `value` as a percentage of the width."""
        return 2 + self.share(value) * 96


def _ticks(units: Sequence[RankedUnit], axis: _Axis) -> str:
    return "".join(
        f'<line class="rl-tick" x1="{axis.at(unit.index):.2f}%" x2="{axis.at(unit.index):.2f}%" '
        f'y1="{STRIP - 16}" y2="{STRIP - 4}"/>'
        for unit in units
    )


def _bins(units: Sequence[RankedUnit], axis: _Axis) -> str:
    """Return a bar for each part of the axis in which units stand, as high as they are many; its title counts them."""
    counts = Counter(min(int(axis.share(unit.index) * BINS), BINS - 1) for unit in units)
    most, wide = max(counts.values()), 96 / BINS
    drawn = []
    for place, count in sorted(counts.items()):
        high = 18 * count / most
        drawn.append(
            f'<rect class="rl-bin" x="{2 + place * wide:.2f}%" width="{wide * 0.85:.2f}%" '
            f'y="{STRIP - 4 - high:.2f}" height="{high:.2f}"><title>{count}</title></rect>'
        )
    return "".join(drawn)


def _mine(at: float) -> str:
    return (
        f'<line class="rl-here" x1="{at:.2f}%" x2="{at:.2f}%" y1="2" y2="{STRIP - 2}"/>'
        f'<circle class="rl-here" cx="{at:.2f}%" cy="4" r="4"/>'
    )


def _ranked(unit: RankedUnit, at: float, printed: PrintedValue) -> str:
    value = ("≈ " if printed.about else "") + in_words(printed.value, printed.places)
    return (
        f'<li class="{"rl-mine" if unit.mine else "rl-row"}"><span class="rl-rank">{unit.rank}</span>'
        f'<span class="rl-name">{escape(unit.unit)}{_band(unit)}</span>'
        f'<svg class="rl-place" aria-hidden="true" width="100%" height="12">'
        f'<line class="rl-axis" x1="0%" x2="100%" y1="6" y2="6"/>'
        f'<circle class="rl-dot" cx="{at:.2f}%" cy="6" r="{5 if unit.mine else 3.5}"/></svg>'
        f'<span class="rl-value">{value}</span></li>'
    )


def _band(unit: RankedUnit) -> str:
    """Return between which places a unit could stand, in words; nothing where that is not known."""
    if not unit.band:
        return ""
    is_sure = unit.band.isdecimal()
    said = gettext("surely at rank %(places)s") if is_sure else gettext("between ranks %(places)s")
    return f'<small class="rl-band">{escape(said % {"places": unit.band})}</small>'


def sparkline(
    points: Sequence[tuple[str, Fraction | None]],
    width: int = 120,
    height: int = 28,
    places: int = 2,
    breaks: Collection[str] = (),
) -> SafeString:
    """Return the line of a value over years or weeks, each `(label, value)`.

    One without value leaves a gap, and nothing joins one of `breaks` to the one before it. The last one is marked; its
    text has `places` decimals.
    """
    values = [value for _label, value in points if value is not None]
    if not values:
        return mark_safe("")
    low, high = min(values), max(values)
    step = (width - 12) / max(len(points) - 1, 1)

    def y(value: Fraction) -> float:
        return height / 2 if high == low else height - 5 - float((value - low) / (high - low)) * (height - 10)

    dots = [(6 + place * step, y(value)) for place, (_label, value) in enumerate(points) if value is not None]
    lines = "".join(f'<polyline class="sl-line" points="{run}"/>' for run in _runs(points, step, y, breaks))
    marks = "".join(
        f'<circle class="{"sl-last" if place == len(dots) - 1 else "sl-dot"}" '
        f'cx="{across:.1f}" cy="{down:.1f}" r="2.5"/>'
        for place, (across, down) in enumerate(dots)
    )
    said = "; ".join(
        f"{label}: {'–' if value is None else in_words(value, places)}" for label, value in points
    )
    return mark_safe(  # noqa: S308 - escaped above
        f'<svg class="sl" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(said)}</title>{lines}{marks}</svg>"
    )


def _runs(
    points: Sequence[tuple[str, Fraction | None]],
    step: float,
    y: Callable[[Fraction], float],
    breaks: Collection[str],
) -> list[str]:
    """Return the unbroken stretches of a sparkline as SVG point lists."""
    runs: list[list[str]] = [[]]
    for place, (label, value) in enumerate(points):
        if value is None or label in breaks:
            runs.append([])
        if value is not None:
            runs[-1].append(f"{6 + place * step:.1f},{y(value):.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]
