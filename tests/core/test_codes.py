"""Codes of respondents and numbers of forms: what is mistyped is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.codes import (
    ALPHABET,
    SIGNS,
    numbered_form,
    printed_code,
    respondent_code,
    typed_code,
    typed_form_number,
)

numbers = st.integers(1, 10**9)
codes = st.builds(respondent_code, st.binary(min_size=1), numbers, numbers, st.integers(1, 99))


@given(codes)
def test_a_code_is_read_as_it_is_printed_however_it_is_typed(code):
    assert [typed_code(one) for one in (code, printed_code(code), f" {printed_code(code).lower()} ")] == [
        code
    ] * 3


@given(codes, st.integers(0, SIGNS - 1), st.sampled_from(ALPHABET))
def test_a_mistyped_sign_is_found(code, at, sign):
    mistyped = code[:at] + sign + code[at + 1 :]
    assert typed_code(mistyped) == (code if mistyped == code else None)


@given(codes, st.integers(0, SIGNS - 2))
def test_two_swapped_neighbours_are_found(code, at):
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert typed_code(swapped) == (code if swapped == code else None)


@given(numbers, numbers)
def test_forms_of_two_numbers_have_other_codes(one, other):
    assert (respondent_code(b"a", 1, one) == respondent_code(b"a", 1, other)) is (one == other)


@given(numbers)
def test_a_form_number_is_read_as_it_is_printed(number):
    assert typed_form_number(numbered_form(number)) == number


@given(numbers, st.data())
def test_a_mistyped_digit_and_two_swapped_ones_are_found(number, data):
    printed = numbered_form(number).replace("-", "")
    at = data.draw(st.integers(0, len(printed) - 2))
    digit = data.draw(st.sampled_from("0123456789"))
    mistyped = printed[:at] + digit + printed[at + 1 :]
    swapped = printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
    for text in (mistyped, swapped):
        assert typed_form_number(text) == (number if text == printed else None)
