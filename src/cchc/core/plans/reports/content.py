"""A frame as one canonical text: equal frames have equal texts, and so equal hashes."""

from __future__ import annotations

import json
from hashlib import sha256

from cchc.core.plans.reports.document import (
    FRAME,
    SETTINGS,
    TABLES,
    FrameDocument,
    document_of_frame,
)
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.reading import frame_of_document
from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.words.messages import Place


def frame_text(frame: ReportFrame) -> str:
    """Return the frame as JSON, for `frame_of` to read back."""
    return text_of_frame_document(document_of_frame(frame))


def text_of_frame_document(document: FrameDocument) -> str:
    """Return the texts of a document as JSON: fields in the order of the format, rows in their own, nothing empty."""
    data: dict[str, object] = {FRAME: _texts(document.settings, SETTINGS)}
    for name, fields in TABLES.items():
        data[name] = [_texts(row, fields) for row in document.tables.get(name, [])]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _texts(fields: Fields, order: tuple[str, ...]) -> dict[str, str]:
    return {name: fields[name].text for name in order if name in fields and fields[name].text}


def frame_document_of(text: str) -> FrameDocument:
    """Return the document that `text_of_frame_document` wrote; the place of a field is its table, row and name."""
    data = json.loads(text)
    tables = {
        name: [_fields(name, at, row) for at, row in enumerate(data.get(name, []), start=1)]
        for name in TABLES
    }
    return FrameDocument(Place(), _fields(FRAME, 1, data.get(FRAME, {})), tables)


def _fields(table: str, at: int, row: dict[str, str]) -> Fields:
    return {name: Field(text, Place(sheet=table, row=at, column=name)) for name, text in row.items()}


def frame_of(text: str) -> ReportFrame:
    """Return the frame of a canonical text; raises `Faults` where it is one of a draft that has faults."""
    return frame_of_document(frame_document_of(text))


def hash_of_frame(text: str) -> str:
    """Return the SHA-256 of a canonical text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
