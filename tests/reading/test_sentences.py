"""Tasks that stand in sentences: below the name of an agency, given by name, beside tables; all of them likely."""

from __future__ import annotations

from typing import Any

import pytest

from cchc.core.papers.answers import Confidence
from cchc.core.plans.plan import Measure
from cchc.reading.plans import read_plan
from cchc.reading.plans.assignments import assignment_of
from tests.reading.papers import SIX, table_rows, word_bytes

HEAD = "KẾ HOẠCH\nCải cách hành chính năm 2026\n\n"


def measures(text: str) -> list[Measure]:
    return [measure for _section, measure in read_plan((HEAD + text).encode(), "a.txt").measures()]


def facts(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...], str | None]]:
    return [
        (one.lead, one.cooperating, one.deadline.text if one.deadline else None) for one in measures(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "II. NHIỆM VỤ\n\n1. Sở Y tế\n\na) Lập danh mục thiết bị, hoàn thành trước ngày 15/5/2026.\n\n"
        "b) Phối hợp với Công an tỉnh và các đơn vị liên quan kiểm tra kho.\n\n2. Văn phòng HĐND và UBND tỉnh\n\n"
        "Định kỳ hằng tháng tổng hợp kết quả xếp hạng.\n",
        "II. NHIỆM VỤ\n\n1. Giao Sở Y tế:\n\n- Lập danh mục thiết bị, hoàn thành trước ngày 15/5/2026;\n\n"
        "- Phối hợp với Công an tỉnh và các đơn vị liên quan kiểm tra kho.\n\n"
        "2. Đối với Văn phòng HĐND và UBND tỉnh:\n\n"
        "- Định kỳ hằng tháng tổng hợp kết quả xếp hạng.\n",
        "II. NHIỆM VỤ\n\n1. Sở Y tế: a) Lập danh mục thiết bị, hoàn thành trước ngày 15/5/2026; b) Phối hợp với "
        "Công an tỉnh và các đơn vị liên quan kiểm tra kho.\n\n2. Văn phòng HĐND và UBND tỉnh: Định kỳ hằng tháng "
        "tổng hợp kết quả xếp hạng.\n",
    ],
)
def test_tasks_below_an_agency_are_those_of_the_agency(text: str) -> None:
    assert facts(text) == [
        (("Sở Y tế",), (), "trước ngày 15/5/2026"),
        (("Sở Y tế",), ("Công an tỉnh", "các đơn vị liên quan"), None),
        (("Văn phòng HĐND và UBND tỉnh",), (), "Định kỳ hằng tháng"),
    ]


def test_a_sentence_may_give_a_task_by_name() -> None:
    text = (
        "II. NHIỆM VỤ\n\n1. Mở hội thi về dịch vụ công\n\n"
        "Giao Hội Nông dân xã chủ trì, phối hợp với Đoàn Thanh niên, các thôn tổ chức hội thi trong quý III/2026. Giao "
        "Công an xã bảo đảm an toàn.\n\n2. Số hóa hồ sơ\n\n"
        "Trung tâm Phục vụ hành chính công chịu trách nhiệm số hóa hồ sơ."
    )
    assert facts(text) == [
        (("Hội Nông dân xã",), ("Đoàn Thanh niên", "các thôn"), "trong quý III/2026"),
        (("Công an xã",), (), None),
        (("Trung tâm Phục vụ hành chính công",), (), None),
    ]


def test_what_a_sentence_says_is_likely_and_stands_beside_its_source() -> None:
    (one,) = measures("II. NHIỆM VỤ\n\n1. Sở Y tế\n\na) Lập danh mục thiết bị trước ngày 15/5/2026.\n")
    assert one.confidence is Confidence.LIKELY
    assert {"task", "lead", "deadline", "number"} <= set(one.unsure)
    assert one.task == "Lập danh mục thiết bị trước ngày 15/5/2026."
    assert one.source.text == ("a) Lập danh mục thiết bị trước ngày 15/5/2026.",)
    assert one.number == "a"


