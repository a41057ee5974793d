"""The lines of a year's announcement, however they are written; the days that the law fixes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.cycles.exchange import HolidayRow, lines_of, proposed_holidays, read_holidays
from cchc.cycles.models import FIRST_YEAR, LAST_YEAR

VICTORY = HolidayRow(date(2027, 4, 30), "Ngày Chiến thắng")


def read(line: str, year: int = 2027) -> list[tuple[str, str, bool]]:
    rows, faults = read_holidays(line, year)
    assert faults == []
    return [(f"{row.on:%d/%m/%Y}", row.name, row.worked) for _line, row in rows]


@pytest.mark.parametrize(
    "line",
    [
        "30/4/2027 Ngày Chiến thắng",
        "30/04/2027: Ngày Chiến thắng",
        "30/4 Ngày Chiến thắng",
        "30.4.2027\tNgày Chiến thắng",
        "30-4-27 – Ngày Chiến thắng.",
        "- ngày 30/4/2027, Ngày Chiến thắng",
        "Thứ Sáu, ngày 30/4/2027: Ngày Chiến thắng",
        "T6 30/4/2027 Ngày Chiến thắng",
        "30/4/2027 (thứ 6) Ngày Chiến thắng",
    ],
)
def test_a_day_is_read_however_it_is_written(line: str) -> None:
    assert read(line) == [("30/04/2027", "Ngày Chiến thắng", False)]


@pytest.mark.parametrize(
    "line",
    [
        "06/02/2027 – 08/02/2027 Tết Nguyên đán",
        "06/02 - 08/02/2027: Tết Nguyên đán",
        "06/02/2027-08/02/2027 Tết Nguyên đán",
        "Từ ngày 06/02/2027 đến hết ngày 08/02/2027: Tết Nguyên đán",
        "Từ thứ Bảy, ngày 06/02/2027 đến hết thứ Hai, ngày 08/02/2027 Tết Nguyên đán",
    ],
)
def test_a_range_is_each_of_its_days(line: str) -> None:
    assert read(line) == [(f"0{day}/02/2027", "Tết Nguyên đán", False) for day in (6, 7, 8)]


def test_a_line_that_begins_with_lam_bu_is_worked() -> None:
    assert read("Làm bù 22/5/2027") == [("22/05/2027", "", True)]
    assert read("đi làm bù: thứ Bảy ngày 22/5, thay cho ngày 03/9") == [
        ("22/05/2027", "thay cho ngày 03/9", True)
    ]


def test_a_name_may_hold_a_date() -> None:
    assert read("03/9/2027 Nghỉ thêm dịp Quốc khánh 2/9") == [
        ("03/09/2027", "Nghỉ thêm dịp Quốc khánh 2/9", False)
    ]


@pytest.mark.parametrize(
    ("line", "found", "why"),
    [
        ("Tết Nguyên đán", "Tết Nguyên đán", "The line does not begin with a day."),
        ("01-05/5/2027 Nghỉ", "01-05/5/2027 Nghỉ", "The line does not begin with a day."),
        ("30/4, 01/5/2027 Nghỉ", "01/5/2027 Nghỉ", "After the day stands another one."),
        ("30/4 và 01/5/2027 Nghỉ", "và 01/5/2027 Nghỉ", "After the day stands another one."),
        (
            "06/02 (29 tháng Chạp) đến 12/02/2027",
            "(29 tháng Chạp) đến 12/02/2027",
            "After the day stands another one.",
        ),
        ("31/02/2027 Nghỉ", "31/02/2027", "There is no such day."),
        ("30/4/2026 Nghỉ", "30/4/2026", "This is a day of another year."),
        ("30/4/0027 Nghỉ", "30/4/0027", "This is a day of another year."),
        ("thứ Năm 30/4/2027 Nghỉ", "thứ Năm 30/4/2027", "30/04/2027 is a Friday."),
        ("12/02/2027 – 06/02/2027 Tết", "12/02/2027 – 06/02/2027", "This is no range of holidays."),
        ("01/01/2027 – 31/12/2027 Tết", "01/01/2027 – 31/12/2027", "This is no range of holidays."),
    ],
)
def test_what_is_no_day_is_refused_with_its_line(line: str, found: str, why: str) -> None:
    rows, faults = read_holidays(f"30/4/2027 Ngày Chiến thắng\n\n{line}", 2027)
    assert [row for _line, row in rows] == [VICTORY]
    assert [(fault.place.line, fault.found, str(fault.why)) for fault in faults] == [(3, found, why)]


@given(st.text(alphabet="0123456789/.-– đếnlàmbùtừ(),CNthứ2\n", max_size=60))
def test_any_text_is_days_of_the_year_or_faults(text: str) -> None:
    rows, faults = read_holidays(text, 2027)
    assert {row.on.year for _line, row in rows} <= {2027}
    lines = {number for number, line in enumerate(text.splitlines(), start=1) if line.strip()}
    assert {line for line, _row in rows} | {fault.place.line for fault in faults} == lines


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # The announcements for 2025 and 2026: Tết, Giỗ Tổ with its day in lieu, the exchanged days before 1/5 and 2/9.
        (2025, "01/01 27/01 28/01 29/01 30/01 31/01 01/02 07/04 26/04+ 30/04 01/05 02/05 01/09 02/09"),
        (2026, "01/01 16/02 17/02 18/02 19/02 20/02 26/04 27/04 30/04 01/05 22/08+ 31/08 01/09 02/09 24/11"),
    ],
)
def test_the_days_off_and_the_exchanged_days_of_a_year_are_known(year: int, expected: str) -> None:
    assert " ".join(f"{row.on:%d/%m}{'+' * row.worked}" for row in proposed_holidays(year)) == expected


@given(st.integers(FIRST_YEAR, LAST_YEAR))
def test_the_proposed_days_of_every_year_are_read_back_as_they_were_written(year: int) -> None:
    rows = proposed_holidays(year)
    assert len({row.on for row in rows}) == len(rows) >= 4
    assert all(row.on.weekday() >= 5 for row in rows if row.worked)
    read, faults = read_holidays(lines_of(rows), year)
    assert (tuple(row for _line, row in read), faults) == (rows, [])
