"""Loss is loud: every word of a document is placed in the plan, set aside for a known reason, or reported."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.plan import AsideKind, WordAccount
from cchc.core.words.letters import words_of
from cchc.core.words.messages import say
from cchc.files.documents import (
    Block,
    Cell,
    Paragraph,
    Spot,
    TableRow,
    TextTable,
    read_document,
)
from cchc.files.documents.blocks import Format
from cchc.reading.head import DocumentHead
from cchc.reading.plans import findings_of_text, plan_of, read_plan, text_of
from cchc.reading.plans.account import account_of
from cchc.reading.plans.account_json import account_data, account_of_data
from cchc.reading.plans.tables import sections_of_tables
from cchc.reading.plans.texts import PlanText
from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.reading.papers import HEADINGS, SIX, add_table, table_rows, word_bytes

_TEXTS = st.sampled_from(
    [
        "",
        "1",
        "I",
        "Rà soát thủ tục hành chính",
        "Sở Nội vụ",
        "Quý II/2026",
        "Tổng cộng",
        "Nơi nhận:",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "TM. ỦY BAN NHÂN DÂN",
        "STT",
        "Nhiệm vụ",
        "Cơ quan chủ trì",
        "Thời gian hoàn thành",
        "- 2 -",
    ]
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs and tables of any shape, some of them of a plan."""
    made: list[Block] = []
    for at in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            made.append(Paragraph(draw(_TEXTS) or "x", Spot(paragraph=at + 1)))
            continue
        width = draw(st.integers(1, 5))
        rows = []
        for row in range(draw(st.integers(1, 6))):
            cells = tuple(Cell(column, tuple(filter(None, [draw(_TEXTS)]))) for column in range(width))
            rows.append(TableRow(cells, Spot(table=at + 1, row=row + 1)))
        made.append(TextTable(tuple(rows), width))
    return tuple(made)


def words_in(held: tuple[Block, ...]) -> int:
    """How many words stand in blocks."""
    count = 0
    for block in held:
        texts = (
            [block.text]
            if isinstance(block, Paragraph)
            else [cell.text for row in block.rows for cell in row.cells]
        )
        count += sum(len(words_of(text)) for text in texts)
    return count


def words_accounted(account: WordAccount) -> int:
    """How many words an account holds."""
    return sum(account.placed.values()) + sum(one.words for one in account.aside) + account.words_reported


def the_plan() -> PlanText:
    """A plan of three measures in a Word file, as texts."""
    return text_of(read_document(word_bytes(table_rows()), "ke-hoach.docx"))


def account_without(text: PlanText, nth: int, column: str | None = None) -> WordAccount:
    """The account of a reader that has lost the measure counted from 0, or one of its columns."""
    sections, at = [], 0
    for section in text.sections:
        kept = []
        for measure in section.measures:
            if at != nth:
                kept.append(measure)
            elif column is not None:
                cells = {key: lines for key, lines in measure.cells.items() if key != column}
                kept.append(replace(measure, cells=cells))
            at += 1
        sections.append(replace(section, measures=kept))
    return account_of(text.blocks, text.head, sections)


@settings(max_examples=150)
@given(blocks())
def test_no_word_of_any_document_is_counted_twice_or_forgotten(held: tuple[Block, ...]) -> None:
    from cchc.files.documents.blocks import TextDocument

    sections = sections_of_tables(TextDocument("a.docx", Format.WORD, held))
    for read in (sections, []):
        assert words_accounted(account_of(held, DocumentHead(), read)) == words_in(held)


def test_a_plan_that_is_read_wholly_reports_nothing() -> None:
    text = the_plan()
    assert not text.account.unread
    assert words_accounted(text.account) == words_in(text.blocks)


@given(st.integers(0, 2))
def test_a_measure_that_a_reader_loses_is_reported_with_its_row(nth: int) -> None:
    text = the_plan()
    lost = [one for section in text.sections for one in section.measures][nth]
    account = account_without(text, nth)
    rows = [(one.place.row or 0, one.last_row or 0) for one in account.unread]
    assert any(first <= (lost.source.row or 0) <= last for first, last in rows)
    assert words_accounted(account) == words_in(text.blocks)


@given(st.integers(0, 2), st.sampled_from(["task", "output", "lead", "cooperating", "deadline", "objective"]))
def test_a_cell_that_a_reader_loses_is_reported_with_its_row_and_column(nth: int, column: str) -> None:
    text = the_plan()
    lost = [one for section in text.sections for one in section.measures][nth]
    account = account_without(text, nth, column)
    (said,) = account.unread
    assert said.place.row == lost.source.row
    assert said.column is not None
    assert " ".join(said.text.split()) == " ".join(" ".join(lost.cells[column]).split())


def test_a_table_that_is_no_plan_is_reported_as_one_place() -> None:
    budget = [["Nguồn", "Số tiền"], ["Ngân sách tỉnh", "120"], ["Ngân sách xã", "30"]]
    content = word_bytes(table_rows(), lambda document: add_table(document, budget))
    plan = read_plan(content, "a.docx")
    (found,) = [one for one in plan.findings if one.code == "unread"]
    assert (found.place.table, found.place.rows) == (2, (1, 3))
    assert "Ngân sách tỉnh · 120" in found.found


