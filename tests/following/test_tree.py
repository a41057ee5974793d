"""Plans form a tree: a unit takes over what it leads, and the record above follows from its own plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.plans.following.states import ProgressState, is_overdue, standing_of
from cchc.following.actions.linking import (
    NewPlanBelow,
    compute_above,
    compute_again,
    set_by_hand,
    take_over,
)
from cchc.following.models import PlanLink, ProgressRecord
from cchc.following.queries.calendar import own_deadlines
from cchc.following.queries.mine import MineGroup, counts_by_group, led_records, stands_in
from cchc.following.queries.records import STANDS, overdue_on, said_of
from cchc.following.queries.words import words_of_measure
from cchc.following.waiting import waiting_for
from cchc.plans.actions.enforcing import make_plan, take_back
from cchc.plans.models import Measure, Plan
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_unit,
    clerk_of,
    enforcer_of,
    reported,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

TITLE = "Kế hoạch của Sở Y tế"


@pytest.fixture
def unit() -> Unit:
    province = a_province()
    a_unit("Sở Nội vụ", parent=province)
    return a_unit("Sở Y tế", parent=province)


@pytest.fixture
def above(unit: Unit) -> Plan:
    return a_followed_plan(
        a_province() if unit.parent is None else unit.parent,
        [
            {
                "number": "1",
                "task": "Kiểm tra",
                "lead": "Sở Y tế",
                "deadline": "30/6/2026",
                "output": "Báo cáo",
            },
            {"number": "2", "task": "Tập huấn", "lead": "Các sở", "deadline": "30/9/2026"},
            {"number": "3", "task": "Báo cáo", "lead": "Sở Y tế", "deadline": "Quý I, 6 tháng"},
        ],
    )


def records(plan: Plan, unit: Unit) -> list[ProgressRecord]:
    """The records of `unit` in `plan`, in their order."""
    rows = ProgressRecord.objects.filter(measure__section__plan=plan, unit=unit)
    return list(rows.order_by("measure__place", "ends", "starts", "period"))


def taken_over(above: Plan, unit: Unit, by: Actor | None = None) -> Plan:
    """The plan of `unit` that carries out what it leads, in force."""
    draft = take_over(
        by=by or clerk_of(unit), records=records(above, unit), into=NewPlanBelow(unit, TITLE, 2026)
    )
    draft.agencies.update(confirmed=True)
    return make_plan(by=enforcer_of(unit), plan=draft)


def now(record: ProgressRecord) -> tuple[str, int, date | None]:
    """Where a record stands by now."""
    record.refresh_from_db()
    return record.state, record.percent, record.done_on


def test_what_a_unit_leads_becomes_a_draft_of_its_own_linked_measure_by_measure(
    above: Plan, unit: Unit
) -> None:
    draft = take_over(by=clerk_of(unit), records=records(above, unit), into=NewPlanBelow(unit, TITLE, 2026))
    assert (draft.state, draft.unit) == (Plan.State.DRAFT, unit)
    rows = Measure.objects.filter(section__plan=draft).order_by("place")
    assert [(one.task, one.lead, one.deadline) for one in rows] == [
        ("Kiểm tra", "Sở Y tế", "30/6/2026"),
        ("Tập huấn", "Sở Y tế", "30/9/2026"),
        ("Báo cáo (Quý I/2026)", "Sở Y tế", "31/03/2026"),
        ("Báo cáo (6 tháng đầu năm 2026)", "Sở Y tế", "30/06/2026"),
    ]
    assert [one.carries_out.record for one in rows] == records(above, unit)


def test_work_is_taken_over_once_by_its_own_unit_into_a_draft(above: Plan, unit: Unit) -> None:
    other = Unit.objects.get(name="Sở Nội vụ")
    with pytest.raises(NotPermitted):
        take_over(by=clerk_of(other), records=records(above, unit), into=NewPlanBelow(other, "A", 2026))
    with pytest.raises(ValidationError):
        take_over(by=clerk_of(unit), records=[], into=NewPlanBelow(unit, "A", 2026))
    into = a_plan(unit, title="Kế hoạch có sẵn")
    first = take_over(by=clerk_of(unit), records=records(above, unit)[:1], into=into)
    assert first == into
    with pytest.raises(ValidationError):
        take_over(by=clerk_of(unit), records=records(above, unit)[:1], into=into)
    assert PlanLink.objects.count() == 1


def test_the_record_above_is_what_the_plan_below_says(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    mine = records(plan, unit)
    first, second = records(above, unit)[:2]
    assert now(second)[:2] == ("not_begun", 0)
    reported(mine[1], ProgressState.UNDER_WAY, percent=40)
    assert now(second)[:2] == ("under_way", 40)
    reported(mine[1], on=date(2026, 10, 2))
    assert now(second) == ("done", 100, date(2026, 10, 2))  # late, as the one below
    reported(mine[0], on=date(2026, 6, 1))  # without the product that it names
    assert now(first)[0] == "without_product"


def test_a_record_is_set_by_hand_with_a_reason_and_back_to_computed(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    second = records(above, unit)[1]
    by = clerk_of(unit)
    with pytest.raises(ValidationError, match="set it by hand"):
        reported(second, ProgressState.UNDER_WAY, percent=10)
    with pytest.raises(ValidationError):
        set_by_hand(by=by, record=second, seen_version=second.version, reason=" ")
    held = set_by_hand(by=by, record=second, seen_version=second.version, reason="Còn việc ngoài kế hoạch")
    with pytest.raises(Changed):
        compute_again(by=by, record=second, seen_version=held.version - 1)
    reported(second, ProgressState.UNDER_WAY, percent=70)
    reported(records(plan, unit)[1], ProgressState.UNDER_WAY, percent=20)
    assert now(second)[:2] == ("under_way", 70)
    compute_again(by=by, record=second, seen_version=second.version)
    assert now(second)[:2] == ("under_way", 20)


def test_both_sides_are_shown_and_others_set_nothing(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    there, here = (source(client.get(f"/theo-doi/ke-hoach/{one.pk}/cay/")) for one in (above, plan))
    assert "Plans below carry out" in there
    assert TITLE in there
    assert "This plan carries out" in here
    assert above.title in here
    record = records(above, unit)[1]
    answer = client.post(
        f"/theo-doi/ban-ghi/{record.pk}/dat-tay/", {"reason": "Còn việc khác", "seen": record.version}
    )
    assert answer.status_code == 302
    other = Client()
    other.force_login(a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name="Sở Nội vụ")).person)
    assert other.post(f"/theo-doi/ban-ghi/{record.pk}/tinh-lai/", {"seen": "1"}).status_code == 404


def test_work_is_taken_over_on_its_page(above: Plan, unit: Unit) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    address = f"/theo-doi/ke-hoach/{above.pk}/nhan-viec/"
    assert "Kiểm tra" in source(client.get(address))
    chosen = [one.pk for one in records(above, unit)]
    empty = client.post(address, {"records": chosen, "title": "", "year": "2026"})
    assert empty.status_code == 422
    done = client.post(address, {"records": chosen, "title": TITLE, "year": "2026"})
    assert done.status_code == 302
    assert Measure.objects.filter(section__plan__title=TITLE).count() == len(chosen)


def sooner(plan: Plan, number: int, day: date) -> ProgressRecord:
    """A record of the unit's own plan that the unit wants done by an earlier day than the plan above."""
    record = records(plan, plan.unit)[number]
    ProgressRecord.objects.filter(pk=record.pk).update(due=day)
    compute_above([record.measure_id])
    return record


