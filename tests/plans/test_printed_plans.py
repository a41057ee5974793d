"""A plan on paper has the form of the decree, and says cell by cell what the plan says: our reader finds it again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.figures import gap, shortcomings
from cchc.files.documents import read_document
from cchc.plans.exchange.printed import PlanLayout, amendment_paper, plan_paper
from cchc.plans.exchange.printed_table import (
    PrintedSection,
    PrintedTarget,
    labelled_columns,
    plan_table,
)
from cchc.reading.plans import text_of
from tests.documents.decree30 import every_line, millimetres, paper_faults
from tests.plans.printed_plans import HEAD, again, cells_of, facts_in, printed_and_read, printed_of
from tests.reading.papers import EIGHT, SIX, add_table, table_rows, word_bytes

INDEX_TABLE, UNIT_PROSE = facts_in("index-table.csv"), facts_in("unit-prose.csv")
LAYOUT = Path(__file__).parent.parent / "data" / "nd30_layout.csv"


# --- there and back -----------------------------------------------------------------------------------------


def test_the_table_of_an_issued_remediation_plan_comes_back_cell_by_cell() -> None:
    back = printed_and_read(INDEX_TABLE)
    assert cells_of(back) == cells_of(INDEX_TABLE)
    gaps = [
        found.missing for row in back[0].rows if (found := gap(row["task"])) and found.missing is not None
    ]
    assert sum(gaps) == Fraction("10.8966")  # one of them is wrong in the plan, and stays so


def test_the_prose_of_an_issued_remediation_plan_comes_back_paragraph_by_paragraph() -> None:
    back = printed_and_read(UNIT_PROSE, PlanLayout.PROSE)
    assert cells_of(back) == cells_of(UNIT_PROSE)
    lost = [
        one.points or 0
        for section in back
        for row in section.rows
        for one in shortcomings(row.get("shortcomings", ""))
    ]
    assert sum(lost) == Fraction("11.52")  # of 11.91 that the plan states


def test_the_same_plan_may_be_printed_as_a_table_too() -> None:
    assert cells_of(printed_and_read(UNIT_PROSE)) == cells_of(UNIT_PROSE)


def merged(document: Any) -> None:
    """One number, objective and task for three measures."""
    for column in range(3):
        document.tables[0].cell(1, column).merge(document.tables[0].cell(3, column))


SHARED = [
    table_rows()[0],
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
    ["", "", "", "Việc thứ hai", "Báo cáo hai", "Sở Tài chính", "", "Quý II/2026"],
    ["", "", "", "Việc thứ ba", "Báo cáo ba", "Sở Y tế", "", "Quý III/2026"],
]
WITH_MONEY = [
    [
        *row,
        *(
            [("Kinh phí", "Nguồn kinh phí", "Ghi chú"), ("500 triệu đồng", "Ngân sách tỉnh", "Theo đề án")][
                at > 0
            ]
        ),
    ]
    for at, row in enumerate(table_rows(SIX, sections=False))
]


@pytest.mark.parametrize(
    ("rows", "change"),
    [
        (table_rows(EIGHT), None),
        (table_rows(SIX), None),
        (table_rows(SIX, {"task": "Nhiệm vụ, giải pháp", "output": "Kết quả khắc phục"}), None),
        (table_rows(SIX, sections=False), None),
        (SHARED, merged),
        (WITH_MONEY, None),
    ],
    ids=["eight", "six", "remedies", "no-sections", "shared-cells", "money-and-remarks"],
)
def test_a_plan_read_from_word_and_written_again_has_the_same_table(
    rows: list[list[str]], change: Callable[[Any], None] | None
) -> None:
    first = text_of(read_document(word_bytes(rows, change), "a.docx"))
    head = replace(HEAD, kind="reform", title=first.head.title or "", year=2026)
    data = plan_paper(head, printed_of(first), PlanLayout.TABLE)
    second = text_of(read_document(data, "b.docx"))
    assert cells_of(printed_of(second)) == cells_of(printed_of(first))
    assert (second.head.kind, second.head.title, second.head.year) == (
        first.head.kind,
        first.head.title,
        first.head.year,
    )


def test_targets_come_back_from_an_annex_of_their_own() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu năm 2026", "Mục tiêu năm 2027", "Cơ quan theo dõi"],
        ["1", "Hồ sơ giải quyết đúng hạn", "%", "98", "99", "Văn phòng UBND tỉnh"],
        ["2", "Mức độ hài lòng của người dân", "%", "≥ 90", "≥ 92", "Sở Nội vụ"],
    ]

    def add_targets(document: Any) -> None:
        document.add_paragraph("CHỈ TIÊU NĂM 2026")
        add_table(document, rows)

    first = printed_of(text_of(read_document(word_bytes(table_rows(SIX), add_targets), "a.docx")))
    targets = [one for section in first for one in section.targets]
    assert len(targets) == 4
    back = printed_and_read(first, head=replace(HEAD, kind="reform", year=2026))
    assert [one for section in back for one in section.targets] == targets
    assert cells_of(back) == cells_of(first)


WORDS = st.sampled_from(
    ["Rà soát", "văn bản", "thủ tục", "hành chính", "công khai", "kiểm tra", "đôn đốc", "báo cáo", "nâng cao"]
)
PHRASE = st.lists(WORDS, min_size=2, max_size=7).map(lambda words: " ".join(words).capitalize())
MEASURE = st.fixed_dictionaries(
    {
        "objective": st.sampled_from(["Bảo đảm tiến độ văn bản", "Cắt giảm thời gian giải quyết"]),
        "task": PHRASE,
        "output": PHRASE.map(lambda words: f"Báo cáo {words.lower()}"),
        "lead": st.sampled_from(["Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh"]),
        "cooperating": st.sampled_from(["Các sở, ban, ngành", "UBND cấp xã"]),
        "deadline": st.sampled_from(["Quý II/2026", "Tháng 9/2026", "Thường xuyên"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(MEASURE, min_size=1, max_size=5), min_size=1, max_size=3))
def test_any_numbered_plan_comes_back_as_it_was(sections: list[list[dict[str, str]]]) -> None:
    """Whichever neighbours share an objective or a task, each measure keeps all its cells."""
    plan = [
        PrintedSection(
            ("I", "II", "III")[place],
            ("CẢI CÁCH THỂ CHẾ", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", "CẢI CÁCH TÀI CHÍNH CÔNG")[place],
            tuple({"number": str(at), **row} for at, row in enumerate(rows, start=1)),
        )
        for place, rows in enumerate(sections)
    ]
    assert cells_of(printed_and_read(plan, head=replace(HEAD, kind="reform"))) == cells_of(plan)


def test_a_remark_keeps_its_heading_and_what_has_none_becomes_a_remark() -> None:
    assert labelled_columns(["Ghi chú: theo đề án\nlần thứ hai", "Mã số: 7", "không có đầu đề"]) == (
        ("Ghi chú", "Mã số"),
        [{"Ghi chú": "theo đề án\nlần thứ hai"}, {"Mã số": "7"}, {"Ghi chú": "không có đầu đề"}],
    )


# --- as Decree 30 wants it ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data() -> bytes:
    return plan_paper(HEAD, INDEX_TABLE, PlanLayout.TABLE)


def stated() -> dict[str, str]:
    with LAYOUT.open(encoding="utf-8", newline="") as file:
        return {row["element"]: row["value"] for row in csv.DictReader(file)}


def sizes_in(text: str) -> tuple[float, float]:
    """The first range of sizes that a value of the layout names: "13-14 pt", "11 pt"."""
    found = re.search(r"(\d+)(?:\s*-\s*(\d+))?(?:\(\d+\))? pt", text)
    assert found is not None, text
    return float(found[1]), float(found[2] or found[1])


def test_a_plan_has_no_fault_of_form(data: bytes) -> None:
    assert paper_faults(data) == []
    assert paper_faults(plan_paper(HEAD, UNIT_PROSE, PlanLayout.PROSE)) == []
    assert plan_paper(HEAD, INDEX_TABLE, PlanLayout.TABLE) == data


def test_paper_and_margins_are_those_that_the_layout_states(data: bytes) -> None:
    named = dict(re.findall(r"(trên|dưới|trái|phải) (\d+-\d+)", stated()["Lề"]))
    margins = {
        "trên": "top_margin", "dưới": "bottom_margin", "trái": "left_margin", "phải": "right_margin",
    }  # fmt: skip
    sections = Document(io.BytesIO(data)).sections
    assert [round(one.page_width.mm) for one in sections] == [210, 297]  # the table lies on its side
    for section in sections:
        for side, name in margins.items():
            least, most = map(int, named[side].split("-"))
            assert least <= millimetres(getattr(section, name)) <= most


@pytest.mark.parametrize(
    ("element", "beginning", "bold", "italic"),
    [
        ("Quốc hiệu", "CỘNG HÒA", True, False),
        ("Tiêu ngữ", "Độc lập", True, False),
        ("Cơ quan ban hành", "ỦY BAN NHÂN DÂN TỈNH AN LẠC", True, False),
        ("Địa danh, ngày tháng", "An Lạc, ngày 03 tháng 7 năm 2023", False, True),
        ("Tên loại", "KẾ HOẠCH", True, False),
        ("Trích yếu (có tên loại)", "Khắc phục những tồn tại", True, False),
        ("Căn cứ", "Căn cứ Kết luận", False, True),
        ("Nội dung", "Ủy ban nhân dân tỉnh An Lạc ban hành", False, False),
        ("Chức vụ người ký", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", True, False),
        ("Nơi nhận", "Nơi nhận:", True, True),
    ],
)
def test_the_elements_of_a_plan_have_the_sizes_that_the_layout_states(
    data: bytes, element: str, beginning: str, bold: bool, italic: bool
) -> None:
    line = next(one for one in every_line(Document(io.BytesIO(data))) if one.text.startswith(beginning))
    least, most = sizes_in(stated()[element])
    for run in line.runs:
        assert run.font.size is not None
        assert least <= run.font.size.pt <= most
        assert (bool(run.bold), bool(run.italic)) == (bold, italic)


def test_recipients_and_grounds_end_as_the_layout_states(data: bytes) -> None:
    lines = [one.text for one in every_line(Document(io.BytesIO(data)))]
    start = lines.index("Nơi nhận:")
    assert lines[start : start + 4] == [
        "Nơi nhận:",
        "- Bộ Nội vụ (để báo cáo);",
        "- Các sở, ban, ngành;",
        "- Lưu: VT, NC.",
    ]
    assert [one[-1] for one in lines if one.startswith("Căn cứ")] == ["."]
    assert any(one.endswith(stated()["Kết thúc"].strip('"')) for one in lines)


def test_the_annex_names_the_plan_and_repeats_its_headings_with_numbers_under_them(data: bytes) -> None:
    page = Document(io.BytesIO(data))
    table = page.tables[-1]
    assert [cell.text for cell in table.rows[1].cells] == [f"({number})" for number in range(1, 7)]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in list(table.rows)[:3]]
    assert repeated == [True, True, False]
    lines = [one.text for one in page.paragraphs]
    assert "(Kèm theo Kế hoạch số 153/KH-UBND ngày 03/7/2023 của Ủy ban nhân dân tỉnh An Lạc)" in lines


def test_a_draft_says_so_and_leaves_number_and_day_open() -> None:
    draft = replace(HEAD, number="", on=None, is_draft=True)
    lines = [
        one.text for one in every_line(Document(io.BytesIO(plan_paper(draft, INDEX_TABLE, PlanLayout.TABLE))))
    ]
    assert lines[:2] == ["Dự thảo", "Kế hoạch chưa được ban hành"]
    assert "Số:        /KH-UBND" in lines
    assert "An Lạc, ngày      tháng      năm 2023" in lines


def test_the_columns_are_those_that_the_plan_uses() -> None:
    headings = [column.heading for column in plan_table(INDEX_TABLE, "remediation").columns]
    assert headings == [
        "STT",
        "Nhiệm vụ, giải pháp",
        "Kết quả khắc phục",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
    ]
    widths = [column.share for column in plan_table(INDEX_TABLE, "remediation").columns]
    assert sum(widths) == pytest.approx(252)


def test_an_empty_plan_is_printed_too() -> None:
    assert again(plan_paper(HEAD, [PrintedSection("I", "THỂ CHẾ", ())], PlanLayout.TABLE)) == []
    assert paper_faults(plan_paper(HEAD, [], PlanLayout.PROSE)) == []


def test_a_heading_above_targets_alone_stands_in_no_table_of_measures() -> None:
    target = PrintedTarget("1", "Hồ sơ đúng hạn", "%", "98", 2026)
    sections = [*INDEX_TABLE, PrintedSection("", "CHỈ TIÊU", (), (target,))]
    assert plan_table(sections, "remediation") == plan_table(INDEX_TABLE, "remediation")
    annex = Document(io.BytesIO(plan_paper(HEAD, sections, PlanLayout.TABLE))).tables[-1]
    assert [cell.text for cell in annex.rows[2].cells] == ["1", "Hồ sơ đúng hạn", "%", "98"]


def test_an_amendment_by_a_decision_is_one_with_articles() -> None:
    decision = replace(HEAD, number="1136/QĐ-UBND")
    data = amendment_paper(decision, HEAD, INDEX_TABLE[1:2], ["số 7"])
    assert paper_faults(data) == []
    lines = [one.text for one in Document(io.BytesIO(data)).paragraphs if one.text]
    assert lines[0] == "QUYẾT ĐỊNH"
    assert [one.partition(". ")[0] for one in lines if one.startswith("Điều")] == [
        f"Điều {number}" for number in range(1, 5)
    ]
    assert "(Kèm theo Quyết định số 1136/QĐ-UBND ngày 03/7/2023 của Ủy ban nhân dân tỉnh An Lạc)" in lines
