"""Playing the log: from the first entry to the last, the values that each row must have, compared with those that it
has.

An act gives the rows that it wrote to `record`, which keeps their machine values in the entry. Each room declares in
its `kept.py` which kinds of row are played and by which fields; `config.kept` joins them. Entries from before the
second version of the digest hold no rows: an installation that has such entries writes all its rows down once, when
it is brought up to date (`actions.begin_to_play`), and is played from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Model

from cchc.audit.models import Entry
from cchc.core.words.messages import Message

Values = Mapping[str, Any]
States = dict[str, Values | None]  # by key; None: removed
ROWS = 2000  # rows that one entry writes down


def subjects_of(*verbs: str) -> Callable[[Entry], Iterable[str]]:
    """Return a function from an early entry to the keys of the rows that it made, for entries whose subject is the
    row."""
    return lambda entry: [entry.subject_id] if entry.verb in verbs else []


@dataclass(frozen=True, slots=True)
class Played:
    """A kind of row whose fields the log can tell.

    Entries name the kind by `code`, which never changes; people by `words`. `key` are the fields that identify a row,
    `key_now` returns the present key of a row from the key in an earlier entry; `holds` returns what belongs to a row
    besides its fields. `values_by` returns the values that an entry tells besides its rows, from the values by the
    entries before it. `made_by` returns the rows that an entry of the first version made, looked up by the keys that
    `known_by` makes of rows.
    """

    code: str
    words: Message
    model: type[Model]
    fields: tuple[str, ...]
    key: tuple[str, ...] = ("pk",)
    key_now: Callable[[str], str] = field(default=lambda key: key)
    holds: Callable[[Any], Values] | None = None
    values_by: Callable[[Entry, States], States] | None = None
    made_by: Callable[[Entry], Iterable[str]] | None = None
    known_by: Callable[[str, Values], str] = field(default=lambda key, values: key)

    def key_of(self, row: Model) -> str:
        """Return the key by which entries name `row`."""
        return "/".join(str(getattr(row, name)) for name in self.key)

    def values_of(self, row: Model) -> dict[str, Any]:
        """Return the machine values of `row`."""
        more = self.holds(row) if self.holds else {}
        return {**{name: _machine(getattr(row, name)) for name in self.fields}, **more}


class Unplayable(Exception):
    """Raised by `values_by` when the row to which an entry refers is missing or has other values; carries the reason
    in words."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def played_kinds() -> tuple[Played, ...]:
    """Return every kind of row that is played."""
    found: tuple[Played, ...] = import_module(settings.KEPT).PLAYED
    return found


def rows_as_written(
    wrote: Iterable[Model], removed: Iterable[Model], saved: Iterable[Model] = ()
) -> dict[str, dict[str, Any]]:
    """Return the rows as `Entry.wrote` keeps them: those that an act `wrote` as the database holds them, those that it
    has just `saved` whole as they were saved. Raises KeyError for a row of a kind that is not played."""
    kinds = {one.model: one for one in played_kinds()}
    found: dict[str, dict[str, Any]] = {}
    for row in removed:
        kind = kinds[type(row)]
        found.setdefault(kind.code, {})[kind.key_of(row)] = None
    for row in saved:
        kind = kinds[type(row)]
        found.setdefault(kind.code, {})[kind.key_of(row)] = kind.values_of(row)
    written: dict[type[Model], list[Any]] = {}
    for row in wrote:
        written.setdefault(type(row), []).append(row.pk)
    for model, keys in written.items():
        kind = kinds[model]
        held = model._base_manager.in_bulk(keys).values()
        found.setdefault(kind.code, {}).update((kind.key_of(row), kind.values_of(row)) for row in held)
    return found


def _machine(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _machine(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_machine(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


@dataclass(slots=True)
class PlayReport:
    """The result of playing the log: every difference in words, and by kind the number of rows that were there when
    playing began, before any entry told of them."""

    differences: list[Message] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)


def play() -> PlayReport:
    """Compare the rows with the log, both as of one moment."""
    with _one_moment():
        outcome, game = PlayReport(), _Game()
        for entry in Entry.objects.order_by("pk").iterator(chunk_size=500):
            try:
                game.go_on(entry)
            except Unplayable as stopped:
                outcome.differences.append(stopped.why)
        for kind in played_kinds():
            outcome.differences += game.compared(kind)
            outcome.found[kind.code] = len(game.found[kind.code])
    return outcome


class _Game:
    """The values of the rows by the entries read so far."""

    def __init__(self) -> None:
        self.kinds = played_kinds()
        self.states: dict[str, States] = {kind.code: {} for kind in self.kinds}
        self.made: dict[str, set[str]] = {kind.code: set() for kind in self.kinds}
        self.found: dict[str, dict[str, Values]] = {kind.code: {} for kind in self.kinds}

    def go_on(self, entry: Entry) -> None:
        """Take the values of `entry`. Raises `Unplayable` after it has taken the values that can be played."""
        for kind in self.kinds:
            rows = {kind.key_now(key): row for key, row in entry.wrote.get(kind.code, {}).items()}
            if entry.verb == FOUND:
                self.found[kind.code] |= rows
            if entry.digest_version == 1 and kind.made_by:
                self.made[kind.code].update(kind.made_by(entry))
            self.states[kind.code] |= rows
        for kind in self.kinds:
            if kind.values_by and entry.digest_version > 1:
                self.states[kind.code] |= kind.values_by(entry, self.states[kind.code])

    def compared(self, kind: Played) -> Iterator[Message]:
        """Yield every difference between the rows of a kind and their values by the log."""
        left = dict(self.states[kind.code])
        for row in kind.model._base_manager.order_by(*kind.key).iterator(chunk_size=2000):
            key = kind.key_of(row)
            told = left.pop(key, None) if key in left else _UNTOLD
            yield from self.differing(kind, key, row, told)
        for key, told in left.items():
            if told is not None:
                gone = Message(
                    "{kind} {key}: the log tells of it, the tables do not hold it.", kind=kind.words, key=key
                )
                yield gone

    def differing(self, kind: Played, key: str, row: Model, told: Values | None) -> Iterator[Message]:
        """Yield the differences between one row and its values by the log."""
        who = {"kind": kind.words, "key": key, "row": str(row)}
        if told is _UNTOLD:
            yield Message("{kind} {key} ({row}): no entry of the log made it.", **who)
        elif told is None:
            yield Message("{kind} {key} ({row}): by the log it was removed.", **who)
        else:
            held = kind.values_of(row)
            for name, value in told.items():
                if name in held and held[name] != value:
                    words = Message(
                        "{kind} {key} ({row}): {field} is “{held}”, by the log “{told}”.",
                        **who,
                        field=name,
                        held=held[name],
                        told=value,
                    )
                    yield words
        found = self.found[kind.code].get(key)
        if found is not None and kind.made_by and kind.known_by(key, found) not in self.made[kind.code]:
            yield Message("{kind} {key} ({row}): no entry of the log made it.", **who)


_UNTOLD: Values = {}
FOUND = "audit.rows_found"


@contextmanager
def _one_moment(using: str = "default") -> Iterator[None]:
    """Read everything inside the block as of one moment; no writer waits for it."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
