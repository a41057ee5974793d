"""One press reminds the units that are late, each once a day; a task that has ended nags nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import GRANTS, Permission, Role
from cchc.accounts.models import Membership
from cchc.audit.models import Entry
from cchc.notices.actions.reminding import (
    LateUnit,
    TaskReminder,
    UnitsReminded,
    remind,
    remind_units,
    settle_reminders,
)
from cchc.notices.kinds import notice_kind
from cchc.notices.models import PersonalNotice
from cchc.notices.queries.own import text_of, unseen_for
from cchc.units.models import Unit
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 28)
LATE = notice_kind("tests.late", "{unit} has not handed in its sheet of {year}, until {day}")
HREF = "/ke-hoach/"


@pytest.fixture
def units() -> list[Unit]:
    """Two departments, one of them without people."""
    province = builders.a_province()
    return [builders.a_unit(name, parent=province) for name in ("Sở Nội vụ", "Sở Tài chính")]


def reminded(units: list[Unit], day: date = DAY, by: Role = Role.COORDINATOR) -> UnitsReminded:
    """What comes of reminding these units on a day."""
    return remind_units(
        by=builders.an_actor(by),
        about="tests:1",
        subject="Phiếu tự chấm 2026",
        kind=LATE,
        units=[LateUnit(one.pk, one.name, HREF, date(2027, 1, 10)) for one in units],
        doing=Permission.PLAN_EDIT,
        facts={"year": 2026},
        today=day,
    )


def test_late_units_are_reminded_once_a_day_and_the_log_says_whom(units: list[Unit]) -> None:
    office, empty = units
    members = [builders.a_member(role, unit=office) for role in (Role.UNIT_CLERK, Role.UNIT_HEAD)]
    assert reminded(units) == UnitsReminded(now=(office.name,), earlier=(), nobody=(empty.name,))
    assert reminded(units) == UnitsReminded(now=(), earlier=(office.name,), nobody=(empty.name,))
    told = PersonalNotice.objects.all()
    assert {one.person_id for one in told} == {one.person_id for one in members}
    assert {text_of(one) for one in told} == {
        "Sở Nội vụ has not handed in its sheet of 2026, until 10/01/2027"
    }
    assert Entry.objects.filter(verb="notices.units_reminded").count() == 1
    assert reminded(units, DAY + timedelta(days=1)).now == (office.name,)
    entry = Entry.objects.filter(verb="notices.units_reminded").first()
    assert entry is not None
    assert (entry.subject, entry.facts["units"]) == ("Phiếu tự chấm 2026", ["Sở Nội vụ"])


def test_nobody_reminds_units_whose_role_does_not_grant_it(units: list[Unit]) -> None:
    granted = {one.role for one, permissions in GRANTS.items() if Permission.REMINDER_SEND in permissions}
    assert granted == {Role.ADMINISTRATOR, Role.COORDINATOR}
    for role in set(Role) - granted:
        with pytest.raises(NotPermitted):
            reminded(units, by=role)
    assert not PersonalNotice.objects.exists()


@pytest.fixture
def owner() -> Membership:
    """Somebody who was reminded of a task."""
    member = builders.a_member(Role.UNIT_CLERK)
    now = timezone.make_aware(datetime(2026, 12, 28, 7))
    words = {"vi": "Chốt phiếu", "en": "Submit the sheet"}
    for href in (HREF, f"{HREF}12/"):
        task = TaskReminder(words, href, date(2026, 12, 31), 3, 3)
        remind(
            person=member.person_id,
            reminders=[task],
            waiting={(HREF, task.until), (href, task.until)},
            now=now,
        )
    return member


def test_a_task_that_has_ended_nags_nobody_any_longer(owner: Membership) -> None:
    assert unseen_for(builders.actor_for(owner)) == 2
    settle_reminders(href="/ke-hoach/1/")
    assert unseen_for(builders.actor_for(owner)) == 2
    settle_reminders(href=HREF)
    assert unseen_for(builders.actor_for(owner)) == 0
