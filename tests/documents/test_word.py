"""Annexes in Word follow the layout of official documents."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.documents.exchange.paper import Align, Header, Signature, WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes

TABLE = WordTable(
    (WordColumn("STT", 1, Align.CENTRE), WordColumn("Đơn vị", 5), WordColumn("Chỉ số (%)", 2, Align.RIGHT)),
    [("1", "Sở Nội vụ", "91,65"), ("2", "Sở Y tế", "88,09")],
    strong=frozenset([0]),
)
HEADER = Header("", "Ủy ban nhân dân tỉnh", "Số:     /QĐ-UBND", "…, ngày     tháng 02 năm 2026")


def annex(landscape: bool = False) -> bytes:
    attached = "(Kèm theo Quyết định số     /QĐ-UBND)"
    return annex_bytes(
        titles=("Phụ lục", "Kết quả"), attached_to=attached, header=HEADER, table=TABLE, landscape=landscape
    )


def test_paper_margins_and_font_are_those_of_the_decree() -> None:
    page = Document(io.BytesIO(annex()))
    section = page.sections[0]
    sizes = [section.page_width, section.page_height, section.left_margin, section.right_margin]
    sizes += [section.top_margin, section.bottom_margin]
    assert [round(size.mm) for size in sizes if size is not None] == [210, 297, 30, 15, 20, 20]
    assert page.styles["Normal"].font.name == "Times New Roman"


def test_a_landscape_annex_lies_on_its_side() -> None:
    section = Document(io.BytesIO(annex(landscape=True))).sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height) if size is not None] == [
        297,
        210,
    ]


def test_the_table_has_a_repeated_heading_and_numbered_columns() -> None:
    table = Document(io.BytesIO(annex())).tables[1]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[:3] == [["STT", "Đơn vị", "Chỉ số (%)"], ["(1)", "(2)", "(3)"], ["1", "Sở Nội vụ", "91,65"]]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False, False]
    assert table.cell(2, 2).paragraphs[0].alignment == Align.RIGHT.value


def test_titles_and_header_block_stand_above() -> None:
    page = Document(io.BytesIO(annex()))
    lines = [line.text for line in page.paragraphs if line.text]
    assert lines == ["PHỤ LỤC", "Kết quả", "(Kèm theo Quyết định số     /QĐ-UBND)"]
    block = [[cell.text.strip() for cell in row.cells] for row in page.tables[0].rows]
    state = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    assert block == [["ỦY BAN NHÂN DÂN TỈNH", state], ["Số:     /QĐ-UBND", "…, ngày     tháng 02 năm 2026"]]


def test_the_same_annex_gives_the_same_bytes() -> None:
    assert annex() == annex()


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=30))
def test_any_text_can_stand_in_an_annex(text: str) -> None:
    table = WordTable((WordColumn(text),), [(text,)])
    assert Document(io.BytesIO(annex_bytes(titles=(text,), table=table, notes=(text,)))).tables[0].rows


def test_signatures_stand_beside_each_other_and_never_alone_on_a_page() -> None:
    signatures = (
        Signature("Người lập phiếu", "(Ký, ghi rõ họ tên)"),
        Signature("Thủ trưởng", "(Ký)", "Lê An"),
    )
    page = Document(
        io.BytesIO(annex_bytes(titles=("Phiếu",), table=TABLE, notes=("Tổng: 2",), signatures=signatures))
    )
    table, block = page.tables
    said = [[line.text for line in cell.paragraphs if line.text] for cell in block.rows[0].cells]
    assert said == [["NGƯỜI LẬP PHIẾU", "(Ký, ghi rõ họ tên)"], ["THỦ TRƯỞNG", "(Ký)", "Lê An"]]
    held = [line for cell in table.rows[-1].cells for line in cell.paragraphs] + page.paragraphs[-2:]
    assert [line.paragraph_format.keep_with_next for line in held] == [True] * 5
    assert block.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
