"""What waits for a person is asked of every room, and each thing leads to where this person may do it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

import cchc
from cchc.access.permissions import GRANTS, Capacity, Role, Scope
from cchc.accounts.models import Membership, Person
from cchc.cycles.models import Cycle
from cchc.desk.queries.waiting import ROOMS, waiting_for
from cchc.plans.actions.enforcing import make_plan, submit_plan
from cchc.units.models import Unit
from tests import builders

DAY = date(2026, 12, 20)
HOUSE = Path(cchc.__file__).parent


def test_the_desk_asks_every_room_in_which_something_can_wait() -> None:
    rooms = {f"cchc.{path.parent.name}.waiting" for path in HOUSE.glob("*/waiting.py")} - {
        "cchc.access.waiting"
    }
    assert sorted(one.__module__ for one in ROOMS) == sorted(rooms)
    assert {one.__name__ for one in ROOMS} == {"waiting_for"}


@pytest.fixture
def busy() -> Cycle:
    """A cycle with scores that are missing, a points file and a criteria set that wait, and plans in every state."""
    cycle = builders.a_scored_cycle()
    builders.imported(cycle, builders.POINTS.replace("80%;2,4", "80%;"))
    builders.staged(cycle)
    builders.a_draft(builders.RULES)
    office = Unit.objects.get(name="Sở Nội vụ")
    builders.a_plan(cycle.province)
    waiting = builders.a_plan(office)
    builders.a_measure(waiting, "Rà soát văn bản", lead="Sở Nội vụ")
    submit_plan(by=builders.actor_for(builders.a_member(Role.UNIT_CLERK, unit=office)), plan=waiting)
    in_force = builders.a_plan(cycle.province)
    builders.a_measure(in_force, "Giải ngân vốn", lead="Sở Nội vụ", deadline="Quý IV/2026")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=in_force)
    return cycle


def member_in(capacity: Capacity, cycle: Cycle) -> Membership:
    """Somebody of the department, or of the province where the scope is the province."""
    unit = cycle.province if capacity.scope is Scope.PROVINCE else Unit.objects.get(name="Sở Nội vụ")
    return builders.a_member(capacity.role, unit=unit, scope=capacity.scope)


def kinds_of_duties(capacity: Capacity, cycle: Cycle) -> list[str]:
    """The pages to which the duties of somebody in `capacity` lead, by their names."""
    duties = waiting_for(builders.actor_for(member_in(capacity, cycle)), DAY)
    return sorted(resolve(urlsplit(duty.href).path).view_name for duty in duties)


@pytest.mark.django_db
@pytest.mark.parametrize("capacity", list(GRANTS), ids=lambda one: f"{one.role}-{one.scope}")
def test_what_waits_leads_to_a_page_that_its_reader_may_open(capacity: Capacity, busy: Cycle) -> None:
    membership = member_in(capacity, busy)
    client = Client()
    client.force_login(membership.person)
    duties = waiting_for(builders.actor_for(membership), DAY)
    assert {duty.href: client.get(duty.href).status_code for duty in duties} == {
        duty.href: 200 for duty in duties
    }


@pytest.mark.django_db
def test_each_capacity_is_told_what_it_can_do_or_look_into(busy: Cycle) -> None:
    kinds = {one: kinds_of_duties(one, busy) for one in GRANTS}
    of_the_year = ["criteria:version", "plans:review", "scores:import", "scores:imports"]
    assert kinds == {one: [] for one in GRANTS} | {
        Capacity(Role.ADMINISTRATOR, Scope.PROVINCE): [one for one in of_the_year if one != "plans:review"],
        Capacity(Role.COORDINATOR, Scope.PROVINCE): of_the_year,
        Capacity(Role.UNIT_HEAD, Scope.OWN_UNIT): ["following:mine", "plans:detail", "results:unit"],
        Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT): ["following:mine", "results:unit"],
        Capacity(Role.LEADER, Scope.OWN_TREE): ["following:mine", "results:unit"],
    }


@pytest.mark.django_db
def test_what_waits_is_said_to_letters_without_the_name_of_anybody(busy: Cycle) -> None:
    named = [
        duty
        for one in GRANTS
        for duty in waiting_for(builders.actor_for(member_in(one, busy)), DAY)
        if any(name in duty.text for name in Person.objects.values_list("name", flat=True))
    ]
    assert named
    assert [duty for duty in named if not duty.letter or "Chuyên viên" in duty.letter] == []


@pytest.mark.django_db
def test_the_nearest_deadline_comes_first_and_what_has_none_last(busy: Cycle) -> None:
    head = member_in(Capacity(Role.UNIT_HEAD, Scope.OWN_UNIT), busy)
    duties = waiting_for(builders.actor_for(head), DAY)
    days = [duty.until or date.max for duty in duties]
    assert days == sorted(days)
    assert len(set(days)) > 1


@pytest.mark.django_db
def test_the_draft_of_a_unit_waits_for_its_own_people_alone(busy: Cycle) -> None:
    office = Unit.objects.get(name="Sở Nội vụ")
    draft = builders.a_plan(office, title="Kế hoạch riêng của sở")
    waits = {
        capacity: any(draft.title in duty.text for duty in waiting_for(builders.actor_for(member), DAY))
        for capacity in GRANTS
        for member in [member_in(capacity, busy)]
    }
    assert {capacity.role for capacity, does in waits.items() if does} == {Role.UNIT_HEAD, Role.UNIT_CLERK}
