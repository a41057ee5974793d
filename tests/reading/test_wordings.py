"""What offices write into the cells of a plan beside its plain words: marks for "as above", two roles, two times."""

from __future__ import annotations

import io

import pytest
from docx import Document

from cchc.core.papers.answers import Confidence
from cchc.core.plans.plan import Measure, Plan
from cchc.reading.plans import read_plan

HEADINGS = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"]


def written(*tables: list[list[str]], captions: tuple[str, ...] = ()) -> Plan:
    """The plan read from a Word file with these tables, each under its caption."""
    document = Document()
    for text in (
        "Số: 12/KH-UBND",
        "An Bình, ngày 05 tháng 02 năm 2026",
        "KẾ HOẠCH",
        "Cải cách hành chính năm 2026",
    ):
        document.add_paragraph(text)
    for at, rows in enumerate(tables):
        if captions:
            document.add_paragraph(captions[at])
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return read_plan(stream.getvalue(), "ke-hoach.docx")


def measures(plan: Plan) -> list[Measure]:
    return [measure for _section, measure in plan.measures()]


@pytest.mark.parametrize("mark", ["nt", "-nt-", "Như trên", '"', "-//-"])
def test_a_mark_for_as_above_says_what_the_cell_above_says(mark: str):
    rows = [
        HEADINGS,
        ["1", "Rà soát văn bản", "Sở Tư pháp", "Các sở", "Quý II/2026"],
        ["2", "Kiểm tra văn bản", mark, mark, mark],
    ]
    first, second = measures(written(rows))
    assert (second.lead, second.cooperating, second.deadline) == (
        first.lead,
        first.cooperating,
        first.deadline,
    )
    assert (second.confidence, second.unsure) == (Confidence.LIKELY, ("lead", "cooperating", "deadline"))


@pytest.mark.parametrize(
    ("cell", "confidence"),
    [
        ("Chủ trì: Sở Tư pháp\nPhối hợp: Các sở, ban, ngành", Confidence.SURE),
        ("- Cơ quan chủ trì: Sở Tư pháp;\n- Cơ quan phối hợp: Các sở, ban, ngành.", Confidence.SURE),
        ("Sở Tư pháp chủ trì, phối hợp với Các sở, ban, ngành", Confidence.LIKELY),
        ("Sở Tư pháp chủ trì; Các sở, ban, ngành phối hợp", Confidence.LIKELY),
    ],
)
def test_one_cell_that_names_both_roles_is_taken_apart(cell: str, confidence: Confidence):
    headings = ["STT", "Nhiệm vụ", "Phân công thực hiện", "Thời gian"]
    (measure,) = measures(written([headings, ["1", "Rà soát văn bản", cell, "Quý II/2026"]]))
    assert (measure.lead, measure.cooperating) == (("Sở Tư pháp",), ("Các sở, ban, ngành",))
    assert measure.confidence is confidence


def test_roles_in_brackets_are_taken_apart():
    headings = ["STT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"]
    cell = "Sở Nội vụ (chủ trì), Sở Tài chính (phối hợp), Thanh tra tỉnh (phối hợp)"
    (measure,) = measures(written([headings, ["1", "Kiểm tra", cell, "Quý II/2026"]]))
    assert (measure.lead, measure.cooperating) == (("Sở Nội vụ",), ("Sở Tài chính", "Thanh tra tỉnh"))


@pytest.mark.parametrize(
    ("cell", "lead", "cooperating"),
    [
        (
            "Chủ trì: Sở Y tế (phần thiết bị); Sở Tài chính (phần kinh phí).\nPhối hợp: Trường Chính trị, các sở.",
            ("Sở Y tế (phần thiết bị)", "Sở Tài chính (phần kinh phí)"),
            ("Trường Chính trị", "các sở"),
        ),
        ("- Cơ quan chủ trì: Sở Y tế\n- Đơn vị tham gia: Công an tỉnh", ("Sở Y tế",), ("Công an tỉnh",)),
        ("Sở Y tế phối hợp với Công an tỉnh", ("Sở Y tế",), ("Công an tỉnh",)),
        ("Sở Y tế (chủ trì); các sở, ban, ngành", ("Sở Y tế",), ("các sở, ban, ngành",)),
    ],
)
def test_roles_are_taken_apart_with_their_remits(
    cell: str, lead: tuple[str, ...], cooperating: tuple[str, ...]
):
    headings = ["STT", "Nhiệm vụ", "Phân công thực hiện", "Thời gian"]
    (measure,) = measures(written([headings, ["1", "Rà soát văn bản", cell, "Quý II/2026"]]))
    assert (measure.lead, measure.cooperating) == (lead, cooperating)


