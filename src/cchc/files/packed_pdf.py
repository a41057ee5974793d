"""What a PDF keeps packed or locked, so that its bytes alone do not tell it: objects inside streams of objects, and the
password without which nothing opens."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

MARKS = frozenset({b"ObjStm", b"Encrypt"})
"""One of these names stands in every PDF that keeps something so."""

_TELLING = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|ObjStm|Encrypt|[A-Za-z]{0,12}#[2-7])")
_NAME = re.compile(rb"/((?:[A-Za-z0-9]|#[0-9A-Fa-f]{2}){1,40})")
# a stream with its dictionary, wherever in the file it stands; the dictionary of a stream of objects is short
_STREAM = re.compile(rb"\bobj\b((?:(?!\bobj\b).){0,2000}?)\bstream\r?\n", re.DOTALL)
_MOST_UNPACKED = 200_000_000


class PackedPdf(StrEnum):
    """Whether a PDF could be looked into."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    READ = "read"


def packed_names(
    data: bytes | Path, name: str, *, progress: Callable[[int, int], None] | None = None
) -> tuple[PackedPdf, frozenset[bytes]]:
    """Return whether a PDF opens without a password, and the telling names in what it keeps packed; runs in the
    sandbox, whose limits hold for it."""
    from cchc.files.documents.pdfium import (  # a large library, for the sandbox alone
        PdfDamaged,
        PdfFile,
        PdfLocked,
    )

    content = data if isinstance(data, bytes) else data.read_bytes()
    try:
        with PdfFile(content) as pdf:
            names = telling_names(pdf.unpacked())
    except PdfLocked:
        return PackedPdf.LOCKED, frozenset()
    except PdfDamaged:
        return PackedPdf.DAMAGED, frozenset()
    if b"Encrypt" in telling_names(content):
        return PackedPdf.READ, frozenset(names)
    try:
        return PackedPdf.READ, frozenset(names.union(*map(telling_names, _object_streams(content))))
    except zlib.error:
        return PackedPdf.DAMAGED, frozenset()


def telling_names(piece: bytes) -> set[bytes]:
    """Return the names in the piece of a PDF that may tell something, some of their letters may be written as numbers
    (`#4A`)."""
    names = (_NAME.match(piece, found.start()) for found in _TELLING.finditer(piece))
    return {_plain(name[1]) for name in names if name is not None}


def _plain(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name)


def _object_streams(content: bytes) -> list[bytes]:
    """Return the streams of objects that stand anywhere in a PDF, unpacked: where its table of objects is lost, one
    program finds in them what another does not. Raises `zlib.error` for one that is packed otherwise or too large."""
    found = []
    for stream in _STREAM.finditer(content):
        if b"ObjStm" in telling_names(stream[1]):
            unpacker = zlib.decompressobj()
            found.append(unpacker.decompress(content[stream.end() :], _MOST_UNPACKED))
            if not unpacker.eof:
                raise zlib.error
    return found
