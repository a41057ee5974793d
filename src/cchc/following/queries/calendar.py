"""The deadlines of one person, as the calendar to which their programs subscribe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cchc.accounts.models import Person
from cchc.accounts.queries import actors_of
from cchc.following.exchange.calendar import CalendarDay
from cchc.following.models import CalendarAddress, ProgressRecord
from cchc.following.policies import may_read_following
from cchc.following.queries.links import stands_below
from cchc.following.queries.records import ENDED_STATES, standing_records
from cchc.following.queries.words import words_of_measure

MOST_DAYS = 2000
MOST_LETTERS = 120


def hash_of_token(token: str) -> str:
    """Return what is kept of the secret part of an address: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of_token(token: str) -> Person | None:
    """Return whose calendar an address with this secret part is; None for one that was ended, one that nobody made,
    and one of an account that is closed."""
    found = CalendarAddress.objects.filter(token_hash=hash_of_token(token), ended_at__isnull=True)
    address = found.filter(person__is_active=True).select_related("person").first()
    return address.person if address else None


def open_address(person_id: int) -> CalendarAddress | None:
    """Return the address that a person has now, without its secret part, which nobody knows but them."""
    return CalendarAddress.objects.filter(person=person_id, ended_at__isnull=True).first()


def own_deadlines(person: Person, today: date) -> QuerySet[ProgressRecord]:
    """Return the records with a day that the units lead for which `person` acts today, whose work is still to come;
    what a unit does in a plan of its own has its day there."""
    units = {one.unit_id for one in actors_of(person, today) if may_read_following(one)}
    records = standing_records().filter(unit__in=units, due__isnull=False).exclude(state__in=ENDED_STATES)
    own = records.exclude(stands_below())
    return own.select_related("measure__section__plan", "unit").order_by("due", "pk")


def calendar_days(person: Person, today: date, home: str) -> Iterator[CalendarDay]:
    """Yield a day for each of the `own_deadlines`, the nearest ones where they are very many; three queries. `home` is
    the address of the platform, without its slash."""
    for one in own_deadlines(person, today)[:MOST_DAYS]:
        plan = one.measure.section.plan
        lines = (
            plan.title,
            f"{_('Lead')}: {one.unit.name}",
            f"{_('Deadline')}: {one.measure.deadline or '–'}",
        )
        yield CalendarDay(
            key=f"han-{one.pk}",
            day=one.due or today,
            name=Truncator(words_of_measure(one.measure)).chars(MOST_LETTERS),
            more="\n".join(lines),
            href=f"{home}{reverse('plans:measure', args=[plan.pk, one.measure_id])}",
        )
