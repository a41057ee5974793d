"""Layouts of Word files, workbooks and texts."""

from __future__ import annotations

import io
import re
from copy import deepcopy

import pytest
from docx import Document
from openpyxl import Workbook

from cchc.reading.plans import read_plan
from tests.reading.laid_out import TITLE, read, said, truth
from tests.reading.papers import (
    HEAD,
    MEASURES,
    SIX,
    add_table,
    number_automatically,
    saved,
    table_rows,
    word_bytes,
)


def test_a_reform_plan_of_eight_columns_is_read_from_word():
    plan = read_plan(word_bytes(table_rows()), "ke-hoach.docx")
    assert (plan.kind, plan.title, plan.year) == ("KẾ HOẠCH", TITLE, 2026)
    assert [(section.number, section.heading) for section in plan.sections] == [
        ("I", "CẢI CÁCH THỂ CHẾ"),
        ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH"),
    ]
    assert read(plan) == truth()


def test_columns_may_stand_in_any_order():
    order = ("number", "deadline", "lead", "task", "cooperating", "output", "activity", "objective")
    rows = table_rows(order)
    for row in rows[1:]:
        if row[0] in ("I", "II"):
            row[1], row[3] = "", row[1]
    assert read(read_plan(word_bytes(rows), "a.docx")) == truth()


@pytest.mark.parametrize(
    "headings",
    [
        {"task": "NHIỆM VỤ, GIẢI PHÁP", "output": "KẾT QUẢ KHẮC PHỤC", "deadline": "THỜI GIAN HOÀN THÀNH"},
        {"number": "TT", "task": "Nội dung công việc", "output": "Kết quả, sản phẩm", "lead": "Chủ trì"},
        {"number": "Số TT", "task": "Giải pháp", "lead": "Đơn vị chủ trì thực hiện", "deadline": "Tiến độ"},
        {"task": "Nội dung nhiệm vụ", "lead": "Cơ quan, đơn vị thực hiện", "deadline": "Thời hạn hoàn thành"},
    ],
)
def test_headings_are_known_by_many_wordings(headings: dict[str, str]):
    plan = read_plan(word_bytes(table_rows(SIX, headings)), "a.docx")
    assert read(plan, SIX) == truth(SIX)


def test_headings_of_two_levels_are_read_together():
    rows = table_rows(SIX)
    upper = ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan thực hiện", "", "Thời gian"]
    rows[0] = ["", "", "", "Chủ trì", "Phối hợp", ""]

    def merge(document):
        table = document.tables[0]
        table.cell(0, 3).merge(table.cell(0, 4))
        for column in (0, 1, 2, 5):
            table.cell(0, column).merge(table.cell(1, column))

    assert read(read_plan(word_bytes([upper, *rows], merge), "a.docx"), SIX) == truth(SIX)


def test_budget_and_notes_are_left_in_the_source_and_mixed_into_nothing():
    rows = [
        [*row, "Kinh phí" if not at else "500 triệu đồng", "Ghi chú" if not at else ""]
        for at, row in enumerate(table_rows(SIX))
    ]
    rows = [row if row[0] not in ("I", "II") else [*row[:6], "", ""] for row in rows]
    plan = read_plan(word_bytes(rows), "a.docx")
    assert read(plan, SIX) == truth(SIX)
    assert [measure.source.text[6] for _, measure in plan.measures()] == ["500 triệu đồng"] * 3


def test_the_row_that_numbers_the_columns_and_repeated_headings_are_skipped():
    rows = table_rows()
    ordinals = [f"({at})" for at in range(1, 9)]
    rows = [rows[0], ordinals, *rows[1:3], rows[0], ordinals, *rows[3:]]
    assert read(read_plan(word_bytes(rows), "a.docx")) == truth()


def test_a_section_row_merged_over_the_whole_table_is_its_heading():
    rows = table_rows(SIX)
    for row in rows:
        if row[0] in ("I", "II"):
            row[0], row[1] = f"{row[0]}. {row[1]}", ""

    def merge(document):
        for row in document.tables[0].rows:
            if re.match(r"II?\.", row.cells[0].text):
                row.cells[0].merge(row.cells[5])

    plan = read_plan(word_bytes(rows, merge), "a.docx")
    assert [section.number for section in plan.sections] == ["I", "II"]
    assert read(plan, SIX) == truth(SIX)


