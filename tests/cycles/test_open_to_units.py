"""The setting "open to units" of a cycle: off at first, changed by whoever manages cycles, with its record."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.audit.models import Entry
from cchc.cycles.actions import close_cycle, create_cycle, open_results, reopen_cycle
from cchc.cycles.models import Cycle
from cchc.cycles.policies import SIGHT_OF_ALL, Sight, is_provisional, sight_of
from cchc.units.actions import NewUnit, merge_units
from cchc.units.models import Kind
from tests import builders
from tests.markup import source

pytestmark = pytest.mark.django_db
SHUT, OPEN = "cycles.shut_to_units", "cycles.opened_to_units"


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__in=(SHUT, OPEN)).order_by("pk").values_list("verb", flat=True))


def test_a_new_cycle_is_not_open_to_units_not_even_copied_from_one_that_is() -> None:
    cycle = open_results(by=builders.an_actor(), cycle=builders.a_running_cycle(), to_units=True)
    copied = create_cycle(
        by=builders.an_actor(),
        province=cycle.province,
        year=2027,
        name="Kỳ đánh giá năm 2027",
        copy_from=cycle,
    )
    assert (builders.a_cycle(year=2030).open_to_units, copied.open_to_units) == (False, False)


def test_opening_and_shutting_each_leave_one_record_and_a_repetition_none() -> None:
    cycle = builders.a_running_cycle()
    for wanted in (True, True, False, False):
        cycle = open_results(by=builders.an_actor(), cycle=cycle, to_units=wanted)
        assert cycle.open_to_units == wanted
    assert verbs() == [OPEN, SHUT]


@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_HEAD, Role.UNIT_CLERK])
def test_nobody_else_opens_results(role: Role) -> None:
    cycle = builders.a_running_cycle()
    with pytest.raises(NotPermitted):
        open_results(by=builders.an_actor(role), cycle=cycle, to_units=True)
    assert verbs() == []


def test_a_closed_cycle_is_open_whatever_the_setting_and_cannot_be_set_any_more() -> None:
    cycle = close_cycle(by=builders.an_actor(), cycle=builders.a_running_cycle())
    assert Sight(everywhere=False).is_whole(cycle)
    with pytest.raises(ValidationError):
        open_results(by=builders.an_actor(), cycle=cycle, to_units=True)


@pytest.mark.parametrize("to_units", [True, False])
def test_a_cycle_that_is_opened_again_has_the_setting_that_it_had(to_units: bool) -> None:
    cycle = open_results(by=builders.an_actor(), cycle=builders.a_running_cycle(), to_units=to_units)
    cycle = close_cycle(by=builders.an_actor(), cycle=cycle)
    cycle = reopen_cycle(by=builders.an_actor(Role.COORDINATOR), cycle=cycle, reason="Theo kết luận kiểm tra")
    assert (is_provisional(cycle), Sight(everywhere=False).is_whole(cycle)) == (True, to_units)


def test_the_page_says_what_units_will_see_and_which_are_not_scored_and_then_does_it(client_of) -> None:
    cycle = builders.a_scored_cycle()
    builders.imported(cycle)
    client, address = client_of(Role.COORDINATOR), reverse("cycles:open_results", args=[cycle.pk])
    page = client.get(address)
    said = ("3 units see the ranking", "1 unit is not fully scored", "Sở Y tế", "can shut it again")
    assert [one in source(page) for one in said] == [True] * 4
    assert not Cycle.objects.get(pk=cycle.pk).open_to_units
    assert client.post(address, {"agreed": page.context["grave"].seal}).status_code == 302
    assert Cycle.objects.get(pk=cycle.pk).open_to_units
    assert "open to units" in source(client.get(reverse("cycles:detail", args=[cycle.pk])))
    assert "no rank, no mean, no other unit" in source(client.get(address))


@pytest.mark.parametrize("role", [Role.LEADER, Role.UNIT_HEAD])
def test_readers_are_told_and_not_asked(role: Role, client_of) -> None:
    cycle = builders.a_running_cycle()
    page = source(client_of(role).get(reverse("cycles:detail", args=[cycle.pk])))
    assert ("not open to units" in page, "Open to units</" in page) == (True, False)
    assert client_of(role).get(reverse("cycles:open_results", args=[cycle.pk])).status_code == 404


def test_a_unit_sees_itself_what_it_was_before_and_in_its_tree_what_stands_below_it() -> None:
    province = builders.a_province()
    before = [builders.a_unit(name, parent=province) for name in ("Sở Giao thông", "Sở Xây dựng")]
    merged = NewUnit("Sở Xây dựng mới", Kind.DEPARTMENT)
    own = merge_units(by=builders.an_actor(), units=before, into=merged, on=date(2025, 3, 1))
    below = builders.a_unit("Trung tâm Quy hoạch", parent=own, since=date(2026, 1, 1))
    other = builders.a_unit("Sở Y tế", parent=province)
    clerk = sight_of(builders.actor_for(builders.a_member(Role.UNIT_CLERK, unit=own)))
    leader = sight_of(builders.actor_for(builders.a_member(Role.LEADER, unit=own, scope=Scope.OWN_TREE)))
    assert clerk == Sight(False, own.pk, frozenset({own.pk, *(one.pk for one in before)}))
    assert leader.units == clerk.units | {below.pk}
    cycle = builders.a_cycle(province)
    assert [one.has(cycle, other.pk) for one in (clerk, leader, SIGHT_OF_ALL)] == [False, False, True]
