"""What the work below comes to above: in whatever order, done when all is, late when the last is, the exact mean."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.following.carried import carried_work
from cchc.core.plans.following.states import ENDED, ProgressState, WorkSaid, is_late, is_overdue, percent_of

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


@given(st.lists(works(), min_size=1), DAYS)
def test_it_is_late_above_when_one_below_is_late_or_overdue_whatever_its_own_day(
    below: list[WorkSaid], today: date
):
    found = carried_work(below)
    if found is None:
        return
    far = WorkSaid(
        found.state, int(found.percent), date(2030, 1, 1), found.done_on, due_below=found.due_below
    )
    known = [one for one in below if one.done_on is None or one.done_on <= today]
    late = any(is_late(one) for one in below if one.state is not ProgressState.CANCELLED)
    assert is_late(far) == (late and far.done_on is not None)
    if far.state not in ENDED and known == below:
        assert is_overdue(far, today) == (late or any(is_overdue(one, today) for one in below))


def test_who_was_in_time_below_binds_nobody_and_work_without_a_day_is_never_late():
    early = WorkSaid(ProgressState.DONE, 100, date(2026, 6, 1), date(2026, 6, 1))
    last = WorkSaid(ProgressState.DONE, 100, date(2026, 12, 31), date(2026, 12, 1))
    both = carried_work([early, last])
    assert both is not None
    assert both.due_below is None
    open_ = WorkSaid(ProgressState.UNDER_WAY, 40, None, due_below=date(2026, 6, 1))
    assert not is_overdue(open_, date(2026, 7, 1))
