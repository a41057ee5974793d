"""How many forms will be back at the deadline: what came in the last days, carried on, with a band that says how far
that can be trusted. The numbers are floats until they are rounded to whole forms, outwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

WINDOW = 7  # days that are looked back: each day of the week once, because post offices rest on some
LEAST_DAYS = 3  # with fewer there is no pace
CERTAINTY = 1.96  # of the standard normal distribution: 95 of 100 bands hold what comes


@dataclass(frozen=True, slots=True)
class ExpectedReturn:
    """How many forms will be back at the deadline: `likely`, and the band from `low` to `high` in which it lies in
    95 of 100 cases while the pace stays what it is. `pace` is forms a day; None where too few days have gone: then the
    band is all that can be, and `likely` what is back now."""

    back: int
    low: int
    likely: int
    high: int
    pace: float | None

    def falls_short_of(self, wanted: int) -> bool:
        """Whether even the upper end of the band is less than what is wanted: without a change it cannot be reached."""
        return self.high < wanted

    def may_miss(self, wanted: int) -> bool:
        """Whether less than what is wanted is likely to be back."""
        return self.likely < wanted


def expected_return(
    back: int, out: int, came: Sequence[int], days_left: int, back_today: int = 0
) -> ExpectedReturn:
    """Return how many of the forms that are out (`out`) will be back beside those that are (`back`, those of today
    among them) when `days_left` days are over, today the first of them. `came` is how many came back on each of the
    last whole days, at most `WINDOW` of them.

    What is still to come, y, is held against what came, x, in as many days as were looked at, k, of L days that are
    left: the band holds each y for which the two do not contradict one pace, (k·y - L·x)² ≤ z²·f·k·L·(x + y). There f
    says how much more the days differ than forms that come each by itself would let them (1 where they do not): forms
    come in bundles. Where nothing came in all days, x counts as one half, so that nothing is called certain. No more
    can come than is out. The ends are rounded outwards.

    >>> expected_return(60, 60, [6, 5, 7, 6, 6, 5, 7], 5)
    ExpectedReturn(back=60, low=77, likely=90, high=106, pace=6.0)
    >>> expected_return(60, 10, [6, 5, 7, 6, 6, 5, 7], 5).likely
    70
    >>> expected_return(0, 40, [0, 0, 0, 0, 0, 0, 0], 10)
    ExpectedReturn(back=0, low=0, likely=0, high=8, pace=0.0)
    """
    days = [count for count in came[-WINDOW:] if count >= 0]
    if days_left <= 0 or not out:
        return ExpectedReturn(back, back, back, back, None)
    if len(days) < LEAST_DAYS:
        return ExpectedReturn(back, back, back, back + out, None)
    whole, k = sum(days), len(days)
    pace = whole / k
    low, high = _band(max(whole, 0.5), k, days_left, _spread(days))
    # What came today is of the days that are left: it is not awaited once more.
    before, most = back - back_today, out + back_today

    def then(more: float) -> int:
        return max(back, before + min(round(more), most))

    return ExpectedReturn(back, then(floor(low)), then(pace * days_left), then(ceil(high)), pace)


def _spread(days: Sequence[int]) -> float:
    """How much more days differ than those of a Poisson process: the dispersion by Pearson's statistic, at least 1."""
    mean = sum(days) / len(days)
    if not mean:
        return 1.0
    return max(1.0, sum((one - mean) ** 2 for one in days) / mean / (len(days) - 1))


def _band(x: float, k: int, left: int, spread: float) -> tuple[float, float]:
    """The two ends of the y that do not contradict x: the roots of (k·y - L·x)² = z²·f·k·L·(x + y)."""
    z2 = CERTAINTY**2 * spread
    middle = left * x / k + z2 * left / (2 * k)
    half = sqrt(z2 * left * (4 * left * x + 4 * k * x + z2 * left)) / (2 * k)
    return max(middle - half, 0.0), middle + half
