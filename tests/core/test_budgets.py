"""What measures cost: amounts that have one reading, and exact sums that guess nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.budgets import (
    MORE_THAN_AMOUNT,
    NO_NUMBER,
    NO_UNIT,
    ROUGH,
    TWO_READINGS,
    BudgetSum,
    amount_words,
    budget_amount,
    budget_sum,
    names_unit_of_money,
    with_unit_of,
)
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import printed_number

CELLS = st.sampled_from(
    ["500 triệu đồng", "1,2 tỷ", "Theo dự toán", "", "400-500 triệu", "20.000.000", "0", "Không", "30tr"]
)


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("500 triệu đồng", 500_000_000),
        ("Dự kiến: 500 triệu đồng", 500_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1.2 tỷ đồng", 1_200_000_000),
        ("1 tỷ 200 triệu đồng", 1_200_000_000),
        ("1.500 triệu đồng", 1_500_000_000),
        ("12.500.000 đ", 12_500_000),
        ("12 500 000 đồng", 12_500_000),
        ("500000000", 500_000_000),
        ("350 nghìn đồng", 350_000),
        ("20.000 (1.000đ)", None),
        ("500.000.000 đồng (Bằng chữ: Năm trăm triệu đồng)", 500_000_000),
        ("KHÔNG SỬ DỤNG KINH PHÍ", 0),
        ("80 TRIỆU ĐỒNG.", 80_000_000),
    ],
)
def test_an_amount_is_read_exactly_with_its_unit(text: str, dong: int | None):
    assert budget_amount(text).dong == dong


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Theo dự toán được duyệt", NO_NUMBER),
        ("400 - 500 triệu đồng", ROUGH),
        ("Từ 400 đến 500 triệu đồng", ROUGH),
        ("Không quá 500 triệu đồng", ROUGH),
        ("≤ 500 triệu", ROUGH),
        ("500", NO_UNIT),
        ("1.234 tỷ", TWO_READINGS),
        ("1,500 triệu đồng", TWO_READINGS),
        ("500 triệu đồng/xã", MORE_THAN_AMOUNT),
        ("Ngân sách tỉnh: 300 triệu đồng; xã hội hóa: 200 triệu đồng", MORE_THAN_AMOUNT),
        ("300 triệu đồng; 200 triệu đồng", MORE_THAN_AMOUNT),
        ("Theo Quyết định số 12/QĐ-UBND", MORE_THAN_AMOUNT),
    ],
)
def test_what_is_no_single_amount_says_why_instead_of_being_guessed(text: str, why: Message):
    assert budget_amount(text).dong is None
    assert budget_amount(text).why == why


@given(st.integers(1, 10**6), st.sampled_from([("đồng", 1), ("nghìn đồng", 10**3), ("triệu đồng", 10**6)]))
def test_a_number_under_a_heading_that_names_its_unit_is_the_same_as_one_that_names_it_itself(
    number: int, unit: tuple[str, int]
):
    word, times = unit
    cell = with_unit_of(f"Kinh phí ({word})", printed_number(Fraction(number), 0))
    assert budget_amount(cell).dong == number * times


@given(st.integers(0, 10**13))
def test_a_sum_as_it_is_printed_is_read_back_as_the_same_sum(dong: int):
    printed = say(amount_words(Fraction(dong))).replace("million", "triệu")
    assert budget_amount(printed).dong == dong


@given(st.lists(CELLS), st.randoms())
def test_a_sum_counts_every_row_once_in_whatever_order_and_parts_they_come(cells: list[str], chance):
    found = budget_sum(cells)
    assert found.counted + found.unsaid + found.empty == len(cells)
    shuffled = list(cells)
    chance.shuffle(shuffled)
    cut = len(cells) // 2
    assert budget_sum(shuffled) == found
    assert budget_sum(cells[:cut]) + budget_sum(cells[cut:]) == found
    assert found + BudgetSum() == found


@given(st.text(alphabet="0123456789.,-–()/ đồngtriệuỷkhô:;\n", max_size=40))
def test_whatever_a_cell_holds_it_is_an_amount_or_has_a_reason(text: str):
    found = budget_amount(text)
    assert (found.dong is None) == (found.why is not None)


@given(
    st.sampled_from(["ĐVT", "Đơn vị tính", "Đơn vị", "Tính bằng"]),
    st.sampled_from(["triệu đồng", "1.000đ", "tỷ"]),
    CELLS,
)
def test_a_line_that_names_a_unit_of_money_says_as_much_as_a_heading_that_does(
    word: str, unit: str, text: str
):
    line = f"{word}: {unit}"
    assert names_unit_of_money(line)
    assert names_unit_of_money(f"({line})")
    assert with_unit_of(line, text) == with_unit_of(f"Kinh phí ({unit})", text)
    assert not names_unit_of_money(f"{line} cho năm sau")
