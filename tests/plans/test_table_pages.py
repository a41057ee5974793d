"""The pages of plans: the list, the table and its course, one measure, plans by hand, findings; and their queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.plans.columns import DEADLINE, LEAD, TASK
from cchc.core.plans.plan import Source
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.actions.findings import accept_finding
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.table import DueStanding
from cchc.reading.plans.texts import MeasureText, SectionText
from cchc.units.actions import NewUnit, merge_units
from cchc.units.models import Kind, Unit
from tests.builders import (
    a_group,
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    an_actor,
    enforcer_of,
    handed_in,
    written,
)
from tests.markup import read, source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
PAPER = """\
KẾ HOẠCH
Cải cách hành chính năm 2026

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian
1\tRà soát văn bản\tBáo cáo\tSở Y tế\tĐài địa phương\tQuý II/2026
"""


def day(ahead: int) -> str:
    """The day so many days ahead of today, as a plan writes it."""
    return f"{timezone.localdate() + timedelta(days=ahead):%d/%m/%Y}"


def browser_of(unit: Unit, role: Role = Role.UNIT_CLERK) -> Client:
    """A browser in which somebody of `unit` is signed in, in English."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(role, unit=unit).person)
    return client


def a_current_plan(*measures: dict[str, str], unit: Unit | None = None, title: str = "Kế hoạch A") -> Plan:
    """A plan in force for the year of today with `measures`, by the texts of their columns."""
    plan = a_plan(unit, year=timezone.localdate().year, title=title)
    for texts in measures or ({"task": "Rà soát"},):
        a_measure(plan, **texts)
    plan.agencies.update(confirmed=True)
    return make_plan(by=enforcer_of(plan.unit), plan=plan)


def page(client: Client, plan: Plan, rest: str = "", **asked: str) -> str:
    response = client.get(f"/ke-hoach/{plan.pk}/{rest}", asked)
    assert response.status_code == 200, response.status_code
    return unescape(source(response))


def tasks(text: str) -> list[str]:
    return re.findall(
        r'<td class="measure">.*?<p class="short"><span class="lines">(.*?)</span></p>', text, re.DOTALL
    )


def groups(text: str) -> list[str]:
    rows = re.findall(r'<tr class="group"><th[^>]*>(.*?)</th>', text, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", row).split()) for row in rows]


# Who sees what


def test_a_draft_is_seen_by_those_who_work_on_it_and_by_nobody_else() -> None:
    home, other = a_unit("Sở Nội vụ"), a_unit("Sở Y tế")
    draft = a_plan(home)
    answers = {
        "own clerk": browser_of(home).get(f"/ke-hoach/{draft.pk}/").status_code,
        "coordinator": browser_of(other, Role.COORDINATOR).get(f"/ke-hoach/{draft.pk}/").status_code,
        "clerk of another unit": browser_of(other).get(f"/ke-hoach/{draft.pk}/").status_code,
        "leader": browser_of(home, Role.LEADER).get(f"/ke-hoach/{draft.pk}/").status_code,
    }
    assert answers == {"own clerk": 200, "coordinator": 200, "clerk of another unit": 404, "leader": 404}


@pytest.mark.parametrize(
    "rest", ["", "nhiem-vu/{measure}/", "tep/", "phat-hien/", "excel/", "excel/nhap/", "sao-chep/", "xoa/"]
)
def test_every_page_of_a_draft_of_others_is_not_there(rest: str) -> None:
    measure = a_measure(a_plan(a_unit("Sở Nội vụ")))
    address = f"/ke-hoach/{measure.section.plan_id}/{rest.format(measure=measure.pk)}"
    assert browser_of(a_unit("Sở Y tế")).get(address).status_code == 404


def test_who_may_not_work_on_a_plan_in_force_reads_it_without_the_ways_to_change_it() -> None:
    plan = a_current_plan(unit=a_unit("Sở Nội vụ"))
    theirs = browser_of(a_unit("Sở Y tế"))
    text = page(theirs, plan)
    assert ("Edit the plan" in text, "Bring the edited Excel back" in text) == (False, False)
    closed = ["excel/nhap/", "xoa/"]
    assert [theirs.get(f"/ke-hoach/{plan.pk}/{rest}").status_code for rest in closed] == [404, 404]
    assert theirs.post(f"/ke-hoach/{plan.pk}/phat-hien/", {"reason": "x"}).status_code == 404
    assert theirs.get(f"/ke-hoach/{plan.pk}/excel/").status_code == 200


# The list


def test_plans_stand_under_their_years_with_what_has_passed_and_what_comes_soon(client_of: Browser) -> None:
    year = timezone.localdate().year
    unit = a_province()
    a_current_plan(
        {"task": "Một", "deadline": day(-40)},
        {"task": "Hai", "deadline": day(-1)},
        {"task": "Ba", "deadline": day(30)},
        {"task": "Bốn", "deadline": day(31)},
        {"task": "Năm", "deadline": "Thường xuyên"},
        unit=unit,
    )
    a_plan(unit, year=year + 1, title="Kế hoạch B")
    text = unescape(source(client_of(Role.COORDINATOR).get("/ke-hoach/")))
    assert groups(text) == [str(year + 1), str(year)]
    assert re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', text) == ["Kế hoạch B", "Kế hoạch A"]
    assert re.findall(r'data-label="[^"]*">(?:<[^>]*>)*(\d+|–)<', text) == ["0", "–", "–", "5", "2", "1"]


def test_the_list_is_filtered_by_the_address_and_wrong_choices_count_as_none(client_of: Browser) -> None:
    home = a_unit("Sở Nội vụ")
    a_current_plan(title="Của tỉnh")
    a_current_plan(unit=home, title="Của sở")
    client = client_of(Role.LEADER)

    def listed(**asked: str) -> set[str]:
        return set(
            re.findall(
                r'<th scope="row"><a [^>]*>(.*?)</a>', unescape(source(client.get("/ke-hoach/", asked)))
            )
        )

    assert listed(don_vi=str(home.pk)) == {"Của sở"}
    assert listed(nam=str(timezone.localdate().year)) == {"Của tỉnh", "Của sở"}
    assert listed(loai="remediation") == set()
    assert listed(nam="không", loai="gì", don_vi="-1") == {"Của tỉnh", "Của sở"}


def test_an_empty_list_says_what_comes_here_and_who_brings_it(client_of: Browser) -> None:
    told = {role: source(client_of(role).get("/ke-hoach/")) for role in (Role.COORDINATOR, Role.LEADER)}
    assert ["No plans yet" in text for text in told.values()] == [True, True]
    assert ["/ke-hoach/doc/" in text for text in told.values()] == [True, False]


def test_files_that_are_not_plans_yet_stand_above_the_list() -> None:
    home = a_unit("Sở Nội vụ")
    reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=b"x", unit=home)
    link = f"/ke-hoach/doc/{reading.pk}/"
    seen = [link in source(browser_of(unit).get("/ke-hoach/")) for unit in (home, a_unit("Sở Y tế"))]
    assert seen == [True, False]


