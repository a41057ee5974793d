"""What a unit has done of what was due feeds its sheet, and the list behind it is a page."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.completion import CompletionCount
from cchc.core.plans.following.states import ProgressState
from cchc.criteria.actions import publish_version
from cchc.cycles.actions.feeding import fed_cells
from cchc.demo.questionnaires import load_questionnaires
from cchc.following.models import PlanLink, ProgressRecord
from cchc.following.queries.completion import completion_lines, completion_list, counts_of
from cchc.plans.models import Measure, Plan
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.units.actions.lineage import rename_unit
from cchc.units.models import Unit
from tests.builders import (
    SELF_SCORED,
    a_draft,
    a_followed_plan,
    a_member,
    a_province,
    a_round,
    a_sheet,
    a_unit,
    an_actor,
    closed_record,
    reported,
)
from tests.installation import ROOT

pytestmark = pytest.mark.django_db

FED = SELF_SCORED.replace("planned: count |", "planned: count, fed by plans.planned |").replace(
    "done: count |", "done: count, fed by plans.done |"
)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def december(turn_clock) -> None:
    turn_clock(datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM))


def a_plan_of_five(province: Unit, lead: str = "Sở Nội vụ") -> Plan:
    """One measure in time, one late, one open, one that goes on and goes on, one that is due in the next year."""
    deadlines = ["30/6/2026", "30/6/2026", "30/6/2026", "Thường xuyên", "10/01/2027"]
    plan = a_followed_plan(
        province,
        [
            {"number": str(at), "task": f"Việc {at}", "lead": lead, "deadline": one}
            for at, one in enumerate(deadlines, start=1)
        ],
    )
    for number, day in (("1", date(2026, 6, 30)), ("2", date(2026, 7, 1))):
        for record in ProgressRecord.objects.filter(measure__section__plan=plan, measure__number=number):
            reported(record, on=day)
            closed_record(record)
    return plan


def test_what_was_planned_and_done_is_proposed_to_the_sheet_with_the_day_of_the_cut_off(december: None):
    sheet = a_sheet(a_round(text=FED))
    unit = sheet.participant.unit
    a_plan_of_five(sheet.participant.cycle.province, unit.name)
    leaf = sheet_view(whole_sheets().get(pk=sheet.pk)).leaf("1.1")
    assert leaf is not None
    assert {name: one.value for name, one in leaf.proposed.items()} == {"planned": "3", "done": "2"}
    assert {one.day for one in leaf.proposed.values()} == {date(2026, 12, 20)}
    member = a_member(Role.UNIT_CLERK, unit=unit)
    client = Client()
    client.force_login(member.person)
    page = client.get(reverse("self_scoring:sheet", args=[2026, unit.pk])).content.decode()
    assert f"/theo-doi/hoan-thanh/{unit.pk}/?den=2026-12-20" in page


def test_nothing_is_proposed_to_a_unit_of_which_nothing_was_due(december: None):
    sheet = a_sheet(a_round(text=FED))
    assert fed_cells(sheet.participant.cycle) == {}


def test_the_queries_do_not_grow_with_the_units(december: None, django_assert_max_num_queries):
    cycle = a_round(text=FED)
    a_plan_of_five(cycle.province, "Các sở")
    with django_assert_max_num_queries(8):
        assert len(fed_cells(cycle)) == 2 * cycle.participants.count()


def test_the_model_sets_name_the_figures_of_plans():
    load_questionnaires(by=an_actor(Role.COORDINATOR))
    for name in ("mau-so-2026", "mau-xa-2026"):
        text = (ROOT / "content" / "criteria" / f"{name}.toml").read_text(encoding="utf-8")
        version = publish_version(by=an_actor(), version=a_draft(text))
        assert version.state == "published"
        assert all(f"fed by plans.{figure} |" in text for figure in ("planned", "done", "late"))


@pytest.fixture
def plan(december: None) -> Plan:
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    return a_plan_of_five(province)


def test_the_list_says_of_each_measure_how_it_is_counted(plan: Plan):
    unit = Unit.objects.get(name="Sở Nội vụ")
    clerk = Client()
    clerk.cookies["django_language"] = "en"
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    page = clerk.get(reverse("following:completion", args=[unit.pk])).content.decode()
    for words in (
        "done on time",
        "done, late",
        "planned, not done",
        "not counted: goes on continuously",
        "not counted: not due up to the day",
    ):
        assert page.count(words) == 1
    assert '<input type="text" name="den"' in page
    earlier = clerk.get(reverse("following:completion", args=[unit.pk]), {"den": "30/6/2026"})
    assert earlier.context["count"] == CompletionCount(3, 1, 0)


def test_only_the_unit_and_the_province_see_the_list(plan: Plan):
    unit, other = Unit.objects.get(name="Sở Nội vụ"), a_unit("Sở Y tế", parent=plan.unit)
    address = reverse("following:completion", args=[unit.pk])
    for role, of, answer in (
        (Role.COORDINATOR, plan.unit, 200),
        (Role.UNIT_HEAD, unit, 200),
        (Role.UNIT_HEAD, other, 404),
    ):
        client = Client()
        client.force_login(a_member(role, unit=of).person)
        assert client.get(address).status_code == answer


def test_what_a_unit_closed_under_its_former_name_counts_for_it(plan: Plan):
    old = Unit.objects.get(name="Sở Nội vụ")
    new = rename_unit(by=an_actor(), unit=old, name="Sở Nội vụ và Lao động", on=date(2026, 12, 15))
    assert counts_of([new.pk], FIRST, LAST) == {new.pk: CompletionCount(3, 2, 1)}


def test_a_measure_of_the_units_own_plan_that_carries_out_another_is_counted_once(plan: Plan):
    unit = Unit.objects.get(name="Sở Nội vụ")
    below = a_followed_plan(unit, [{"task": "Việc 3", "lead": "Sở Nội vụ", "deadline": "30/6/2026"}])
    assert counts_of([unit.pk], FIRST, LAST)[unit.pk].planned == 4
    above = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="3")
    by = {"person_id": 0, "person": "Chuyên viên", "unit": "Sở Nội vụ"}
    PlanLink.objects.create(measure=Measure.objects.get(section__plan=below), record=above, **by)
    assert counts_of([unit.pk], FIRST, LAST)[unit.pk].planned == 3


def test_the_list_has_what_was_withdrawn_and_says_so(plan: Plan):
    Measure.objects.filter(section__plan=plan, number="3").update(withdrawn=True)
    unit = Unit.objects.get(name="Sở Nội vụ")
    found = completion_list(unit, FIRST, LAST)
    assert [one.counted for one in completion_lines(found.counted)] == found.counted
    assert found.count == CompletionCount(2, 2, 1)
    assert [str(one.why) for one in found.counted if one.why] == ["withdrawn", "continuous", "not_due"]


def test_what_is_reported_and_not_closed_is_not_done(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="3")
    reported(record, ProgressState.DONE, on=date(2026, 6, 1))
    unit = Unit.objects.get(name="Sở Nội vụ")
    assert counts_of([unit.pk], FIRST, LAST)[unit.pk] == CompletionCount(3, 2, 1)
