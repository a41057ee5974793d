"""A calendar that Outlook, Google and phones subscribe to: a day for each deadline (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

_LONGEST_NAME = 200
_PRODUCT = "-//cchc//theo doi ke hoach//VI"
_AGAIN = timedelta(hours=6)  # how often a program that asks is told to come again


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One deadline: a key that stays while its day moves, the day, what is to be done, more of it, its address."""

    key: str
    day: date
    name: str
    more: str
    href: str


def calendar_bytes(days: Iterable[CalendarDay], *, name: str, host: str, at: datetime) -> bytes:
    """Return a calendar of whole days as the bytes of an .ics file; `at` is when it was made, with its zone.

    A deadline keeps its `key` (made whole by `host`), so that programs move what was moved instead of doubling it.
    Whoever looks at the calendar is not shown as busy.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for one in days:
        calendar.add_component(_event(one, host, at))
    written: bytes = calendar.to_ical()
    return written


def _event(one: CalendarDay, host: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{host}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.name[:_LONGEST_NAME])
    event.add("description", one.more)
    event.add("url", one.href)
    event.add("transp", "TRANSPARENT")
    return event
