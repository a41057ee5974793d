"""What others do meanwhile, and what must not spread: versions seen, heads, deletions, memories, acceptances."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.cycles.actions import add_holidays
from cchc.cycles.exchange import HolidayRow
from cchc.intake.actions import give_up
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions.agencies import confirm_agency
from cchc.plans.actions.enforcing import make_plan, take_back
from cchc.plans.actions.findings import accept_finding
from cchc.plans.actions.measures import change_measure, check_measure, delete_measure
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.obstacles import Obstacles, obstacles
from cchc.plans.queries.plans import twins
from cchc.units.models import Kind, Wording
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    actor_for,
    an_actor,
    handed_in,
)

pytestmark = pytest.mark.django_db

ROW = "1\tRà soát văn bản\tSở Tư pháp\tQuý II/2026\n"
TEXT = f"KẾ HOẠCH\nCải cách hành chính năm 2026\n\nSTT\tNhiệm vụ\tChủ trì\tThời gian\n{ROW}"


def test_a_row_is_not_checked_by_somebody_who_saw_an_older_text():
    measure = a_measure(a_plan())
    change_measure(by=an_actor(), measure=measure, version=1, texts={"task": "Việc khác"})
    with pytest.raises(Changed) as changed:
        check_measure(by=an_actor(), measure=measure, version=1)
    assert (changed.value.now.task, changed.value.now.checked) == ("Việc khác", False)


def test_a_row_without_a_task_can_be_mended_in_any_order_but_not_found_right():
    plan = a_plan()
    section = a_measure(plan).section
    bare = Measure.objects.create(section=section, place=2, lead="Sở Nội vụ", search="")
    bare = change_measure(by=an_actor(), measure=bare, version=1, texts={"deadline": "Quý II/2026"})
    assert obstacles(plan) == Obstacles(measures=2, rows=1, agencies=1)
    with pytest.raises(ValidationError):
        check_measure(by=an_actor(), measure=bare, version=bare.version)
    bare = change_measure(by=an_actor(), measure=bare, version=bare.version, texts={"task": "Rà soát"})
    assert check_measure(by=an_actor(), measure=bare, version=bare.version).checked


def test_a_head_that_somebody_else_changed_is_not_overwritten():
    plan = a_plan(title="Kế hoạch cũ")
    seen = head_of(plan)
    change_head(by=an_actor(), plan=plan, head=replace(seen, title="Kế hoạch mới"), seen=seen)
    with pytest.raises(Changed) as changed:
        change_head(by=an_actor(), plan=plan, head=replace(seen, number="12/KH-UBND"), seen=seen)
    assert (changed.value.now.title, Plan.objects.get().title) == ("Kế hoạch mới", "Kế hoạch mới")
    assert (changed.value.seen, changed.value.who) == (seen, an_actor().person)


def test_a_measure_deleted_meanwhile_is_said_to_be_so():
    measure = a_measure(a_plan())
    delete_measure(by=an_actor(), measure=Measure.objects.get())
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        change_measure(by=an_actor(), measure=measure, version=1, texts={"task": "Việc khác"})


def test_a_plan_put_in_force_meanwhile_is_not_given_up():
    plan = a_read_plan(TEXT)
    stale = StagedFile.objects.select_related("plan").get()
    make_plan(by=an_actor(Role.COORDINATOR), plan=confirmed(plan))
    with pytest.raises(ValidationError, match="in force"):
        give_up(by=an_actor(Role.COORDINATOR), staged=stale)
    assert Plan.objects.get().state == Plan.State.CURRENT


def confirmed(plan: Plan) -> Plan:
    for agency in plan.agencies.all():
        confirm_agency(by=an_actor(), agency=agency, units=[])
    return plan


def test_what_a_commune_confirms_holds_in_its_own_plan_only():
    province = a_province()
    commune = a_unit("Xã Tân Lập", Kind.COMMUNE, parent=province)
    justice = a_unit("Sở Tư pháp", Kind.DEPARTMENT, parent=province)
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=commune))
    plan = a_plan(commune, by=clerk)
    a_measure(plan, lead="Sở Nội vụ")
    confirm_agency(by=clerk, agency=plan.agencies.get(), units=[justice])
    assert list(plan.agencies.get().units.all()) == [justice]
    assert not Wording.objects.exists()


def test_an_agency_confirmed_stays_so_when_its_wording_comes_back():
    plan = a_plan()
    measure = a_measure(plan, lead="Sở Nội vụ")
    confirm_agency(by=an_actor(), agency=plan.agencies.get(), units=[], remember=False)
    measure = change_measure(by=an_actor(), measure=measure, version=1, texts={"lead": "Sở Nôi vụ"})
    change_measure(by=an_actor(), measure=measure, version=2, texts={"lead": "Sở Nội vụ"})
    assert [(agency.text, agency.confirmed) for agency in plan.agencies.all()] == [("Sở Nội vụ", True)]


def test_agencies_are_looked_up_on_the_day_that_the_head_names():
    province = a_province()
    a_unit("Ban Dân tộc", Kind.DEPARTMENT, parent=province, until=date(2025, 3, 1))
    plan = a_plan(province, year=2024)
    a_measure(plan, lead="Ban Dân tộc")
    assert plan.agencies.get().confidence == "sure"
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), date=date(2025, 6, 1)))
    assert (plan.agencies.get().reason, plan.agencies.get().confidence) == ("ended", "unsure")


def test_accepting_one_finding_accepts_no_other():
    plan = a_plan()
    for task in ("Rà soát văn bản", "Giải ngân vốn"):
        a_measure(plan, task, deadline="Quý II/2026")
    first, second = (one for one in findings_of(plan) if one.finding.code == "lead_missing")
    accept_finding(by=an_actor(), plan=plan, fingerprint=first.fingerprint, reason="Giao sau")
    accepted = [one.acceptance is not None for one in findings_of(plan) if one.finding.code == "lead_missing"]
    assert (accepted, first.fingerprint == second.fingerprint) == ([True, False], False)


def test_a_due_day_moved_past_a_weekend_is_no_fault_of_the_deadline():
    plan = a_plan(year=2028)
    a_measure(plan, lead="Sở Nội vụ", deadline="31/3/2029")
    before = [one.finding.code for one in findings_of(plan)]
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), working_days=True))
    add_holidays(by=an_actor(), rows=[HolidayRow(date(2029, 4, 30), "Ngày Giải phóng miền Nam")])
    assert [due.on for due in Measure.objects.get().dues.all()] == [date(2029, 4, 2)]
    assert [one.finding.code for one in findings_of(plan)] == before


def test_a_year_nobody_can_mean_asks_for_the_year():
    text = TEXT.replace("năm 2026", "năm 2205")
    reading = handed_in(by=an_actor(), name="ke-hoach.txt", data=text.encode(), unit=a_province())
    read_file(reading)
    reading.refresh_from_db()
    assert reading.state == StagedFile.State.REFUSED
    assert "give the year" in reading.faults[0]["text"]


def test_agencies_are_looked_up_in_the_province_of_the_plan_only():
    province, other = a_province(), a_province("Quảng Bình")
    own = a_unit("Sở Nội vụ", Kind.DEPARTMENT, parent=province)
    a_unit("Sở Nội vụ", Kind.DEPARTMENT, parent=other)
    plan = a_plan(province)
    a_measure(plan, lead="Sở Nội vụ", cooperating="Các sở")
    named = {agency.text: (agency.confidence, list(agency.units.all())) for agency in plan.agencies.all()}
    assert named == {"Sở Nội vụ": ("sure", [own]), "Các sở": ("likely", [own])}


def test_a_plan_in_force_becomes_a_draft_again_for_a_reason():
    plan = make_plan(by=an_actor(Role.COORDINATOR), plan=confirmed(a_read_plan(TEXT)))
    with pytest.raises(ValidationError):
        take_back(by=an_actor(Role.COORDINATOR), plan=plan, reason="  ")
    take_back(by=an_actor(Role.COORDINATOR), plan=plan, reason="Ban hành nhầm dự thảo")
    assert Plan.objects.get().state == Plan.State.DRAFT
    with pytest.raises(ValidationError):
        take_back(by=an_actor(Role.COORDINATOR), plan=plan, reason="Lần nữa")


def test_the_same_file_or_the_same_document_twice_is_noticed_by_those_who_may_see_both():
    plan, again, other = a_read_plan(TEXT), a_read_plan(TEXT), a_plan()
    for one, number in ((other, "12/KH-UBND"), (again, "12/KH-UBND")):
        head = replace(head_of(one), number=number, date=date(2026, 1, 5))
        change_head(by=an_actor(), plan=one, head=head)
    again, reader = Plan.objects.get(pk=again.pk), actor_for(a_member(Role.LEADER))
    assert {one.pk for one in twins(again, an_actor())} == {plan.pk, other.pk}
    assert list(twins(again, reader)) == []


def test_a_plan_is_given_to_another_unit_by_those_who_work_for_both():
    province = a_province()
    department = a_unit("Sở Nội vụ", Kind.DEPARTMENT, parent=province)
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=department))
    plan = a_plan(department, by=clerk)
    with pytest.raises(NotPermitted):
        change_head(by=clerk, plan=plan, head=replace(head_of(plan), unit_id=province.pk))
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), unit_id=province.pk))
    assert Plan.objects.get().unit == province
