"""What the work below comes to above: in whatever order, done when all is, late when the last is, the exact mean."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.following.carried import carried_work
from cchc.core.plans.following.states import ProgressState, WorkSaid, is_late, percent_of

DAYS = st.dates(date(2026, 1, 1), date(2027, 2, 1))


@st.composite
def works(draw: st.DrawFn) -> WorkSaid:
    """What a unit says of its work."""
    state = draw(st.sampled_from(list(ProgressState)))
    done = state in (ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT)
    percent = percent_of(state, draw(st.integers(0, 100)))
    return WorkSaid(state, percent, date(2026, 6, 30), draw(DAYS) if done else None)


@given(st.lists(works()), st.randoms())
def test_the_order_of_the_work_below_does_not_matter(below: list[WorkSaid], chance):
    shuffled = list(below)
    chance.shuffle(shuffled)
    assert carried_work(shuffled) == carried_work(below)


@given(st.lists(works(), min_size=1))
def test_it_is_done_when_all_that_counts_is_done_and_late_when_one_is(below: list[WorkSaid]):
    found = carried_work(below)
    counted = [one for one in below if one.state is not ProgressState.CANCELLED]
    if not counted:
        assert found is None
        return
    assert found is not None
    done = {ProgressState.DONE, ProgressState.DONE_WITHOUT_PRODUCT}
    assert (found.state in done) == all(one.state in done for one in counted)
    if found.state in done:
        above = WorkSaid(found.state, 100, date(2026, 6, 30), found.done_on)
        assert is_late(above) == any(is_late(one) for one in counted)
    assert found.percent == Fraction(sum(one.percent for one in counted), len(counted))


def test_one_below_is_what_it_is_above():
    for state in (ProgressState.NOT_BEGUN, ProgressState.UNDER_WAY, ProgressState.DONE):
        day = date(2026, 6, 1) if state is ProgressState.DONE else None
        found = carried_work([WorkSaid(state, percent_of(state, 30), None, day)])
        assert found is not None
        assert (found.state, found.done_on) == (state, day)
