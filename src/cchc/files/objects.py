"""Objects inside documents: which of them are packages, files of any kind that a double click would start."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from cchc.files.archives import WORD, Archive, is_old_office
from cchc.files.compound import CompoundFile, DamagedFile

PACKAGE_STREAMS = frozenset({"\x01Ole10Native", "Package", "CONTENTS"})
MACRO_STORAGES = frozenset({"VBA", "Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT"})
# "word/embeddings/oleObject1.bin" of Word, "Object 1" of LibreOffice, where the object came from another program
_OBJECT = re.compile(r"(?i)(?:^|/)(?:embeddings/.*\.bin|object ?\d+|oleobject\d*\.bin)$")


def is_object(member: str) -> bool:
    """Whether the member of an archive is an object made by another program.

    >>> is_object("word/embeddings/oleObject1.bin"), is_object("Object 1/content.xml")
    (True, False)
    """
    return _OBJECT.search(member) is not None


def has_package(data: bytes | Path, name: str, *, progress: Callable[[int, int], None] | None = None) -> bool:
    """Whether a document in an archive (Word, Excel, OpenDocument) holds an object that is a package, holds macros or
    cannot be read. Raises `Faults` for a document that cannot be unpacked."""
    archive = Archive(data if isinstance(data, bytes) else data.read_bytes(), name, WORD)
    return any(
        _is_package(b"".join(archive.stream(member))) for member in sorted(archive.names) if is_object(member)
    )


def _is_package(content: bytes) -> bool:
    if not is_old_office(content):
        return False
    try:
        return bool(CompoundFile(io.BytesIO(content)).names & (PACKAGE_STREAMS | MACRO_STORAGES))
    except DamagedFile:
        return True
