"""Deadlines as offices say them in their own way: parts of months and quarters, numbers in words, days in brackets."""

from __future__ import annotations

from datetime import date

import pytest

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind

MONTHS = range(1, 13)
QUARTERS = "2026-03-31 2026-06-30 2026-09-30 2026-12-31"


def each_month(day: int) -> str:
    return " ".join(f"2026-{month:02}-{day:02}" for month in MONTHS)


@pytest.mark.parametrize(
    ("text", "kind", "due", "likely"),
    [
        # where a month is cut is custom
        ("Giữa tháng 6", "fixed", "2026-06-15", True),
        ("Khoảng giữa tháng 8/2026", "fixed", "2026-08-15", True),
        ("Đầu tháng 7/2026", "fixed", "2026-07-10", True),
        ("Đầu quý III", "fixed", "2026-07-31", True),
        ("Giữa năm 2026", "fixed", "2026-06-30", True),
        ("Cuối tháng", "recurring", " ".join(f"2026-{month:02}-{end}" for month, end in zip(
            MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)), True),
        ("Ngày cuối cùng của quý", "recurring", QUARTERS, True),
        # what the calendar says is sure
        ("Trong 10 ngày đầu tháng 7", "fixed", "2026-07-10", False),
        ("05 ngày cuối tháng 6/2026", "fixed", "2026-06-30", False),
        ("Tháng đầu quý II", "fixed", "2026-04-30", False),
        ("Tháng thứ hai của quý III/2026", "fixed", "2026-08-31", False),
        ("Quý đầu năm 2026", "fixed", "2026-03-31", False),
        ("Các tháng 3, 6, 9, 12", "several", QUARTERS, False),
        ("Cuối các tháng 3, 6, 9 và 12/2026", "several", QUARTERS, False),
        ("Các quý trong năm", "recurring", QUARTERS, False),
        ("Cả 4 quý", "recurring", QUARTERS, False),
        ("Hằng tháng (trước ngày 20)", "recurring", each_month(20), False),
        ("Hằng tháng, chậm nhất ngày 25", "recurring", each_month(25), False),
        ("5 ngày đầu mỗi tháng", "recurring", each_month(5), False),
        ("Vào ngày 15 các tháng cuối quý", "recurring", "2026-03-15 2026-06-15 2026-09-15 2026-12-15", False),
        ("Hai tháng một lần", "recurring", "2026-02-28 2026-04-30 2026-06-30 2026-08-31 2026-10-31 2026-12-31", False),
        ("Trước khi kết thúc năm 2026", "fixed", "2026-12-31", False),
        ("Trước 01 tháng 7", "fixed", "2026-07-01", False),
        ("Sơ kết tháng 6, tổng kết tháng 12", "several", "2026-06-30 2026-12-31", False),
        ("Định kỳ hoặc đột xuất", "recurring", "", False),
        ("Quanh năm", "continuous", "", False),
        # numbers in words
        ("Tháng Sáu năm 2026", "fixed", "2026-06-30", False),
        ("Tháng Năm/2026", "fixed", "2026-05-31", False),
        ("Tháng mười hai", "fixed", "2026-12-31", False),
        ("Quý một năm 2026", "fixed", "2026-03-31", False),
        # a day in brackets names when in the period it is
        ("Quý II/2026 (trước 15/6)", "fixed", "2026-06-15", False),
        ("Tháng 6/2026 (chậm nhất ngày 20/6)", "fixed", "2026-06-20", False),
        ("Quý II (trước 15/8)", "several", "2026-06-30 2026-08-15", False),
        ("Báo cáo 6 tháng (trước 10/6), năm (trước 10/12)", "several", "2026-06-10 2026-12-10", True),
    ],
)  # fmt: skip
def test_a_customary_wording_is_read_and_is_likely_where_only_custom_says_the_day(
    text: str, kind: str, due: str, likely: bool
) -> None:
    found = deadline(text, 2026)
    assert (found.kind.value, " ".join(map(str, found.due)), found.likely) == (kind, due, likely)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("10 tháng đầu năm 2026", date(2026, 1, 1), date(2026, 10, 31)),
        ("4 tháng cuối năm", date(2026, 9, 1), date(2026, 12, 31)),
        ("Tháng 4→6/2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("Tháng 4 ÷ tháng 6/2026", date(2026, 4, 1), date(2026, 6, 30)),
        ("Từ đầu tháng 6 đến giữa tháng 7", date(2026, 6, 1), date(2026, 7, 15)),
        ("Trong hai năm 2026-2027", date(2026, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_span_is_read_from_its_first_to_its_last_day(text: str, start: date, due: date) -> None:
    found = deadline(text, 2026)
    assert (found.start, found.due) == (start, (due,))


@pytest.mark.parametrize(
    "text",
    [
        "Tháng sau",
        "Tháng Giêng",
        "Đầu năm 2026",
        "Giữa quý III",
        "Hằng quý, trước ngày 20",
        "Cuối tháng 11, đầu tháng 12/2026",
        "13 tháng đầu năm",
        "Trước ngày 20 của tháng báo cáo",
        "Năm học 2025-2026",
        "Tháng ba lần",
    ],
)
def test_a_wording_of_which_two_officials_may_disagree_stays_unread(text: str) -> None:
    assert deadline(text, 2026).kind is DeadlineKind.UNPARSED
