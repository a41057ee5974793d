"""The days of the four reports of a year, which day of a sending counts, and how punctual a unit was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.reports.periods import (
    ReportKind,
    ReportPeriod,
    previous_period,
    same_last_year,
    window,
)
from cchc.core.plans.reports.sending import (
    DuePart,
    PartState,
    Sending,
    counted_day,
    punctuality,
    state_of,
)

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SENDINGS = st.lists(st.builds(Sending, DAYS, st.booleans(), st.booleans()), max_size=5).map(
    lambda sent: sorted(sent, key=lambda one: one.day)
)


@pytest.mark.parametrize(
    ("kind", "data_from", "data_to", "cut_off"),
    [
        (ReportKind.Q1, date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 20)),
        (ReportKind.SIX_MONTHS, date(2025, 12, 15), date(2026, 6, 14), date(2026, 6, 20)),
        (ReportKind.Q3, date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 20)),
        (ReportKind.YEAR, date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 20)),
    ],
)
def test_the_days_of_a_report_are_those_of_the_guidance(
    kind: ReportKind, data_from: date, data_to: date, cut_off: date
) -> None:
    found = window(kind, 2026)
    assert (found.data_from, found.data_to, found.cut_off) == (data_from, data_to, cut_off)
    assert found.year_from == date(2025, 12, 15)


@given(st.integers(2000, 2100))
def test_the_whole_year_has_no_day_twice_and_leaves_none_out(year: int) -> None:
    six, third, whole = (
        window(kind, year) for kind in (ReportKind.SIX_MONTHS, ReportKind.Q3, ReportKind.YEAR)
    )
    assert third.data_from == six.data_to + timedelta(days=1)
    assert whole.data_from == six.data_from
    assert window(ReportKind.Q1, year + 1).data_from == whole.data_to + timedelta(days=1)


@given(st.sampled_from(ReportKind), st.integers(2000, 2100))
def test_four_reports_before_one_is_the_same_of_last_year(kind: ReportKind, year: int) -> None:
    period = ReportPeriod(kind, year)
    before = period
    for _time in range(len(ReportKind)):
        before = previous_period(before)
    assert before == same_last_year(period)


@given(SENDINGS)
def test_the_day_that_counts_is_the_first_that_was_not_returned_as_incomplete(sent: list[Sending]) -> None:
    whole = [one.day for one in sent if not one.incomplete]
    assert counted_day(sent) == (whole[0] if whole else None)


@given(SENDINGS.filter(bool), DAYS)
def test_sending_again_never_moves_a_day_that_counts(sent: list[Sending], day: date) -> None:
    before = counted_day(sent)
    after = counted_day([*sent, Sending(max(day, sent[-1].day))])
    assert after == before if before else after is not None


@given(SENDINGS)
def test_a_part_stands_as_its_last_sending_does(sent: list[Sending]) -> None:
    expected = PartState.UNSENT
    if sent:
        expected = PartState.RETURNED if sent[-1].returned else PartState.SENT
    assert state_of(sent) is expected


PARTS = st.lists(st.builds(DuePart, DAYS, st.none() | DAYS, st.booleans(), st.booleans()), max_size=8)


@given(PARTS, DAYS)
def test_nothing_is_both_late_and_missing(parts: list[DuePart], today: date) -> None:
    found = punctuality(parts, today)
    assert found.due >= found.late + found.missing


@given(PARTS, DAYS)
def test_a_report_that_is_carried_inside_another_is_counted_once(parts: list[DuePart], today: date) -> None:
    own = [one for one in parts if not one.carried]
    assert punctuality(parts, today) == punctuality(own, today)


def test_a_part_is_late_the_day_after_its_last_day_and_missing_once_that_is_over() -> None:
    due = date(2026, 3, 17)
    on_time, late = DuePart(due, due), DuePart(due, date(2026, 3, 18))
    assert punctuality([on_time, late], due).late == 1
    assert punctuality([DuePart(due, None)], due).due == 0
    assert punctuality([DuePart(due, None)], date(2026, 3, 18)).missing == 1
    assert punctuality([DuePart(due, None, closed=True)], due).missing == 1
