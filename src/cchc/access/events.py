"""What climbs the house: a room states an event or a question, and rooms above it, which it cannot import, answer it.

A room's `consequences.py` states them as functions without a body, made into events by `event` and into questions by
`question`: their arguments are what they tell. The module that the setting CONSEQUENCES names is the one table of who
answers: it holds `ANSWERS`, a line for each. Answers to an event belong to the act that tells it: they run in its
transaction and return the rows they wrote, which the act gives to its one record in the log. Answers to a question
write nothing and return what the room above knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from importlib import import_module
from typing import Any, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import Model

Told = ParamSpec("Told")
Row = TypeVar("Row")


class RoomEvent(Generic[Told, Row]):
    """Something that happens in a room, or that it asks; calling it calls the answers of every other room."""

    def __init__(self, statement: Callable[Told, None]) -> None:
        update_wrapper(self, statement)

    def __call__(self, *args: Told.args, **kwargs: Told.kwargs) -> list[Row]:
        """Return the rows of the answers, in the order of the table. Raises KeyError where nobody answers."""
        return [row for answer in table()[self] for row in answer(*args, **kwargs)]

    def answered_by(self, *answers: Callable[Told, Sequence[Row]]) -> EventAnswers[Told, Row]:
        """Return the line of the table that has these answers, in this order."""
        return EventAnswers(self, answers)


@dataclass(frozen=True, slots=True)
class EventAnswers(Generic[Told, Row]):
    """One line of the table: an event or a question, and who answers it."""

    event: RoomEvent[Told, Row]
    answers: tuple[Callable[Told, Sequence[Row]], ...]


def event(statement: Callable[Told, None]) -> RoomEvent[Told, Model]:
    """Make an event of a function without a body, whose arguments are what the event tells."""
    return RoomEvent(statement)


def question(row: type[Row]) -> Callable[[Callable[Told, None]], RoomEvent[Told, Row]]:
    """Make a question of a function without a body: its arguments are what is asked about, `row` what answers hold."""

    def asked(statement: Callable[Told, None]) -> RoomEvent[Told, Row]:
        return RoomEvent(statement)

    return asked


def table() -> dict[RoomEvent[Any, Any], tuple[Callable[..., Sequence[Any]], ...]]:
    """Return the answers to each event, by event.

    The module of the table is imported with the first event, not before: it knows all rooms above this one.
    """
    lines: tuple[EventAnswers[Any, Any], ...] = import_module(settings.CONSEQUENCES).ANSWERS
    return {line.event: line.answers for line in lines}
