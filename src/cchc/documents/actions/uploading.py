"""Bringing in files that prove something: part by part or in one piece, each file once, stored when all of it is on the
disk and its hash is the one that the browser computed.

    upload = begin_upload(by=by, name="a.pdf", size=9_000_000, sha256="…", document=None)
    take_part(by=by, upload=upload, number=0, content=request)
    (stored,) = finish_uploads(by=by, uploads=[upload])

The same file begun again in the same unit (and for the same document) is the same upload: nothing that came is sent
again, and what is stored stays the one stored file. Every refusal is a `Faults` with one fault for each file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.models import by_line
from cchc.core.words.messages import Faults, Message
from cchc.documents.actions import cleaned_name, refuse_without_room, row_of_kept
from cchc.documents.actions.keeping import (
    PIECE,
    Stream,
    copy_hashed,
    hash_of,
    held,
    link_into_place,
    make_folder,
    written_aside,
)
from cchc.documents.models import OfficialDocument, StoredFile, Upload
from cchc.documents.policies import (
    MOST_BYTES,
    MOST_OF_A_DAY,
    MOST_UNCONFIRMED_OF_A_DAY,
    MOST_UNFINISHED,
    MOST_UNFINISHED_OF_A_PERSON,
    UNFINISHED_KEPT,
    may_bring_files,
)
from cchc.documents.queries import path_of
from cchc.documents.queries.uploads import (
    bytes_of_the_day,
    missing_in,
    part_sizes,
    parts_of,
    unfinished_bytes,
    uploads_folder,
)
from cchc.files.evidence import EMPTY, LONGEST_HEAD, evidence_kind, hopeless, name_of_kind, refusal

_HASH = re.compile(r"[0-9a-f]{64}")
LONGEST_REQUEST = timedelta(hours=1)  # after which whoever wrote a file aside is gone
NAMELESS = "tep"  # the name of a file whose own name has no sign that may be kept

TOO_LARGE = Message(
    "The file is larger than {most} MB: make it smaller (scan with 200 dots per inch, save as .pdf) or split it.",
    most=MOST_BYTES // 1_000_000,
)
TOO_MUCH_OF_YOURS = Message(
    "You have files of {most} MB on the way already: let them finish or give them up first.",
    most=MOST_UNFINISHED_OF_A_PERSON // 1_000_000,
)
TOO_MUCH_UNCONFIRMED = Message(
    "Your unit has brought files of {most} MB today that are not confirmed: confirm what documents they are first, or"
    " bring this one tomorrow.",
    most=MOST_UNCONFIRMED_OF_A_DAY // 1_000_000,
)
TOO_MUCH_TODAY = Message(
    "Your unit has brought files of {most} MB today: bring this one tomorrow.",
    most=MOST_OF_A_DAY // 1_000_000,
)
TOO_MUCH = Message("Too many files are on the way just now: bring this one in a few minutes.")
NO_HASH = Message("The browser did not say which bytes the file has: load the page anew and bring it again.")
PART_CUT = Message("A part of the file came only in part: send it again.")
PARTS_MISSING = Message("Parts of the file have not come: send them again.")
CHANGED_ON_THE_WAY = Message("What came is not what was sent: send the file again.")


class NotWhole(Faults):
    """Raised when parts of a file are missing or came damaged: the file is as good as before, and is sent again."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file that may be stored: its bytes, with the name that they have as yet, and what its rows will say."""

    file: BinaryIO
    path: Path
    key: str
    name: str
    sha256: str
    size: int
    kind: str
    document: OfficialDocument | None


def begin_upload(
    *, by: Actor, name: str, size: int, sha256: str, document: OfficialDocument | None = None
) -> Upload:
    """Begin to bring a file, or go on with it; returns its upload, which may be finished already.

    Raises `Faults` for a file that would be refused by its size or hash, and when too much is on the way.
    """
    _require(by, document)
    kept_name = cleaned_name(name) or NAMELESS
    _refuse_by_facts(kept_name, size, sha256)
    key = _key(sha256, by, document)
    known = Upload.objects.filter(key=key).first()
    if known is not None:
        return known
    refuse_without_room(kept_name, size)
    _refuse_beside_others(by, kept_name, size)
    with transaction.atomic():
        upload, _fresh = Upload.objects.get_or_create(
            key=key,
            defaults={
                "sha256": sha256,
                "size": size,
                "name": kept_name,
                "unit_id": by.unit_id,
                "document": document,
                **by_line(by),
            },
        )
    return upload


def take_part(*, by: Actor, upload: Upload, number: int, content: Stream) -> None:
    """Put part `number` of an upload, counted from 0, in its place; one that came before stays as it came.

    Raises `NotWhole` when `content` ends early or late, `Faults` when the first part tells that the file can never be
    taken, and when the disk has become nearly full: the parts that have come stay.
    """
    _require_own(by, upload)
    sizes = part_sizes(upload.size)
    if upload.stored_id is not None or number >= len(sizes):
        return
    refuse_without_room(upload.name, sizes[number])
    make_folder(uploads_folder())
    with suppress(FileNotFoundError), held(parts_of(upload), alone=False) as file:
        if number not in missing_in(file, upload.size):
            return
        file.truncate(upload.size + len(sizes))
        if not _write_part(file, sum(sizes[:number]), sizes[number], content):
            raise NotWhole(refusal(upload.name, PART_CUT).faults)
        if number == 0:
            _refuse_hopeless(upload, file)
        file.flush()
        file.seek(upload.size + number)
        file.write(b"\x01")


