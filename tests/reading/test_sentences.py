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
