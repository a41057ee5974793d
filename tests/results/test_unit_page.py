"""The page of one unit: what surrounds its results, what of it may be seen by whom, where else it leads."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.plans.actions.enforcing import make_plan
from cchc.results.queries.surroundings import surroundings
from cchc.units import actions as unit_actions
from cchc.units.models import Kind, Unit
from tests.builders import (
    SCORED,
    a_measure,
    a_member,
    a_plan,
    a_published_set,
    a_scored_cycle,
    a_unit,
    an_actor,
    imported,
)
from tests.markup import source
from tests.results.test_pages import at, unit_id

pytestmark = pytest.mark.django_db

BLOCKS = """
[[node]]
number = "3"
name = "Điểm thưởng, điểm trừ"
maximum = "0"

[[node]]
number = "3.1"
parent = "3"
name = "Sáng kiến"
maximum = "2"
part = "bonus"

[[node]]
number = "3.2"
parent = "3"
name = "Vi phạm"
maximum = "-3"
part = "penalty"
"""


def page_of(client, cycle, name: str = "Sở Nội vụ", **asked: str):
    return client.get(at(cycle, f"don-vi/{unit_id(cycle, name)}/"), asked)


def test_bonus_and_penalty_have_a_bar_of_their_own_and_both_amounts_in_words(client_of):
    cycle = a_scored_cycle(["Sở Nội vụ"], version=a_published_set(SCORED + BLOCKS))
    imported(cycle, "đơn vị;1.1;1.2;2.1;2.2;3.1;3.2\nSở Nội vụ;3;2;2;3;1,5;-2\n")
    answer = page_of(client_of(Role.LEADER), cycle)
    block = answer.context["unit"].branches[-1]
    assert (block.block, block.ledger.bonus, block.ledger.penalty) == (True, Fraction(3, 2), 2)
    assert "bonus +1.5" in source(answer)
    assert "penalty −2" in source(answer)


def test_past_years_of_a_merged_unit_are_marked_as_derived_with_their_method(client_of):
    before = a_scored_cycle(["Sở Nội vụ", "Sở Lao động"], year=2025)
    imported(before, "unit,1.1,1.2,2.1,2.2\nSở Nội vụ,3,2,2,1\nSở Lao động,3,2,1,0\n")
    merging = list(Unit.objects.filter(name__in=["Sở Nội vụ", "Sở Lao động"]))
    into = unit_actions.NewUnit(name="Sở Nội vụ", kind=Kind.DEPARTMENT, parent=before.province)
    unit_actions.merge_units(by=an_actor(), units=merging, into=into, on=date(2026, 3, 1))
    now = a_scored_cycle(["Sở Nội vụ"], year=2026, province=before.province)
    imported(now, "unit,1.1,1.2,2.1,2.2\nSở Nội vụ,3,2,2,2\n")
    page = source(page_of(client_of(Role.LEADER), now))
    assert "<em>derived</em>: mean of the 2 units that became this one" in page
    assert "Sở Lao động, Sở Nội vụ" in page  # its lineage


def test_a_leaf_is_found_by_its_number_or_by_words_without_diacritics(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client = client_of(Role.LEADER)
    found = {
        text: [
            line.node.number
            for one in page_of(client, cycle, q=text).context["branches"]
            for line in one.lines
        ]
        for text in ("bao cao", "2.1", "không có gì")
    }
    assert found == {"bao cao": ["1.2"], "2.1": ["2.1"], "không có gì": []}


def test_the_measures_that_it_leads_stand_on_its_page_those_whose_day_has_passed_first(client_of):
    cycle = a_scored_cycle()
    plan = a_plan(cycle.province)
    a_measure(plan, "Báo cáo quý", lead="Sở Nội vụ", deadline="1/2/2026")
    a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="31/12/2027")
    a_measure(plan, "Giải ngân vốn", lead="Sở Tài chính", deadline="1/2/2026")
    make_plan(by=an_actor(Role.COORDINATOR), plan=plan)
    led = surroundings(
        an_actor(Role.LEADER),
        cycle.participants.get(name="Sở Nội vụ").unit,
        date(2026, 12, 20),
        6,
    ).led
    assert (led.count, led.passed, led.soon) == (2, 1, 0)
    assert [(one.words, one.day, one.passed) for one in led.first] == [
        ("Báo cáo quý", date(2026, 2, 1), True),
        ("Rà soát văn bản", date(2027, 12, 31), False),
    ]


def test_people_are_seen_only_by_those_who_manage_their_accounts(client_of):
    cycle = a_scored_cycle()
    unit = cycle.participants.get(name="Sở Nội vụ").unit
    a_member(Role.UNIT_HEAD, unit=unit, username="truong-so")
    seen = {
        role: len(page_of(client_of(role), cycle).context["around"].people)
        for role in (Role.ADMINISTRATOR, Role.LEADER, Role.COORDINATOR)
    }
    assert seen == {Role.ADMINISTRATOR: 1, Role.LEADER: 0, Role.COORDINATOR: 0}


def test_the_two_pages_of_a_unit_lead_to_each_other_in_the_latest_year(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client, unit = client_of(Role.COORDINATOR), unit_id(cycle)
    assert f'href="/don-vi/{unit}/"' in source(page_of(client, cycle))
    assert f'href="/ket-qua/don-vi/{unit}/"' in source(client.get(f"/don-vi/{unit}/"))
    there = client.get(f"/ket-qua/don-vi/{unit}/")
    assert (there.status_code, there.url) == (302, at(cycle, f"don-vi/{unit}/"))


def test_a_unit_that_takes_no_part_in_any_year_says_so(client_of):
    cycle = a_scored_cycle()
    other = a_unit("Trung tâm lưu trữ", parent=cycle.province)
    answer = client_of(Role.LEADER).get(f"/ket-qua/don-vi/{other.pk}/")
    assert (answer.status_code, "No results of this unit" in source(answer)) == (200, True)


def test_a_year_without_its_own_unit_opens_that_of_the_unit_that_it_became(client_of):
    before = a_scored_cycle(["Sở Nội vụ"], year=2025)
    imported(before, "unit,1.1,1.2,2.1,2.2\nSở Nội vụ,3,2,2,1\n")
    cycle_actions.close_cycle(by=an_actor(), cycle=before)
    old = before.participants.get().unit
    new = unit_actions.rename_unit(by=an_actor(), unit=old, name="Sở Nội vụ và Lao động", on=date(2026, 3, 1))
    assert client_of(Role.LEADER).get(f"/ket-qua/don-vi/{new.pk}/").url == at(before, f"don-vi/{old.pk}/")
    assert client_of(Role.LEADER).get(f"/ket-qua/don-vi/{old.pk}/").url == at(before, f"don-vi/{old.pk}/")
