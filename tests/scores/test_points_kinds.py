"""What offices' tables hold beside units and points, kind by kind: taken for what it is, said, or refused in words."""

from __future__ import annotations

import io
import unicodedata
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.words.messages import Faults, say
from cchc.core.words.numbers import plain
from cchc.scores.exchange.asides import Aside, aside_of
from cchc.scores.exchange.points import PointsFile, read_points_file

SET = """
[set]
id = "thu"
title = "Bộ thử"
version = "1"
unit_kind = "department"

[[node]]
number = "1"
name = "Điểm chấm"
maximum = "10"
[[node]]
number = "2"
name = "Kế hoạch"
maximum = "10"
inputs = [
  "day: date | Ngày ký",
  "rate: percent, to 120 | Tỷ lệ thu",
  "share: percent | Tỷ lệ hài lòng",
  "done: yes or no | Có kế hoạch",
  'kind: one of "Tốt", "Khá" | Xếp loại',
  "sum: number | Số tiền",
  "count: count | Số việc",
]
rule = 'points if(done, 10, 0); when none(day): zero'
"""


def read(*rows: list, merge: tuple[str, ...] = (), hide: tuple[int, ...] = ()) -> PointsFile:
    """The points file of a workbook with these rows."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    for row in hide:
        sheet.row_dimensions[row].hidden = True
    return read_book(book)


def read_book(book: Workbook) -> PointsFile:
    kept = io.BytesIO()
    book.save(kept)
    return read_points_file(kept.getvalue(), "diem.xlsx", SET)


def read_text(text: str) -> PointsFile:
    return read_points_file(text.encode(), "diem.csv", SET)


def figures(points: PointsFile, name: str) -> list[object]:
    return [unit.given["2"].get(name) for unit in points.units if isinstance(unit.given.get("2"), dict)]


def refusals(points: PointsFile) -> list[tuple[str, str]]:
    """Each fault: its cell, and its reason in words."""
    return [
        (f"{one.place.column or ''}{one.place.row or ''}", say(one.why, number=plain))
        for one in points.faults
    ]


def told(points: PointsFile) -> list[tuple[str, str]]:
    """Each remark: its cell, and what it says."""
    return [
        (f"{one.place.column or ''}{one.place.row or ''}", say(one.what, number=plain))
        for one in points.notices
    ]


# All faults at once


def test_unknown_columns_cells_and_units_are_told_together_each_with_unit_and_criterion() -> None:
    points = read_text("đơn vị;khối;1;9.9;2:count\nSở A;x;11;1;a\n;x;1;;\nSở A;x;2;;1,5\n")
    where = [
        (f"{one.place.column}{one.place.row}", one.place.unit, one.place.criterion) for one in points.faults
    ]
    assert where == [
        ("D1", None, None),
        ("C2", "Sở A", "1. Điểm chấm"),
        ("E2", "Sở A", "2. Kế hoạch: Số việc"),
        ("A3", None, None),
        ("E4", "Sở A", "2. Kế hoạch: Số việc"),
    ]
    with pytest.raises(Faults) as refused:
        points.checked()
    assert refused.value.faults == points.faults


def test_signs_of_both_kinds_are_told_beside_all_other_faults() -> None:
    points = read_text("đơn vị;1;2:sum\nSở A;9,5;x\nSở B;9.39;1\n")
    assert [cell for cell, _ in refusals(points)] == ["B2", "C2"]
    assert "9.39" in refusals(points)[0][1]


# Rows that are no units

SUMMARIES = ["Trung bình", "BÌNH QUÂN", "Tổng cộng", "Cộng", "Trung bình khối sở", "Tổng cộng (18 đơn vị)"]
SUMMARIES += ["Trung bình chung: ", "Điểm cao nhất", "Toàn tỉnh", "Average", "2. Tổng số", "- Cộng khối xã"]
SECTIONS = ["I. Các sở", "A. KHỐI SỞ, BAN, NGÀNH", "II/ UBND các xã, phường", "b) Nhóm 2", "1. Các cơ quan"]
UNITS = [
    "Xã Trung Bình",
    "Cộng Hòa",
    "Tổng Cọt",
    "Chung Chải",
    "Công an tỉnh",
    "I. Sở Nội vụ",
    "Trung Bình Hòa",
]
UNITS += ["Tổng cục Thuế", "Cao Bồ", "Khối", "A", "Nguồn Sơn"]


@pytest.mark.parametrize("text", SUMMARIES)
def test_a_mean_or_a_total_is_said_and_never_ranked(text: str) -> None:
    points = read(["đơn vị", "1"], ["Sở A", 8], [text, 8.5], ["Sở B", 9])
    assert ([one.name for one in points.units], points.faults) == (["Sở A", "Sở B"], ())
    ((cell, words),) = told(points)
    assert (cell, text.strip() in words) == ("A3", True)


@pytest.mark.parametrize("text", SECTIONS)
def test_the_heading_of_a_section_is_said_and_never_ranked_with_values_or_without(text: str) -> None:
    points = read(["đơn vị", "1"], [text, None], ["Sở A", 8], [text.replace("1", "3"), 7])
    assert [one.name for one in points.units] == ["Sở A"]
    assert [cell for cell, _ in told(points)] == ["A2", "A4"]


@pytest.mark.parametrize("text", UNITS)
def test_a_unit_whose_name_begins_like_a_total_stays_a_unit(text: str) -> None:
    assert aside_of(text, has_values=True) in (None, Aside.DOUBTFUL if text == "Khối" else None)


def test_a_group_with_values_is_refused_a_row_with_a_code_is_a_unit_and_merged_rows_are_sections() -> None:
    points = read(
        ["đơn vị", "mã", "1"], ["Các sở", None, 8], ["Trung Bình", "TB1", 7], ["Sở Y tế", None, None], ["Ghi chú: x"],
        merge=("A4:C4",),
    )  # fmt: skip
    assert [one.name for one in points.units] == ["Các sở", "Trung Bình"]
    assert [cell for cell, _ in refusals(points)] == ["A2"]
    assert [cell for cell, _ in told(points)] == ["A4", "A5"]


def test_what_a_summary_holds_is_not_judged() -> None:
    points = read(["đơn vị", "1"], ["Sở A", 8], ["Trung bình", "=AVERAGE(B2:B2)"], ["Tổng cộng", 800])
    assert (len(points.units), points.faults) == (1, ())


# Groups


def test_a_group_merged_over_its_rows_holds_for_all_of_them() -> None:
    rows = [["đơn vị", "khối", "1"], ["A", "Khối sở", 1], ["B", None, 2], ["C", "Khối xã", 3], ["D", None, 4]]
    assert [one.group for one in read(*rows, merge=("B2:B3", "B4:B5")).units] == 2 * ["Khối sở"] + 2 * [
        "Khối xã"
    ]
    assert [cell for cell, _ in refusals(read(*rows))] == ["B3", "B5"]


@pytest.mark.parametrize("sign", ["nt", "Như trên", '"', "〃", "-"])
def test_a_sign_for_the_group_above_is_no_group(sign: str) -> None:
    points = read(["đơn vị", "khối", "1"], ["A", "Khối sở", 1], ["B", sign, 2])
    assert [cell for cell, _ in refusals(points)] == ["B3"]


def test_points_merged_over_several_units_are_refused_with_their_cells() -> None:
    points = read(["đơn vị", "1"], ["A", 1], ["B", None], ["C", 2], merge=("B2:B3",))
    assert [(cell, "B2:B3" in why) for cell, why in refusals(points)] == [("B2", True)]


# Numbers


@pytest.mark.parametrize(
    ("written", "points"),
    [(".88", "0.88"), ("+8", "8"), ("8.", "8"), ("8.5\u200b", "8.5"), ("\ufeff7", "7"), ("7\u00ad", "7")],
)
def test_a_number_is_read_as_other_programs_write_it(written: str, points: str) -> None:
    (unit,) = read_text(f'đơn vị;1\nA;"{written}"\n').units
    assert unit.given["1"] == Fraction(points)


def test_a_cell_of_hidden_signs_alone_is_empty_and_a_line_that_names_the_separator_is_obeyed() -> None:
    assert read_text("đơn vị;1\nA;\u200b\n").units[0].given == {}
    for first in ("sep=;", "SEP=;\r", '"sep=;"'):
        points = read_text(f"{first}\nđơn vị;1\nA;8,5\nB;x\n")
        assert (points.units[0].given["1"], refusals(points)[0][0]) == (Fraction("8.5"), "B3")


def test_the_bounds_of_a_field_decide_between_two_readings_and_for_the_whole_file() -> None:
    points = read_text("đơn vị;1;2:count;2:sum\nA;1.234;;12.937\n")
    assert points.units[0].given == {"1": Fraction("1.234"), "2": {"sum": Fraction("12.937")}}
    counted = read_text("đơn vị;2:count;2:sum\nA;1.234;12.937\n")
    assert counted.units[0].given["2"] == {"count": 1234, "sum": 12937}
    assert [cell for cell, _ in refusals(read_text("đơn vị;1;2:count\nA;1.234;1.234\n"))] == ["C2"]
    both = refusals(read_text("đơn vị;2:sum\nA;12.937\n"))
    assert "12.937 or 12937" in both[0][1]


@given(st.sampled_from(["1", "2:sum", "2:count"]), st.fractions(0, 10, max_denominator=8))
def test_hidden_signs_around_a_number_change_nothing(heading: str, amount: Fraction) -> None:
    text = plain(amount)
    shown = read_text(f"đơn vị;{heading}\nA;{text}\n")
    veiled = read_text(f'đơn vị;{heading}\nA;"\u200b{text}\u00a0\ufeff"\n')
    assert (shown.units, refusals(shown)) == (veiled.units, refusals(veiled))


# Percentages


@pytest.mark.parametrize(
    ("column", "cells", "refused"),
    [
        ("rate", ["1.05", "98.5"], ["B2"]),
        ("rate", ["0.8", "1.3", "110"], ["B2"]),
        ("share", ["0.8", "0.95", "1.05"], ["B2", "B3", "B4"]),
        ("share", ["1.05", "98.5"], []),
        ("share", ["1.05%", "80%", "98,5%".replace(",", ".")], []),
        ("share", ["0", "1"], ["B3"]),
    ],
)
def test_a_bare_number_that_may_be_a_share_is_refused_in_both_readings(
    column: str, cells: list[str], refused: list[str]
) -> None:
    points = read_text(f"đơn vị;2:{column}\n" + "".join(f"Xã {cell};{cell}\n" for cell in cells))
    assert [cell for cell, _ in refusals(points)] == refused
    for (_, why), at in zip(refusals(points), refused, strict=True):
        text = cells[int(at[1:]) - 2]
        assert f"{text} % or {plain(Fraction(text) * 100)} %" in why


def test_a_share_stored_as_a_number_by_the_spreadsheet_is_refused_alike() -> None:
    points = read(["đơn vị", "2:rate"], ["A", 1.05], ["B", 98.5])
    assert [(cell, "1.05 % or 105 %" in why) for cell, why in refusals(points)] == [("B2", True)]


# Days


def days(*cells: object) -> PointsFile:
    return read(["đơn vị", "2:day"], *([f"Xã {at}", cell] for at, cell in enumerate(cells)))


def test_the_days_of_a_column_are_in_the_order_that_one_of_them_shows_and_it_is_said() -> None:
    points = days("01/31/2026", "02/03/2026", "2026-03-04")
    assert figures(points, "day") == [date(2026, 1, 31), date(2026, 2, 3), date(2026, 3, 4)]
    assert "01/31/2026" in told(points)[0][1]
    assert figures(days("31/01/2026", "02/03/2026"), "day") == [date(2026, 1, 31), date(2026, 3, 2)]
    assert figures(days("02/03/2026"), "day") == [date(2026, 3, 2)]


def test_days_of_both_orders_in_one_column_are_refused_in_both_readings() -> None:
    points = days("01/31/2026", "31/01/2026", "02/03/2026")
    assert [cell for cell, _ in refusals(points)] == ["B2", "B4"]
    assert "day 2 month 3 2026 or day 3 month 2 2026" in refusals(points)[1][1].replace("may mean ", "")


def test_date_cells_beside_days_that_stayed_texts_may_have_been_swapped() -> None:
    points = days("31/01/2026", date(2026, 3, 2), date(2026, 4, 4))
    assert [(cell, "day 2 month 3" in why and "day 3 month 2" in why) for cell, why in refusals(points)] == [
        ("B3", True)
    ]
    assert days("31/01/2026", date(2026, 3, 2), date(2026, 3, 20)).faults == ()


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-31 00:00:00",
        "2026-01-31T16:30",
        "31/01/2026 16:30",
        "2026-01-31T16:30:00+07:00",
        "2026-1-31 9:05 PM",
    ],
)
def test_a_day_with_its_time_is_the_day_in_a_text_table_as_in_a_workbook(written: str) -> None:
    assert figures(read_text(f"đơn vị;2:day\nA;{written}\n"), "day") == [date(2026, 1, 31)]
    assert figures(days(datetime(2026, 1, 31, 16, 30)), "day") == [date(2026, 1, 31)]


def test_a_time_of_another_zone_that_is_another_day_in_vietnam_is_refused() -> None:
    ((cell, why),) = refusals(read_text("đơn vị;2:day\nA;2026-01-31T23:30:00Z\n"))
    assert (cell, "01/02/2026" in why) == ("B2", True)


# Check boxes, spellings, hidden rows, sheets


def test_true_and_false_are_taken_in_a_text_table_as_in_a_workbook() -> None:
    text = read_text("đơn vị;2:done\nA;TRUE\nB;false\nC;Đúng\nD;SAI\nE;t\nF;n\n")
    assert figures(text, "done") == [True, False, True, False, True, False]
    assert figures(read(["đơn vị", "2:done"], ["A", True], ["B", False]), "done") == [True, False]


@given(st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_headings_units_groups_and_options_are_one_in_either_spelling_of_their_letters(
    one: str, other: str
) -> None:
    text = "đơn vị;khối;2:kind\nSở Nội vụ;Khối sở;Tốt\n", "Sở Y tế;KHỐI SỞ;tốt\n"
    points = read_text(unicodedata.normalize(one, text[0]) + unicodedata.normalize(other, text[1]))
    assert points.faults == ()
    assert {(unit.group, unit.given["2"]["kind"]) for unit in points.units} == {("Khối sở", "Tốt")}
    assert points.units[0].name == "Sở Nội vụ"


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    book = Workbook()
    for row in (["đơn vị", "1", "2:count"], ["A", 1, 1], ["B", 2, 2], ["C", 3, 3]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["C"].hidden = True
    points = read_book(book)
    assert len(points.units) == 3
    assert [(cell, words) for cell, words in told(points)] == [
        ("3", "2 hidden rows were read: 3, 4"), ("C", "1 hidden columns were read: C"),
    ]  # fmt: skip


def test_an_unknown_heading_that_names_a_criterion_is_told_its_number() -> None:
    (fault,) = read_text("đơn vị;Điểm chấm\nA;1\n").faults
    assert "such as 1" in say(fault.expected)


def test_all_sheets_of_units_are_read_and_a_unit_in_two_of_them_is_refused() -> None:
    book = Workbook()
    book.active.title = "Ghi chú"
    book.active.append(["Lời dặn"])
    for name, rows in {"Sở": [["Sở A", 1]], "Xã": [["Xã B", 2], ["Sở A", 3]]}.items():
        sheet = book.create_sheet(name)
        for row in [["đơn vị", "1"], *rows]:
            sheet.append(row)
    points = read_book(book)
    assert (points.sheet_names, [one.name for one in points.units]) == (
        ("Sở", "Xã"),
        ["Sở A", "Xã B", "Sở A"],
    )
    assert [(one.place.sheet, one.place.row, "“Sở”" in say(one.why)) for one in points.faults] == [
        ("Xã", 3, True)
    ]


# Headings in words


HEADINGS = ["Đơn vị", "1. Điểm chấm", "2. Kế hoạch\nSố việc"]
CODES = ["đơn vị", "1", "2:count"]


@pytest.mark.parametrize(
    "rows", [[HEADINGS, CODES], [CODES, HEADINGS], [CODES], [HEADINGS], [["BẢNG ĐIỂM"], CODES]]
)
def test_headings_for_people_and_for_machines_are_read_in_either_order_or_alone(
    rows: list[list[str]],
) -> None:
    points = read(*rows, ["Sở A", 8, 3])
    assert (points.faults, [one.given for one in points.units]) == (
        (),
        [{"1": Fraction(8), "2": {"count": 3}}],
    )


def test_headings_that_name_two_criteria_for_one_column_are_refused() -> None:
    points = read(HEADINGS, ["đơn vị", "2:count", "1"], ["Sở A", 8, 3])
    assert [cell for cell, _ in refusals(points)] == ["B1", "C1"]


def test_a_heading_merged_over_two_rows_belongs_to_both() -> None:
    points = read(
        ["Đơn vị", "Phần thẩm định", None], [None, "1", "2:count"], ["Sở A", 8, 3], merge=("A1:A2", "B1:C1")
    )
    assert (points.faults, len(points.units)) == ((), 1)