def test_the_list_costs_the_same_number_of_queries_however_long(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    counts = []
    for start in (0, 10):
        for number in range(start, start + 10):
            a_measure(a_plan(title=f"Kế hoạch {number}"), deadline=day(number))
        counts.append(queries_of(client, "/ke-hoach/"))
    assert counts[0] == counts[1]


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)


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
        f"Trước ngày {day(-3)} {day(-3)} day has passed",
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
        DueStanding.PAST: ["Rà soát Đề án"],
        DueStanding.SOON: ["Kiểm tra"],
        DueStanding.LATER: ["Tập huấn"],
        DueStanding.UNDATED: ["Báo cáo"],
    }
    assert shown(phan="x", don_vi="y", vai_tro="z", han="w") == shown()


def test_by_deadline_the_past_ones_stand_first_under_where_they_stand(
    client_of: Browser, filtered: tuple[Plan, Unit]
) -> None:
    text = page(client_of(Role.LEADER), filtered[0], thu_tu="thoi-han")
    assert tasks(text) == ["Rà soát Đề án", "Kiểm tra", "Tập huấn", "Báo cáo"]
    assert groups(text) == [
        "Day has passed 1 measure",
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
    assert [count for _href, count in counted] == ["1", "1", "1", "1"]
    assert counted[0][0] == "?q=Ki%E1%BB%83m&thu_tu=thoi-han&han=da-qua"


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


# The course of the year


def test_the_course_draws_each_measure_and_says_its_days(client_of: Browser) -> None:
    plan = a_plan(year=2026)
    a_measure(plan, "Một", deadline="Tháng 7, 8/2026")
    a_measure(plan, "Hai", deadline="Quý I, 6 tháng, Quý III, cả năm")
    a_measure(plan, "Ba", deadline="Thường xuyên")
    a_measure(plan, "Bốn", deadline="Khi có văn bản hướng dẫn")
    text = page(client_of(Role.COORDINATOR), plan, xem="thoi-gian")
    assert re.findall(r"<title>(?!.*·)(.*?)</title>", text) == [
        "Months from 01/2026 to 03/2027",
        "from 01/07/2026; due 31/08/2026",
        "due 31/03/2026, 30/06/2026, 30/09/2026, 31/12/2026",
        "continuous",
    ]
    assert text.count("no day") == 1


def test_the_course_reaches_as_far_as_the_days_of_the_plan(client_of: Browser) -> None:
    plan = a_plan(year=2026)
    a_measure(plan, deadline="15/5/2027")
    assert "Months from 01/2026 to 05/2027" in page(client_of(Role.COORDINATOR), plan, xem="thoi-gian")


# One measure


def test_one_measure_shows_all_its_texts_its_units_its_days_and_where_it_was_read(client_of: Browser) -> None:
    health = a_unit("Sở Y tế")
    plan = a_read_plan(PAPER)
    measure = Measure.objects.get(section__plan=plan)
    text = page(client_of(Role.COORDINATOR), plan, f"nhiem-vu/{measure.pk}/")
    words = " ".join(re.sub("<[^>]*>", " ", text).split())
    for expected in ("Rà soát văn bản", "Báo cáo", "Quý II/2026", "30/06/2026", "Where it was read"):
        assert expected in words, expected
    assert f'href="/ke-hoach/{plan.pk}/?don_vi={health.pk}">Sở Y tế</a>' in text
    assert "no unit of the list" in words


def test_a_measure_is_found_only_under_its_own_plan(client_of: Browser) -> None:
    measure, other = a_measure(a_plan()), a_plan()
    client = client_of(Role.COORDINATOR)
    assert client.get(f"/ke-hoach/{other.pk}/nhiem-vu/{measure.pk}/").status_code == 404


# Plans by hand


def test_a_plan_by_hand_is_prepared_and_leads_to_its_editor() -> None:
    home = a_unit("Sở Nội vụ")
    client = browser_of(home)
    typed = {"kind": "reform", "title": "Kế hoạch A", "year": "2027", "unit": str(home.pk)}
    response = client.post("/ke-hoach/moi/", typed)
    plan = Plan.objects.get()
    assert (response.status_code, response.url) == (302, f"/ke-hoach/{plan.pk}/soan/")
    assert (plan.title, plan.year, plan.unit, plan.state) == ("Kế hoạch A", 2027, home, "draft")


def test_a_clerk_prepares_plans_of_the_own_unit_alone_and_faults_are_told_with_422() -> None:
    home, other = a_unit("Sở Nội vụ"), a_unit("Sở Y tế")
    response = browser_of(home).post(
        "/ke-hoach/moi/", {"kind": "reform", "title": " ", "year": "1200", "unit": str(other.pk)}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "year", "unit"}
    assert list(response.context["form"].fields["unit"].queryset) == [home]


def test_a_copy_is_proposed_for_the_next_year_and_says_what_happens(client_of: Browser) -> None:
    plan = a_current_plan({"task": "a"}, {"task": "b"}, title="Kế hoạch năm 2025 khắc phục năm 2024")
    client = client_of(Role.COORDINATOR)
    response = client.get(f"/ke-hoach/{plan.pk}/sao-chep/")
    assert "2 measures are copied, with their sections." in source(response)
    form = response.context["form"]
    assert form["title"].value() == "Kế hoạch năm 2026 khắc phục năm 2025"
    typed = {"title": "Kế hoạch B", "year": str(plan.year + 1), "unit": str(plan.unit_id)}
    response = client.post(f"/ke-hoach/{plan.pk}/sao-chep/", typed)
    copy = Plan.objects.get(title="Kế hoạch B")
    assert (response.url, Measure.objects.filter(section__plan=copy).count()) == (
        f"/ke-hoach/{copy.pk}/soan/",
        2,
    )
    assert client.post(f"/ke-hoach/{plan.pk}/sao-chep/", {**typed, "title": ""}).status_code == 422


def test_years_of_a_title_move_on_together(client_of: Browser) -> None:
    plan = a_plan(title="Khắc phục năm 2025, kế hoạch 2026; số 12023")
    form = client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/sao-chep/").context["form"]
    assert form["title"].value() == "Khắc phục năm 2026, kế hoạch 2027; số 12023"


def test_a_draft_is_deleted_after_saying_how_many_measures_go(client_of: Browser) -> None:
    plan = a_plan(title="Bỏ đi")
    a_measure(plan)
    client = client_of(Role.COORDINATOR)
    assert "The draft “Bỏ đi” goes with 1 measure." in page(client, plan, "xoa/")
    assert client.post(f"/ke-hoach/{plan.pk}/xoa/").url == "/ke-hoach/"
    assert Plan.objects.count() == 0


def test_a_draft_read_from_a_file_is_given_up_and_not_deleted(client_of: Browser) -> None:
    read, by_hand, client = a_read_plan(PAPER), a_plan(), client_of(Role.COORDINATOR)
    give_up, delete = f'action="/ke-hoach/doc/{read.reading.pk}/bo/"', "/xoa/"
    assert (give_up in page(client, read), delete in page(client, read)) == (True, False)
    assert ("Give this draft up" in page(client, by_hand), delete in page(client, by_hand)) == (False, True)


def test_a_plan_in_force_has_no_page_to_delete_it_and_stays_when_asked_all_the_same(
    client_of: Browser,
) -> None:
    plan, client = a_current_plan(), client_of(Role.COORDINATOR)
    assert client.get(f"/ke-hoach/{plan.pk}/xoa/").status_code == 404
    response = client.post(f"/ke-hoach/{plan.pk}/xoa/", follow=True)
    assert ("A plan in force is not deleted." in source(response), Plan.objects.count()) == (True, 1)


def test_the_file_of_a_plan_is_handed_over_and_a_plan_by_hand_has_none(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    response = client.get(f"/ke-hoach/{a_read_plan(PAPER).pk}/tep/")
    assert b"".join(response.streaming_content) == PAPER.encode()
    assert client.get(f"/ke-hoach/{a_plan().pk}/tep/").status_code == 404


# Findings


def test_findings_stand_by_how_much_they_matter_and_are_accepted_with_a_reason(client_of: Browser) -> None:
    plan = a_plan()
    a_measure(plan, "Rà soát", deadline="Quý II/2026")
    change_head(by=an_actor(Role.COORDINATOR), plan=plan, head=replace(head_of(plan), number="12/KH-UBND"))
    client, address = client_of(Role.COORDINATOR), f"/ke-hoach/{plan.pk}/phat-hien/"
    found = next(one for one in findings_of(plan) if one.finding.code == "lead_missing")

    response = client.post(address, {"fingerprint": found.fingerprint, "reason": ""})
    assert (response.status_code, "Say why it may stay as it is." in source(response)) == (422, True)
    response = client.post(address, {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"})
    assert (response.status_code, response.url) == (302, address)
    assert "Cả tỉnh cùng làm" in page(client, plan, "phat-hien/")

    again = {"fingerprint": found.fingerprint, "reopen": "1"}
    assert client.post(address, again).status_code == 302
    assert [one.acceptance for one in findings_of(plan)] == [None] * len(findings_of(plan))
    assert client.post(address, again).status_code == 404
    assert client.post(address, {**again, "fingerprint": "\x00"}).status_code == 422


def test_a_reader_sees_findings_and_acceptances_without_the_ways_to_decide() -> None:
    plan = a_current_plan({"task": "a"}, {"task": "b", "lead": "Sở Y tế"}, unit=a_unit("Sở Nội vụ"))
    found = [one for one in findings_of(plan) if one.finding.code == "lead_missing"]
    accept_finding(
        by=enforcer_of(plan.unit), plan=plan, fingerprint=found[0].fingerprint, reason="Cả tỉnh cùng làm"
    )
    text = page(browser_of(a_unit("Sở Y tế"), Role.LEADER), plan, "phat-hien/")
    assert ("Cả tỉnh cùng làm" in text, "<textarea" in text, "Take the acceptance back" in text) == (
        True,
        False,
        False,
    )


def test_what_was_found_in_the_document_leads_to_its_place_beside_the_rows(client_of: Browser) -> None:
    rows = "".join(f"{at}\tRà soát văn bản\tBáo cáo\tSở Y tế\t\tQuý II/2026\n" for at in (2, 4))
    plan = a_read_plan(f"{PAPER}{rows}\nTổng cộng có 9 nhiệm vụ theo Phụ lục XV.\n")
    text = page(client_of(Role.COORDINATOR), plan, "phat-hien/")
    places = re.findall(rf'href="(/ke-hoach/{plan.pk}/soan/#s\d+)">where in the document', text)
    assert places != []
    shown = page(client_of(Role.COORDINATOR), plan, "soan/")
    assert [f'id="{one.partition("#")[2]}"' in shown for one in places] == [True] * len(places)
    Plan.objects.update(state=Plan.State.CURRENT)
    reader = browser_of(a_unit("Sở Y tế"), Role.LEADER)
    assert "where in the document" not in page(reader, plan, "phat-hien/")


def test_a_clean_plan_says_that_nothing_was_found(client_of: Browser) -> None:
    a_unit("Sở Y tế")
    plan = a_current_plan(
        {"task": "Rà soát", "number": "1", "lead": "Sở Y tế", "deadline": "Quý II", "output": "Báo cáo"}
    )
    assert "Nothing was found" in page(client_of(Role.LEADER), plan, "phat-hien/")


def test_many_findings_are_shown_by_pages_of_150(client_of: Browser) -> None:
    plan = a_plan()
    written(
        plan,
        [SectionText("Một", "I", [MeasureText(None, {TASK: [f"Việc {at}"]}, Source()) for at in range(200)])],
    )
    client = client_of(Role.COORDINATOR)
    total = len(findings_of(plan))
    shown = [page(client, plan, "phat-hien/", page=at).count('<tr id="f-') for at in ("1", "2")]
    assert shown == [150, min(total - 150, 150)]
