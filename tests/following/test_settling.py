"""The records of a plan follow its units, its groups and the days; what was said of the work stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.accounts.queries import actors_of
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.states import ProgressState
from cchc.cycles.actions.holidays import add_holidays
from cchc.cycles.exchange import HolidayRow
from cchc.following.actions import settling
from cchc.following.actions.settling import settle_plan, settle_plans, unsettled_plans
from cchc.following.models import AwaitedEvent, EventOccurrence, FollowedPlan, PlanEvent, ProgressRecord
from cchc.following.policies import may_report
from cchc.following.queries.calendar import own_deadlines
from cchc.following.queries.mine import led_records
from cchc.plans.actions.measures import change_measure, delete_measure
from cchc.plans.models import Measure, Plan
from cchc.units.actions.agencies import change_group
from cchc.units.actions.lineage import merge_units, rename_unit, split_unit
from cchc.units.actions.units import NewUnit
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_group,
    a_member,
    a_province,
    a_unit,
    an_actor,
    closed_record,
    enforcer_of,
    reported,
)

pytestmark = pytest.mark.django_db

At = Callable[[date], None]


@pytest.fixture
def at(turn_clock: Callable[[datetime], None]) -> At:
    """Turns the clock to the morning of a day."""

    def turn(day: date) -> None:
        turn_clock(datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM))

    turn(date(2026, 1, 15))
    return turn


@pytest.fixture
def province(at: At) -> Unit:
    return a_province()


def a_department(name: str, since: date = date(2020, 1, 1)) -> Unit:
    return a_unit(name, parent=Unit.objects.get(kind="province"), since=since)


def records(plan: Plan, **asked: object) -> QuerySet[ProgressRecord]:
    return ProgressRecord.objects.filter(measure__section__plan=plan, **asked)


def led(plan: Plan) -> list[tuple[str, str]]:
    """The units and periods of the records that go on."""
    rows = records(plan, passed_to=None).order_by("unit__sort_key", "ends", "period")
    return list(rows.values_list("unit__name", "period"))


def quarterly(province: Unit, lead: str) -> Plan:
    return a_followed_plan(province, [{"number": "1", "lead": lead, "deadline": "Hằng quý"}])


def test_open_records_of_a_merged_unit_pass_to_its_successor_and_closed_ones_stay(province: Unit, at: At):
    old, other = a_department("Sở Giao thông vận tải"), a_department("Sở Xây dựng cũ")
    plan = quarterly(province, "Sở Giao thông vận tải")
    reported(records(plan).get(period="2026-Q1"), on=date(2026, 3, 20))
    closed_record(records(plan).get(period="2026-Q1"), on=date(2026, 4, 1))
    reported(records(plan).get(period="2026-Q2"), ProgressState.UNDER_WAY, percent=50)
    at(date(2026, 7, 1))
    new = merge_units(
        by=an_actor(), units=[old, other], into=NewUnit("Sở Xây dựng", "department"), on=date(2026, 7, 1)
    )
    assert list(unsettled_plans(date(2026, 7, 1))) == [plan]
    assert settle_plans() == 1
    assert led(plan) == [
        ("Sở Giao thông vận tải", "2026-Q1"),
        *[("Sở Xây dựng", f"2026-Q{quarter}") for quarter in (2, 3, 4)],
    ]
    passed = records(plan).get(period="2026-Q2", unit=new)
    assert (passed.percent, passed.reports.count()) == (50, 1)
    assert settle_plans() == 0


def test_where_the_successor_leads_too_its_own_record_goes_on_and_what_was_reported_is_kept(
    province: Unit, at: At
):
    old, survivor = a_department("Sở Giao thông vận tải"), a_department("Sở Xây dựng")
    plan = quarterly(province, "Các sở: Giao thông vận tải, Xây dựng")
    assert records(plan).count() == 8
    reported(records(plan).get(unit=old, period="2026-Q3"), ProgressState.UNDER_WAY, percent=30)
    at(date(2026, 7, 1))
    merge_units(by=an_actor(), units=[old, survivor], into=survivor, on=date(2026, 7, 1))
    settle_plans()
    assert led(plan) == [("Sở Xây dựng", f"2026-Q{quarter}") for quarter in (1, 2, 3, 4)]
    kept = records(plan).exclude(passed_to=None).get()
    assert (kept.unit, kept.percent, kept.passed_to.unit) == (old, 30, survivor)
    assert not settle_plan(plan=plan, today=date(2026, 7, 2)).any


def test_a_renamed_unit_goes_on_with_its_open_records(province: Unit, at: At):
    old = a_department("Sở Thông tin")
    plan = quarterly(province, "Sở Thông tin")
    at(date(2026, 3, 1))
    rename_unit(by=an_actor(), unit=old, name="Sở Thông tin và Truyền thông", on=date(2026, 3, 1))
    settle_plans()
    assert {unit for unit, _period in led(plan)} == {"Sở Thông tin và Truyền thông"}


def test_after_a_split_one_part_goes_on_with_the_record_and_the_other_gets_its_own(province: Unit, at: At):
    old = a_department("Sở Nông nghiệp")
    plan = quarterly(province, "Sở Nông nghiệp")
    reported(records(plan).get(period="2026-Q4"), ProgressState.UNDER_WAY, percent=5)
    at(date(2026, 10, 1))
    parts = [NewUnit("Sở Trồng trọt", "department"), NewUnit("Sở Chăn nuôi", "department")]
    split_unit(by=an_actor(), unit=old, into=parts, on=date(2026, 10, 1))
    settle_plans()
    last = records(plan, period="2026-Q4").order_by("percent")
    assert [(one.percent, one.reports.count()) for one in last] == [(0, 0), (5, 1)]
    assert not settle_plan(plan=plan, today=date(2026, 10, 2)).any


def test_who_joins_a_group_gets_the_periods_that_end_after_joining(province: Unit, at: At):
    first, second = a_department("Sở Nội vụ"), a_department("Sở Y tế")
    group = a_group("Các cơ quan thường trực", [first])
    plan = quarterly(province, "Các cơ quan thường trực")
    assert {unit for unit, _period in led(plan)} == {"Sở Nội vụ"}
    at(date(2026, 8, 1))
    change_group(by=an_actor(), group=group, name=group.name, units=[first, second])
    settle_plans()
    assert [period for unit, period in led(plan) if unit == "Sở Y tế"] == ["2026-Q3", "2026-Q4"]
    at(date(2026, 11, 1))
    change_group(by=an_actor(), group=group, name=group.name, units=[first])
    settle_plans()  # it was a member on the last day of the third quarter, and is none on that of the fourth
    assert [period for unit, period in led(plan) if unit == "Sở Y tế"] == ["2026-Q3"]
    assert len(led(plan)) == 5


def test_a_department_that_is_opened_later_joins_all_departments(province: Unit, at: At):
    a_department("Sở Nội vụ")
    plan = quarterly(province, "Các sở")
    at(date(2026, 10, 5))
    a_department("Sở Dân tộc", since=date(2026, 10, 1))
    settle_plans()
    assert [period for unit, period in led(plan) if unit == "Sở Dân tộc"] == ["2026-Q4"]


def test_records_live_across_the_end_of_the_year_and_what_recurs_goes_on(province: Unit, at: At):
    a_department("Sở Nội vụ")
    plan = a_followed_plan(
        province,
        [
            {"number": "1", "lead": "Sở Nội vụ", "deadline": "31/12/2026"},
            {"number": "2", "lead": "Sở Nội vụ", "deadline": "Hằng quý"},
        ],
    )
    at(date(2026, 12, 31))
    settle_plans()
    before = set(led(plan))
    at(date(2027, 1, 1))
    assert settle_plans() == 1
    assert set(led(plan)) - before == {("Sở Nội vụ", "2027-Q1")}
    assert before < set(led(plan))
    late = records(plan).get(measure__number="1")
    reported(late, on=date(2027, 1, 8))
    late.refresh_from_db()
    assert (late.period, late.due, late.done_on) == ("lần 1", date(2026, 12, 31), date(2027, 1, 8))


def test_days_off_move_due_days_only_where_the_plan_says_so(province: Unit, at: At):
    a_department("Sở Nội vụ")
    plans = [
        a_followed_plan(
            province, [{"lead": "Sở Nội vụ", "deadline": "Chậm nhất đến ngày 17/02/2026"}], title=title
        )
        for title in ("Theo ngày làm việc", "Theo ngày ghi")
    ]
    Plan.objects.filter(pk=plans[0].pk).update(working_days=True)
    add_holidays(by=an_actor(), rows=[HolidayRow(date(2026, 2, day), "Tết") for day in range(16, 21)])
    settle_plans()
    assert [records(plan).get().due for plan in plans] == [date(2026, 2, 23), date(2026, 2, 17)]


def test_an_event_that_is_dated_gives_the_record_its_day(province: Unit, at: At):
    a_department("Sở Nội vụ")
    plan = a_followed_plan(
        province, [{"lead": "Sở Nội vụ", "deadline": "Sau khi có kết quả công bố của Bộ Nội vụ"}]
    )
    record = records(plan).get()
    assert (record.period, record.starts, record.due) == ("lần 1", None, None)
    by = {"person_id": 0, "person": "Chuyên viên", "unit": "Sở Nội vụ"}
    event = PlanEvent.objects.create(wording="Có kết quả công bố", spelling="co ket qua", **by)
    AwaitedEvent.objects.create(event=event, measure=record.measure, **by)
    for number, (on, term) in enumerate(
        [(date(2026, 5, 10), date(2026, 6, 10)), (date(2026, 9, 1), None)], 1
    ):
        EventOccurrence.objects.create(event=event, number=number, on=on, term=term, **by)
        settle_plan(plan=plan, today=on)
    found = list(records(plan).order_by("period").values_list("period", "starts", "due"))
    assert found == [("lần 1", date(2026, 5, 10), date(2026, 6, 10)), ("lần 2", date(2026, 9, 1), None)]


def test_a_plan_that_is_changed_before_anybody_reported_has_other_records(province: Unit, at: At):
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_department(name)
    plan = a_followed_plan(
        province, [{"number": str(one), "lead": "Sở Nội vụ", "deadline": "30/6/2026"} for one in (1, 2)]
    )
    first, second = Measure.objects.filter(section__plan=plan).order_by("number")
    by = enforcer_of(province)
    delete_measure(by=by, measure=second)
    texts = {"lead": "Sở Y tế", "deadline": "30/9/2026"}
    change_measure(by=by, measure=first, version=first.version, texts=texts)
    settle_plans()
    assert list(records(plan).values_list("unit__name", "due")) == [("Sở Y tế", date(2026, 9, 30))]


def test_plans_that_were_in_force_before_anything_was_followed_are_taken_up(province: Unit, at: At):
    a_department("Sở Nội vụ")
    plans = [a_followed_plan(province, title=str(year), year=year) for year in (2026, 2024)]
    FollowedPlan.objects.all().delete()
    ProgressRecord.objects.all().delete()
    assert settle_plans() == 1
    assert [records(plan).count() for plan in plans] == [1, 0]


def test_many_records_are_made_in_several_steps_and_the_worker_takes_the_last(
    province: Unit, at: At, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(settling, "MOST_AT_ONCE", 3)
    a_department("Sở Nội vụ")
    plan = a_followed_plan(
        province, [{"number": str(one), "lead": "Sở Nội vụ", "deadline": "Hằng quý"} for one in (1, 2)]
    )
    assert records(plan).count() == 3
    assert list(unsettled_plans(date(2026, 1, 15))) == [plan]
    assert settle_plans() == 1
    assert records(plan).count() == 8
    assert settle_plans() == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(date(2026, 1, 1), date(2027, 6, 30)), min_size=1, max_size=4))
def test_settling_is_the_same_however_often_and_whichever_days_were_missed(
    province: Unit, at: At, days: list[date]
):
    if not Unit.objects.filter(name="Sở Nội vụ").exists():
        a_department("Sở Nội vụ")
    deadlines = ("Hằng tháng", "Thường xuyên", "Quý I, III năm 2026", "Theo Kế hoạch kiểm tra")
    plan = a_followed_plan(province, [{"lead": "Các sở", "deadline": one} for one in deadlines])
    last = max(days)
    for day in sorted(days):
        settle_plan(plan=plan, today=day)
    step_by_step = led(plan)
    assert not settle_plan(plan=plan, today=last).any
    ProgressRecord.objects.filter(measure__section__plan=plan).delete()
    settle_plan(plan=plan, today=last)
    assert led(plan) == step_by_step


def test_a_record_that_is_closed_while_its_plan_is_settled_keeps_its_days(province: Unit):
    """On a database that lets several write, the owner closes records while the worker settles their plan."""
    a_department("Sở Nội vụ")
    plan = quarterly(province, "Sở Nội vụ")
    first, second = records(plan).order_by("ends")[:2]
    told = date(2026, 2, 1)
    records(plan, pk__in=[first.pk, second.pk]).update(due=told)

    def meanwhile(execute: Any, sql: str, *how: Any) -> Any:
        if sql.startswith('UPDATE "following_progressrecord"') and '"due"' in sql:
            with connection.cursor() as cursor:
                cursor.cursor.execute(
                    f"UPDATE following_progressrecord SET closed_at = '2026-01-15' WHERE id = {first.pk}"
                )
        return execute(sql, *how)

    with connection.execute_wrapper(meanwhile):
        settle_plan(plan=plan, today=date(2026, 1, 15))
    for one in (first, second):
        one.refresh_from_db()
    assert (first.due, second.due) == (told, date(2026, 6, 30))


def test_who_was_in_a_merged_unit_goes_on_with_its_work_in_the_successor(province: Unit, at: At):
    old, other = a_department("Sở Giao thông vận tải"), a_department("Sở Xây dựng cũ")
    plan = quarterly(province, "Sở Giao thông vận tải")
    clerk = a_member(Role.UNIT_CLERK, unit=old).person
    reported(records(plan).get(period="2026-Q1"), on=date(2026, 3, 20))
    closed_record(records(plan).get(period="2026-Q1"), on=date(2026, 4, 1))
    at(date(2026, 7, 1))
    merge_units(
        by=an_actor(), units=[old, other], into=NewUnit("Sở Xây dựng", "department"), on=date(2026, 7, 1)
    )
    settle_plans()
    (now,) = actors_of(clerk, date(2026, 7, 1))
    assert now.unit == "Sở Xây dựng"
    seen = {one.period: (one.unit.name, may_report(now, one)) for one in led_records(now)}
    assert seen == {
        "2026-Q1": ("Sở Giao thông vận tải", False),  # closed: it is read, and stays where it was closed
        **{f"2026-Q{quarter}": ("Sở Xây dựng", True) for quarter in (2, 3, 4)},
    }
    days = own_deadlines(clerk, date(2026, 7, 1))
    assert [one.period for one in days] == ["2026-Q2", "2026-Q3", "2026-Q4"]
