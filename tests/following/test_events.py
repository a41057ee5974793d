"""Events: proposed by equal wording, joined by a person, dated; dated again where they recur."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.papers.deadlines.events import event_of
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.events import correct_occurrence, date_event, join_measures, leave_event
from cchc.following.models import PlanEvent, ProgressRecord
from cchc.following.queries.events import awaiting, events_for, lacks_term, proposed_events
from cchc.plans.actions.enforcing import make_plan, take_back
from cchc.plans.models import Measure, Plan
from tests.builders import a_followed_plan, a_province, a_unit, an_actor, enforcer_of, reported

pytestmark = pytest.mark.django_db

GUIDED = "Sau khi có văn bản hướng dẫn của Bộ Nội vụ"
IN_TEN_DAYS = "Trong 10 ngày kể từ khi có văn bản hướng dẫn của Bộ Nội vụ"


@pytest.fixture
def province():
    province = a_province()
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_unit(name, parent=province)
    return province


@pytest.fixture
def plan(province) -> Plan:
    return a_followed_plan(
        province,
        [
            {"number": "1", "task": "Rà soát", "lead": "Sở Nội vụ", "deadline": GUIDED},
            {"number": "2", "task": "Tập huấn", "lead": "Sở Y tế", "deadline": IN_TEN_DAYS},
            {"number": "3", "task": "Kiểm tra", "lead": "Sở Y tế", "deadline": "Theo Kế hoạch kiểm tra"},
            {"number": "4", "task": "Báo cáo", "lead": "Sở Y tế", "deadline": "30/6/2026"},
        ],
    )


def measures(*numbers: str) -> list[Measure]:
    return list(Measure.objects.filter(number__in=numbers).order_by("number"))


def joined(plan: Plan, *numbers: str, **more) -> PlanEvent:
    return join_measures(by=enforcer_of(plan.unit), measures=measures(*numbers), wording=GUIDED, **more)


def dated(plan: Plan, event: PlanEvent, on: date, **more):
    event.refresh_from_db()
    return date_event(by=enforcer_of(plan.unit), event=event, seen_version=event.version, on=on, **more)


def days(number: str) -> list[tuple[str, date | None, date | None]]:
    rows = ProgressRecord.objects.filter(measure__number=number).order_by("period")
    return [(one.period, one.starts, one.due) for one in rows]


def test_wordings_that_lead_to_one_event_are_proposed_together_over_all_plans(plan, province):
    a_followed_plan(
        province, [{"task": "Sửa", "lead": "Sở Nội vụ", "deadline": "Khi có văn bản hướng dẫn của Bộ Nội vụ."}],
        title="Kế hoạch khắc phục",
    )  # fmt: skip
    first, second = proposed_events(enforcer_of(province))
    assert (first.spelling, len(first.measures), first.plans) == (
        "co van ban huong dan cua bo noi vu", 3, 2
    )  # fmt: skip
    assert second.wordings == ("Theo Kế hoạch kiểm tra",)


def test_a_proposed_event_is_called_by_itself_and_not_by_the_term_from_it(province):
    after = "Trong 60 ngày kể từ khi có văn bản giao nhiệm vụ"
    a_followed_plan(province, [{"task": "Sửa", "lead": "Sở Nội vụ", "deadline": after}])
    (one,) = proposed_events(enforcer_of(province))
    assert (one.wording, event_of(one.wording)) == ("Có văn bản giao nhiệm vụ", one.spelling)


def test_what_was_joined_is_proposed_no_more_and_who_owns_no_plan_is_proposed_nothing(plan, province):
    joined(plan, "1", "2")
    assert [one.spelling for one in proposed_events(enforcer_of(province))] == ["ke hoach kiem tra"]
    assert proposed_events(an_actor(Role.UNIT_HEAD)) == []


def test_a_measure_waits_for_one_event_and_only_one_whose_deadline_is_an_event(plan):
    joined(plan, "1")
    for numbers in (("1", "2"), ("4",), ()):
        with pytest.raises(ValidationError):
            joined(plan, *numbers)
    assert PlanEvent.objects.count() == 1


def test_dating_an_event_begins_the_work_by_the_term_of_each_wording(plan):
    event = joined(plan, "1", "2")
    assert days("2") == [("lần 1", None, None)]
    assert lacks_term(awaiting(event, enforcer_of(plan.unit)))
    dated(plan, event, date(2026, 3, 5), term=date(2026, 4, 30))
    assert days("1") == [("lần 1", date(2026, 3, 5), date(2026, 4, 30))]
    assert days("2") == [("lần 1", date(2026, 3, 5), date(2026, 3, 15))]
    assert days("3") == [("lần 1", None, None)]


def test_an_event_bears_the_document_by_which_it_happened(plan):
    event = joined(plan, "1")
    made = dated(plan, event, date(2026, 3, 5), document_number="12/BNV-CCHC")
    assert (made.document.number, made.document.date) == ("12/BNV-CCHC", date(2026, 3, 5))
    event.refresh_from_db()
    days = {"on": date(2026, 3, 6), "document_number": "12/BNV-CCHC", "document_date": date(2026, 3, 5)}
    again = correct_occurrence(by=enforcer_of(plan.unit), occurrence=made, seen_version=event.version, **days)
    assert again.document_id == made.document_id


def test_without_a_term_nothing_is_overdue(plan):
    dated(plan, joined(plan, "1"), date(2026, 3, 5))
    assert days("1") == [("lần 1", date(2026, 3, 5), None)]


def test_an_event_that_recurs_is_dated_again_and_opens_a_new_period(plan):
    event = joined(plan, "2", recurs=True)
    dated(plan, event, date(2026, 3, 5))
    reported(measures("2")[0].records.get(), ProgressState.DONE_WITHOUT_PRODUCT)
    dated(plan, event, date(2026, 9, 1))
    assert days("2") == [
        ("lần 1", date(2026, 3, 5), date(2026, 3, 15)),
        ("lần 2", date(2026, 9, 1), date(2026, 9, 11)),
    ]
    with pytest.raises(ValidationError):  # not before the last time
        dated(plan, event, date(2026, 9, 1))


def test_an_event_that_does_not_recur_is_dated_once(plan):
    event = joined(plan, "1")
    dated(plan, event, date(2026, 3, 5))
    with pytest.raises(ValidationError):
        dated(plan, event, date(2026, 9, 1))
    dated(plan, event, date(2026, 9, 1), recurs=True)
    assert event.occurrences.count() == 2


@pytest.mark.parametrize(("on", "term"), [(date(2027, 1, 1), None), (date(2026, 3, 5), date(2026, 3, 4))])
def test_an_event_is_dated_to_a_day_that_has_come_and_its_work_is_due_after_it(plan, on, term):
    event = joined(plan, "1")
    with pytest.raises(ValidationError):
        dated(plan, event, on, term=term)
    assert not event.occurrences.exists()


def test_a_corrected_day_moves_the_work_and_keeps_the_name_of_its_period(plan):
    event = joined(plan, "2", recurs=True)
    first = dated(plan, event, date(2026, 3, 5))
    dated(plan, event, date(2026, 9, 1))
    event.refresh_from_db()
    correct_occurrence(
        by=enforcer_of(plan.unit), occurrence=first, seen_version=event.version, on=date(2026, 3, 10)
    )
    assert days("2")[0] == ("lần 1", date(2026, 3, 10), date(2026, 3, 20))
    with pytest.raises(ValidationError):
        correct_occurrence(
            by=enforcer_of(plan.unit), occurrence=first, seen_version=event.version + 1, on=date(2026, 9, 2)
        )


def test_whoever_was_slower_is_told_that_the_event_was_dated(plan):
    event = joined(plan, "1", recurs=True)
    with pytest.raises(Changed):
        date_event(
            by=enforcer_of(plan.unit), event=event, seen_version=event.version - 1, on=date(2026, 3, 5)
        )
    assert not event.occurrences.exists()


def test_a_measure_that_leaves_waits_without_a_day_again(plan):
    event = joined(plan, "1", "2")
    dated(plan, event, date(2026, 3, 5), term=date(2026, 4, 30))
    leave_event(by=enforcer_of(plan.unit), event=event, measure=measures("1")[0])
    assert days("1") == [("lần 1", None, None)]
    with pytest.raises(ValidationError):
        leave_event(by=enforcer_of(plan.unit), event=event, measure=measures("1")[0])


def test_a_head_dates_what_only_own_plans_wait_for(plan, province):
    department = measures("1")[0].records.get().unit
    own = a_followed_plan(
        department,
        [{"number": "9", "task": "Họp", "lead": "Sở Nội vụ", "deadline": GUIDED}],
        title="Kế hoạch của Sở",
    )
    head = replace(an_actor(Role.UNIT_HEAD), unit_id=department.pk, unit=department.name)
    event = join_measures(by=head, measures=measures("9"), wording=GUIDED)
    date_event(by=head, event=event, seen_version=event.version, on=date(2026, 3, 5))
    assert days("9")[0][1] == date(2026, 3, 5)
    joined(plan, "1")
    event.refresh_from_db()
    with pytest.raises(NotPermitted):
        date_event(by=head, event=event, seen_version=event.version, on=date(2026, 4, 5), recurs=True)
    with pytest.raises(NotPermitted):
        leave_event(by=head, event=event, measure=measures("1")[0])
    assert own.pk != plan.pk


def test_events_without_a_day_come_first(plan):
    waiting = join_measures(by=enforcer_of(plan.unit), measures=measures("3"), wording="Kế hoạch kiểm tra")
    event = joined(plan, "1", "2")
    dated(plan, event, date(2026, 3, 5))
    assert [(one.pk, one.waits, one.plans) for one in events_for(an_actor(Role.COORDINATOR))] == [
        (waiting.pk, 1, 1),
        (event.pk, 2, 1),
    ]


def test_an_event_for_which_nothing_waits_any_more_is_dated_by_the_coordinator_alone(plan):
    event = joined(plan, "1")
    dated(plan, event, date(2026, 3, 5))
    leave_event(by=enforcer_of(plan.unit), event=event, measure=measures("1")[0])
    event.refresh_from_db()
    department = measures("1")[0].records.get().unit
    head = replace(an_actor(Role.UNIT_HEAD), unit_id=department.pk, unit=department.name)
    with pytest.raises(NotPermitted):
        correct_occurrence(
            by=head, occurrence=event.occurrences.get(), seen_version=event.version, on=date(2026, 1, 1)
        )
    dated(plan, event, date(2026, 4, 5), recurs=True)


def test_what_a_plan_that_became_a_draft_again_waits_for_is_shown_to_nobody(plan):
    event = joined(plan, "1", "2")
    take_back(by=enforcer_of(plan.unit), plan=plan, reason="Sửa lại")
    assert awaiting(event, an_actor(Role.UNIT_CLERK)) == []
    assert [(one.waits, one.plans) for one in events_for(an_actor(Role.UNIT_CLERK))] == [(0, 0)]
    plan.refresh_from_db()
    make_plan(by=enforcer_of(plan.unit), plan=plan)
    assert len(awaiting(event, an_actor(Role.UNIT_CLERK))) == 2
