"""Shapes of plans that offices send seldom, each of them seen to lose or to mistake something."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest
from docx import Document
from openpyxl import Workbook

from cchc.core.plans.plan import AsideKind, Plan
from cchc.files.documents import Format, Paragraph, Spot, TextDocument, read_document
from cchc.reading.head import head_of
from cchc.reading.plans import read_plan
from tests.reading.papers import add_table, saved

HEAD = ("Số: 5/KH-UBND", "An Lạc, ngày 05 tháng 01 năm 2026", "KẾ HOẠCH", "Cải cách hành chính năm 2026")
FOUR = ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]


def plan_of(*parts: str | list[list[str]]) -> Plan:
    """The plan of a Word file: lines, and tables as lists of rows."""
    document = Document()
    for part in (*HEAD, *parts):
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            add_table(document, part)
    return read_plan(saved(document), "a.docx")


def book_of(*rows: Sequence[object], hidden: Sequence[Sequence[object]] = ()) -> Plan:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if hidden:
        sheet = book.create_sheet("Nháp")
        sheet.sheet_state = "hidden"
        for row in hidden:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return read_plan(stream.getvalue(), "a.xlsx")


def due(plan: Plan) -> list[tuple[date | None, bool]]:
    """The last day on which each measure is due, and whether it is sure."""
    return [
        (one.deadline.due[-1] if one.deadline and one.deadline.due else None, "deadline" not in one.unsure)
        for _, one in plan.measures()
    ]


def codes(plan: Plan) -> set[str]:
    return {finding.code for finding in plan.findings}


@pytest.mark.parametrize("first", ["A. NHIỆM VỤ THƯỜNG XUYÊN", "I. NHIỆM VỤ THƯỜNG XUYÊN"])
def test_the_heading_above_the_first_table_is_a_section_where_the_next_one_follows_it(first: str) -> None:
    second = first.replace("A.", "B.").replace("I.", "II.").replace("THƯỜNG XUYÊN", "CÓ THỜI HẠN")
    plan = plan_of(
        first,
        [FOUR, ["1", "Tiếp dân", "Thanh tra", "Thường xuyên"]],
        second,
        [FOUR, ["1", "Sơ kết", "Sở Nội vụ", "Tháng 6/2026"]],
    )
    headings = [section.heading for section, _ in plan.measures()]
    assert headings == ["NHIỆM VỤ THƯỜNG XUYÊN", "NHIỆM VỤ CÓ THỜI HẠN"]


def test_a_heading_that_no_other_follows_names_no_section() -> None:
    plan = plan_of("II. NHIỆM VỤ CỤ THỂ", [FOUR, ["1", "Tiếp dân", "Thanh tra", "Quý I/2026"]])
    assert [section.heading for section, _ in plan.measures()] == [None]


def test_a_count_of_days_under_a_deadline_is_likely_the_day_and_never_an_amount() -> None:
    plan = book_of(
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Kinh phí (nghìn đồng)", "Hạn hoàn thành"),
        (1, "Rà soát thủ tục", "Văn phòng", 46500, "20/3/2026"),
        (2, "Công bố kết quả", "Phòng Kinh tế", 45000, 46157),
    )
    assert due(plan) == [(date(2026, 3, 20), True), (date(2026, 5, 15), False)]
    assert not {"unread", "column_in_doubt"} & codes(plan)
    (_, _), (_, second) = plan.measures()
    assert second.deadline is not None
    assert second.deadline.text == "15/5/2026"


def test_a_remark_says_when_where_nothing_else_does() -> None:
    plan = plan_of(
        [
            ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Ghi chú"],
            ["1", "Công bố thủ tục", "Văn phòng", "Hoàn thành trước 31/3/2026"],
            ["2", "Đối thoại", "Sở Tài chính", "Gửi các thôn"],
        ]
    )
    assert due(plan) == [(date(2026, 3, 31), False), (None, True)]
    (_, _), (_, second) = plan.measures()
    assert "Ghi chú: Gửi các thôn" in (*second.other.values(), *second.set_aside)


def test_a_remark_beside_a_deadline_stays_a_remark() -> None:
    plan = plan_of([[*FOUR, "Ghi chú"], ["1", "Công bố", "Văn phòng", "Quý II/2026", "Quý I/2026"]])
    assert due(plan) == [(date(2026, 6, 30), True)]


def test_kinds_of_documents_are_no_tasks_beside_what_the_documents_are_about() -> None:
    plan = plan_of(
        "PHỤ LỤC 02. DANH MỤC VĂN BẢN CẦN BAN HÀNH",
        [
            [
                "TT",
                "Loại văn bản",
                "Trích yếu nội dung",
                "Cơ quan chủ trì",
                "Cơ quan ban hành",
                "Tháng trình",
            ],
            ["1", "Nghị quyết", "Quy định chính sách hỗ trợ", "Sở Nội vụ", "HĐND tỉnh", "7"],
            ["2", "Quyết định", "Quy chế làm việc của Trung tâm", "Văn phòng", "UBND tỉnh", "3"],
        ],
    )
    assert [one.task for _, one in plan.measures()] == [
        "Quy định chính sách hỗ trợ",
        "Quy chế làm việc của Trung tâm",
    ]
    assert [day for day, _ in due(plan)] == [date(2026, 7, 31), date(2026, 3, 31)]


def test_years_alone_are_times() -> None:
    plan = plan_of(
        [FOUR, ["1", "Ban hành đề án", "Sở Nội vụ", "2026"], ["2", "Số hóa", "Văn phòng", "2026 - 2027"]]
    )
    assert "column_in_doubt" not in codes(plan)


def test_what_each_office_is_answerable_for_is_nobody_who_cooperates() -> None:
    plan = plan_of(
        [
            ["STT", "Đơn vị được giao", "Tiêu chí phụ trách", "Nội dung phải thực hiện", "Hạn hoàn thành"],
            ["1", "Sở Nội vụ", "TC 1.1", "Ban hành kế hoạch đúng hạn", "31/01/2026"],
        ]
    )
    ((_, one),) = plan.measures()
    assert (one.lead, one.cooperating) == (("Sở Nội vụ",), ())
    assert "column_in_doubt" not in codes(plan)


def test_who_does_it_leads_where_no_agency_is_named_and_is_asked_about() -> None:
    plan = plan_of(
        [
            ["Thời gian", "Nội dung công việc", "Người thực hiện", "Ghi chú"],
            ["Tháng 1/2026", "Xây dựng kế hoạch", "Ban giám hiệu", ""],
            ["Tháng 3/2026", "Công khai tài chính", "Kế toán", ""],
        ]
    )
    found = [(one.lead, "lead" in one.unsure) for _, one in plan.measures()]
    assert found == [(("Ban giám hiệu",), True), (("Kế toán",), True)]


def test_persons_who_do_it_lead_nothing() -> None:
    plan = plan_of(
        [
            ["Thời gian", "Nội dung", "Kết quả", "Người thực hiện"],
            ["Tháng 1/2026", "Xây dựng kế hoạch", "Kế hoạch", "Nguyễn Văn An"],
        ]
    )
    assert [one.lead for _, one in plan.measures()] == [()]


def test_months_above_sentences_say_until_when() -> None:
    plan = plan_of(
        "THÁNG 01",
        "1. Sở Nội vụ trình Kế hoạch kiểm tra.",
        "2. Sở Tư pháp trình Danh mục văn bản, hoàn thành trước ngày 15/3/2026.",
        "QUÝ II",
        "1. Sở Tài chính trình Đề án tự chủ.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ chủ trì tuyên truyền.",
    )
    assert [day for day, _ in due(plan)] == [date(2026, 1, 31), date(2026, 3, 15), date(2026, 6, 30), None]


def test_an_article_may_give_a_task_and_the_last_one_gives_none() -> None:
    plan = plan_of(
        "Điều 1. Giao nhiệm vụ tại Phụ lục.",
        "Điều 2. Sở Nội vụ theo dõi, báo cáo Chủ tịch UBND tỉnh trước ngày 20/12/2026.",
        "Điều 3. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành Quyết định này.",
    )
    assert [(one.lead, day) for (_, one), (day, _) in zip(plan.measures(), due(plan), strict=True)] == [
        (("Sở Nội vụ",), date(2026, 12, 20))
    ]


def test_hidden_text_and_sheets_are_counted_and_no_part_of_the_plan() -> None:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, [FOUR, ["1", "Tiếp dân", "Thanh tra", "Quý I/2026"]])
    document.add_paragraph("").add_run("Hỏi lại Sở Y tế").font.hidden = True
    rows = (FOUR, (1, "Tiếp dân", "Thanh tra", "Quý I/2026"))
    hidden = book_of(*rows, hidden=(FOUR, (1, "Việc nháp", "Sở Y tế", "Quý II")))
    for plan, words in ((read_plan(saved(document), "a.docx"), 5), (hidden, 17)):
        assert [one.task for _, one in plan.measures()] == ["Tiếp dân"]
        aside = [one for one in plan.account.aside if one.kind is AsideKind.HIDDEN]
        assert sum(one.words for one in aside) == words


def test_cells_between_strokes_alone_are_a_table() -> None:
    text = "\n".join(
        (*HEAD, "", "STT | Nhiệm vụ | Chủ trì | Thời hạn", "1 | Rà soát | Văn phòng | Quý I/2026")
    )
    plan = read_plan(text.encode(), "a.txt")
    assert [(one.number, one.task, one.lead) for _, one in plan.measures()] == [
        ("1", "Rà soát", ("Văn phòng",))
    ]


def test_shortcomings_of_the_year_before_are_not_the_year_of_the_plan() -> None:
    document = Document()
    for line in (*HEAD[:3], "Khắc phục tồn tại, hạn chế Chỉ số CCHC năm 2025"):
        document.add_paragraph(line)
    add_table(document, [FOUR, ["1", "Đôn đốc", "Sở Nội vụ", "Trong tháng 3/2026"]])
    plan = read_plan(saved(document), "a.docx")
    assert (plan.year, codes(plan) & {"deadline_next_year"}) == (2026, set())


@pytest.mark.parametrize(
    "lines",
    [("Số:", "1027/", "KH-UBND"), ("Số:", "An Lạc, ngày 05 tháng 01 năm 2026", "1027/", "KH-UBND")],
)
def test_a_number_over_three_lines_is_one_number(lines: Sequence[str]) -> None:
    blocks = tuple(Paragraph(line, Spot(paragraph=at)) for at, line in enumerate((*lines, *HEAD[2:]), 1))
    assert head_of(TextDocument("a.pdf", Format.PDF, blocks)).number == "1027/KH-UBND"


def test_a_kind_of_two_parts_leaves_the_title_below_it() -> None:
    text = "\n\n".join((*HEAD[:2], "CHƯƠNG TRÌNH CÔNG TÁC", HEAD[3]))
    head = head_of(read_document(text.encode(), "a.txt"))
    assert (head.kind, head.year) == ("CHƯƠNG TRÌNH", 2026)


def test_recipients_beside_a_signer_are_none_of_a_table_without_numbers() -> None:
    table = [["Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"], ["Sơ kết", "Sở Nội vụ", "Tháng 6/2026"]]
    plan = plan_of(table, [["Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", "GIÁM ĐỐC\nTrần Văn Bình", ""]])
    assert [one.task for _, one in plan.measures()] == ["Sơ kết"]
    assert "unread" not in codes(plan)


def test_a_title_alone_above_the_table_of_a_further_sheet_names_its_section() -> None:
    book = Workbook()
    for at, title in enumerate(("", "TÀI CHÍNH CÔNG", "DANH MỤC NHIỆM VỤ")):
        sheet = book.active if not at else book.create_sheet(f"Biểu {at}")
        for row in ([title], FOUR, ["1", f"Việc {at}", "Sở Nội vụ", "Quý I/2026"]):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    plan = read_plan(stream.getvalue(), "a.xlsx")
    assert [section.heading for section, _ in plan.measures()] == [None, "TÀI CHÍNH CÔNG", None]
