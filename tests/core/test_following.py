"""Periods, standings and roll-ups of followed plans: laws, and the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind
from cchc.core.plans.following.periods import EventDay, FollowedDeadline, expected_periods, report_periods
from cchc.core.plans.following.rollup import RollUp, joined_up, rolled_up
from cchc.core.plans.following.states import (
    ProgressState,
    RecordStanding,
    WorkSaid,
    is_overdue,
    standing_of,
)

TODAY = date(2026, 11, 30)


def keys(wording: str, until: date = TODAY, year: int = 2026, **more: Any) -> list[str]:
    asked = FollowedDeadline(deadline(wording, year), year, **more)
    return [one.key for one in expected_periods(asked, until)]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Quý III/2026", ["lần 1"]),
        ("Tháng 7, 8/2026", ["lần 1"]),
        ("Quý I, III năm 2026", ["lần 1", "lần 2"]),
        ("Quý I, 6 tháng, Quý III, cả năm", ["2026-Q1", "2026-H1", "2026-Q3", "2026"]),
        ("Hằng quý", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("6 tháng, năm", ["2026-H1", "2026-H2"]),
        ("Trước ngày 15/12 hằng năm", ["2026"]),
        ("Trước ngày 05 của tháng liền kề", [f"2026-{month:02}" for month in range(1, 13)]),
        ("Thường xuyên", ["2026-Q1", "2026-H1", "2026-Q3", "2026"]),
        ("Theo Kế hoạch kiểm tra", ["lần 1"]),
        ("khi nào tiện thì làm", ["lần 1"]),
        ("", ["lần 1"]),
    ],
)
def test_each_kind_of_deadline_has_the_periods_of_its_kind(wording: str, expected: list[str]):
    assert keys(wording) == expected


def test_a_weekly_report_has_the_weeks_of_the_calendar():
    weeks = keys("Hằng tuần", date(2026, 12, 1))
    assert (weeks[0], weeks[-1], len(weeks)) == ("2026-W01", "2026-W53", 53)


def test_an_extension_keeps_the_name_of_the_period():
    before, after = (
        expected_periods(FollowedDeadline(deadline(wording, 2026), 2026), TODAY)
        for wording in ("Quý I, III năm 2026", "Quý II, IV năm 2026")
    )
    assert [one.key for one in before] == [one.key for one in after]
    assert [one.due for one in after] == [date(2026, 6, 30), date(2026, 12, 31)]


# The clock steps over the turn of the year


def test_over_new_year_only_what_recurs_or_goes_on_gets_new_periods():
    eve, day = date(2026, 12, 31), date(2027, 1, 1)
    assert keys("Hằng tháng", eve)[-1] == "2026-12"
    assert keys("Hằng tháng", day)[-1] == "2027-01"
    assert keys("Quý IV/2026", day) == ["lần 1"]
    assert keys("Thường xuyên", date(2026, 12, 14))[-1] == "2026"
    assert keys("Thường xuyên", date(2026, 12, 15))[-3:] == ["2027-Q1", "2027-H1", "2027"]
    assert keys("Hằng quý năm 2026", date(2027, 6, 1))[-1] == "2026-Q4"  # its wording names the year


def test_work_that_is_overdue_stays_so_over_new_year_and_moves_nothing_after_it():
    eve = expected_periods(FollowedDeadline(deadline("Hằng quý", 2026), 2026), date(2026, 12, 31))
    day = expected_periods(FollowedDeadline(deadline("Hằng quý", 2026), 2026), date(2027, 1, 1))
    assert day[: len(eve)] == eve
    late = WorkSaid(ProgressState.UNDER_WAY, 50, eve[-1].due)
    assert not is_overdue(late, date(2026, 12, 31))
    assert is_overdue(late, date(2027, 1, 1))


def test_a_plan_that_ended_begins_no_period_any_more():
    assert keys("Hằng quý", date(2027, 6, 1), ended=date(2027, 1, 31))[-1] == "2027-Q1"


def test_what_was_over_before_the_plan_is_not_asked_for():
    assert keys("Hằng quý", since=date(2026, 4, 20)) == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_due_days_move_over_tet_only_where_the_plan_says_so():
    tet = Holidays(off=frozenset(date(2027, 2, one) for one in range(5, 14)))
    for moved, due in ((tet, date(2027, 2, 15)), (None, date(2027, 2, 10))):
        asked = FollowedDeadline(deadline("Trước ngày 10 hằng tháng", 2026, moved), 2026, holidays=moved)
        february = next(one for one in expected_periods(asked, date(2027, 3, 1)) if one.key == "2027-02")
        assert february.due == due


def test_an_event_that_happens_again_opens_a_period_and_leaves_the_one_before():
    wording = "Sau khi có kết quả công bố của Bộ Nội vụ"
    first, second = EventDay(1, date(2026, 5, 10), date(2026, 6, 10)), EventDay(2, date(2027, 5, 8))
    assert keys(wording) == ["lần 1"]
    asked = FollowedDeadline(deadline(wording, 2026), 2026, happened=(first, second))
    one, two = expected_periods(asked, date(2027, 6, 1))
    assert (one.key, one.starts, one.due) == ("lần 1", date(2026, 5, 10), date(2026, 6, 10))
    assert (two.key, two.starts, two.due) == ("lần 2", date(2027, 5, 8), None)


DEADLINES = st.builds(
    Deadline,
    text=st.sampled_from(["", "Hằng quý", "Hằng tuần", "ngày 15 và 30 hằng tháng", "Thường xuyên"]),
    kind=st.sampled_from(DeadlineKind),
    start=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    due=st.lists(st.dates(date(2026, 1, 1), date(2027, 3, 31)), max_size=30, unique=True).map(tuple),
    continues=st.booleans(),
)


INTO_NEXT_YEAR = Deadline(
    "ngày 15 và 30 hằng tháng",
    DeadlineKind.RECURRING,
    due=(date(2026, 1, 1), date(2026, 1, 2), date(2027, 1, 1)),
)


@example(INTO_NEXT_YEAR, date(2026, 1, 1), 365)
@given(DEADLINES, st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 500))
def test_names_of_periods_occur_once_and_none_goes_as_time_goes_by(one: Deadline, day: date, later: int):
    asked = FollowedDeadline(one, 2026)
    then, after = (expected_periods(asked, at) for at in (day, day + timedelta(days=later)))
    assert len({period.key for period in after}) == len(after)
    assert set(then) <= set(after)
    assert all(period.starts is None or period.starts <= period.ends for period in after)


WORDINGS = [
    "Thường xuyên; báo cáo trước ngày 15/12/2026",
    "Sau khi có kết quả, chậm nhất ngày 30/9/2026",
    "6 tháng cuối năm 2026 và các năm tiếp theo",
    "ngày 15 và 30 hằng tháng",
    "Ngày làm việc cuối cùng của tháng",
    "Định kỳ theo quy định",
    "02 tháng một lần",
    "Quý, 6 tháng, 9 tháng và năm",
    "Tháng 12/2026 đến quý I/2027",
    "Tuần đầu hằng tháng",
]


@given(st.sampled_from(WORDINGS), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_every_wording_of_the_plans_has_periods(wording: str, day: date):
    assert keys(wording, day)


def test_the_periods_of_the_reports_end_on_their_cut_offs():
    assert [f"{one.ends:%d/%m}" for one in report_periods(2026)] == ["14/03", "14/06", "14/09", "14/12"]


# Standings and roll-ups

WORKS = st.builds(
    WorkSaid,
    state=st.sampled_from(ProgressState),
    percent=st.integers(0, 100),
    due=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    done_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    waits=st.booleans(),
)


@given(WORKS)
def test_what_has_ended_is_never_overdue_nor_what_waits(work: WorkSaid):
    if is_overdue(work, TODAY):
        assert standing_of(work) in (RecordStanding.NOT_BEGUN, RecordStanding.UNDER_WAY)


@given(st.lists(WORKS, max_size=30), st.randoms(use_true_random=False))
def test_a_roll_up_is_the_same_in_every_order(works: list[WorkSaid], chance: Random):
    mixed = list(works)
    chance.shuffle(mixed)
    assert rolled_up(works, TODAY) == rolled_up(mixed, TODAY)


@given(st.lists(st.lists(WORKS, max_size=8), max_size=5))
def test_a_roll_up_of_parts_is_that_of_the_whole(parts: list[list[WorkSaid]]):
    whole = rolled_up([one for part in parts for one in part], TODAY)
    assert joined_up(rolled_up(part, TODAY) for part in parts) == whole
    assert whole.percent is None or 0 <= whole.percent <= 100


@pytest.mark.parametrize(
    ("standings", "together"),
    [
        (["done", "done"], "done"),
        (["done", "done_late"], "done_late"),
        (["done", "cancelled", "waiting"], "done"),
        (["done", "without_product"], "without_product"),
        (["done_late", "not_done"], "not_done"),
        (["done", "not_begun"], "under_way"),
        (["not_begun", "not_begun"], "not_begun"),
        (["waiting", "cancelled"], "waiting"),
        (["cancelled"], "cancelled"),
    ],
)
def test_records_together_are_done_when_all_are_and_late_when_one_is(standings: list[str], together: str):
    counts = {one: standings.count(one.value) for one in RecordStanding}
    assert RollUp(counts).standing == together


def test_the_percentage_is_the_exact_mean_of_what_can_be_worked_on():
    works = [WorkSaid(ProgressState.UNDER_WAY, one) for one in (10, 15, 20)]
    works += [WorkSaid(ProgressState.NOT_BEGUN, waits=True), WorkSaid(ProgressState.CANCELLED)]
    assert rolled_up([*works[:2], *works[3:]], TODAY).percent == Fraction(25, 2)
    assert rolled_up([], TODAY).percent is None
