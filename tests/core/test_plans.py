"""Plans: the figures in their words, and every finding of the checker, on faults of real plans and a clean one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.directory import Directory, KnownUnit, Succession
from cchc.core.plans.figures import gap, index_of, points, quotas, shortcomings, stated_scores
from cchc.core.plans.findings import findings
from cchc.core.plans.findings.losses import alike
from cchc.core.plans.plan import Gap, GroupOfYear, Measure, Plan, Quota, Section, Severity, Shortcoming
from cchc.core.words.messages import say
from cchc.core.words.numbers import plain


def fractions(*numbers: str | None) -> list[Fraction | None]:
    return [None if number is None else Fraction(number) for number in numbers]


# --- figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers", "year"),
    [
        (
            "Công tác chỉ đạo (năm 2022 đạt 8,963/9,5 điểm, còn lại 0,537 điểm chưa đạt được)",
            ("8.963", "9.5", "0.537"),
            2022,
        ),
        ("đạt 8.963/9.5 điểm, còn 0.537 điểm", ("8.963", "9.5", "0.537"), None),
        (
            "sáng kiến năm 2023 (năm 2022 đạt 1/2 điểm, còn lại 1 điểm chưa đạt được)",
            ("1", "2", "1"),
            2022,
        ),
        ("năm 2022 đạt 11,126/13,50 điểm", ("11.126", "13.5", None), 2022),
    ],
)
def test_a_gap_of_points_is_read_with_either_decimal_sign(
    text: str, numbers: tuple[str | None, ...], year: int | None
) -> None:
    found = gap(text, "PAR INDEX")
    assert found is not None
    assert [found.achieved, found.maximum, found.missing] == fractions(*numbers)
    assert (found.index, found.year, found.rate, found.change) == ("PAR INDEX", year, None, None)


def test_a_satisfaction_rate_is_a_percentage_with_its_change() -> None:
    assert gap("Tiếp cận dịch vụ (đạt tỷ lệ 88,29%, giảm 1,08% so với năm 2021)", "SIPAS") == Gap(
        index="SIPAS", rate=Fraction("88.29"), change=Fraction("-1.08"), compared=2021
    )
    assert gap("Dịch vụ công (năm 2021 không điều tra; năm 2022 đạt tỷ lệ 86,64)", "SIPAS") == Gap(
        index="SIPAS", rate=Fraction("86.64"), year=2022
    )


def test_points_of_papi_have_change_groups_and_the_value_before() -> None:
    text = (
        "Tham gia của người dân: đạt 4,9544 điểm tăng 0,0764 điểm so với năm 2021 (tuy nhiên năm 2022 ở nhóm"
        ' "Trung bình thấp", năm 2021, đạt 4,878 ở nhóm "Trung bình cao")'
    )
    assert gap(text, "PAPI") == Gap(
        index="PAPI",
        achieved=Fraction("4.9544"),
        change=Fraction("0.0764"),
        year=2022,
        groups=(GroupOfYear(2022, "Trung bình thấp"), GroupOfYear(2021, "Trung bình cao")),
        compared=2021,
        before=Fraction("4.878"),
    )


def test_a_group_that_is_kept_holds_for_both_years() -> None:
    found = gap('đạt 7,0695 điểm, giảm 0,3745 điểm so với năm 2021 (tiếp tục ở nhóm "Thấp")', "PAPI", 2022)
    assert found is not None
    assert found.groups == (GroupOfYear(2021, "Thấp"), GroupOfYear(2022, "Thấp"))
    assert (found.change, found.year) == (Fraction("-0.3745"), 2022)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mở 05 lớp bồi dưỡng cho 346 công chức",
        "đạt tỷ lệ cao",
        "Kiểm tra 09/28 sở",
        "Hoàn thành 100% nhiệm vụ",
    ],
)
def test_other_numbers_are_no_gap(text: str) -> None:
    assert gap(text) is None


def test_the_index_is_the_one_that_a_heading_names() -> None:
    headings = ("CHỈ SỐ PAR INDEX", "CHỈ SỐ SIPAS", "Chỉ số PAPI", "Cải cách thể chế", "PAR INDEX và SIPAS")
    assert [index_of(heading) for heading in headings] == ["PAR INDEX", "SIPAS", "PAPI", None, None]


def test_shortcomings_carry_the_points_they_cost() -> None:
    text = (
        "- Tồn tại: Thực hiện kế hoạch (Trừ 01 điểm); Lãnh đạo năng động ( Trừ \n0,11 điểm); Sắp xếp (Trừ 0,09); "
        "chất lượng đội ngũ (trừ 0,42 điểm. Tuyên truyền bị trừ 0.5 điểm"
    )
    assert shortcomings(text)[:3] == (
        Shortcoming("Thực hiện kế hoạch", Fraction(1)),
        Shortcoming("Lãnh đạo năng động", Fraction("0.11")),
        Shortcoming("Sắp xếp", Fraction("0.09")),
    )
    assert shortcomings("Chưa có sáng kiến.") == (Shortcoming("Chưa có sáng kiến"),)
    assert shortcomings("") == ()


def test_quotas_are_listed_with_their_total_and_their_share_per_unit() -> None:
    text = (
        "- Đối tượng và số lượng mẫu phiếu điều tra: 1.248 người, gồm:\n+ Đại biểu HĐND huyện: 30 người;\n"
        "+ Lãnh đạo UBND huyện: 03 người;\n+ Lãnh đạo Ủy ban MTTQ huyện: 03 người;\n+ Lãnh đạo cơ quan: 12 người;\n"
        "+ Cá nhân, tổ chức tại Bộ phận tiếp \n\nnhận: 1200 người (mỗi xã, thị trấn 60 người).\n"
        "+ Thời gian: Trong tháng 12 năm 2023"
    )
    total, found = quotas(text)
    assert (total, [quota.count for quota in found]) == (1248, [30, 3, 3, 12, 1200])
    assert found[-1] == Quota("Cá nhân, tổ chức tại Bộ phận tiếp nhận", 1200, 60, "xã, thị trấn")
    assert sum(quota.count for quota in found) == total


def test_a_text_without_quotas_has_no_total() -> None:
    assert quotas("Tổng số 12 người tham dự.") == (None, ())


# The figures of a department's published index of 2023, as a page of a PDF gives them: heads and names in pieces.
STATED = """TT Nội dung
Điểm tối đa

