"""What the headings of rows and the ends of tables say: months and agencies above their tasks, signers below them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from openpyxl import Workbook

from cchc.core.plans.plan import AsideKind, Plan
from cchc.reading.plans import read_plan
from cchc.reading.plans.cells import CellSort, kind_of_cell
from tests.reading.papers import add_table, saved

HEAD = ("Số: 5/KH-UBND", "An Lạc, ngày 05 tháng 01 năm 2026", "KẾ HOẠCH", "Cải cách hành chính năm 2026")


def plan_of_table(*rows: list[str]) -> Plan:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, [list(row) for row in rows])
    return read_plan(saved(document), "a.docx")


def sheet(*rows: tuple[object, ...]) -> Plan:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return read_plan(stream.getvalue(), "a.xlsx")


@pytest.mark.parametrize("month", ["Tháng 3/2026", "Quý I/2026", "THÁNG 3 NĂM 2026"])
def test_a_month_above_its_tasks_is_their_deadline_where_no_column_says_one(month: str) -> None:
    plan = plan_of_table(
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Sản phẩm"],
        ["I", month, "", ""],
        ["1", "Rà soát thủ tục", "Văn phòng", "Danh mục"],
    )
    ((_, one),) = plan.measures()
    assert one.deadline is not None
    assert (one.deadline.due, "deadline" in one.unsure) == ((date(2026, 3, 31),), True)
    assert "column_missing" not in {found.code for found in plan.findings}


def test_an_agency_above_its_tasks_leads_them_where_no_column_says_who() -> None:
    plan = plan_of_table(
        ["STT", "Nhiệm vụ", "Sản phẩm", "Thời gian"],
        ["I", "SỞ NỘI VỤ", "", ""],
        ["1", "Kiểm tra công vụ", "Biên bản", "Quý II/2026"],
        ["II", "SỞ TÀI CHÍNH", "", ""],
        ["1", "Công khai ngân sách", "Bản công khai", "Quý I/2026"],
    )
    assert [(one.lead, "lead" in one.unsure) for _, one in plan.measures()] == [
        (("SỞ NỘI VỤ",), True),
        (("SỞ TÀI CHÍNH",), True),
    ]


def test_tasks_beside_one_merged_agency_and_number_lack_no_number() -> None:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    rows = [
        ["1", "Sở Nội vụ", "Ban hành hướng dẫn", "30/3/2026"],
        ["", "", "Thẩm định kết quả", "20/12/2026"],
    ]
    rows += [["2", "Sở Tài chính", "Bố trí kinh phí", "15/02/2026"]]
    table = add_table(document, [["STT", "Cơ quan", "Nhiệm vụ được giao", "Thời hạn"], *rows])
    for column in (0, 1):
        table.cell(1, column).merge(table.cell(2, column))
    plan = read_plan(saved(document), "a.docx")
    assert [one.lead for _, one in plan.measures()] == [("Sở Nội vụ",), ("Sở Nội vụ",), ("Sở Tài chính",)]
    assert "number_missing" not in {found.code for found in plan.findings}


def test_signers_in_columns_of_the_table_are_no_agency_and_no_deadline() -> None:
    plan = sheet(
        ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
        (1, "Rà soát thủ tục", "Danh mục", "Văn phòng", "Các phòng", "Quý I/2026"),
        (),
        (None, None, None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"),
        (None, None, None, "Lê Văn Bình", None, "Trần An"),
    )
    ((_, one),) = plan.measures()
    assert (one.lead, one.deadline and one.deadline.text) == (("Văn phòng",), "Quý I/2026")
    assert [found.kind for found in plan.account.aside if "Trần An" in found.text] == [AsideKind.SIGNATURE]
    assert "unread" not in {found.code for found in plan.findings}


def test_nobody_cooperates_where_the_cell_says_so() -> None:
    plan = sheet(
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
        (1, "Rà soát thủ tục", "Văn phòng", "Không", "Quý I/2026"),
    )
    assert [(one.cooperating, one.set_aside) for _, one in plan.measures()] == [((), ("Không",))]


@pytest.mark.parametrize(
    "task", ["Báo cáo kết quả hằng quý", "Khảo sát trong quý II/2026", "Công bố chỉ số trước ngày 30/4"]
)
def test_what_is_done_at_some_time_is_a_task_and_no_deadline(task: str) -> None:
    assert kind_of_cell(task) is CellSort.TEXT


def test_an_annex_by_itself_is_of_the_kind_of_its_document_and_of_the_year_of_its_title() -> None:
    plan = sheet(
        ("PHỤ LỤC II",),
        ("DANH MỤC NHIỆM VỤ NĂM 2026",),
        ("(Kèm theo Kế hoạch số 5/KH-UBND ngày 05/01/2026 của UBND xã An Lạc)",),
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
        (1, "Rà soát thủ tục", "Văn phòng", "Quý I"),
    )
    assert (plan.kind, plan.title, plan.year) == ("KẾ HOẠCH", "DANH MỤC NHIỆM VỤ NĂM 2026", 2026)
    assert [found.code for found in plan.findings] == []


def test_the_members_of_a_body_are_no_tasks() -> None:
    plan = plan_of_table(
        ["STT", "Họ và tên", "Chức vụ, đơn vị", "Nhiệm vụ trong Tổ"],
        ["1", "Lê Văn Bình", "Giám đốc Sở Nội vụ", "Tổ trưởng"],
        ["2", "Trần Thị An", "Trưởng phòng Sở Tài chính", "Tổ viên"],
    )
    assert not list(plan.measures())
    assert "unread" in {found.code for found in plan.findings}


def test_criteria_with_points_alone_are_groups_and_their_parts_have_them_as_objectives() -> None:
    plan = plan_of_table(
        ["TT", "Lĩnh vực/Tiêu chí", "Điểm mất", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Thời gian"],
        ["1", "CẢI CÁCH THỂ CHẾ", "0,25", "", "", ""],
        ["1.1", "Xử lý văn bản", "0,25", "Theo dõi, đôn đốc từng tuần", "Sở Tư pháp", "Quý II/2026"],
    )
    ((section, one),) = plan.measures()
    assert (section.heading, one.objective, one.task) == (
        "CẢI CÁCH THỂ CHẾ",
        "Xử lý văn bản",
        "Theo dõi, đôn đốc từng tuần",
    )
    assert one.unsure == ()


def test_a_table_of_days_and_who_is_there_does_not_go_on_with_the_plan_above_it() -> None:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    plan = [["STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]]
    add_table(document, [*plan, ["1", "Rà soát thủ tục", "Danh mục", "Văn phòng", "Các phòng", "Quý I/2026"]])
    document.add_paragraph("LỊCH TRỰC")
    add_table(document, [["Ngày", "Sáng", "Chiều"], ["Thứ Hai", "Phòng Kinh tế", "Công an xã"]])
    read = read_plan(saved(document), "a.docx")
    assert [one.task for _, one in read.measures()] == ["Rà soát thủ tục"]
    assert "unread" in {found.code for found in read.findings}


def test_numbers_one_to_twelve_below_a_heading_of_time_are_months() -> None:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    months = [str(month) for month in range(1, 13)]
    when = ["Thời gian thực hiện năm 2026", *[""] * 11]
    rows = [["TT", "Nhiệm vụ", "Chủ trì", *when], ["", "", "", *months]]
    rows += [
        ["1", "Kiểm tra công vụ", "Sở Nội vụ", *("x" if month in ("3", "9") else "" for month in months)]
    ]
    table = add_table(document, rows)
    table.cell(0, 3).merge(table.cell(0, 14)).text = when[0]
    ((_, one),) = read_plan(saved(document), "a.docx").measures()
    assert one.deadline is not None
    assert one.deadline.due == (date(2026, 3, 31), date(2026, 9, 30))


def test_short_words_of_narrow_columns_are_read_and_a_dash_is_nothing() -> None:
    plan = plan_of_table(
        ["STT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian"],
        ["1", "Rà soát thủ tục", "BC", "SNV", "-", "Q.I/2026"],
        ["2", "Khảo sát người dân", "KH", "STC", "SYT", "T9/2026"],
        ["3", "Số hóa hồ sơ", "QĐ", "VP UBND", "", "-"],
    )
    found = [
        (one.output, one.cooperating, one.deadline and str(one.deadline.due[-1]), one.unsure)
        for _, one in plan.measures()
    ]
    assert found == [
        ("BC", (), "2026-03-31", ()),
        ("KH", ("SYT",), "2026-09-30", ()),
        ("QĐ", (), None, ()),
    ]
    assert {one.code for one in plan.findings} == {"deadline_missing"}
