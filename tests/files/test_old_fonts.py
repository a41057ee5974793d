"""Letters of the fonts of the 1990s become Unicode where font or letters say so, cell by cell, or are not sure."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.letters import composed_text
from cchc.files.documents import read_document
from cchc.files.documents.old_letters import is_undecoded
from cchc.files.old_fonts import _AFTER, _ALONE, _TCVN3, OldEncoding, decoded
from cchc.reading.plans import read_plan
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.reading.papers import SIX, table_rows, word_bytes

_TO_TCVN3 = {letter: sign for sign, letter in _TCVN3.items()}
_TO_VNI = {letter: sign for sign, letter in _ALONE.items()} | {
    composed_text(_ALONE.get(base, base) + marks): base + sign
    for base in "aeouyôö"
    for sign, marks in _AFTER.items()
    if len(composed_text(_ALONE.get(base, base) + marks)) == 1
}
TEXT = "rà soát thủ tục hành chính niêm yết công khai lệ phí ở đặc khu những tự kiểm tra cũng vững mạnh quý"
WORDS = TEXT.split()


def in_tcvn3(text: str) -> str:
    """A text in small letters as a font such as .VnTime keeps it."""
    return "".join(_TO_TCVN3.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    """A text in small letters as a font such as VNI-Times keeps it."""
    return "".join(_TO_VNI.get(letter, letter) for letter in text)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_every_vietnamese_text_comes_back_from_both_tables(text: str) -> None:
    assert decoded(in_tcvn3(text), OldEncoding.TCVN3) == text
    assert decoded(in_vni(text), OldEncoding.VNI) == text
    assert decoded(in_tcvn3(text), OldEncoding.TCVN3, capitals=True) == text.upper()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join))
def test_a_text_in_unicode_is_never_taken_for_an_old_one(text: str) -> None:
    book = openpyxl.Workbook()
    for row in (("1", text, "a"), ("2", f"{text} 25 m²", "b")):
        book.active.append(row)
    assert cells_of(book) == [text, f"{text} 25 m²"]


def cells_of(book: openpyxl.Workbook) -> list[str]:
    """The texts in the second column of a workbook as they are read."""
    data = io.BytesIO()
    book.save(data)
    (table,) = read_document(data.getvalue(), "a.xlsx").tables
    return [cell.text for row in table.rows for cell in row.filled if cell.column == 1]


TITLE = "kế hoạch cải cách hành chính của xã, đầu tư"


@pytest.mark.parametrize(
    ("font", "written", "read"),
    [
        (".VnTimeH", in_tcvn3(TITLE), TITLE.upper()),
        ("ABCDEF+.VnTimeH,Bold", in_tcvn3(TITLE), TITLE.upper()),
        ("ABCDEF+.VnTime", in_tcvn3(TITLE), TITLE),
        ("VNI-Times", in_vni(TITLE), TITLE),
        ("ABCDEF+VNI-HelveH-Bold", in_vni(TITLE), TITLE.upper()),
        # the document was converted, the font has kept its name
        (".VnTime", TITLE, TITLE),
        ("TimesNewRoman", TITLE, TITLE),
    ],
)
def test_the_font_of_a_pdf_says_how_its_letters_are_read(font: str, written: str, read: str) -> None:
    beside = "diện tích 25 m², sở ở xã"
    page = PaperPage(texts=[(60, 140, 12, beside)], named=[(60, 100, 12, written, font)])
    document = read_document(pdf_bytes([page], by_line=True), "a.pdf")
    assert document.text == f"{read} {beside}"


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(" ".join))
@settings(max_examples=25)
def test_every_text_in_an_old_font_of_a_pdf_comes_back(text: str) -> None:
    fonts = ((".VnTime", in_tcvn3, str), (".VnTimeH", in_tcvn3, str.upper), ("VNI-Times", in_vni, str))
    lines = [(60, 100 + 30 * at, 12, change(text), name) for at, (name, change, _) in enumerate(fonts)]
    document = read_document(pdf_bytes([PaperPage(named=lines)]), "a.pdf")
    assert document.text.split() == " ".join(read(text) for *_, read in fonts).split()


def set_font(cell: Any, font: str) -> None:
    """Give the text of a Word cell a font."""
    for run in cell.paragraphs[0].runs:
        fonts = OxmlElement("w:rFonts")
        for name in ("w:ascii", "w:hAnsi"):
            fonts.set(qn(name), font)
        run._r.get_or_add_rPr().append(fonts)


def tasks_of(rows: list[list[str]], fonts: dict[int, str]) -> list[str | None]:
    """The tasks read from a Word plan; `fonts` leads from rows of its table to the font of the task."""

    def change(document: Any) -> None:
        for row, font in fonts.items():
            set_font(document.tables[0].cell(row, 1), font)

    return [one.task for _, one in read_plan(word_bytes(rows, change), "a.docx").measures()]


def plan_rows(*tasks: str) -> list[list[str]]:
    """A table of six columns with these tasks."""
    return [
        table_rows(SIX)[0],
        *([str(at), task, "Báo cáo", "Sở Tư pháp", "", "Quý I/2026"] for at, task in enumerate(tasks, 1)),
    ]


@pytest.mark.parametrize(("font", "written"), [(".VnTime", in_tcvn3), ("VNI-Times", in_vni)])
def test_a_cell_of_word_is_decoded_by_its_font_though_it_could_be_read_both_ways(
    font: str, written: Any
) -> None:
    rows = plan_rows("Rà soát thủ tục", written("số liệu kỳ trước"), written("số"))
    assert tasks_of(rows, {2: font, 3: font}) == ["Rà soát thủ tục", "số liệu kỳ trước", "số"]


def test_a_font_that_ends_in_h_draws_capitals() -> None:
    assert tasks_of(plan_rows(in_tcvn3("công khai")), {1: ".VnTimeH"}) == ["CÔNG KHAI"]


def test_the_name_of_an_old_font_that_stayed_on_a_text_in_unicode_changes_nothing() -> None:
    rows = plan_rows("Công an xã", "Rà soát thủ tục hành chính")
    assert tasks_of(rows, {1: ".VnTime", 2: ".VnTime"}) == ["Công an xã", "Rà soát thủ tục hành chính"]


@pytest.mark.parametrize("written", [in_tcvn3, in_vni])
def test_a_cell_of_excel_is_decoded_by_its_letters(written: Any) -> None:
    book = openpyxl.Workbook()
    for row in (("1", "Niêm yết", "a"), ("2", written("niêm yết công khai những lệ phí được thu"), "b")):
        book.active.append(row)
    assert cells_of(book) == ["Niêm yết", "niêm yết công khai những lệ phí được thu"]


def test_what_no_table_decodes_is_never_called_sure() -> None:
    garbled = "Niªm §¤¥ xQ¬¬ y¸¸Õt zz¬q"
    assert is_undecoded(garbled)
    plan = read_plan(word_bytes(plan_rows("Rà soát thủ tục", garbled)), "a.docx")
    sure, doubtful = (one for _, one in plan.measures())
    assert sure.unsure == ()
    assert "task" in doubtful.unsure
