"""The budget of measures is read with the unit of its heading, and an amount over several rows is one amount."""

from __future__ import annotations

import io

import pytest
from docx import Document

from cchc.core.words.letters import words_of
from cchc.core.words.messages import say
from cchc.reading.plans import read_plan
from cchc.reading.plans.as_json import plan_data
from tests.reading.papers import SIX, table_rows, word_bytes


def paper(headings: tuple[str, str], cells: list[tuple[str, str]], merge=None) -> bytes:
    """The plan of three measures with two more columns."""
    rows = table_rows(SIX, sections=False)
    return word_bytes([[*row, *more] for row, more in zip(rows, [headings, *cells], strict=True)], merge)


CELLS = [("500", "Ngân sách tỉnh"), ("1.200,5", "Ngân sách tỉnh"), ("Theo dự toán", "Xã hội hóa")]


def test_bare_numbers_take_the_unit_of_their_heading_and_sources_stand_beside_them():
    data = plan_data(
        read_plan(paper(("Dự kiến kinh phí (triệu đồng)", "Nguồn kinh phí"), CELLS), "a.docx"), say
    )
    measures = [one for section in data["sections"] for one in section["measures"]]
    assert [(one["budget"], one["budget_dong"], one["budget_source"]) for one in measures] == [
        ("500 triệu đồng", "500000000", "Ngân sách tỉnh"),
        ("1.200,5 triệu đồng", "1200500000", "Ngân sách tỉnh"),
        ("Theo dự toán", None, "Xã hội hóa"),
    ]
    assert data["budget_sum"] == {"dong": "1700500000", "counted": 2, "without_amount": 1, "empty": 0}


def test_a_plan_that_says_nothing_of_its_budget_has_no_sum():
    data = plan_data(read_plan(word_bytes(table_rows(SIX)), "a.docx"), say)
    assert data["budget_sum"] is None
    assert {section["budget_sum"] for section in data["sections"]} == {None}


def test_an_amount_merged_over_rows_is_counted_once():
    def merge(document):
        table = document.tables[0]
        table.cell(1, 6).merge(table.cell(2, 6))

    cells = [("500 triệu đồng", ""), ("", ""), ("20 triệu đồng", "")]
    data = plan_data(read_plan(paper(("Kinh phí thực hiện", "Ghi chú"), cells, merge), "a.docx"), say)
    assert data["budget_sum"] == {"dong": "520000000", "counted": 2, "without_amount": 0, "empty": 1}


def test_a_unit_that_stands_in_the_heading_adds_no_word_to_the_account():
    plan = read_plan(paper(("Kinh phí (triệu đồng)", "Nguồn kinh phí"), CELLS), "a.docx")
    bare = read_plan(paper(("Kinh phí", "Nguồn kinh phí"), CELLS), "a.docx")
    assert not plan.account.unread
    assert sum(plan.account.placed.values()) == sum(bare.account.placed.values())
    assert len(words_of("triệu đồng")) == 2


def below(line: str, heading: str = "Kinh phí", *, in_table: bool = False, apart: str = "") -> list[str]:
    """The budgets of a plan that says of which unit of money its amounts are in a `line` above the table, or in a row
    at the top of it; `apart`: a second table with the same headings follows behind this line."""
    rows = [
        [*row, *more]
        for row, more in zip(table_rows(SIX, sections=False), [(heading, "Ghi chú"), *CELLS], strict=True)
    ]
    document = Document()
    document.add_paragraph("KẾ HOẠCH")
    if not in_table:
        document.add_paragraph(line)
    tables = [[[line] * len(rows[0]), *rows] if in_table else rows]
    tables += [rows] if apart else []
    for at, texts in enumerate(tables):
        if at:
            document.add_paragraph(apart)
        table = document.add_table(len(texts), len(texts[0]))
        for written, row in zip(table.rows, texts, strict=True):
            for cell, text in zip(written.cells, row, strict=True):
                cell.text = text
    data = io.BytesIO()
    document.save(data)
    plan = plan_data(read_plan(data.getvalue(), "a.docx"), say)
    return [one["budget"] for section in plan["sections"] for one in section["measures"]]


@pytest.mark.parametrize("line", ["ĐVT: triệu đồng", "(Đơn vị tính: triệu đồng)", "Đơn vị: Triệu đồng"])
def test_bare_numbers_take_the_unit_of_the_line_above_their_table(line: str):
    told = ["500 triệu đồng", "1.200,5 triệu đồng", "Theo dự toán"]
    assert below(line) == told
    assert below(line, "Kinh phí (nghìn đồng)")[0] == "500 nghìn đồng"  # the heading of the column is nearer


def test_a_line_that_names_no_money_and_that_of_another_table_say_nothing():
    bare = ["500", "1.200,5", "Theo dự toán"]
    assert below("Đơn vị tính: người") == bare
    assert below("Bảng có ĐVT: triệu đồng là của năm trước") == bare
    assert below("ĐVT: triệu đồng", apart="Phụ lục II")[3:] == bare
