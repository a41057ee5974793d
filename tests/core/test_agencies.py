"""Agencies of a plan: wordings taken apart without guessing, and matched to units with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.answers import Confidence, Match, Reason
from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit, Succession
from cchc.core.papers.matching import match, match_agency
from cchc.core.papers.wordings import split

BEFORE, AFTER, MERGER = date(2023, 7, 3), date(2025, 7, 3), date(2025, 3, 1)


def texts(wording: str) -> list[str]:
    return [agency.text for agency in split(wording)]


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Các sở, ban, ngành; UBND cấp huyện", ["Các sở, ban, ngành", "UBND cấp huyện"]),
        (
            "Các sở, ban, ngành UBND cấp huyện UBND cấp xã",
            ["Các sở, ban, ngành", "UBND cấp huyện", "UBND cấp xã"],
        ),
        ("Các phòng, ban, ngành UBND cấp huyện", ["Các phòng, ban, ngành UBND cấp huyện"]),
        ("Văn phòng Sở Nội vụ UBND cấp huyện", ["Văn phòng Sở Nội vụ UBND cấp huyện"]),
        ("Sở Nội vụ, Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ\nSở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("- Sở Nội vụ;\n- Sở Tài chính.", ["Sở Nội vụ", "Sở Tài chính"]),
        ("SNV, STC", ["SNV", "STC"]),
        (
            "Sở Y tế; Sở Giáo dục và Đào tạo; Công an tỉnh",
            ["Sở Y tế", "Sở Giáo dục và Đào tạo", "Công an tỉnh"],
        ),
        (
            "Văn phòng HĐND&UBND huyện, Phòng Nội vụ, Phòng Văn hóa và Thông tin.",
            ["Văn phòng HĐND&UBND huyện", "Phòng Nội vụ", "Phòng Văn hóa và Thông tin"],
        ),
        (
            "Ủy ban Mặt trận Tổ quốc tỉnh, Hội Cựu chiến binh tỉnh, Bru điện tỉnh",
            ["Ủy ban Mặt trận Tổ quốc tỉnh", "Hội Cựu chiến binh tỉnh", "Bru điện tỉnh"],
        ),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        ("Sở Lao động, Thương binh và Xã hội", ["Sở Lao động, Thương binh và Xã hội"]),
        ("Phòng Tổ chức - Hành chính - Quản trị", ["Phòng Tổ chức - Hành chính - Quản trị"]),
        ("", []),
        (" ; \n - ", []),
    ],
)
def test_wordings_come_apart_where_every_part_begins_like_an_agency(
    wording: str, expected: list[str]
) -> None:
    assert texts(wording) == expected


@pytest.mark.parametrize(
    "wording",
    [
        "Các sở, ban, ngành",
        "Các sở, ban, ngành, địa phương",
        "UBND cấp huyện, cấp xã",
        "các cơ quan, đơn vị được thanh tra, kiểm tra",
        "Các sở: Nội vụ, Tư pháp, Tài chính",
        "Các phòng, ban, đơn vị trực thuộc Văn phòng",
        "Cơ quan, địa phương có liên quan",
    ],
)
def test_wordings_of_groups_stay_whole(wording: str) -> None:
    (agency,) = split(wording)
    assert (agency.text, agency.is_group) == (wording, True)


@pytest.mark.parametrize(
    ("wording", "whole"),
    [
        ("Sở \nNội vụ; \nSở Tài \nchính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Các sở, \nban, \nngành; \nUBND cấp \nhuyện", ["Các sở, ban, ngành", "UBND cấp huyện"]),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
        ("Sở Thông tin và\nTruyền thông", ["Sở Thông tin và Truyền thông"]),
    ],
)
def test_a_name_wrapped_in_a_narrow_cell_is_one_name(wording: str, whole: list[str]) -> None:
    assert texts(wording) == whole


@pytest.mark.parametrize(
    ("wording", "members"),
    [
        ("Các sở: Nội vụ, Tư pháp, Tài chính", ("Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính")),
        ("Các Sở: Nội vụ; Tư pháp", ("Sở Nội vụ", "Sở Tư pháp")),
        ("Các sở: Nội vụ, Kế hoạch và Đầu tư", ("Sở Nội vụ", "Sở Kế hoạch và Đầu tư")),
        ("Sở Nội vụ, Tài chính", ("Sở Nội vụ", "Sở Tài chính")),
        ("UBND cấp tỉnh, cấp huyện, cấp xã", ("UBND cấp tỉnh", "UBND cấp huyện", "UBND cấp xã")),
        ("UBND các xã: Tân Lập, Hòa Bình", ("UBND xã Tân Lập", "UBND xã Hòa Bình")),
        ("UBND phường Tân Lập, phường Hòa Bình", ("UBND phường Tân Lập", "UBND phường Hòa Bình")),
    ],
)
def test_a_group_names_its_members_as_they_would_stand_alone(wording: str, members: tuple[str, ...]) -> None:
    assert split(wording)[0].members == members


DIRECTORY = Directory(
    units=(
        KnownUnit("nv", "Sở Nội vụ", code="H01", kind="department"),
        KnownUnit("tc", "Sở Tài chính", kind="department"),
        KnownUnit("tp", "Sở Tư pháp", kind="department"),
        KnownUnit("tttt", "Sở Thông tin và Truyền thông", kind="department", valid_until=MERGER),
        KnownUnit("khcn0", "Sở Khoa học và Công nghệ", kind="department", valid_until=MERGER),
        KnownUnit("khcn1", "Sở Khoa học và Công nghệ", kind="department", valid_from=MERGER),
        KnownUnit("ld", "Sở Lao động - Thương binh và Xã hội", kind="department", valid_until=MERGER),
        KnownUnit("vp", "Văn phòng Ủy ban nhân dân tỉnh", kind="department"),
        KnownUnit("bd", "Bưu điện tỉnh", kind="outside"),
        KnownUnit("mt", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", kind="outside"),
        KnownUnit("dai", "Đài Phát thanh và Truyền hình tỉnh", kind="outside", aliases=("Đài Truyền hình",)),
        KnownUnit("yb", "UBND huyện Yên Bình", kind="district"),
        KnownUnit("p1", "Phường 1", kind="ward"),
        KnownUnit("cu", "Chi cục Thủy lợi", kind="division", valid_until=date(2020, 1, 1)),
    ),
    groups=(KnownGroup("Các sở tham mưu", ("nv", "tc")),),
    successions=(
        Succession("tttt", "khcn1", MERGER),
        Succession("khcn0", "khcn1", MERGER),
        Succession("ld", "nv", MERGER),
    ),
    remembered={"Các cơ quan thông tấn": ("dai",)},
)


def found(text: str, on: date = BEFORE) -> tuple[tuple[str, ...], str, str]:
    one = match(text, DIRECTORY, on)
    assert one.text == text
    return one.units, one.confidence.value, one.reason.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Nội vụ", (("nv",), "sure", "name")),
        ("sở nội  vụ.", (("nv",), "sure", "name")),
        ("Văn phòng Uỷ ban nhân dân tỉnh", (("vp",), "sure", "name")),
        ("H01", (("nv",), "sure", "code")),
        ("Đài truyền hình", (("dai",), "sure", "alias")),
        ("SNV", (("nv",), "sure", "abbreviation")),
        ("VP UBND tỉnh", (("vp",), "sure", "abbreviation")),
        ("Sở TT&TT", (("tttt",), "sure", "abbreviation")),
        ("Sở LĐ-TB&XH", (("ld",), "sure", "abbreviation")),
        ("Sở LĐTBXH", (("ld",), "sure", "abbreviation")),
        ("Đài PT-TH tỉnh", (("dai",), "sure", "abbreviation")),
        ("Ủy ban MTTQ tỉnh", (("mt",), "sure", "abbreviation")),
        ("Sở Nội vụ tỉnh Yên Bái", (("nv",), "likely", "place")),
        ("Bưu điện", (("bd",), "likely", "place")),
        ("So Noi vu", (("nv",), "likely", "unaccented")),
        ("Bru điện tỉnh", (("bd",), "likely", "misread")),
        ("Các sở tham mưu", (("nv", "tc"), "sure", "group")),
        ("Các cơ quan thông tấn", (("dai",), "sure", "remembered")),
        ("UBND cấp huyện", (("yb",), "likely", "kind")),
        ("Các sở có liên quan", ((), "unsure", "unspecified")),
        ("Sở Y tế", ((), "unsure", "unknown")),
        ("UBND tỉnh", ((), "unsure", "unknown")),
        ("Phường 2", ((), "unsure", "unknown")),
    ],
)
def test_a_wording_leads_to_a_unit_with_a_reason(
    text: str, expected: tuple[tuple[str, ...], str, str]
) -> None:
    assert found(text) == expected


def test_a_department_is_the_one_of_that_day() -> None:
    assert found("Sở Khoa học và Công nghệ", BEFORE) == (("khcn0",), "sure", "name")
    assert found("Sở Khoa học và Công nghệ", AFTER) == (("khcn1",), "sure", "name")


def test_a_unit_that_has_merged_leads_to_what_it_became() -> None:
    assert found("Sở Thông tin và Truyền thông", AFTER) == (("khcn1",), "likely", "succeeded")
    assert found("Sở LĐ-TB&XH", AFTER) == (("nv",), "likely", "succeeded")
    why = str(match("Sở TT&TT", DIRECTORY, AFTER).why)
    assert why == "this unit ended on 01/03/2025 and became Sở Khoa học và Công nghệ"


def test_a_unit_that_ended_without_a_successor_is_named_but_unsure() -> None:
    assert found("Chi cục Thủy lợi") == (("cu",), "unsure", "ended")


def test_two_units_of_one_name_are_left_to_the_clerk() -> None:
    twins = Directory((KnownUnit("1", "Phòng Nội vụ"), KnownUnit("2", "Phòng Nội vụ")))
    one = match("Phòng Nội vụ", twins)
    assert (one.units, one.confidence, one.reason) == (("1", "2"), Confidence.UNSURE, Reason.SEVERAL)


def test_a_group_means_its_units_as_they_are_on_the_day() -> None:
    groups = (
        KnownGroup("Các sở khoa học", ("khcn0", "tttt")),
        KnownGroup("Các sở mới", ("khcn1", "nv")),
        KnownGroup("Sở mới", ("khcn1",)),
    )
    directory = replace(DIRECTORY, groups=groups)

    def meant(text: str, on: date) -> tuple[tuple[str, ...], str, str]:
        one = match(text, directory, on)
        return one.units, one.confidence.value, one.reason.value

    assert meant("Các sở khoa học", BEFORE) == (("khcn0", "tttt"), "sure", "group")
    assert meant("Các sở khoa học", AFTER) == (("khcn1",), "likely", "group")
    assert meant("Các sở mới", BEFORE) == (("nv",), "likely", "group")
    assert meant("Sở mới", BEFORE) == ((), "unsure", "unknown")


def test_a_group_is_as_sure_as_its_least_sure_member() -> None:
    sure = match_agency(split("Các sở: Nội vụ, Tư pháp")[0], DIRECTORY, BEFORE)
    assert (sure.units, sure.confidence) == (("nv", "tp"), Confidence.SURE)
    partly = match_agency(split("Các sở: Nội vụ, Y tế")[0], DIRECTORY, BEFORE)
    assert (partly.units, partly.confidence, partly.reason) == (
        ("nv",),
        Confidence.UNSURE,
        Reason.PART_OF_GROUP,
    )
    assert str(partly.why) == "no unit found for Sở Y tế"


def test_all_departments_are_those_of_that_day() -> None:
    assert found("Các sở, ban, ngành", AFTER) == (("nv", "tc", "tp", "khcn1", "vp"), "likely", "kind")


PIECES = st.lists(
    st.sampled_from(["Sở", "Các", "UBND", "ban,", "ngành;", "và", ":", "\n", "tỉnh", "Nội vụ"]), max_size=9
).map(" ".join)


@given(st.text(max_size=80) | PIECES)
def test_any_wording_comes_apart_into_texts_and_finds_an_answer(wording: str) -> None:
    for agency in split(wording):
        assert agency.text.strip() == agency.text != ""
        assert isinstance(match_agency(agency, DIRECTORY, BEFORE), Match)


def test_the_one_unit_that_bears_a_name_comes_before_what_was_chosen_for_it() -> None:
    units = Directory(
        (KnownUnit("nv", "Sở Nội vụ"), KnownUnit("tp", "Sở Tư pháp")), remembered={"Sở Nội vụ": ("tp",)}
    )
    assert match("Sở Nội vụ", units).units == ("nv",)


def test_a_choice_made_before_means_what_its_units_are_on_the_day() -> None:
    merged = date(2025, 3, 1)
    known = (
        KnownUnit("old", "Sở Kế hoạch và Đầu tư", valid_until=merged),
        KnownUnit("new", "Sở Tài chính", valid_from=merged),
        KnownUnit("gone", "Ban Dân vận", valid_until=merged),
    )
    units = Directory(
        known,
        successions=(Succession("old", "new", merged),),
        remembered={"Sở KHĐT": ("old",), "Dân vận": ("gone",), "Các bên": ()},
    )
    before, after = date(2024, 1, 1), date(2026, 1, 1)
    assert (match("Sở KHĐT", units, before).units, match("Sở KHĐT", units, before).confidence) == (
        ("old",),
        "sure",
    )
    assert (match("Sở KHĐT", units, after).units, match("Sở KHĐT", units, after).confidence) == (
        ("new",),
        "likely",
    )
    assert match("Dân vận", units, after).reason.value == "unknown"
    assert (match("Các bên", units, after).units, match("Các bên", units, after).reason.value) == (
        (),
        "remembered",
    )


@pytest.mark.parametrize(
    ("wording", "means"),
    [
        ("Phòng Tổ chức biên chế", ("snv",)),
        ("Các phòng, đơn vị thuộc Sở", ("snv",)),
        ("Văn phòng Sở", ("snv",)),
        ("Sở Tư pháp", ("stp",)),
        ("Văn phòng UBND tỉnh", ()),
        ("Các đơn vị có liên quan", ()),
        ("Tổ chức chính trị - xã hội", ()),
    ],
)
def test_an_office_inside_the_unit_whose_plan_it_is_is_that_unit(
    wording: str, means: tuple[str, ...]
) -> None:
    known = (
        KnownUnit("snv", "Sở Nội vụ", kind="department"),
        KnownUnit("stp", "Sở Tư pháp", kind="department"),
    )
    assert match_agency(split(wording)[0], Directory(known, own="snv")).units == means
    province = KnownUnit("t", "Tỉnh An Bình", kind="province")
    of_province = match_agency(split(wording)[0], Directory((*known, province), own="t")).units
    assert of_province == (means if wording == "Sở Tư pháp" else ())
