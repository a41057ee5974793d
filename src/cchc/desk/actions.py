"""The daily task of the desk: it asks every room what waits for whom, and hands what is due to be said to `notices`.
The letters that are due are worked out here in the same way, at the moment when they are sent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.access.waiting import WaitingFor
from cchc.accounts.models import Person
from cchc.accounts.queries import acting_people, actors_of
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.reminders import STEPS, due_step, working_days_left
from cchc.cycles.queries import holidays
from cchc.desk.queries.waiting import ROOMS, asked_once, duties_of
from cchc.notices.actions.letters import queue_letters
from cchc.notices.actions.posting import WrittenLetter, send_due
from cchc.notices.actions.reminding import TaskReminder, finish_round, remind
from cchc.notices.exchange import MailServer
from cchc.notices.models import Outgoing, PersonalNotice
from cchc.notices.queries.letters import LetterTask, letter_to
from cchc.notices.queries.rounds import last_round

logger = logging.getLogger(__name__)

BEGINS = time(6)  # in Vietnam; people read it when their day begins


def remind_everybody(*, now: datetime, rooms: Sequence[WaitingFor] = ROOMS) -> int:
    """Remind everybody of what waits for them 7, 3 or 1 working days before its last day; returns the number of new
    reminders. Once a day, from six o'clock on; called again it does nothing.

    What waits is asked of the `rooms` at this moment, person by person or once for all colleagues, so nobody is
    reminded of what is done, closed, moved or no longer theirs. A person for whom a room fails is left out with a line
    in the log of the service.
    """
    today, last = timezone.localdate(now), last_round()
    if timezone.localtime(now).time() < BEGINS or (last is not None and last >= today):
        return 0
    table, asked = holidays([today.year, today.year + 1]), asked_once(rooms)
    count = 0
    for person, actors in acting_people(today):
        try:
            count += _remind(person, actors, last, now, table, asked)
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


def send_letters(*, now: datetime, rooms: Sequence[WaitingFor] = ROOMS) -> int:
    """Send the letters that are due; returns the number of those that the mail server took. Without a mail server
    nothing is queued and nothing is sent.

    What a letter says is asked of the `rooms` when it is sent, however long it waited for the mail server: what is done
    by then is not in it, and a letter with nothing left to say is dropped.
    """
    server: MailServer | None = settings.MAIL_SERVER
    if server is None or timezone.localtime(now).time() < BEGINS:
        return 0
    queue_letters(now=now)
    letters = Outgoing.objects.select_related("person")
    with override(settings.LANGUAGE_CODE):
        return send_due(
            letters=letters, server=server, now=now, write=partial(_written, now=now, rooms=rooms)
        )


def _written(letter: Outgoing, *, now: datetime, rooms: Sequence[WaitingFor]) -> WrittenLetter | None:
    """What a letter says at `now`; None where it has nothing to say any more, or nobody to say it to."""
    person = letter.person
    text = letter_to(person, _tasks_of(person, now, rooms), now)
    if text is None or not person.email or not person.is_active:
        return None
    told = PersonalNotice.objects.filter(pk__in=text.notices)  # which are not sent again
    return WrittenLetter(
        person.email, text.subject, text.plain, text.html, mark=partial(told.update, letter=letter)
    )


def _tasks_of(person: Person, now: datetime, rooms: Sequence[WaitingFor]) -> list[LetterTask]:
    """Return what waits for a person and is due within the longest step of reminders, or has passed its day."""
    today = timezone.localdate(now)
    table = holidays([today.year, today.year + 1])
    found = []
    for duty in duties_of(actors_of(person, today), today, rooms):
        if duty.until is None:
            continue
        left = working_days_left(today, duty.until, table) if duty.until >= today else None
        if left is None or left <= max(STEPS):
            words = duty.letter or duty.text
            found.append(LetterTask(words, duty.href, duty.until, left, duty.beside))
    return found


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
