"""Reminding people of what is due soon, and the units that are late; letting reminders go whose task has ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.practising import is_practising
from cchc.audit.actions import record
from cchc.audit.locks import alone_in
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.notices.actions.telling import check_address, tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.models import PersonalNotice, ReminderRound, UnitReminder
from cchc.notices.queries.recipients import people_of_units

UNITS_REMINDED = verb("notices.units_reminded", _("reminded {count} units of {subject}"))

REMINDER = notice_kind("notices.reminder", "{task}", letter="")


@dataclass(frozen=True, slots=True)
class TaskReminder:
    """A task of which a person is to be reminded: its words by language, its page, its last day, the step that is due,
    and how many working days are left."""

    words: Mapping[str, str]
    href: str
    until: date
    step: int
    days_left: int


@transaction.atomic
def remind(
    *,
    person: int,
    reminders: Iterable[TaskReminder],
    waiting: Collection[tuple[str, date]],
    now: datetime,
) -> list[PersonalNotice]:
    """Remind a person of the tasks that are due to be said now; returns the notices that are new.

    `waiting` are the page and last day of every task that waits for the person with a day: earlier reminders of
    anything else, which was done, closed, moved or given to somebody else since, count as seen. What was said before is
    not said again.
    """
    earlier = PersonalNotice.objects.filter(person=person, step__isnull=False, seen_at__isnull=True)
    over = [
        pk for pk, href, until in earlier.values_list("pk", "href", "until") if (href, until) not in waiting
    ]
    PersonalNotice.objects.filter(pk__in=over).update(seen_at=now)
    said = set(
        PersonalNotice.objects.filter(person=person, step__isnull=False, until__gte=now.date()).values_list(
            "href", "until", "step"
        )
    )
    return PersonalNotice.objects.bulk_create(
        _notice(person, one, now) for one in reminders if (one.href, one.until, one.step) not in said
    )


def _notice(person: int, one: TaskReminder, now: datetime) -> PersonalNotice:
    check_address(one.href)
    facts = {"task": dict(one.words), "days": one.days_left}
    return PersonalNotice(
        person_id=person,
        kind=REMINDER.code,
        facts=facts,
        href=one.href,
        at=now,
        until=one.until,
        step=one.step,
    )


@transaction.atomic
def finish_round(*, day: date, now: datetime) -> None:
    """Write down that everybody was reminded on `day`; the next round says what falls due after it."""
    ReminderRound.objects.get_or_create(day=day, defaults={"at": now})


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit to be reminded, by its id and printed name, the page on which it does what is late, and its last day."""

    unit: int
    name: str
    href: str
    until: date


@dataclass(frozen=True, slots=True)
class UnitsReminded:
    """What came of reminding units, by their printed names: reminded now, reminded today already, and those in which
    nobody could be reminded because nobody may do it."""

    now: tuple[str, ...]
    earlier: tuple[str, ...]
    nobody: tuple[str, ...]


@transaction.atomic
def remind_units(
    *,
    by: Actor,
    about: str,
    subject: str,
    kind: NoticeKind,
    units: Collection[LateUnit],
    doing: Permission,
    facts: Mapping[str, str | int | Promise],
    today: date,
) -> UnitsReminded:
    """Remind the people of late units who have the permission `doing` there, each unit once a day of the same `about`
    (`self_scoring:12`); one record for all, none where no unit was left to be reminded.

    `kind` gets `facts`, the `unit`, and the `day` until which it may. `subject` is the printed name of what is late,
    for the log. Whoever calls says which units are late as he sees them in this transaction.
    """
    by.require(Permission.REMINDER_SEND)
    if is_practising():
        return UnitsReminded(now=(), earlier=(), nobody=tuple(one.name for one in units))
    alone_in(UnitReminder)
    done = set(UnitReminder.objects.filter(about=about, day=today).values_list("reminded_unit_id", flat=True))
    people = people_of_units([one.unit for one in units], doing, today)
    due = [one for one in units if one.unit not in done and people[one.unit]]
    for one in due:
        own = {**facts, "unit": one.name, "day": date_format(one.until, "SHORT_DATE_FORMAT")}
        tell(kind=kind, to=people[one.unit], facts=own, href=one.href, by=by)
    UnitReminder.objects.bulk_create(
        UnitReminder(**by_line(by), about=about, reminded_unit_id=one.unit, day=today) for one in due
    )
    reminded = UnitsReminded(
        now=tuple(one.name for one in due),
        earlier=tuple(one.name for one in units if one.unit in done),
        nobody=tuple(one.name for one in units if one.unit not in done and not people[one.unit]),
    )
    if due:
        record(
            by=by,
            verb=UNITS_REMINDED,
            subject=subject,
            subject_id=about,
            facts={
                "count": len(due),
                "units": list(reminded.now),
                "unit_ids": [one.unit for one in due],
            },
        )
    return reminded


def settle_reminders(*, href: str) -> None:
    """Let everybody's reminders of tasks on this page and the pages beneath it count as seen, inside the act that
    ended, closed or moved them.

    What is left of it is reminded of anew when it is due; who did it is told by `tell`.
    """
    reminders = PersonalNotice.objects.filter(step__isnull=False, href__startswith=href, seen_at__isnull=True)
    reminders.update(seen_at=timezone.now())