def finish_uploads(*, by: Actor, uploads: Sequence[Upload]) -> list[StoredFile]:
    """Store the files of these uploads, all or none; returns the stored files in the order of the uploads, those that
    were stored before too.

    Raises `NotWhole` when parts are missing or an upload is not what its browser sent, `Faults` for files that are not
    taken; every fault of every file at once.
    """
    for upload in uploads:
        _require_own(by, upload)
    wanted = sorted(dict.fromkeys(uploads), key=lambda one: one.pk)  # so that two never wait for each other
    with ExitStack() as holding:
        _stored(by, _all_checked([partial(_checked_upload, upload, holding) for upload in wanted]))
        for upload in wanted:  # while they are held: who waits for them finds them gone
            parts_of(upload).unlink(missing_ok=True)
    rows = Upload.objects.filter(key__in=[upload.key for upload in wanted]).select_related("stored")
    stored = {row.key: row.stored for row in rows if row.stored is not None}
    return [stored[upload.key] for upload in uploads]


def store_whole(
    *,
    by: Actor,
    files: Sequence[tuple[str, Stream]],
    sha256: str | None = None,
    document: OfficialDocument | None = None,
) -> list[StoredFile]:
    """Store files that come in one piece, pairs of a name and a content, all or none; returns the stored files.

    `sha256` is what the browser computed; None where it has no JavaScript. Raises as `finish_uploads` does.
    """
    _require(by, document)
    with ExitStack() as aside:
        checks = [
            partial(_checked_whole, by, cleaned_name(name) or NAMELESS, content, sha256, document, aside)
            for name, content in files
        ]
        checked = _all_checked(checks)
        finished = _stored(by, checked)
    return [finished[one.key] for one in checked]


def give_up_upload(*, by: Actor, upload: Upload) -> None:
    """Throw an unfinished upload and its parts away; a finished one stays."""
    _require_own(by, upload)
    if Upload.objects.filter(pk=upload.pk, stored=None).delete()[0]:
        parts_of(upload).unlink(missing_ok=True)


def throw_away_unfinished() -> None:
    """Throw away uploads that were begun some days ago and are not finished, and what processes that were killed left
    behind, bytes at their place that no row came to name included."""
    Upload.objects.filter(stored=None, at__lt=timezone.now() - UNFINISHED_KEPT).delete()
    if not uploads_folder().is_dir():
        return
    since = (timezone.now() - LONGEST_REQUEST).timestamp()
    files = [path for path in uploads_folder().iterdir() if path.stat().st_mtime < since]
    unfinished = {str(pk) for pk in Upload.objects.filter(stored=None).values_list("pk", flat=True)}
    for path in files:
        if path.name not in unfinished:
            _unlink_with_its_link(path)


def _unlink_with_its_link(left: Path) -> None:
    """Delete a file that was left behind, and at the place of stored files too when no row came to name it there."""
    linked = left.stat().st_nlink > 1
    with left.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest() if linked else ""
    left.unlink()
    if linked and not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def _require(by: Actor, document: OfficialDocument | None) -> None:
    if not may_bring_files(by, document):
        raise NotPermitted(Permission.DOCUMENT_EDIT)


def _require_own(by: Actor, upload: Upload) -> None:
    _require(by, upload.document)
    if upload.unit_id != by.unit_id:
        raise NotPermitted(Permission.DOCUMENT_EDIT)


def _key(sha256: str, by: Actor, document: OfficialDocument | None) -> str:
    """Return what tells one upload from all others."""
    return hashlib.sha256(f"{sha256} {by.unit_id} {document and document.pk}".encode()).hexdigest()


def _refuse_by_facts(name: str, size: int, sha256: str) -> None:
    if size <= 0:
        raise refusal(name, EMPTY)
    if size > MOST_BYTES:
        raise refusal(name, TOO_LARGE)
    if not _HASH.fullmatch(sha256):
        raise refusal(name, NO_HASH)


def _refuse_beside_others(by: Actor, name: str, size: int) -> None:
    if unfinished_bytes(by.person_id) + size > MOST_UNFINISHED_OF_A_PERSON:
        raise refusal(name, TOO_MUCH_OF_YOURS)
    if unfinished_bytes() + size > MOST_UNFINISHED:
        raise refusal(name, TOO_MUCH)
    _refuse_beyond_the_day(by, name, size)


