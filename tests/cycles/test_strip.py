"""The year strip as different people see it: where its phases lead, and until when they are mine."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions
from cchc.cycles.models import Cycle, PhaseKind
from cchc.cycles.queries.strip import year_strip
from tests.builders import a_member, a_running_cycle, actor_for, an_actor

pytestmark = pytest.mark.django_db


def a_round() -> tuple[Cycle, Actor, Actor]:
    """A running cycle whose units score themselves, a clerk whose unit has more time, and one whose unit has not."""
    cycle = a_running_cycle(2)
    one = cycle.sets.select_related("version").get()
    set_ = {"version": one.version, "kinds": one.kinds, "peer_group": one.peer_group}
    actions.attach_set(by=an_actor(), cycle=cycle, scored_by="round", **set_)
    first, second = cycle.participants.order_by("place")
    actions.extend_phase(
        by=an_actor(Role.COORDINATOR),
        participants=[first],
        kind=PhaseKind.SELF_SCORING,
        until=date(2027, 1, 20),
        reason="Bão số 4",
        now=datetime(2027, 1, 10, 9, tzinfo=VIETNAM),
    )
    clerks = [actor_for(a_member(Role.UNIT_CLERK, unit=one.unit)) for one in (first, second)]
    return cycle, clerks[0], clerks[1]


def said(cycle: Cycle, actor: Actor, day: date) -> tuple[str, str]:
    """The class and the days of the phase on the strip."""
    found = re.search(r'<li class="([^"]+)".*?"ys-days">([^<]+)<', str(year_strip(cycle, day, actor)))
    assert found is not None
    return found[1], found[2]


def test_the_strip_says_until_when_the_phase_is_mine_with_the_time_that_my_unit_was_given() -> None:
    cycle, longer, plain = a_round()
    leader = an_actor(Role.LEADER)
    within, behind, after = date(2027, 1, 5), date(2027, 1, 15), date(2027, 1, 21)
    assert {
        day: [said(cycle, one, day) for one in (longer, plain, leader)] for day in (within, behind, after)
    } == {
        within: [
            ("ys-now ys-mine", "mine until 20/01"),
            ("ys-now ys-mine", "mine until 10/01"),
            ("ys-now", "01/12–10/01"),
        ],
        behind: [
            ("ys-now ys-mine", "mine until 20/01"),
            ("ys-past", "01/12–10/01"),
            ("ys-past", "01/12–10/01"),
        ],
        after: [("ys-past", "01/12–10/01")] * 3,
    }


def test_self_scoring_leads_a_unit_to_its_sheet_and_all_others_to_the_page_of_the_phase() -> None:
    cycle, clerk, _other = a_round()
    leads = [
        re.search('href="([^"]+)"', str(year_strip(cycle, date(2027, 1, 5), one)))[1]
        for one in (clerk, an_actor(Role.COORDINATOR), an_actor(Role.AUDITOR))
    ]
    page = f"/ky-danh-gia/{cycle.pk}/giai-doan/tu-cham/"
    assert leads == ["/tu-cham/2026/", page, page]


def test_the_survey_phase_leads_to_the_surveys_of_the_year_who_may_read_them_but_not_in_a_practice() -> None:
    cycle = a_running_cycle(2)
    asking = actions.PhaseDates(
        PhaseKind.SURVEY, "Điều tra xã hội học", date(2026, 11, 1), date(2026, 11, 30)
    )
    kept = [
        actions.PhaseDates(one.kind, one.name, one.starts, one.ends) for one in cycle.phases.order_by("place")
    ]
    actions.change_phases(by=an_actor(), cycle=cycle, phases=[asking, *kept])
    led = {}
    for role in (Role.COORDINATOR, Role.LEADER, Role.UNIT_CLERK):
        strip = str(year_strip(cycle, date(2027, 1, 5), an_actor(role)))
        led[role] = "/dieu-tra/?nam=2026" in strip
    assert led == {Role.COORDINATOR: True, Role.LEADER: True, Role.UNIT_CLERK: False}
    cycle.practice = True
    assert "/dieu-tra/?nam" not in str(year_strip(cycle, date(2027, 1, 5), an_actor(Role.COORDINATOR)))
