"""Which unit a name means, among a given set of units."""

from __future__ import annotations

import pytest

from cchc.units.models import Kind
from cchc.units.queries import Known, Names, titled

PROVINCES = Names(
    [
        Known(1, "Thành phố Hồ Chí Minh", "79", ("TPHCM",), Kind.PROVINCE),
        Known(2, "Bà Rịa - Vũng Tàu", "77", (), Kind.PROVINCE),
        Known(3, "Hòa Bình", "", (), Kind.PROVINCE),
        Known(4, "Hà Nam", "", (), Kind.PROVINCE),
    ]
)
COMMUNES = Names(
    [
        Known(1, "Xã Tân Lập", "", (), Kind.COMMUNE),
        Known(2, "Phường Tân Lập", "", (), Kind.WARD),
        Known(3, "Đặc khu Côn Đảo", "", (), Kind.SPECIAL_ZONE),
        Known(4, "Bình Minh", "", (), Kind.WARD),
        Known(5, "Xã Thanh Ba", "", (), Kind.COMMUNE),
        Known(6, "Xã Thạnh Bả", "", (), Kind.COMMUNE),
        Known(7, "Ủy ban nhân dân phường 1", "", (), Kind.WARD),
    ]
)


@pytest.mark.parametrize(
    ("name", "key", "how"),
    [
        ("Thành phố Hồ Chí Minh", 1, "spelling"),
        ("TP Hồ Chí Minh", 1, "title"),
        ("TP. Hồ Chí Minh", 1, "title"),
        ("Tp.Hồ Chí Minh", 1, "title"),
        ("Hồ Chí Minh (TP)", 1, "title"),
        ("HỒ CHÍ MINH", 1, "title"),
        ("tphcm", 1, "alias"),
        ("Bà Rịa – Vũng Tàu", 2, "spelling"),
        ("Bà Rịa-Vũng Tàu", 2, "spelling"),
        ("Tỉnh Bà Rịa - Vũng Tàu", 2, "title"),
        ("Ba Ria Vung Tau", 2, "folded"),
        ("Hoà Bình", 3, "spelling"),
        ("HOÀ BÌNH", 3, "spelling"),
        ("tỉnh Hòa Bình", 3, "title"),
    ],
)
def test_a_province_is_known_by_all_its_spellings(name: str, key: int, how: str) -> None:
    match = PROVINCES.meant(name)
    assert ([known.key for known in match.found], match.how) == ([key], how)


def test_old_and_new_places_of_the_tone_mark_are_one_name() -> None:
    assert [known.key for known in COMMUNES.meant("UỶ BAN NHÂN DÂN phường 1").found] == [7]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Xã Tân Lập", [1]),
        ("phường Tân Lập", [2]),
        ("Tân Lập", [1, 2]),
        ("đặc khu Tân Lập", []),
        ("Côn Đảo", [3]),
        ("Phường Bình Minh", [4]),
        ("Xã Bình Minh", []),
        ("xa thanh ba", [5, 6]),
        ("Xã Không Có", []),
        ("", []),
    ],
)
def test_a_title_tells_communes_from_wards_and_doubt_is_reported(name: str, keys: list[int]) -> None:
    match = COMMUNES.meant(name)
    assert ([known.key for known in match.found], match.ambiguous) == (keys, len(keys) > 1)


def test_a_code_decides_before_a_name() -> None:
    assert PROVINCES.meant("", "77").one == PROVINCES.meant("Bà Rịa - Vũng Tàu").one
    assert PROVINCES.meant("chưa rõ", "77").how == "code"


def test_a_code_and_a_name_of_different_units_are_in_doubt() -> None:
    match = PROVINCES.meant("Hòa Bình", "77")
    assert ([known.key for known in match.found], match.one) == ([2, 3], None)


def test_a_name_with_an_unknown_code_means_only_a_unit_without_code() -> None:
    assert PROVINCES.meant("Hòa Bình", "17").one == PROVINCES.meant("Hòa Bình").one
    assert PROVINCES.meant("Bà Rịa - Vũng Tàu", "17").found == ()


def test_a_name_without_title_has_none() -> None:
    assert titled("Sở Nội vụ")[0] == ""
