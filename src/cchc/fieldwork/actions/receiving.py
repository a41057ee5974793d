"""Answers are received, whichever door they come by: once, with a receipt.

A store commits some hundred times a second, whatever a transaction holds. So what comes while another form is being
stored waits for that one, and then goes into the next transaction together; each is answered after its own was
committed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock

from django.db import DatabaseError, connection

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
from cchc.fieldwork.actions.storing import RECEIVED, Receipt, store_forms
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

MOST_TOGETHER = 100  # forms in one transaction


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


@dataclass
class _Waiting:
    """A form that waits: until somebody else has stored it (`outcome`), or it is its turn to store all that wait."""

    incoming: IncomingForm
    outcome: Receipt | Exception | None = None
    called: Event = field(default_factory=Event)


class Interrupted(Exception):
    """The thread that was to store the form of this one ended before it had."""


class Turns:
    """Who stores, by what they are given: of those who come at the same time one stores for all, then the first who
    came meanwhile."""

    def __init__(self, store: Callable[[Sequence[IncomingForm]], Sequence[Receipt | Exception]]) -> None:
        self._store = store
        self._lock, self._waiting, self._is_taken = Lock(), list[_Waiting](), False

    def outcome(self, incoming: IncomingForm) -> Receipt | Exception:
        """Store a form, or wait until another thread has stored it; returns what became of it: its receipt, why it is
        not taken, or `Interrupted` where that thread ended first."""
        own = _Waiting(incoming)
        with self._lock:
            self._waiting.append(own)
            is_first, self._is_taken = not self._is_taken, True
        if not is_first:
            own.called.wait()
        if own.outcome is None:
            self._store_all()
        assert own.outcome is not None
        return own.outcome

    def _store_all(self) -> None:
        """Store what waits, oneself first, and call the next of those who came meanwhile."""
        with self._lock:
            turn = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        outcomes: Sequence[Receipt | Exception] = [Interrupted()] * len(turn)
        try:
            outcomes = self._store([one.incoming for one in turn])
        finally:  # whatever ends this thread, those who wait for it go on
            for one, outcome in zip(turn, outcomes, strict=True):
                one.outcome = outcome
            with self._lock:
                following = self._waiting[:1]
                self._is_taken = bool(following)
            for one in (*turn, *following):
                one.called.set()


def _stored(incoming: Sequence[IncomingForm]) -> Sequence[Receipt | Exception]:
    """What became of forms. Where one of them stops the transaction of all, each is stored in one of its own."""
    try:
        return store_forms(incoming)
    except Exception as stopped:
        if len(incoming) == 1 or not isinstance(stopped, DatabaseError):
            return [stopped] * len(incoming)
        logger.warning("%d forms that came together are stored one by one", len(incoming), exc_info=stopped)
        return [_stored([one])[0] for one in incoming]


_TURNS = Turns(_stored)