@pytest.mark.parametrize(
    "text",
    [
        "I. MỤC ĐÍCH, YÊU CẦU\n\n- Các sở, ban, ngành chủ trì, phối hợp thực hiện nghiêm, kịp thời.\n",
        "I. KẾT QUẢ NĂM 2025\n\n1. Sở Y tế\n\n- Đã hoàn thành 12 nhiệm vụ trong quý II/2025.\n",
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\nTheo dõi, đôn đốc việc thực hiện Kế hoạch này.\n",
        "III. TỔ CHỨC THỰC HIỆN\n\n1. Căn cứ Kế hoạch này, các sở, ban, ngành tổ chức thực hiện.\n",
        "II. NHIỆM VỤ\n\nSở Y tế chủ trì thực hiện các nội dung sau:\n",
        "III. TỔ CHỨC THỰC HIỆN\n\nYêu cầu các sở, ban, ngành nghiêm túc tổ chức triển khai thực hiện./.\n",
        "IV. KINH PHÍ\n\nDo ngân sách cấp trong năm 2026.\n",
        "II. NHIỆM VỤ\n\n1. Sở Y tế\n\n- Lập danh mục.\n\nNơi nhận:\n\n- Như trên;\n",
    ],
)
def test_what_is_no_task_is_none(text: str) -> None:
    assert len(measures(text)) == text.count("Lập danh mục")


ABOVE_AND_BELOW = (
    "2. Hội thi dịch vụ công",
    "Hội Nông dân xã chủ trì, phối hợp với Đoàn Thanh niên xã mở hội thi trong quý III/2026.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Sở Nội vụ",
    "- Hướng dẫn các đơn vị thực hiện.",
    "- Gửi danh sách trước ngày 20/8/2026.",
)


def test_tasks_in_sentences_stand_beside_those_of_a_table() -> None:
    def add(document: Any) -> None:
        for text in ABOVE_AND_BELOW:
            document.add_paragraph(text)

    rows = table_rows(SIX, sections=False)
    alone = [one for _, one in read_plan(word_bytes(rows), "a.docx").measures()]
    found = [one for _, one in read_plan(word_bytes(rows, add), "a.docx").measures()]
    assert [one.task for one in found[: len(alone)]] == [one.task for one in alone]
    told = [(one.lead, one.deadline.text if one.deadline else None) for one in found[len(alone) :]]
    assert told == [(("Hội Nông dân xã",), "trong quý III/2026"), (("Sở Nội vụ",), "trước ngày 20/8/2026")]


def test_a_name_may_hold_the_verb_of_a_task():
    said = assignment_of(
        "Chủ trì, phối hợp với các ban xây dựng Đảng, các sở rà soát quy chế trước ngày 15/5/2026."
    )
    assert said.cooperating == "các ban xây dựng Đảng, các sở"


def test_days_of_what_is_cited_are_no_deadline() -> None:
    said = assignment_of(
        "Giao Sở Y tế thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh về CCHC năm 2026."
    )
    assert (said.lead, said.deadline) == ("Sở Y tế", "")


@pytest.mark.parametrize(
    ("sentence", "lead", "when"),
    [
        ("Trong quý II, Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm kê kho.", "Sở Y tế", "Trong quý II"),
        ("Việc kiểm kê kho do Sở Y tế chủ trì, hoàn thành trước ngày 20/8.", "Sở Y tế", "trước ngày 20/8"),
        ("Lập đề án kho lạnh, giao Sở Y tế chủ trì, xong trong tháng 5.", "Sở Y tế", "trong tháng 5"),
        ("Kiểm kê kho. Sở Y tế chủ trì, phối hợp với Công an tỉnh thực hiện.", "Sở Y tế", ""),
        ("Sở Y tế ngoài nhiệm vụ nêu trên, có trách nhiệm kiểm kê kho.", "Sở Y tế", ""),
        ("Để kịp tiến độ, Sở Y tế có trách nhiệm báo cáo hằng quý.", "Sở Y tế", "hằng quý"),
    ],
)
def test_a_sentence_may_name_who_does_it_in_its_middle(sentence: str, lead: str, when: str) -> None:
    said = assignment_of(sentence)
    assert (said.lead, said.deadline, said.is_given) == (lead, when, True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2025, Sở Y tế đã chủ trì kiểm kê 12 kho.",
        "Kết quả do Sở Y tế tổng hợp cho thấy kho còn thiếu.",
        "Kho do Sở Y tế thực hiện năm 2024 đã hư hỏng.",
        "Kiểm kê kho; Sở Y tế, Công an tỉnh theo chức năng cho ý kiến.",
    ],
)
def test_who_did_something_is_given_no_task(sentence: str) -> None:
    assert not assignment_of(sentence).is_given


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("trong 6 tháng đầu năm", ["2026-06-30"]),
        ("đợt 1 trong tháng 4, đợt 2 trong tháng 9", ["2026-04-30", "2026-09-30"]),
        ("trong quý II và quý IV/2026", ["2026-06-30", "2026-12-31"]),
        ("trước 30/6 và 31/12", ["2026-06-30", "2026-12-31"]),
        ("vào tuần đầu tháng 7", ["2026-07-07"]),
        ("trong vòng 100 ngày kể từ ngày ban hành Kế hoạch này", ["2026-05-16"]),
    ],
)
def test_odd_deadlines_are_found_inside_sentences(when: str, due: list[str]) -> None:
    head = "ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN\n\nSố: 05/KH-UBND\n\nBình Sơn, ngày 05 tháng 02 năm 2026\n\n"
    text = f"{head}{HEAD}II. NHIỆM VỤ\n\n1. Giao Sở Y tế kiểm kê kho thuốc {when}.\n"
    ((_, one),) = read_plan(text.encode(), "a.txt").measures()
    assert one.deadline is not None
    assert (one.deadline.text, [str(day) for day in one.deadline.due]) == (when, due)


