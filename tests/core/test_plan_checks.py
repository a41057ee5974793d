"""What is found wrong in a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.answers import Confidence
from cchc.core.papers.directory import Directory, KnownUnit, Succession
from cchc.core.plans.figures import gap, quotas
from cchc.core.plans.findings import findings
from cchc.core.plans.findings.losses import alike
from cchc.core.plans.plan import Gap, Measure, Plan, Quota, Section, Severity, Shortcoming
from cchc.core.words.messages import say
from cchc.core.words.numbers import plain
from tests.core.checked_plans import HEAD, codes, measure, plan

BODY = """KẾ HOẠCH
Thực hiện Kế hoạch số 5/KH-UBND ngày 05/01/2023 của UBND tỉnh; điểm đạt 88,09 điểm, trong đó điểm thẩm định:
61,2 điểm; điểm điều tra: 26,89 điểm (trong đó: lãnh đạo 17,5 điểm; người dân: 9.39 điểm). Chi tiết tại Phụ lục.
TT Nội dung Điểm tối đa Điểm Ghi chú
1 Cải cách thể chế 11 10,11 -0,89
2 Cải cách công vụ 12 11,45 - 0,55
Tổng cộng 23 21,56 1,44
PHỤ LỤC
"""


def clean_plan() -> Plan:
    institutions = measure("1", shortcomings=(Shortcoming("Chất lượng văn bản", Fraction("0.89")),))
    service = measure(
        "1", shortcomings=(Shortcoming("a", Fraction("0.13")), Shortcoming("b", Fraction("0.42")))
    )
    sections = (
        Section("1. Cải cách thể chế", (institutions,)),
        Section("2. Cải cách chế độ công vụ", (service,)),
    )
    total, shares = quotas(
        "tổng số: 90 người, gồm:\n+ Lãnh đạo: 30 người;\n+ Dân: 60 người (mỗi xã 20 người)"
    )
    return replace(HEAD, sections=sections, quotas=shares, quota_total=total)


def test_a_clean_plan_has_no_findings() -> None:
    units = Directory((KnownUnit("nv", "Sở Nội vụ"),))
    assert findings(clean_plan(), BODY, units) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("10,11 -0,89", "10,11 -0,98", "row_difference"),
        ("Tổng cộng 23 21,56", "Tổng cộng 23 21,65", "column_sum"),
        ("26,89 điểm (", "26,98 điểm (", "parts_sum"),
        ("17,5 điểm", "17,4 điểm", "parts_sum"),
        ("11,45 - 0,55", "11,40 - 0,60", "unexplained_points"),
        ("10,11 -0,89", "10,21 -0,79", "too_many_points"),
        ("1 Cải cách thể chế 11 10,11 -0,89", "1 Cải cách thể chế 11 11 0", "remedy_without_loss"),
        ("1 Cải cách thể chế", "1 Cải cách thủ tục hành chính", "loss_without_remedy"),
        ("PHỤ LỤC", "Nơi nhận:", "annex_missing"),
        ("05/01/2023 của", "05/04/2023 của", "cited_later"),
        ("05/01/2023 của", "31/02/2023 của", "day_impossible"),
        ("Thực hiện Kế hoạch số", "Thực hiện số", "cited_kind_missing"),
    ],
)
def test_one_wrong_word_of_the_text_is_found(right: str, wrong: str, code: str) -> None:
    assert right in BODY
    assert code in codes(clean_plan(), BODY.replace(right, wrong))


def test_losses_that_a_real_plan_leaves_unexplained_are_counted() -> None:
    body = (
        "TT Nội dung Điểm tối đa Điểm thẩm định Ghi chú\n1 Công tác chỉ đạo điều hành 11,5 6,58 -4,92\n"
        "4 Cải cách tổ chức bộ máy hành chính 12,5 11,97 -0,53\n6 Cải cách tài chính công 11,5 11,24 -0,26\n"
        "Tổng cộng 35,5 29,79 5,71"
    )
    lost = {
        "1.2.1. Công tác chỉ đạo điều hành cải cách hành chính": ("1", "0.3", "2", "0.5", "1", "0.11"),
        "1.2.3. Tổ chức bộ máy hành chính": ("0.09", "0.21"),
        "1.2.5. Cải cách tài chính công": ("0.11",),
    }
    sections = tuple(
        Section(
            heading, (measure(None, shortcomings=tuple(Shortcoming("", Fraction(one)) for one in amounts)),)
        )
        for heading, amounts in lost.items()
    )
    found = findings(replace(HEAD, sections=sections), body)
    assert [(one.code, one.place.section, one.found) for one in found] == [
        ("unexplained_points", heading, shown)
        for heading, shown in zip(lost, ("4,91", "0,3", "0,11"), strict=True)
    ]
    assert [say(one.why, number=plain) for one in found] == [
        "0.01 of the 4.92 points lost are not explained",
        "0.23 of the 0.53 points lost are not explained",
        "0.15 of the 0.26 points lost are not explained",
    ]


def test_headings_are_matched_by_their_words() -> None:
    domains = (
        "Cải cách thể chế",
        "Cải cách công vụ",
        "Cải cách tài chính công",
        "Cải cách thủ tục hành chính",
    )
    assert [alike("3. Lĩnh vực cải cách chế độ công vụ", domain) >= Fraction(3, 4) for domain in domains] == [
        False, True, False, False,
    ]  # fmt: skip


def test_points_and_what_is_left_of_them_must_agree() -> None:
    wrong = measure("1", gap=gap("năm 2022 đạt 12,937/13 điểm, còn lại 0,027 điểm chưa đạt được"))
    (found,) = findings(plan(wrong))
    assert (found.code, found.severity, found.place.number, found.place.column, found.found) == (
        "gap_difference", Severity.ERROR, "1", "gap", "0,027",
    )  # fmt: skip
    assert say(found.why, number=plain) == "13 − 12.937 is 0.063"


def test_a_change_must_agree_with_both_values() -> None:
    text = 'đạt 4,9544 điểm tăng 0,0764 điểm so với năm 2021 (năm 2021, đạt 4,778 ở nhóm "Thấp")'
    assert codes(plan(measure("1", gap=gap(text)))) == ["change_difference"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("1", "2", "3"), []),
        (("4", "5"), ["number_missing"]),
        (("1", "2", "2"), ["number_twice"]),
        (("1", "2", "4"), ["number_missing"]),
        (("1", None, "2", "3"), ["number_missing"]),
        ((None, None), []),
        (("1.1", "1.2"), []),
    ],
)
def test_rows_are_numbered_one_after_the_other(numbers: tuple[str | None, ...], expected: list[str]) -> None:
    assert (
        codes(plan(*(measure(number, task=f"Nhiệm vụ {at}") for at, number in enumerate(numbers))))
        == expected
    )


def test_numbers_may_go_on_from_section_to_section_or_begin_anew() -> None:
    first = Section("I", (measure("1"), measure("2")))
    for numbers in (("3", "4"), ("1", "2")):
        second = Section("II", tuple(measure(number) for number in numbers))
        assert codes(replace(HEAD, sections=(first, second))) == []


def test_numbers_far_apart_are_told_as_stretches_and_cost_nothing() -> None:
    (found,) = findings(plan(measure("1"), measure("3"), measure("999999")))
    assert say(found.why) == "the numbering of this section jumps: 2, 4–999998 not used"
    assert codes(plan(measure("1"), measure("2"), measure("9" * 5_000))) == []


def test_a_number_left_out_between_two_sections_is_the_only_one_missing() -> None:
    first = Section("I", (measure("1"), measure("2")))
    second = Section("II", (measure("4", place=3), measure("5", place=4)))
    (found,) = findings(replace(HEAD, sections=(first, second)))
    assert say(found.why) == "the numbering of this section jumps: 3 not used"
    assert (found.place.section, found.place.column, found.place.measure) == ("II", "number", 3)


def test_rows_that_share_a_merged_cell_share_its_number() -> None:
    rows = [measure("1", task="Một", activity=str(at)) for at in range(3)]
    assert codes(plan(*rows, measure("2"))) == []
    assert codes(plan(rows[0], replace(rows[1], number=None), measure("2"))) == []
    aims = [measure("1", objective="Mục tiêu", task=str(at)) for at in range(3)]
    assert codes(plan(*aims, replace(aims[2], number=None, objective=None))) == []


def test_what_a_reader_only_suggests_is_not_called_missing() -> None:
    unsure = measure(None, lead=(), confidence=Confidence.UNSURE, unsure=("lead", "number"))
    assert codes(plan(unsure, measure("7"))) == []


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("Thường xuyên", []),
        ("Quý I/2023", []),
        ("Tháng 01/2023", ["deadline_before_document"]),
        ("Chậm nhất đến ngày 10/01/2024", ["deadline_next_year"]),
        ("Tháng 3/2024", ["deadline_next_year"]),
        ("Tháng 4/2024", ["deadline_after_year"]),
        ("Quý IV năm 2024", ["deadline_after_year"]),
        ("Năm 2024 và các năm tiếp theo", []),
        ("Sớm nhất có thể", ["deadline_unparsed"]),
    ],
)
def test_a_deadline_lies_between_the_document_and_the_end_of_its_year(when: str, expected: list[str]) -> None:
    assert codes(plan(measure("1", when))) == expected


def test_nobody_in_the_lead_no_time_and_no_remedy_are_found() -> None:
    bare = Measure(number="1", shortcomings=(Shortcoming("Chưa có sáng kiến", Fraction(2)),))
    assert codes(plan(bare)) == ["lead_missing", "deadline_missing", "loss_without_remedy"]
    reached = measure("1", gap=Gap(achieved=Fraction(2), maximum=Fraction(2)))
    assert codes(plan(reached)) == ["remedy_without_loss"]


def test_the_head_of_a_document_is_complete() -> None:
    assert codes(plan(measure("1"), kind=None, number=None, date=None)) == [
        "document_kind_missing", "document_number_missing", "document_date_missing",
    ]  # fmt: skip


def test_quotas_add_up_and_are_shared_out_evenly() -> None:
    shares = (Quota("Lãnh đạo", 30), Quota("Dân", 1200, 70, "xã"))
    assert codes(plan(measure("1"), quotas=shares, quota_total=1230)) == ["quota_per"]
    assert codes(plan(measure("1"), quotas=shares[:1], quota_total=31)) == ["quota_sum"]


def test_a_citation_in_a_cell_is_placed_in_its_measure() -> None:
    cell = measure("5", task="theo Kế hoạch số 285/UBND-NC ngày 30/12/2022 của UBND tỉnh")
    row = "5\ttheo Kế hoạch số 285/UBND-NC ngày 30/12/2022 của\n\tUBND tỉnh"
    usual = "Kế hoạch số 285/KH-UBND ngày 30/12/2022 của UBND tỉnh"
    (found,) = [one for one in findings(plan(cell), f"{usual}; {usual}\n{row}") if one.code == "two_symbols"]
    assert (found.place.number, found.place.column) == ("5", "task")
    assert found.found == "Kế hoạch số 285/UBND-NC ngày 30/12/2022 của UBND tỉnh"


@pytest.mark.parametrize(
    "body",
    [
        "đạt 88,09 điểm, trong đó thẩm định 61,2 điểm, giảm 2,1 điểm so với năm 2022; điều tra 26,89 điểm.",
        "đạt 90 điểm, trong đó",
        "đạt 90 điểm, trong đó tự chấm 60 điểm, điều tra 30 điểm; năm trước đạt 85 điểm.",
        "thực hiện Kế hoạch của UBND tỉnh số 12/KH-UBND ngày 05/01/2023",
        "các Quyết định số 1/QĐ-UBND và số 2/QĐ-UBND ngày 05/01/2023",
        "theo mẫu tại Phụ lục I Thông tư số 1/2021/TT-BNV ngày 05/01/2021 của Bộ Nội vụ",
        "Chi tiết tại Phụ lục kèm theo.\nDANH MỤC NHIỆM VỤ\n(Kèm theo Kế hoạch số 10/KH-UBND ngày 01/3/2023)",
    ],
)
def test_sentences_that_only_look_like_faults_are_left_alone(body: str) -> None:
    assert codes(plan(measure("1")), body) == []


def test_the_document_is_cited_by_its_own_date() -> None:
    body = "(Ban hành kèm theo Kế hoạch số: 10/KH-UBND ngày 02/3/2023 của UBND tỉnh)"
    assert codes(plan(measure("1")), body) == ["two_dates"]
    assert codes(plan(measure("1")), body.replace("02/3", "01/3")) == []


def test_agencies_must_exist_on_the_day_of_the_document() -> None:
    merger = date(2023, 2, 1)
    units = Directory(
        (KnownUnit("nv", "Sở Nội vụ"), KnownUnit("ld", "Sở Lao động", valid_until=merger)),
        successions=(Succession("ld", "nv", merger),),
    )
    rows = (
        measure("1"),
        measure("2", lead=("Sở Lao động",)),
        measure("3", cooperating=("Sở Y tế", "các cơ quan liên quan")),
    )
    found = findings(plan(*rows), directory=units)
    assert [(one.code, one.found, one.place.column) for one in found] == [
        ("agency_ended", "Sở Lao động", "lead"),
        ("agency_unknown", "Sở Y tế", "cooperating"),
    ]


@given(st.text(max_size=300))
def test_any_text_is_checked(body: str) -> None:
    assert all(finding.severity in Severity for finding in findings(clean_plan(), body))


def test_a_count_of_thousands_of_digits_is_no_count() -> None:
    text = f"Số lượng: {'9' * 5_000} người, gồm:\n+ Đại biểu: {'9' * 5_000} người;\n+ Lãnh đạo: 3 người"
    assert quotas(text)[1] == (Quota("Lãnh đạo", 3),)


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Các nhiệm vụ cụ thể được giao tại Phụ lục I kèm theo Kế hoạch này.", Severity.WARNING),
        ("Báo cáo theo biểu mẫu tại Phụ lục I. Nhiệm vụ chi tiết tại Phụ lục I.", Severity.WARNING),
        ("Báo cáo kết quả theo mẫu tại Phụ lục I kèm theo Kế hoạch này.", Severity.INFORMATION),
    ],
)
def test_an_annex_that_is_absent_matters_where_tasks_stand_in_it(sentence: str, severity: Severity) -> None:
    found = [one for one in findings(clean_plan(), sentence) if one.code == "annex_missing"]
    assert [one.severity for one in found] == [severity]
    (without_measures,) = [one for one in findings(Plan(), sentence) if one.code == "annex_missing"]
    assert without_measures.severity is Severity.WARNING
