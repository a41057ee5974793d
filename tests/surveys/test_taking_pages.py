"""The page on which results of surveys are taken into the index, and where they are seen afterwards."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.surveys.actions.taking import take_results
from cchc.surveys.models import SurveyTaking
from cchc.surveys.queries.takings import taking_plan
from tests.builders import a_member, an_actor
from tests.builders.surveyed import FOUND, Found, a_survey, a_surveyed_cycle, an_estimate

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    """A cycle whose survey has too few answers about one of its three units."""
    cycle = a_surveyed_cycle()
    an_estimate(a_survey(), {**FOUND, "Sở Y tế": Found("60", "20", "90", 3, 4)})
    return cycle


def signed_in(role: Role, cycle: Cycle, unit: str = "") -> Client:
    home = cycle.participants.get(name=unit).unit if unit else cycle.province
    client = Client()
    client.force_login(a_member(role, unit=home, username=f"{role.value}-{Person.objects.count()}").person)
    return client


def shown(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def agreed_to(client: Client, address: str, data: dict[str, str]) -> None:
    """Send the form of a grave act, agreed to as its page shows it."""
    found = re.search(r'name="agreed"\s+value="(\w+)"', client.get(address).content.decode())
    assert found is not None
    assert client.post(address, {**data, "agreed": found[1]}).status_code == 302


def test_the_page_says_before_and_after_and_what_is_left_and_is_done_as_seen(cycle: Cycle) -> None:
    client = signed_in(Role.COORDINATOR, cycle)
    text = shown(client, "surveys:taking", *address_of(cycle))
    for said in ("Sở Y tế: 2.2", "Điều tra hài lòng năm 2026", "– →", "2,7", "2,4938"):
        assert said in text
    agreed_to(client, reverse("surveys:taking", args=address_of(cycle)), {})
    assert SurveyTaking.objects.get().leaves == 2
    again = client.get(reverse("surveys:taking", args=address_of(cycle)))
    assert (again.status_code, "Sở Y tế: 2.2" in again.content.decode()) == (422, True)
    agreed_to(client, reverse("surveys:taking_undo", args=address_of(cycle)), {"reason": "Sai"})
    assert SurveyTaking.objects.get().undone.reason == "Sai"


def test_rate_interval_answers_and_survey_stand_at_the_leaf_and_behind_its_why(cycle: Cycle) -> None:
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    money = cycle.participants.get(name="Sở Tài chính")
    client = signed_in(Role.COORDINATOR, cycle)
    for page in (
        shown(client, "results:unit", *address_of(cycle), money.unit_id),
        shown(client, "results:why", *address_of(cycle), money.unit_id, "2.2"),
    ):
        assert "83,13 % (khoảng tin cậy 95 %: 76,25–88,5 %), 160 câu trả lời hợp lệ trên 170 phiếu" in page
    assert "Phiếu khảo sát sự hài lòng" in page


def test_a_unit_sees_its_own_figure_and_nobody_elses(cycle: Cycle) -> None:
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    client = signed_in(Role.UNIT_CLERK, cycle, "Sở Nội vụ")
    own, other = (cycle.participants.get(name=name).unit_id for name in ("Sở Nội vụ", "Sở Tài chính"))
    assert "90 % (khoảng tin cậy" in shown(client, "results:unit", *address_of(cycle), own)
    assert client.get(reverse("results:unit", args=[*address_of(cycle), other])).status_code == 404
    assert client.get(reverse("surveys:taking", args=address_of(cycle))).status_code == 404


def test_the_ranking_leads_to_it_only_who_may_and_only_where_surveys_score(cycle: Cycle) -> None:
    address = reverse("surveys:taking", args=address_of(cycle))
    assert address in shown(signed_in(Role.COORDINATOR, cycle), "results:cycle_ranking", *address_of(cycle))
    assert address not in shown(signed_in(Role.LEADER, cycle), "results:cycle_ranking", *address_of(cycle))
    cycle.sets.update(survey_by="file")
    client = signed_in(Role.COORDINATOR, cycle)
    assert address not in shown(client, "results:cycle_ranking", *address_of(cycle))
    assert client.get(address).status_code == 404
