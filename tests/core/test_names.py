"""Vietnamese names are found, ordered and told apart however they are typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.words.names import search_key, sort_key, spelling_key

names = st.text(st.sampled_from("aăâbdđeêghioôơuưyáàảãạấờữỵ 0123456789-'ABĐ"), max_size=20)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ủy ban", "Uỷ ban"),
        ("Hòa Bình", "Hoà Bình"),
        ("Thúy", "Thuý"),
        ("Khóa", "Khoá"),
        ("Thừa Thiên - Huế", "Thừa Thiên–Huế"),
        ("M’Đrắk", "m'đrắk"),
        ("Sở\u00a0Y  tế ", "Sở Y tế"),
        ("Sở \u200bY tế", "Sở Y tế"),
    ],
)
def test_ways_to_type_one_name_are_one_name(old: str, new: str) -> None:
    assert spelling_key(old) == spelling_key(new)
    assert search_key(old) == search_key(new)
    assert sort_key(old) == sort_key(new)


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa An", "Hoa An"), ("Tân An", "Tấn An"), ("Đa", "Da"), ("An 1", "An 2")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)
    assert sort_key(one) != sort_key(other)


@given(st.text(max_size=30))
def test_keys_do_not_depend_on_the_form_of_unicode_or_on_repetition(name: str) -> None:
    for key in (search_key, spelling_key, sort_key):
        assert key(unicodedata.normalize("NFC", name)) == key(unicodedata.normalize("NFD", name))
    assert spelling_key(spelling_key(name)) == spelling_key(name)
    assert search_key(search_key(name)) == search_key(name)


@given(st.text(max_size=30))
def test_an_order_key_is_digits_and_small_letters(name: str) -> None:
    assert set(sort_key(name)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(names, names)
def test_names_of_one_spelling_have_one_order_key(one: str, other: str) -> None:
    if spelling_key(one) == spelling_key(other):
        assert sort_key(one) == sort_key(other)


def test_provinces_stand_in_the_order_of_the_alphabet() -> None:
    ordered = ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên"]
    ordered += ["Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Nội", "Hà Tĩnh", "Hải Phòng", "Huế", "Hưng Yên"]
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_words_come_before_longer_words_and_numbers_before_letters() -> None:
    ordered = ["An Bình", "Anh", "Phường 2", "Phường 02A", "Phường 10", "Phường An", "Phường Ân"]
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_tones_decide_last() -> None:
    ordered = ["Hoa An", "Hòa An", "Hoa Bình", "Hỏa Bình"]
    assert sorted(reversed(ordered), key=sort_key) == ordered
