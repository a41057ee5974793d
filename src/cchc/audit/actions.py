"""Writing the log, and sealing it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from cchc.access.actor import Actor
from cchc.audit.models import Entry, Seal
from cchc.audit.verbs import SENTENCES
from cchc.core.names import folded

CHUNK = 500  # entries chained in one transaction


def record(
    *,
    by: Actor,
    verb: str,
    subject: str,
    subject_id: str | int | None = None,
    facts: dict[str, Any] | None = None,
) -> Entry:
    """Append one entry: `by` did `verb` to `subject` (its printed name), with the `facts` needed to read it
    later.

    Call it once per action, inside the action's transaction. `verb` must be declared; `facts` must be plain
    JSON.
    """
    if verb not in SENTENCES:
        raise ValueError(f"verb not declared: {verb}")
    return Entry.objects.create(
        person_id=by.person_id,
        person=by.person,
        unit_id=by.unit_id,
        unit=by.unit,
        role=by.role.value,
        verb=verb,
        subject=subject,
        subject_id="" if subject_id is None else str(subject_id),
        facts=facts or {},
        search=folded(f"{subject} {by.person} {by.unit}")[:1000],
    )


def digest(entry: Entry, before: str) -> str:
    """SHA-256 (hexadecimal) over the digest `before` and everything that `entry` says."""
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
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def seal() -> int:
    """Chain every entry that is not chained yet, in the order of their ids; returns how many were added.

    The entries are looked for without a lock and chained a few hundred at a time, so that nobody who writes waits
    long; when nothing is new, nothing is locked. Two that seal at once do not disturb each other: what one has
    chained meanwhile the other leaves out.
    """
    chained = Seal.objects.filter(entry_id=OuterRef("pk"))
    new = Entry.objects.filter(~Exists(chained)).order_by("pk").values_list("pk", flat=True)
    return sum(_chain(ids) for ids in _chunks(list(new), CHUNK))


@transaction.atomic
def _chain(ids: list[int]) -> int:
    """Chain those of the entries `ids` that are not chained yet; returns how many."""
    _let_others_seal_later()
    chained = Seal.objects.filter(entry_id__in=ids).values("entry_id")
    last = Seal.objects.order_by("-position").first()
    position, before = (last.position, last.digest) if last else (0, "")
    seals = []
    for entry in Entry.objects.filter(pk__in=ids).exclude(pk__in=chained).order_by("pk"):
        position, before = position + 1, digest(entry, before)
        seals.append(Seal(position=position, entry_id=entry.pk, digest=before))
    Seal.objects.bulk_create(seals)
    return len(seals)


def _let_others_seal_later() -> None:
    """Until this transaction ends. On SQLite every transaction that writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")


@dataclass(frozen=True, slots=True)
class Checked:
    """The chain after a check: how many entries hold, the id of the first that was changed or removed (None: all
    hold), and the digest of the last that holds. Kept elsewhere, count and digest show later that nothing up to
    there was made anew."""

    held: int
    broken: int | None
    digest: str


def verify() -> Checked:
    """Seal what is new, then recompute the whole chain."""
    seal()
    before, held = "", 0
    seals = Seal.objects.order_by("position")
    entries = Entry.objects.in_bulk
    for chunk in _chunks(list(seals.values_list("position", "entry_id", "digest")), CHUNK):
        found = entries([entry_id for _position, entry_id, _digest in chunk])
        for position, entry_id, stored in chunk:
            entry = found.get(entry_id)
            if position != held + 1 or entry is None or digest(entry, before) != stored:
                return Checked(held, entry_id, before)
            before, held = stored, held + 1
    return Checked(held, None, before)


def _chunks(rows: list[Any], size: int) -> list[list[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
