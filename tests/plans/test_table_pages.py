"""The table of a plan: rows, chips, filters, pages."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.plans.columns import DEADLINE, LEAD, TASK
from cchc.core.plans.plan import Source
from cchc.plans.models import Plan
from cchc.plans.queries.standing import DueStanding
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.units.actions import NewUnit, merge_units
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_group,
    a_measure,
    a_plan,
    a_province,
    a_unit,
    an_actor,
    written,
)
from tests.markup import read, source
from tests.plans.tabled_plans import Browser, a_current_plan, browser_of, day, groups, page, queries_of

pytestmark = pytest.mark.django_db


def tasks(text: str) -> list[str]:
    return re.findall(
        r'<td class="measure">.*?<p class="short"><span class="lines">(.*?)</span></p>', text, re.DOTALL
    )


# The table


def test_a_column_in_which_nothing_stands_is_left_out_and_a_row_that_needs_something_shows_whole(
    client_of: Browser,
) -> None:
    client, year = client_of(Role.COORDINATOR), timezone.localdate().year
    plan = a_plan(year=year)
    a_unit("Sở Nội vụ", parent=plan.unit)
    soon = timezone.localdate() + timedelta(days=9)
    a_measure(plan, "Rà soát", lead="Sở Nội vụ", deadline=f"31/12/{year - 1}")
    a_measure(plan, "Báo cáo", lead="Sở Nội vụ", deadline=f"{soon:%d/%m/%Y}")

    def heads() -> list[str]:
        table = read(source(client.get(f"/ke-hoach/{plan.pk}/"))).find("table")[0]
        return [" ".join(head.text.split()) for head in table.find("th", scope="col")]

    assert heads() == ["No.", "Measure", "Lead", "Deadline"]
    rows = client.get(f"/ke-hoach/{plan.pk}/").context["groups"][0].rows
    assert [row.needs_attention for row in rows] == [False, True]
    a_measure(plan, "Công khai", lead="Sở lạ", cooperating="Sở Nội vụ", output="Báo cáo quý")
    assert heads() == ["No.", "Measure", "Output, result", "Lead", "Cooperating", "Deadline"]
    rows = client.get(f"/ke-hoach/{plan.pk}/").context["groups"][0].rows
    assert [row.needs_attention for row in rows] == [False, True, True]
    assert "measures-short" in source(client.get(f"/ke-hoach/{plan.pk}/"))
    assert "measures-short" not in source(client.get(f"/ke-hoach/{plan.pk}/", {"dong": "du"}))


def test_measures_stand_under_their_sections_with_their_texts(client_of: Browser) -> None:
    plan = a_current_plan(
        {"task": "Rà soát", "objective": "Mục tiêu A", "output": "Báo cáo", "number": "1"},
        {"task": "Mở chuyên mục", "heading": "Tuyên truyền", "activity": "Viết bài"},
    )
    text = page(client_of(Role.LEADER), plan)
    assert groups(text) == ["Thể chế 1 measure", "Tuyên truyền 1 measure"]
    assert tasks(text) == ["Rà soát", "Mở chuyên mục"]
    below = re.findall(r'<p class="below"><b>(.*?)</b> <span class="lines">(.*?)</span></p>', text)
    assert below == [("Objective:", "Mục tiêu A"), ("Activity:", "Viết bài")]


def test_a_deadline_prints_as_written_with_its_days_and_where_they_stand(client_of: Browser) -> None:
    plan = a_current_plan(
        {"task": "a", "deadline": f"Trước ngày {day(-3)}"},
        {"task": "b", "deadline": day(0)},
        {"task": "c", "deadline": day(12)},
        {"task": "d", "deadline": day(200)},
        {"task": "e", "deadline": "Thường xuyên"},
        {"task": "f", "deadline": "Khi có văn bản hướng dẫn của Bộ Nội vụ"},
        {"task": "g", "deadline": "Sớm nhất có thể"},
        {"task": "h"},
    )
    text = page(client_of(Role.LEADER), plan)
    cells = re.findall(r'<td class="deadline">(.*?)</td>', text, re.DOTALL)
    words = [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in cells]
    assert words == [
        f"Trước ngày {day(-3)} {day(-3)} overdue",
        f"{day(0)} due today",
        f"{day(12)} 12 days left",
        day(200),
        "Thường xuyên continuous",
        "Khi có văn bản hướng dẫn của Bộ Nội vụ on an event",
        "Sớm nhất có thể not understood",
        "–",
    ]


def test_a_group_of_units_is_one_chip_that_opens_its_units_once_on_the_page(client_of: Browser) -> None:
    finance, health = a_unit("Sở Tài chính"), a_unit("Sở Y tế")
    a_group("Các sở, ban, ngành", [finance, health])
    plan = a_current_plan(
        {"task": "a", "lead": "Sở Y tế", "cooperating": "Các sở, ban, ngành"},
        {"task": "b", "lead": "Ban chỉ đạo", "cooperating": "Các sở, ban, ngành"},
    )
    text = page(client_of(Role.LEADER), plan)
    group = plan.agencies.get(text="Các sở, ban, ngành").pk
    assert text.count(f'popovertarget="agency-{group}"') == 2
    (units,) = re.findall(rf'<div class="units-named" popover id="agency-{group}">(.*?)</div>', text)
    assert re.findall(r"<a [^>]*>(.*?)</a>", units) == ["Sở Tài chính", "Sở Y tế"]
    assert f'<a class="chip" href="?don_vi={health.pk}">Sở Y tế</a>' in text
    assert '<span class="chip chip-text">Ban chỉ đạo</span>' in text


def test_a_chip_that_means_my_unit_is_marked() -> None:
    home = a_unit("Sở Nội vụ")
    plan = a_current_plan({"task": "a", "lead": "Sở Nội vụ"})
    chip = f'<a class="chip{{}}" href="?don_vi={home.pk}">Sở Nội vụ</a>'
    assert chip.format(" chip-mine") in page(browser_of(home), plan)
    assert chip.format("") in page(browser_of(a_unit("Sở Y tế")), plan)


def test_a_chip_whose_units_nobody_has_confirmed_is_marked_and_those_who_may_are_led_to_it(
    client_of: Browser,
) -> None:
    home = a_unit("Sở Nội vụ")
    plan = a_current_plan({"task": "a", "lead": "Sở Nội vụ"}, unit=a_province())
    a_measure(plan, "b", lead="Các sở, ban, ngành", cooperating="Ban chỉ đạo")
    text = page(browser_of(home), plan)
    chips = re.findall(r'class="chip( [^"]*)?"[^>]*>([^<]*)', text)
    assert [(one.strip(), "chip-waits" in kind) for kind, one in chips] == [
        ("Sở Nội vụ", False),
        ("Các sở, ban, ngành", True),
        ("Ban chỉ đạo", True),
    ]
    assert text.count("(nobody has confirmed its units yet)") == 2
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    led = [address in text, address in page(client_of(Role.COORDINATOR), plan)]
    assert led == [False, True]


def test_texts_of_a_plan_are_shown_as_texts(client_of: Browser) -> None:
    plan = a_current_plan({"task": "<b>x</b>", "lead": "<script>alert(1)</script>", "deadline": "<i>y</i>"})
    text = source(client_of(Role.LEADER).get(f"/ke-hoach/{plan.pk}/"))
    assert ("<b>x" in text, "<script>alert" in text, "<i>y" in text) == (False, False, False)


# Filters


@pytest.fixture
def filtered() -> tuple[Plan, Unit]:
    """A plan of four measures, and the unit that leads one and cooperates in another."""
    home = a_unit("Sở Nội vụ")
    plan = a_current_plan(
        {
            "task": "Rà soát Đề án",
            "lead": "Sở Nội vụ",
            "deadline": day(-9),
            "number": "1",
            "heading": "Thể chế",
        },
        {
            "task": "Kiểm tra",
            "cooperating": "Sở Nội vụ",
            "deadline": day(5),
            "number": "2",
            "heading": "Thể chế",
        },
        {
            "task": "Tập huấn",
            "lead": "Sở Y tế",
            "deadline": day(90),
            "number": "3",
            "heading": "Tuyên truyền",
        },
        {
            "task": "Báo cáo",
            "output": "Báo cáo năm",
            "deadline": "Thường xuyên",
            "heading": "Tuyên truyền",
        },
    )
    return plan, home


def test_a_search_finds_every_column_whatever_the_diacritics(
    client_of: Browser, filtered: tuple[Plan, Unit]
) -> None:
    plan, client = filtered[0], client_of(Role.LEADER)
    found = [tasks(page(client, plan, q=words)) for words in ("de an", "BAO CAO NAM", "sở y tế", "xyz")]
    assert found == [["Rà soát Đề án"], ["Báo cáo"], ["Tập huấn"], []]


def test_measures_are_filtered_by_section_unit_role_and_deadline(
    client_of: Browser, filtered: tuple[Plan, Unit]
) -> None:
    plan, home = filtered
    client = client_of(Role.LEADER)
    second = plan.sections.get(heading="Tuyên truyền").pk

    def shown(**asked: object) -> list[str]:
        return tasks(page(client, plan, **{name: str(value) for name, value in asked.items()}))

    assert shown(phan=second) == ["Tập huấn", "Báo cáo"]
    assert shown(don_vi=home.pk) == ["Rà soát Đề án", "Kiểm tra"]
    assert shown(don_vi=home.pk, vai_tro="lead") == ["Rà soát Đề án"]
    assert shown(don_vi=home.pk, vai_tro="cooperating") == ["Kiểm tra"]
    by_standing = {one: shown(han=one.value) for one in DueStanding}
    assert by_standing == {
        DueStanding.OVERDUE: ["Rà soát Đề án"],
        DueStanding.SOON: ["Kiểm tra"],
        DueStanding.LATER: ["Tập huấn"],
        DueStanding.UNDATED: ["Báo cáo"],
        DueStanding.PAST: [],
        DueStanding.ENDED: [],
    }
    assert shown(phan="x", don_vi="y", vai_tro="z", han="w") == shown()


def test_by_deadline_the_past_ones_stand_first_under_where_they_stand(
    client_of: Browser, filtered: tuple[Plan, Unit]
) -> None:
    text = page(client_of(Role.LEADER), filtered[0], thu_tu="thoi-han")
    assert tasks(text) == ["Rà soát Đề án", "Kiểm tra", "Tập huấn", "Báo cáo"]
    assert groups(text) == [
        "Overdue 1 measure",
        "Within 30 days 1 measure",
        "Later 1 measure",
        "Without a day 1 measure",
    ]


def test_mine_are_the_measures_of_my_unit_and_of_what_it_was_before(filtered: tuple[Plan, Unit]) -> None:
    plan, home = filtered
    other = Unit.objects.filter(name="Sở Y tế").first() or a_unit("Sở Y tế")
    merged = merge_units(
        by=an_actor(), units=[home, other], into=NewUnit("Sở Mới", Kind.DEPARTMENT), on=date(2021, 1, 1)
    )
    assert tasks(page(browser_of(merged), plan, cua_toi="1")) == ["Rà soát Đề án", "Kiểm tra"]
    nothing = page(browser_of(a_unit("Sở Khác")), plan, cua_toi="1")
    assert tasks(nothing) == []
    told = ("Your unit has no measure in this plan", "No measure matches")
    assert [words in nothing for words in told] == [True, False]


def test_the_counts_lead_to_what_they_count_and_keep_the_other_filters(
    client_of: Browser, filtered: tuple[Plan, Unit]
) -> None:
    text = page(client_of(Role.LEADER), filtered[0], q="Kiểm", thu_tu="thoi-han")
    counted = re.findall(r'class="standing standing-\S+" href="([^"]*)"[^>]*><strong>(\d+)</strong>', text)
    assert [count for _href, count in counted] == ["1", "1", "1", "1", "0"]
    assert counted[0][0] == "?q=Ki%E1%BB%83m&thu_tu=thoi-han&han=qua-han"


def test_a_filter_that_finds_nothing_says_so_and_shows_the_way_back(client_of: Browser) -> None:
    text = page(client_of(Role.LEADER), a_current_plan(), q="xyz")
    assert ("No measure matches" in text, "Show all measures" in text) == (True, True)


def test_only_the_rows_are_sent_when_asked_in_place(client_of: Browser) -> None:
    plan = a_current_plan()
    part = source(client_of(Role.LEADER).get(f"/ke-hoach/{plan.pk}/", headers={"HX-Request": "true"}))
    assert ("<html" in part, part.lstrip().startswith('<div id="rows">')) == (False, True)


def many(plan: Plan, count: int) -> None:
    """Write `count` measures with an agency and a deadline into `plan` at once."""
    cells = {LEAD: ["Sở Nội vụ; Sở Y tế"], DEADLINE: ["Quý I, 6 tháng, Quý III, cả năm"]}
    readings = [
        MeasureText(str(number), {TASK: [f"Việc {number}"], **cells}, Source()) for number in range(count)
    ]
    half = count // 2
    written(plan, [SectionText("Một", "I", readings[:half]), SectionText("Hai", "II", readings[half:])])


def test_the_table_costs_the_same_number_of_queries_with_10_and_with_2000_measures() -> None:
    home = a_unit("Sở Nội vụ")
    client = browser_of(home, Role.COORDINATOR)
    counts = []
    for size in (10, 2000):
        plan = a_plan(home, year=2026)
        many(plan, size)
        ways = ("", "?xem=thoi-gian", "?cua_toi=1&thu_tu=thoi-han", "?page=2&q=viec")
        counts.append({asked: queries_of(client, f"/ke-hoach/{plan.pk}/{asked}") for asked in ways})
    assert counts[0] == counts[1]


def test_a_long_plan_is_shown_by_pages_of_150(client_of: Browser) -> None:
    plan = a_plan()
    many(plan, 320)
    client = client_of(Role.COORDINATOR)
    assert [len(tasks(page(client, plan, page=str(number)))) for number in (1, 2, 3)] == [150, 150, 20]
    assert groups(page(client, plan, page="2")) == ["I Một 160 measures", "II Hai 160 measures"]
