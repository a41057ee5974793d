"""Findings of a plan's rows: what is said twice, what is missing once for a table, numbers and points that do not fit,
bodies that are gone; and none of them where the document is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.directory import Directory, KnownUnit, Succession
from cchc.core.plans.findings import findings
from cchc.core.plans.findings.sections import findings_of_sections
from cchc.core.plans.plan import Finding, Measure, Plan, Section, Source
from cchc.core.words.messages import say
from cchc.core.words.numbers import plain
from tests.core.checked_plans import HEAD, codes, measure, plan

LONG = "Rà soát quy trình của các thủ tục"


def row(number: str, table: int = 1, **fields: object) -> Measure:
    return measure(number, source=Source(table=table, row=int(number) + 1), **fields)


# --- said twice ---------------------------------------------------------------------------------------------


def test_the_same_task_twice_is_found_wherever_it_stands() -> None:
    first = Section("I", (measure("1", task=LONG, place=1), measure("2", place=2)))
    again = Section("II", (measure("1", task=LONG.upper(), place=3),))
    (found,) = findings(replace(HEAD, sections=(first, again)))
    assert (found.code, found.place.measure, found.place.section) == ("task_twice", 3, "II")


@pytest.mark.parametrize(
    "other",
    [
        {"lead": ("Sở Tài chính",)},
        {"output": "Biên bản"},
        {"activity": "Lập danh mục văn bản hết hiệu lực"},
        {"number": None},
        {"task": "Báo cáo quý"},
    ],
)
def test_rows_that_differ_or_share_a_merged_cell_are_not_the_same_task(other: dict[str, object]) -> None:
    task = str(other.get("task", LONG))
    rows = (measure("1", task=task), replace(measure("2", task=task), **other))
    assert codes(plan(*rows)) == []


def test_an_agency_that_leads_and_cooperates_is_found_by_its_name_and_not_through_a_group() -> None:
    (found,) = findings(plan(measure("1", cooperating=("sở nội  vụ", "Sở Y tế"))))
    assert (found.code, found.found, found.place.column) == ("agency_twice", "sở nội  vụ", "cooperating")
    assert codes(plan(measure("1", cooperating=("Các sở, ban, ngành",)))) == []


# --- missing ------------------------------------------------------------------------------------------------


def test_a_column_that_a_table_lacks_is_missed_once() -> None:
    known = frozenset({"task", "lead"})
    rows = tuple(row(str(at), deadline=None, columns=known) for at in (1, 2, 3))
    found = findings(plan(*rows))
    assert [(one.code, one.place.column, one.place.table) for one in found] == [
        ("column_missing", "deadline", 1)
    ]
    assert codes(plan(row("1", deadline=None, columns=known))) == ["column_missing"]


def test_an_empty_cell_is_missed_where_its_column_is_there() -> None:
    known = frozenset({"task", "lead", "deadline"})
    rows = tuple(row(str(at), deadline=None, columns=known) for at in (1, 2))
    assert codes(plan(*rows)) == ["deadline_missing"] * 2
    assert codes(plan(row("1"), row("2", lead=()))) == ["lead_missing"]


def test_where_nobody_knows_the_columns_any_more_a_column_without_any_text_is_absent() -> None:
    assert codes(plan(row("1", lead=()), row("2", lead=()))) == ["column_missing"]
    assert codes(plan(row("1", lead=()), row("2", lead=()), row("3"))) == ["lead_missing"] * 2
    assert codes(plan(row("1", lead=()))) == ["lead_missing"]


def test_tables_are_judged_each_for_itself() -> None:
    rows = (row("1"), row("2", lead=()), row("1", table=2, lead=()), row("2", table=2, lead=()))
    found = findings(plan(*rows))
    assert [(one.code, one.place.table) for one in found] == [("column_missing", 2), ("lead_missing", None)]


def test_a_person_alone_is_no_agency_and_no_missing_cell() -> None:
    assert codes(plan(row("1"), row("2", lead=(), set_aside=("Ông Nguyễn A",)))) == []


# --- numbers ------------------------------------------------------------------------------------------------


def test_a_table_of_its_own_counts_from_one_again() -> None:
    assert codes(plan(row("1"), row("2"), row("1", 2, task="Một"), row("2", 2, task="Hai"))) == []
    assert codes(plan(row("1"), row("2"), row("2", 2, task="Hai"))) == ["number_twice"]


def numbered(*numbers: str) -> Plan:
    sections = tuple(
        Section(f"Phần {at}", (measure("1", task=f"Việc {at}"),), one) for at, one in enumerate(numbers)
    )
    return replace(HEAD, sections=sections)


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


@given(st.integers(2, 14), st.data())
def test_a_roman_section_that_is_nowhere_is_found_and_no_other(count: int, data: st.DataObject) -> None:
    numbers = ROMAN[:count]
    assert list(findings_of_sections(numbered(*numbers), "")) == []
    gone = data.draw(st.integers(1, count - 1))
    kept = [*numbers[:gone], *numbers[gone + 1 :]]
    found = list(findings_of_sections(numbered(*kept), ""))
    assert [one.code for one in found] == ["section_missing"] * (gone < count - 1)
    assert list(findings_of_sections(numbered(*kept), f"x\n{numbers[gone]}. Tổ chức\n")) == []


def test_sections_that_begin_again_below_another_part_are_no_gap() -> None:
    assert list(findings_of_sections(numbered("A", "I", "II", "B", "I", "II", "III"), "")) == []
    assert list(findings_of_sections(numbered("III", "IV", "1", "a"), "")) == []


# --- points -------------------------------------------------------------------------------------------------


def points_of(maximum: str, reached: str, lost: str) -> list[Finding]:
    text = f"Điểm tối đa: {maximum}\nĐiểm đạt được: {reached}\nĐiểm bị trừ: {lost}\nGhi chú: 3"
    return list(findings(plan(measure("1", other={"extra": text}))))


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))
def test_points_in_columns_must_subtract(reached: int, lost: int, other: int) -> None:
    def written(hundredths: int) -> str:
        return plain(Fraction(hundredths, 100)).replace(".", ",")

    assert points_of(written(reached + lost), written(reached), written(lost)) == []
    assert points_of(written(reached + lost), written(reached), f"-{written(lost)}") == []
    found = points_of(written(reached + lost), written(reached), written(other))
    assert [one.code for one in found] == ["row_difference"] * (other != lost)


def test_the_difference_of_points_is_told() -> None:
    (found,) = points_of("3", "2,2", "0,7")
    assert (found.found, say(found.why, number=plain)) == ("0,7", "3 − 2.2 is not 0.7")


# --- bodies that are gone -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Sở Thông tin và Truyền thông", date(2026, 1, 5), ["agency_ended"]),
        ("Sở KH&ĐT", date(2026, 1, 5), ["agency_ended"]),
        ("UBND huyện Bình An", date(2025, 8, 1), ["agency_ended"]),
        ("UBND các huyện, thị xã", date(2025, 8, 1), ["agency_ended"]),
        ("UBND huyện Bình An", date(2025, 3, 2), []),
        ("Sở Thông tin và Truyền thông", date(2024, 1, 5), []),
        ("Sở Tài chính", date(2026, 1, 5), []),
        ("UBND thành phố", date(2026, 1, 5), []),
    ],
)
def test_a_body_that_every_province_dissolved_is_found_in_a_later_plan(
    name: str, on: date, expected: list[str]
) -> None:
    later = plan(measure("1", "Hằng năm", lead=(name,)), date=on, year=on.year)
    assert codes(later) == expected
    with_units = codes(later, "", Directory((KnownUnit("x", "Bưu điện tỉnh"),)))
    assert [code for code in with_units if code == "agency_ended"] == expected


def test_a_list_of_units_knows_better_than_the_law_of_all_provinces() -> None:
    kept = Directory((KnownUnit("tt", "Sở Thông tin và Truyền thông"),))
    later = plan(
        measure("1", "Hằng năm", lead=("Sở Thông tin và Truyền thông",)), date=date(2026, 1, 5), year=2026
    )
    assert codes(later, "", kept) == []
    merged = Directory(
        (
            KnownUnit("tt", "Sở Thông tin và Truyền thông", valid_until=date(2025, 3, 1)),
            KnownUnit("kh", "Sở Khoa học và Công nghệ"),
        ),
        successions=(Succession("tt", "kh", date(2025, 3, 1)),),
    )
    (found,) = findings(later, "", merged)
    assert (found.code, say(found.why)) == (
        "agency_ended",
        "this unit ended on 01/03/2025 and became Sở Khoa học và Công nghệ",
    )


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN", ["issuer_elsewhere"]),
        ("Sở Nội vụ tỉnh Bình Sơn", ["issuer_elsewhere"]),
        ("UBND TỈNH AN BÌNH", []),
        ("UBND tỉnh Đồng Cũ", []),
        ("Ủy ban nhân dân tỉnh", []),
        ("UBND xã Bình Sơn", []),
        (None, []),
    ],
)
def test_an_issuer_of_another_province_is_asked_about(issuer: str | None, expected: list[str]) -> None:
    units = Directory(
        (
            KnownUnit("1", "Tỉnh An Bình", kind="province"),
            KnownUnit("2", "Tỉnh Đồng Cũ", kind="province", valid_until=date(2020, 1, 1)),
            KnownUnit("nv", "Sở Nội vụ"),
        )
    )
    assert codes(replace(plan(measure("1")), issuer=issuer), "", units) == expected