def test_measures_that_share_merged_cells_each_have_their_text():
    rows = [table_rows()[0]]
    rows.append(
        [
            "1",
            "Một mục tiêu chung",
            "Một nhiệm vụ chung",
            "Việc thứ nhất",
            "Báo cáo một",
            "Sở Nội vụ",
            "",
            "Quý I/2026",
        ]
    )
    rows.append(["", "", "", "Việc thứ hai", "Báo cáo hai", "Sở Tài chính", "", "Quý II/2026"])
    rows.append(["", "", "", "Việc thứ ba", "Báo cáo ba", "Sở Y tế", "", "Quý III/2026"])

    def merge(document):
        for column in range(3):
            document.tables[0].cell(1, column).merge(document.tables[0].cell(3, column))

    plan = read_plan(word_bytes(rows, merge), "a.docx")
    facts = [
        (measure.number, measure.objective, measure.task, measure.activity, measure.lead)
        for _, measure in plan.measures()
    ]
    assert facts == [
        ("1", "Một mục tiêu chung", "Một nhiệm vụ chung", "Việc thứ nhất", ("Sở Nội vụ",)),
        (None, "Một mục tiêu chung", "Một nhiệm vụ chung", "Việc thứ hai", ("Sở Tài chính",)),
        (None, "Một mục tiêu chung", "Một nhiệm vụ chung", "Việc thứ ba", ("Sở Y tế",)),
    ]


def test_a_row_without_a_number_goes_on_with_the_row_above_only_where_its_sentences_do():
    rows = [
        table_rows(SIX)[0],
        [
            "1",
            "Kiểm tra việc thực hiện Kế hoạch số 9/KH-",
            "Báo cáo kiểm tra",
            "Thanh tra tỉnh;",
            "Các sở, ban,",
            "6 tháng cuối",
        ],
        ["", "UBND ngày 05/01/2026", "", "Sở Nội vụ", "ngành", "năm 2026"],
        [
            "",
            "Xử lý kiến nghị sau kiểm tra",
            "Báo cáo xử lý",
            "Sở Nội vụ",
            "Các sở, ban, ngành",
            "Quý IV/2026",
        ],
    ]
    plan = read_plan(word_bytes(rows), "a.docx")
    assert [(m.number, m.task, m.lead, m.cooperating, m.deadline and m.deadline.text) for _, m in plan.measures()] == [
        ("1", "Kiểm tra việc thực hiện Kế hoạch số 9/KH-UBND ngày 05/01/2026", ("Thanh tra tỉnh", "Sở Nội vụ"),
         ("Các sở, ban, ngành",), "6 tháng cuối năm 2026"),
        (None, "Xử lý kiến nghị sau kiểm tra", ("Sở Nội vụ",), ("Các sở, ban, ngành",), "Quý IV/2026"),
    ]  # fmt: skip


def test_a_row_joined_to_the_one_above_keeps_where_that_one_was_read():
    rows = table_rows(SIX, sections=False)[:2]
    cut = [text if at in (0, 3, 4, 5) else text[:12].strip() for at, text in enumerate(rows[1])]
    rest = ["" if at in (0, 3, 4, 5) else text[12:].strip() for at, text in enumerate(rows[1])]
    lines = ["\t".join(row) for row in (rows[0], cut, rest)]
    ((_, measure),) = read_plan("\n".join([*HEAD, "", *lines]).encode(), "a.txt").measures()
    source = measure.source
    assert (source.table, source.row, source.lines) == (1, 2, (6, 7))
    assert source.text == (*cut, *rest)


def test_automatic_numbers_of_word_are_counted():
    rows = [row for row in table_rows(SIX, sections=False)]
    for row in rows[1:]:
        row[0] = ""

    def number(document):
        _add_list(document)
        for row in document.tables[0].rows[1:]:
            number_automatically(row.cells[0], "77")

    plan = read_plan(word_bytes(rows, number), "a.docx")
    assert [measure.number for _, measure in plan.measures()] == ["1", "2", "3"]


def _add_list(document) -> None:
    from docx.oxml import parse_xml

    root = document.part.numbering_part.element
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    kind = f'<w:abstractNum {space} w:abstractNumId="88">{level}</w:abstractNum>'
    root.insert(0, parse_xml(kind))
    root.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="88"/></w:num>'))


