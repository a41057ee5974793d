"""Writing and sealing the log of acts; writing the log of access and deleting its old records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.access.practising import PRACTICE, is_practising
from cchc.access.starting import is_up_to_date
from cchc.audit.chain import CHUNK, LATEST, ChainReport, digest, recomputed_chain
from cchc.audit.models import LONGEST_PAGE, AccessRecord, Entry, Seal, by_line
from cchc.audit.played import FOUND, ROWS, Played, played_kinds, rows_as_written
from cchc.audit.statements import Statement, carry_out, storing
from cchc.audit.verbs import SENTENCES
from cchc.audit.verbs import verb as declare
from cchc.core.words.names import search_key

declare(FOUND, _("wrote down {count} rows as they stood when the log began to be played"))

UPDATER = "cchc migrate"
ACCESS_KEPT = timedelta(days=2 * 365)  # the running yearly round, and the one that is still appealed against
# Failures under names of nobody that are recorded in a day: random names must not fill the disk.
MOST_STRANGERS = 5_000


def record(
    *,
    by: Actor,
    verb: str,
    subject: str,
    subject_id: str | int | None = None,
    facts: dict[str, Any] | None = None,
    wrote: Iterable[Model] = (),
    removed: Iterable[Model] = (),
    saved: Iterable[Model] = (),
    beside: Iterable[Statement[None]] = (),
) -> Entry:
    """Append one entry: `by` did `verb` to `subject` (its printed name), with the `facts` that its sentence needs
    later.

    Call it once per action, inside the action's transaction. `verb` must be declared; `facts` must be plain JSON.
    `wrote` are the rows that the act made or changed, of the kinds that are played (`audit.played`); the entry keeps
    them as the database holds them now. `removed` are the rows that the act removes. `saved` are rows that the act has
    made or fetched, and stored with all their fields: the entry keeps them without asking for them again. `beside` are
    statements of the act that are carried out in one go with the entry, before it.
    """
    if verb not in SENTENCES:
        raise ValueError(f"verb not declared: {verb}")
    entry = Entry(
        **by_line(by),
        unit_id=by.unit_id,
        role=by.role.value,
        scope=by.scope.value,
        verb=verb,
        subject=subject,
        subject_id="" if subject_id is None else str(subject_id),
        facts={**(facts or {}), **({PRACTICE: True} if is_practising() else {})},
        search=search_key(f"{subject} {by.person} {by.unit}"),
        wrote=rows_as_written(wrote, removed, saved),
        digest_version=LATEST,
    )
    carry_out(*beside, storing(entry))
    return entry


def seal() -> int:
    """Chain every entry that is not chained yet, in the order of their ids; returns the number of entries added.

    The search for entries takes no lock, and the chain grows by a few hundred entries at a time, so that nobody who
    writes waits long; without new entries nothing is locked. Two processes that seal at once do not disturb each
    other: each leaves out the entries that the other has chained meanwhile.
    """
    chained = Seal.objects.filter(entry_id=OuterRef("pk"))
    new = Entry.objects.filter(~Exists(chained)).order_by("pk").values_list("pk", flat=True)
    return sum(_chain(ids) for ids in _chunks(list(new), CHUNK))


@transaction.atomic
def _chain(ids: list[int]) -> int:
    """Chain the entries `ids` that are not chained yet; returns their number."""
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
    """Lock the seals until this transaction ends. On SQLite every transaction that writes is alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE")


def begin_to_play(*, using: str, **more: Any) -> None:
    """Answer Django's `post_migrate`: write down every played row once, where no entry has the second version of the
    digest.

    From these entries on, the log is played.
    """
    if not is_up_to_date():
        return
    with transaction.atomic(using):
        if Entry.objects.exists() and not Entry.objects.filter(digest_version__gt=1).exists():
            for kind in played_kinds():
                _write_down(kind)


def _write_down(kind: Played) -> None:
    """Record all rows of `kind` in entries of their own; at least one entry, so that a kind without rows has begun as
    well."""
    by = Actor(
        person_id=0, person=UPDATER, unit_id=None, unit="", role=Role.ADMINISTRATOR, scope=Scope.PROVINCE
    )
    rows = list(kind.model._default_manager.order_by("pk"))
    for chunk in _chunks(rows, ROWS) or [[]]:
        facts = {"count": len(chunk)}
        record(by=by, verb=FOUND, subject=kind.code, subject_id=kind.code, facts=facts, wrote=chunk)


def verify() -> ChainReport:
    """Seal what is new, then recompute the whole chain."""
    seal()
    return recomputed_chain()


def _chunks(rows: list[Any], size: int) -> list[list[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def record_access(
    *,
    kind: AccessRecord.Kind,
    at: datetime,
    address: str,
    by: Actor | None = None,
    person_id: int | None = None,
    person: str = "",
    subject: str = "",
    page: str = "",
) -> AccessRecord:
    """Append one record of access: at the time `at`, from `address`, `by` came, left, or took `subject` away from the
    address `page`.

    A failed attempt has no Actor: then `person_id` and `person` name the account.
    """
    return AccessRecord.objects.create(
        at=at,
        kept_until=at + ACCESS_KEPT,
        kind=kind,
        person_id=by.person_id if by else person_id,
        person=by.person if by else person,
        unit_id=by.unit_id if by else None,
        unit=by.unit if by else "",
        role=by.role.value if by else "",
        scope=by.scope.value if by else "",
        address=address,
        subject=subject[:500],
        page=page[:LONGEST_PAGE],
        search=search_key(f"{by.person if by else person} {by.unit if by else ''} {address} {subject}"),
    )


def record_failure(*, at: datetime, address: str, person_id: int | None, person: str) -> AccessRecord | None:
    """Append a failure to sign in; returns None when nothing is appended.

    Nothing is appended under a name without an account (`person_id` is None) once the day's share of such records is
    used up. The share is looked up for known names too, so that they do not answer quicker than others.
    """
    strangers = AccessRecord.objects.filter(kind=AccessRecord.Kind.FAILED, person_id=None)
    many = strangers.filter(at__gt=at - timedelta(days=1)).count() >= MOST_STRANGERS
    if person_id is None and many:
        return None
    kind = AccessRecord.Kind.FAILED
    return record_access(kind=kind, at=at, address=address, person_id=person_id, person=person)


def forget_access(*, now: datetime) -> int:
    """Delete the records of access whose time is over; returns their number."""
    return AccessRecord.objects.filter(kept_until__lt=now).delete()[0]
