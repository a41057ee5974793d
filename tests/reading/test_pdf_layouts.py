"""Layouts of PDF files."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import Workbook

from cchc.reading.plans import read_plan
from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.reading.laid_out import TITLE, read, truth
from tests.reading.papers import (
    HEAD,
    HEADINGS,
    SIX,
    saved,
    table_rows,
    word_bytes,
)


@pytest.mark.parametrize("page", [(842, 595), (595, 842)], ids=["landscape", "portrait"])
@pytest.mark.parametrize("accents_last", [True, False], ids=["accents-last", "in-order"])
def test_a_ruled_table_of_a_pdf_is_read_across_pages(page: tuple[int, int], accents_last: bool):
    rows = table_rows(SIX)
    longer = [[*row] for row in rows for _ in range(1)]
    pages = table_pages(longer, [1, 5, 5, 3, 4, 3], page=(page[0], 260), titles=HEAD[:2], repeat=1)
    plan = read_plan(pdf_bytes(pages, accents_last), "a.pdf")
    assert len(pages) > 1
    assert read(plan, SIX) == truth(SIX)


def test_a_table_of_a_pdf_without_rules_is_read_by_its_blank_corridors():
    pages = table_pages(table_rows(SIX), [1, 5, 5, 3, 4, 3], ruled=False, titles=HEAD[:2])
    assert read(read_plan(pdf_bytes(pages), "a.pdf"), SIX) == truth(SIX)


def test_rulings_around_the_headings_alone_do_not_hide_the_rows():
    pages = table_pages(table_rows(SIX), [1, 5, 5, 3, 4, 3], ruled=False, titles=HEAD[:2])
    top, bottom = 86.0, 116.0
    edges = [40 + 762 / 21 * at for at in (0, 1, 6, 11, 14, 18, 21)]
    pages[0].strokes = [(edges[0], down, edges[-1], down) for down in (top, bottom)]
    pages[0].strokes += [(edge, top, edge, bottom) for edge in edges]
    assert read(read_plan(pdf_bytes(pages), "a.pdf"), SIX) == truth(SIX)


def test_the_marks_of_markdown_in_a_text_file_are_no_part_of_what_it_says():
    lines = [
        "# KẾ HOẠCH",
        f"__{TITLE}__",
        "",
        "| STT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |",
        "|---|---|---|---|",
    ]
    lines += ["| 1 | __Rà soát__ thủ tục hành chính | **Sở Nội vụ** | Quý I/2026 |"]
    plan = read_plan("\n".join(lines).encode(), "ke-hoach.txt")
    (measure,) = [measure for section in plan.sections for measure in section.measures]
    assert (plan.kind, plan.title) == ("KẾ HOẠCH", TITLE)
    assert (measure.task, measure.lead) == ("Rà soát thủ tục hành chính", ("Sở Nội vụ",))


def test_a_number_broken_by_its_narrow_column_is_one_number():
    document = Document()
    for text in ("KẾ HOẠCH", TITLE):
        document.add_paragraph(text)
    rows = [["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]]
    rows += [["1.\n9", "Rà soát thủ tục hành chính", "Sở Nội vụ", "Quý I/2026"]]
    rows += [["1.\n10", "Công bố thủ tục hành chính", "Sở Nội vụ", "Quý II/2026"]]
    table = document.add_table(rows=len(rows), cols=4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    plan = read_plan(saved(document), "ke-hoach.docx")
    numbers = [measure.number for section in plan.sections for measure in section.measures]
    assert numbers == ["1.9", "1.10"]


def test_a_number_heading_broken_by_its_narrow_column_is_known():
    rows = table_rows(SIX, {"number": "ST\nT"})
    assert read(read_plan(word_bytes(rows), "a.docx"), SIX) == truth(SIX)


def test_headings_of_two_levels_repeated_on_each_page_are_skipped():
    upper = ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan thực hiện", "Cơ quan thực hiện", "Thời gian"]
    lower = ["", "", "", "Chủ trì", "Phối hợp", ""]
    rows = table_rows(SIX)[1:]
    rows = [upper, lower, *rows[:3], upper, lower, *rows[3:]]
    assert read(read_plan(word_bytes(rows), "a.docx"), SIX) == truth(SIX)


def test_the_text_of_a_merged_cell_cut_by_a_page_is_whole_for_all_its_rows():
    heading = list(HEADINGS.values())
    first = [
        "1",
        "Mục tiêu chung",
        "Rà soát các văn bản",
        "Việc một.",
        "Báo cáo một.",
        "Sở Nội vụ",
        "",
        "Quý I/2026",
    ]
    second = ["", "", "đã ban hành", "Việc hai.", "Báo cáo hai.", "Sở Y tế", "", "Quý II/2026"]
    third: list[str | None] = [
        None,
        None,
        None,
        "Việc ba.",
        "Báo cáo ba.",
        "Sở Tài chính",
        "",
        "Quý III/2026",
    ]
    widths = [2, 5, 5, 4, 4, 4, 4, 4]
    pages = table_pages([heading, first], widths) + table_pages([second, third], widths)
    plan = read_plan(pdf_bytes(pages), "a.pdf")
    assert [(one.number, one.objective, one.task, one.activity) for _, one in plan.measures()] == [
        ("1", "Mục tiêu chung", "Rà soát các văn bản đã ban hành", "Việc một."),
        (None, "Mục tiêu chung", "Rà soát các văn bản đã ban hành", "Việc hai."),
        (None, "Mục tiêu chung", "Rà soát các văn bản đã ban hành", "Việc ba."),
    ]


def test_merged_cells_of_a_pdf_are_shared():
    rows: list[list[str | None]] = [
        list(HEADINGS.values()),
        [
            "1",
            "Một mục tiêu chung",
            "Một nhiệm vụ chung",
            "Việc thứ nhất",
            "Báo cáo một",
            "Sở Nội vụ",
            "",
            "Quý I/2026",
        ],
        [None, None, None, "Việc thứ hai", "Báo cáo hai", "Sở Tài chính", "", "Quý II/2026"],
    ]
    pages = table_pages(rows, [2, 5, 5, 4, 4, 4, 4, 4])
    plan = read_plan(pdf_bytes(pages), "a.pdf")
    assert [(m.number, m.task, m.activity, m.lead) for _, m in plan.measures()] == [
        ("1", "Một nhiệm vụ chung", "Việc thứ nhất", ("Sở Nội vụ",)),
        (None, "Một nhiệm vụ chung", "Việc thứ hai", ("Sở Tài chính",)),
    ]


def test_a_plan_on_several_sheets_of_a_workbook_is_one_plan():
    book = Workbook()
    for line in HEAD:
        book.active.append([line])
    book.create_sheet("Trống")
    rows = table_rows(SIX)
    for title, part in (("I", rows[:4]), ("II", [rows[0], *rows[4:]])):
        sheet = book.create_sheet(title)
        for row in part:
            sheet.append(row)
    hidden = book.create_sheet("Nháp")
    hidden.sheet_state = "hidden"
    for row in rows:
        hidden.append(row)
    stream = io.BytesIO()
    book.save(stream)
    plan = read_plan(stream.getvalue(), "a.xlsx")
    assert (plan.title, read(plan, SIX)) == (TITLE, truth(SIX))


@pytest.mark.parametrize(
    ("left", "right", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH BÌNH SƠN"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM"), "TỈNH BÌNH SƠN"),
        (("UBND TỈNH BÌNH SƠN", "SỞ NỘI VỤ"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""), "SỞ NỘI VỤ"),
    ],
)
def test_the_head_of_a_pdf_is_read_from_both_of_its_columns(left: tuple, right: tuple, issuer: str):
    page = PaperPage(595, 842)
    for at in (0, 1):
        page.texts += [(70.0, 60.0 + 15 * at, 11.0, left[at]), (300.0, 60.0 + 15 * at, 11.0, right[at])]
    page.texts += [
        (330.0, 90.0, 11.0, "Độc lập - Tự do - Hạnh phúc"),
        (90.0, 115.0, 11.0, "Số: 12/KH-UBND"),
        (330.0, 115.0, 11.0, "Bình Sơn, ngày 05 tháng 02 năm 2026"),
        (250.0, 140.0, 12.0, "KẾ HOẠCH"),
        (120.0, 156.0, 12.0, "Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026"),
        (70.0, 190.0, 11.0, "Ủy ban nhân dân tỉnh ban hành kế hoạch với các nội dung sau đây."),
    ]
    plan = read_plan(pdf_bytes([page]), "a.pdf")
    assert (plan.kind, plan.number, str(plan.date), plan.title) == (
        "KẾ HOẠCH",
        "12/KH-UBND",
        "2026-02-05",
        TITLE,
    )
    assert plan.issuer is not None
    assert plan.issuer.endswith(issuer)
    assert "CỘNG" not in plan.issuer
