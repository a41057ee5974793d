"""The red pen: whatever plan comes, each finding stands in the margin, and our own reader reads the same plan again."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.core import plans as core_plans
from cchc.core.papers.citations.contradictions import Contradiction
from cchc.core.plans.findings.advice import ADVICE
from cchc.core.plans.plan import AsideKind, Finding, FindingPlace, Plan, Severity, ToldKind
from cchc.core.words.messages import Faults, Message
from cchc.plans.exchange.marking import with_findings
from cchc.plans.exchange.red_pen import CheckedFile, ending_of
from cchc.reading import plans as reading_plans
from cchc.reading.blocks import blocks_data, pieces_of
from cchc.reading.plans import plan_of, text_of_file
from cchc.texts.speaking import speaker
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.files.remarked_files import kept, notes_in, texts_of
from tests.reading.papers import HEAD, SIX, add_table, saved, table_rows, word_bytes
from tests.reading.test_any_input import ROWS
from tests.reading.test_grids import BROAD, FIVE, GOES_ON
from tests.reading.test_told import book_of, five_rows

AT = datetime(2026, 11, 30, 9, 15)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]
say = speaker("plans", "units", language_code="vi")


def marked(data: bytes, name: str, plan: Plan | None = None) -> tuple[bytes, Plan]:
    """The file with what was found in it, and the plan as it was read."""
    text = text_of_file(data, name)
    plan = plan or plan_of(text)
    sources = {at: one.source for at, (_, one) in enumerate(plan.measures(), start=1)}
    pieces = tuple(pieces_of(blocks_data(text.blocks)))
    checked = CheckedFile(pieces, sources, plan.kind or "", plan.title or "")
    return with_findings(data, name, plan.findings, checked, AT), plan


def without_remarks(plan: Plan) -> Plan:
    """A plan without the remarks that stand in the margin of its file."""
    aside = tuple(one for one in plan.account.aside if one.kind is not AsideKind.COMMENT)
    return replace(plan, account=replace(plan.account, aside=aside))


def comments(data: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(data)).comments]


def said_of(findings: Iterable[Finding]) -> list[str]:
    return [f"{say(one.why)[1:].strip().rstrip('.')}." for one in findings]


def check(data: bytes) -> None:
    """What the red pen keeps to in whatever Word document."""
    try:
        made, plan = marked(data, "a.docx")
    except Faults:  # words that are no Vietnamese: not read, so never checked
        return
    kept(data, made)
    assert texts_of(made) == texts_of(data)
    assert without_remarks(plan_of(text_of_file(made, "a.docx"))) == without_remarks(plan)
    heads = [text.split("\n")[0] for text in comments(made)]
    assert len(heads) == len(plan.findings)
    assert all(head.endswith(said) for head, said in zip(heads, said_of(plan.findings), strict=True))


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(ROWS, st.data())
def test_any_table_with_any_merges_comes_back_with_a_comment_for_each_finding(
    rows: list[list[str]], data: st.DataObject
) -> None:
    height, width = len(rows), len(rows[0])

    def merge(document) -> None:
        table = document.tables[0]
        for _ in range(data.draw(st.integers(0, 3))):
            down, across = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
            below = data.draw(st.integers(down, height - 1))
            beside = data.draw(st.integers(across, width - 1))
            try:
                table.cell(down, across).merge(table.cell(below, beside))
            except Exception:  # python-docx refuses merges that are no rectangle
                return

    check(word_bytes([[cell.replace("\t", " ") for cell in row] for row in rows], merge))


FAULTS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["number", "lead", "deadline", "output"]),
        st.sampled_from(
            ["", "Quý V/2026", "Bộ phận abc", "30/02/2026", "1", "Quyết định số 12/QĐ-UBND ngày 30/02/2026"]
        ),
    ),
    max_size=5,
)


@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
@given(FAULTS, st.booleans(), st.booleans())
def test_a_plan_with_any_faults_comes_back_with_them_in_the_margin(
    faults: list[tuple[int, str, str]], commented: bool, nested: bool
) -> None:
    rows = table_rows(SIX)
    for row, column, text in faults:
        rows[row][SIX.index(column)] = text

    def change(document) -> None:
        if nested:
            document.tables[0].cell(2, 1).add_table(1, 2).cell(0, 1).text = "Khảo sát 30 xã"
        if commented:
            document.add_comment(document.paragraphs[1].runs, "Xem lại", author="Phòng CCHC")
            document.sections[0].header.paragraphs[0].text = "Bản thảo"

    data = word_bytes(rows, change)
    if not commented:
        check(data)
        return
    made, plan = marked(data, "a.docx")
    kept(data, made)
    assert comments(made)[0] == "Xem lại"
    assert len(comments(made)) == len(plan.findings) + 1


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(st.dictionaries(st.integers(0, 4), st.integers(55, 95), min_size=1, max_size=4))
def test_a_table_that_goes_on_behind_a_page_break_comes_back_too(splits: dict[int, int]) -> None:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, [FIVE, ("1", "Họp dân", "Văn phòng", "Sở Y tế", "Quý V/2026")])
    document.add_page_break()
    widths, rows = [], [[], []]
    for at, width in enumerate(BROAD):
        share = splits.get(at, 100) / 100
        widths += [width * share, width * (1 - share)] if share < 1 else [width]
        for row, texts in zip(rows, GOES_ON, strict=True):
            row += [texts[at], ""] if share < 1 else [texts[at]]
    table = add_table(document, rows)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width * 0.6)
    check(saved(document))


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(st.sets(st.integers(2, 6)), st.sampled_from(["", "Quý V", "Tháng 13/2026"]))
def test_a_workbook_comes_back_with_each_finding_in_a_note(hidden: set[int], deadline: str) -> None:
    rows = [list(row) for row in five_rows()]
    rows[2][3] = deadline
    data = book_of(rows, hidden_rows=sorted(hidden))
    made, plan = marked(data, "a.xlsx")
    kept(data, made)
    assert without_remarks(plan_of(text_of_file(made, "a.xlsx"))) == without_remarks(plan)
    texts = "\n".join(text for _, text in notes_in(made).values())
    assert all(said in texts for said in said_of(plan.findings))
    assert load_workbook(io.BytesIO(made)).active["B3"].value == rows[2][1]


def test_a_remark_says_in_vietnamese_what_stands_there_what_is_needed_and_what_to_do() -> None:
    rows = table_rows(SIX)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    made, _ = marked(word_bytes(rows), "a.docx")
    found = next(one for one in Document(io.BytesIO(made)).comments if "Quý V" in one.text)
    assert found.author == "Hệ thống Chỉ số CCHC"
    assert f"{found.timestamp:%d/%m/%Y}" == "30/11/2026"
    assert found.text.split("\n")[1:] == [
        "Đang ghi: “Quý V/2026”",
        "Lẽ ra: thời hạn",
        "Việc cần làm: Ghi rõ ngày, tháng, quý hoặc định kỳ thực hiện.",
    ]


def test_what_has_no_place_is_gathered_at_the_title_with_the_place_that_it_has_in_words() -> None:
    plan = plan_of(text_of_file(word_bytes(table_rows()), "a.docx"))
    elsewhere = FindingPlace("PHỤ LỤC", "7", measure=99)
    others = (
        Finding("lead_missing", Severity.WARNING, elsewhere, "", Message("a lead agency"), Message("x")),
    )
    made, _ = marked(word_bytes(table_rows()), "a.docx", replace(plan, findings=(*plan.findings, *others)))
    xml = Document(io.BytesIO(made)).element.body.xml
    title = xml[: xml.index("Cải cách hành chính nhà nước")]
    assert title.count("commentRangeStart") == len(plan.findings) + 1 == xml.count("commentRangeStart")
    assert "Vị trí: nhiệm vụ 7 · PHỤ LỤC" in comments(made)[-1]


def test_a_pdf_and_a_text_come_back_as_a_list_that_says_why_with_pages() -> None:
    rows = table_rows(SIX, sections=False)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    data = pdf_bytes(table_pages(rows, (8, 30, 25, 20, 25, 18), titles=HEAD))
    made, plan = marked(data, "a.pdf")
    document = Document(io.BytesIO(made))
    listed = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert listed[0] == ["STT", "Trang", "Vị trí", "Đang ghi", "Lý do", "Lẽ ra", "Việc cần làm"]
    assert len(listed) == len(plan.findings) + 1
    assert [row[1] for row in listed if "Quý V/2026" in row[3]] == ["1"]
    assert any("không ghi chú thích vào lề được" in one.text for one in document.paragraphs)
    assert (ending_of("a.pdf"), ending_of("a.txt")) == ("docx", "docx")


def test_a_list_of_a_text_names_its_lines_in_vietnamese() -> None:
    rows = table_rows(SIX, sections=False)
    rows[2][SIX.index("deadline")] = "Quý V/2026"
    lines = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)
    made, _ = marked(f"KẾ HOẠCH năm 2026\n\n{lines}".encode(), "a.txt")
    listed = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(made)).tables[0].rows]
    assert [row[2] for row in listed if "Quý V/2026" in row[3]] == ["dòng 5 · nhiệm vụ 2"]


def test_every_kind_of_finding_has_an_advice_and_no_other_has() -> None:
    makers = {"error", "warning", "information", "found", "_finding", "Finding"}
    codes = {one.value for one in (*Contradiction, *ToldKind)}
    folder = Path(core_plans.__file__ or "").parent / "findings"
    for path in (*folder.glob("*.py"), Path(reading_plans.__file__ or "")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    codes.add(first.value)
    assert set(ADVICE) == codes
