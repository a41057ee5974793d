"""Annexes in Word follow the layout of official documents."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.documents.exchange.paper import (
    Align,
    ColumnNumbers,
    Header,
    Signature,
    WordColumn,
    WordTable,
    equal_below,
)
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


PERIODS = (
    WordColumn("STT", 1, Align.CENTRE),
    WordColumn("Kỳ này", under="Kết quả"),
    WordColumn("Kỳ trước", under="Kết quả"),
    WordColumn("Ghi chú"),
)


def drawn(table: WordTable):
    return Document(io.BytesIO(annex_bytes(titles=("Phụ lục",), table=table))).tables[0]


def shown(table) -> list[list[str]]:
    """The texts of every place of the grid: merged cells say theirs in each."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_columns_with_a_heading_in_common_stand_below_it_and_both_rows_are_repeated() -> None:
    table = drawn(WordTable(PERIODS, [("1", "5", "4", "")], numbers=ColumnNumbers.PLAIN))
    assert shown(table) == [
        ["STT", "Kết quả", "Kết quả", "Ghi chú"],
        ["STT", "Kỳ này", "Kỳ trước", "Ghi chú"],
        ["1", "2", "3", "4"],
        ["1", "5", "4", ""],
    ]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, True, False]


def test_merged_cells_are_one_cell_down_and_to_the_right() -> None:
    rows = [("A", "1", "x"), ("A", "2", "y"), ("Tổng", "", "z")]
    table = drawn(
        WordTable(
            [WordColumn(name) for name in "abc"],
            rows,
            numbers=ColumnNumbers.NONE,
            merged={(0, 0): (2, 1), (2, 0): (1, 2)},
        )
    )
    assert shown(table)[1:] == [["A", "1", "x"], ["A", "2", "y"], ["Tổng", "Tổng", "z"]]
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(3, 0)._tc is table.cell(3, 1)._tc
    assert table.cell(3, 0).width == table.cell(1, 0).width + table.cell(1, 1).width


@pytest.mark.parametrize(
    "merged", [{(0, 0): (3, 1)}, {(0, 1): (1, 2)}, {(0, 0): (0, 1)}, {(0, 0): (2, 1), (1, 0): (1, 2)}]
)
def test_cells_that_cannot_be_one_are_refused(merged) -> None:
    with pytest.raises(ValueError, match="merged from"):
        drawn(WordTable([WordColumn("a"), WordColumn("b")], [("1", "2")] * 2, merged=merged))


def test_a_row_that_heads_others_does_not_end_a_page_and_a_very_high_row_may_go_on_on_the_next() -> None:
    rows = [("I", "THỂ CHẾ"), ("1", "Rà soát"), ("2", "Rà soát văn bản " * 200)]
    table = drawn(
        WordTable(
            [WordColumn("a", 0.2), WordColumn("b")], rows, strong=frozenset([0]), numbers=ColumnNumbers.NONE
        )
    )
    held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    whole = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows
    ]
    assert held == [None, True, None, None]
    assert whole == [True, True, True, False]


LETTERS = st.sampled_from(["", "A", "B"])


@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), max_size=12), st.sets(st.integers(0, 11)))
def test_cells_that_are_one_say_what_each_row_said(rows, apart) -> None:
    """Whatever is joined, every place of the grid shows the text that its row has."""
    table = drawn(
        WordTable(
            [WordColumn(name) for name in "abc"],
            rows,
            numbers=ColumnNumbers.NONE,
            merged=equal_below(rows, (0, 1), frozenset(apart)),
        )
    )
    assert shown(table)[1:] == [list(row) for row in rows]
