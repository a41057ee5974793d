"""How many stand where between nothing and the maximum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

BARS = 10
HIGH = 56  # pixels, of the longest bar
AXIS = 2  # pixels, below the bars


def histogram(shares: Sequence[Fraction]) -> SafeString:
    """Return how many of `shares`, parts of a maximum, stand in each tenth of it; the full ones have a bar of their own
    at the end. Every bar bears its count as text, and the whole is said in words; empty without shares."""
    if not shares:
        return mark_safe("")
    counts = bar_counts(shares)
    most, wide = max(counts), 100 / len(counts)
    drawn = []
    for place, count in enumerate(counts):
        high = HIGH * count / most
        left, top = place * wide, 14 + HIGH - high
        drawn.append(
            f'<rect class="hg-bar" x="{left + wide * 0.08:.2f}%" width="{wide * 0.84:.2f}%" '
            f'y="{top:.2f}" height="{high:.2f}"/>'
        )
        if count:
            drawn.append(
                f'<text class="hg-count" x="{left + wide / 2:.2f}%" y="{top - 3:.2f}" text-anchor="middle">'
                f"{count}</text>"
            )
    base, below = 14 + HIGH, escape(gettext("of the maximum"))
    return mark_safe(  # noqa: S308 - numbers, and sentences that are escaped
        f'<div class="hg"><svg class="hg-bars" role="img" width="100%" height="{base + AXIS}">'
        f"<title>{escape(histogram_words(shares))}</title>{''.join(drawn)}"
        f'<line class="hg-axis" x1="0%" x2="100%" y1="{base + 1}" y2="{base + 1}"/></svg>'
        f'<p class="hg-ends"><span>0 %</span><span>{below}</span>'
        f"<span>100 %</span></p></div>"
    )


def bar_counts(shares: Sequence[Fraction]) -> list[int]:
    """Return how many shares stand in each tenth from 0 on, and last how many are full; what is below 0 counts to the
    first, what is above 1 to the last.

    >>> bar_counts([Fraction(0), Fraction(1, 20), Fraction(9, 10), Fraction(1), Fraction(1)])
    [2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]
    """
    counts = Counter(max(0, min(BARS, int(share * BARS))) for share in shares)
    return [counts[place] for place in range(BARS + 1)]


def histogram_words(shares: Sequence[Fraction]) -> str:
    """Return in words how many are full, and how many have nothing."""
    full, none = sum(one >= 1 for one in shares), sum(one <= 0 for one in shares)
    units = ngettext("%(count)s unit", "%(count)s units", len(shares)) % {"count": len(shares)}
    said = gettext("%(units)s: %(full)s with the maximum, %(none)s without points, %(rest)s between")
    return said % {"units": units, "full": full, "none": none, "rest": len(shares) - full - none}
