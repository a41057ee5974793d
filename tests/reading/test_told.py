"""What people see otherwise in a file than it was read is told with its place, and counted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.plans.plan import AsideKind, Plan, ToldKind
from cchc.core.words.messages import say
from cchc.reading.plans import read_plan, text_of_file
from cchc.reading.plans.account_json import account_data, account_of_data
from tests.files.pdf_paper import WIDE, PaperPage, pdf_bytes, table_pages
from tests.reading.papers import add_table, saved

HEADINGS = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn")
WORK = ("Rà soát thủ tục", "Sơ kết công tác", "Kiểm tra công vụ", "Mở lớp tập huấn", "Khảo sát sự hài lòng")


def book_of(
    rows: Sequence[Sequence[object]], *, hidden_rows: Sequence[int] = (), hidden_columns: str = ""
) -> bytes:
    """A workbook of one sheet called "Kế hoạch"."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Kế hoạch"
    for row in rows:
        sheet.append(list(row))
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def five_rows() -> list[tuple[object, ...]]:
    rows = [(at, task, "Sở Nội vụ", f"Tháng {at}/2026") for at, task in enumerate(WORK, start=1)]
    return [HEADINGS, *rows]


def findings(plan: Plan, code: str) -> list[str]:
    return [say(one.why) for one in plan.findings if one.code == code]


@settings(max_examples=25)
@given(st.sets(st.integers(2, 6)))
def test_rows_out_of_sight_are_read_told_and_asked_about_and_no_others(hidden: set[int]) -> None:
    plan = read_plan(book_of(five_rows(), hidden_rows=sorted(hidden)), "a.xlsx")
    measures = [one for _, one in plan.measures()]
    assert [one.task for one in measures] == list(WORK)
    asked = {one.source.row for one in measures if one.confidence.value != "sure"}
    assert asked == hidden
    assert [one.places for one in plan.account.told] == ([len(hidden)] if hidden else [])


def test_rows_out_of_sight_are_named_as_excel_numbers_them() -> None:
    plan = read_plan(book_of(five_rows(), hidden_rows=(2, 3, 4, 6)), "a.xlsx")
    (said,) = findings(plan, "hidden_rows")
    assert said.startswith("sheet “Kế hoạch”, rows 2–4, 6: out of sight in the file")
    (found,) = [one for one in plan.findings if one.code == "hidden_rows"]
    assert (found.place.table, found.place.rows) == (1, (2, 6))


def test_a_column_out_of_sight_is_no_part_of_the_plan_and_reported() -> None:
    rows = [(*row, "Hạn cũ" if not at else "Tháng 12/2026") for at, row in enumerate(five_rows())]
    plan = read_plan(book_of(rows, hidden_columns="E"), "a.xlsx")
    due = [one.deadline.due[-1].month for _, one in plan.measures() if one.deadline]
    assert due == [1, 2, 3, 4, 5]
    (said,) = findings(plan, "unread")
    assert "column E of the sheet “Kế hoạch” is out of sight in the file and was not read" in said
    (unread,) = plan.account.unread
    assert (unread.column, unread.words) == (5, 2 + 5 * 3)


def test_a_heading_alone_in_a_column_out_of_sight_is_nothing_to_tell() -> None:
    rows = [(*row, "Mục tiêu" if not at else None) for at, row in enumerate(five_rows())]
    plan = read_plan(book_of(rows, hidden_columns="E"), "a.xlsx")
    assert not plan.account.unread
    assert not findings(plan, "unread")


def test_a_title_merged_over_columns_is_seen_where_one_of_them_is() -> None:
    book = Workbook()
    for row in (("I", "CẢI CÁCH THỂ CHẾ"), *five_rows()[1:]):
        book.active.append(list(row))
    book.active.insert_rows(1)
    for at, text in enumerate((*HEADINGS, "Ghi chú"), start=1):
        book.active.cell(1, at, text)
    book.active.merge_cells("B2:E2")
    book.active.column_dimensions["E"].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    plan = read_plan(stream.getvalue(), "a.xlsx")
    assert {section.heading for section, _ in plan.measures()} == {"CẢI CÁCH THỂ CHẾ"}
    assert not findings(plan, "unread")


