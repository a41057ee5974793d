"""The laws of numbers: what is written comes back, what has two readings is refused, rounding is by name."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.words.messages import Place
from cchc.core.words.numbers import ROUNDINGS, exact, number_in_full, plain, printed_number, rounded_number
from cchc.core.words.numerals import (
    NumberFault,
    from_cell,
    from_percent,
    from_table,
    machine_number,
    settle,
    typed_number,
    typed_percent,
)

terminating = st.builds(
    lambda digits, places: Fraction(digits, 10**places), st.integers(-(10**18), 10**18), st.integers(0, 12)
)
fractions = st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 10**6))
signs = st.sampled_from([",", "."])


@given(terminating)
def test_what_is_written_plainly_is_read_back_by_the_machine(x: Fraction) -> None:
    assert machine_number(plain(x)) == x


@given(terminating, signs, signs)
def test_what_is_shown_without_grouping_is_read_back_when_typed(x: Fraction, sign: str, page: str) -> None:
    text = printed_number(x, places=12, decimal=sign, group="")
    assert typed_number(text, decimal=page) == x


@given(terminating, signs)
def test_what_is_shown_with_grouping_and_decimals_is_read_back_when_typed(x: Fraction, sign: str) -> None:
    text = printed_number(x, places=12, decimal=sign, group="." if sign == "," else ",")
    assert typed_number(text, decimal=sign) == x


@given(fractions, st.integers(0, 6), st.sampled_from(ROUNDINGS))
def test_rounding_agrees_with_the_decimal_module(x: Fraction, places: int, rule: str) -> None:
    names = {"up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN, "half_up": decimal.ROUND_HALF_UP}
    names |= {"half_even": decimal.ROUND_HALF_EVEN, "half_down": decimal.ROUND_HALF_DOWN}
    halves = Fraction(round(x * 2 * 10**places), 2 * 10**places)
    with decimal.localcontext(prec=60):
        value = Decimal(halves.numerator) / Decimal(halves.denominator)
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=names[rule])
    assert rounded_number(halves, places, rule) == Fraction(expected)


@given(fractions)
def test_an_endless_number_prints_to_twelve_places_with_its_fraction_beside_it(x: Fraction) -> None:
    third = x / 3 if (x / 3).denominator % 3 == 0 else Fraction(1, 3)
    assert exact(third) == str(third)
    assert abs(Fraction(plain(third)) - third) <= Fraction(1, 2 * 10**12)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_native_number_is_what_its_fifteen_digits_say(value: float) -> None:
    if value == 0 or abs(value) > 1e-20:
        assert from_cell(value) == Fraction(f"{value:.15g}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12,5", "12.5"),
        ("9.39", "9.39"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234", "1.234"),
        ("1.234.567", "1234567"),
        ("0.937", "0.937"),
        ("\u00a012,5\u202f", "12.5"),
        ("\u22123", "-3"),
        ("007", "7"),
        (".88", "0.88"),
        (",5", "0.5"),
        ("8.", "8"),
        ("+8", "8"),
        ("-.5", "-0.5"),
        ("8.5\u200b", "8.5"),
        ("\ufeff8,5\u00ad", "8.5"),
        ("1\u00a0234,5", "1234.5"),
    ],
)
def test_a_typed_number_with_one_reading_is_taken(text: str, value: str) -> None:
    assert typed_number(text) == Fraction(value)


UNREADABLE = ["", " ", "-", "1.234", "12.937", "1e5", "٣", "１２", "NaN", "inf", "1 234", "1..2", ".", ","]
UNREADABLE += ["1,2,3", "+-1", "--1", "80%", "1_000", "0x1f", "1/3", "9" * 41, "1.2.3", "12,5 điểm", "²"]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_typed_text_with_no_or_two_readings_is_refused(text: str) -> None:
    with pytest.raises(NumberFault):
        typed_number(text)


@pytest.mark.parametrize(
    "text", ["", "1,5", "1e5", "1_000", " 1", "1 ", ".5", "5.", "１", "nan", "1\n", "9" * 5000]
)
def test_the_machine_takes_plain_notation_only(text: str) -> None:
    with pytest.raises(NumberFault):
        machine_number(text)


def test_bounds_that_exclude_one_reading_settle_a_typed_number() -> None:
    assert typed_number("1.234", high=Fraction(10)) == Fraction("1.234")
    assert typed_number("1.234", low=Fraction(100)) == 1234
    with pytest.raises(NumberFault, match=r"may mean 1.234 or 1234"):
        typed_number("1.234", high=Fraction(1))


def test_an_english_page_reads_with_the_point() -> None:
    assert typed_number("1.234", decimal=".") == Fraction("1.234")
    with pytest.raises(NumberFault):
        typed_number("1,234", decimal=".")


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["12,937", "12,5"], ","),
        (["1.234", "1.234,5"], ","),
        (["1.234", "0,937"], ","),
        (["1.234", "0.8%"], "."),
        (["1.234.567"], ","),
        (["12,937", "1.234", "12", "KAD", "Sở Y tế", "01.02.2026"], None),
        ([], None),
    ],
)
def test_the_sign_of_a_file_is_settled_by_what_has_one_reading(texts: list[str], sign: str | None) -> None:
    assert settle(texts) == sign


def test_a_flag_settles_the_sign_and_what_contradicts_it_is_refused_at_its_cell() -> None:
    assert settle(["12,5"], flag=".") == "."
    with pytest.raises(NumberFault, match="12,5"):
        from_table("12,5", ".")


def test_contradictory_evidence_names_both_texts() -> None:
    with pytest.raises(NumberFault) as caught:
        settle(["Sở", " 12,5", "9.39 "])
    assert caught.value.found == "12,5, 9.39"


def test_an_unsettled_text_with_two_readings_is_refused_naming_both() -> None:
    for text in ("12,937", "12.937"):
        with pytest.raises(NumberFault, match=r"may mean 12.937 or 12937"):
            from_table(text, None)
    assert from_table("937", None) == 937
    assert from_table("-0,5", None) == Fraction(-1, 2)


def test_percentages_count_from_zero_to_a_hundred() -> None:
    assert from_percent("80%", None) == 80
    assert from_percent("0,8%", ",") == Fraction(4, 5)
    assert typed_percent("99,5 %") == Fraction("99.5")
    for text in ("80%%", "%"):
        with pytest.raises(NumberFault):
            from_percent(text, None)


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), 1e300, 1e-300, 10**50, Decimal("NaN")])
def test_a_native_cell_that_is_no_reasonable_number_is_refused(value: float) -> None:
    with pytest.raises(NumberFault):
        from_cell(value)


def test_numbers_are_shown_as_the_office_writes_them() -> None:
    assert printed_number(Fraction("1234567.891")) == "1.234.567,89"
    assert printed_number(Fraction("-1234.5"), places=0, group=" ") == "-1 235"
    assert printed_number(Fraction(-1, 1000)) == "0,00"
    assert printed_number(Fraction("0.005"), rounding="down", decimal=".", group=",") == "0.00"
    assert number_in_full(Fraction(1, 2**13)) == "0,000122070313 (1/8192)"
    assert number_in_full(Fraction(100)) == "100"
    assert plain(Fraction(1, 2**13)) == "0.0001220703125"


def test_an_unknown_rounding_rule_is_named() -> None:
    with pytest.raises(ValueError, match="bankers"):
        rounded_number(Fraction(1), 0, "bankers")


def test_a_refusal_becomes_a_fault_at_its_place() -> None:
    with pytest.raises(NumberFault) as caught:
        typed_number("mười")
    fault = caught.value.at(Place(file="a.xlsx", row=2))
    assert (fault.place.row, fault.found) == (2, "mười")
