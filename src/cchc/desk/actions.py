"""The daily task of the desk: it asks every room what waits for whom, and hands what is due to be said to `notices`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.access.waiting import WaitingFor
from cchc.accounts.queries import acting_people
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.reminders import due_step, working_days_left
from cchc.cycles.queries import holidays
from cchc.desk.queries.waiting import ROOMS, duties_of
from cchc.notices.actions.reminding import TaskReminder, finish_round, remind
from cchc.notices.queries.rounds import last_round

logger = logging.getLogger(__name__)

BEGINS = time(6)  # in Vietnam; people read it when their day begins


def remind_everybody(*, now: datetime, rooms: Sequence[WaitingFor] = ROOMS) -> int:
    """Remind everybody of what waits for them 7, 3 or 1 working days before its last day; returns the number of new
    reminders. Once a day, from six o'clock on; called again it does nothing.

    What waits is asked of the `rooms` at this moment, person by person, so nobody is reminded of what is done, closed,
    moved or no longer theirs. A person for whom a room fails is left out with a line in the log of the service.
    """
    today, last = timezone.localdate(now), last_round()
    if timezone.localtime(now).time() < BEGINS or (last is not None and last >= today):
        return 0
    table = holidays([today.year, today.year + 1])
    count = 0
    for person, actors in acting_people(today):
        try:
            count += _remind(person, actors, last, now, table, rooms)
        except Exception:
            logger.exception("Nobody could be told what waits for the person %d", person)
    finish_round(day=today, now=now)
    return count


def _remind(
    person: int,
    actors: Sequence[Actor],
    last: date | None,
    now: datetime,
    table: Holidays,
    rooms: Sequence[WaitingFor],
) -> int:
    """Remind one person; returns the number of new reminders."""
    today = timezone.localdate(now)
    waiting = _dated(actors, today, rooms)
    steps = {key: due_step(key[1], last, today, table) for key in waiting}
    words = _in_each_language(actors, today, rooms) if any(steps.values()) else {}
    reminders = [
        TaskReminder(words[(href, until)], href, until, step, working_days_left(today, until, table))
        for (href, until), step in steps.items()
        if step is not None
    ]
    return len(remind(person=person, reminders=reminders, waiting=waiting.keys(), now=now))


Task = tuple[str, date]  # the page of a task and its last day


def _dated(actors: Sequence[Actor], today: date, rooms: Sequence[WaitingFor]) -> dict[Task, str]:
    """Return the words of each task that waits for a person with a last day."""
    found: dict[Task, str] = {}
    for duty in duties_of(actors, today, rooms):
        if duty.until is not None:
            found.setdefault((duty.href, duty.until), duty.text)
    return found


def _in_each_language(
    actors: Sequence[Actor], today: date, rooms: Sequence[WaitingFor]
) -> dict[Task, dict[str, str]]:
    """Return the words of each task in each language of the platform: whoever reads the reminder may choose."""
    found: dict[Task, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for task, text in _dated(actors, today, rooms).items():
                found.setdefault(task, {})[code] = text
    return found
