"""A plan in force is followed: its records are made, units report, the owner of the plan closes or returns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.frozen import thaw
from cchc.audit.models import Entry
from cchc.audit.queries import sentence
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.closing import close_record
from cchc.following.actions.reporting import ReportedWork, report_progress
from cchc.following.actions.settling import settle_plan
from cchc.following.models import Baseline, ProgressRecord
from cchc.following.queries.integrity import baselines_in_disagreement, records_in_disagreement
from cchc.following.queries.records import visible_to
from cchc.notices.models import PersonalNotice
from cchc.plans.actions.enforcing import make_plan, take_back
from cchc.plans.models import Plan
from tests.builders import (
    a_document,
    a_followed_plan,
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_unit,
    an_actor,
    clerk_of,
    closed_record,
    enforcer_of,
    reported,
    returned_record,
    the_record,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 30)


@pytest.fixture
def plan() -> Plan:
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    a_unit("Sở Y tế", parent=province)
    return a_followed_plan(
        province,
        [
            {"number": "1", "task": "Kiểm tra", "lead": "Sở Nội vụ", "deadline": "30/6/2026"},
            {"number": "2", "task": "Báo cáo", "lead": "Các sở", "deadline": "Hằng quý"},
            {"number": "3", "task": "Vận động", "lead": "Hội Cựu chiến binh", "deadline": "Thường xuyên"},
        ],
    )


def periods(plan: Plan, number: str) -> list[tuple[str, str, bool]]:
    records = ProgressRecord.objects.filter(measure__section__plan=plan, measure__number=number)
    return sorted((one.unit.name, one.period, one.kept_by_owner) for one in records.select_related("unit"))


def test_a_plan_in_force_has_a_record_for_each_lead_unit_and_period(plan: Plan):
    assert periods(plan, "1") == [("Sở Nội vụ", "lần 1", False)]
    quarters = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert periods(plan, "2") == [(unit, one, False) for unit in ("Sở Nội vụ", "Sở Y tế") for one in quarters]


def test_the_owner_of_the_plan_keeps_what_no_unit_was_found_for(plan: Plan):
    reports = ["2026", "2026-H1", "2026-Q1", "2026-Q3"]
    assert periods(plan, "3") == [("Phú Thọ", one, True) for one in reports]


def test_settling_once_more_changes_nothing(plan: Plan):
    assert not settle_plan(plan=plan, today=TODAY).any


def test_the_plan_is_kept_as_it_was_put_in_force(plan: Plan):
    kept = Baseline.objects.get(plan=plan)
    assert '"task":"Kiểm tra"' in kept.content
    assert len(kept.sha256) == 64


def test_a_unit_reports_and_the_owner_closes_without_touching_the_day(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    reported(record, ProgressState.UNDER_WAY, percent=40, on=date(2026, 5, 1))
    reported(record, on=date(2026, 6, 30))
    closed_record(record, on=date(2026, 9, 1))
    record.refresh_from_db()
    assert (record.state, record.percent, record.done_on) == ("done", 100, date(2026, 6, 30))
    assert [one.number for one in record.reports.all()] == [2, 1]
    with pytest.raises(ValidationError):
        reported(record, on=date(2026, 9, 2))


def test_what_was_done_counts_from_the_day_of_its_latest_product(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    documents = [a_document(record.unit, f"{day}/BC", on=date(2026, 6, day)) for day in (25, 28)]
    reported(record, on=date(2026, 7, 3), products=documents)
    record.refresh_from_db()
    assert record.done_on == date(2026, 6, 28)
    assert record.products.count() == 2


def test_what_has_an_output_is_not_done_without_its_product():
    province = a_province()
    unit = a_unit("Sở Nội vụ", parent=province)
    record = the_record(
        a_followed_plan(
            province,
            [{"task": "Kiểm tra", "output": "Báo cáo", "lead": "Sở Nội vụ", "deadline": "30/6/2026"}],
        )
    )
    assert reported(record).state == "without_product"
    assert reported(record, products=[a_document(unit)]).state == "done"


def test_a_record_that_is_returned_is_under_way_again_and_its_unit_is_told(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    member = a_member(Role.UNIT_CLERK, unit=record.unit)
    reported(record, ProgressState.UNDER_WAY, percent=70, on=date(2026, 6, 1))
    reported(record, on=date(2026, 6, 20))
    returned_record(record, "Thiếu báo cáo")
    record.refresh_from_db()
    assert (record.state, record.percent, record.done_on) == ("under_way", 70, None)
    assert record.returned == "Thiếu báo cáo"
    assert PersonalNotice.objects.filter(person=member.person, kind="following.returned").count() == 1
    reported(record, on=date(2026, 12, 3))
    record.refresh_from_db()
    assert record.done_on == date(2026, 12, 3)


def test_who_reports_what_somebody_else_has_reported_meanwhile_is_told(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    reported(record, ProgressState.UNDER_WAY, percent=10)
    with pytest.raises(Changed) as changed:
        report_progress(
            by=clerk_of(record.unit),
            record=record,
            seen_version=1,
            report=ReportedWork(ProgressState.UNDER_WAY, 20),
        )
    assert changed.value.now.percent == 10
    assert changed.value.who == clerk_of(record.unit).person


def test_nobody_reports_for_another_unit_and_only_the_owner_closes(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    elsewhere = clerk_of(a_unit("Sở Công Thương"))
    with pytest.raises(NotPermitted):
        reported(record, by=elsewhere)
    with pytest.raises(NotPermitted):
        reported(record, by=an_actor(Role.COORDINATOR))
    reported(record)
    record.refresh_from_db()
    head = replace(an_actor(Role.UNIT_HEAD), unit_id=record.unit_id)
    for by in (clerk_of(record.unit), head, an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            close_record(by=by, record=record, seen_version=record.version)


def test_a_unit_sees_what_it_leads_and_what_belongs_to_its_plans(plan: Plan):
    unit = plan.unit.children.get(name="Sở Y tế")
    assert {one.unit for one in visible_to(clerk_of(unit))} == {unit}
    assert visible_to(an_actor(Role.COORDINATOR)).count() == ProgressRecord.objects.count()


@pytest.mark.parametrize(
    ("state", "missing"),
    [(ProgressState.NOT_DONE, "reason"), (ProgressState.CANCELLED, "document_number")],
)
def test_what_is_not_done_says_why_and_what_is_cancelled_by_which_document(
    plan: Plan, state: ProgressState, missing: str
):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    with pytest.raises(ValidationError) as refused:
        reported(record, state)
    assert list(refused.value.message_dict) == [missing]
    reported(record, state, **{missing: "12/QĐ-UBND"})


def test_a_plan_on_which_units_have_reported_is_neither_taken_back_nor_edited(plan: Plan):
    owner = enforcer_of(plan.unit)
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    reported(record, ProgressState.UNDER_WAY, percent=10)
    for act in (lambda: take_back(by=owner, plan=plan, reason="Sửa"), lambda: a_measure(plan)):
        with pytest.raises(ValidationError, match="1 unit"):
            act()


def test_a_plan_that_becomes_a_draft_again_is_not_followed():
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    plan = a_followed_plan(province)
    take_back(by=enforcer_of(province), plan=plan, reason="Sửa")
    assert not ProgressRecord.objects.exists()
    make_plan(by=enforcer_of(province), plan=plan)
    assert ProgressRecord.objects.count() == 1
    assert list(Baseline.objects.values_list("number", flat=True)) == [2, 1]


def test_a_draft_has_no_records():
    plan = a_plan()
    a_measure(plan, lead="Sở Nội vụ", deadline="30/6/2026")
    assert not settle_plan(plan=plan, today=TODAY).any
    assert not ProgressRecord.objects.exists()


def test_an_examination_names_records_and_plans_that_were_changed_by_hand(plan: Plan):
    record = ProgressRecord.objects.get(measure__section__plan=plan, measure__number="1")
    reported(record)
    closed_record(record)
    returned_record(record)
    reported(record, on=date(2026, 12, 2))
    assert [*records_in_disagreement(), *baselines_in_disagreement()] == []
    ProgressRecord.objects.filter(pk=record.pk).update(done_on=date(2026, 6, 1))
    thaw()
    Baseline.objects.filter(plan=plan).update(content="{}")
    assert len([*records_in_disagreement(), *baselines_in_disagreement()]) == 2


def test_the_log_names_a_measure_without_a_number_by_its_words_and_a_period_as_people_say_it():
    province = a_province()
    office = a_unit("Sở Nội vụ", parent=province)
    texts = {"task": "Kiểm tra cải cách hành chính", "lead": "Sở Nội vụ", "deadline": "Hằng quý"}
    plan = a_followed_plan(province, [texts])
    reported(the_record(plan, office, "2026-Q1"), ProgressState.UNDER_WAY, percent=20)
    with override("vi"):
        words = sentence(Entry.objects.get(verb="following.reported"))
    assert "nhiệm vụ “Kiểm tra cải cách hành chính” của" in words
    assert "Quý I/2026" in words
