"""Which rows of a plan's tables are measures, groups or targets, and what is shared down from one to the next."""

from __future__ import annotations

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.papers.directory import Directory, KnownUnit
from cchc.core.plans.plan import Plan
from cchc.reading.plans import read_plan
from tests.reading.papers import HEAD, add_table, saved
from tests.reading.test_columns import codes, measures, plan_of_rows

FIVE = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")


def workbook(*rows: tuple[object, ...]) -> Plan:
    book = Workbook()
    for line in HEAD:
        book.active.append([line])
    for row in rows:
        book.active.append([cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return read_plan(stream.getvalue(), "a.xlsx")


def document_of(*tables: list[list[str]], between: tuple[str, ...] = ()) -> Plan:
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    for at, rows in enumerate(tables):
        for line in between if at else ("",):
            document.add_paragraph(line)
        add_table(document, rows)
    return read_plan(saved(document), "a.docx")


def test_what_no_merge_proves_is_not_filled_in():
    rows = (("Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"),
            ("Họp dân", "Văn phòng", "Công an xã", "Quý I/2026"), ("Phát tờ rơi", "Phòng Kinh tế", "", ""))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [(one.cooperating, bool(one.deadline)) for _, one in plan.measures()] == [
        (("Công an xã",), True),
        ((), False),
    ]
    assert "deadline_missing" in codes(plan)


def test_a_row_of_a_group_is_no_measure_and_hands_down_what_it_says_as_likely():
    rows = (FIVE, ("", "Chuẩn hóa dữ liệu đất", "", "Phòng Tư pháp", "30/9/2026"),
            ("1", "Đo đạc", "Phòng Kinh tế", "", ""), ("2", "Nhập liệu", "Văn phòng", "", "31/10/2026"))  # fmt: skip
    plan = plan_of_rows(*rows)
    found = [
        (section.heading, one.cooperating, one.deadline and one.deadline.text, one.unsure)
        for section, one in plan.measures()
    ]
    assert found == [
        ("Chuẩn hóa dữ liệu đất", ("Phòng Tư pháp",), "30/9/2026", ("cooperating", "deadline")),
        ("Chuẩn hóa dữ liệu đất", ("Phòng Tư pháp",), "31/10/2026", ("cooperating",)),
    ]


def test_what_a_merged_cell_of_a_group_says_is_sure():
    rows = (
        FIVE,
        ("", "Chuẩn hóa dữ liệu đất", "", "", "30/9/2026"),
        ("1", "Đo đạc", "Phòng Kinh tế", "", ""),
        ("2", "Nhập liệu", "Văn phòng", "", ""),
    )
    found = measures(*rows, merges=((4, 1, 3),))
    assert [(one.number, one.deadline and one.deadline.text, one.unsure) for one in found] == [
        ("1", "30/9/2026", ()),
        ("2", "30/9/2026", ()),
    ]


def test_rows_of_groups_that_follow_each_other_are_joined_to_nothing():
    plan = workbook(
        ("STT", "Mã", "Tên nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
        ("IV", "B4", "Quản lý tài sản công", "", ""),
        ("", "B4.1", "Kiểm kê xe công", "", ""),
        (1, "B4.1.1", "Lập danh sách xe", "Phòng Kinh tế", "30/6/2026"),
        ("", "B4.2", "Thanh lý xe", "", ""),
        (2, "B4.2.1", "Bán đấu giá", "Văn phòng", "30/9/2026"),
    )
    assert [(section.heading, one.task) for section, one in plan.measures()] == [
        ("Quản lý tài sản công / Kiểm kê xe công", "Lập danh sách xe"),
        ("Quản lý tài sản công / Thanh lý xe", "Bán đấu giá"),
    ]


def test_a_task_numbered_above_its_parts_hands_down_who_leads():
    rows = (FIVE, ("1", "Chuyển đổi số", "Sở Khoa học và Công nghệ", "", "Quý IV/2026"),
            ("1.1", "Mua máy chủ", "", "", "Quý I/2026"), ("1.2", "Tập huấn", "Sở Nội vụ", "", ""))  # fmt: skip
    found = [
        (section.heading, one.number, one.lead, one.deadline and one.deadline.text)
        for section, one in plan_of_rows(*rows).measures()
    ]
    assert found == [
        ("Chuyển đổi số", "1.1", ("Sở Khoa học và Công nghệ",), "Quý I/2026"),
        ("Chuyển đổi số", "1.2", ("Sở Nội vụ",), "Quý IV/2026"),
    ]


def test_a_measure_numbered_beside_a_group_is_none_of_its_parts():
    rows = (FIVE, ("1", "Chuyển đổi số", "", "", ""), ("a", "Mua máy chủ", "Sở Y tế", "", "Quý I/2026"),
            ("b", "Tập huấn", "Sở Nội vụ", "", "Quý II/2026"),
            ("2", "Họp dân", "Sở Nội vụ", "Các sở", "Quý III/2026"))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [(section.heading, one.number) for section, one in plan.measures()] == [
        ("Chuyển đổi số", "a"), ("Chuyển đổi số", "b"), (None, "2"),
    ]  # fmt: skip
    assert "number_missing" not in codes(plan)


def test_a_task_above_the_items_of_a_list_is_their_heading():
    rows = (FIVE, ("1", "Cải cách thể chế", "", "", ""), ("", "- Rà soát văn bản", "Sở Tư pháp", "", "Quý I/2026"),
            ("", "- Ban hành kế hoạch", "Sở Nội vụ", "", "Quý II/2026"))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [(section.heading, one.task, one.lead) for section, one in plan.measures()] == [
        ("Cải cách thể chế", "- Rà soát văn bản", ("Sở Tư pháp",)),
        ("Cải cách thể chế", "- Ban hành kế hoạch", ("Sở Nội vụ",)),
    ]


def test_tables_one_below_the_other_on_a_sheet_have_their_own_columns():
    plan = workbook(
        ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), (1, "Họp dân", "Văn phòng", "Quý I/2026"), ("PHỤ LỤC CHỈ TIÊU",),
        ("TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2026"), (1, "Đúng hạn", "%", 98), ("B. DANH MỤC VĂN BẢN",),
        ("STT", "Tên văn bản", "Thời gian trình", "Cơ quan soạn thảo"),
        (1, "Nghị quyết về phí", "Tháng 7/2026", "Sở Tài chính"),
    )  # fmt: skip
    assert [(section.heading, one.task, one.lead) for section, one in plan.measures()] == [
        (None, "Họp dân", ("Văn phòng",)),
        ("DANH MỤC VĂN BẢN", "Nghị quyết về phí", ("Sở Tài chính",)),
    ]
    assert [(one.section, one.name, one.unit, one.value) for one in plan.targets] == [
        ("PHỤ LỤC CHỈ TIÊU", "Đúng hạn", "%", "98")
    ]
    assert "unread" not in codes(plan)


def test_measures_that_are_numbered_from_one_on_stand_below_the_row_with_a_number_and_a_title():
    rows = (FIVE, ("I", "CHỈ ĐẠO", "", "", ""), ("1", "Ban hành văn bản", "", "", ""),
            ("1", "Giao chỉ tiêu", "Văn phòng", "", "Quý I/2026"), ("2", "Họp dân", "Văn phòng", "", "Quý I/2026"),
            ("2", "Kiểm tra", "", "", ""), ("1", "Kiểm tra một cửa", "Sở Nội vụ", "", "Quý II/2026"))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [(section.heading, one.number) for section, one in plan.measures()] == [
        ("CHỈ ĐẠO / Ban hành văn bản", "1"), ("CHỈ ĐẠO / Ban hành văn bản", "2"), ("CHỈ ĐẠO / Kiểm tra", "1"),
    ]  # fmt: skip
    assert not codes(plan) & {"number_twice", "lead_missing", "unread"}


def test_the_row_of_a_group_right_below_the_headings_is_none_of_their_levels():
    rows = (FIVE, ("", "Chuẩn hóa dữ liệu", "", "", "Tháng 9/2026"), ("1", "Đo đạc", "Phòng Kinh tế", "", ""))
    assert [
        (section.heading, one.deadline and one.deadline.text)
        for section, one in plan_of_rows(*rows).measures()
    ] == [("Chuẩn hóa dữ liệu", "Tháng 9/2026")]


def test_a_row_that_speaks_of_tasks_results_and_a_month_is_no_row_of_headings():
    rows = (
        FIVE[1:],
        ("Kiểm tra chức năng, nhiệm vụ của phòng chuyên môn", "Sở Nội vụ", "Thanh tra tỉnh", "Tháng 8/2026"),
        ("Kiểm tra nhiệm vụ được giao", "Sở Nội vụ", "Báo cáo kết quả gửi Văn phòng", "Tháng 9/2026"),
    )
    plan = plan_of_rows(*rows)
    assert len([*plan.measures()]) == 2
    assert "unread" not in codes(plan)


VISITS = (("Sở Y tế", "Tháng 4/2026"), ("UBND xã Tân Lập", "15/5/2026"), ("Trung tâm Phục vụ hành chính công tỉnh",
          "20/5/2026"), ("Trung tâm Phục vụ hành chính công tỉnh", "Quý IV/2026"))  # fmt: skip


@pytest.mark.parametrize(
    "visited", ["Đơn vị được kiểm tra", "Cơ quan, đơn vị được thanh tra", "Đối tượng kiểm tra", "Tên đơn vị"]
)
@pytest.mark.parametrize("when", ["Thời gian kiểm tra", "Ngày kiểm tra"])
@pytest.mark.parametrize("numbered", [True, False])
def test_who_is_visited_by_an_inspection_is_what_is_done(visited: str, when: str, numbered: bool):
    rows = [("TT", visited, when), *((str(at), *one) for at, one in enumerate(VISITS, 1))]
    plan = plan_of_rows(*(rows if numbered else [row[1:] for row in rows]))
    read = [(one.task, one.lead, one.deadline.text, one.unsure) for _, one in plan.measures() if one.deadline]
    assert read == [(task, (), day, ()) for task, day in VISITS]
    assert not {"column_missing", "column_in_doubt", "lead_missing", "task_twice", "unread"} & {*codes(plan)}


def test_who_inspects_may_be_meant_and_is_asked_about():
    plan = plan_of_rows(
        ("TT", "Đơn vị kiểm tra", "Thời gian"), *((str(at), *one) for at, one in enumerate(VISITS, 1))
    )
    assert {one.unsure for _, one in plan.measures()} == {("task",)}
    assert "column_in_doubt" in codes(plan)


def test_names_and_times_without_a_word_of_an_inspection_are_no_schedule():
    assert "unread" in codes(plan_of_rows(("TT", "Đơn vị", "Thời gian"), ("1", "Sở Y tế", "15/5/2026")))


def test_a_group_on_a_line_of_its_own_is_an_agency_of_its_own():
    rows = (FIVE, ("1", "Họp dân", "Văn phòng", "Sở Y tế tỉnh\ncác sở, ban, ngành", "Quý I/2026"),
            ("2", "Tập huấn", "Văn phòng", "Trung tâm Phục vụ\nhành chính công", "Quý I/2026"))  # fmt: skip
    assert [one.cooperating for one in measures(*rows)] == [
        ("Sở Y tế tỉnh", "các sở, ban, ngành"), ("Trung tâm Phục vụ hành chính công",),
    ]  # fmt: skip


def test_two_agencies_with_nothing_between_them_are_never_sure():
    rows = (FIVE, ("1", "Họp dân", "Văn phòng", "Công an xã Hội Phụ nữ xã", "Quý I/2026"),
            ("2", "Tập huấn", "Văn phòng", "Công an xã Trường Sơn", "Quý I/2026"))  # fmt: skip
    assert [one.unsure for one in measures(*rows)] == [("cooperating",), ()]


def test_two_known_agencies_with_nothing_between_them_are_two_and_asked_about():
    names = ("Sở Tư pháp", "Sở Y tế", "Văn phòng")
    known = Directory(tuple(KnownUnit(str(at), name) for at, name in enumerate(names)))
    rows = (FIVE, ("1", "Họp dân", "Văn phòng", "Sở Tư pháp Sở Y tế", "Quý I/2026"))
    content = "\n".join([*HEAD, "", *("\t".join(row) for row in rows)])
    ((_, one),) = read_plan(content.encode(), "a.txt", 2026, known).measures()
    assert (one.cooperating, one.unsure) == (("Sở Tư pháp", "Sở Y tế"), ("cooperating",))


def test_a_table_of_targets_is_no_table_of_measures():
    plan = document_of(
        [list(FIVE), ["1", "Họp dân", "Văn phòng", "", "Quý I/2026"]],
        [["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả năm 2025", "Mục tiêu năm 2026", "Cơ quan theo dõi"],
         ["I", "Về thủ tục", "", "", "", ""], ["1", "Hồ sơ đúng hạn", "%", "96", "≥ 98", "Văn phòng"],
         ["2", "Thủ tục cắt giảm", "Thủ tục", "12", "20", "Văn phòng"]],
        between=("PHỤ LỤC CHỈ TIÊU",),
    )  # fmt: skip
    assert [one.task for _, one in plan.measures()] == ["Họp dân"]
    assert [
        (one.section, one.number, one.name, one.unit, one.value, one.year, one.agencies)
        for one in plan.targets
    ] == [
        ("PHỤ LỤC CHỈ TIÊU / Về thủ tục", "1", "Hồ sơ đúng hạn", "%", "≥ 98", 2026, ("Văn phòng",)),
        ("PHỤ LỤC CHỈ TIÊU / Về thủ tục", "2", "Thủ tục cắt giảm", "Thủ tục", "20", 2026, ("Văn phòng",)),
    ]
    assert not codes(plan) & {"number_twice", "lead_missing", "deadline_missing"}


def test_an_objective_beside_tasks_stays_the_objective_of_the_row():
    rows = (
        ("TT", "Nhiệm vụ", "Mục tiêu năm 2026", "Chủ trì", "Lộ trình"),
        ("1", "Tăng hồ sơ trực tuyến", "80%", "Văn phòng", "Quý III/2026"),
    )
    plan = plan_of_rows(*rows)
    assert [(one.objective, plan.targets) for _, one in plan.measures()] == [("80%", ())]


def test_two_tables_with_numbers_of_their_own_are_two_tables():
    first = [
        list(FIVE),
        ["1", "Họp dân", "Văn phòng", "", "Quý I/2026"],
        ["2", "Tập huấn", "Văn phòng", "", "Quý II/2026"],
    ]
    second = [list(FIVE), ["1", "Phát phiếu", "Trưởng thôn", "", "Quý III/2026"]]
    plan = document_of(first, second, between=("b) Đối với các thôn:", "Mỗi thôn làm các việc sau:"))
    assert [(section.heading, len(section.measures)) for section in plan.sections] == [
        (None, 2),
        ("Đối với các thôn", 1),
    ]
    assert "number_twice" not in codes(plan)


def test_a_table_goes_on_in_another_grid():
    document = Document()
    for line in HEAD:
        document.add_paragraph(line)
    add_table(document, [list(FIVE), ["1", "Họp dân", "Văn phòng", "Công an xã", "Quý I/2026"]])
    document.add_paragraph("")
    wider = add_table(document, [["2", "Phát tờ rơi", "", "Phòng Kinh tế", "Hội Phụ nữ xã", "Quý II/2026"]])
    wider.cell(0, 1).merge(wider.cell(0, 2))
    plan = read_plan(saved(document), "a.docx")
    assert [(one.number, one.task, one.lead, one.cooperating) for _, one in plan.measures()] == [
        ("1", "Họp dân", ("Văn phòng",), ("Công an xã",)),
        ("2", "Phát tờ rơi", ("Phòng Kinh tế",), ("Hội Phụ nữ xã",)),
    ]


@pytest.mark.parametrize(
    "other",
    [
        ["STT", "Hạng mục", "Số lượng", "Đơn giá", "Thành tiền"],
        ["TT", "Họ tên", "Chức vụ", "Điện thoại", "Email"],
    ],
)
def test_a_table_with_headings_that_are_none_of_a_plan_does_not_go_on_with_it(other: list[str]):
    plan = document_of(
        [list(FIVE), ["1", "Họp dân", "Văn phòng", "", "Quý I/2026"]],
        [other, ["1", "Máy in", "2", "5.000", "10.000"]],
    )
    assert [one.task for _, one in plan.measures()] == ["Họp dân"]


def test_totals_and_signatures_below_a_table_are_no_measures():
    rows = (
        FIVE,
        ("1", "Họp dân", "Văn phòng", "", "Quý I/2026"),
        ("", "Tổng cộng: 01 nhiệm vụ", "", "", ""),
        ("", "TM. ỦY BAN NHÂN DÂN", "", "", ""),
    )
    assert [one.task for one in measures(*rows)] == ["Họp dân"]


# --- laws ----------------------------------------------------------------------------------------------------

WHO = st.sampled_from(("", "Sở Nội vụ", "Văn phòng UBND tỉnh"))
WHEN = st.sampled_from(("", "Quý I/2026", "30/9/2026", "Thường xuyên"))
KINDS = st.sampled_from(("measure", "measure", "measure", "group", "section", "total"))


@st.composite
def drawn_tables(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Rows of a table, each with words of its own: numbered measures, rows of groups, sections, totals."""
    rows, count = [], 0
    for at in range(draw(st.integers(1, 12))):
        kind = draw(KINDS)
        if kind == "measure":
            count += 1
            rows.append((str(count), f"Việc số {at} của năm", draw(WHO), draw(WHO), draw(WHEN)))
        elif kind == "group":
            rows.append(("", f"Nhóm việc {at}", "", draw(WHO), draw(WHEN)))
        elif kind == "section":
            rows.append((("I", "II", "III", "IV")[at % 4], f"Phần việc {at}", "", "", ""))
        else:
            rows.append(("", f"Tổng cộng: {at} việc", "", "", ""))
    return rows


@settings(max_examples=40, deadline=None)
@given(drawn_tables())
def test_every_row_is_a_measure_a_heading_or_set_aside_and_nothing_handed_down_is_sure(rows):
    lines = ["\t".join(row) for row in (FIVE, *rows)]
    plan = read_plan("\n".join([*HEAD, *lines]).encode(), "a.txt")
    own = {row[1]: row for row in rows}
    words = " ".join(f"{section.heading} {one.task}" for section, one in plan.measures())
    numbered = [row[1] for row in rows if row[0].isdigit()]
    assert [one.task.split("\n")[0].split(" Nhóm")[0] for _, one in plan.measures() if one.number] == numbered
    for row in rows[: max((at for at, row in enumerate(rows) if row[0].isdigit()), default=-1) + 1]:
        assert (
            row[1].startswith("Tổng cộng")
            or row[1] in words
            or any(
                later[0] in ("I", "II", "III", "IV") or not later[0]
                for later in rows[rows.index(row) + 1 :][:1]
            )
        )
    for _, one in plan.measures():
        said = own.get(one.task)
        if said and said[0].isdigit():
            handed = {
                "lead": one.lead and not said[2],
                "cooperating": one.cooperating and not said[3],
                "deadline": one.deadline and not said[4],
            }
            assert {key for key, is_handed in handed.items() if is_handed} <= set(one.unsure)
