"""Workbooks that we write hold what was said, and nothing that Excel would run or change."""

from __future__ import annotations

import datetime
import io
import os
import re
import stat
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.files.sheets import Places, Sheet, SheetColumn, Written, sheet_name
from cchc.files.tables import Percent, Row, read_table
from cchc.files.workbooks import workbook_bytes
from cchc.files.writing import replace_file

COLUMNS = (
    SheetColumn("Đơn vị", width=40),
    SheetColumn("1.10", number=Places(2), note="Điểm tối đa 2", choices=("KAD", "0")),
)


def sheet(*rows: tuple[Written, ...]) -> Sheet:
    return Sheet(
        "Điểm", COLUMNS, rows, titles=("BẢNG ĐIỂM",), strong=frozenset([0]), notes={(0, 0): "Ghi chú"}
    )


def test_what_is_written_is_read_back() -> None:
    day = datetime.date(2026, 2, 1)
    rows: list[tuple[Written, ...]] = [
        ("1.10", Fraction("1.7344")),
        ("01", Percent(Fraction("12.5"))),
        (day, None),
    ]
    found = read_table(workbook_bytes([sheet(*rows)]), "a.xlsx").rows
    expected = [Row(3, ("1.10", 1.7344)), Row(4, ("01", Percent(Fraction(25, 2)))), Row(5, (day,))]
    assert found == [Row(1, ("BẢNG ĐIỂM",)), Row(2, ("Đơn vị", "1.10")), *expected]


@given(st.lists(st.integers(3, 80), min_size=1, max_size=20))
def test_a_title_reaches_no_further_than_the_first_page_on_which_the_table_prints(widths: list[int]) -> None:
    columns = tuple(SheetColumn(f"Cột {at}", width) for at, width in enumerate(widths))
    page = load_workbook(io.BytesIO(workbook_bytes([Sheet("Điểm", columns, [], ("BẢNG ĐIỂM",))]))).worksheets[
        0
    ]
    across = next((one.max_col for one in page.merged_cells.ranges if one.min_row == 1), 1)
    pages = page.page_setup.fitToWidth
    assert across == 1 or sum(widths[:across]) <= sum(widths) / pages
    assert pages > 1 or across == len(widths)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_text_that_begins_like_a_formula_is_a_text(text: str) -> None:
    cell = load_workbook(io.BytesIO(workbook_bytes([sheet((text, None))]))).worksheets[0]["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.number_format) == (text, "s", True, "@")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_texts_can_be_written(texts: list[str]) -> None:
    data = workbook_bytes([Sheet(texts[0], (SheetColumn(texts[0]),), [(text,) for text in texts])])
    assert len(read_table(data, "a.xlsx").rows) <= len(texts) + 1


def test_the_same_content_gives_the_same_bytes() -> None:
    assert workbook_bytes([sheet(("a", 1))]) == workbook_bytes([sheet(("a", 1))])


def test_a_sheet_is_set_up_for_reading_and_printing() -> None:
    page = load_workbook(io.BytesIO(workbook_bytes([sheet(("a", 1))]))).worksheets[0]
    assert (page.freeze_panes, page.page_setup.orientation) == ("A3", "landscape")
    assert page.page_setup.paperSize == 9
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert (page["B2"].comment.text, page["A3"].comment.text) == ("Điểm tối đa 2", "Ghi chú")
    assert [rule.formula1 for rule in page.data_validations.dataValidation] == ['"KAD,0"']
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:B1"]
    assert (page["A3"].font.bold, page["B3"].number_format) == (True, "#,##0.00")


def test_names_of_sheets_are_made_fit_and_unlike() -> None:
    assert sheet_name("a" * 40) == "a" * 31
    assert sheet_name("a" * 40, ["A" * 31]) == "a" * 27 + " (2)"
    assert sheet_name("'[]'") == "--"
    assert sheet_name("") == "-"


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), os.listdir(tmp_path)) == (
        b"new",
        0o640,
        ["a.xlsx"],
    )


def test_a_failed_replacement_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        replace_file(target, b"new")
    assert os.listdir(tmp_path) == ["folder"]


def test_texts_that_look_like_escaped_signs_and_line_ends_of_windows_come_back_as_they_were() -> None:
    texts = ["_x000D_", "_x005F_x000D_", "a\r\nb", "_x00"]
    book = workbook_bytes([Sheet("A", [SheetColumn("Tên")], [[text] for text in texts])])
    assert [row.at(0) for row in read_table(book, "a.xlsx").rows[1:]] == texts


def test_rows_are_as_tall_as_their_longest_text_and_wide_tables_print_on_several_pages() -> None:
    columns = [SheetColumn("Tên", 20), *(SheetColumn(f"1.{number}", 14) for number in range(40))]
    rows = [["Sở", *[None] * 40], ["Ban Quản lý các khu công nghiệp và khu kinh tế", *[None] * 40]]
    page = load_workbook(
        io.BytesIO(workbook_bytes([Sheet("A", columns, rows, frozen_columns=1)]))
    ).worksheets[0]
    assert (page.row_dimensions[2].height, page.row_dimensions[3].height) == (None, 46.5)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight, page.print_title_cols) == (3, 0, "$A:$A")


def test_a_table_to_be_edited_has_hidden_columns_and_a_quiet_one() -> None:
    columns = [
        SheetColumn("A", 9, text=True),
        SheetColumn("B", hidden=True),
        SheetColumn("Mã", quiet=True),
        SheetColumn("C"),
    ]
    rows = [["Mục", None, "m1", None], ["a", None, "m2", None]]
    page = load_workbook(
        io.BytesIO(workbook_bytes([Sheet("A", columns, rows, spans={0: (0, 1)})]))
    ).worksheets[0]
    assert [str(area) for area in page.merged_cells.ranges] == ["A2:B2"]
    assert [page.column_dimensions[letter].hidden for letter in "ABC"] == [False, True, False]
    assert (page.column_dimensions["A"].number_format, page["C2"].font.color.rgb) == ("@", "006E6E6E")


def test_a_quiet_last_column_is_not_printed() -> None:
    book = workbook_bytes([Sheet("Ý", [SheetColumn("A"), SheetColumn("Mã", quiet=True)], [["a", "m"]])])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = re.findall(r"<definedName [^<]*", archive.read("xl/workbook.xml").decode())
    assert names[0] == """<definedName name="_xlnm.Print_Area" localSheetId="0">'Ý'!$A:$A"""


def test_a_row_grows_when_its_text_does_unless_its_cells_are_merged() -> None:
    sheet = Sheet(
        "A", [SheetColumn("A", 5), SheetColumn("B", 5)], [["a\nb", None], ["a\nb", None]], spans={1: (0, 1)}
    )
    with zipfile.ZipFile(io.BytesIO(workbook_bytes([sheet]))) as archive:
        rows = re.findall(r"<row [^>]*>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert rows[1:] == ['<row r="2" ht="31">', '<row r="3" ht="31" customHeight="1">']


def test_an_empty_form_offers_its_choices_too() -> None:
    book = workbook_bytes([Sheet("A", [SheetColumn("Đạt", choices=("Có", "Không"))], [])])
    (rule,) = load_workbook(io.BytesIO(book)).worksheets[0].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("A2:A502", '"Có,Không"')
