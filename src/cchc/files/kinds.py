"""Kinds of file, recognised by their content: the first bytes, or an archive's list of members.

Nothing is unpacked or parsed here, so that a web process may ask. The content of a text shows only that it is text:
its ending tells the kind of text, and its reader checks it.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath

from cchc.files.archives import is_old_office, is_zip
from cchc.files.compound import CompoundFile, DamagedFile
from cchc.files.members import first_member, member_names

PDF_BEGINS_WITHIN = 1024
_PDF = b"%PDF-"
_HEAD = 4_096
_PIECE = 1 << 16


class FileKind(StrEnum):
    """A kind of file by its usual ending."""

    XLSX = "xlsx"
    CSV = "csv"
    TOML = "toml"
    DOCX = "docx"
    PDF = "pdf"
    TXT = "txt"
    TSV = "tsv"
    DOC = "doc"
    XLS = "xls"
    ODT = "odt"
    ODS = "ods"
    RTF = "rtf"
    JPG = "jpg"
    PNG = "png"
    TIF = "tif"
    CER = "cer"
    GEOJSON = "geojson"


EVIDENCE = (
    FileKind.PDF,
    FileKind.DOCX,
    FileKind.XLSX,
    FileKind.DOC,
    FileKind.XLS,
    FileKind.ODT,
    FileKind.ODS,
    FileKind.RTF,
    FileKind.JPG,
    FileKind.PNG,
    FileKind.TIF,
)
"""The kinds of documents that prove something; `cchc.files.evidence` tells them."""

_ALSO = {
    ".jpeg": FileKind.JPG,
    ".tiff": FileKind.TIF,
    ".crt": FileKind.CER,
    ".pem": FileKind.CER,
    ".p7b": FileKind.CER,
    ".json": FileKind.GEOJSON,
}
_BEGINNINGS = {
    FileKind.RTF: (b"{\\rtf",),
    FileKind.JPG: (b"\xff\xd8\xff",),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    FileKind.TIF: (b"II*\x00", b"MM\x00*"),
}
_SEQUENCE = b"\x30"  # with which every certificate in DER begins
_PEM = b"-----BEGIN "  # behind which stands what follows; some tools write the subject before it
_STREAMS = {FileKind.DOC: {"WordDocument"}, FileKind.XLS: {"Workbook", "Book"}}
_MIME = {
    FileKind.ODT: b"application/vnd.oasis.opendocument.text",
    FileKind.ODS: b"application/vnd.oasis.opendocument.spreadsheet",
}


def kind_of(name: str) -> FileKind | None:
    """Return the kind of file for the ending of a name; None for any other ending.

    >>> kind_of("Điểm.XLSX"), kind_of("ảnh.jpeg"), kind_of("a.exe"), kind_of("csv")
    (<FileKind.XLSX: 'xlsx'>, <FileKind.JPG: 'jpg'>, None, None)
    """
    ending = PurePath(name).suffix.lower()
    return next((kind for kind in FileKind if ending == f".{kind}"), _ALSO.get(ending))


def endings_of(kind: FileKind) -> tuple[str, ...]:
    """Return the endings of the names of such files.

    >>> endings_of(FileKind.TIF)
    ('.tif', '.tiff')
    """
    return (f".{kind}", *(ending for ending, other in _ALSO.items() if other is kind))


def kind_by_beginning(head: bytes) -> FileKind | None:
    """Return the kind of a file that its first bytes tell: a picture or a rich text; None for all others."""
    return next((kind for kind, marks in _BEGINNINGS.items() if head.startswith(marks)), None)


def kind_by_streams(names: frozenset[str]) -> FileKind | None:
    """Return the kind of a compound file with streams of these names; None when it is no document of Word or Excel."""
    return next((kind for kind, streams in _STREAMS.items() if streams & names), None)


def kind_by_members(names: Iterable[str], head: bytes) -> FileKind | None:
    """Return the kind of an archive with members of these names, which begins with `head`; None when it is no
    document."""
    there = set(names)
    name, behind = first_member(head)
    if name == b"mimetype":
        return next((kind for kind, mime in _MIME.items() if _is_mime(behind, mime)), None)
    return next((kind for kind, part in _MAIN_PARTS.items() if part in there), None)


def _is_mime(behind: bytes, mime: bytes) -> bool:
    """Whether a member without compression is `mime`: behind it the next member begins."""
    return behind.startswith(mime) and behind[len(mime) : len(mime) + 2] in (b"PK", b"")


def is_of_kind(kind: FileKind, data: bytes) -> bool:
    """Whether `data` is the content of a file of this `kind`."""
    if kind in _BEGINNINGS:
        return kind_by_beginning(data) is kind
    if kind in _STREAMS:
        return is_old_office(data) and _old_office(data) is kind
    if kind in _MAIN_PARTS or kind in _MIME:
        return is_zip(data) and _office(data) is kind
    if kind is FileKind.CER:
        return data.startswith(_SEQUENCE) or _PEM in data
    if kind is FileKind.PDF:
        # Some programs write a few bytes before the mark of a PDF, and readers accept them.
        return _PDF in data[:PDF_BEGINS_WITHIN]
    return _text(data) and (kind not in (FileKind.TOML, FileKind.GEOJSON) or _utf8(data))


_MAIN_PARTS = {FileKind.XLSX: "xl/workbook.xml", FileKind.DOCX: "word/document.xml"}


def _office(data: bytes) -> FileKind | None:
    try:
        return kind_by_members(member_names(io.BytesIO(data)), data[:_HEAD])
    except DamagedFile:
        return None


def _old_office(data: bytes) -> FileKind | None:
    try:
        return kind_by_streams(CompoundFile(io.BytesIO(data)).names)
    except DamagedFile:
        return None


def _text(data: bytes) -> bool:
    """Whether `data` is text without zero bytes, in whatever encoding."""
    other = (
        is_zip(data) or is_old_office(data) or data.startswith(_PDF) or kind_by_beginning(data) is not None
    )
    return b"\x00" not in data and not other


def _utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8; decoded piece by piece, for the whole may take four times its bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
