"""The chain over the entries of the log: how an entry goes into it, and whether it still holds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import connection

from cchc.audit.models import Entry, Seal

CHUNK = 500  # entries read at once
LATEST = 2  # the version of the digest; the first did not cover what entries are searched by
LATE = timedelta(hours=1)
NAMED = 20  # of what may be many, so many are named
_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


def digest(entry: Entry, before: str) -> str:
    """SHA-256 (hexadecimal) over the digest `before` and everything that `entry` says, by the version it carries."""
    said = {
        "id": entry.pk,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "person_id": entry.person_id,
        "person": entry.person,
        "unit_id": entry.unit_id,
        "unit": entry.unit,
        "role": entry.role,
        "verb": entry.verb,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "facts": entry.facts,
    }
    if entry.digest_version > 1:
        said |= {
            "digest_version": entry.digest_version,
            "search": entry.search,
            "scope": entry.scope,
            "wrote": entry.wrote,
        }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The number of chained entries, and the digest of the last. A copy elsewhere shows later whether the chain up to
    there was made anew or cut."""

    count: int
    digest: str

    def __str__(self) -> str:
        return f"{self.count}:{self.digest}"


def head_from(text: str) -> ChainHead:
    """Return the head that the text `COUNT:DIGEST` names. Raises ValueError for any other text."""
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return ChainHead(int(found[1]), found[2])


def current_head() -> ChainHead | None:
    """Return the present head of the chain; None while nothing is chained."""
    last = Seal.objects.order_by("-position").first()
    return ChainHead(last.position, last.digest) if last else None


@dataclass(frozen=True, slots=True)
class LateEntry:
    """An entry that is much older than the one sealed before it."""

    entry: int
    at: datetime
    before: int
    before_at: datetime


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The result of a check of the chain.

    It has the number of entries that hold, the id of the first entry that was changed or removed (None: all hold),
    the digest of the last that holds, and the entries much older than the one sealed before them (`late` is their
    number, the first of them are named).
    """

    held: int
    broken: int | None
    digest: str
    late: int = 0
    named: tuple[LateEntry, ...] = ()

    @property
    def head(self) -> ChainHead | None:
        """The head to keep elsewhere."""
        return ChainHead(self.held, self.digest) if self.held else None


def recomputed_chain() -> ChainReport:
    """Return the report of the whole chain, computed again in bounded memory."""
    held, last, latest, late = 0, "", None, 0
    named: list[LateEntry] = []
    for position, entry_id, stored, entry in _links():
        said = entry and _well_said(entry, latest)
        if position != held + 1 or entry is None or not said or digest(entry, last) != stored:
            return ChainReport(held, entry_id, last, late, tuple(named))
        if latest and entry.at < latest.at - LATE:
            late += 1
            if late <= NAMED:
                named.append(LateEntry(entry.pk, entry.at, latest.pk, latest.at))
        held, last, latest = position, stored, entry
    return ChainReport(held, None, last, late, tuple(named))


def _links() -> Iterator[tuple[int, int, str, Entry | None]]:
    """Every seal in order, with its entry where there is one."""
    position = 0
    links = Seal.objects.order_by("position").values_list("position", "entry_id", "digest")
    while chunk := list(links.filter(position__gt=position)[:CHUNK]):
        found = Entry.objects.in_bulk([entry_id for _position, entry_id, _digest in chunk])
        for position, entry_id, stored in chunk:
            yield position, entry_id, stored, found.get(entry_id)


def _well_said(entry: Entry, latest: Entry | None) -> bool:
    """Whether the version of an entry is known, not lower than that of the entry before it, and the columns that the
    first version does not cover are empty in an entry of that version."""
    if not (latest.digest_version if latest else 1) <= entry.digest_version <= LATEST:
        return False
    return entry.digest_version > 1 or not (entry.scope or entry.wrote)


def heads_astray(heads: Iterable[ChainHead], held: int) -> Iterator[ChainHead]:
    """Yield the heads of `heads` that are not on the chain, of which the first `held` entries hold."""
    rest = iter(heads)
    while chunk := list(islice(rest, CHUNK)):
        seals = Seal.objects.in_bulk([one.count for one in chunk])
        for one in chunk:
            if one.count > held or seals[one.count].digest != one.digest:
                yield one


@dataclass(frozen=True, slots=True)
class Missing:
    """Ids of entries that are missing: their number, the first one, and whether a rolled back act may explain them."""

    count: int
    first: int
    explained: bool


def missing_entries() -> Missing | None:
    """Return the ids missing from the log; None when it has every id that was ever given.

    SQLite gives the id of a rolled back act again, so there each missing entry was removed; PostgreSQL does not.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'")
        else:
            cursor.execute("SELECT pg_get_serial_sequence('audit_entry', 'id')")
            (sequence,) = cursor.fetchone()
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - the database named it
        row = cursor.fetchone()
        given = max(row[0] if row else 0, _highest())
        count = given - Entry.objects.count()
        if count <= 0:
            return None
        cursor.execute(
            "SELECT MIN(gap) FROM (SELECT 1 AS gap WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE id = 1) "
            "UNION SELECT id + 1 FROM audit_entry AS one "
            "WHERE NOT EXISTS (SELECT 1 FROM audit_entry WHERE id = one.id + 1)) AS gaps"
        )
        return Missing(count, cursor.fetchone()[0], connection.vendor != "sqlite")


def _highest() -> int:
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
