"""The year that a plan is for: of its title, never against its deadlines, and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cchc.core.plans.plan import Plan
from cchc.reading.plans import read_plan
from tests.reading.papers import SIX, table_rows, word_bytes
from tests.reading.test_heads import BASIS, DATE, NUMBER, TITLE, paper, seen


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Cải cách hành chính năm 2026", 2026),
        ("Khắc phục hạn chế năm 2025 và nâng cao Chỉ số năm 2026", 2026),
        ("Triển khai Nghị quyết số 12-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị", None),
        ("Triển khai Nghị quyết số 12-NQ/TW ngày 22/12/2024 năm 2026", 2026),
        ("Chuyển đổi số đến năm 2026, định hướng đến năm 2030", None),
        ("Chuyển đổi số năm 2026, tầm nhìn đến năm 2045", 2026),
        ("Cải cách hành chính giai đoạn 2026 - 2030", None),
        ("Cải cách hành chính giai đoạn năm 2026 - 2030", None),
        ("Cải cách hành chính nhiệm kỳ 2025-2030", None),
        ("Phát huy kết quả năm 2025", None),
        ("Công tác tháng 7 năm 2026", 2026),
    ],
)
def test_only_a_year_of_its_own_in_the_title_is_the_year_of_a_plan(title: str, year: int | None):
    head = paper(lines=("KẾ HOẠCH", title, BASIS))
    assert head.year == year
    assert seen(head, "year") == ([title] if year is None else [])


def plan(deadlines: Sequence[str], title: str = TITLE, day: str = DATE, year: int | None = None) -> Plan:
    rows = [
        [str(at), f"Nhiệm vụ {at}", "Báo cáo", "Phòng Kinh tế", "Công an xã", when]
        for at, when in enumerate(deadlines, 1)
    ]
    data = word_bytes([table_rows(SIX)[0], *rows], head=(NUMBER, day, "KẾ HOẠCH", title, BASIS))
    return read_plan(data, "a.docx", year)


def test_a_year_that_the_deadlines_contradict_is_used_for_nothing_until_a_person_says_it():
    late = ("Tháng 3/2025", "Quý II/2025", "Tháng 9/2025", "Quý IV")
    read = plan(late, day="An Lạc, ngày    tháng    năm    ")
    assert read.year is None
    assert [(one.field, one.text) for one in read.head_doubts if one.field == "year"] == [
        ("year", TITLE),
        ("year", "Tháng 3/2025"),
    ]
    codes = [finding.code for finding in read.findings]
    assert codes.count("document_year_unsure") == 1
    assert not {"deadline_before_year", "deadline_after_year", "deadline_unparsed"} & set(codes)
    said = plan(late, day="An Lạc, ngày    tháng    năm    ", year=2025)
    assert (said.year, [one.field for one in said.head_doubts]) == (2025, ["date"])
    assert "document_year_unsure" not in [finding.code for finding in said.findings]


def test_a_title_without_a_year_leaves_it_to_the_date_and_the_deadlines_where_they_agree():
    vision = "Chuyển đổi số đến năm 2030"
    agreeing = plan(("Tháng 3/2026", "Quý II/2026", "Tháng 9/2026", "Quý IV"), vision)
    assert (agreeing.year, agreeing.head_doubts) == (2026, ())
    assert [one.deadline.due[-1].year for _, one in agreeing.measures()] == [2026] * 4
    for deadlines, day in (
        (("Tháng 3/2026", "Quý II/2027", "Tháng 9/2028"), DATE),
        (("Tháng 3/2026", "Quý II/2026", "Tháng 9/2026"), "An Lạc, ngày    tháng    năm    "),
        (("Quý I", "Quý II", "Quý III"), DATE),
    ):
        assert plan(deadlines, vision, day).year is None


def test_one_deadline_before_the_year_is_found_and_first_things_of_the_autumn_before_are_not():
    draft = "An Lạc, ngày    tháng    năm 2026"
    codes = {
        when: [one.code for one in plan((when,), day=draft).findings if "deadline" in one.code]
        for when in ("Tháng 6/2025", "Tháng 12/2025", "Quý I/2026", "Hằng năm")
    }
    assert codes == {
        "Tháng 6/2025": ["deadline_before_year"],
        "Tháng 12/2025": [],
        "Quý I/2026": [],
        "Hằng năm": [],
    }


def test_results_of_last_year_are_not_what_a_document_is_for():
    lines = ("QUYẾT ĐỊNH", "Về việc công bố Chỉ số cải cách hành chính năm 2025", BASIS)
    head = paper("Số: 34/QĐ-UBND", lines=lines)
    assert (head.year, len(seen(head, "year"))) == (None, 1)