def _refuse_beyond_the_day(by: Actor, name: str, size: int) -> None:
    if bytes_of_the_day(by.unit_id, unconfirmed=True) + size > MOST_UNCONFIRMED_OF_A_DAY:
        raise refusal(name, TOO_MUCH_UNCONFIRMED)
    if bytes_of_the_day(by.unit_id) + size > MOST_OF_A_DAY:
        raise refusal(name, TOO_MUCH_TODAY)


def _write_part(file: BinaryIO, at: int, size: int, content: Stream) -> bool:
    """Write `content` at its place; returns whether it has `size` bytes. No byte behind them is written."""
    file.seek(at)
    missing = size
    while missing and (piece := content.read(min(PIECE, missing))):
        file.write(piece)
        missing -= len(piece)
    return not missing and not content.read(1)


def _refuse_hopeless(upload: Upload, file: BinaryIO) -> None:
    """Refuse a file whose first bytes tell that it is never taken, before the rest of it is sent."""
    file.seek(0)
    why = hopeless(file.read(min(LONGEST_HEAD, upload.size)))
    if why is not None:
        raise refusal(upload.name, why)


def _all_checked(checks: Iterable[Callable[[], _Checked | None]]) -> list[_Checked]:
    """Return what the `checks` return. Raises the faults of all together, `NotWhole` when all of them are that."""
    checked: list[_Checked] = []
    refused: list[Faults] = []
    for check in checks:
        try:
            one = check()
        except Faults as faults:
            refused.append(faults)
        else:
            checked += [one] if one is not None else []
    if refused:
        every = [fault for one_refused in refused for fault in one_refused.faults]
        raise NotWhole(every) if all(isinstance(one, NotWhole) for one in refused) else Faults(every)
    return checked


def _checked_upload(upload: Upload, holding: ExitStack) -> _Checked | None:
    """Check an upload, which nobody else changes as long as `holding` lasts; returns None for one that is stored."""
    if upload.stored_id is not None:
        return None
    try:
        file = holding.enter_context(held(parts_of(upload), alone=True))
    except FileNotFoundError:
        if Upload.objects.filter(pk=upload.pk, stored=None).exists():
            raise NotWhole(refusal(upload.name, PARTS_MISSING).faults) from None
        return None  # another browser has finished it a moment ago
    if missing_in(file, upload.size):
        raise NotWhole(refusal(upload.name, PARTS_MISSING).faults)
    if hash_of(file, upload.size) != upload.sha256:
        parts_of(upload).unlink(missing_ok=True)  # nobody knows which part is wrong
        raise NotWhole(refusal(upload.name, CHANGED_ON_THE_WAY).faults)
    file.truncate(upload.size)
    return _checked(
        file, parts_of(upload), upload.key, upload.name, upload.sha256, upload.size, upload.document
    )


def _checked_whole(
    by: Actor,
    name: str,
    content: Stream,
    sha256: str | None,
    document: OfficialDocument | None,
    aside: ExitStack,
) -> _Checked:
    refuse_without_room(name, 0)
    file = aside.enter_context(written_aside(uploads_folder()))
    came, size = copy_hashed(content, file, MOST_BYTES + 1)
    _refuse_by_facts(name, size, came)
    if sha256 not in (None, came):
        raise NotWhole(refusal(name, CHANGED_ON_THE_WAY).faults)
    key = _key(came, by, document)
    if not Upload.objects.filter(key=key).exists():
        _refuse_beyond_the_day(by, name, size)
    return _checked(file, Path(file.name), key, name, came, size, document)


def _checked(
    file: BinaryIO, path: Path, key: str, name: str, sha256: str, size: int, document: OfficialDocument | None
) -> _Checked:
    kind = evidence_kind(path, name)
    kept_name = cleaned_name(name_of_kind(name, kind))
    return _Checked(file, path, key, kept_name, sha256, size, kind.value, document)


def _stored(by: Actor, checked: Iterable[_Checked]) -> dict[str, StoredFile]:
    """Put the files in their places and write their rows, all in one transaction; returns the stored files by key.

    Who brings the same file at the same moment finds the rows of the first.
    """
    ordered = sorted(checked, key=lambda one: one.key)  # in one order, so that two never wait for each other
    for one in ordered:
        link_into_place(one.file, one.path, path_of(one.sha256))
    try:
        return _write_rows(by, ordered)
    except IntegrityError:
        return _write_rows(by, ordered)


@transaction.atomic
def _write_rows(by: Actor, checked: Iterable[_Checked]) -> dict[str, StoredFile]:
    return {one.key: _write_row(by, one) for one in checked}


def _write_row(by: Actor, one: _Checked) -> StoredFile:
    held = Upload.objects.select_for_update(of=("self",)).filter(key=one.key).first()
    upload = held or Upload(
        key=one.key,
        sha256=one.sha256,
        size=one.size,
        name=one.name,
        unit_id=by.unit_id,
        document=one.document,
        **by_line(by),
    )
    if upload.stored is None:
        upload.stored = row_of_kept(
            by=by, name=one.name, sha256=one.sha256, size=one.size, kind=one.kind, own=True
        )
        upload.finished_at = timezone.now()
        upload.save()
    return upload.stored
