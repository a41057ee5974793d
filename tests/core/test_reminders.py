"""On which days people are reminded of a deadline: each step once, on its working day, or at the next chance."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.reminders import STEPS, due_step, step_days, working_days_left

DAYS = st.dates(date(2026, 10, 1), date(2027, 3, 31))
TABLES = st.builds(
    Holidays, off=st.frozensets(DAYS, max_size=12), worked=st.frozensets(DAYS, max_size=4)
).map(lambda table: Holidays(table.off - table.worked, table.worked))


def said_on(until: date, rounds: list[date], table: Holidays) -> dict[date, int]:
    """Of which step is reminded on each of the days on which reminders go out."""
    found, last = {}, None
    for today in rounds:
        step = due_step(until, last, today, table)
        if step is not None:
            found[today] = step
        last = today
    return found


def every_day_to(until: date) -> list[date]:
    """The days from two months before a deadline to two weeks behind it."""
    return [until + timedelta(days=days) for days in range(-60, 15)]


@given(DAYS, TABLES)
def test_who_is_reminded_every_day_hears_of_each_step_on_its_own_working_day(until: date, table: Holidays):
    found = said_on(until, every_day_to(until), table)
    assert {step: day for day, step in found.items()} == step_days(until, table)
    assert sorted(found.values()) == sorted(STEPS)
    for day, step in found.items():
        assert table.is_working(day)
        assert day < until
        assert working_days_left(day, until, table) == step


@given(DAYS, TABLES, st.sets(st.integers(-60, 14)))
def test_however_often_nobody_could_be_reminded_each_step_is_said_at_most_once_never_too_early_never_behind_the_day(
    until: date, table: Holidays, kept: set[int]
):
    rounds = [until + timedelta(days=days) for days in sorted(kept)]
    found = said_on(until, rounds, table)
    steps = list(found.values())
    assert steps == sorted(set(steps), reverse=True)
    for day, step in found.items():
        assert step_days(until, table)[step] <= day <= until
        assert not any(other >= step_days(until, table)[step] for other in rounds if other < day)


@given(DAYS, TABLES, st.sets(st.integers(-60, 0), min_size=1))
def test_a_step_whose_day_was_missed_is_said_at_the_next_chance_unless_a_nearer_one_is(
    until: date, table: Holidays, kept: set[int]
):
    rounds = [until + timedelta(days=days) for days in sorted(kept)]
    found = said_on(until, rounds, table)
    for step, day in step_days(until, table).items():
        chances = [one for one in rounds if one >= day]
        if chances and chances[0] != rounds[0]:
            assert found[chances[0]] <= step


@given(DAYS, DAYS, TABLES)
def test_a_moved_deadline_is_counted_anew(before: date, after: date, table: Holidays):
    day = step_days(after, table)[3]
    assert due_step(after, day - timedelta(days=1), day, table) == 3
    if before < day:
        assert due_step(before, day - timedelta(days=1), day, table) is None