def changed_document() -> bytes:
    """A plan in Word whose third deadline was changed and whose last row was deleted, with changes tracked."""
    document = Document()
    for line in ("KẾ HOẠCH", "Cải cách hành chính năm 2026"):
        document.add_paragraph(line)
    add_table(document, [[str(cell) for cell in row] for row in five_rows()])
    table = document.tables[0]
    paragraph = table.rows[3].cells[3].paragraphs[0]._p
    old = paragraph.find(qn("w:r"))
    old.find(qn("w:t")).tag = qn("w:delText")
    for name, run in (("w:del", old), ("w:ins", run_of("Tháng 9/2026"))):
        change = OxmlElement(name)
        change.append(run)
        paragraph.append(change)
    row = table.rows[5]._tr
    mark = OxmlElement("w:trPr")
    mark.append(OxmlElement("w:del"))
    row.insert(0, mark)
    return saved(document)


def run_of(text: str) -> Any:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = text
    return run


def test_tracked_changes_of_word_are_read_as_accepted_told_and_counted() -> None:
    plan = read_plan(changed_document(), "a.docx")
    due = [one.deadline.due[-1] for _, one in plan.measures() if one.deadline]
    assert due[2] == date(2026, 9, 30)
    assert len(due) == 4
    assert [(one.kind, one.places) for one in plan.account.told] == [(ToldKind.TRACKED_CHANGES, 3)]
    deleted = [one.text for one in plan.account.aside if one.kind is AsideKind.DELETED]
    assert deleted == ["Tháng 3/2026", "5 Khảo sát sự hài lòng Sở Nội vụ Tháng 5/2026"]
    assert len(findings(plan, "tracked_changes")) == 1


def test_comments_of_word_are_set_aside_and_counted() -> None:
    document = Document()
    lines = [document.add_paragraph(line) for line in ("KẾ HOẠCH", "Cải cách hành chính năm 2026")]
    add_table(document, [[str(cell) for cell in row] for row in five_rows()])
    document.add_comment(lines[0].runs, text="Hỏi lại Sở Tài chính", author="B", initials="B")
    plan = read_plan(saved(document), "a.docx")
    assert [one.text for one in plan.account.aside if one.kind is AsideKind.COMMENT] == [
        "Hỏi lại Sở Tài chính"
    ]


def page_of_plan() -> PaperPage:
    """A page with the table of `five_rows`, its letters half as broad as high."""
    rows: list[list[str | None]] = [[str(cell) for cell in row] for row in five_rows()]
    (page,) = table_pages(rows, [1, 6, 4, 4], titles=("KẾ HOẠCH", "Cải cách hành chính năm 2026"))
    return page


def line_under(page: PaperPage, text: str, above: float) -> tuple[float, float, float, float]:
    """A line as broad as a text of the page, so many letter sizes `above` its baseline."""
    left, down, size, _ = next(one for one in page.texts if one[3] == text)
    return left, down - above * size, left + len(text) * size * WIDE, down - above * size


def test_a_cell_with_a_line_through_its_text_is_read_as_printed_told_and_not_sure() -> None:
    page = page_of_plan()
    page.strokes.append(line_under(page, "Tháng 3/2026", 0.28))
    plan = read_plan(pdf_bytes([page]), "a.pdf")
    unsure = [one.unsure for _, one in plan.measures()]
    assert unsure == [(), (), ("deadline",), (), ()]
    assert [(one.kind, one.places) for one in plan.account.told] == [(ToldKind.STRUCK_TEXT, 1)]
    (said,) = findings(plan, "struck_text")
    assert "“Tháng 3/2026”" in said


def test_a_line_under_a_text_or_broader_than_it_strikes_nothing() -> None:
    page = page_of_plan()
    page.strokes.append(line_under(page, "Tháng 3/2026", -0.12))
    left, down, right, _ = line_under(page, "Mở lớp tập huấn", 0.28)
    page.strokes.append((left - 9, down, right + 9, down))
    plan = read_plan(pdf_bytes([page]), "a.pdf")
    assert not plan.account.told
    assert not any(one.unsure for _, one in plan.measures())


def test_balloons_beside_a_table_are_set_aside_and_part_no_table() -> None:
    first, second = page_of_plan(), page_of_plan()
    first.width = second.width = 1_000
    for down, text in ((200, "Deleted: Tháng 4/2026"), (214, "và báo cáo")):
        first.texts.append((850, down, 8, text))
    plan = read_plan(pdf_bytes([first, second]), "a.pdf")
    assert [one.kind for one in plan.account.told] == [ToldKind.TRACKED_CHANGES]
    comments = [one.text for one in plan.account.aside if one.kind is AsideKind.COMMENT]
    assert comments == ["Deleted: Tháng 4/2026", "và báo cáo"]
    assert not [one for one in plan.account.unread if "Deleted" in one.text]


def test_what_is_told_is_kept_beside_the_draft() -> None:
    account = text_of_file(book_of(five_rows(), hidden_rows=(3,)), "a.xlsx").account
    assert account.told
    assert account_of_data(account_data(account)) == account
