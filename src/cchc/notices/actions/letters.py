"""The queue of letters, and sending them.

A letter that is queued holds no text. It is claimed, then worked out from what is so at that moment, handed to the mail
server, and marked as sent. A process that ends between the last two leaves the letter claimed: it is sent once more,
for a reminder that is lost costs a unit its points and one that comes twice costs nothing; left behind a second time it
is given up. So a letter arrives at least once when the process is killed, and at most twice.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from cchc.notices.exchange import MailServer, Security
from cchc.notices.models import Outgoing, PersonalNotice
from cchc.notices.queries.letters import LetterText, wants_letter

logger = logging.getLogger(__name__)

State = Outgoing.State
MOST_AT_ONCE = 100  # letters in one round
PATIENCE = 20  # seconds that the mail server has to answer
LEFT_BEHIND = timedelta(minutes=10)  # after which a letter is no longer on its way
KEPT_TRYING = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=4)
KEPT = timedelta(days=90)  # ended letters
NOTICES_KEPT = timedelta(days=400)  # the round of a year, and a month to look back
PERMANENT = 500  # from this code on, a mail server means it for good
MOST_OF_A_FAULT = 500  # letters of what a mail server says


class ServerSilent(Exception):
    """Raised when the mail server cannot be reached, or takes no letters from us at all."""


class LetterRefused(Exception):
    """Raised when the mail server refuses one letter, for good (nobody has this address) or for now."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        super().__init__(said)
        self.for_good = for_good


def queue_letters(*, now: datetime) -> int:
    """Queue a letter for everybody to whom one is due at `now`; returns their number.

    Somebody else may do the same at the same time: nobody has two letters in the queue.
    """
    people = list(wants_letter(now).values_list("pk", flat=True))
    letters = [Outgoing(person_id=person, queued_at=now, next_try=now) for person in people]
    Outgoing.objects.bulk_create(letters, ignore_conflicts=True)
    return len(people)


def has_due_letters(now: datetime) -> bool:
    """Whether a letter is due at `now`."""
    return Outgoing.objects.filter(state=State.WAITING, next_try__lte=now).exists()


def claim_letters(*, now: datetime) -> Iterator[Outgoing]:
    """Claim the letters that are due at `now` one by one, as they are asked for; a claimed letter is nobody else's."""
    due = Outgoing.objects.filter(state=State.WAITING, next_try__lte=now).order_by("next_try", "pk")
    for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        waiting = Outgoing.objects.filter(pk=pk, state=State.WAITING, next_try__lte=now)
        if waiting.update(state=State.SENDING, began_at=now):
            yield Outgoing.objects.select_related("person").get(pk=pk)


def take_up_left_behind(*, now: datetime) -> None:
    """Let the letters whose sender ended be sent once more, or give them up where that has happened before."""
    left = Outgoing.objects.filter(state=State.SENDING, began_at__lt=now - LEFT_BEHIND)
    for letter in left.filter(doubtful=True):
        _end(letter, State.GIVEN_UP, now, "the process that sent it ended twice")
    left.update(state=State.WAITING, doubtful=True, next_try=now)


def drop_letter(*, letter: Outgoing, now: datetime) -> None:
    """End a claimed letter that has nothing to say any more."""
    _end(letter, State.DROPPED, now)


@transaction.atomic
def mark_sent(*, letter: Outgoing, text: LetterText, now: datetime) -> None:
    """End a claimed letter that the mail server has taken; its notices are not sent again."""
    PersonalNotice.objects.filter(pk__in=text.notices).update(letter=letter)
    _end(letter, State.SENT, now)


def refuse_letter(*, letter: Outgoing, fault: str, now: datetime) -> None:
    """End a claimed letter that the mail server refused for good; the person is shown why."""
    _end(letter, State.REFUSED, now, fault)


def put_off_letter(*, letter: Outgoing, fault: str, now: datetime) -> None:
    """Put off one claimed letter, which the mail server does not take yet (a mailbox is full): it waits longer than the
    time before, and counts as refused after some days."""
    _put_off(letter, State.REFUSED, fault, now)


