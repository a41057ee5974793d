"""Rank bands on the ranking page: from what is uncertain, chosen in the address, for who sees the whole group."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.scoring.criteria.tree import Part
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sight_of
from cchc.cycles.queries import Group, address_of
from cchc.results.queries import bands
from cchc.results.queries.accounts import current_run
from cchc.results.queries.bands import bands_of, survey_errors
from cchc.results.queries.groups import groups_of
from cchc.surveys.actions.taking import take_results
from cchc.surveys.queries.takings import taking_plan
from tests.builders import a_member, an_actor, imported
from tests.builders.releases import COMPLETE
from tests.builders.surveyed import Found, a_survey, a_surveyed_cycle, an_estimate

pytestmark = pytest.mark.django_db

WITHOUT = "\n".join(line.rpartition(";")[0] for line in COMPLETE.splitlines()) + "\n"
CLOSE = {
    "Sở Nội vụ": Found("90", "84.5", "93.7", 180, 200),
    "Sở Tài chính": Found("83.125", "76.25", "88.5", 160, 170),
    "Sở Y tế": Found("60", "50.5", "68.75", 100, 120),
}


@pytest.fixture
def cycle() -> Cycle:
    """A cycle of three ranked units whose survey leaf (3 of 10 points) comes from a survey with an error of 1,5 %."""
    cycle = a_surveyed_cycle()
    imported(cycle, WITHOUT)
    an_estimate(a_survey(), CLOSE)
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    return cycle


def the_group(cycle: Cycle) -> Group:
    (group,) = groups_of(sight_of(an_actor()), cycle)
    return group


def places(cycle: Cycle, asked: str) -> dict[str, tuple[int, int]]:
    run = current_run(cycle)
    assert run is not None
    names = dict(cycle.participants.values_list("pk", "name"))
    return {
        names[pk]: (one.highest, one.lowest)
        for pk, one in bands_of(cycle, the_group(cycle), run, asked).items()
    }


def shown(client: Client, cycle: Cycle, asked: str) -> str:
    answer = client.get(reverse("results:cycle_ranking", args=address_of(cycle)), {"khoang": asked})
    assert answer.status_code == 200
    return answer.content.decode()


def signed_in(role: Role, cycle: Cycle, unit: str = "") -> Client:
    home = cycle.participants.get(name=unit).unit if unit else cycle.province
    client = Client()
    client.force_login(a_member(role, unit=home, username=f"{role.value}-xem").person)
    return client


def test_a_leaf_errs_by_what_its_rule_makes_of_the_error_of_the_rate(cycle: Cycle) -> None:
    participants = list(cycle.participants.values_list("pk", flat=True))
    criteria = criteria_of(cycle.sets.get().version)
    errors = survey_errors(cycle, criteria, participants, {})
    assert {round(one, 12) for one in errors.values()} == {0.045}  # 1,5 % of 3 points
    assert criteria.leaves["2.2"].part is Part.SURVEY


def test_bands_hold_the_rank_and_far_units_keep_their_place(cycle: Cycle) -> None:
    found = places(cycle, "dieu-tra")
    assert found == places(cycle, "ca-hai")
    assert found == {"Sở Nội vụ": (1, 1), "Sở Tài chính": (2, 2), "Sở Y tế": (3, 3)}


def test_a_wide_error_lets_units_change_places(cycle: Cycle) -> None:
    for figure in ("Sở Nội vụ", "Sở Tài chính"):
        assert places(cycle, "dieu-tra")[figure]
    bands.forget_bands()
    wide = places_with_error(cycle, "40")
    assert wide["Sở Tài chính"][0] == 1
    assert wide["Sở Nội vụ"][1] >= 2


def places_with_error(cycle: Cycle, error: str) -> dict[str, tuple[int, int]]:
    """The bands after a newer estimate with another standard error was taken."""
    survey = cycle.survey_takings.get().figures.first().estimate.survey
    an_estimate(survey, CLOSE, error=error)
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    return places(cycle, "dieu-tra")


def test_without_an_error_or_for_another_word_there_are_none(cycle: Cycle) -> None:
    assert (places(cycle, "la"), places(cycle, "")) == ({}, {})


def test_the_page_shows_them_where_they_are_asked_for_and_says_what_they_mean(cycle: Cycle) -> None:
    client = signed_in(Role.COORDINATOR, cycle)
    assert 'class="band"' not in shown(client, cycle, "")
    text = shown(client, cycle, "dieu-tra")
    assert text.count('class="band"') == 3
    assert "95 trong 100" in text


def test_a_unit_sees_no_band_before_the_release(cycle: Cycle) -> None:
    text = shown(signed_in(Role.UNIT_CLERK, cycle, "Sở Y tế"), cycle, "dieu-tra")
    assert 'class="band"' not in text


def on_the_line(client: Client, cycle: Cycle, asked: str, unit: str = "Sở Y tế") -> int:
    """How many units of the rank line of a unit's page are told with their band."""
    address = reverse("results:unit", args=[*address_of(cycle), cycle.participants.get(name=unit).unit_id])
    return client.get(address, {"khoang": asked}).content.decode().count('class="rl-band"')


def test_the_rank_line_of_a_unit_has_them_where_they_are_asked_for_and_seen(cycle: Cycle) -> None:
    client = signed_in(Role.COORDINATOR, cycle)
    assert [on_the_line(client, cycle, asked) for asked in ("", "dieu-tra", "la")] == [0, 3, 0]
    assert on_the_line(signed_in(Role.UNIT_CLERK, cycle, "Sở Y tế"), cycle, "dieu-tra") == 0
