"""Lines: the units of a peer group by rank, and a value over the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cchc.core.words.numbers import printed_number


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit on the rank line."""

    unit: str
    index: Fraction
    rank: int
    mine: bool = False


def in_words(value: Fraction, places: int = 2) -> str:
    """Return `value` in the reader's language with `places` decimals."""
    if (get_language() or "vi").startswith("vi"):
        return printed_number(value, places, ",", ".")
    return printed_number(value, places, ".", ",")


def rank_line(units: Sequence[RankedUnit], width: int = 640, neighbours: int = 5) -> SafeString:
    """Return the units of a peer group on one axis: all as ticks, mine marked; it and its neighbours named below,
    best first.

    `units` stand in rank order. Without a unit that is `mine`, the first ones are named.
    """
    if not units:
        return mark_safe("")
    mine = next((place for place, unit in enumerate(units) if unit.mine), 0)
    named = units[max(mine - neighbours, 0) : mine + neighbours + 1]
    low, high = min(unit.index for unit in units), max(unit.index for unit in units)
    left, right, row = width * 0.46, width - 64.0, 22

    def x(index: Fraction) -> float:
        return (
            (left + right) / 2 if high == low else left + float((index - low) / (high - low)) * (right - left)
        )

    ticks = "".join(
        f'<line class="rl-tick" x1="{x(u.index):.1f}" x2="{x(u.index):.1f}" y1="8" y2="20"/>' for u in units
    )
    rows = "".join(
        _ranked(unit, x(unit.index), 42 + place * row, left, right, width) for place, unit in enumerate(named)
    )
    height = 36 + len(named) * row
    title = "; ".join(f"{unit.rank}. {unit.unit} {in_words(unit.index)}" for unit in named)
    return mark_safe(  # noqa: S308 - every name is escaped where it is drawn
        f'<svg class="rl" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>"
        f'<line class="rl-axis" x1="{left:.0f}" x2="{right:.0f}" y1="14" y2="14"/>'
        f"{ticks}{rows}</svg>"
    )


def _ranked(unit: RankedUnit, x: float, y: int, left: float, right: float, width: int) -> str:
    name = unit.unit if len(unit.unit) <= 38 else f"{unit.unit[:37]}…"
    dot = (
        f'<path class="rl-dot" d="M{x:.1f} {y - 10}l6 6l-6 6l-6 -6z"/>'
        if unit.mine
        else f'<circle class="rl-dot" cx="{x:.1f}" cy="{y - 4}" r="3.5"/>'
    )
    return (
        f'<g class="{"rl-mine" if unit.mine else "rl-row"}"><title>{escape(unit.unit)}</title>'
        f'<text class="rl-rank" x="26" y="{y}">{unit.rank}</text><text x="36" y="{y}">{escape(name)}</text>'
        f'<line class="rl-guide" x1="{left:.0f}" x2="{right:.0f}" y1="{y - 4}" y2="{y - 4}"/>{dot}'
        f'<text class="rl-value" x="{width - 4}" y="{y}">{in_words(unit.index)}</text></g>'
    )


def sparkline(
    points: Sequence[tuple[str, Fraction | None]], width: int = 120, height: int = 28, places: int = 2
) -> SafeString:
    """Return the line of a value over years or weeks, each `(label, value)`; one without value leaves a gap. The last
    one is marked; its text has `places` decimals."""
    values = [value for _label, value in points if value is not None]
    if not values:
        return mark_safe("")
    low, high = min(values), max(values)
    step = (width - 12) / max(len(points) - 1, 1)

    def y(value: Fraction) -> float:
        return height / 2 if high == low else height - 5 - float((value - low) / (high - low)) * (height - 10)

    dots = [(6 + place * step, y(value)) for place, (_label, value) in enumerate(points) if value is not None]
    lines = "".join(f'<polyline class="sl-line" points="{run}"/>' for run in _runs(points, step, y))
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
    points: Sequence[tuple[str, Fraction | None]], step: float, y: Callable[[Fraction], float]
) -> list[str]:
    """Return the unbroken stretches of a sparkline as SVG point lists."""
    runs: list[list[str]] = [[]]
    for place, (_label, value) in enumerate(points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{6 + place * step:.1f},{y(value):.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]
