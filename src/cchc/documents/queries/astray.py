"""Stored files of which only the row or only the bytes are there, and what was found of that kind last night. There
must be none."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from cchc.core.words.messages import Message, message_of
from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile
from cchc.documents.queries import path_of

YOUNG = 2 * 60 * 60  # seconds; younger bytes may still get their row, or go with what a killed process left
_AT_ONCE = 500


def rows_without_file() -> Iterator[Message]:
    """Yield a message for each stored file whose bytes are not at their place; the bytes are not read."""
    rows = StoredFile.objects.order_by("pk").values_list("sha256", "name")
    for sha256, name in rows.iterator(chunk_size=2000):
        if not path_of(sha256).exists():
            yield Message("The stored file {name} is missing ({sha256}).", name=name, sha256=sha256)


def documents_without_file() -> Iterator[Message]:
    """Yield a message for each document of a library that has no file."""
    rows = OfficialDocument.objects.filter(unit_id__isnull=False, parts=None).order_by("pk")
    for pk, unit in rows.values_list("pk", "unit_name").iterator(chunk_size=2000):
        yield Message(
            "The document no. {document} in the library of {unit} has no file.", document=pk, unit=unit
        )


def files_of_nothing() -> Iterator[Message]:
    """Yield a message for each place of a document at which no stored file is, or of which there is no document: a
    database that was restored in parts, or written to by hand."""
    file = StoredFile.objects.filter(pk=OuterRef("file_id"))
    document = OfficialDocument.objects.filter(pk=OuterRef("document_id"))
    rows = DocumentFile.objects.exclude(Exists(file), Exists(document)).order_by("document_id", "place")
    for pk, place in rows.values_list("document_id", "place").iterator(chunk_size=2000):
        yield Message(
            "File {place} of the document no. {document} leads to nothing.", place=place, document=pk
        )


def files_without_row() -> Iterator[Message]:
    """Yield a message for each file at the place of a stored file that no row names."""
    since = time.time() - YOUNG
    old = [path.name for path in kept_paths() if path.stat().st_mtime < since]
    for start in range(0, len(old), _AT_ONCE):
        some = old[start : start + _AT_ONCE]
        known = set(StoredFile.objects.filter(sha256__in=some).values_list("sha256", flat=True))
        for name in some:
            if name not in known:
                yield Message("The file {sha256} belongs to nothing that the database knows.", sha256=name)


def kept_paths() -> Iterator[Path]:
    """Yield the places at which bytes are kept; each has its hash as name, and a file that is still being written has
    another name."""
    return (path for path in sorted(Path(settings.MEDIA_ROOT).glob("??/*")) if path == path_of(path.name))


def night_notes() -> Path:
    """Return the file in which each night's findings are kept until the next night."""
    return Path(settings.VAR) / "astray.json"


def found_last_night() -> list[Message]:
    """Return what was found last night; nothing before the first night."""
    try:
        found = json.loads(night_notes().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [message_of(one) for one in found]
