"""The law of windows: when a phase is open for a unit, and what still counts as in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.windows import GRACE, VIETNAM, Arrival, Standing, Window

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
WINDOWS = st.builds(
    lambda starts, more: Window(starts, starts + timedelta(days=more)), DAYS, st.integers(0, 400)
)
SECOND = timedelta(seconds=1)


def near(window: Window) -> st.SearchStrategy[datetime]:
    """Moments close to where a window opens or locks, and some farther away, by different clocks."""
    seconds = st.one_of(st.integers(-400, 400), st.integers(-(10**7), 10**7)).map(
        lambda s: timedelta(seconds=s)
    )
    edge = st.sampled_from([window.opens_at, window.locks_at, window.settled_at])
    zone = st.sampled_from([UTC, VIETNAM, ZoneInfo("America/New_York")])
    return st.builds(lambda at, by, where: (at + by).astimezone(where), edge, seconds, zone)


@given(WINDOWS, st.data())
def test_a_window_is_open_on_its_days_by_the_clock_of_vietnam(window, data):
    now = data.draw(near(window))
    day = now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    expected = (
        Standing.NOT_YET if day < window.starts else Standing.OPEN if day <= window.ends else Standing.LOCKED
    )
    assert window.standing(now) is expected


@given(WINDOWS)
def test_the_last_second_of_the_last_day_is_open_and_the_next_is_locked(window):
    last = datetime(*window.ends.timetuple()[:3], 23, 59, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert (window.standing(last), window.standing(last + SECOND)) == (Standing.OPEN, Standing.LOCKED)


@given(WINDOWS, st.data())
def test_what_arrives_while_it_is_open_is_in_time_whenever_it_was_typed(window, data):
    arrived, typed = data.draw(near(window)), data.draw(st.none() | near(window))
    is_open = window.standing(arrived) is Standing.OPEN
    assert (window.takes(typed, arrived) is Arrival.IN_TIME) == is_open


@given(WINDOWS, st.data())
def test_only_what_was_typed_before_the_lock_and_arrives_within_five_minutes_is_in_grace(window, data):
    arrived, typed = data.draw(near(window)), data.draw(near(window))
    late = arrived - window.locks_at
    in_grace = timedelta() <= late < GRACE and typed < window.locks_at
    assert (window.takes(typed, arrived) is Arrival.IN_GRACE) == in_grace


@given(WINDOWS, st.data())
def test_a_clock_that_runs_ahead_gives_nothing_and_neither_does_silence(window, data):
    arrived = data.draw(near(window))
    ahead = arrived + data.draw(st.timedeltas(SECOND, timedelta(days=9)))
    assert window.takes(ahead, arrived) is window.takes(None, arrived) is window.takes(arrived, arrived)
    assert window.takes(None, arrived) is not Arrival.IN_GRACE


@given(WINDOWS, DAYS, st.data())
def test_more_time_never_refuses_what_was_taken_and_never_locks_earlier(window, until, data):
    arrived, typed = data.draw(near(window)), data.draw(st.none() | near(window))
    longer = window.extended(until)
    assert (longer.starts, longer.ends) == (window.starts, max(window.ends, until))
    assert longer.takes(typed, arrived).is_taken or not window.takes(typed, arrived).is_taken


@given(WINDOWS, st.data())
def test_after_it_is_settled_nothing_is_taken(window, data):
    typed = data.draw(st.none() | near(window))
    after = window.settled_at + data.draw(st.timedeltas(timedelta(), timedelta(days=9)))
    assert window.takes(typed, after) is Arrival.TOO_LATE