def test_sentences_broken_by_a_scan_are_joined_and_lists_stay_lists():
    rows = [
        table_rows(SIX)[0],
        ["1", "Rà soát các văn bản đã\nban hành trong năm", "- Danh mục văn bản\nhết hiệu lực;\n- Báo cáo.",
         "Sở Thông tin và\nTruyền thông", "Các sở, ban,\nngành; UBND\ncấp xã", "Quý II\nnăm 2026"],
    ]  # fmt: skip
    ((_, measure),) = read_plan(word_bytes(rows), "a.docx").measures()
    assert said(measure, SIX) == {
        "number": "1",
        "task": "Rà soát các văn bản đã ban hành trong năm",
        "output": "- Danh mục văn bản hết hiệu lực;\n- Báo cáo.",
        "lead": ("Sở Thông tin và Truyền thông",),
        "cooperating": ("Các sở, ban, ngành", "UBND cấp xã"),
        "deadline": "Quý II năm 2026",
    }


def test_the_head_in_a_table_without_rules_gives_number_date_and_issuer():
    document = Document()
    left = "ỦY BAN NHÂN DÂN\nTỈNH BÌNH SƠN\nSố: 15/KH-UBND"
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBình Sơn, ngày 20 tháng 01 năm 2026"
    )
    add_table(document, [[left, right]], style=None)
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, table_rows())
    plan = read_plan(saved(document), "a.docx")
    assert (plan.number, str(plan.date), plan.issuer, plan.title) == (
        "15/KH-UBND", "2026-01-20", "ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN", TITLE,
    )  # fmt: skip
    assert read(plan) == truth()


def test_a_plan_inside_a_table_that_only_arranges_the_page_is_found():
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    inner = add_table(document, table_rows(SIX))
    outer.cell(0, 0)._tc.append(inner._tbl)
    outer.cell(0, 0).add_paragraph("")
    assert read(read_plan(saved(document), "a.docx"), SIX) == truth(SIX)


def test_a_table_inside_a_cell_becomes_lines_of_that_cell():
    document = Document()
    table = add_table(document, table_rows(SIX))
    inner = add_table(document, [["Xã A", "5 lớp"], ["Xã B", "6 lớp"]])
    table.cell(2, 2)._tc.append(deepcopy(inner._tbl))
    inner._tbl.getparent().remove(inner._tbl)
    table.cell(2, 2).add_paragraph("")
    first = next(read_plan(saved(document), "a.docx").measures())[1]
    assert first.output == "Báo cáo kết quả rà soát\nXã A | 5 lớp\nXã B | 6 lớp"


def test_two_tables_one_for_each_domain_are_one_plan():
    document = Document()
    rows = table_rows(SIX)
    add_table(document, rows[:4])
    document.add_paragraph("Tiếp theo")
    add_table(document, rows[4:])
    assert read(read_plan(saved(document), "a.docx"), SIX) == truth(SIX)


def test_a_plan_in_a_workbook_is_read_with_numbers_as_numbers():
    book = Workbook()
    for line in HEAD:
        book.active.append([line])
    for row in table_rows():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    plan = read_plan(stream.getvalue(), "a.xlsx")
    assert plan.title == TITLE
    assert read(plan) == truth()


def test_merged_cells_of_a_workbook_are_shared_by_their_rows_and_head_their_sections():
    book = Workbook()
    rows = table_rows()
    rows[1][1] = "Cải cách thể chế"
    rows[3][1] = None
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("B2:H2")
    book.active.merge_cells("B3:B4")
    stream = io.BytesIO()
    book.save(stream)
    measures = list(read_plan(stream.getvalue(), "a.xlsx").measures())
    assert [section.heading for section, _ in measures[:2]] == ["Cải cách thể chế"] * 2
    assert [one.objective for _, one in measures[:2]] == [MEASURES[0]["objective"]] * 2
    assert {one.confidence for _, one in measures} == {"sure"}


@pytest.mark.parametrize("separator", ["\t", " | "])
def test_a_plan_in_a_text_file_is_read_by_tabs_and_by_strokes(separator: str):
    rows = [[cell.replace("\n", " ") for cell in row] for row in table_rows()]
    lines = [separator.join(row) if separator == "\t" else f"| {separator.join(row)} |" for row in rows]
    if separator == " | ":
        lines.insert(1, "|---" * len(rows[0]) + "|")  # as markdown rules the headings off
    text = "\n\n".join([*HEAD, "\n".join(lines)])
    assert read(read_plan(text.encode(), "a.txt")) == truth()
