"""Deadlines as offices word them, in sentences, in waves, again and again: the days are read, nothing is invented."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import Deadline, DeadlineKind

YEAR = 2026
ISSUED = date(2026, 2, 9)


def dues(text: str, year: int | None = YEAR) -> tuple[str, str]:
    found = deadline(text, year, issued=ISSUED)
    assert found.text == text
    return found.kind.value, " ".join(
        day.isoformat()[5:] if day.year == year else day.isoformat() for day in found.due
    )


MONTHS = " ".join(f"{month:02}-{monthrange(YEAR, month)[1]}" for month in range(1, 13))
NEXT_MONTHS = " ".join([*(f"{month:02}-10" for month in range(2, 13)), "2027-01-10"])
QUARTERS = "03-31 06-30 09-30 12-31"


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        # a dated part inside a sentence
        ("Trình phê duyệt đề án trong quý II/2026 và triển khai", "fixed", "06-30"),
        ("Lập danh mục, hoàn thành trước ngày 15/4/2026", "fixed", "04-15"),
        ("Mở 02 lớp tập huấn trong tháng 5/2026", "fixed", "05-31"),
        ("Hoàn thành trong quý III/2026, 03 lớp", "fixed", "09-30"),
        ("Ngay trong tháng 3", "fixed", "03-31"),
        ("Hoàn thành trước 30/6/2026 và duy trì thường xuyên", "fixed", "06-30"),
        ("Quý I/2026: dự thảo; quý II, III: lấy ý kiến; quý IV: ban hành", "several", "03-31 09-30 12-31"),
        ("Tháng 4/2026 (cấp xã); tháng 5/2026 (cấp tỉnh)", "several", "04-30 05-31"),
        ("Hoàn thành 40% trong quý II, 100% trong quý IV/2026", "several", "06-30 12-31"),
        ("Đăng ký trước 28/02; thực hiện trong năm; báo cáo trước 20/12/2026", "several", "02-28 12-20 12-31"),
        # waves
        ("Đợt 1: tháng 4/2026; đợt 2: tháng 10/2026", "several", "04-30 10-31"),
        ("Lần 1 trước ngày 15/5, lần 2 trước ngày 15/11/2026", "several", "05-15 11-15"),
        ("Vòng I: Quý II; vòng II: Quý III", "several", "06-30 09-30"),
        ("30/5/2026 (đợt 1), 30/10/2026 (đợt 2)", "several", "05-30 10-30"),
        # hours, weekdays
        ("Từ 7 giờ 30 đến 11 giờ 30 ngày 12/3/2026", "fixed", "03-12"),
        ("8h00, thứ Ba, ngày 10/3/2026", "fixed", "03-10"),
        ("Trước 16h30 ngày 20/3/2026", "fixed", "03-20"),
        ("2026-03-31 00:00:00", "fixed", "03-31"),
        # parts of a month, days in a row
        ("Tuần thứ 3 tháng 5/2026", "fixed", "05-21"),
        ("Tuần 1, 2 tháng 6", "fixed", "06-14"),
        ("tuần cuối tháng 2", "fixed", "02-28"),
        ("Trung tuần tháng 8/2026", "fixed", "08-20"),
        ("Nửa đầu tháng 9", "fixed", "09-15"),
        ("20-25/7/2026", "range", "07-25"),
        ("Từ ngày 03 đến 10 tháng 8 năm 2026", "range", "08-10"),
        ("Ngày 10 các tháng 4, 7 và 10", "several", "04-10 07-10 10-10"),
        ("IV/2026", "fixed", "12-31"),
        ("Quý I năm sau", "fixed", "2027-03-31"),
        # what comes again
        ("Trước ngày 10 của tháng sau", "recurring", NEXT_MONTHS),
        ("Trước ngày 20 của tháng cuối quý", "recurring", "03-20 06-20 09-20 12-20"),
        ("Tháng cuối của mỗi quý", "recurring", QUARTERS),
        ("Hằng quý (trước ngày 18 của tháng cuối quý)", "recurring", "03-18 06-18 09-18 12-18"),
        ("Trước ngày 05 tháng đầu quý sau", "recurring", "04-05 07-05 10-05 2027-01-05"),
        ("Thứ Hai hằng tuần", "recurring", ""),
        ("03 tuần/lần", "recurring", ""),
        ("2 tháng/lần", "recurring", "02-28 04-30 06-30 08-31 10-31 12-31"),
        ("Mỗi tháng 01 lần", "recurring", MONTHS),
        ("Rà soát trong tháng 11 hằng năm và công bố", "recurring", "11-30"),
        ("Hằng năm, trước ngày 20/11", "recurring", "11-20"),
        ("Định kỳ hằng quý; tổng kết trước ngày 20/12/2026", "recurring", f"{QUARTERS[:-5]}12-20 12-31"),
        ("Hằng quý, 6 tháng, 01 năm", "recurring", QUARTERS),
        # what goes on
        ("Nhiệm vụ thường xuyên", "continuous", ""),
        ("Thực hiện thường xuyên", "continuous", ""),
        ("Thường xuyên (báo cáo trước ngày 20/11/2026)", "continuous", "11-20"),
        ("Thường xuyên; báo cáo hằng quý", "continuous", QUARTERS),
        ("Từ tháng 4/2026", "continuous", ""),
        ("Kể từ ngày 01/7/2026", "continuous", ""),
        ("Từ ngày ban hành Kế hoạch trở đi", "continuous", ""),
        # events
        ("Sau khi có hướng dẫn của Bộ, trong quý III/2026", "on_event", "09-30"),
        ("Theo Công văn số 45/SNV-CCHC ngày 12/01/2026, xong trước 30/4/2026", "on_event", "04-30"),
        ("Theo Công văn số 45/SNV-CCHC ngày 12/01/2026", "on_event", ""),
        ("50 ngày kể từ ngày ban hành", "on_event", "03-31"),
        ("Trong vòng 05 ngày làm việc kể từ ngày ký Kế hoạch này", "on_event", "02-16"),
        ("02 tháng kể từ ngày ban hành", "on_event", "04-09"),
        ("15 ngày kể từ ngày 05/3/2026", "on_event", "03-20"),
        ("30 ngày kể từ ngày Nghị định có hiệu lực", "on_event", ""),
        ("Trước Tết Nguyên đán", "on_event", ""),
        ("Đột xuất", "on_event", ""),
    ],
)  # fmt: skip
def test_the_wordings_of_offices_mean_their_days(text: str, kind: str, due: str) -> None:
    assert dues(text) == (kind, due)


@pytest.mark.parametrize(
    "text",
    [
        "Tuần 2 tháng 3/2026",
        "Trung tuần tháng 5/2026",
        "Dự kiến quý III/2026",
        "Báo cáo kết quả năm 2025 trước ngày 15/3/2026",
        "50 ngày kể từ ngày ban hành",
    ],
)
def test_a_custom_a_guess_of_the_office_and_another_time_beside_it_make_a_day_only_likely(text: str) -> None:
    found = deadline(text, YEAR, issued=ISSUED)
    assert (len(found.due), found.likely) == (1, True)


@pytest.mark.parametrize(
    "text", ["Quý III/2026", "Hoàn thành trong tháng 5/2026", "Đợt 1: quý I; đợt 2: quý II"]
)
def test_a_plain_day_is_sure(text: str) -> None:
    assert not deadline(text, YEAR).likely


@pytest.mark.parametrize(
    "text",
    [
        "Công bố kết quả năm 2025",
        "Ban hành Kế hoạch số 12/KH-UBND ngày 05/01/2026",
        "Ngày 05/01/2026 của Sở Nội vụ là hạn cũ hoặc ngày 06/01/2026",
        "Quý I hoặc quý II/2026",
        "Trong quý II hay quý III",
        "Hoàn thành sau tháng 6/2026",
        "Triển khai từ đầu năm 2026",
        "Xong trước tháng 9/2026",
        "Xong trong tháng 13/2026",
        "Đợt 1: tháng 12; đợt 2: tháng 3/2027",
        "Tháng 12/2026 đến",
        "Nhiệm vụ trọng tâm",
        "Ngày 05/01/2026 của Sở Nội vụ",
    ],
)
def test_a_sentence_without_a_time_of_its_own_or_with_two_readings_is_never_guessed(text: str) -> None:
    assert deadline(text, YEAR) == Deadline(text)


def test_days_counted_from_the_document_wait_for_its_date_and_count_working_days_by_the_holidays() -> None:
    text = "Trong 10 ngày làm việc kể từ ngày ban hành"
    assert deadline(text, YEAR) == Deadline(text, DeadlineKind.ON_EVENT)
    assert deadline(text, YEAR, issued=ISSUED).due == (date(2026, 2, 23),)
    off = Holidays(off=frozenset(date(2026, 2, day) for day in range(16, 21)))
    assert deadline(text, YEAR, off, ISSUED).due == (date(2026, 3, 2),)


def test_what_goes_on_afterwards_is_said() -> None:
    for text in (
        "Hoàn thành trong năm 2026; duy trì các năm sau",
        "Quý II/2026 và thường xuyên",
        "Năm 2026 và hằng năm",
    ):
        found = deadline(text, YEAR)
        assert (found.kind, found.continues) == (DeadlineKind.FIXED, True), text
    assert deadline("Từ quý III/2026", YEAR).start == date(2026, 7, 1)
    assert deadline("Từ ngày ban hành Kế hoạch", YEAR, issued=ISSUED).start == ISSUED


# Printed in a family of wordings and read back

dates = st.dates(date(2001, 1, 1), date(2098, 12, 31))
DAY_FORMS = (
    "{d}/{m}/{y}", "ngày {d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "ngày {d} tháng {m} năm {y}", "ngày{d} tháng{m}/{y}",
    "08 giờ 30, thứ Năm, ngày {d}/{m}/{y}", "{y}-{m:02}-{d:02}",
)  # fmt: skip
MONTH_FORMS = (
    "tháng {m}/{y}",
    "tháng {m:02} năm {y}",
    "T{m}/{y}",
    "quý {q}/{y}",
    "quý {r} năm {y}",
    "Q.{r}/{y}",
)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def printed(form: str, day: date) -> str:
    quarter = (day.month + 2) // 3
    return form.format(d=day.day, m=day.month, y=day.year, q=quarter, r=ROMAN[quarter])


def last_day(form: str, day: date) -> date:
    month = 3 * ((day.month + 2) // 3) if "{q}" in form or "{r}" in form else day.month
    return day.replace(day=1, month=month).replace(day=monthrange(day.year, month)[1])


@given(
    dates,
    st.sampled_from(DAY_FORMS),
    st.sampled_from(
        (
            "{}", "Trước {}", "Chậm nhất {}", "Hoàn thành trước {}", "Tham mưu ban hành, trình ký trước {}",
            "Ban hành chậm nhất là {} và tổ chức thực hiện", "Đến {}", "Trước {} (gửi Sở Nội vụ)", "Hạn cuối: {}",
        )
    ),
)  # fmt: skip
def test_every_day_in_every_wording_of_a_limit_is_due_on_that_day(day: date, form: str, words: str) -> None:
    found = deadline(words.format(printed(form, day)), None)
    assert (found.kind, found.due) == (DeadlineKind.FIXED, (day,))


@given(
    dates,
    st.sampled_from(MONTH_FORMS),
    st.sampled_from(
        (
            "{}", "Trong {}", "Đến hết {}", "Hoàn thành {}", "Xây dựng dự thảo trong {} và trình ký",
            "Tổ chức 02 hội nghị trong {}", "Cuối {}", "{} (sau khi có hướng dẫn)",
        )
    ),
)  # fmt: skip
def test_every_period_in_every_wording_is_due_on_its_last_day(day: date, form: str, words: str) -> None:
    found = deadline(words.format(printed(form, day)), None)
    assert (found.kind, found.due) == (DeadlineKind.FIXED, (last_day(form, day),))


@given(
    st.lists(dates, min_size=2, max_size=4, unique_by=lambda day: (day.year, day.month)),
    st.sampled_from(("Đợt {}: {}", "Lần {}: trong {}", "Giai đoạn {}: {}", "vòng {} hoàn thành trong {}")),
    st.sampled_from(("; ", ", ", " và ")),
)
def test_every_wave_is_due_for_itself(days: list[date], form: str, between: str) -> None:
    waves = [form.format(at, printed("tháng {m}/{y}", day)) for at, day in enumerate(days, 1)]
    found = deadline(between.join(waves), None)
    assert (found.kind, found.due) == (DeadlineKind.SEVERAL, tuple(sorted(last_day("", day) for day in days)))


@given(st.integers(1, 4), st.integers(1, 12), st.integers(2001, 2098))
def test_week_n_of_a_month_is_due_on_day_seven_n(week: int, month: int, year: int) -> None:
    found = deadline(f"Tuần {week} tháng {month}/{year}", None)
    assert (found.due, found.likely) == ((date(year, month, 7 * week),), True)


@given(st.integers(1, 28), st.integers(2001, 2098))
def test_what_is_due_on_a_day_of_each_month_or_quarter_is_due_there_all_year(day: int, year: int) -> None:
    monthly = deadline(f"Trước ngày {day:02} hằng tháng", year).due
    assert monthly == tuple(date(year, month, day) for month in range(1, 13))
    after = deadline(f"Trước ngày {day:02} của tháng liền kề", year).due
    assert after == (*monthly[1:], date(year + 1, 1, day))
    assert deadline(f"Ngày {day} của tháng cuối quý", year).due == monthly[2::3]


PARTS = (
    "Đợt 1:", "trong", "trước", "đến", "từ", "tháng 3", "tháng 12/2026", "quý I", "II/2026", "ngày 05", "05/6", "31/02",
    "hằng năm", "hằng quý", "của tháng cuối quý", "tháng liền kề", "thường xuyên", "sau khi có", "số 12/KH-UBND", "và",
    ";", ",", "(", ")", ":", "-", "03 lớp", "50%", "hoặc", "tuần 2", "8h30", "thứ Sáu", "báo cáo", "năm 2025",
    "năm sau", "kể từ ngày ban hành", "10 ngày", "các năm sau", "2000", "9999",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join), st.none() | st.integers(1900, 2199))
def test_any_sentence_gives_a_deadline_whose_days_are_in_order(text: str, year: int | None) -> None:
    found = deadline(text, year, issued=ISSUED)
    assert found.text == text
    assert list(found.due) == sorted(set(found.due))
    assert not (found.start and found.due) or found.start <= found.due[-1]
    if found.kind is DeadlineKind.UNPARSED:
        assert found == Deadline(text)
    if found.kind in (DeadlineKind.FIXED, DeadlineKind.RANGE):
        assert len(found.due) == 1
    if found.kind is DeadlineKind.SEVERAL:
        assert len(found.due) > 1
