"""Figures in the texts of a plan: gaps, shortcomings, quotas, scores."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.figures import gap, index_of, points, quotas, shortcomings, stated_scores
from cchc.core.plans.plan import Gap, GroupOfYear, Quota, Shortcoming
from cchc.core.words.numbers import plain


def fractions(*numbers: str | None) -> list[Fraction | None]:
    return [None if number is None else Fraction(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "numbers", "year"),
    [
        (
            "Công tác chỉ đạo (năm 2022 đạt 8,963/9,5 điểm, còn lại 0,537 điểm chưa đạt được)",
            ("8.963", "9.5", "0.537"),
            2022,
        ),
        ("đạt 8.963/9.5 điểm, còn 0.537 điểm", ("8.963", "9.5", "0.537"), None),
        (
            "sáng kiến năm 2023 (năm 2022 đạt 1/2 điểm, còn lại 1 điểm chưa đạt được)",
            ("1", "2", "1"),
            2022,
        ),
        ("năm 2022 đạt 11,126/13,50 điểm", ("11.126", "13.5", None), 2022),
    ],
)
def test_a_gap_of_points_is_read_with_either_decimal_sign(
    text: str, numbers: tuple[str | None, ...], year: int | None
) -> None:
    found = gap(text, "PAR INDEX")
    assert found is not None
    assert [found.achieved, found.maximum, found.missing] == fractions(*numbers)
    assert (found.index, found.year, found.rate, found.change) == ("PAR INDEX", year, None, None)


def test_a_satisfaction_rate_is_a_percentage_with_its_change() -> None:
    assert gap("Tiếp cận dịch vụ (đạt tỷ lệ 88,29%, giảm 1,08% so với năm 2021)", "SIPAS") == Gap(
        index="SIPAS", rate=Fraction("88.29"), change=Fraction("-1.08"), compared=2021
    )
    assert gap("Dịch vụ công (năm 2021 không điều tra; năm 2022 đạt tỷ lệ 86,64)", "SIPAS") == Gap(
        index="SIPAS", rate=Fraction("86.64"), year=2022
    )


def test_points_of_papi_have_change_groups_and_the_value_before() -> None:
    text = (
        "Tham gia của người dân: đạt 4,9544 điểm tăng 0,0764 điểm so với năm 2021 (tuy nhiên năm 2022 ở nhóm"
        ' "Trung bình thấp", năm 2021, đạt 4,878 ở nhóm "Trung bình cao")'
    )
    assert gap(text, "PAPI") == Gap(
        index="PAPI",
        achieved=Fraction("4.9544"),
        change=Fraction("0.0764"),
        year=2022,
        groups=(GroupOfYear(2022, "Trung bình thấp"), GroupOfYear(2021, "Trung bình cao")),
        compared=2021,
        before=Fraction("4.878"),
    )


def test_a_group_that_is_kept_holds_for_both_years() -> None:
    found = gap('đạt 7,0695 điểm, giảm 0,3745 điểm so với năm 2021 (tiếp tục ở nhóm "Thấp")', "PAPI", 2022)
    assert found is not None
    assert found.groups == (GroupOfYear(2021, "Thấp"), GroupOfYear(2022, "Thấp"))
    assert (found.change, found.year) == (Fraction("-0.3745"), 2022)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mở 05 lớp bồi dưỡng cho 346 công chức",
        "đạt tỷ lệ cao",
        "Kiểm tra 09/28 sở",
        "Hoàn thành 100% nhiệm vụ",
    ],
)
def test_other_numbers_are_no_gap(text: str) -> None:
    assert gap(text) is None


def test_the_index_is_the_one_that_a_heading_names() -> None:
    headings = ("CHỈ SỐ PAR INDEX", "CHỈ SỐ SIPAS", "Chỉ số PAPI", "Cải cách thể chế", "PAR INDEX và SIPAS")
    assert [index_of(heading) for heading in headings] == ["PAR INDEX", "SIPAS", "PAPI", None, None]


def test_shortcomings_carry_the_points_they_cost() -> None:
    text = (
        "- Tồn tại: Thực hiện kế hoạch (Trừ 01 điểm); Lãnh đạo năng động ( Trừ \n0,11 điểm); Sắp xếp (Trừ 0,09); "
        "chất lượng đội ngũ (trừ 0,42 điểm. Tuyên truyền bị trừ 0.5 điểm"
    )
    assert shortcomings(text)[:3] == (
        Shortcoming("Thực hiện kế hoạch", Fraction(1)),
        Shortcoming("Lãnh đạo năng động", Fraction("0.11")),
        Shortcoming("Sắp xếp", Fraction("0.09")),
    )
    assert shortcomings("Chưa có sáng kiến.") == (Shortcoming("Chưa có sáng kiến"),)
    assert shortcomings("") == ()


def test_quotas_are_listed_with_their_total_and_their_share_per_unit() -> None:
    text = (
        "- Đối tượng và số lượng mẫu phiếu điều tra: 1.248 người, gồm:\n+ Đại biểu HĐND huyện: 30 người;\n"
        "+ Lãnh đạo UBND huyện: 03 người;\n+ Lãnh đạo Ủy ban MTTQ huyện: 03 người;\n+ Lãnh đạo cơ quan: 12 người;\n"
        "+ Cá nhân, tổ chức tại Bộ phận tiếp \n\nnhận: 1200 người (mỗi xã, thị trấn 60 người).\n"
        "+ Thời gian: Trong tháng 12 năm 2023"
    )
    total, found = quotas(text)
    assert (total, [quota.count for quota in found]) == (1248, [30, 3, 3, 12, 1200])
    assert found[-1] == Quota("Cá nhân, tổ chức tại Bộ phận tiếp nhận", 1200, 60, "xã, thị trấn")
    assert sum(quota.count for quota in found) == total


def test_a_text_without_quotas_has_no_total() -> None:
    assert quotas("Tổng số 12 người tham dự.") == (None, ())


# The figures of a department's published index of 2023, as a page of a PDF gives them: heads and names in pieces.
STATED = """TT Nội dung
Điểm tối đa

Điểm đạt

Ghi chú
1 Chỉ đạo điều hành 11,5 6,58 -4,92
2 Cải cách thể chế 11 10,11 -0,89
3 Thủ tục hành chính 14 14 0
4 Tổ chức bộ máy 12,5 11,97 -0,53
5 Cải cách công vụ 12 11,45 - 0,55
6 Tài chính công 11,5 11,24 -0,26
7 Chính quyền số 17,5 13,35 -4.15
8
Tác động đến người dân, tổ

chức
10 9,39 - 0,61
Tổng cộng 100 88,09 11,91
"""


def test_the_scores_that_a_plan_in_prose_states_are_read_with_their_losses() -> None:
    rows = stated_scores(STATED)
    assert [plain(row.loss) for row in rows] == [
        "4.92", "0.89", "0", "0.53", "0.55", "0.26", "4.15", "0.61", "11.91",
    ]  # fmt: skip
    assert (rows[7].name, rows[8].is_total) == ("Tác động đến người dân, tổ chức", True)
    assert sum(row.loss for row in rows[:8]) == rows[8].loss


@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["đạt", "12,937", "/", "13", "điểm", "còn lại", "tỷ lệ", "%", "năm", "2022", "(Trừ", "1.248 người",
    "mỗi xã", "\n+", ":"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_text_has_figures_or_none(text: str) -> None:
    gap(text), shortcomings(text), quotas(text), stated_scores(text), points(text)
