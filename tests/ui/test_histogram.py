"""The histogram counts every share once, the full ones apart, and says in words what it draws."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.ui.pictures.histogram import BARS, bar_counts, histogram

SHARES = st.lists(st.fractions(min_value=0, max_value=1, max_denominator=40), max_size=60)


@given(SHARES)
def test_every_share_is_in_one_bar_and_the_full_ones_in_the_last(shares):
    counts = bar_counts(shares)
    assert (len(counts), sum(counts)) == (BARS + 1, len(shares))
    assert counts[-1] == sum(share == 1 for share in shares)
    for place, count in enumerate(counts[:-1]):
        assert count == sum(Fraction(place, BARS) <= share < Fraction(place + 1, BARS) for share in shares)


@given(SHARES)
def test_each_bar_bears_its_count(shares):
    drawn = str(histogram(shares))
    assert drawn.count("hg-count") == sum(count > 0 for count in bar_counts(shares))
    assert bool(drawn) == bool(shares)
