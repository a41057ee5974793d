"""The accepted kinds and amounts of files, whose library somebody works in. The room that owns a file decides who may
read it."""

from __future__ import annotations

from datetime import timedelta

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.documents.models import OfficialDocument
from cchc.files.kinds import FileKind

MOST_BYTES = 50_000_000
TYPES = tuple(
    kind.value for kind in FileKind if kind is not FileKind.CER
)  # a certificate is read and never kept as a file

PART = 8_000_000  # bytes of each part of an upload but the last
MOST_UNFINISHED_OF_A_PERSON = 2_000_000_000  # bytes of files that one person has on the way
MOST_UNFINISHED = 20_000_000_000  # bytes of all files on the way
UNFINISHED_KEPT = timedelta(days=7)
MOST_UNCONFIRMED_OF_A_DAY = 2_000_000_000  # bytes of files that a unit brings in a day and does not confirm
MOST_OF_A_DAY = 10_000_000_000  # bytes of all files that a unit brings in a day
MOST_FILES = 50  # of one document; a scanned decision with its annexes has some thirty pages


def library_unit(actor: Actor) -> int | None:
    """Return the id of the unit whose library is open to `actor`: the own one; None for whoever acts for the province,
    wherever the own desk stands. What a unit has not handed in is its own business."""
    return None if actor.everywhere else actor.unit_id


def edited_library(actor: Actor) -> int | None:
    """Return the id of the unit to whose library `actor` may add; None where there is none."""
    return library_unit(actor) if actor.may(Permission.DOCUMENT_EDIT) else None


def may_edit_document(by: Actor, document: OfficialDocument) -> bool:
    """Whether `by` may correct `document` and replace its file: one of the library of the own unit."""
    return document.unit_id is not None and document.unit_id == edited_library(by)


def may_load_anchors(by: Actor) -> bool:
    """Whether `by` may load and remove the certificates to which signers are traced back: they hold for everybody."""
    return by.everywhere and by.may(Permission.ANCHOR_MANAGE)


def may_bring_files(by: Actor, document: OfficialDocument | None = None) -> bool:
    """Whether `by` may bring files for the own unit, or for `document` of its library."""
    return edited_library(by) is not None if document is None else may_edit_document(by, document)
