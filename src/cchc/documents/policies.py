"""The accepted kinds and amounts of files, and who may bring them. The room that owns a file decides who may read
it."""

from __future__ import annotations

from datetime import timedelta

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.documents.models import OfficialDocument
from cchc.files.kinds import FileKind

MOST_BYTES = 50_000_000
TYPES = tuple(kind.value for kind in FileKind)

PART = 4_000_000  # bytes of each part of an upload but the last
MOST_UNFINISHED_OF_A_PERSON = 2_000_000_000  # bytes of files that one person has on the way
MOST_UNFINISHED = 20_000_000_000  # bytes of all files on the way
UNFINISHED_KEPT = timedelta(days=7)


def may_bring_files(by: Actor, document: OfficialDocument | None = None) -> bool:
    """Whether `by` may bring files for the own unit, or for `document` of its library."""
    own = document is None or (document.unit_id is not None and document.unit_id == by.unit_id)
    return by.may(Permission.DOCUMENT_EDIT) and own
