"""What a PDF keeps packed or locked, so that its bytes alone do not tell it: objects inside streams of objects, and the
password without which nothing opens."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream

MARKS = frozenset({b"ObjStm", b"Encrypt"})
"""One of these names stands in every PDF that keeps something so."""


class PackedPdf(StrEnum):
    """What is found in a PDF besides objects to be looked at."""

    LOCKED = "locked"
    DAMAGED = "damaged"
    READ = "read"


def packed_objects(
    data: bytes | Path, name: str, *, progress: Callable[[int, int], None] | None = None
) -> tuple[PackedPdf, bytes]:
    """Return whether a PDF opens without a password, and what its streams of objects hold, unpacked; runs in the
    sandbox, whose limits hold for it."""
    content = data if isinstance(data, bytes) else data.read_bytes()
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        return PackedPdf.READ, b"\n".join(_object_streams(document))
    except PDFPasswordIncorrect:
        return PackedPdf.LOCKED, b""
    except MemoryError:
        raise
    except Exception:
        return PackedPdf.DAMAGED, b""


def _object_streams(document: PDFDocument) -> Iterator[bytes]:
    """Yield the content of each stream in which the document keeps objects."""
    places = (xref.get_pos(number) for xref in document.xrefs for number in xref.get_objids())
    for stream in sorted({place[0] for place in places if place[0] is not None}):
        found = document.getobj(stream)
        if isinstance(found, PDFStream):
            yield found.get_data()
