"""Plans in prose give their measures, and text in drawing order gives suggestions that are never called sure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.core.papers.answers import Confidence
from cchc.core.plans.plan import Severity
from cchc.reading.plans import read_plan

REMEDIES = """
KẾ HOẠCH
Khắc phục tồn tại, hạn chế Chỉ số cải cách hành chính năm 2025

Thực hiện Quyết định số 10/QĐ-UBND ngày 05/01/2026 của Chủ tịch Ủy ban nhân dân tỉnh, Sở Nội vụ
xây dựng kế hoạch khắc phục tồn tại năm 2025 và nâng cao Chỉ số cải cách hành chính năm 2026 như sau:

I. MỤC ĐÍCH
- Khắc phục những tồn tại đã được chỉ ra.

II. NỘI DUNG
1. Nhiệm vụ, giải pháp khắc phục
1.1. Cải cách thể chế
- Tồn tại: Gửi báo cáo chậm (trừ 0,5 điểm); chưa rà soát văn bản (Trừ 01 điểm).
- Nhiệm vụ, giải pháp khắc phục: Gửi báo cáo đúng hạn; phân công người theo dõi
từng tháng.
+ Đơn vị chủ trì: Phòng Pháp chế; Văn phòng Sở.
+ Đơn vị phối hợp: Các phòng, đơn vị.
+ Thời gian thực hiện: Quý I/2026.
1.2. Cải cách công vụ
Bố trí công chức theo vị trí việc làm.
Cơ quan chủ trì: Phòng Tổ chức; cơ quan phối hợp: Các phòng, đơn vị. Thời hạn: Thường xuyên.
III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở theo dõi, đôn đốc việc thực hiện.
"""

SURVEY = """
KẾ HOẠCH
Điều tra xã hội học xác định Chỉ số cải cách hành chính năm 2026
II. NỘI DUNG
1. Phát phiếu điều tra tại các xã
- Cơ quan chủ trì: Sở Nội vụ
- Cơ quan phối hợp: UBND cấp xã
- Đối tượng và số lượng mẫu phiếu: 530 người, gồm:
+ Đại biểu Hội đồng nhân dân tỉnh: 30 người;
+ Người dân: 500 người (mỗi xã 50 người).
- Thời gian: Tháng 11/2026
2. Tổng hợp kết quả
- Cơ quan thực hiện: Sở Nội vụ
- Thời gian: Tháng 12/2026.
"""

# As copied from a PDF: lines broken inside a cell end in a blank.
DRAWN = """Stt Mục tiêu Nhiệm vụ Hoạt động Sản phẩm
Cơ quan{b}
chủ trì
Cơ quan{b}
phối hợp
Thời gian{b}
thực hiện
1 2 3 4 5 6 7
I
1
Nâng cao chất lượng xây dựng
văn bản quy phạm pháp luật.
Báo cáo kết quả rà soát.
Sở Tư{b}
pháp
Các sở,{b}
ban, ngành;{b}
UBND cấp{b}
xã
Quý I năm{b}
2026
Đề án đơn giản hóa thủ tục.
Văn{b}
phòng{b}
UBND{b}
tỉnh
Sở Nội vụ
Thường{b}
xuyên
CẢI CÁCH THỂ CHẾ CỦA TỈNH
""".format(b=" ")


def test_shortcomings_remedies_agencies_and_time_are_read_by_their_names():
    plan = read_plan(REMEDIES.encode(), "a.txt")
    (first, measure), (second, other) = plan.measures()
    assert (first.heading, second.heading) == ("Cải cách thể chế", "Cải cách công vụ")
    assert [(one.text, one.points) for one in measure.shortcomings] == [
        ("Gửi báo cáo chậm", Fraction(1, 2)),
        ("chưa rà soát văn bản", Fraction(1)),
    ]
    assert measure.task == "Gửi báo cáo đúng hạn; phân công người theo dõi từng tháng."
    assert (measure.lead, measure.cooperating) == (("Phòng Pháp chế", "Văn phòng Sở"), ("Các phòng, đơn vị",))
    assert (measure.number, measure.deadline.text) == ("1.1", "Quý I/2026.")
    assert other.task == "Bố trí công chức theo vị trí việc làm."
    assert (other.lead, other.cooperating) == (("Phòng Tổ chức",), ("Các phòng, đơn vị",))
    assert other.deadline.text == "Thường xuyên."


def test_the_year_of_a_remediation_plan_is_the_one_in_which_the_index_is_to_rise():
    plan = read_plan(REMEDIES.encode(), "a.txt")
    assert (plan.year, plan.issuer) == (2026, "Sở Nội vụ")
    assert read_plan(REMEDIES.encode(), "a.txt", year=2027).year == 2027


def test_quotas_are_read_with_their_sum_and_a_heading_may_itself_be_the_task():
    plan = read_plan(SURVEY.encode(), "a.txt")
    assert (plan.quota_total, [(one.group, one.count) for one in plan.quotas]) == (
        530,
        [("Đại biểu Hội đồng nhân dân tỉnh", 30), ("Người dân", 500)],
    )
    assert [(one.task, one.lead, one.deadline.text) for _, one in plan.measures()] == [
        ("Phát phiếu điều tra tại các xã", ("Sở Nội vụ",), "Tháng 11/2026"),
        ("Tổng hợp kết quả", ("Sở Nội vụ",), "Tháng 12/2026."),
    ]


def test_a_text_without_a_bullet_keeps_the_dash_of_a_symbol():
    text = "KẾ HOẠCH\n1. Rà soát văn bản.\nKết quả: Kế hoạch số 76/KH-UBND.\nChủ trì: Sở Tư pháp.\n"
    ((_section, measure),) = read_plan(text.encode(), "a.txt").measures()
    assert measure.output == "Kế hoạch số 76/KH-UBND."


def test_an_agency_that_only_carries_out_is_likely_and_not_sure_to_lead():
    first, last = (measure for _, measure in read_plan(SURVEY.encode(), "a.txt").measures())
    assert (first.confidence, first.unsure) == (Confidence.SURE, ())
    assert (last.confidence, last.unsure) == (Confidence.LIKELY, ("lead",))


def test_a_body_without_its_annex_gives_no_measures_and_says_so():
    body = REMEDIES[: REMEDIES.index("1. Nhiệm vụ")] + "Các nhiệm vụ nêu tại Phụ lục kèm theo."
    plan = read_plan(body.encode(), "a.txt")
    assert list(plan.measures()) == []
    assert (plan.findings[0].code, plan.findings[0].severity) == ("no_measures", Severity.WARNING)


def test_text_in_drawing_order_gives_deadlines_and_suggestions_with_their_lines():
    plan = read_plan(DRAWN.encode(), "a.txt", year=2026)
    facts = [
        (section.heading, one.lead, one.cooperating, one.deadline.text) for section, one in plan.measures()
    ]
    assert facts == [
        (
            "CẢI CÁCH THỂ CHẾ CỦA TỈNH",
            ("Sở Tư pháp",),
            ("Các sở, ban, ngành", "UBND cấp xã"),
            "Quý I năm 2026",
        ),
        ("CẢI CÁCH THỂ CHẾ CỦA TỈNH", ("Văn phòng UBND tỉnh",), ("Sở Nội vụ",), "Thường xuyên"),
    ]
    assert plan.findings[0].code == "drawing_order"
    assert {one.confidence for _, one in plan.measures()} == {Confidence.UNSURE}
    assert all("lead" in one.unsure and "deadline" not in one.unsure for _, one in plan.measures())
    assert [one.source.lines for _, one in plan.measures()] == [(9, 21), (22, 29)]


@pytest.mark.parametrize("mark", ["**{}**", "<b>{}</b>", "  {}  "])
def test_marks_around_a_line_change_nothing(mark: str):
    lines = [mark.format(line) if line.startswith("II.") else line for line in REMEDIES.splitlines()]
    plain, marked = (read_plan(text.encode(), "a.txt") for text in (REMEDIES, "\n".join(lines)))
    assert [one.task for _, one in marked.measures()] == [one.task for _, one in plain.measures()]


def test_no_word_of_a_table_in_drawing_order_is_lost():
    more = [f"Việc thứ {at} phải làm xong." for at in range(1, 7)]
    behind = "Tổng kết việc thực hiện của cả năm, báo cáo cấp có thẩm quyền xem xét."
    text = DRAWN.replace("Báo cáo kết quả rà soát.\n", "\n".join([*more, "Báo cáo kết quả rà soát.", ""]))
    plan = read_plan(f"{text}{behind}\n".encode(), "a.txt", year=2026)
    (_, first), (_, last) = plan.measures()
    kept = " ".join(filter(None, (first.objective, first.task, first.activity, first.output)))
    assert [line for line in (*more, "Báo cáo kết quả rà soát.") if line not in kept] == []
    assert first.output == "Báo cáo kết quả rà soát."
    assert "extra" in last.unsure


def test_what_stands_below_the_recipients_is_no_text_of_the_last_task() -> None:
    told = (
        "II. NHIỆM VỤ\n1. Khảo sát người dân\n- Cơ quan chủ trì: Sở Nội vụ\n- Thời gian:\nTháng 11/2026\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n"
    )
    ((_, measure),) = read_plan(f"KẾ HOẠCH\nNăm 2026\n{told}".encode(), "a.txt").measures()
    assert (measure.task, measure.deadline and measure.deadline.text) == (
        "Khảo sát người dân",
        "Tháng 11/2026",
    )


def test_labels_may_stand_behind_the_task_in_its_own_line() -> None:
    who = "Cơ quan chủ trì: Văn phòng. Cơ quan phối hợp: Các phòng."
    told = f"KẾ HOẠCH\nNăm 2026\nII. NHIỆM VỤ\n1. Rà soát thủ tục. {who} Thời gian: Quý II/2026.\n"
    ((_, one),) = read_plan(told.encode(), "a.txt").measures()
    assert (one.number, one.task, one.lead, one.cooperating) == (
        "1",
        "Rà soát thủ tục.",
        ("Văn phòng",),
        ("Các phòng",),
    )
    assert one.deadline is not None
    assert one.deadline.text.rstrip(".") == "Quý II/2026"


def test_tasks_that_are_numbered_and_labelled_are_measures_of_their_own():
    text = (
        "KẾ HOẠCH\nCải cách hành chính năm 2026\n\nII. NHIỆM VỤ\n\n"
        "1. Nhiệm vụ: Niêm yết thủ tục.\n\n- Đơn vị chủ trì: Văn phòng Sở.\n\n- Thời gian: Quý I/2026.\n\n"
        "2. Nhiệm vụ: Hậu kiểm an toàn.\n\n- Đơn vị chủ trì: Thanh tra Sở.\n\n- Thời gian: Tháng 8/2026.\n"
    )
    found = [(one.number, one.task, one.lead) for _, one in read_plan(text.encode(), "a.txt").measures()]
    assert found == [
        ("1", "Niêm yết thủ tục.", ("Văn phòng Sở",)),
        ("2", "Hậu kiểm an toàn.", ("Thanh tra Sở",)),
    ]