Điểm đạt

Ghi chú
1 Chỉ đạo điều hành 11,5 6,58 -4,92
2 Cải cách thể chế 11 10,11 -0,89
3 Thủ tục hành chính 14 14 0
4 Tổ chức bộ máy 12,5 11,97 -0,53
5 Cải cách công vụ 12 11,45 - 0,55
6 Tài chính công 11,5 11,24 -0,26
7 Chính quyền số 17,5 13,35 -4.15
8
Tác động đến người dân, tổ

chức
10 9,39 - 0,61
Tổng cộng 100 88,09 11,91
"""


def test_the_scores_that_a_plan_in_prose_states_are_read_with_their_losses() -> None:
    rows = stated_scores(STATED)
    assert [plain(row.loss) for row in rows] == [
        "4.92", "0.89", "0", "0.53", "0.55", "0.26", "4.15", "0.61", "11.91",
    ]  # fmt: skip
    assert (rows[7].name, rows[8].is_total) == ("Tác động đến người dân, tổ chức", True)
    assert sum(row.loss for row in rows[:8]) == rows[8].loss


@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["đạt", "12,937", "/", "13", "điểm", "còn lại", "tỷ lệ", "%", "năm", "2022", "(Trừ", "1.248 người",
    "mỗi xã", "\n+", ":"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_text_has_figures_or_none(text: str) -> None:
    gap(text), shortcomings(text), quotas(text), stated_scores(text), points(text)


# --- the checker --------------------------------------------------------------------------------------------

HEAD = Plan(
    title="Khắc phục tồn tại",
    kind="KẾ HOẠCH",
    number="10/KH-UBND",
    date=date(2023, 3, 1),
    issuer="UBND tỉnh",
    year=2023,
)


def measure(number: str | None, when: str = "Quý III/2023", **fields: object) -> Measure:
    """A measure without fault, but for the `fields` given."""
    clean = Measure(
        number=number,
        task=f"Nhiệm vụ {number}",
        output="Báo cáo",
        lead=("Sở Nội vụ",),
        deadline=deadline(when, 2023),
    )
    return replace(clean, **fields)


def plan(*measures: Measure, heading: str | None = "CHỈ SỐ PAR INDEX", **fields: object) -> Plan:
    return replace(HEAD, sections=(Section(heading, measures),), **fields)


def codes(found: Plan, body: str = "", directory: Directory | None = None) -> list[str]:
    return [finding.code for finding in findings(found, body, directory)]


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
