"""What a letter says when it is sent, how the queue of letters stands, and who wants to hear by e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.accounts.models import Person
from cchc.notices.kinds import known_kinds
from cchc.notices.models import ByMail, Outgoing, PersonalNotice, Preference
from cchc.notices.queries.own import letter_text_of

MOST_LINES = 20
NEWS = timedelta(days=7)  # what was told before is not sent any more; it stands on the page
LATE_AFTER = timedelta(hours=1)  # a letter that waits longer says that the mail server is silent


def wish_of(person: Person) -> ByMail:
    """Return how often letters come to `person`: once a day unless another way was chosen."""
    row = Preference.objects.filter(person=person).first()
    if row is None or (row.by_mail and row.digest):
        return ByMail.DAILY
    return ByMail.AT_ONCE if row.by_mail else ByMail.NEVER


def refusal_of(person: Person) -> str:
    """Return what the mail server said when it refused the last letter to `person` for good; empty when it took it."""
    last = Outgoing.objects.filter(person=person, ended_at__isnull=False).order_by("-ended_at", "-pk").first()
    return last.fault if last is not None and last.state == Outgoing.State.REFUSED else ""


@dataclass(frozen=True, slots=True)
class LetterTask:
    """A task that waits for a person, as a letter says it: its words, its page, its last day, the working days that are
    left (None: the day has passed), and the name of where it comes from."""

    text: str
    href: str
    until: date
    days_left: int | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One line of a letter: its words, the full address to which it leads, and what is said beside it."""

    text: str
    address: str
    beside: str


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Lines of a letter under one heading, and how many more there are."""

    heading: str
    lines: tuple[LetterLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as it is sent, and the notices that are in it."""

    subject: str
    plain: str
    html: str
    notices: tuple[int, ...]


def wants_letter(now: datetime) -> QuerySet[Person]:
    """Return the people to whom a letter may be due at `now`: with an open account, an address, no letter in the queue,
    and something told that they have neither seen nor been sent. Who hears once a day hears after the day's first
    letter nothing more on that day."""
    known = PersonalNotice.objects.filter(person=OuterRef("pk"))
    open_letter = Outgoing.objects.filter(
        person=OuterRef("pk"), state__in=(Outgoing.State.WAITING, Outgoing.State.SENDING)
    )
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    of_today = Outgoing.objects.filter(person=OuterRef("pk"), queued_at__gte=midnight)
    preference = Preference.objects.filter(person=OuterRef("pk"))
    return (
        Person.objects.filter(Exists(known.filter(_sendable(now))), ~Exists(open_letter), is_active=True)
        .exclude(email="")
        .exclude(Exists(preference.filter(by_mail=False)))
        .filter(Exists(preference.filter(digest=False)) | ~Exists(of_today))
    )


def _sendable(now: datetime) -> Q:
    """Return the condition that a notice was neither seen nor sent, and is of those that letters tell of."""
    kinds = [kind.code for kind in known_kinds().values() if kind.letter]
    unsent = Q(seen_at__isnull=True, letter__isnull=True, at__gt=now - NEWS)
    return unsent & (Q(kind__in=kinds) | Q(step__isnull=False))


def letter_to(person: Person, tasks: Sequence[LetterTask], now: datetime) -> LetterText | None:
    """Return the letter that is due to `person` at `now`, in the language that is switched on; None when there is
    nothing to say any more.

    `tasks` are what waits for the person at this moment. A reminder is in it only as far as its task is among them.
    """
    waiting = {(task.href, task.until) for task in tasks}
    told = list(PersonalNotice.objects.filter(_sendable(now), person=person).order_by("-at", "-pk"))
    reminders = [one for one in told if one.step is not None and (one.href, one.until) in waiting]
    news = [one for one in told if one.step is None]
    if not reminders and not news:
        return None
    return _composed(person, list(_lines_of_tasks(tasks)), [_line_of_news(one) for one in news], told)


def _composed(
    person: Person, tasks: list[LetterLine], news: list[LetterLine], told: Iterable[PersonalNotice]
) -> LetterText:
    parts = []
    if tasks:
        counted = ngettext("{count} task near its last day", "{count} tasks near their last day", len(tasks))
        parts.append(counted.format(count=len(tasks)))
    if news:
        counted = ngettext("{count} new notice", "{count} new notices", len(news))
        parts.append(counted.format(count=len(news)))
    groups = [
        LetterGroup(heading, tuple(lines[:MOST_LINES]), len(lines[MOST_LINES:]))
        for heading, lines in ((_("What waits for you"), tasks), (_("New notices"), news))
        if lines
    ]
    context = {
        "name": person.name,
        "groups": groups,
        "home": settings.ADDRESS + reverse("desk:home"),
        "preferences": settings.ADDRESS + reverse("notices:preferences"),
    }
    return LetterText(
        subject=f"{_('PAR INDEX')}: {', '.join(parts)}",
        plain=render_to_string("notices/letter.txt", context),
        html=render_to_string("notices/letter.html", context),
        notices=tuple(one.pk for one in told),
    )


def _lines_of_tasks(tasks: Iterable[LetterTask]) -> Iterator[LetterLine]:
    for task in tasks:
        day = f"{task.until:%d/%m/%Y}"
        if task.days_left is None:
            when = _("the last day, {day}, has passed").format(day=day)
        else:
            when = ngettext(
                "by {day}, {days} working day left", "by {day}, {days} working days left", task.days_left
            ).format(day=day, days=task.days_left)
        beside = f"{when}; {task.beside}" if task.beside else when
        yield LetterLine(task.text, settings.ADDRESS + task.href, beside)


def _line_of_news(one: PersonalNotice) -> LetterLine:
    address = settings.ADDRESS + reverse("notices:open", args=[one.pk])
    return LetterLine(letter_text_of(one), address, f"{timezone.localtime(one.at):%d/%m/%Y %H:%M}")


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """How the letters stand: how many wait, since when the first of those that were tried in vain, how many were given
    up or refused in the last days, and what the mail server said last."""

    waiting: int
    silent_since: datetime | None
    given_up: int
    refused: int
    fault: str

    @property
    def is_in_trouble(self) -> bool:
        """Whether somebody should look after the mail server; an address that is refused is a matter of its person."""
        return self.silent_since is not None or self.given_up > 0


LOOKED_BACK = timedelta(days=7)


def queue_standing(now: datetime) -> QueueStanding:
    """Return how the letters stand at `now`; one query."""
    open_states = (Outgoing.State.WAITING, Outgoing.State.SENDING)
    recent = Outgoing.objects.filter(Q(state__in=open_states) | Q(ended_at__gt=now - LOOKED_BACK))
    rows = list(recent.values_list("state", "tries", "queued_at", "fault").order_by("queued_at", "pk"))
    silent = [
        at for state, tries, at, _fault in rows if state in open_states and tries and at < now - LATE_AFTER
    ]
    faults = [fault for _state, _tries, _at, fault in rows if fault]
    return QueueStanding(
        waiting=sum(state in open_states for state, *_rest in rows),
        silent_since=silent[0] if silent else None,
        given_up=sum(state == Outgoing.State.GIVEN_UP for state, *_rest in rows),
        refused=sum(state == Outgoing.State.REFUSED for state, *_rest in rows),
        fault=faults[-1] if faults else "",
    )
