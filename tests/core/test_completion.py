"""How much of what was due is done, against what an official counts by hand."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.plans.following.completion import (
    CompletionCount,
    CountedRecord,
    WhyUncounted,
    completion_of,
    count_of,
)
from cchc.core.plans.following.periods import (
    EventDay,
    FollowedDeadline,
    RecordPeriod,
    expected_periods,
)
from cchc.core.plans.following.states import ProgressState, WorkSaid, state_said

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DONE, UNDER_WAY = ProgressState.DONE, ProgressState.UNDER_WAY
NAME, HEALTH, MERGED, OWNER = 1, 2, 3, 9  # units


def day(month: int, of_month: int, year: int = 2026) -> date:
    return date(year, month, of_month)


def a_record(
    due: date | None,
    done_on: date | None = None,
    *,
    state: ProgressState | None = None,
    measure: int = 1,
    unit: int = NAME,
    period: str = "lần 1",
    closed: bool = True,
    waits: bool = False,
    **more: bool,
) -> CountedRecord:
    """A record that its unit reported done on a day and the owner of the plan closed, unless something else is said."""
    state = state or (DONE if done_on else ProgressState.NOT_BEGUN)
    work = WorkSaid(state, 100 if done_on else 0, due, done_on, waits)
    return CountedRecord(measure, unit, period, work, closed and state is not UNDER_WAY, **more)


def of_periods(periods: tuple[RecordPeriod, ...], *done: date | None, **more: Any) -> list[CountedRecord]:
    """A record for each period, done on these days."""
    days = [*done, *[None] * (len(periods) - len(done))]
    return [
        a_record(one.due, on, period=one.key, waits=one.waits, **more)
        for one, on in zip(periods, days, strict=True)
    ]


def periods(wording: str, until: date = LAST, **more: Any) -> tuple[RecordPeriod, ...]:
    return expected_periods(FollowedDeadline(deadline(wording, 2026), 2026, **more), until)


TET = Holidays(off=frozenset(date(2026, 2, one) for one in range(14, 23)))

# What is counted, and by hand: planned, done, of those late.
BY_HAND: dict[str, tuple[list[CountedRecord], tuple[int, int, int]]] = {
    # Due 30/6; the report that closes the work was signed on 1/7.
    "late": ([a_record(day(6, 30), day(7, 1))], (1, 1, 1)),
    # Due 30/6, extended to 30/9, done on 15/9: on time by what holds now.
    "extended": ([a_record(day(9, 30), day(9, 15))], (1, 1, 0)),
    # Two measures; the second was taken out of the plan by an amendment.
    "withdrawn": (
        [a_record(day(6, 30), day(6, 1)), a_record(day(6, 30), measure=2, withdrawn=True)],
        (1, 1, 0),
    ),
    # Waits for a result of the ministry that has not come.
    "event not occurred": (of_periods(periods("Sau khi có kết quả công bố của Bộ Nội vụ")), (0, 0, 0)),
    # The result came on 10/5, the term is 10/6, done on 9/6.
    "event occurred": (
        of_periods(
            periods("Sau khi có kết quả công bố", happened=(EventDay(1, day(5, 10), day(6, 10)),)), day(6, 9)
        ),
        (1, 1, 0),
    ),
    # Goes on through the year and into the next one: never planned, whatever was reported.
    "continuous over New Year": (
        of_periods(periods("Thường xuyên", day(2, 1, 2027)), day(3, 14), day(6, 14), continuous=True),
        (0, 0, 0),
    ),
    # 31/3 and 30/9: the first in time, the second not at all.
    "several deadlines, one open": (of_periods(periods("Quý I, III năm 2026"), day(3, 30)), (1, 0, 0)),
    # The same, the second on 5/10: done, and late because one of them was.
    "several deadlines, one late": (
        of_periods(periods("Quý I, III năm 2026"), day(3, 30), day(10, 5)),
        (1, 1, 1),
    ),
    # Sở A closed the first quarter; on 1/7 it became Sở B, to which the other three passed, all done.
    "unit merged in mid-year": (
        [
            a_record(day(3, 31), day(3, 20), unit=MERGED, period="2026-Q1"),
            *(
                a_record(
                    date(2026, month, 30), date(2026, month, 20), unit=HEALTH, period=f"2026-Q{month // 3}"
                )
                for month in (6, 9)
            ),
            a_record(day(12, 31), day(12, 20), unit=HEALTH, period="2026-Q4"),
        ],
        (2, 2, 0),
    ),
    # A group of one; a second unit joined in August and reports the third and the fourth quarter, the last one late.
    "group that grew": (
        [
            *of_periods(periods("Hằng quý"), day(3, 1), day(6, 1), day(9, 1), day(12, 1)),
            *of_periods(periods("Hằng quý")[2:], day(9, 1), day(12, 31), unit=HEALTH),
        ],
        (2, 2, 0),
    ),
    # Due on Sunday 15/2/2026, in the days of Tết; the plan moves its days: Monday 23/2. Done on 23/2.
    "Tết": (
        of_periods(
            expected_periods(FollowedDeadline(deadline("15/02/2026", 2026, TET), 2026, holidays=TET), LAST),
            day(2, 23),
        ),
        (1, 1, 0),
    ),
    # The same in a plan that leaves its days as they stand.
    "Tết, days as written": (of_periods(periods("15/02/2026"), day(2, 23)), (1, 1, 1)),
    # The plan names a decision; the unit says done, and has brought none.
    "done without its product": (
        [a_record(day(6, 30), day(6, 1), state=state_said(DONE, names_output=True, products=0))],
        (1, 0, 0),
    ),
    # A document of the province cancels it, and the owner of the plan has taken that; the other is not closed yet.
    "cancelled": (
        [
            a_record(day(6, 30), state=ProgressState.CANCELLED),
            a_record(day(6, 30), state=ProgressState.CANCELLED, measure=2, closed=False),
        ],
        (1, 0, 0),
    ),
    # Not done, for a reason: it was planned.
    "not done": ([a_record(day(6, 30), state=ProgressState.NOT_DONE)], (1, 0, 0)),
    # Reported done on 1/6, returned by the owner, under way again.
    "returned": ([a_record(day(6, 30), state=UNDER_WAY)], (1, 0, 0)),
    # Reported done, and the owner has not looked at it yet.
    "not closed yet": ([a_record(day(6, 30), day(6, 1), closed=False)], (1, 0, 0)),
    # No unit was found for the lead: the owner of the plan reports, and it counts for the owner.
    "kept by the owner": ([a_record(day(6, 30), day(6, 30), unit=OWNER)], (1, 1, 0)),
    # Each month, eleven in time, December on the last day.
    "recurring": (
        of_periods(periods("Hằng tháng"), *(date(2026, month, 25) for month in range(1, 12)), day(12, 31)),
        (1, 1, 0),
    ),
    # No calendar knows when that is: never planned, though it was done.
    "a deadline that names no day": (of_periods(periods("Sớm nhất có thể"), day(6, 1)), (0, 0, 0)),
    # Due in the year after the plan's: nothing of this year.
    "due in the next year": (of_periods(periods("Chậm nhất đến ngày 10/01/2027")), (0, 0, 0)),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_completion_is_what_is_counted_by_hand(case: str):
    records, (planned, done, late) = BY_HAND[case]
    counted = completion_of(records, FIRST, LAST)
    assert count_of(counted.values()) == CompletionCount(planned, done, late)


def test_at_least_sixteen_cases_are_counted_by_hand():
    assert len(BY_HAND) >= 16


def test_what_is_done_after_the_day_of_the_cut_off_is_not_done_by_that_day():
    records = [a_record(day(6, 30), day(7, 10))]
    assert count_of(completion_of(records, FIRST, day(6, 30)).values()) == CompletionCount(1, 0, 0)
    assert count_of(completion_of(records, FIRST, day(7, 10)).values()) == CompletionCount(1, 1, 1)
    assert count_of(completion_of(records, FIRST, day(6, 29)).values()) == CompletionCount(0, 0, 0)


def test_what_is_left_out_says_why():
    left = [
        a_record(day(6, 30), measure=1, withdrawn=True),
        a_record(None, measure=2, continuous=True),
        a_record(None, measure=3, waits=True),
        a_record(day(6, 30), measure=4, state=ProgressState.CANCELLED),
        a_record(day(6, 30, 2027), measure=5),
        a_record(None, measure=6),
    ]
    counted = completion_of(left, FIRST, LAST)
    assert [one.why for one in counted.values()] == list(WhyUncounted)


DAYS = st.dates(date(2025, 10, 1), date(2027, 3, 31))
RECORDS = st.lists(
    st.builds(
        a_record,
        st.none() | DAYS,
        DAYS,
        state=st.sampled_from(ProgressState),
        measure=st.integers(1, 3),
        unit=st.integers(1, 3),
        closed=st.booleans(),
        waits=st.booleans(),
        withdrawn=st.booleans(),
        continuous=st.booleans(),
    ),
    max_size=12,
)


@given(RECORDS, DAYS)
def test_late_is_part_of_done_and_done_of_planned_on_every_day(records: list[CountedRecord], cut_off: date):
    count = count_of(completion_of(records, FIRST, cut_off).values())
    assert 0 <= count.late <= count.done <= count.planned <= len(records)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_counts_for_nothing(records: list[CountedRecord], chance: Random):
    mixed = list(records)
    chance.shuffle(mixed)
    before, after = (count_of(completion_of(one, FIRST, LAST).values()) for one in (records, mixed))
    assert before == after


@given(RECORDS)
def test_units_are_counted_apart(records: list[CountedRecord]):
    whole = count_of(completion_of(records, FIRST, LAST).values())
    each = [
        count_of(completion_of([one for one in records if one.unit == unit], FIRST, LAST).values())
        for unit in (1, 2, 3)
    ]
    assert whole.planned == sum(one.planned for one in each)
    assert whole.done == sum(one.done for one in each)


def test_all_orders_of_one_case_give_the_same():
    records, _figures = BY_HAND["several deadlines, one late"]
    found = {count_of(completion_of(one, FIRST, LAST).values()) for one in permutations(records)}
    assert found == {CompletionCount(1, 1, 1)}
