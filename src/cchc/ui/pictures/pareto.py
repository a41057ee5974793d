"""Which few make most of the whole: bars in the order of size, and the line of what they make together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from cchc.core.scoring.lost import MOST_OF_ALL, ParetoStep
from cchc.ui.pictures.lines import in_words

HIGH = 120  # pixels, of the whole scale
TOP = 16  # room above it for what the marks say
MOST_BARS = 60


def pareto_picture(steps: Sequence[ParetoStep]) -> SafeString:
    """Return the shares of the `steps` as bars on a scale of their own, and the line of what they make together from 0
    to 100 %; those among the few are dark, the others light. At most `MOST_BARS` have a bar: the smallest are left out,
    and the line ends before 100 %. The whole is said in words; empty without steps."""
    if not steps:
        return mark_safe("")
    drawn = steps[:MOST_BARS]
    wide, most = 100 / len(drawn), max(step.share for step in drawn)
    bars, line = [], []
    before = _down(Fraction(0))
    for place, step in enumerate(drawn):
        high, left = float(step.share / most) * HIGH, place * wide
        said = f"{step.sum.key}: {in_words(step.sum.points)}"
        bars.append(
            f'<rect class="{"pa-few" if step.among_few else "pa-bar"}" x="{left + wide * 0.08:.2f}%" '
            f'width="{wide * 0.84:.2f}%" y="{TOP + HIGH - high:.2f}" height="{high:.2f}">'
            f"<title>{escape(said)}</title></rect>"
        )
        down = _down(step.together)
        line.append(
            f'<line class="pa-line" x1="{max(left - wide / 2, 0):.2f}%" y1="{before:.2f}" '
            f'x2="{left + wide / 2:.2f}%" y2="{down:.2f}"/>'
        )
        before = down
    mark = _down(MOST_OF_ALL)
    return mark_safe(  # noqa: S308 - numbers, and sentences that are escaped
        f'<div class="pa"><svg class="pa-chart" role="img" width="100%" height="{TOP + HIGH + 2}">'
        f"<title>{escape(pareto_words(steps))}</title>{''.join(bars)}"
        f'<line class="pa-most" x1="0%" x2="100%" y1="{mark:.2f}" y2="{mark:.2f}"/>'
        f'<text class="pa-word" x="100%" y="{mark - 4:.2f}" text-anchor="end">{in_words(MOST_OF_ALL, 0)} %</text>'
        f'{"".join(line)}<line class="pa-axis" x1="0%" x2="100%" y1="{TOP + HIGH + 1}" y2="{TOP + HIGH + 1}"/>'
        f"</svg></div>"
    )


def pareto_words(steps: Sequence[ParetoStep]) -> str:
    """Return in words how many make most of the whole."""
    few = [step for step in steps if step.among_few]
    said = gettext("%(few)s of %(all)s criteria make %(share)s %% of all lost points")
    share = in_words(few[-1].together, 1) if few else in_words(Fraction(0), 1)
    return said % {"few": len(few), "all": len(steps), "share": share}


def _down(share: Fraction) -> float:
    """Return how far below the top a share of the whole stands."""
    return TOP + HIGH - float(share / 100) * HIGH