def put_off_letters(*, letter: Outgoing | None, fault: str, now: datetime) -> None:
    """Put off a claimed letter and all that are due, for the mail server is silent: each waits longer than the time
    before, and is given up after some days, with a line in the log of the service."""
    due = Outgoing.objects.filter(state=State.WAITING, next_try__lte=now)
    for one in [*([letter] if letter else []), *due]:
        _put_off(one, State.GIVEN_UP, fault, now)
    logger.warning("The mail server takes no letters: %s", fault)


def _put_off(letter: Outgoing, end: Outgoing.State, fault: str, now: datetime) -> None:
    if letter.queued_at <= now - KEPT_TRYING:
        _end(letter, end, now, fault)
        return
    pause = min(timedelta(minutes=2 ** min(letter.tries + 1, 10)), LONGEST_PAUSE)
    Outgoing.objects.filter(pk=letter.pk, state=letter.state).update(
        state=State.WAITING, tries=F("tries") + 1, next_try=now + pause, fault=fault[:MOST_OF_A_FAULT]
    )


def _end(letter: Outgoing, state: Outgoing.State, now: datetime, fault: str = "") -> None:
    Outgoing.objects.filter(pk=letter.pk).update(state=state, ended_at=now, fault=fault[:MOST_OF_A_FAULT])
    if state in (State.GIVEN_UP, State.REFUSED):
        logger.error("The letter %d to the person %d is %s: %s", letter.pk, letter.person_id, state, fault)


def forget_letters(*, now: datetime) -> None:
    """Delete the letters that ended some months ago, and the notices of the year before."""
    Outgoing.objects.filter(ended_at__lt=now - KEPT).delete()
    PersonalNotice.objects.filter(at__lt=now - NOTICES_KEPT).delete()


@contextmanager
def mail_box(server: MailServer) -> Iterator[BaseEmailBackend]:
    """Give a connection to the mail server, opened with the first letter and closed at the end."""
    box = get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.security is Security.STARTTLS,
        use_ssl=server.security is Security.TLS,
        timeout=PATIENCE,
    )
    try:
        _said_by_the_server(box.open)
        yield box
    finally:
        try:
            box.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail server did not say good-bye: %s", error)


def post_letter(*, letter: Outgoing, text: LetterText, server: MailServer, box: BaseEmailBackend) -> None:
    """Hand a claimed letter to the mail server. Raises `ServerSilent` or `LetterRefused`.

    Its name is the same each time it is sent, so that mail servers can tell a letter that comes twice.
    """
    name = f"<cchc-{letter.pk}.{letter.queued_at:%Y%m%d%H%M%S}@{server.sender.rpartition('@')[2]}>"
    mail = EmailMultiAlternatives(
        subject=text.subject,
        body=text.plain,
        from_email=server.sender,
        to=[letter.person.email],
        connection=box,
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(text.html, "text/html")
    _said_by_the_server(mail.send)


def send_test_letter(*, to: str, subject: str, body: str, server: MailServer) -> None:
    """Send a letter of its own at once, to see whether letters go out. Raises `ServerSilent` or `LetterRefused`."""
    with mail_box(server) as box:
        mail = EmailMultiAlternatives(subject, body, server.sender, [to], connection=box)
        _said_by_the_server(mail.send)


def _said_by_the_server(ask: Callable[[], object]) -> None:
    """Do something with the mail server. Raises `LetterRefused` where it says no to this one letter, and
    `ServerSilent` for everything else that keeps letters from going out."""
    try:
        ask()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise LetterRefused(f"{code} {_text(words)}", for_good=code >= PERMANENT) from error
    except smtplib.SMTPDataError as error:
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
        raise LetterRefused(said, for_good=error.smtp_code >= PERMANENT) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerSilent(f"{type(error).__name__}: {error}") from error


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
