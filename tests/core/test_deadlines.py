"""Deadlines of administrative plans: every wording of real plans, the variants a reader expects, and no guesses."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.impossible import impossible_part
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind

TABLE = Path(__file__).parents[1] / "data" / "deadlines.csv"
YEAR = 2023


def days(*written: str) -> tuple[date, ...]:
    """Days written as d/m/yyyy."""
    return tuple(date(*(int(part) for part in reversed(day.split("/")))) for day in written)


def read(text: str, year: int | None = YEAR) -> tuple[str, date | None, tuple[date, ...], bool]:
    found = deadline(text, year)
    assert found.text == text
    return found.kind.value, found.start, found.due, found.continues


def test_every_wording_of_real_plans_is_read_as_listed() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 36
    for row in rows:
        start = date.fromisoformat(row["start"]) if row["start"] else None
        due = tuple(date.fromisoformat(day) for day in row["due"].split())
        assert read(row["wording"]) == (row["kind"], start, due, row["continues"] == "yes"), row["wording"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Quý III/2023", "30/9/2023"),
        ("QUÝ III NĂM 2023", "30/9/2023"),
        ("Quý 3 năm 2023", "30/9/2023"),
        ("Quí III-2023", "30/9/2023"),
        ("Quy III nam 2023", "30/9/2023"),
        ("Q.III/2023", "30/9/2023"),
        ("QIII/2023", "30/9/2023"),
        ("Q3/2023", "30/9/2023"),
        ("Trong Quý III", "30/9/2023"),
        ("Năm 2023, quý III", "30/9/2023"),
        ("Quý III, 2023.", "30/9/2023"),
        ("Quý III.2023", "30/9/2023"),
        ("Đến hết quý III/2023", "30/9/2023"),
        ("Hoàn thành trong quý III/2023", "30/9/2023"),
        ("T7/2023", "31/7/2023"),
        ("Tháng 7 năm 2023;", "31/7/2023"),
        ("tháng 07/ 2023", "31/7/2023"),
        ("7/2023", "31/7/2023"),
        ("Tháng 2/2024", "29/2/2024"),
        ("Tháng 8", "31/8/2023"),
        ("Trước ngày 15/7/2023", "15/7/2023"),
        ("Hoàn thành trước 30/9", "30/9/2023"),
        ("Xong trước ngày 15 tháng 7 năm 2023", "15/7/2023"),
        ("Chậm nhất ngày 10/01/2024", "10/1/2024"),
        ("Chậm nhất là ngày 10 tháng 01 năm 2024", "10/1/2024"),
        ("10-01-2024", "10/1/2024"),
        ("10.01.2024", "10/1/2024"),
        ("2024-01-10", "10/1/2024"),
        ("10/01/24", "10/1/2024"),
        ("Ngày 30/9", "30/9/2023"),
        ("Từ nay đến hết năm 2023", "31/12/2023"),
        ("Đến hết năm 2025", "31/12/2025"),
        ("Cuối năm 2023", "31/12/2023"),
        ("Cuối quý II/2023", "30/6/2023"),
    ],
)
def test_one_day_or_one_period_is_fixed_and_due_on_its_last_day(text: str, due: str) -> None:
    assert read(text) == ("fixed", None, days(due), False)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("6 tháng đầu năm", "1/1/2023", "30/6/2023"),
        ("06 tháng cuối năm 2023", "1/7/2023", "31/12/2023"),
        ("Sáu tháng cuối\nnăm 2023", "1/7/2023", "31/12/2023"),
        ("Nửa cuối năm 2023", "1/7/2023", "31/12/2023"),
        ("9 tháng đầu năm 2023", "1/1/2023", "30/9/2023"),
        ("Cả năm", "1/1/2023", "31/12/2023"),
        ("Trong năm 2023", "1/1/2023", "31/12/2023"),
        ("Năm 2025", "1/1/2025", "31/12/2025"),
    ],
)
def test_half_a_year_and_a_year_also_have_a_start(text: str, start: str, due: str) -> None:
    assert read(text) == ("fixed", *days(start), days(due), False)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("Tháng 9-10/2024", "1/9/2024", "31/10/2024"),
        ("T7, T8/2023", "1/7/2023", "31/8/2023"),
        ("Tháng 7 và tháng 8 năm 2023", "1/7/2023", "31/8/2023"),
        ("Từ tháng 7 đến tháng 9/2023", "1/7/2023", "30/9/2023"),
        ("Quý II - III/2023", "1/4/2023", "30/9/2023"),
        ("Quý III, II năm 2023", "1/4/2023", "30/9/2023"),
        ("Quý 2 + 3/2023", "1/4/2023", "30/9/2023"),
        ("Quý I, II, III, IV năm 2023", "1/1/2023", "31/12/2023"),
        ("Quý IV/2023, quý I/2024", "1/10/2023", "31/3/2024"),
        ("Quý IV/2023;\nQuý I/2024", "1/10/2023", "31/3/2024"),
        ("Từ tháng 12 đến tháng 3/2024", "1/12/2023", "31/3/2024"),
        ("Từ quý II/2023 đến hết năm 2023", "1/4/2023", "31/12/2023"),
        ("Từ ngày 01/7/2023 đến hết ngày 31/8/2023", "1/7/2023", "31/8/2023"),
        ("01/7-31/8/2023", "1/7/2023", "31/8/2023"),
        ("Từ ngày 01 đến ngày 15/7/2023", "1/7/2023", "15/7/2023"),
        ("Giai đoạn 2021-2025", "1/1/2021", "31/12/2025"),
        ("6 tháng đầu năm và 6 tháng cuối năm 2023", "1/1/2023", "31/12/2023"),
    ],
)
def test_periods_in_a_row_are_a_range(text: str, start: str, due: str) -> None:
    assert read(text) == ("range", *days(start), days(due), False)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Quý I và quý III năm 2023", ("31/3/2023", "30/9/2023")),
        ("Quý III, I/2023", ("31/3/2023", "30/9/2023")),
        ("Tháng 4, 6, 9/2023", ("30/4/2023", "30/6/2023", "30/9/2023")),
        ("Tháng 6, tháng 12", ("30/6/2023", "31/12/2023")),
        ("Ngày 15/6 và 15/12/2023", ("15/6/2023", "15/12/2023")),
        ("Quý I/2023, quý I/2024", ("31/3/2023", "31/3/2024")),
    ],
)
def test_periods_apart_are_due_each_for_itself(text: str, due: tuple[str, ...]) -> None:
    assert read(text) == ("several", None, days(*due), False)


QUARTERS = ("31/3/2023", "30/6/2023", "30/9/2023", "31/12/2023")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Hàng quý", QUARTERS),
        ("Hằng quý", QUARTERS),
        ("Theo định kỳ hàng quý", QUARTERS),
        ("01 lần/quý", QUARTERS),
        ("Quý, 6 tháng, năm", QUARTERS),
        ("Quý I, 6 tháng, 9 tháng, năm 2023", QUARTERS),
        ("6 tháng, năm", ("30/6/2023", "31/12/2023")),
        ("Định kỳ 6 tháng", ("30/6/2023", "31/12/2023")),
        ("6 tháng/lần", ("30/6/2023", "31/12/2023")),
        ("Hàng năm", ("31/12/2023",)),
        ("Trước ngày 15/12 hàng năm", ("15/12/2023",)),
        ("Tháng 6 và tháng 12 hằng năm", ("30/6/2023", "31/12/2023")),
        ("Hàng tuần", ()),
    ],
)
def test_what_comes_again_is_due_in_the_plans_year(text: str, due: tuple[str, ...]) -> None:
    assert read(text) == ("recurring", None, days(*due), False)


def test_every_month_is_due_on_its_last_day_or_on_the_day_named() -> None:
    assert [f"{day:%d/%m}" for day in deadline("Hàng tháng", 2024).due][:3] == ["31/01", "29/02", "31/03"]
    assert deadline("Trước ngày 20 hàng tháng", YEAR).due[-1] == date(2023, 12, 20)
    assert deadline("Ngày 31 hàng tháng", YEAR).due == ()


@pytest.mark.parametrize(
    "text", ["Thường xuyên", "THƯỜNG XUYÊN.", "Thường xuyên, liên tục", "Thường xuyên hàng năm"]
)
def test_what_goes_on_has_no_due_day(text: str) -> None:
    assert read(text) == ("continuous", None, (), False)


def test_what_goes_on_may_have_a_span_or_a_day_beside_it() -> None:
    assert read("Thường xuyên trong năm 2023") == ("continuous", *days("1/1/2023"), days("31/12/2023"), False)
    assert read("Thường xuyên; báo cáo trước ngày 15/12/2023") == (
        "continuous",
        None,
        days("15/12/2023"),
        False,
    )
    assert read("Từ năm 2023 và các năm tiếp theo") == ("continuous", *days("1/1/2023"), (), True)
    assert read("Từ tháng 7/2023 trở đi") == ("continuous", *days("1/7/2023"), (), False)


@pytest.mark.parametrize(
    "text",
    [
        "Khi phát sinh",
        "Trước khi trình HĐND tỉnh",
        "Theo Kế hoạch số 12/KH-UBND ngày 20/12/2022",
        "Trong vòng 10 ngày kể từ ngày ban hành",
        "30 ngày làm việc kể từ ngày ký",
        "Kỳ họp cuối năm 2023 của HĐND tỉnh",
        "Sau khi Quyết định số 12/QĐ-TTg ngày 05/01/2023 được ban hành",
        "Tùy theo tiến độ",
    ],
)
def test_a_date_inside_an_event_is_no_due_day(text: str) -> None:
    assert read(text) == ("on_event", None, (), False)


def test_a_limit_named_beside_an_event_is_a_due_day() -> None:
    assert read("Sau khi có kết quả, chậm nhất ngày 30/9/2023") == (
        "on_event",
        None,
        days("30/9/2023"),
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Quý III/2023 và các năm tiếp theo",
        "Quý III năm 2023 và những năm tiếp theo",
        "Quý III/2023, các năm sau",
    ],
)
def test_following_years_are_told_apart_from_the_deadline(text: str) -> None:
    assert read(text) == ("fixed", None, days("30/9/2023"), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "Không xác định",
        "Sớm nhất có thể",
        "Đầu năm 2023",
        "Giữa quý III",
        "Trước tháng 9/2023",
        "Sau tháng 6/2023",
        "Tháng 7/8/2023",
        "Tháng 12, 01/2024",
        "Quý IV, I/2024",
        "Tháng 12 đến quý I",
        "Tháng 13/2023",
        "Quý V/2023",
        "31/02/2023",
        "Quý III hoặc quý IV/2023",
        "6 tháng",
        "Năm học 2023-2024",
        "Tháng 9/2023 đến tháng 7/2023",
    ],
)
def test_what_has_no_reading_or_several_is_never_guessed(text: str) -> None:
    assert deadline(text, YEAR) == Deadline(text)


def test_a_wording_without_a_year_needs_the_plans_year() -> None:
    assert read("Quý III", None) == ("unparsed", None, (), False)
    assert read("Quý III/2024", None) == ("fixed", None, days("30/9/2024"), False)
    assert read("Hàng quý", None) == ("recurring", None, (), False)


def test_due_days_stay_as_written_unless_a_table_of_holidays_moves_them() -> None:
    holidays = Holidays(
        off=frozenset({date(2024, 4, 30), date(2024, 5, 1)}), worked=frozenset({date(2024, 5, 4)})
    )
    assert deadline("Tháng 4/2024", YEAR).due == days("30/4/2024")
    assert deadline("Tháng 4/2024", YEAR, holidays).due == days("2/5/2024")
    assert deadline("04/5/2024", YEAR, holidays).due == days("4/5/2024")
    assert deadline("Quý III/2023", YEAR, Holidays()).due == days("2/10/2023")


def test_due_days_that_move_to_one_working_day_are_one() -> None:
    assert deadline("30/9/2023; 01/10/2023; 15/10/2023", YEAR).due == days(
        "30/9/2023", "1/10/2023", "15/10/2023"
    )
    assert deadline("30/9/2023; 01/10/2023; 15/10/2023", YEAR, Holidays()).due == days(
        "2/10/2023", "16/10/2023"
    )


def test_a_day_without_a_working_day_in_two_months_stays() -> None:
    day = date(2023, 1, 2)
    off = [day + timedelta(days=ahead) for ahead in range(70)]
    assert Holidays(off=frozenset(off)).next_working(day) == day
    assert Holidays(off=frozenset(off[:40])).next_working(day) == day + timedelta(days=42)
    assert Holidays().next_working(date.max) == date.max


WORDS = (
    "quý", "tháng", "năm", "ngày", "đến", "từ", "trước", "chậm nhất", "hết", "cuối", "đầu", "và", ",", ";",
    "-", "/", ".",
    "I", "II", "III", "IV", "V", "1", "2", "6", "7", "12", "31", "2023", "2024", "2024-2025", "01/7",
    "30/9/2023", "Q.I",
    "T7", "thường xuyên", "hàng", "theo", "khi", "sau", "kế hoạch", "các năm tiếp theo", "6 tháng", "\n",
)  # fmt: skip
wordings = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=60)


@given(wordings, st.none() | st.integers(0, 3000))
def test_any_text_gives_a_deadline_that_keeps_it(text: str, year: int | None) -> None:
    found = deadline(text, year)
    assert found.text == text
    assert list(found.due) == sorted(set(found.due))
    assert not (found.start and found.due) or found.start <= found.due[0]
    if found.kind in (DeadlineKind.FIXED, DeadlineKind.RANGE):
        assert len(found.due) == 1
    if found.kind is DeadlineKind.RANGE:
        assert found.start is not None
    if found.kind is DeadlineKind.SEVERAL:
        assert len(found.due) > 1
    if found.kind is DeadlineKind.UNPARSED:
        assert (found.start, found.due) == (None, ())


@given(wordings)
def test_marks_capitals_and_blanks_do_not_change_a_deadline(text: str) -> None:
    plain = deadline(text, YEAR)
    for other in (text.upper(), unicodedata.normalize("NFD", text), f"  {text} ."):
        found = deadline(other, YEAR)
        assert (found.kind, found.start, found.due) == (plain.kind, plain.start, plain.due)


near = st.dates(date(2022, 12, 1), date(2024, 3, 1))
tables = st.builds(
    lambda off, worked: Holidays(off=frozenset(off - worked), worked=frozenset(worked)),
    st.sets(near, max_size=40) | near.map(lambda day: {day + timedelta(days=ahead) for ahead in range(70)}),
    st.sets(near, max_size=5),
)


@given(near, near, tables)
def test_a_day_moves_forward_to_a_working_day_and_past_no_other(
    day: date, other: date, table: Holidays
) -> None:
    moved = table.next_working(day)
    between = [day + timedelta(days=ahead) for ahead in range((moved - day).days)]
    assert moved >= day
    assert not any(table.is_working(one) for one in between)
    if not table.is_working(moved):
        assert moved == day
        assert not any(table.is_working(day + timedelta(days=ahead)) for ahead in range(62))
    assert table.next_working(moved) == moved
    if day <= other:
        assert moved <= table.next_working(other)


@given(wordings | st.sampled_from(["Quý III/2023", "30/9/2023; 01/10/2023", "Hàng tháng"]), tables)
def test_moving_a_deadline_changes_nothing_but_its_due_days(text: str, table: Holidays) -> None:
    written, moved = deadline(text, YEAR), deadline(text, YEAR, table)
    assert moved == replace(written, due=moved.due)
    assert list(moved.due) == sorted({table.next_working(day) for day in written.due})


@given(
    st.integers(1, 31), st.integers(1, 14), st.integers(2020, 2030), st.sampled_from(["{}/{}/{}", "{}.{}.{}"])
)
def test_a_day_is_impossible_exactly_where_the_calendar_has_none(
    day: int, month: int, year: int, form: str
) -> None:
    written = form.format(day, month, year)
    try:
        date(year, month, day)
        expected = None
    except ValueError:
        expected = written
    assert impossible_part(f"Trước {written}") == expected
    assert (impossible_part(f"ngày {day} tháng {month} năm {year}") is None) == (expected is None)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Quý IV/2026", None),
        ("QUÝ 04/2026", None),
        ("Quý V/2026", "Quý V"),
        ("Hoàn thành trong quý 5", "quý 5"),
        ("Tháng 12/2026", None),
        ("Từ tháng 13/2026", "tháng 13"),
        ("Quý II, ngày 31/6", "31/6"),
        ("Văn bản 45/KH-UBND", None),
    ],
)
def test_there_are_four_quarters_and_twelve_months(text: str, part: str | None) -> None:
    assert impossible_part(text) == part


@given(st.text(st.sampled_from("quýQUÝ IVX0123456789/.-thángnăm"), max_size=40))
def test_what_is_impossible_stands_in_the_text_and_is_no_deadline_by_itself(text: str) -> None:
    part = impossible_part(text)
    if part is not None:
        assert part in unicodedata.normalize("NFC", " ".join(text.split()))
        assert deadline(part, 2026).kind is DeadlineKind.UNPARSED
