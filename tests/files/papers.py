"""Small documents of every kind that proves something, and files that are none: what offices bring."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from cchc.files.kinds import FileKind
from tests.files.bombs import text_cell, workbook
from tests.files.hostile import HELVETICA, compound_file, paragraph, pdf_page, word_file

MIME = "application/vnd.oasis.opendocument."
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\x1b\xb6\xeeV\x00\x00\x00\x00IEND\xaeB`\x82"
)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members, in their order, each stored as it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def open_document(kind: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument ("text", "spreadsheet"), with more members."""
    members = {"mimetype": (MIME + kind).encode(), "content.xml": b"<office/>"}
    return zipped({**members, **(more or {})})


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """An archive with more members than it had."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def pdf(of: str = "Ke hoach") -> bytes:
    """A PDF of one page with these letters."""
    return pdf_page(f"BT /F 12 Tf 60 700 Td ({of}) Tj ET".encode(), HELVETICA)


def workbook_of_macros() -> bytes:
    """A workbook of before 2007 with one sheet of macros: its records fill the eight sectors behind the directory."""
    sheet = b"\x85\x00\x0a\x00" + bytes(4) + b"\x00\x01" + b"\x02\x00M1"
    records = (b"\x09\x08\x00\x00" + sheet + b"\x0a\x00\x00\x00").ljust(4_096, b"\0")
    file = bytearray(compound_file("Workbook"))
    table, entry = 512, 1_024 + 128  # of sectors; of the stream in the directory
    for at in range(8):
        following = at + 3 if at < 7 else 0xFFFFFFFE
        file[table + 4 * (2 + at) : table + 4 * (3 + at)] = following.to_bytes(4, "little")
    file[entry + 116 : entry + 124] = (2).to_bytes(4, "little") + len(records).to_bytes(4, "little")
    return bytes(file) + records


PAPERS: dict[FileKind, bytes] = {
    FileKind.PDF: pdf(),
    FileKind.DOCX: word_file(paragraph("Kế hoạch")),
    FileKind.XLSX: workbook(f"<row>{text_cell('a')}</row>"),
    FileKind.DOC: compound_file("WordDocument", "1Table"),
    FileKind.XLS: compound_file("Workbook"),
    FileKind.ODT: open_document("text"),
    FileKind.ODS: open_document("spreadsheet"),
    FileKind.RTF: rb"{\rtf1\ansi Ke hoach}",
    FileKind.JPG: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9",
    FileKind.PNG: PIXEL,
    FileKind.TIF: b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00",
}
