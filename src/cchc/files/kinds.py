"""Kinds of file, recognised by their content: the first bytes, or an archive's list of members.

Nothing is unpacked or parsed here, so that a web process may ask. The content of a text shows only that it is text:
its ending tells the kind of text, and its reader checks it.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from cchc.files.archives import MOST_MEMBERS, is_old_office, is_zip

PDF_BEGINS_WITHIN = 1024
_PDF = b"%PDF-"
_MEMBER = b"PK\x01\x02"
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


def kind_of(name: str) -> FileKind | None:
    """Return the kind of file for the ending of a name; None for any other ending.

    >>> kind_of("Điểm.XLSX"), kind_of("a.exe"), kind_of("csv")
    (<FileKind.XLSX: 'xlsx'>, None, None)
    """
    ending = PurePath(name).suffix.lower()
    return next((kind for kind in FileKind if ending == f".{kind}"), None)


def is_of_kind(kind: FileKind, data: bytes) -> bool:
    """Whether `data` is the content of a file of this `kind`."""
    if kind in _MAIN_PARTS:
        return _office(_MAIN_PARTS[kind], data)
    if kind is FileKind.PDF:
        # Some programs write a few bytes before the mark of a PDF, and readers accept them.
        return _PDF in data[:PDF_BEGINS_WITHIN]
    return _text(data) and (kind is not FileKind.TOML or _utf8(data))


_MAIN_PARTS = {FileKind.XLSX: "xl/workbook.xml", FileKind.DOCX: "word/document.xml"}


def _office(part: str, data: bytes) -> bool:
    """Whether `data` is an office file with the main part `part`; only its list of parts is read.

    The number of members that the archive states is not trusted: every listed member has a header of its own, and
    these are counted before the list is built in memory.
    """
    if data.count(_MEMBER) > MOST_MEMBERS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return False


def _text(data: bytes) -> bool:
    """Whether `data` is text without zero bytes, in whatever encoding."""
    return b"\x00" not in data and not (is_zip(data) or is_old_office(data) or data.startswith(_PDF))


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
