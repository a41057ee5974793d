"""A plan goes out as a workbook and is read back, edited by hand."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.plans.columns import DEADLINE, LEAD, NUMBER, OUTPUT, TASK
from cchc.core.words.messages import Place
from cchc.plans.exchange.difference import (
    difference,
)
from cchc.plans.exchange.sheet import GIVEN_OUT, SheetRow, SheetSection
from cchc.plans.exchange.sheet_in import read_sheet
from tests.plans.drawn_sheets import (
    FILE,
    LOOKS_LIKE_ANOTHER,
    PLAN,
    WORDS,
    back,
    edited,
    filled,
    out,
    plans,
    row,
)

# openpyxl does not know print areas of whole columns, which Excel and LibreOffice write themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_nobody_touched_comes_back_as_it_was(sections: tuple[SheetSection, ...]) -> None:
    file = read_sheet(out(sections), FILE)
    found = file.sections
    assert difference(sections, found).is_empty
    assert file.given == sections
    if sections and sections[0].is_headless:
        found = (replace(found[0], key=sections[0].key), *found[1:])
    assert found == sections


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_again_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = tuple(
        SheetRow(str(at), {NUMBER: text[:30], TASK: text, OUTPUT: f"{text}\n{text}", DEADLINE: text})
        for at, text in enumerate((*LOOKS_LIKE_ANOTHER, *WORDS), start=1)
    )
    sections = (SheetSection("1", "I", "Chung", rows), SheetSection("2", "", "=Riêng", (row("99"),)))
    (tmp_path / FILE).write_bytes(out(sections))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "again")]
    subprocess.run([*command, str(tmp_path / FILE)], check=True, capture_output=True, timeout=120)
    file = read_sheet((tmp_path / "again" / FILE).read_bytes(), FILE)
    assert (file.sections, file.given, file.faults) == (sections, sections, ())


def test_the_workbook_is_a_table_of_the_office() -> None:
    book = load_workbook(io.BytesIO(out()))
    sheet, guidance, given_out = book.worksheets
    assert (given_out.title, given_out.sheet_state, sheet.sheet_state) == (GIVEN_OUT, "veryHidden", "visible")
    headings = [cell.value for cell in sheet[2]]
    assert headings == [
        "STT",
        "Mục tiêu",
        "Nhiệm vụ, giải pháp",
        "Hoạt động",
        "Sản phẩm, kết quả",
        "Tồn tại",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời hạn",
        "Kinh phí",
        "Nguồn kinh phí",
        "Mã (không sửa)",
    ]
    assert [letter for letter in "ABCDEFGHIJKL" if sheet.column_dimensions[letter].hidden] == [
        "B",
        "D",
        "F",
        "J",
        "K",
    ]
    assert [cell.value for cell in sheet[3]] == ["I", None, "Cải cách thể chế", *[None] * 8, "M-1"]
    assert (sheet["L4"].value, sheet["A3"].font.bold, sheet["C4"].font.name) == (
        "NV-11",
        True,
        "Times New Roman",
    )
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:K1", "C3:K3", "C7:K7"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.fitToWidth) == ("A3", "$2:$2", 1)
    assert guidance.max_row == 5


def test_seldom_used_columns_are_shown_where_they_are_filled_and_in_an_empty_plan() -> None:
    sections = (replace(PLAN[0], rows=(row("11", activity="Lập danh mục"),)),)
    found = {}
    for name, given_sections in {"filled": sections, "empty": ()}.items():

        def look(sheet: Worksheet, name: str = name) -> None:
            found[name] = [letter for letter in "ABCDEFGHIJKL" if sheet.column_dimensions[letter].hidden]

        edited(look, given_sections)
    assert found == {"filled": ["B", "F", "J", "K"], "empty": []}


def test_a_long_text_gets_the_wider_column() -> None:
    sections = (replace(PLAN[0], rows=(row("11", task="Rà soát", output="Báo cáo kết quả rà soát " * 9),)),)
    found = []
    edited(lambda sheet: found.extend(sheet.column_dimensions[letter].width for letter in "CE"), sections)
    assert found == [28, 62]


def test_a_row_without_a_code_is_new_and_a_deleted_one_is_gone() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(5)
        sheet.insert_rows(5)
        filled(sheet, 5, A=2, C="Tập huấn", G="Sở Nội vụ\nSở Tài chính", I=datetime.date(2026, 12, 1))

    first = back(edit, PLAN[:1])[0]
    assert [one.key for one in first.rows] == ["11", "", "13"]
    assert first.rows[1] == SheetRow(
        "", {NUMBER: "2", TASK: "Tập huấn", LEAD: "Sở Nội vụ\nSở Tài chính", DEADLINE: "01/12/2026"}
    )
    where = first.rows[1].where
    assert where is not None
    assert (where.code, where.shown, where.what) == (
        Place(FILE, "Plan", 5, "L"),
        "",
        Place(FILE, "Plan", 5, "C"),
    )


@pytest.mark.parametrize(
    ("written", "section"),
    [
        ({"A": "III", "C": "Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"A": "III.", "G": "Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"C": "CHUYỂN ĐỔI SỐ"}, ("", "CHUYỂN ĐỔI SỐ")),
        ({"A": "III. Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"C": "B) CHUYỂN ĐỔI SỐ"}, ("B", "CHUYỂN ĐỔI SỐ")),
    ],
)
def test_a_row_that_looks_like_a_heading_is_a_new_section(
    written: dict[str, str], section: tuple[str, str]
) -> None:
    found = back(
        lambda sheet: filled(
            sheet, 5, B=None, **{"A": None, "C": None, "G": None, "I": None, "L": None} | written
        )
    )
    assert [(one.key, one.number, one.heading, len(one.rows)) for one in found] == [
        ("1", "I", "Cải cách thể chế", 1),
        ("", *section, 1),
        ("2", "II", "Cải cách tài chính công", 2),
    ]


def test_a_row_of_merged_cells_is_a_new_section_and_one_with_only_a_task_is_a_measure() -> None:
    def edit(sheet: Worksheet) -> None:
        filled(sheet, 10, C="Chuyển đổi số")
        sheet.merge_cells("C10:K10")
        filled(sheet, 11, C="Tập huấn")

    added = back(edit)[2:]
    assert added == (SheetSection("", "", "Chuyển đổi số", (SheetRow("", {TASK: "Tập huấn"}),)),)


def test_rows_may_move_and_sections_be_renamed() -> None:
    def edit(sheet: Worksheet) -> None:
        moved = [cell.value for cell in sheet[4]]
        sheet.append(moved)
        sheet.delete_rows(4)
        sheet["C3"] = "Thể chế"

    found = back(edit, PLAN[:1])
    assert (found[0].heading, [one.key for one in found[0].rows]) == ("Thể chế", ["12", "13", "11"])


def test_columns_may_stand_in_another_order_beside_unknown_ones() -> None:
    def edit(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for at, values in enumerate(rows, start=2):
            extra = "Kết quả thực hiện" if at == 2 else "Đã xong"
            for column, value in enumerate([*reversed(values), extra, None], start=1):
                sheet.cell(at, column).value = value

    assert back(edit) == PLAN


def test_headings_may_be_worded_as_offices_do() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["I2"], sheet["G2"], sheet["L2"] = "Thời gian\nhoàn thành", "CHỦ TRÌ", "Mã"

    assert back(edit) == PLAN


def test_headings_repeated_on_each_page_numbers_of_columns_and_empty_rows_are_no_measures() -> None:
    def edit(sheet: Worksheet) -> None:
        headings = [cell.value for cell in sheet[2]]
        sheet.insert_rows(5, 3)
        for column, text in enumerate(headings, start=1):
            sheet.cell(6, column).value = text
            sheet.cell(7, column).value = f"({column})"
        sheet.insert_rows(1)
        sheet["B5"] = " "

    assert back(edit, PLAN[:1]) == PLAN[:1]


def test_cells_merged_downwards_hold_for_every_row() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["G4"] = "Sở Nội vụ"
        sheet.merge_cells("G4:G6")

    assert [one.text(LEAD) for one in back(edit)[0].rows] == ["Sở Nội vụ"] * 3


def test_a_text_in_several_colours_is_one_text_and_blanks_around_it_go() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C4"] = CellRichText("Rà soát ", TextBlock(InlineFont(b=True), "văn bản"), " cũ  ")
        sheet["E4"] = "  Báo cáo \r\n Tờ trình\n"

    first = back(edit)[0].rows[0]
    assert (first.text(TASK), first.text(OUTPUT)) == ("Rà soát văn bản cũ", "Báo cáo\nTờ trình")
