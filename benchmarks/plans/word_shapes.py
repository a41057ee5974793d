"""More shapes of Word files: two levels of headings, roles in one cell, further columns, heads of pages, two tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from benchmarks.plans.truth import Made, Row
from benchmarks.plans.word_papers import (
    SIX,
    USUAL,
    WIDTHS,
    add_head,
    add_table,
    fill,
    new_document,
    plan,
    saved,
    table_rows,
)
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm


def in_two_levels(made: Made, **kinds: Any) -> bytes:
    """Who leads and who cooperates below one heading, columns numbered below, a total in the end."""
    document = new_document(**kinds)
    add_head(document, made)
    upper = ["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan thực hiện", None, "Thời gian"]
    lower = ["", "", "", "Chủ trì", "Phối hợp", ""]
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    rows = [upper, lower, numbers, *list(table_rows(made.rows))[1:]]
    rows.append(["", f"Tổng cộng: {len(made.rows)} nhiệm vụ", "", "", "", ""])
    table = add_table(document, rows, [WIDTHS[column] for column in SIX], repeat=3)
    for column in (0, 1, 2, 5):
        text = table.cell(0, column).text
        cell = table.cell(0, column).merge(table.cell(1, column))
        for paragraph in cell.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        fill(cell, text)
    return saved(document, made)


def with_roles_in_one_cell(made: Made, **kinds: Any) -> bytes:
    """Who leads and who cooperates in one cell, each behind its word."""
    document = new_document(**kinds)
    add_head(document, made)
    columns = ("number", "task", "output", "lead", "deadline")
    rows = list(
        table_rows(
            made.rows, ("TT", "Nội dung", "Kết quả", "Phân công thực hiện", "Tiến độ"), columns=columns
        )
    )
    by_task = {row.task: row for row in made.rows}
    for row in rows:
        if one := by_task.get(row[1] or ""):
            row[3] = f"Chủ trì: {', '.join(one.lead)}\nPhối hợp: {', '.join(one.cooperating)}"
    add_table(document, rows, [12, 90, 60, 75, 30])
    return saved(document, made)


def with_more_columns(made: Made, **kinds: Any) -> bytes:
    """A code before the task, money and what it rests on behind the deadline."""
    document = new_document(**kinds)
    add_head(document, made)
    rows: list[list[str | None]] = []
    for row in table_rows(made.rows, between=", "):
        if not rows:
            more = ["Mã nhiệm vụ", "Kinh phí (triệu đồng)", "Căn cứ thực hiện"]
        elif row[2]:
            more = [f"NV{len(rows):02}", str(10 * len(rows)), "Nghị quyết 76/NQ-CP"]
        else:
            more = ["", "", ""]
        rows.append([row[0], more[0], *row[1:], *more[1:]])
    add_table(document, rows, [10, 16, 62, 45, 32, 36, 26, 20, 24])
    return saved(document, made)


def with_head_of_page(made: Made, **kinds: Any) -> bytes:
    """Office, number and date in the head of the first page."""
    document = new_document(**kinds)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    table = section.first_page_header.add_table(2, 2, Mm(260))
    fill(table.cell(0, 0), "\n".join(made.office))
    fill(table.cell(0, 1), "\n".join(made.motto))
    fill(table.cell(1, 0), made.number_line)
    fill(table.cell(1, 1), made.day_line)
    for line in (made.kind, made.title, made.basis):
        document.add_paragraph(line)
    add_table(document, list(table_rows(made.rows)), [WIDTHS[column] for column in SIX])
    return saved(document, made)


def in_two_tables(made: Made, **kinds: Any) -> bytes:
    """Two tables, each with headings and numbers of its own below a caption."""
    document = new_document(**kinds)
    add_head(document, made)
    for number, name in enumerate(dict.fromkeys(row.headings[0][1] for row in made.rows), start=1):
        rows = [replace(row, headings=()) for row in made.rows if row.headings[0][1] == name]
        document.add_paragraph(f"{number}. {name}")
        add_table(document, list(table_rows(rows)), [WIDTHS[column] for column in SIX])
    return saved(document, made)


def upright(made: Made, **kinds: Any) -> bytes:
    """Narrow columns on an upright page, agencies in the middle of their cells, tasks justified."""

    def narrow(table: Any, _rows: Any) -> None:
        for row in table.rows:
            for at, cell in enumerate(row.cells):
                cell.width = Mm(NARROW[at])
                for paragraph in cell.paragraphs:
                    aside = at in (0, 3, 4, 5)
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if aside else WD_ALIGN_PARAGRAPH.JUSTIFY
        for column, width in zip(table.columns, NARROW, strict=True):
            column.width = Mm(width)
        section = table._parent.part.document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)

    return plan(made, change=narrow, between="; ", **kinds)


NARROW = (11, 50, 38, 28, 30, 23)


def with_activities(made: Made, **kinds: Any) -> bytes:
    """Objective, task and activity in columns of their own: the output of the truth is drawn as the activity's."""
    document = new_document(**kinds)
    add_head(document, made)
    names = ("STT", "Mục tiêu", "Nhiệm vụ", "Hoạt động", *USUAL[2:])
    rows: list[list[str | None]] = []
    for row in table_rows(made.rows):
        if not rows:
            rows.append([*names])
        elif row[2]:
            rows.append(
                [row[0], "Nâng cao chất lượng phục vụ", row[1], "Xây dựng kế hoạch chi tiết", *row[2:]]
            )
        else:
            rows.append([row[0], row[1], "", "", "", "", "", ""])
    add_table(document, rows, [10, 35, 55, 38, 42, 32, 32, 24])
    return saved(document, made)


def inspections(
    made: Made,
    visited: str = "Đơn vị được kiểm tra",
    when: str = "Thời gian",
    numbered: bool = True,
    **kinds: Any,
) -> bytes:
    """A schedule: whom an inspection goes to, and when."""
    document = new_document(**kinds)
    add_head(document, made)
    rows: Sequence[Sequence[str | None]] = [
        ["TT", visited, when],
        *([row.number, row.task, row.deadline] for row in made.rows),
    ]
    document.add_paragraph("II. LỊCH KIỂM TRA")
    first = 0 if numbered else 1
    add_table(document, [row[first:] for row in rows], [15, 120, 60][first:])
    return saved(document, made)


SCHEDULE = (
    Row("1", "Sở Xây dựng", "", (), (), "Tháng 4/2026", "2026-04-30"),
    Row("2", "Ủy ban nhân dân xã Đồng Vang", "", (), (), "15/5/2026", "2026-05-15"),
    Row("3", "Ủy ban nhân dân phường Bến Tre", "", (), (), "Quý III/2026", "2026-09-30"),
    Row("4", "Trung tâm Phục vụ hành chính công tỉnh", "", (), (), "Tháng 10/2026", "2026-10-31"),
)