def test_a_label_in_the_cell_of_the_lead_is_no_part_of_its_name():
    row = ["1", "Rà soát văn bản", "Chủ trì: Sở Y tế", "Phối hợp: Công an tỉnh", "Quý II/2026"]
    (measure,) = measures(written([HEADINGS, row]))
    assert (measure.lead, measure.cooperating) == (("Sở Y tế",), ("Công an tỉnh",))


def test_an_agency_that_leads_alone_keeps_its_name():
    headings = ["STT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"]
    (measure,) = measures(written([headings, ["1", "Kiểm tra", "Các sở; UBND cấp xã", "Quý II/2026"]]))
    assert (measure.lead, measure.cooperating) == (("Các sở", "UBND cấp xã"), ())


def test_a_column_of_beginnings_and_one_of_ends_make_a_range():
    headings = ["STT", "Nhiệm vụ", "Chủ trì", "Thời gian bắt đầu", "Thời gian kết thúc"]
    (measure,) = measures(written([headings, ["1", "Kiểm tra", "Sở Nội vụ", "Tháng 3/2026", "Tháng 9/2026"]]))
    assert measure.deadline is not None
    assert (measure.deadline.text, measure.deadline.kind.value) == ("Tháng 3/2026 đến Tháng 9/2026", "range")
    assert measure.unsure == ()


def test_the_numbered_heading_above_a_table_is_its_section():
    tables = (
        [HEADINGS, ["1", "Rà soát văn bản", "Sở Tư pháp", "Các sở", "Quý II/2026"]],
        [HEADINGS, ["1", "Giải ngân vốn", "Sở Tài chính", "", "31/12/2026"]],
    )
    plan = written(*tables, captions=("I. CẢI CÁCH THỂ CHẾ", "II. CẢI CÁCH TÀI CHÍNH CÔNG"))
    assert [(section.number, section.heading, len(section.measures)) for section in plan.sections] == [
        ("I", "CẢI CÁCH THỂ CHẾ", 1),
        ("II", "CẢI CÁCH TÀI CHÍNH CÔNG", 1),
    ]


@pytest.mark.parametrize(
    "caption", ["II. NHIỆM VỤ CỤ THỂ", "III. PHÂN CÔNG THỰC HIỆN", "Phụ lục 1. Danh mục"]
)
def test_what_stands_above_a_table_without_naming_its_subject_is_no_section(caption: str):
    rows = [HEADINGS, ["1", "Rà soát văn bản", "Sở Tư pháp", "Các sở", "Quý II/2026"]]
    assert [section.heading for section in written(rows, captions=(caption,)).sections] == [None]


def test_a_part_with_a_letter_stands_above_its_roman_sections():
    rows = [
        HEADINGS,
        ["A", "CẢI CÁCH THỂ CHẾ", "", "", ""],
        ["I", "Xây dựng văn bản", "", "", ""],
        ["1", "Ban hành chương trình", "Sở Tư pháp", "Các sở", "Quý II/2026"],
        ["II", "Theo dõi thi hành", "", "", ""],
        ["1", "Ban hành kế hoạch", "Sở Tư pháp", "", "Quý III/2026"],
        ["B", "CẢI CÁCH TÀI CHÍNH CÔNG", "", "", ""],
        ["1", "Giải ngân vốn", "Sở Tài chính", "", "Quý IV/2026"],
    ]
    assert [section.heading for section in written(rows).sections] == [
        "CẢI CÁCH THỂ CHẾ / Xây dựng văn bản",
        "CẢI CÁCH THỂ CHẾ / Theo dõi thi hành",
        "CẢI CÁCH TÀI CHÍNH CÔNG",
    ]
