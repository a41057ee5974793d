"""Tables of published results: their columns are found by what the headings say, whatever stands around them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.published_tables import PublishedColumn, published_table
from cchc.core.plans.remedies import published_lines

HEADS = ["STT", "Lĩnh vực, tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định", "Ghi chú"]
ROWS = [
    ["1", "CẢI CÁCH THỂ CHẾ", "10", "9,5", "8,25", ""],
    ["1.1", "Rà soát văn bản", "4", "4", "3", "quá hạn"],
    ["2.", "Tài chính công", "12,5", "12,5", "12,5", ""],
]


def lost(rows: list[list[str]]) -> dict[str, Fraction]:
    """What the table says was lost, by number."""
    found = published_table([rows])
    assert found is not None
    return {one.number: one.lost for one in published_lines("\n".join(found.lines))}


def test_the_points_that_count_are_not_those_that_the_unit_gave_itself() -> None:
    assert lost([HEADS, *ROWS]) == {"1": Fraction(7, 4), "1.1": 1, "2": 0}


@given(st.permutations(range(1, len(HEADS))))
def test_columns_behind_the_number_stand_in_any_order(order: list[int]) -> None:
    turned = [[row[0], *(row[at] for at in order)] for row in (HEADS, *ROWS)]
    assert lost(turned) == lost([HEADS, *ROWS])


def test_headings_of_two_rows_and_a_row_that_counts_the_columns_are_no_rows_of_points() -> None:
    heads = [
        ["Số TT", "Nội dung", "Kết quả", "", ""],
        ["", "", "Điểm chuẩn", "Điểm đạt được", "Số điểm bị trừ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ]
    rows = [["I", "Chỉ đạo điều hành", "11,5", "6,58", "4,92"], ["1.1", "Sáng kiến", "", "", "2"]]
    found = published_table([[*heads, *rows]])
    assert found is not None
    assert found.lines == ("I\tChỉ đạo điều hành\t11,5\t6,58\t4,92", "I.1.1\tSáng kiến\t\t\t2")
    assert [what for what, _heading in found.columns] == list(PublishedColumn)
    assert dict(found.columns)[PublishedColumn.LOST] == "Số điểm bị trừ"


def test_domains_with_roman_numbers_hold_the_criteria_below_them() -> None:
    heads = ["STT", "Mã tiêu chí", "Tên tiêu chí", "Điểm tối đa", "Điểm đạt"]
    rows = [
        ["I", "", "CẢI CÁCH THỂ CHẾ", "", ""],
        ["1", "TC1", "Rà soát văn bản", "4", "3"],
        ["II", "", "TÀI CHÍNH CÔNG", "8", "6,5"],
        ["1", "TC2", "Giải ngân", "8", "6,5"],
    ]
    found = published_table([[heads, *rows]])
    assert found is not None
    assert [line.split("\t")[0] for line in found.lines] == ["1", "II", "II.1"]
    assert dict(found.columns)[PublishedColumn.NAME] == "Tên tiêu chí"
    assert found.left == ("I CẢI CÁCH THỂ CHẾ",)


def test_what_goes_on_and_what_is_another_table_is_told_row_by_row() -> None:
    goes_on = [["II", "CẢI CÁCH THỦ TỤC", "", "", "", ""], *ROWS[1:]]
    another = [["Nhiệm vụ", "Số lượng"], ["1", "Đào tạo", "3"]]
    found = published_table([[HEADS, ROWS[0]], goes_on, another])
    assert found is not None
    assert len(found.lines) == 3
    assert found.left == ("II CẢI CÁCH THỦ TỤC", "Nhiệm vụ Số lượng", "1 Đào tạo 3")


def test_a_number_before_the_name_is_its_number_and_what_has_none_is_told() -> None:
    rows = [
        ["", "1.2. Sáng kiến cải cách", "2", "1"],
        ["", "Tổng cộng", "100", "92"],
        ["3", "Không có điểm", "", ""],
    ]
    found = published_table(
        [[["STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt"], ["1", "Kế hoạch", "3", "2"], *rows]]
    )
    assert found is not None
    assert found.lines == ("1\tKế hoạch\t3\t2\t", "1.2\tSáng kiến cải cách\t2\t1\t")
    assert found.left == ("Tổng cộng 100 92", "3 Không có điểm")


def test_a_table_that_goes_on_without_headings_keeps_the_columns_of_the_one_before() -> None:
    found = published_table([[HEADS, ROWS[0]], ROWS[1:], [["Nơi nhận:", "CHỦ TỊCH"]]])
    assert found is not None
    assert len(found.lines) == 3


@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Nhiệm vụ", "Thời hạn"], ["1", "Rà soát", "Quý II"]],
        [["STT", "Tiêu chí", "Điểm tự chấm"], ["1", "Kế hoạch", "3"]],
        [["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Kế hoạch", "3"]],
        [],
    ],
)
def test_what_gives_no_points_by_criteria_is_no_such_table(rows: list[list[str]]) -> None:
    assert published_table([rows]) is None
