"""The rooms tell those whom an act concerns: what waits for them now, and what became of what they asked for."""

from __future__ import annotations

import pytest

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.notices.models import PersonalNotice
from cchc.notices.queries.own import text_of
from cchc.plans.actions.enforcing import give_back, make_plan, submit_plan
from cchc.plans.models import Plan
from cchc.scores.actions.decisions import approve, refuse
from cchc.units.models import Unit
from tests import builders
from tests.scores.asking import ask

pytestmark = pytest.mark.django_db


def heard(member: Membership) -> list[str]:
    """What somebody was told, the latest first."""
    return [text_of(one) for one in PersonalNotice.objects.filter(person=member.person)]


def test_a_plan_that_is_submitted_given_back_and_put_in_force_is_told_to_the_head_and_to_those_who_work_on_it():
    office = builders.a_unit("Sở Nội vụ", parent=builders.a_province())
    head, clerk = (builders.a_member(role, unit=office) for role in (Role.UNIT_HEAD, Role.UNIT_CLERK))
    stranger = builders.a_member(Role.COORDINATOR)
    plan: Plan = builders.a_plan(office, title="Kế hoạch của Sở")
    builders.a_measure(plan, "Rà soát văn bản", lead="Sở Nội vụ", deadline="Quý IV/2026")
    of_head, of_clerk = builders.actor_for(head), builders.actor_for(clerk)
    submit_plan(by=of_clerk, plan=plan)
    give_back(by=of_head, plan=plan, reason="thiếu mốc thời gian")
    submit_plan(by=of_clerk, plan=plan)
    make_plan(by=of_head, plan=plan)
    waits = "The plan “Kế hoạch của Sở” waits to be put in force or given back"
    assert heard(head) == [waits, waits]
    assert heard(clerk) == [
        "The plan “Kế hoạch của Sở” is in force",
        "The plan “Kế hoạch của Sở” was given back: thiếu mốc thời gian",
    ]
    assert heard(stranger) == []


def test_a_change_that_needs_a_second_person_is_told_to_those_who_may_decide_and_its_answer_to_whoever_asked():
    cycle = builders.a_scored_cycle()
    builders.imported(cycle)
    office = Unit.objects.get(name="Sở Nội vụ")
    asking, colleague = (builders.a_member(Role.COORDINATOR, unit=office) for _one in range(2))
    other = builders.a_member(Role.ADMINISTRATOR, unit=cycle.province)
    refuse(
        by=builders.actor_for(other),
        correction=ask(builders.actor_for(asking), cycle),
        reason="chưa đủ căn cứ",
    )
    approve(by=builders.actor_for(other), correction=ask(builders.actor_for(asking), cycle))
    waits = "A change of scores of Sở Nội vụ waits for your decision"
    assert heard(other) == [waits, waits]
    assert heard(colleague) == []
    assert heard(asking) == [
        "The change of 1.2 of Sở Nội vụ for which you asked was approved",
        "The change of 1.2 of Sở Nội vụ for which you asked was refused: chưa đủ căn cứ",
    ]
