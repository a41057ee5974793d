"""A file that belongs to an act: found good and written beside the stored files first, stored by the act in the end.

    with set_aside(name="phieu.pdf", data=data, kinds=(FileKind.PDF,)) as aside:
        submit_sheet(by=by, sheet=sheet, signed=aside)  # calls `store_aside` once nothing can refuse the act

When the act is refused, nothing of the file stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cchc.access.actor import Actor
from cchc.core.words.messages import Message
from cchc.documents.actions import cleaned_name, refuse_without_room, row_of_kept
from cchc.documents.actions.keeping import link_into_place, to_the_disk, written_aside
from cchc.documents.models import StoredFile
from cchc.documents.queries import path_of
from cchc.documents.queries.uploads import uploads_folder
from cchc.files.evidence import evidence_kind, name_of_kind, refusal
from cchc.files.kinds import FileKind

OTHER_KIND = Message(
    "The file is not of the kind that is asked for: save it as {endings} and bring that file."
)


@dataclass(frozen=True, slots=True)
class FileAside:
    """A good file that is not stored yet: its bytes, on the disk under a name of their own, and what its row will
    say."""

    file: BinaryIO
    path: Path
    name: str
    sha256: str
    size: int
    kind: FileKind


@contextmanager
def set_aside(*, name: str, data: bytes, kinds: Collection[FileKind]) -> Iterator[FileAside]:
    """Write `data` to the disk beside the stored files for the time of an act, told by its content to be one of
    `kinds`. Raises `Faults` for any other file, for one that holds what acts by itself, and when the disk is nearly
    full."""
    kept_name = cleaned_name(name)
    refuse_without_room(kept_name, len(data))
    with written_aside(uploads_folder()) as file:
        file.write(data)
        to_the_disk(file)
        path = Path(file.name)
        kind = evidence_kind(path, kept_name)
        if kind not in kinds:
            endings = tuple(f".{one.value}" for one in kinds)
            raise refusal(kept_name, Message(OTHER_KIND.text, endings=endings))
        digest = hashlib.sha256(data).hexdigest()
        yield FileAside(file, path, cleaned_name(name_of_kind(kept_name, kind)), digest, len(data), kind)


def store_aside(*, by: Actor, aside: FileAside, own: bool = False) -> StoredFile:
    """Store a file in the transaction of its act; returns the row of this upload. `own` as in `row_of_kept`."""
    link_into_place(aside.file, aside.path, path_of(aside.sha256))
    return row_of_kept(
        by=by, name=aside.name, sha256=aside.sha256, size=aside.size, kind=aside.kind.value, own=own
    )
