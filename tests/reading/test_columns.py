"""What the columns of a plan hold, whatever their headings say and in whatever order they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.plans.columns import EXTRA
from cchc.core.plans.plan import Measure, Plan
from cchc.reading.plans import read_plan
from cchc.reading.plans.columns import named_columns
from cchc.reading.plans.heading_words import column_of
from tests.reading.papers import word_bytes


def plan_of_rows(*rows: tuple[str, ...], merges: tuple[tuple[int, int, int], ...] = ()) -> Plan:
    """The plan of a table; `merges` are columns with the first and the last row of a cell merged down."""

    def merge(document):
        for column, first, last in merges:
            table = document.tables[0]
            text = table.cell(first, column).text
            table.cell(first, column).merge(table.cell(last, column)).text = text

    return read_plan(word_bytes([list(row) for row in rows], merge), "a.docx")


def measures(*rows: tuple[str, ...], merges: tuple[tuple[int, int, int], ...] = ()) -> list[Measure]:
    return [measure for _, measure in plan_of_rows(*rows, merges=merges).measures()]


def codes(plan: Plan) -> set[str]:
    return {finding.code for finding in plan.findings}


def due(measure: Measure) -> list[str]:
    return [str(day) for day in measure.deadline.due] if measure.deadline else []


@pytest.mark.parametrize(
    ("column", "headings"),
    [
        ("number", ("STT", "TT", "Số TT", "ST T", "Số thứ tự")),
        ("task", ("Nội dung thực hiện", "Nội dung triển khai", "Tên nhiệm vụ", "Nhiệm vụ, giải pháp khắc phục tồn tại",
                  "Công việc phải làm", "Đơn vị được kiểm tra", "Noi dung thuc hien", "Tên lớp bồi dưỡng",
                  "Khóa tập huấn")),
        ("deadline", ("Thời điểm hoàn thành", "Hạn chót", "Ngày hoàn thành", "Lộ trình", "Tiến độ (nếu có)", "Thời hạn",
                      "Thời gian hoàn thành nhiệm vụ", "Mốc thời gian", "Hoàn thành trước ngày", "Quý/tháng")),
        ("lead", ("Cơ quan chủ trì/phối hợp", "Cơ quan đầu mối", "Bộ phận phụ trách", "Phân công nhiệm vụ", "Chủ trì",
                  "Cơ quan, đơn vị chủ trì thực hiện", "Sở, ngành chịu trách nhiệm", "Nơi thực hiện")),
        ("cooperating", ("Cơ quan phối hợp thực hiện", "Đơn vị tham gia", "Phối hợp", "Cơ quan có liên quan")),
        ("output", ("Sản phẩm", "Kết quả thực hiện nhiệm vụ", "Đầu ra", "Dự kiến kết quả", "Kết quả phải đạt")),
        ("shortcomings", ("Tồn tại, hạn chế", "Nguyên nhân")),
        ("extra", ("Mã nhiệm vụ", "Đơn vị tính", "Tổng số", "Ghi chú", "Căn cứ giao nhiệm vụ", "Thời gian nhận",
                   "Điểm tối đa", "Kết quả năm 2025", "Số điện thoại", "Người thực hiện", "Cơ quan trình",
                   "Tình trạng thực hiện nhiệm vụ")),
        ("budget", ("Kinh phí (triệu đồng)", "Dự kiến kinh phí", "Kinh phí thực hiện", "Tổng kinh phí", "Dự toán",
                    "Nhu cầu kinh phí năm 2026", "Kinh phi du kien")),
        ("budget_source", ("Nguồn kinh phí", "Nguồn vốn", "Nguồn kinh phí thực hiện", "Nguồn ngân sách")),
        (None, ("Họp", "")),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_first_noun_in_whole_words(column: str | None, headings: tuple[str, ...]):
    assert {heading: column_of(heading) for heading in headings} == dict.fromkeys(headings, column)


HEADINGS = (
    "STT", "Mục tiêu năm 2026", "Nội dung thực hiện", "Hoạt động", "Kết quả", "Cơ quan đầu mối", "Cơ quan tham gia",
    "Hạn chót", "Mã nhiệm vụ", "Kết quả năm 2025", "Tiến độ", "Ghi chú", "Đơn vị", "Quý I", "Ngày bắt đầu",
)  # fmt: skip
TEXTS = (
    "1",
    "Rà soát thủ tục nội bộ",
    "Sở Nội vụ",
    "Quý II/2026",
    "80%",
    "x",
    "Lê Văn Bình",
    "NV_01",
    "Báo cáo",
    "",
)


@settings(max_examples=150)
@given(st.permutations(HEADINGS), st.integers(3, len(HEADINGS)), st.data())
def test_what_a_column_holds_does_not_hang_on_where_it_stands(order, count, data):
    headings = order[:count]
    cells = {one: data.draw(st.lists(st.sampled_from(TEXTS), max_size=3)) for one in headings}
    other = data.draw(st.permutations(headings))

    def held(names):
        found = named_columns(names, [cells[name] for name in names])
        return {names[at]: (one.key, one.doubt, one.is_second) for at, one in found.items()}

    assert held(headings) == held(other)


def test_who_leads_and_who_cooperates_stand_in_one_column():
    rows = (("TT", "Nội dung", "Đơn vị chủ trì, phối hợp", "Thời gian"),
            ("1", "Họp dân", "Văn phòng/Công an xã", "Quý I/2026"),
            ("2", "Phát tờ rơi", "Chủ trì: Phòng Kinh tế; phối hợp: Hội Phụ nữ xã", "Quý II/2026"))  # fmt: skip
    assert [(one.lead, one.cooperating) for one in measures(*rows)] == [
        (("Văn phòng",), ("Công an xã",)),
        (("Phòng Kinh tế",), ("Hội Phụ nữ xã",)),
    ]


def test_crosses_and_days_under_periods_say_when_it_is_due():
    rows = (("TT", "Nhiệm vụ", "Chủ trì", "Quý I", "Quý II", "Quý III", "Quý IV"),
            ("1", "Giao ban", "Văn phòng", "x", "x", "x", "x"), ("2", "Tập huấn", "Phòng Kinh tế", "", "X", "", "X"),
            ("3", "Kiểm tra", "Văn phòng", "x", "x", "", ""),
            ("4", "Sơ kết", "Văn phòng", "", "15/6", "", ""))  # fmt: skip
    assert [due(one) for one in measures(*rows)] == [
        ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"],
        ["2026-06-30", "2026-12-31"],
        ["2026-03-31", "2026-06-30"],
        ["2026-06-15"],
    ]


def test_months_below_one_heading_over_all_of_them_are_periods():
    upper = ("TT", "Nhiệm vụ", "Chủ trì", "Tháng", "Tháng", "Tháng")
    rows = (
        upper,
        ("", "", "", "1", "2", "3"),
        ("1", "Đối thoại", "Văn phòng", "", "x", ""),
        ("2", "Tổng hợp", "Văn phòng", "20", "", ""),
    )
    assert [due(one) for one in measures(*rows)] == [["2026-02-28"], ["2026-01-20"]]


def test_of_several_columns_of_time_the_day_of_completion_decides_and_another_helps_out():
    rows = (("TT", "Nội dung", "Tiến độ (nếu có)", "Chủ trì", "Thời gian giao", "Thời gian hoàn thành"),
            ("1", "Cắm mốc", "", "Phòng Kinh tế", "06/01/2026", "27/3/2026"),
            ("2", "Số hóa sổ bộ", "Quý II/2026", "Văn phòng", "Việc thường ngày", ""))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [due(one) for _, one in plan.measures()] == [["2026-03-27"], ["2026-06-30"]]
    assert "deadline_unparsed" not in codes(plan)


def test_a_quarter_alone_below_its_heading_is_a_quarter():
    rows = (("TT", "Nhiệm vụ", "Chủ trì", "Quý"), ("1", "Họp dân", "Văn phòng", "III"))
    assert [due(one) for one in measures(*rows)] == [["2026-09-30"]]


def test_rows_with_numbers_are_no_levels_of_the_heading():
    rows = (
        ("TT", "Nội dung", "Chủ trì", "Thời gian"),
        ("1", "Kết quả điều tra", "Sở Y tế", "Quý I"),
        ("2", "Thời gian mở cửa", "", ""),
    )
    assert [one.number for one in measures(*rows)] == ["1", "2"]


def test_persons_and_telephones_stay_with_the_measure_but_are_no_agencies():
    rows = (("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"),
            ("1", "Số hóa", "Văn phòng\n- Bà Lê Thị Hoa; SĐT: 0912345678\n- Tổ Hộ tịch",
             "- Ông Trần B; SĐT: 0900000001\nCông an xã", "30/6/2026"))  # fmt: skip
    (measure,) = measures(*rows)
    assert (measure.lead, measure.cooperating) == (("Văn phòng", "Tổ Hộ tịch"), ("Công an xã",))
    assert " ".join(measure.set_aside).count("09") == 2


def test_a_column_whose_cells_contradict_its_heading_is_never_sure_and_asked_about_once():
    rows = (
        ("TT", "Nhiệm vụ", "Thời hạn", "Cơ quan chủ trì"),
        ("1", "Họp dân", "Sở Nội vụ", "Quý I/2026"),
        ("2", "Tập huấn", "Sở Y tế", "Quý II/2026"),
    )
    plan = plan_of_rows(*rows)
    assert all({"lead", "deadline"} <= set(one.unsure) for _, one in plan.measures())
    asked = [(one.place.column, one.found) for one in plan.findings if one.code == "column_in_doubt"]
    assert sorted(asked) == [("deadline", "Cơ quan chủ trì"), ("lead", "Thời hạn")]


def test_points_in_columns_are_checked_and_other_columns_keep_their_headings():
    rows = (("TT", "Tiêu chí", "Điểm tối đa", "Điểm đạt", "Điểm bị trừ", "Giải pháp khắc phục", "Chủ trì", "Thời hạn"),
            ("1", "Báo cáo đúng hạn", "4", "3,1", "0,7", "Nhắc việc hằng tuần", "Văn phòng", "Quý I/2026"))  # fmt: skip
    plan = plan_of_rows(*rows)
    ((_, measure),) = plan.measures()
    assert (measure.objective, measure.task) == ("Báo cáo đúng hạn", "Nhắc việc hằng tuần")
    assert measure.other[EXTRA] == "Điểm tối đa: 4\nĐiểm đạt: 3,1\nĐiểm bị trừ: 0,7"
    assert "row_difference" in codes(plan)


def test_a_table_with_more_crosses_than_words_is_read():
    months = tuple(f"Tháng {at}" for at in range(1, 13))
    rows = (
        ("TT", "Nhiệm vụ", "Chủ trì", *months),
        *((str(at), "Họp dân", "Văn phòng", *["x"] * 12) for at in range(1, 9)),
    )
    found = measures(*rows)
    assert [(len(found), {one.deadline.text for one in found if one.deadline})] == [(8, {"Hằng tháng"})]


def test_outputs_of_one_word_and_columns_without_a_heading_raise_no_doubt():
    rows = (("", "Nhiệm vụ", "Sản phẩm", "Đơn vị chuẩn bị", "Thời gian"),
            ("1", "Rà soát", "Báo cáo", "Sở Y tế", "Quý I"),
            ("2", "Ban hành", "Văn bản", "Sở Nội vụ", "Quý II"))  # fmt: skip
    plan = plan_of_rows(*rows)
    assert [(one.output, one.lead, one.unsure) for _, one in plan.measures()] == [
        ("Báo cáo", ("Sở Y tế",), ()),
        ("Văn bản", ("Sở Nội vụ",), ()),
    ]
    assert "column_in_doubt" not in codes(plan)


def test_points_below_one_heading_over_three_columns_are_told_apart():
    rows = (("TT", "Tiêu chí", "Điểm", "Điểm", "Điểm", "Giải pháp", "Chủ trì", "Thời gian"),
            ("", "", "Tối đa", "Đạt", "Trừ", "", "", ""),
            ("1", "Báo cáo", "3", "2,2", "0,8", "Gửi đúng hạn", "Sở Y tế", "Quý I"))  # fmt: skip
    (measure,) = measures(*rows)
    assert measure.other[EXTRA] == "Điểm Tối đa: 3\nĐiểm Đạt: 2,2\nĐiểm Trừ: 0,8"
