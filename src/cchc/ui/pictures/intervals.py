"""Estimates as pictures: values with their intervals on one axis, and how answers fall on the levels of a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from cchc.core.surveys.percentages import printed_interval, printed_percentage
from cchc.ui.pictures.lines import in_words

HIGH = 16  # pixels of one row
ROOM_FOR_TEXT = 9  # percent of the width that a number inside a bar needs


@dataclass(frozen=True, slots=True)
class ValueWithInterval:
    """One row of a picture of estimates: a name and where it leads (empty: nowhere), the value with its interval, all
    in percent; `beside` is what stands behind it, as the number of answers."""

    name: str
    value: Fraction
    low: Fraction
    high: Fraction
    beside: str = ""
    href: str = ""
    mine: bool = False


def interval_rows(rows: Sequence[ValueWithInterval], *, whole: Fraction | None = None) -> SafeString:
    """Return values as dots on one axis, each with its interval as a line, one row for each name in the order given;
    `whole` is drawn through all rows. Names are text and wrap; the numbers stand beside, so that nothing has to be
    measured by eye."""
    if not rows:
        return mark_safe("")
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    spread = (high - low) or Fraction(1)

    def at(value: Fraction) -> float:
        return 2 + float((value - low) / spread) * 96

    through = "" if whole is None or not low <= whole <= high else _through(at(whole))
    drawn = "".join(_row(row, at(row.low), at(row.value), at(row.high), through) for row in rows)
    ends = f"<span>{in_percent(low)} %</span><span>{in_percent(high)} %</span>"
    return mark_safe(  # noqa: S308 - every name is escaped where it is drawn
        f'<ol class="iv-rows">{drawn}</ol><p class="iv-ends"><span></span><span class="rl-ends">{ends}</span></p>'
    )


def _through(at: float) -> str:
    return f'<line class="iv-whole" x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="{HIGH}"/>'


def _row(row: ValueWithInterval, low: float, value: float, high: float, through: str) -> str:
    name = escape(row.name)
    if row.href:
        name = format_html('<a href="{}">{}</a>', row.href, row.name)
    middle = HIGH / 2
    return (
        f'<li class="{"iv-mine" if row.mine else "iv-row"}"><span class="iv-name">{name}</span>'
        f'<svg class="iv-place" aria-hidden="true" width="100%" height="{HIGH}">{through}'
        f'<line class="iv-line" x1="{low:.2f}%" x2="{high:.2f}%" y1="{middle}" y2="{middle}"/>'
        f'<circle class="iv-dot" cx="{value:.2f}%" cy="{middle}" r="4"/></svg>'
        f'<span class="iv-value">{in_percent(row.value)} %</span>'
        f'<span class="iv-interval">{interval_in_words(row.low, row.high)}</span>'
        f'<span class="iv-beside">{escape(row.beside)}</span></li>'
    )


def in_percent(value: Fraction) -> str:
    """Return a percentage in the reader's language, without its sign."""
    return printed_percentage(value, _decimal())


def interval_in_words(low: Fraction, high: Fraction) -> str:
    """Return an interval in percent in the reader's language."""
    return printed_interval(low, high, _decimal())


def _decimal() -> str:
    return "," if (get_language() or "vi").startswith("vi") else "."


@dataclass(frozen=True, slots=True)
class LevelShare:
    """A level of a scale and the share of the answers that gave it, from 0 to 1."""

    label: str
    share: Fraction


def shares_bar(levels: Sequence[LevelShare]) -> SafeString:
    """Return how answers fall on the levels of a scale as one bar, the lowest level first; each part that has the room
    bears its percentage, and the whole is said in words."""
    left, parts = 0.0, []
    most = max(len(levels) - 1, 1)
    for place, level in enumerate(levels):
        wide = float(level.share) * 100
        tone = 1 + round(4 * place / most)
        parts.append(
            f'<rect class="sb-part sb-{tone}" x="{left:.2f}%" width="{wide:.2f}%" height="20"/>'
            + (_inside(left + wide / 2, level.share, tone) if wide >= ROOM_FOR_TEXT else "")
        )
        left += wide
    said = "; ".join(f"{one.label}: {in_words(one.share * 100, 1)} %" for one in levels)
    return mark_safe(  # noqa: S308 - escaped above
        f'<svg class="sb" role="img" width="100%" height="20"><title>{escape(said)}</title>{"".join(parts)}</svg>'
    )


def _inside(at: float, share: Fraction, tone: int) -> str:
    dark = " sb-light" if tone == 5 else ""
    return f'<text class="sb-text{dark}" x="{at:.2f}%" y="14" text-anchor="middle">{in_words(share * 100, 0)}</text>'


def levels_key(labels: Sequence[str]) -> SafeString:
    """Return the key of `shares_bar`: which tone is which level."""
    most = max(len(labels) - 1, 1)
    items = "".join(
        f'<li><svg width="14" height="12" aria-hidden="true"><rect class="sb-part sb-{1 + round(4 * place / most)}" '
        f'width="14" height="12"/></svg>{escape(label)}</li>'
        for place, label in enumerate(labels)
    )
    return mark_safe(f'<ul class="key" aria-label="{escape(gettext("Key"))}">{items}</ul>')  # noqa: S308 - escaped