@pytest.mark.parametrize(
    ("when", "first"),
    [
        ("trước ngày 05 của tháng liền kề", "2026-02-05"),
        ("vào ngày 20 tháng cuối quý", "2026-03-20"),
        ("trước ngày 25 hằng tháng", "2026-01-25"),
    ],
)
def test_days_that_come_again_are_found_inside_sentences(when: str, first: str) -> None:
    (one,) = measures(f"II. NHIỆM VỤ\n\nGiao Sở Y tế báo cáo số kho {when}.")
    assert one.deadline is not None
    assert (one.deadline.text, str(one.deadline.due[0])) == (when, first)


def test_the_party_numbers_with_a_dash() -> None:
    text = (
        "II- NHIỆM VỤ\n\n1- Ban Tổ chức chủ trì, phối hợp với các ban đảng sắp xếp bộ máy, xong trong quý II/2026.\n\n"
        "2- Giao Văn phòng kết nối hệ thống trước ngày 30/4/2026.\n\nT/M BAN THƯỜNG VỤ\n"
    )
    assert facts(text) == [
        (("Ban Tổ chức",), ("các ban đảng",), "trong quý II/2026"),
        (("Văn phòng",), (), "trước ngày 30/4/2026"),
    ]


def test_an_agency_at_the_beginning_of_an_item_does_what_the_item_says() -> None:
    text = "II. NHIỆM VỤ\n\n1. Sở Xây dựng khắc phục hồ sơ quá hạn.\n\n2. Giao Sở Y tế khẩn trương nâng cấp máy.\n"
    assert facts(text) == [(("Sở Xây dựng",), (), None), (("Sở Y tế",), (), None)]


@pytest.mark.parametrize(
    "end",
    [
        "Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
        "Văn phòng thông báo để các cơ quan, đơn vị biết, thực hiện./.",
    ],
)
def test_the_last_sentence_of_a_letter_gives_no_task(end: str) -> None:
    text = f"II. NHIỆM VỤ\n\n1. Các sở, ban: Xin lỗi người dân.\n\n{end}\n"
    assert facts(text) == [(("Các sở, ban",), (), None)]


def test_what_has_been_on_a_day_is_no_task() -> None:
    told = "Ngày 16 tháng 01 năm 2026, Chủ tịch UBND tỉnh chủ trì phiên họp về công vụ."
    assert facts(f"{told}\n\nII. NHIỆM VỤ\n\n1. Giao Sở Y tế kiểm kê kho.\n") == [(("Sở Y tế",), (), None)]


@pytest.mark.parametrize(
    ("sentence", "lead", "when"),
    [
        ("Xây dựng phiếu: Sở Y tế chủ trì, hoàn thành trong tháng 8/2026.", "Sở Y tế", "trong tháng 8/2026"),
        ("Công bố kết quả: Sở Y tế công bố trong tháng 12/2026.", "Sở Y tế", "trong tháng 12/2026"),
        ("Đào tạo công chức (Sở Y tế chủ trì, xong trong tháng 5/2026).", "Sở Y tế", "trong tháng 5/2026"),
    ],
)
def test_who_does_it_may_stand_behind_what_is_done_and_a_colon_or_in_brackets(
    sentence: str, lead: str, when: str
) -> None:
    said = assignment_of(sentence)
    assert (said.lead, said.deadline, said.is_given) == (lead, when, True)