def stands(record: ProgressRecord, today: date) -> set[str]:
    """Where the database puts a record on a day, which is where the core puts it."""
    record.refresh_from_db()
    rows = ProgressRecord.objects.filter(pk=record.pk)
    found = {one.value for one, those in STANDS.items() if rows.filter(those).exists()}
    assert found == {standing_of(said_of(record)).value}
    overdue = rows.filter(overdue_on(today)).exists()
    assert overdue == is_overdue(said_of(record), today)
    groups = [one for one in MineGroup if rows.filter(stands_in(one, today)).exists()]
    assert len(groups) == 1
    assert groups[0] is MineGroup.OWN_PLAN or (groups[0] is MineGroup.OVERDUE) == overdue
    return found | ({"overdue"} if overdue else set())


def test_the_record_above_is_late_when_one_below_is_overdue_or_was_done_late(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    second = records(above, unit)[1]  # due on 30 September
    below = sooner(plan, 1, date(2026, 7, 31))
    assert stands(second, date(2026, 7, 31)) == {"not_begun"}
    assert stands(second, date(2026, 8, 1)) == {"not_begun", "overdue"}
    reported(below, on=date(2026, 8, 5))
    assert stands(second, date(2026, 8, 6)) == {"done_late"}
    held = set_by_hand(by=clerk_of(unit), record=second, seen_version=second.version, reason="Đã xong ở trên")
    assert held.due_below is None
    assert stands(second, date(2026, 8, 6)) == {"done"}
    compute_again(by=clerk_of(unit), record=second, seen_version=held.version)
    assert stands(second, date(2026, 8, 6)) == {"done_late"}


def test_the_page_says_that_a_record_is_late_only_because_of_the_plan_below(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    first, second = records(above, unit)[:2]
    ProgressRecord.objects.filter(pk=second.pk).update(due=date(2099, 9, 30))
    sooner(plan, 1, date(2026, 1, 31))
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    words = "because work below that carries it out is late"
    assert words in source(client.get(f"/theo-doi/ban-ghi/{second.pk}/"))
    assert words not in source(client.get(f"/theo-doi/ban-ghi/{first.pk}/"))


def test_a_plan_below_that_becomes_a_draft_again_binds_nothing(above: Plan, unit: Unit) -> None:
    plan = taken_over(above, unit)
    second = records(above, unit)[1]
    sooner(plan, 1, date(2026, 7, 31))
    now(second)
    assert second.due_below == date(2026, 7, 31)
    take_back(by=enforcer_of(unit), plan=plan, reason="Nhầm")
    now(second)
    assert second.due_below is None


def test_work_in_the_own_plan_stands_counts_and_is_reported_once(above: Plan, unit: Unit) -> None:
    today = timezone.localdate()
    clerk = a_member(Role.UNIT_CLERK, unit=unit)
    actor, client = clerk_of(unit), Client()
    client.cookies["django_language"] = "en"
    client.force_login(clerk.person)

    def told() -> tuple[int, int, int, int]:
        """The records to be done in the groups of the page, what waits, the days of the calendar, the buttons."""
        counts = counts_by_group(led_records(actor), today)
        counted = sum(count for group, count in counts.items() if group is not MineGroup.OWN_PLAN)
        page = html.fromstring(client.get("/theo-doi/").content)
        buttons = [one for one in page.xpath("//main//td/a") if one.text_content().strip() == "Report"]
        days = own_deadlines(clerk.person, today).count()
        return counted, len(list(waiting_for(actor, today))), days, len(buttons)

    before = told()
    assert (before[0], before[3]) == (4, 4)
    plan = taken_over(above, unit)
    assert told() == before
    first, own = records(above, unit)[0], records(plan, unit)[0]
    mine = source(client.get("/theo-doi/"))
    assert mine.count("follows from the plan of the unit") == 4
    assert f'href="ban-ghi/{own.pk}/"' in mine
    page = source(client.get(f"/theo-doi/ban-ghi/{first.pk}/"))
    assert f'href="/theo-doi/ban-ghi/{own.pk}/"' in page
    assert "Send the report" not in page
    set_by_hand(by=actor, record=first, seen_version=first.version, reason="Còn việc ngoài kế hoạch")
    assert told()[3] == 5
    assert "Send the report" in source(client.get(f"/theo-doi/ban-ghi/{first.pk}/"))


def test_the_day_of_the_plan_above_is_not_forgotten_where_the_own_plan_takes_more_time(
    above: Plan, unit: Unit
) -> None:
    plan = taken_over(above, unit)
    second = ProgressRecord.objects.filter(pk=records(above, unit)[1].pk)  # due on 30 September
    sooner(plan, 1, date(2026, 9, 30))
    assert second.filter(stands_in(MineGroup.OWN_PLAN, date(2026, 10, 1))).exists()
    sooner(plan, 1, date(2026, 10, 31))
    assert second.filter(stands_in(MineGroup.OVERDUE, date(2026, 10, 1))).exists()


def test_how_the_work_of_a_unit_stands_is_shown_to_no_other_unit_that_reads_the_plans(
    above: Plan, unit: Unit
) -> None:
    plan = taken_over(above, unit)
    reported(records(plan, unit)[1], ProgressState.UNDER_WAY, percent=37)
    client = Client()
    for name, seen in (("Sở Nội vụ", False), ("Sở Y tế", True)):
        client.force_login(a_member(Role.UNIT_CLERK, unit=Unit.objects.get(name=name)).person)
        for one in (above, plan):
            answer = client.get(f"/theo-doi/ke-hoach/{one.pk}/cay/")
            assert answer.status_code == 200
            assert ("(37&nbsp;%)" in source(answer)) is seen


def test_a_plan_of_which_a_unit_took_work_over_becomes_no_draft_again(above: Plan, unit: Unit) -> None:
    take_over(by=clerk_of(unit), records=records(above, unit)[:1], into=NewPlanBelow(unit, TITLE, 2026))
    with pytest.raises(ValidationError, match="tied to 1 of its records"):
        take_back(by=enforcer_of(above.unit), plan=above, reason="Nhầm")


def test_what_is_taken_over_is_counted_through_in_the_plan_below(above: Plan, unit: Unit) -> None:
    clerk = clerk_of(unit)
    draft = take_over(by=clerk, records=records(above, unit)[:1], into=NewPlanBelow(unit, TITLE, 2026))
    take_over(by=clerk, records=records(above, unit)[1:3], into=draft)
    assert list(draft.sections.values_list("measures__number", flat=True)) == ["1", "2", "3"]


def test_a_draft_that_numbers_its_measures_otherwise_is_not_counted_through(above: Plan, unit: Unit) -> None:
    draft = a_plan(unit, title=TITLE, year=2026)
    a_measure(draft, "Việc riêng", number="I.1")
    take_over(by=clerk_of(unit), records=records(above, unit)[:1], into=draft)
    numbers = Measure.objects.filter(section__plan=draft).values_list("number", flat=True)
    assert sorted(numbers) == ["", "I.1"]
    client = Client()
    client.force_login(a_member(Role.UNIT_CLERK, unit=unit).person)
    (above_one,) = records(above, unit)[:1]
    page = source(client.get(f"/theo-doi/ke-hoach/{draft.pk}/cay/"))
    assert words_of_measure(above_one.measure) in page
    assert "lần 1" not in page
