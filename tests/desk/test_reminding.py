"""Reminders are worked out when they go out: whatever happened between, nobody is reminded of what is done, closed,
moved or somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.access.waiting import Duty
from cchc.accounts.models import Membership
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.reminders import step_days
from cchc.cycles.models import Holiday
from cchc.desk.actions import remind_everybody
from cchc.notices.models import PersonalNotice, ReminderRound
from cchc.notices.queries.own import text_of, unseen_for
from cchc.plans.actions.enforcing import make_plan
from tests import builders

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 1)
NEW_YEAR = date(2027, 1, 1)
TABLE = Holidays(off=frozenset({NEW_YEAR}))
TASKS = 3


def at_seven(day: date) -> datetime:
    """Seven o'clock of a day in Vietnam."""
    return timezone.make_aware(datetime.combine(day, time(7)))


@dataclass
class Office:
    """People and their tasks, as a room would know them: the owner and the last day of each that still waits."""

    people: list[Membership]
    today: date = FIRST
    tasks: dict[int, tuple[int, date]] = field(default_factory=dict)

    def waiting_for(self, actor: Actor, today: date) -> Iterator[Duty]:
        """What waits for somebody, as `waiting.py` of a room says it."""
        for task, (owner, until) in self.tasks.items():
            if owner == actor.person_id:
                yield Duty(f"việc {task}", f"/viec/{task}/", until)

    def waits(self, notice: PersonalNotice) -> bool:
        """Whether what a reminder says is so at this moment."""
        task = int(notice.href.split("/")[2])
        return self.tasks.get(task) == (notice.person_id, notice.until)

    def remind(self) -> list[PersonalNotice]:
        """Let the reminders of today go out; returns the new ones."""
        known = set(PersonalNotice.objects.values_list("pk", flat=True))
        remind_everybody(now=at_seven(self.today), rooms=[self.waiting_for])
        return list(PersonalNotice.objects.exclude(pk__in=known))

    def happen(self, event: tuple[str, int, int]) -> None:
        """Let something happen to a task: it is begun, done or closed, moved, given to somebody, or a time passes."""
        what, task, number = event
        if what == "time":
            self.today += timedelta(days=number)
        elif what == "done":
            self.tasks.pop(task, None)
        else:
            owner, until = self.tasks.get(task, (self.people[0].person_id, self.today))
            if what == "moved" or task not in self.tasks:
                until = self.today + timedelta(days=number)
            if what == "given":
                owner = self.people[number % len(self.people)].person_id
            self.tasks[task] = (owner, until)


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("time"), st.just(0), st.integers(1, 4)),
        st.tuples(st.sampled_from(("moved", "given", "done")), st.integers(1, TASKS), st.integers(0, 25)),
    ),
    min_size=4,
    max_size=30,
)


@pytest.fixture
def people() -> list[Membership]:
    """Two people; New Year is no working day."""
    Holiday.objects.create(on=NEW_YEAR, name="Tết Dương lịch")
    return [builders.a_member(Role.UNIT_CLERK), builders.a_member(Role.UNIT_HEAD)]


@given(EVENTS, st.sets(st.integers(0, 30)))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_a_reminder_says_what_is_so_when_it_goes_out_and_says_it_once(
    people: list[Membership], events: list[tuple[str, int, int]], silent: set[int]
) -> None:
    with transaction.atomic():
        office = Office(people)
        for number, event in enumerate(events):
            office.happen(event)
            if number in silent:
                continue  # nobody was there to remind
            rounds = ReminderRound.objects.count()
            for one in office.remind():
                assert office.waits(one)
                assert step_days(one.until, TABLE)[one.step] <= office.today <= one.until
            if rounds < ReminderRound.objects.count():  # the first that goes out today
                assert all(office.waits(one) for one in PersonalNotice.objects.filter(seen_at__isnull=True))
        said = list(PersonalNotice.objects.values_list("person", "href", "until", "step"))
        assert len(said) == len(set(said))
        transaction.set_rollback(True)


@given(st.dates(FIRST + timedelta(days=20), FIRST + timedelta(days=40)))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_waits_to_its_end_is_said_on_the_three_days(people: list[Membership], until: date) -> None:
    with transaction.atomic():
        office = Office(people, tasks={1: (people[0].person_id, until)})
        found = {}
        while office.today <= until:
            found |= {one.step: office.today for one in office.remind()}
            office.today += timedelta(days=1)
        assert found == step_days(until, TABLE)
        transaction.set_rollback(True)


