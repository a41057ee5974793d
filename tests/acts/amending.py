"""Acts on a plan in force: it is amended, taken over by a unit, and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from cchc.access.permissions import Role
from cchc.following.actions.amending import PlannedAmendment, amend_plan
from cchc.following.actions.ending import WhatRemains, end_plan
from cchc.following.actions.linking import NewPlanBelow, set_by_hand, take_over
from cchc.following.models import Amendment, ProgressRecord
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Measure, Plan
from tests import builders
from tests.acts.table import DAY, Data, act, agreed, named, the_province


def a_plan_to_amend() -> Plan:
    """A plan of the province in force."""
    return builders.a_followed_plan(the_province(), title=named("Kế hoạch"))


def an_amendment() -> tuple[Plan, Amendment]:
    """A plan that was amended once."""
    plan = a_plan_to_amend()
    one = Measure.objects.filter(section__plan=plan).get()
    said = PlannedAmendment(date(2026, 7, 1), "Gia hạn", changed={one.pk: {"deadline": "30/9/2026"}})
    by = builders.enforcer_of(plan.unit)
    return plan, amend_plan(by=by, plan=plan, seen_version=plan.version, planned=said).amendment


@act("following:amend", "following.plan_amended", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_plan_to_amend()
    section = plan.sections.get()
    typed = {
        "date": DAY,
        "reason": "Bổ sung nhiệm vụ",
        "seen": plan.version,
        "basis_number": "",
        "basis_date": "",
        "them": 1,
        "n0_task": named("Tập huấn"),
        "n0_muc": section.pk,
    }
    return agreed("following:amend", [plan.pk], typed, Role.COORDINATOR)


@act("following:amendment_undo", "following.amendment_undone", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan, amendment = an_amendment()
    args = [plan.pk, amendment.number]
    return agreed("following:amendment_undo", args, {"reason": "Nhầm"}, Role.COORDINATOR)


@act("following:end", "following.plan_ended", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_plan_to_amend()
    typed = {"on": DAY, "reason": "Hết năm", "rest": "bo", "rest_word": "Không còn cần"}
    return agreed("following:end", [plan.pk], typed, Role.COORDINATOR)


@act("following:end_undo", "following.end_taken_back", role=Role.COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_plan_to_amend()
    remaining = {
        one.pk: WhatRemains(None, "Không còn cần") for one in Measure.objects.filter(section__plan=plan)
    }
    by = builders.enforcer_of(plan.unit)
    end_plan(by=by, plan=plan, on=date(2026, 7, 1), reason="Hết năm", remaining=remaining)
    return agreed("following:end_undo", [plan.pk], {"reason": "Nhầm"}, Role.COORDINATOR)


def a_record_of_the_province() -> ProgressRecord:
    """Open work in a plan of the province that the province itself leads."""
    province = the_province()
    rows = [{"task": named("Chỉ đạo"), "lead": province.name, "deadline": "30/6/2026"}]
    plan = builders.a_followed_plan(province, rows, title=named("Kế hoạch"))
    return ProgressRecord.objects.get(measure__section__plan=plan)


@act("following:take_over", "following.taken_over", role=Role.UNIT_HEAD)
def _() -> tuple[list[Any], Data]:
    record = a_record_of_the_province()
    typed = {"records": record.pk, "into": "", "title": named("Kế hoạch của đơn vị"), "year": "2026"}
    return [record.measure.section.plan_id], typed


def carried_out() -> ProgressRecord:
    """A record that a plan below in force carries out."""
    record = a_record_of_the_province()
    by = builders.clerk_of(record.unit)
    draft = take_over(by=by, records=[record], into=NewPlanBelow(record.unit, named("Kế hoạch"), 2026))
    draft.agencies.update(confirmed=True)
    make_plan(by=builders.enforcer_of(record.unit), plan=draft)
    record.refresh_from_db()
    return record


@act("following:by_hand", "following.set_by_hand", role=Role.UNIT_HEAD)
def _() -> tuple[list[Any], Data]:
    record = carried_out()
    return [record.pk], {"reason": "Còn việc khác", "seen": record.version}


@act("following:computed_again", "following.computed_again", role=Role.UNIT_HEAD)
def _() -> tuple[list[Any], Data]:
    record = carried_out()
    by = builders.clerk_of(record.unit)
    held = set_by_hand(by=by, record=record, seen_version=record.version, reason="Còn việc khác")
    return [record.pk], {"seen": held.version}
