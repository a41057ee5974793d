"""Answers are received, whichever door they come by: once, with a receipt.

A store commits some hundred or thousand times a second, whatever a transaction holds. So what comes while other forms
are being stored goes into the next transaction together; each is answered after its own was committed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic

from django.db import OperationalError, connection

from cchc.access.actor import Actor
from cchc.access.practising import is_practising
from cchc.core.surveys.answering import Texts
from cchc.fieldwork.actions.sending import (
    IncomingForm,
    SubmittedForm,
    Superseded,
    UsedUp,
    WrongAnswers,
)
from cchc.fieldwork.actions.storing import RECEIVED, Receipt, read_ahead, store_forms
from cchc.fieldwork.models import FieldAssignment, FormSubmission

__all__ = [
    "RECEIVED",
    "IncomingForm",
    "SubmittedForm",
    "Superseded",
    "Texts",
    "UsedUp",
    "WrongAnswers",
    "receive_form",
    "receive_forms",
]

logger = logging.getLogger(__name__)

DEADLOCK = "40P01"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
MOST_TOGETHER = 100  # forms in one transaction
MOST_IDLE = 5.0  # seconds for which a connection is held though no form comes
SHARE_OF_WAITING = (
    1 / 8
)  # of what a turn lasted: for so long the next waits for more forms, where they come together


def receive_form(
    *, by: Actor, assignment: FieldAssignment, sent: SubmittedForm
) -> tuple[FormSubmission, bool]:
    """Store what came of an assignment; returns the sending with its receipt, and whether it is new: the same version
    with the same answers is there once, however often it is sent. It is committed when this returns, unless the caller
    has begun a transaction.

    Raises `UsedUp`, `Superseded`, `WrongAnswers`, and ValidationError while the survey does not collect, the assignment
    is void or the form was checked already. Nothing is stored then.
    """
    incoming = IncomingForm(by, assignment, sent)
    if connection.in_atomic_block or is_practising():
        (outcome,) = store_forms([incoming])
    else:
        read_ahead(assignment.form_id, sent)
        outcome = _TURNS.outcome(incoming)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def receive_forms(incoming: Sequence[IncomingForm]) -> Sequence[Receipt | Exception]:
    """Store forms that came in one message, together; returns for each its receipt and whether it is new, or why it is
    not taken, as `receive_form` raises it. They are committed when this returns, unless the caller has begun a
    transaction."""
    if not incoming:
        return []
    if connection.in_atomic_block or is_practising():
        return store_forms(incoming)
    return _stored(incoming)


def _taken_lock() -> Lock:
    """A lock that somebody else gives back: it costs a fifth of an event."""
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True)
class _Waiting:
    """A form that waits until it is stored (`outcome`): whoever brings it waits for the lock that it is made with."""

    incoming: IncomingForm
    called: Lock = field(default_factory=_taken_lock)
    outcome: Receipt | Exception | None = None


class Interrupted(OperationalError):
    """What was to store the form was ended before it had: whoever sent it may send it again, as when the database does
    not answer."""


class Turns:
    """Stores what comes from many threads in one of its own, all that waits in one turn.

    Its connection stays warm: SQLite throws away what it has read of a database to which another connection wrote, and
    PostgreSQL takes some milliseconds to open one. The thread begins with the first form, in each process.
    """

    def __init__(self, store: Callable[[Sequence[IncomingForm]], Sequence[Receipt | Exception]]) -> None:
        self._store = store
        self._waiting = SimpleQueue[_Waiting]()
        self._beginning, self._thread = Lock(), Thread()

    def outcome(self, incoming: IncomingForm) -> Receipt | Exception:
        """Wait until a form is stored; returns what became of it: its receipt, why it is not taken, or `Interrupted`
        where the turn was ended before."""
        own = _Waiting(incoming)
        self._waiting.put(own)
        self._begin()
        own.called.acquire()
        assert own.outcome is not None
        return own.outcome

    def _begin(self) -> None:
        """Begin the thread where none is alive: a process that was forked has none."""
        if not self._thread.is_alive():
            with self._beginning:
                if not self._thread.is_alive():
                    self._thread = Thread(target=self._store_all, name="intake", daemon=True)
                    self._thread.start()

    def _store_all(self) -> None:
        expected, lasted = 1, 0.0
        while True:
            turn = self._next_turn(expected, lasted * SHARE_OF_WAITING)
            began = monotonic()
            outcomes = self._outcomes(turn)
            expected, lasted = len(turn) + self._waiting.qsize(), monotonic() - began
            for one, outcome in zip(turn, outcomes, strict=True):
                one.outcome = outcome
                one.called.release()

    def _next_turn(self, expected: int, patience: float) -> list[_Waiting]:
        """Wait for a form, and take all that wait. Where many send one form after the other, those who were answered
        come again at once: for as many as were in the last turn or waited at its end it has a little patience (in
        seconds), else they would come in two halves, each waiting for the other."""
        turn = [self._first()]
        until = monotonic() + patience
        while len(turn) < MOST_TOGETHER:
            left = until - monotonic() if len(turn) < expected else 0
            try:
                turn.append(self._waiting.get(timeout=left) if left > 0 else self._waiting.get_nowait())
            except Empty:
                break
        return turn

    def _first(self) -> _Waiting:
        """Wait for a form; while none comes no connection is held, which might be broken by then."""
        with suppress(Empty):
            return self._waiting.get(timeout=MOST_IDLE)
        connection.close()
        return self._waiting.get()

    def _outcomes(self, turn: Sequence[_Waiting]) -> Sequence[Receipt | Exception]:
        try:
            return self._store([one.incoming for one in turn])
        except BaseException:  # whatever ends this turn, those who wait go on, and the next turn comes
            logger.exception("%d forms were not stored", len(turn))
            return [Interrupted()] * len(turn)
        finally:
            if connection.errors_occurred:
                connection.close()


def _stored(incoming: Sequence[IncomingForm]) -> Sequence[Receipt | Exception]:
    """What became of forms. Where one of them stops the transaction of all, each is stored in one of its own; where the
    database does not answer, all are told so at once, or the last would wait as long again for each before it."""
    try:
        return store_forms(incoming)
    except Exception as stopped:
        if len(incoming) == 1 or _is_no_answer(stopped):
            return [stopped] * len(incoming)
        logger.warning("%d forms that came together are stored one by one", len(incoming), exc_info=stopped)
        return [_stored([one])[0] for one in incoming]


def _is_no_answer(stopped: Exception) -> bool:
    """Whether the database was locked or gone; PostgreSQL ends one of two that wait for each other, which may go on."""
    return isinstance(stopped, OperationalError) and getattr(stopped.__cause__, "sqlstate", "") != DEADLOCK


_TURNS = Turns(_stored)
