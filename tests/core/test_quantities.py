"""The figures that outputs and objectives of plans ask for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.following.quantities import (
    MOST_FIGURES,
    MOST_LETTERS,
    Bound,
    Quantity,
    quantities,
    quantities_of,
)

COUNTED = st.sampled_from(["lớp", "sáng kiến", "hội nghị", "báo cáo", "% hồ sơ"])
VALUES = st.integers(1, 999_999)
BOUNDS = {
    "": Bound.EXACTLY,
    "ít nhất ": Bound.AT_LEAST,
    "tối thiểu ": Bound.AT_LEAST,
    "không quá ": Bound.AT_MOST,
    "tối đa ": Bound.AT_MOST,
}


@given(COUNTED, VALUES, st.sampled_from(list(BOUNDS)))
def test_what_is_written_with_a_number_is_read_as_that_number(what: str, value: int, bound: str) -> None:
    (found,) = quantities(f"Phấn đấu {bound}{value:02d} {what}".replace(" %", "%"))
    assert (found.name, found.value, found.bound) == (what, value, BOUNDS[bound])


@given(VALUES)
def test_thousands_grouped_by_a_point_are_the_same_number(value: int) -> None:
    grouped = f"{value:,}".replace(",", ".")
    assert [one.value for one in quantities(f"Phát {grouped} tờ rơi")] == [value]


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Nl", "No", "Cs"])))
def test_a_text_without_a_digit_asks_for_no_figure(text: str) -> None:
    assert quantities(text) == ()


@given(COUNTED, VALUES, st.integers(0, 2_000_000))
def test_more_than_was_wanted_is_met_unless_it_was_a_limit(what: str, wanted: int, achieved: int) -> None:
    at_least, at_most = (Quantity(what, Fraction(wanted), bound) for bound in (Bound.AT_LEAST, Bound.AT_MOST))
    assert at_least.is_met(Fraction(achieved)) is (achieved >= wanted)
    assert at_most.is_met(Fraction(achieved)) is (achieved <= wanted)


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo năm 2023",
        "Quyết định số 12/QĐ-UBND ngày 05/01/2026",
        "Lần 2, quý III/2026",
        "Kiểm tra 09/28 sở",
        "Chỉ số (năm 2022 đạt 8,963/9,5 điểm, có 05 lớp)",
        "Năm 2026 đơn vị thực hiện",
        "Nghị quyết số 76 văn bản hợp nhất",
    ],
)
def test_years_days_numbers_of_documents_and_brackets_ask_for_nothing(text: str) -> None:
    assert quantities(text) == ()


def test_the_first_text_that_names_a_figure_says_how_much() -> None:
    found = quantities_of(["Mở 05 lớp bồi dưỡng; 02 hội nghị", "Mở 06 lớp bồi dưỡng"])
    assert [(one.name, one.value) for one in found] == [("lớp bồi dưỡng", 5), ("hội nghị", 2)]


def test_a_percentage_says_of_what() -> None:
    found = quantities("100% hồ sơ trực tuyến; đạt tỷ lệ trên 30% theo quy định; nợ dưới 2,5% thủ tục")
    assert [(one.name, one.value, one.bound) for one in found] == [
        ("% hồ sơ trực tuyến", 100, Bound.EXACTLY),
        ("tỷ lệ (%)", 30, Bound.AT_LEAST),
        ("% thủ tục", Fraction(5, 2), Bound.AT_MOST),
    ]


@given(st.integers(MOST_FIGURES + 1, 300))
def test_a_measure_is_asked_for_no_more_figures_than_a_person_fills_in(count: int) -> None:
    texts = [", ".join(f"Mở {at} lớp khóa {chr(97 + at % 26)}{at}" for at in range(1, count))] * 2
    assert len(quantities_of(texts)) <= MOST_FIGURES
    assert quantities_of(texts)[0].value == 1


def test_a_text_longer_than_any_of_an_issued_plan_is_read_as_far_as_those() -> None:
    assert quantities("a" * (MOST_LETTERS - 10) + " Mở 05 lớp") != ()
    assert quantities("a" * MOST_LETTERS + " Mở 05 lớp") == ()
