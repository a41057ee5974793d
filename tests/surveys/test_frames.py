"""Frames as offices keep them: columns by their headings, faults with their cells."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from cchc.core.surveys.sampling.frame import SamplingFrame
from cchc.core.words.messages import Faults, say
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes
from cchc.surveys.exchange.frames import FRAME_FILE, HEADINGS, read_frame


def frame_of(text: str, **named: tuple[str, ...]) -> SamplingFrame:
    return read_frame(text.encode(), "dan-mau.csv", named)


def faults_of(text: str, **named: tuple[str, ...]) -> list[tuple[int | None, str | None, str, str]]:
    with pytest.raises(Faults) as refused:
        frame_of(text, **named)
    return [(one.place.row, one.place.column, one.found, say(one.why)) for one in refused.value.faults]


@pytest.mark.parametrize(("field", "words"), HEADINGS.items(), ids=list(HEADINGS))
def test_a_column_is_known_by_every_usual_heading_however_it_is_typed(field, words):
    for word in words:
        frame = frame_of(f'Cột khác;"{word.upper()}"\nmột;hai\n')
        assert list(frame.fields[field]) == ["hai"]


def test_all_columns_are_kept_and_found_by_heading():
    frame = frame_of("Mã hồ sơ;Xã;Ngày trả\nHS-1;Xã  A ;01/02/2026\nHS-2;Xã B;\n")
    assert list(frame.headings) == ["Mã hồ sơ", "Xã", "Ngày trả"]
    assert frame.column("XÃ") == ["Xã A", "Xã B"]
    assert frame.column("Ngày trả") == ["01/02/2026", ""]
    assert frame.column("Huyện") is None
    assert list(frame.rows) == [2, 3]


def test_of_two_usual_headings_the_first_of_the_list_counts_and_the_design_before_both():
    text = "Mã;Cơ quan;Đơn vị được đánh giá;Nơi\n1;Sở A;Xã B;Huyện C\n"
    assert list(frame_of(text).fields["unit"]) == ["Xã B"]
    assert list(frame_of(text, unit=("nơi",)).fields["unit"]) == ["Huyện C"]


def test_a_key_is_put_together_of_several_columns_and_missing_where_one_is_empty():
    text = "Cơ quan;Họ và tên;Ngày sinh\nSở A;Lê An;01/02/1980\nSở B;Lê An;\n"
    frame = frame_of(text, key=("Cơ quan", "Họ và tên", "Ngày sinh"))
    assert list(frame.fields["key"]) == ["Sở A · Lê An · 01/02/1980", ""]


def test_titles_above_the_headings_are_passed_over_in_a_workbook_too():
    sheet = Sheet(
        "Danh sách", [SheetColumn("Mã", text=True), SheetColumn("Đơn vị")], [["007", "Xã A"]], ("DANH SÁCH",)
    )
    frame = FRAME_FILE.read(workbook_bytes([sheet]), "dan-mau.xlsx", {}, None)
    assert (list(frame.fields["key"]), list(frame.rows), frame.sheet) == (["007"], [3], "Danh sách")


def test_everything_that_is_wrong_with_headings_and_keys_is_said_at_once():
    text = "Mã;Đơn vị;đơn vị\nA\u2028B;Xã A;Xã A\n"
    assert faults_of(text, size=("Số dân",)) == [
        (1, "B", "Đơn vị", "This column stands twice."),
        (1, "C", "đơn vị", "This column stands twice."),
        (1, None, "Số dân", "The design says that “size” is the column “Số dân”, and there is none."),
    ]
    assert faults_of("Mã;Xã\nA\u0007B;Xã A\n") == [
        (2, None, "A[U+0007]B", "The key holds signs that nobody sees: type it anew.")
    ]


def test_a_cell_that_shows_an_error_is_named_with_its_column():
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Mã", "Dân số"])
    sheet.append(["X1", 900])
    sheet.append(["X2", "=B2*2"])
    data = io.BytesIO()
    workbook.save(data)
    with pytest.raises(Faults) as refused:
        read_frame(data.getvalue(), "dan-mau.xlsx", {})
    (fault,) = refused.value.faults
    assert (fault.place.row, fault.place.column) == (3, "B")
    assert "Dân số" in say(fault.why)


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_file_is_refused(text):
    assert [why for _, _, _, why in faults_of(text)] == ["The table is empty."]


def test_letters_have_one_spelling_and_hidden_signs_are_gone():
    frame = frame_of("Mã;Xã\nX\u200b1;Ho\u0300a\n")
    assert (frame.fields["key"][0], frame.column("Xã")) == ("X1", ["Hòa"])
