"""The deadline of a real sheet: its people are reminded while it is theirs to hand in, and of nothing else."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions.locking import extend_phase
from cchc.cycles.models import PhaseKind
from cchc.desk.actions import remind_everybody
from cchc.notices.models import PersonalNotice
from cchc.notices.queries.own import unseen_for
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.sheet import whole_sheets
from tests import builders

pytestmark = pytest.mark.django_db
COORDINATOR = builders.an_actor(Role.COORDINATOR)


def at_seven(day: date) -> datetime:
    """Seven o'clock of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=VIETNAM)


def reminded(day: date) -> set[tuple[int, date | None, int | None]]:
    """Who is reminded on a day, of which last day, how many working days before it; whatever there is to do."""
    known = set(PersonalNotice.objects.values_list("pk", flat=True))
    remind_everybody(now=at_seven(day))
    new = PersonalNotice.objects.exclude(pk__in=known)
    return set(new.values_list("person", "until", "step"))


@pytest.fixture
def sheet() -> UnitSheet:
    """A filled sheet, to be handed in by Sunday, 10 January."""
    return builders.a_filled_sheet()


@pytest.fixture
def people(sheet: UnitSheet) -> list[Membership]:
    """The clerk and the head of its unit."""
    unit = sheet.participant.unit
    return [builders.a_member(role, unit=unit) for role in (Role.UNIT_CLERK, Role.UNIT_HEAD)]


def test_what_is_handed_in_is_not_reminded_of_and_what_was_said_before_nags_no_longer(
    sheet: UnitSheet, people: list[Membership]
) -> None:
    head = people[1]
    until = date(2027, 1, 10)
    assert reminded(date(2027, 1, 6)) == {(one.person_id, until, 3) for one in people}
    builders.submitted(sheet, now=at_seven(date(2027, 1, 7)))
    assert [unseen_for(builders.actor_for(one)) for one in people] == [0, 0]
    assert reminded(date(2027, 1, 8)) == set()
    assert unseen_for(builders.actor_for(head)) == 0


def test_what_comes_back_is_reminded_of_again(sheet: UnitSheet, people: list[Membership]) -> None:
    builders.submitted(sheet, now=at_seven(date(2027, 1, 5)))
    assert reminded(date(2027, 1, 6)) == set()
    whole = whole_sheets().get(pk=sheet.pk)
    return_sheet(by=COORDINATOR, sheet=whole, reason="thiếu số liệu", now=at_seven(date(2027, 1, 7)))
    assert [unseen_for(builders.actor_for(one)) for one in people] == [1, 1]
    until = date(2027, 1, 10)
    assert reminded(date(2027, 1, 8)) == {(one.person_id, until, 1) for one in people}


def test_with_more_time_the_days_are_counted_to_the_new_last_day(
    sheet: UnitSheet, people: list[Membership]
) -> None:
    extend_phase(
        by=COORDINATOR,
        participants=[sheet.participant],
        kind=PhaseKind.SELF_SCORING,
        until=date(2027, 1, 20),
        reason="Bão số 4",
        now=at_seven(date(2027, 1, 5)),
    )
    assert reminded(date(2027, 1, 8)) == set()
    until = date(2027, 1, 20)
    assert reminded(date(2027, 1, 11)) == {(one.person_id, until, 7) for one in people}
