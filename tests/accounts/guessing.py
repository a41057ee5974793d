"""Browsers in which somebody guesses at passwords."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.accounts.actions.attempts import TooEarly, begin
from cchc.accounts.models import Person
from tests.builders import PASSWORD, a_member

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OFFICE, OTHER_OFFICE = "203.0.113.9", "198.51.100.4"


def visitor(address: str = OFFICE) -> Client:
    """A browser at an address in which nobody has signed in yet."""
    client = Client(REMOTE_ADDR=address)
    client.cookies["django_language"] = "en"
    return client


def attempt(client: Client, name: str, password: str = "wrong") -> int:
    """The status of the answer to a sign-in."""
    return client.post(reverse("account_login"), {"login": name, "password": password}).status_code


def opens(client: Client, name: str, password: str = PASSWORD) -> bool:
    """Whether the sign-in succeeds."""
    attempt(client, name, password)
    return "_auth_user_id" in client.session


def locked(address: str = OFFICE) -> Person:
    """Somebody whose name waits at that address."""
    person = a_member(Role.UNIT_CLERK).person
    assert [attempt(visitor(address), person.username) for _guess in range(6)] == [*[422] * 5, 429]
    return person


def fail(keys, now: datetime) -> bool:
    """Whether a wrong password was looked at."""
    try:
        begin(keys=keys, now=now)
    except TooEarly:
        return False
    return True
