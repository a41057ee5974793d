"""Queries of uploads: the files that are on their way in, and which of their parts have come.

The parts of a file lie in one file at their places, and behind them one byte for each part, set when it has come.
These bytes are cut off when all is found to be as it was sent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile, Upload
from cchc.documents.policies import PART, edited_library


def uploads_folder() -> Path:
    """Return the folder of the files on their way in: beside the stored files, never among them."""
    return Path(settings.MEDIA_ROOT) / "uploads"


def parts_of(upload: Upload) -> Path:
    """Return the path of the parts that have come."""
    return uploads_folder() / str(upload.pk)


def brought_files(actor: Actor) -> QuerySet[StoredFile]:
    """Return the stored files that came as uploads into the library that `actor` edits.

    Other files bear the unit too where whoever stored them sits in it: points files, papers of corrections. They belong
    to the rooms that took them, not to the library.
    """
    unit = edited_library(actor)
    if unit is None:
        return StoredFile.objects.none()
    uploads = Upload.objects.filter(unit_id=unit, stored__isnull=False)
    return StoredFile.objects.filter(pk__in=uploads.values("stored"))


def files_brought_for(actor: Actor, documents: Sequence[OfficialDocument]) -> list[StoredFile]:
    """Return the stored files that came for one of `documents` into the library that `actor` edits and belong to no
    document yet, in the order of their names."""
    came = Upload.objects.filter(document__in=documents, stored__isnull=False)
    files = brought_files(actor).filter(pk__in=came.values("stored"))
    return sorted(files.exclude(Exists(DocumentFile.objects.filter(file=OuterRef("pk")))), key=order_of_names)


def order_of_names(file: StoredFile) -> tuple[list[tuple[int, str]], int]:
    """Return the key that puts pages of a scan in their order: "trang 2" before "trang 10"."""
    parts = re.split(r"(\d+)", file.name.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts], file.pk


def part_sizes(size: int) -> Sequence[int]:
    """Return the bytes of each part of a file of `size` bytes.

    >>> part_sizes(17_000_000)
    [8000000, 8000000, 1000000]
    """
    whole, rest = divmod(size, PART)
    return [PART] * whole + ([rest] if rest else [])


def missing_parts(upload: Upload) -> list[int]:
    """Return the numbers of the parts that have not come, from 0; none of a stored file is missing."""
    if upload.stored_id is not None:
        return []
    try:
        with parts_of(upload).open("rb") as file:
            return missing_in(file, upload.size)
    except FileNotFoundError:
        return list(range(len(part_sizes(upload.size))))


def missing_in(file: BinaryIO, size: int) -> list[int]:
    """Return the numbers of the parts of a file of `size` bytes that are missing in `file`."""
    count = len(part_sizes(size))
    end = file.seek(0, os.SEEK_END)
    if end == size:
        return []
    file.seek(size)
    came = file.read(count).ljust(count, b"\0")
    return [number for number, mark in enumerate(came) if not mark]


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """Return the uploads of the unit for which `actor` acts."""
    return (
        Upload.objects.filter(unit_id=actor.unit_id) if actor.unit_id is not None else Upload.objects.none()
    )


def bytes_of_the_day(unit_id: int | None, *, unconfirmed: bool = False) -> int:
    """Return the bytes of the files that a unit began to bring today, on their way or stored; `unconfirmed`: of those
    that are no official documents yet."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    brought = Upload.objects.filter(unit_id=unit_id, at__gte=midnight)
    if unconfirmed:
        brought = brought.exclude(Exists(DocumentFile.objects.filter(file=OuterRef("stored"))))
    return brought.aggregate(bytes=Sum("size"))["bytes"] or 0


def unfinished_bytes(person_id: int | None = None) -> int:
    """Return the bytes of the files on their way in, of one person or of all."""
    unfinished = Upload.objects.filter(stored=None)
    if person_id is not None:
        unfinished = unfinished.filter(person_id=person_id)
    return unfinished.aggregate(bytes=Sum("size"))["bytes"] or 0
