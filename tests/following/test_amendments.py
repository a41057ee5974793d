"""A plan in force is changed by amendments: shown before, kept beside what was approved, undone in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.papers.basis import LegalBasis
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions import settling
from cchc.following.actions.amending import (
    PlannedAmendment,
    amend_plan,
    preview_amendment,
    undo_amendment,
)
from cchc.following.actions.cooperating import note_cooperation
from cchc.following.actions.reporting import ReportedWork, report_progress
from cchc.following.models import Amendment, ProgressRecord
from cchc.following.queries.amendments import PlanCourse, amended_from_baseline
from cchc.following.queries.baselines import plan_content
from cchc.following.views.amendments import amendment_act
from cchc.plans.actions.measures import change_measure
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.sheets import sheet_content
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_province,
    a_unit,
    an_actor,
    clerk_of,
    enforcer_of,
    reported,
    the_record,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
DAY = date(2026, 7, 1)


@pytest.fixture
def plan() -> Plan:
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    a_unit("Sở Y tế", parent=province)
    return a_followed_plan(
        province,
        [
            {"number": "1", "task": "Kiểm tra", "lead": "Sở Nội vụ", "deadline": "30/6/2026"},
            {"number": "2", "task": "Báo cáo", "lead": "Sở Y tế", "deadline": "Hằng quý"},
        ],
    )


def measure(plan: Plan, number: str) -> Measure:
    """A measure of `plan` as it is now."""
    return Measure.objects.select_related("section").get(section__plan=plan, number=number)


def planned(**said: Any) -> PlannedAmendment:
    """An amendment with a reason."""
    return PlannedAmendment(**{"date": DAY, "reason": "Chờ hướng dẫn của Bộ", **said})


def amended(plan: Plan, **said: Any):
    """An amendment by who may."""
    plan.refresh_from_db()
    return amend_plan(
        by=enforcer_of(plan.unit), plan=plan, seen_version=plan.version, planned=planned(**said)
    )


def sections(content: Any) -> Any:
    """What a content says of its measures."""
    return [(one["id"], one["measures"]) for one in content["sections"]]


def records(plan: Plan) -> set[tuple[str, str, str, date | None]]:
    """The records of `plan`: unit, measure, period, due day."""
    rows = ProgressRecord.objects.filter(measure__section__plan=plan).select_related("unit", "measure")
    return {(one.unit.name, one.measure.number, one.period, one.due) for one in rows}


def test_an_extension_keeps_the_record_with_its_name_and_what_was_reported(plan: Plan) -> None:
    record = the_record(plan, period="lần 1")
    reported(record, ProgressState.UNDER_WAY, percent=40)
    outcome = amended(plan, changed={measure(plan, "1").pk: {"deadline": "30/9/2026"}})
    assert [str(one.kind) for one in outcome.changes] == ["extended"]
    record.refresh_from_db()
    assert (record.period, record.due, record.percent) == ("lần 1", date(2026, 9, 30), 40)
    assert sections(amended_from_baseline(plan)) == sections(plan_content(plan))


def test_who_reports_on_a_page_from_before_an_amendment_is_told_that_the_measure_asks_for_something_else(
    plan: Plan,
) -> None:
    record = the_record(plan, period="lần 1")
    amended(plan, changed={measure(plan, "1").pk: {"output": "10 cuộc kiểm tra"}})
    report = ReportedWork(ProgressState.UNDER_WAY, percent=40)
    with pytest.raises(Changed):
        report_progress(by=clerk_of(record.unit), record=record, seen_version=record.version, report=report)


def test_an_extension_is_called_one_beside_what_was_approved_as_in_the_amendment(plan: Plan) -> None:
    one = measure(plan, "1").pk

    def kinds() -> tuple[list[str], list[list[str]]]:
        course = PlanCourse(plan)
        listed = [[each.kind.value for each in those] for _amendment, those in course.amendments]
        return [each.kind.value for each in course.changes], listed

    amended(plan, changed={one: {"deadline": "30/9/2026"}})
    assert kinds() == (["extended"], [["extended"]])
    amended(plan, changed={one: {"deadline": "30/11/2026"}})
    assert kinds() == (["extended"], [["extended"], ["extended"]])
    amended(plan, changed={one: {"deadline": "31/5/2026"}})
    assert kinds()[0] == ["changed"]  # earlier than what was approved


def test_an_added_measure_gets_records_a_withdrawn_one_stays_and_loses_those_nobody_reported(
    plan: Plan,
) -> None:
    reported(the_record(plan, period="2026-Q1"))
    section = measure(plan, "1").section_id
    texts = {"number": "3", "task": "Tập huấn", "lead": "Sở Nội vụ", "deadline": "30/11/2026"}
    amended(plan, added=((section, texts),), withdrawn=frozenset({measure(plan, "2").pk}))
    assert measure(plan, "2").withdrawn
    assert records(plan) == {
        ("Sở Nội vụ", "1", "lần 1", date(2026, 6, 30)),
        ("Sở Nội vụ", "3", "lần 1", date(2026, 11, 30)),
        ("Sở Y tế", "2", "2026-Q1", date(2026, 3, 31)),
    }
    assert sections(amended_from_baseline(plan)) == sections(plan_content(plan))


def test_what_will_happen_is_counted_before_and_nothing_is_done(plan: Plan) -> None:
    before, there, log = plan_content(plan), records(plan), Entry.objects.count()
    by = enforcer_of(plan.unit)
    outcome = preview_amendment(
        by=by,
        plan=plan,
        seen_version=plan.version,
        planned=planned(changed={measure(plan, "1").pk: {"deadline": "30/9/2026"}}),
    )
    assert (outcome.settled.dated, outcome.settled.made, outcome.settled.removed) == (1, 0, 0)
    assert (plan_content(plan), records(plan), Entry.objects.count()) == (before, there, log)
    assert not Amendment.objects.exists()


def test_the_head_of_the_unit_amends_its_plan_and_the_coordinator_that_of_the_province(plan: Plan) -> None:
    change = planned(changed={measure(plan, "1").pk: {"task": "Kiểm tra công vụ"}})
    unit = measure(plan, "1").records.get().unit
    for by in (clerk_of(unit), an_actor(Role.LEADER), an_actor(Role.ADMINISTRATOR), enforcer_of(unit)):
        with pytest.raises(NotPermitted):
            amend_plan(by=by, plan=plan, seen_version=plan.version, planned=change)


def test_an_amendment_asks_for_a_reason_for_a_change_and_for_the_plan_that_was_seen(plan: Plan) -> None:
    one = measure(plan, "1").pk
    with pytest.raises(ValidationError):
        amended(plan, reason="  ", changed={one: {"task": "Khác"}})
    with pytest.raises(ValidationError):
        amended(plan, changed={one: {"task": "Kiểm tra"}})
    with pytest.raises(ValidationError):
        amended(plan, changed={one: {"task": "", "activity": "", "objective": ""}})
    amended(plan, changed={one: {"task": "Khác"}})
    with pytest.raises(Changed):
        amend_plan(
            by=enforcer_of(plan.unit),
            plan=plan,
            seen_version=plan.version - 1,
            planned=planned(changed={one: {"task": "Nữa"}}),
        )


def test_once_a_plan_is_amended_nobody_edits_it_directly(plan: Plan) -> None:
    one = measure(plan, "1")
    amended(plan, changed={one.pk: {"task": "Khác"}}, basis=LegalBasis("12/QĐ-UBND", DAY))
    one.refresh_from_db()
    with pytest.raises(ValidationError, match="amended"):
        change_measure(
            by=enforcer_of(plan.unit), measure=one, version=one.version, texts={"task": "Sửa thẳng"}
        )
    assert Amendment.objects.get().document.number == "12/QĐ-UBND"


def test_what_was_corrected_by_hand_before_the_first_amendment_belongs_to_what_was_approved(
    plan: Plan,
) -> None:
    one = measure(plan, "1")
    change_measure(by=enforcer_of(plan.unit), measure=one, version=one.version, texts={"task": "Sửa lỗi gõ"})
    amended(plan, changed={one.pk: {"deadline": "30/9/2026"}})
    assert plan.baselines.count() == 2
    assert sections(amended_from_baseline(plan)) == sections(plan_content(plan))


def test_the_last_amendment_is_undone_as_long_as_nothing_was_built_on_it(plan: Plan) -> None:
    before, there = sections(plan_content(plan)), records(plan)
    section = measure(plan, "1").section_id
    first = amended(
        plan,
        changed={measure(plan, "1").pk: {"deadline": "30/9/2026", "lead": "Sở Y tế"}},
        added=((section, {"number": "3", "task": "Tập huấn", "lead": "Sở Nội vụ"}),),
        withdrawn=frozenset({measure(plan, "2").pk}),
    ).amendment
    second = amended(plan, changed={measure(plan, "1").pk: {"task": "Khác"}}).amendment
    by = enforcer_of(plan.unit)
    with pytest.raises(ValidationError):
        undo_amendment(by=by, amendment=first, reason="Nhầm")
    for one in (second, first):
        undo_amendment(by=by, amendment=one, reason="Nhầm")
    assert (sections(plan_content(plan)), records(plan)) == (before, there)
    assert sections(amended_from_baseline(plan)) == before
    with pytest.raises(ValidationError):
        undo_amendment(by=by, amendment=first, reason="Nhầm")


def test_an_amendment_on_which_units_have_reported_stays(plan: Plan) -> None:
    one = amended(plan, changed={measure(plan, "1").pk: {"deadline": "30/9/2026"}}).amendment
    reported(the_record(plan, period="lần 1"), on=date(2030, 1, 1))
    with pytest.raises(ValidationError, match="reported"):
        undo_amendment(by=enforcer_of(plan.unit), amendment=one, reason="Nhầm")


def test_an_amendment_never_changes(plan: Plan) -> None:
    amended(plan, changed={measure(plan, "1").pk: {"task": "Khác"}})
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.update(reason="Khác")


class TestDrawn(TestCase):
    """Amendments of every sort, one after the other, some undone."""

    @settings(max_examples=6, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from("ecawu"), st.integers(0, 4)), min_size=1, max_size=5))
    def test_what_was_approved_and_the_standing_amendments_are_the_plan_of_today(
        self, drawn: list[tuple[str, int]]
    ) -> None:
        province = a_province()
        a_unit("Sở Nội vụ", parent=province)
        rows = [
            {"number": str(at), "task": f"Việc {at}", "lead": "Sở Nội vụ", "deadline": "30/6/2026"}
            for at in range(3)
        ]
        plan = a_followed_plan(province, rows)
        for step, (act, at) in enumerate(drawn):
            standing = list(Measure.objects.filter(section__plan=plan, withdrawn=False))
            one = standing[at % len(standing)] if standing else None
            try:
                if act == "a":
                    section = plan.sections.get()
                    amended(plan, added=((section.pk, {"task": f"Thêm {step}", "deadline": "Thường xuyên"}),))
                elif act == "u":
                    last = Amendment.objects.filter(plan=plan, undone=None).last()
                    if last:
                        undo_amendment(by=enforcer_of(province), amendment=last, reason="Nhầm")
                elif one and act == "w":
                    amended(plan, withdrawn=frozenset({one.pk}))
                elif one:
                    key = {"e": "deadline", "c": "task"}[act]
                    amended(plan, changed={one.pk: {key: f"{15 + step}/1{at % 3}/2026"}})
            except ValidationError:
                continue  # nothing changed
            assert sections(amended_from_baseline(plan)) == sections(plan_content(plan))


# --- pages --------------------------------------------------------------------------------------------------


def test_an_amendment_is_written_shown_and_done_on_its_page(plan: Plan, client_of: Browser) -> None:
    one = measure(plan, "1")
    client = client_of(Role.COORDINATOR)
    address = f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/moi/?nv={one.pk}"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if not name.endswith("_rut")}
    typed |= {"nv": one.pk, "them": 0}
    typed |= {"date": "01/07/2026", "reason": "Chờ hướng dẫn", f"m{one.pk}_deadline": "30/9/2026"}
    shown = client.post(address, typed)
    page = source(shown)
    assert shown.status_code == 200
    assert "1 record gets other days" in page
    assert "1 measure is extended" in page
    assert not Amendment.objects.exists()
    done = client.post(address, {**typed, "agreed": shown.context["grave"].seal})
    assert done.status_code == 302
    page = source(client.get(f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/"))
    assert "Chờ hướng dẫn" in page
    assert "<ins>" in page


def test_what_another_changed_meanwhile_is_told_and_nothing_is_lost(plan: Plan, client_of: Browser) -> None:
    one = measure(plan, "1")
    client = client_of(Role.COORDINATOR)
    address = f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/moi/?nv={one.pk}"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if not name.endswith("_rut")}
    typed |= {"nv": one.pk, "them": 0}
    amended(plan, changed={one.pk: {"output": "Báo cáo"}})
    answer = client.post(address, {**typed, "reason": "Chờ", f"m{one.pk}_task": "Kiểm tra công vụ"})
    assert answer.status_code == 409
    assert "Kiểm tra công vụ" in source(answer)


def test_others_see_the_amendments_and_write_none(plan: Plan, client_of: Browser) -> None:
    client = client_of(Role.LEADER)
    assert client.get(f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/").status_code == 200
    assert client.get(f"/theo-doi/ke-hoach/{plan.pk}/sua-doi/chon/").status_code == 404


def test_withdrawn_measures_print_as_such_and_leave_the_sums(plan: Plan, client_of: Browser) -> None:
    section = measure(plan, "1").section_id
    texts = {"number": "3", "task": "Tập huấn", "lead": "Sở Nội vụ", "budget": "20 triệu đồng"}
    amended(plan, added=((section, texts),), changed={measure(plan, "1").pk: {"budget": "30 triệu đồng"}})
    amended(plan, withdrawn=frozenset({measure(plan, "3").pk}))
    page = source(client_of(Role.LEADER).get(f"/ke-hoach/{plan.pk}/"))
    assert page.count(">withdrawn<") == 1
    assert "below: 30 million đồng" in page
    plan.refresh_from_db()
    content = sheet_content({"plan": plan.pk, "version": plan.version})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]
    assert [row[-2] for row in rows[1:]] == ["Tình trạng", None, None, None, "đã rút"]
    back = read_sheet(content, "a.xlsx")
    assert [row.text("task") for row in back.sections[0].rows] == ["Kiểm tra", "Báo cáo", "Tập huấn"]


def test_an_amendment_that_added_a_measure_to_which_something_is_tied_stays(plan: Plan) -> None:
    section = measure(plan, "1").section_id
    texts = {"number": "3", "task": "Tập huấn", "lead": "Sở Nội vụ", "cooperating": "Sở Y tế"}
    one = amended(plan, added=((section, texts),)).amendment
    record = measure(plan, "3").records.get()
    other = Unit.objects.get(name="Sở Y tế")
    note_cooperation(by=clerk_of(other), record=record, confirms=False, text="Đã phối hợp")
    with pytest.raises(ValidationError, match="tied"):
        undo_amendment(by=enforcer_of(plan.unit), amendment=one, reason="Nhầm")


def test_records_that_the_worker_will_make_are_told_before(plan: Plan, monkeypatch: Any) -> None:
    monkeypatch.setattr(settling, "MOST_AT_ONCE", 1)
    texts = {"number": "3", "task": "Tập huấn", "lead": "Sở Nội vụ, Sở Y tế", "deadline": "30/11/2026"}
    outcome = preview_amendment(
        by=enforcer_of(plan.unit),
        plan=plan,
        seen_version=plan.version,
        planned=planned(added=((measure(plan, "1").section_id, texts),)),
    )
    assert (outcome.settled.made, outcome.settled.left) == (1, 1)
    with override("en"):
        assert amendment_act(plan, outcome).happens == ("2 records are made for units to report.",)