def test_what_every_document_carries_is_set_aside_by_kind_and_is_no_finding() -> None:
    def around(document: object) -> None:
        add_table(document, [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"]], None)

    rows = [*table_rows(), ["", "Tổng cộng: 3 nhiệm vụ", "", "", "", "", "", ""]]
    text = text_of(read_document(word_bytes(rows, around), "a.docx"))
    kinds = text.account.aside_by_kind
    assert {
        AsideKind.HEADINGS,
        AsideKind.LEGAL_BASIS,
        AsideKind.RECIPIENTS,
        AsideKind.SIGNATURE,
    } <= kinds.keys()
    assert not [one for one in findings_of_text(text) if one.code == "unread"]


def test_pages_that_are_pictures_among_pages_with_text_are_a_finding_with_their_numbers() -> None:
    row = ["1", "Rà soát thủ tục", "Báo cáo", "Sở Nội vụ", "Sở Tư pháp", "Quý II/2026"]
    (text,) = table_pages([[HEADINGS[one] for one in SIX], row], [1, 5, 6, 3, 4, 3])
    scan = PaperPage(842, 595, pictures=[(0, 0, 842, 595)])
    plan = read_plan(pdf_bytes([text, scan, scan, text, scan]), "a.pdf")
    found = [one for one in plan.findings if one.code == "page_without_text"]
    assert [(one.place.page, say(one.why).split(":")[0]) for one in found] == [
        (2, "pages 2–3"),
        (5, "page 5"),
    ]
    assert account_of_data(account_data(plan.account)).pages_without_text == (2, 3, 5)


def test_remarks_beside_a_measure_are_listed_at_it() -> None:
    rows = [["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "Ghi chú"]]
    rows += [["1", "Rà soát quy trình", "Sở Tư pháp", "Quý I/2026", "Chuyển tiếp từ năm trước"]]
    plan = plan_of(text_of(read_document(word_bytes(rows), "a.docx")))
    ((_, measure),) = plan.measures()
    assert measure.set_aside == ("Ghi chú: Chuyển tiếp từ năm trước",)


def workbook_of(*numbers: object) -> bytes:
    """A plan in a workbook whose first column holds these, as a program that computes nothing wrote it."""
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"])
    for at, number in enumerate(numbers, start=1):
        book.active.append([number, f"Rà soát quy trình thứ {at} của sở", "Sở Tư pháp", "Quý I/2026"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_formulas_that_number_rows_are_counted_on_and_others_are_unknown_and_said_once() -> None:
    plan = read_plan(workbook_of(7, "=A2+1", "=$A$3 + 1", "=SUM(A2:A3)", "=A5+1"), "a.xlsx")
    assert [one.number for _, one in plan.measures()] == ["7", "8", "9", None, None]
    (said,) = [one for one in plan.findings if one.code == "unread"]
    assert said.place.rows == (5, 6)
    assert "never computed" in str(said.why)


def test_what_a_group_says_itself_is_set_aside_and_a_heading_in_two_rows_is_placed() -> None:
    rows = [["STT", "Nhiệm vụ", "Kết quả", "Cơ quan chủ trì", "Thời gian"]]
    rows += [["I", "Hoàn thiện quy chế", "", "", ""]]
    rows += [["1", "Rà soát văn bản", "Báo cáo", "Sở Tư pháp", "Quý I/2026"]]
    text = text_of(read_document(word_bytes(rows), "a.docx"))
    paragraphs = [block for block in text.blocks if isinstance(block, Paragraph)]
    (table,) = (block for block in text.blocks if isinstance(block, TextTable))
    heading = table.rows[1]
    own = replace(heading, cells=(*heading.cells[:2], Cell(2, ("Đạt các mốc sau",)), *heading.cells[3:]))
    with_own = replace(table, rows=(table.rows[0], own, *table.rows[2:]))
    account = account_of((*paragraphs, with_own), text.head, text.sections)
    assert AsideKind.GROUP in account.aside_by_kind
    assert not account.unread

    halves = [replace(heading, cells=(Cell(0, ("I",)), Cell(1, ("Hoàn thiện",))))]
    halves += [replace(heading, cells=(Cell(1, ("quy chế",)),), spot=Spot(table=1, row=9))]
    cut = replace(table, rows=(table.rows[0], *halves, *table.rows[2:]))
    assert not account_of((*paragraphs, cut), text.head, text.sections).unread


def test_a_heading_of_a_column_that_is_also_the_heading_of_the_section_is_no_finding() -> None:
    aims = [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2026", "Cơ quan theo dõi"],
        ["1", "Hồ sơ trực tuyến", "%", "85", "Sở Nội vụ"],
    ]

    def add(document: Any) -> None:
        document.add_paragraph("I. CHỈ TIÊU")
        add_table(document, aims)

    plan = read_plan(word_bytes(table_rows(), add), "a.docx")
    assert [one.value for one in plan.targets] == ["85"]
    assert [one for one in plan.findings if one.code == "unread"] == []
