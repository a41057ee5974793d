"""Queues of letters of whatever room, and the way to the mail server.

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
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet

from cchc.notices.exchange import MailServer, Security
from cchc.notices.models import PostedLetter

logger = logging.getLogger(__name__)

State = PostedLetter.State
L = TypeVar("L", bound=PostedLetter)
MOST_AT_ONCE = 100  # letters in one round
PATIENCE = 20  # seconds that the mail server has to answer
LEFT_BEHIND = timedelta(minutes=10)  # after which a letter is no longer on its way
KEPT_TRYING = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=4)
PERMANENT = 500  # from this code on, a mail server means it for good
MOST_OF_A_FAULT = 500  # letters of what a mail server says


class ServerSilent(Exception):
    """Raised when the mail server cannot be reached, or takes no letters from us at all."""


class LetterRefused(Exception):
    """Raised when the mail server refuses one letter with a code of SMTP, for good (nobody has this address) or for
    now."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{code} {said}")
        self.code, self.for_good = code, code >= PERMANENT


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """What a letter says and to whom; `html` is the same once more, or empty. `mark` writes down that it was sent,
    beside the letter itself and in the same transaction."""

    to: str
    subject: str
    plain: str
    html: str
    mark: Callable[[], object]


def send_due(
    *,
    letters: QuerySet[L],
    server: MailServer,
    now: datetime,
    write: Callable[[L], WrittenLetter | None],
    fault_of: Callable[[LetterRefused], str] = str,
) -> int:
    """Send the letters of a queue that are due at `now`; returns the number of those that the mail server took.

    `write` works out what a letter says, None: nothing any more. `fault_of` says what is kept of a refusal.
    """
    take_up_left_behind(letters=letters, now=now)
    if not letters.filter(state=State.WAITING, next_try__lte=now).exists():
        return 0
    letter: L | None = None
    count = 0
    try:
        with mail_box(server) as box:
            for letter in claim_letters(letters=letters, now=now):
                written = write(letter)
                if written is None:
                    _end(letter, State.DROPPED, now)
                else:
                    count += _sent(letter, written, server, box, now, fault_of)
                letter = None  # is not on its way any more
    except ServerSilent as silent:
        _put_off_all(letters, letter, str(silent), now)
    return count


def _sent(
    letter: PostedLetter,
    written: WrittenLetter,
    server: MailServer,
    box: BaseEmailBackend,
    now: datetime,
    fault_of: Callable[[LetterRefused], str],
) -> bool:
    """Send one claimed letter; returns whether the mail server took it. Raises `ServerSilent`."""
    try:
        _post(letter, written, server, box)
    except LetterRefused as refused:
        if refused.for_good:
            _end(letter, State.REFUSED, now, fault_of(refused))
        else:  # a mailbox is full
            _put_off(letter, State.REFUSED, fault_of(refused), now)
        return False
    with transaction.atomic():
        written.mark()
        _end(letter, State.SENT, now)
    return True


def claim_letters(*, letters: QuerySet[L], now: datetime) -> Iterator[L]:
    """Claim the letters that are due at `now` one by one, as they are asked for; a claimed letter is nobody else's."""
    due = letters.filter(state=State.WAITING, next_try__lte=now).order_by("next_try", "pk")
    for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        waiting = letters.filter(pk=pk, state=State.WAITING, next_try__lte=now)
        if waiting.update(state=State.SENDING, began_at=now):
            yield letters.get(pk=pk)


def take_up_left_behind(*, letters: QuerySet[L], now: datetime) -> None:
    """Let the letters whose sender ended be sent once more, or give them up where that has happened before."""
    left = letters.filter(state=State.SENDING, began_at__lt=now - LEFT_BEHIND)
    for letter in left.filter(doubtful=True):
        _end(letter, State.GIVEN_UP, now, "the process that sent it ended twice")
    left.update(state=State.WAITING, doubtful=True, next_try=now)


def _put_off_all(letters: QuerySet[L], letter: L | None, fault: str, now: datetime) -> None:
    """Put off a claimed letter and all that are due, for the mail server is silent: each waits longer than the time
    before, and is given up after some days, with a line in the log of the service."""
    due = letters.filter(state=State.WAITING, next_try__lte=now)
    for one in [*([letter] if letter else []), *due]:
        _put_off(one, State.GIVEN_UP, fault, now)
    logger.warning("The mail server takes no letters: %s", fault)


def _put_off(letter: PostedLetter, end: PostedLetter.State, fault: str, now: datetime) -> None:
    if letter.queued_at <= now - KEPT_TRYING:
        _end(letter, end, now, fault)
        return
    pause = min(timedelta(minutes=2 ** min(letter.tries + 1, 10)), LONGEST_PAUSE)
    rows = type(letter)._default_manager.filter(pk=letter.pk, state=letter.state)
    rows.update(
        state=State.WAITING, tries=F("tries") + 1, next_try=now + pause, fault=fault[:MOST_OF_A_FAULT]
    )


def _end(letter: PostedLetter, state: PostedLetter.State, now: datetime, fault: str = "") -> None:
    rows = type(letter)._default_manager.filter(pk=letter.pk)
    rows.update(state=state, ended_at=now, fault=fault[:MOST_OF_A_FAULT])
    if state in (State.GIVEN_UP, State.REFUSED):
        logger.error("The letter %s%d is %s: %s", letter.kind, letter.pk, state, fault)


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


def _post(letter: PostedLetter, written: WrittenLetter, server: MailServer, box: BaseEmailBackend) -> None:
    """Hand a claimed letter to the mail server. Raises `ServerSilent` or `LetterRefused`.

    Its name is the same each time it is sent, so that mail servers can tell a letter that comes twice.
    """
    place = server.sender.rpartition("@")[2]
    name = f"<cchc-{letter.kind}{letter.pk}.{letter.queued_at:%Y%m%d%H%M%S}@{place}>"
    mail = EmailMultiAlternatives(
        subject=written.subject,
        body=written.plain,
        from_email=server.sender,
        to=[written.to],
        connection=box,
        headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
    )
    if written.html:
        mail.attach_alternative(written.html, "text/html")
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
        raise LetterRefused(code, _text(words)) from error
    except smtplib.SMTPDataError as error:
        raise LetterRefused(error.smtp_code, _text(error.smtp_error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerSilent(f"{type(error).__name__}: {error}") from error


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
