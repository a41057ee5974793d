"""The secret address of a person's calendar: made, made anew, ended; and ended for good with the account.

The address stands nowhere but with the person: of its 256 random bits the hash alone is kept, and no log holds it.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.accounts.models import Person
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.following.models import CalendarAddress
from cchc.following.queries.calendar import hash_of_token

MADE = verb("following.calendar_made", _("made an address for the own calendar of deadlines"))
ENDED = verb("following.calendar_ended", _("ended the address of the own calendar of deadlines"))

BYTES = 32  # 256 bits


@transaction.atomic
def make_calendar_address(*, by: Actor) -> str:
    """Make the address of the own calendar anew, and return its secret part, which is told once and never again; the
    address before it ends."""
    person = hold(Person.objects.all(), by.person_id)
    _end(person)
    token = secrets.token_urlsafe(BYTES)
    made = CalendarAddress.objects.create(person=person, token_hash=hash_of_token(token))
    record(by=by, verb=MADE, subject=person.name, subject_id=made.pk)
    return token


@transaction.atomic
def end_calendar_address(*, by: Actor) -> None:
    """End the address of the own calendar: whoever knows it gets nothing any more. Without one nothing is recorded."""
    person = hold(Person.objects.all(), by.person_id)
    if _end(person):
        record(by=by, verb=ENDED, subject=person.name)


def end_calendar_of_closed_account(*, by: Actor, person: Person) -> list[Model]:
    """End the address of a person whose account was closed, for good: an account that is opened again has none. The
    answer to `account_closed`."""
    _end(person)
    return []


def _end(person: Person) -> int:
    return person.calendar_addresses.filter(ended_at__isnull=True).update(ended_at=timezone.now())
