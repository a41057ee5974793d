"""Which plans are seen, in the list and by whom."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from tests.builders import (
    a_measure,
    a_plan,
    a_province,
    a_unit,
    an_actor,
    handed_in,
)
from tests.markup import source
from tests.plans.tabled_plans import Browser, a_current_plan, browser_of, day, groups, page, queries_of

pytestmark = pytest.mark.django_db

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
    assert "Overdue" in text
    assert "Day has passed" not in text


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
