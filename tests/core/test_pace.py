"""What is expected back at the deadline: a band that keeps what it promises, and no more than can come."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.pace import WINDOW, expected_return

DAYS = st.lists(st.integers(0, 80), max_size=WINDOW)


@given(st.integers(0, 500), st.integers(0, 500), DAYS, st.integers(-3, 40))
def test_nothing_is_lost_and_no_more_comes_than_is_out(back, out, days, left):
    one = expected_return(back, out, days, left)
    assert back <= one.low <= one.likely <= one.high <= back + out


@given(st.integers(0, 300), st.integers(1, 500), DAYS.filter(lambda one: len(one) >= 3), st.integers(1, 20))
def test_more_days_never_let_less_be_expected(back, out, days, left):
    now, later = (expected_return(back, out, days, left + more) for more in (0, 1))
    assert now.likely <= later.likely
    assert now.high <= later.high


@given(st.integers(0, 20), st.integers(1, 300), DAYS, st.integers(1, 20), st.integers(0, 20))
def test_what_came_today_is_not_awaited_once_more(back, out, days, left, today):
    """Of the same forms at the beginning of the day, none is counted twice however many of them came since."""
    began = expected_return(back, out, days, left)
    came = min(today, out)
    later = expected_return(back + came, out - came, days, left, came)
    assert later.likely == max(began.likely, back + came) or not out - came


def test_with_few_days_nothing_is_said_but_what_can_be():
    one = expected_return(4, 20, [3, 1], 9)
    assert (one.low, one.high, one.pace) == (4, 24, None)


def test_after_the_deadline_what_is_back_is_all():
    one = expected_return(4, 20, [3, 1, 2, 2], 0)
    assert (one.low, one.likely, one.high) == (4, 4, 4)


def test_whoever_brings_forms_in_bundles_gets_a_wider_band():
    single, bundled = (expected_return(35, 400, days, 7) for days in ([5] * 7, [0, 0, 35, 0, 0, 0, 0]))
    assert single.likely == bundled.likely
    assert bundled.high - bundled.low > 2 * (single.high - single.low)


@pytest.mark.parametrize(("rate", "left"), [(0.3, 10), (1.5, 5), (4, 3), (4, 14), (25, 7)])
def test_at_least_19_of_20_bands_hold_what_comes_while_the_pace_stays(rate, left):
    chance = Random(f"{rate} {left}")
    held = 0
    for _turn in range(2_000):
        days = [_poisson(chance, rate) for _day in range(WINDOW)]
        comes = sum(_poisson(chance, rate) for _day in range(left))
        one = expected_return(0, 10_000, days, left)
        held += one.low <= comes <= one.high
    assert held >= 1_900


@pytest.mark.parametrize("bundle", [4, 10])
def test_bands_of_bundles_hold_nearly_as_often(bundle):
    """A window of seven days knows little of how much days differ: nine of ten bands hold, which the page says."""
    chance = Random(bundle)
    held = 0
    for _turn in range(2_000):
        days = [bundle * _poisson(chance, 1) for _day in range(WINDOW)]
        comes = bundle * sum(_poisson(chance, 1) for _day in range(10))
        one = expected_return(0, 10_000, days, 10)
        held += one.low <= comes <= one.high
    assert held >= 1_800


def _poisson(chance: Random, rate: float) -> int:
    count, at = -1, 0.0
    while at <= rate:
        at += chance.expovariate(1)
        count += 1
    return count
