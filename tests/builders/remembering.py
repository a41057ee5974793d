"""What a builder has made once in this process is written again, instead of being made again.

A builder calls the actions, which ask, check, lock and record; what they leave in the database is a few statements. The
first time that a builder is called, they are made note of. When it is called with the same words on the same database,
they are carried out as they stood, and what it returned is returned anew.

The database is the same where nothing has been written since the test began but by builders that are remembered, in the
same order with the same words. Nothing is remembered on PostgreSQL, whose numbers go on when a test is taken back; in
tests that turn the clock or change a setting or a function; where something but the database was changed, such as an
argument, the letters that were sent, or what waits for the end of the transaction; and where anything was taken back.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.conf import settings
from django.core import mail
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

Words = ParamSpec("Words")
Made = TypeVar("Made")

WRITING = ("INSERT", "UPDATE", "DELETE")
READING = ("SELECT", "RELEASE", "EXPLAIN")


@dataclass(frozen=True, slots=True)
class Note:
    """One statement that wrote something."""

    sql: str
    values: Any
    many: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """What a builder wrote and returned, and the number of the state in which it left the database."""

    notes: tuple[Note, ...]
    returned: bytes
    state: int


@dataclass(slots=True)
class Watch:
    """What is known of the database of a test: `state`, its number among the states seen, None when nobody knows it;
    the states at the savepoints; and the notes of the builders at work, None where one cannot be remembered."""

    state: int | None = 0  # as it was before the test
    points: dict[str, int | None] = field(default_factory=dict)
    at_work: list[list[Note] | None] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        """Carry out a statement, and make note of it when it writes."""
        verb, _space, rest = sql.lstrip().partition(" ")
        if verb == "SAVEPOINT":
            self.points[rest] = self.state
        elif verb == "ROLLBACK":
            self.state = self.points.get(rest.removeprefix("TO SAVEPOINT "))
            self.at_work = [None] * len(self.at_work)
        elif verb not in READING:
            values = list(values) if many else values
            self.written([Note(sql, values, many)] if verb in WRITING else None)
        return execute(sql, values, many, context)

    def written(self, notes: list[Note] | None) -> None:
        """Somebody wrote this; None: nobody knows what."""
        self.state = None
        if notes is None:
            self.at_work = [None] * len(self.at_work)
        for before in self.at_work:
            if before is not None:
                before.extend(notes or ())


_memories: dict[tuple[Any, ...], Memory] = {}
_watch: Watch | None = None


@contextmanager
def watched() -> Iterator[None]:
    """Builders remember what they made, from here on; the database is as it is before each test."""
    global _watch
    _watch = Watch()
    try:
        with connection.execute_wrapper(_watch):
            yield
    finally:
        _watch = None


class remembered(Generic[Words, Made]):
    """A builder that remembers what it made."""

    def __init__(self, build: Callable[Words, Made]) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, *args: Words.args, **kwargs: Words.kwargs) -> Made:
        """What the builder returns; it is in the database."""
        watch = _watch
        if watch is None or watch.state is None:
            return self.build(*args, **kwargs)
        words = _frozen((args, kwargs))
        key = (watch.state, self.build, words, get_language(), str(settings.MEDIA_ROOT), str(settings.VAR))
        if words is None:
            return self.build(*args, **kwargs)
        if known := _memories.get(key):
            _written_again(known.notes)
            watch.written(list(known.notes))
            watch.state = known.state
            return cast(Made, pickle.loads(known.returned))
        before = _beside(args, kwargs)
        watch.at_work.append([])
        try:
            made = self.build(*args, **kwargs)
        finally:
            notes = watch.at_work.pop()
        if notes is None or before is None or _beside(args, kwargs) != before:
            return made
        returned = _pickled(made)
        if returned is not None:
            watch.state = len(_memories) + 1
            _memories[key] = Memory(tuple(notes), returned, watch.state)
        return made


def _written_again(notes: tuple[Note, ...]) -> None:
    with connection.cursor() as cursor:
        for note in notes:
            carry_out = cursor.cursor.executemany if note.many else cursor.cursor.execute
            carry_out(note.sql, note.values)
            if cursor.cursor.description:
                cursor.cursor.fetchall()


def _frozen(value: Any) -> Any:
    """A value as part of a key; None where it cannot be one."""
    if isinstance(value, Model):
        held = [(one.attname, repr(value.__dict__.get(one.attname))) for one in value._meta.concrete_fields]
        return (value._meta.label, tuple(held))
    if isinstance(value, Mapping):
        value = [part for item in value.items() for part in item]
    if isinstance(value, list | tuple):
        parts = tuple(map(_frozen, value))
        return None if any(part is None for part in parts) else ("several", type(value).__name__, parts)
    try:
        return ("one", type(value).__name__, value, hash(value))
    except TypeError:
        return None


def _beside(args: Any, kwargs: Any) -> tuple[bytes, int, int] | None:
    """What a builder may change beside the database."""
    pickled = _pickled((args, kwargs))
    outbox = len(getattr(mail, "outbox", ()))
    return None if pickled is None else (pickled, outbox, len(connection.run_on_commit))


def _pickled(value: Any) -> bytes | None:
    try:
        return pickle.dumps(value)
    except (pickle.PicklingError, TypeError, AttributeError):
        return None
