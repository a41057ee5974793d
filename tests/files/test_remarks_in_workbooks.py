"""Remarks become notes at the cells of a workbook, and its texts, formulas and formats stay byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from cchc.files.documents import Spot, read_document
from cchc.files.remarks import Remark, remarked
from tests.files.bombs import workbook
from tests.files.remarked_files import AUTHOR, about, kept, notes_in, parts


def book(*, note: bool = False) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "Kế hoạch"
    sheet.append(["KẾ HOẠCH năm 2026"])
    sheet.append(["STT", "Nhiệm vụ", "Chủ trì", "Hạn"])
    sheet.append([1, "Rà soát", "Sở Nội vụ", "=TODAY()"])
    sheet.append([2, "Báo cáo", "Sở Tư pháp", "Quý V"])
    sheet.merge_cells("C3:C4")
    if note:
        sheet["B3"].comment = Comment("Xem lại", "Phòng CCHC")
    other = made.create_sheet("Khác")
    other.append(["a"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def noted(data: bytes, *remarks: Remark) -> dict[str, tuple[str, str]]:
    made = remarked(data, "a.xlsx", remarks, AUTHOR)
    kept(data, made)
    assert read_document(made, "a.xlsx").blocks == read_document(data, "a.xlsx").blocks
    return notes_in(made)


def test_a_note_stands_at_the_cell_with_the_words_else_at_the_first_of_the_row() -> None:
    found = noted(book(), about("Quý V", row=4), about("không có", row=3), about("Sở Nội vụ", row=4))
    assert sorted(found) == ["Kế hoạch!A3", "Kế hoạch!C3", "Kế hoạch!D4"]
    assert found["Kế hoạch!D4"] == (AUTHOR.name, "Về “Quý V”.\nSửa & ghi <lại>.")


def test_what_is_remarked_about_one_cell_stands_in_one_note() -> None:
    found = noted(book(), about("Báo cáo", row=4), Remark(Spot(table=1, row=4), "Báo cáo", ("Thêm.",)))
    assert {cell: text for cell, (_, text) in found.items()} == {
        "Kế hoạch!B4": "Về “Báo cáo”.\nSửa & ghi <lại>.\nThêm."
    }


def test_a_note_of_others_stays_and_the_cell_beside_it_gets_ours() -> None:
    found = noted(book(note=True), about("Rà soát", row=3))
    assert found["Kế hoạch!B3"] == ("Phòng CCHC", "Xem lại")
    assert found["Kế hoạch!C3"][0] == AUTHOR.name


def test_a_remark_about_a_row_above_the_table_and_one_about_nothing_find_their_cells() -> None:
    found = noted(book(), Remark(Spot(row=1), "năm 2026", ("x",)), Remark(Spot(table=2), "", ("y",)))
    assert {cell: text for cell, (_, text) in found.items()} == {"Kế hoạch!A1": "x", "Khác!A1": "y"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from(["Báo cáo", "2", ""])),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_whatever_is_remarked_the_workbook_stays_and_every_remark_is_in_a_note(
    asked: Sequence[tuple[int, int, str]], note: bool
) -> None:
    remarks = [
        Remark(Spot(table=at, row=row), words, (f"chú thích {n}",))
        for n, (at, row, words) in enumerate(asked)
    ]
    texts = "\n".join(text for _, text in noted(book(note=note), *remarks).values()).split("\n")
    assert sorted(one for one in texts if one.startswith("chú")) == sorted(one.lines[0] for one in remarks)


def test_a_workbook_with_tables_and_controls_gets_its_notes_before_them() -> None:
    more = '</sheetData><mc:AlternateContent xmlns:mc="m"><controls/></mc:AlternateContent><tableParts count="0"/><a>'
    data = workbook('<row r="1"><c t="inlineStr" r="A1"><is><t>a</t></is></c></row>')
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name, content in parts(data).items():
            archive.writestr(name, content.replace(b"</sheetData>", more[:-3].encode()))
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
        )
    made = parts(remarked(changed.getvalue(), "a.xlsx", [Remark(Spot(table=1), "", ("x",))], AUTHOR))
    sheet = made["xl/worksheets/sheet1.xml"].decode()
    assert sheet.index("legacyDrawing") < sheet.index("AlternateContent")
