"""What climbs the house: a room states an event, and rooms above it, which it cannot import, answer it.

A room's `consequences.py` states its events as functions without a body, made into events by `event`: their arguments
are what the event tells. The module that the setting CONSEQUENCES names is the one table of who answers: it holds
`ANSWERS`, a line for each event. Answers belong to the act that tells the event: they run in its transaction and return
the rows they wrote, which the act gives to its one record in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from importlib import import_module
from typing import Any, Generic, ParamSpec

from django.conf import settings
from django.db.models import Model

Told = ParamSpec("Told")


class RoomEvent(Generic[Told]):
    """Something that happens in a room; calling the event calls the answers of every other room."""

    def __init__(self, statement: Callable[Told, None]) -> None:
        update_wrapper(self, statement)

    def __call__(self, *args: Told.args, **kwargs: Told.kwargs) -> list[Model]:
        """Return the rows that the answers wrote, in the order of the table. Raises KeyError where nobody answers."""
        return [row for answer in table()[self] for row in answer(*args, **kwargs)]

    def answered_by(self, *answers: Callable[Told, Sequence[Model]]) -> EventAnswers[Told]:
        """Return the line of the table that has these answers, in this order."""
        return EventAnswers(self, answers)


@dataclass(frozen=True, slots=True)
class EventAnswers(Generic[Told]):
    """One line of the table: an event, and who answers it."""

    event: RoomEvent[Told]
    answers: tuple[Callable[Told, Sequence[Model]], ...]


def event(statement: Callable[Told, None]) -> RoomEvent[Told]:
    """Make an event of a function without a body, whose arguments are what the event tells."""
    return RoomEvent(statement)


def table() -> dict[RoomEvent[Any], tuple[Callable[..., Sequence[Model]], ...]]:
    """Return the answers to each event, by event.

    The module of the table is imported with the first event, not before: it knows all rooms above this one.
    """
    lines: tuple[EventAnswers[Any], ...] = import_module(settings.CONSEQUENCES).ANSWERS
    return {line.event: line.answers for line in lines}