def test_who_is_inspected_is_an_agency_with_all_its_words() -> None:
    assert assignment_of("Các đơn vị được kiểm tra chuẩn bị báo cáo.").lead == "Các đơn vị được kiểm tra"


@pytest.mark.parametrize(
    ("sentence", "lead", "cooperating", "when"),
    [
        ("Sở Tài chính tính toán kinh phí, trình UBND tỉnh trong quý I/2026.", "Sở Tài chính", "", "trong quý I/2026"),
        ("Công an tỉnh chấm điểm các đơn vị trước 10/12/2026.", "Công an tỉnh", "", "trước 10/12/2026"),
        ("Giao Văn phòng UBND tỉnh thiết kế lại quy trình.", "Văn phòng UBND tỉnh", "", ""),
        ("Phòng Văn hóa - Xã hội phường treo pa nô trước 15/3.", "Phòng Văn hóa - Xã hội phường", "", "trước 15/3"),
        ("UBND phường Tân An cấp tài khoản trước 31/10/2026.", "UBND phường Tân An", "", "trước 31/10/2026"),
        ("Giám đốc Sở Nội vụ ký hướng dẫn trước 20/02/2026.", "Giám đốc Sở Nội vụ", "", "trước 20/02/2026"),
        ("Bảo hiểm xã hội tỉnh đồng bộ dữ liệu, xong quý I.", "Bảo hiểm xã hội tỉnh", "", "xong quý I"),
        ("Các sở, ban, ngành rút ra bài học trước 05/12.", "Các sở, ban, ngành", "", "trước 05/12"),
        ("Công an xã cùng Đoàn Thanh niên hướng dẫn, xong trước 30/9.", "Công an xã", "Đoàn Thanh niên", "trước 30/9"),
        ("Sở Nội vụ là đầu mối tổng hợp, định kỳ hằng quý báo cáo.", "Sở Nội vụ", "", "định kỳ hằng quý"),
        ("Trường Chính trị tỉnh soạn; thời gian: quý II.", "Trường Chính trị tỉnh", "", "thời gian: quý II"),
        ("Sở Y tế phát hành tờ rơi, quý III/2026.", "Sở Y tế", "", "quý III/2026"),
        ("Ban Dân tộc ký quy chế phối hợp với các sở trước 31/3.", "Ban Dân tộc", "các sở", "trước 31/3"),
    ],
)  # fmt: skip
def test_behind_the_name_of_an_office_any_word_is_what_it_does(
    sentence: str, lead: str, cooperating: str, when: str
) -> None:
    found = assignment_of(sentence)
    assert (found.lead, found.cooperating, found.deadline) == (lead, cooperating, when)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sở Nội vụ đã chấm điểm 30 đơn vị trong quý I/2026.",
        "Sở Nội vụ được tỉnh giao 5 biên chế trong quý I/2026.",
        "Văn phòng của các sở trong quý I/2026.",
    ],
)
def test_what_is_told_of_an_office_is_no_task_of_it(sentence: str) -> None:
    assert not assignment_of(sentence).lead


def test_a_sentence_without_a_known_verb_below_a_month_is_a_task_and_no_heading() -> None:
    assert facts("THÁNG 02\n\n- Sở Tài chính quyết toán kinh phí.\n\n- Sở Nội vụ chấm điểm.\n") == [
        (("Sở Tài chính",), (), "THÁNG 02"),
        (("Sở Nội vụ",), (), "THÁNG 02"),
    ]


def test_how_a_directive_is_carried_out_is_no_task_of_it() -> None:
    assert not measures(
        "II. NHIỆM VỤ\n\n4. Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện Chỉ thị này./.\n"
    )


def test_a_sentence_that_ends_in_a_label_for_its_time_is_one_sentence() -> None:
    text = "3. Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh khắc phục lỗi phần mềm; thời hạn: 15/5/2026.\n"
    (one,) = measures(f"II. NHIỆM VỤ\n\n{text}")
    assert (one.lead, one.cooperating) == (("Sở Y tế",), ("Công an tỉnh",))
    assert one.deadline is not None
    assert [str(day) for day in one.deadline.due] == ["2026-05-15"]
    assert {"lead", "deadline"} <= set(one.unsure)