def test_nobody_is_reminded_in_the_night_or_twice_on_one_day(people: list[Membership]) -> None:
    until = date(2026, 12, 31)
    office = Office(people, today=date(2026, 12, 28), tasks={1: (people[0].person_id, until)})
    night = at_seven(office.today) - timedelta(hours=2)
    assert remind_everybody(now=night, rooms=[office.waiting_for]) == 0
    assert remind_everybody(now=at_seven(office.today), rooms=[office.waiting_for]) == 1
    assert remind_everybody(now=at_seven(office.today), rooms=[office.waiting_for]) == 0


def test_what_fell_due_while_nobody_could_be_reminded_is_said_at_the_next_round(
    people: list[Membership],
) -> None:
    office = Office(people, date(2026, 12, 21), {1: (people[0].person_id, date(2026, 12, 31))})
    assert office.remind() == []
    office.today = date(2026, 12, 29)
    assert [(one.step, one.facts["days"]) for one in office.remind()] == [(3, 2)]


def test_a_round_that_was_cut_off_goes_on_without_saying_anything_twice(people: list[Membership]) -> None:
    until = date(2026, 12, 31)
    tasks = {1: (people[0].person_id, until), 2: (people[1].person_id, until)}
    office = Office(people, today=date(2026, 12, 28), tasks=tasks)
    assert len(office.remind()) == 2
    ReminderRound.objects.all().delete()  # as if it had been killed before its end
    PersonalNotice.objects.filter(person=people[1].person).delete()
    assert [one.person_id for one in office.remind()] == [people[1].person_id]


def test_a_room_that_fails_for_one_person_keeps_nobody_else_from_being_reminded(
    people: list[Membership], caplog: pytest.LogCaptureFixture
) -> None:
    until = date(2026, 12, 31)
    office = Office(people, today=date(2026, 12, 28), tasks={1: (people[1].person_id, until)})

    def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
        if actor.person_id == people[0].person_id:
            raise ZeroDivisionError
        return office.waiting_for(actor, today)

    assert remind_everybody(now=at_seven(office.today), rooms=[waiting_for]) == 1
    assert f"the person {people[0].person_id}" in caplog.text


def test_a_measure_of_a_plan_in_force_is_reminded_of_by_the_real_rooms_to_the_people_of_its_unit() -> None:
    cycle = builders.a_scored_cycle()
    plan = builders.a_plan(cycle.province)
    builders.a_measure(plan, "Giải ngân vốn", lead="Sở Nội vụ", deadline="30/12/2026")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    office = next(one.unit for one in cycle.participants.all() if one.name == "Sở Nội vụ")
    clerk = builders.a_member(Role.UNIT_CLERK, unit=office)
    builders.a_member(Role.LEADER)
    assert remind_everybody(now=at_seven(date(2026, 12, 21))) == 1
    (one,) = PersonalNotice.objects.all()
    assert (one.person_id, one.until, one.step, one.facts["days"]) == (
        clerk.person_id,
        date(2026, 12, 30),
        7,
        7,
    )
    assert text_of(one) == "1 measure that my unit leads is due within 30 days"
    assert one.facts["task"]["vi"].startswith("1 nhiệm vụ")
    assert unseen_for(builders.actor_for(clerk)) == 1


def test_colleagues_are_asked_about_once_and_each_is_reminded() -> None:
    province = builders.a_province()
    office = builders.a_unit("Sở Nội vụ", parent=province)
    texts = {"number": "1", "task": "Kiểm tra", "lead": "Sở Nội vụ", "deadline": "10/12/2026"}
    builders.a_followed_plan(province, [texts])
    for number in range(12):
        builders.a_member(Role.UNIT_CLERK, unit=office, username=f"can-bo-{number}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            remind_everybody(now=at_seven(FIRST))
        ReminderRound.objects.all().delete()
        return sum("following_progressrecord" in one["sql"] for one in asked.captured_queries)

    of_many = queries()
    assert PersonalNotice.objects.filter(href__startswith="/theo-doi/").count() == 12
    Membership.objects.exclude(person__username="can-bo-0").delete()
    assert queries() <= of_many <= 2 * queries()
