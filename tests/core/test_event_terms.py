"""Deadlines that wait for an event: which event it is, and the term from its day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.deadlines.events import event_named, event_of, term_of
from cchc.core.papers.deadlines.holidays import Holidays

TET = Holidays(off=frozenset(date(2026, 2, 16) + timedelta(days=ahead) for ahead in range(7)))


@pytest.mark.parametrize(
    ("wording", "event"),
    [
        (
            "Khi có văn bản quy định, hướng dẫn mới của Trung ương",
            "co van ban quy dinh, huong dan moi cua trung uong",
        ),
        (
            "Khi có văn bản hướng dẫn của bộ, ngành Trung ương",
            "co van ban huong dan cua bo, nganh trung uong",
        ),
        ("Sau khi có kết quả công bố của Bộ Nội vụ.", "co ket qua cong bo cua bo noi vu"),
        ("Ngay sau khi có kết quả công bố của Bộ Nội vụ", "co ket qua cong bo cua bo noi vu"),
        ("Thực hiện ngay khi có kết quả công bố của Bộ Nội vụ", "co ket qua cong bo cua bo noi vu"),
        ("Trong 10 ngày kể từ khi có kết quả công bố của Bộ Nội vụ", "co ket qua cong bo cua bo noi vu"),
        ("Sau khi ban hành Kế hoạch kiểm tra", "ban hanh ke hoach kiem tra"),
        ("Theo Kế hoạch kiểm tra", "ke hoach kiem tra"),
        ("Sau khi", "khi"),
        ("", ""),
    ],
)
def test_equal_events_are_known_however_a_plan_leads_to_them(wording: str, event: str) -> None:
    assert event_of(wording) == event


@pytest.mark.parametrize(
    ("wording", "occurred", "due"),
    [
        ("Trong 10 ngày kể từ khi có hướng dẫn", date(2026, 3, 5), date(2026, 3, 15)),
        ("Chậm nhất 05 ngày làm việc sau khi có hướng dẫn", date(2026, 2, 13), date(2026, 2, 27)),  # over Tết
        ("Trong thời hạn 02 tháng kể từ ngày có kết quả", date(2026, 12, 31), date(2027, 2, 28)),
        ("Sau 2 tuần kể từ khi có kết quả", date(2026, 12, 20), date(2027, 1, 3)),
        ("Sau khi có kết quả", date(2026, 3, 5), None),
        ("Trong 0 ngày kể từ khi có kết quả", date(2026, 3, 5), None),
        ("10 ngày trước khi họp", date(2026, 3, 5), None),
    ],
)
def test_a_term_is_counted_from_the_day_of_the_event(wording: str, occurred: date, due: date | None) -> None:
    term = term_of(wording)
    assert (term and term.due(occurred, TET)) == due


@given(
    st.integers(1, 400),
    st.sampled_from(["ngày", "ngày làm việc", "tuần", "tháng"]),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_no_term_ends_before_its_event_and_a_longer_one_never_ends_earlier(
    count: int, unit: str, occurred: date
) -> None:
    shorter, longer = (
        term_of(f"Trong {number} {unit} kể từ khi có kết quả") for number in (count, count + 1)
    )
    assert shorter is not None
    assert longer is not None
    assert occurred < shorter.due(occurred, TET) <= longer.due(occurred, TET)


@given(st.text(max_size=60))
def test_every_wording_has_an_event_that_is_its_own(text: str) -> None:
    assert event_of(event_of(text)) is not None
    assert bool(event_of(text)) == bool(event_of(text.upper()))


WORDS = [
    "trong",
    "10",
    "ngày",
    "làm",
    "việc",
    "kể",
    "từ",
    "khi",
    "sau",
    "Theo",
    "có",
    "văn",
    "bản",
    "-",
    ".",
    "số",
    "12/KH-UBND",
    "60",
    "tháng",
    "Hội",
    "nghị",
]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_the_name_of_an_event_is_that_of_the_same_event_and_no_longer_than_the_wording(wording: str) -> None:
    name = event_named(wording)
    assert event_of(name) == event_of(wording)
    assert len(name) <= len(wording)


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("Trong 60 ngày kể từ khi có văn bản của\nBộ Nội vụ;", "Có văn bản của Bộ Nội vụ"),
        ("Ngay sau Hội nghị sơ kết", "Hội nghị sơ kết"),
        ("Khi có Công văn số 12/BNV-CCHC", "Có Công văn số 12/BNV-CCHC"),
        ("Sau khi", "Khi"),
        ("", ""),
    ],
)
def test_an_event_is_named_in_the_words_of_the_plan(wording: str, name: str) -> None:
    assert event_named(wording) == name


def test_of_a_wording_longer_than_the_name_of_any_event_no_more_is_read_than_such_a_name_has() -> None:
    wording = "Sau khi có " + "văn bản " * 100
    longer = wording + "của Bộ Nội vụ" * 1_000
    assert event_of(longer) == event_of(wording)
    assert event_of(event_named(longer)) == event_of(longer)
    assert len(event_named(longer)) <= 500
