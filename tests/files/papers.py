"""Small documents of every kind that proves something, and files that are none: what offices bring."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import md5

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
    """A workbook of before 2007 with one sheet of macros."""
    sheet = b"\x85\x00\x0a\x00" + bytes(4) + b"\x00\x01" + b"\x02\x00M1"
    return old_file("Workbook", b"\x09\x08\x00\x00" + sheet + b"\x0a\x00\x00\x00")


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


def old_file(name: str, content: bytes) -> bytes:
    """A Word or Excel file of before 2007 whose one stream begins with `content`: large enough to have sectors of its
    own, behind the directory."""
    content = content.ljust(4_096, b"\0")
    return _with_sectors(name, content, size=len(content), first=2)


def small_old_file(name: str, content: bytes) -> bytes:
    """The same with a stream that lies together with others in pieces, as LibreOffice writes short documents."""
    pieces = -(-len(content) // 64)
    following = [*range(1, pieces), 0xFFFFFFFE]
    table = b"".join(one.to_bytes(4, "little") for one in following).ljust(512, b"\xff")
    together = content.ljust(512, b"\0")
    file = bytearray(_with_sectors(name, together, size=len(content), first=0, more=table))
    root = 1_024 + 116
    file[root : root + 8] = (2).to_bytes(4, "little") + len(together).to_bytes(4, "little")
    file[60:68] = (3).to_bytes(4, "little") + (1).to_bytes(4, "little")
    file[512 + 8 : 512 + 16] = b"\xfe\xff\xff\xff" * 2
    return bytes(file)


def _with_sectors(name: str, sectors: bytes, *, size: int, first: int, more: bytes = b"") -> bytes:
    file = bytearray(compound_file(name))
    table, entry, count = 512, 1_024 + 128, len(sectors) // 512  # of sectors; of the stream in the directory
    for at in range(count):
        following = at + 3 if at < count - 1 else 0xFFFFFFFE
        file[table + 4 * (2 + at) : table + 4 * (3 + at)] = following.to_bytes(4, "little")
    file[entry + 116 : entry + 124] = first.to_bytes(4, "little") + size.to_bytes(4, "little")
    return bytes(file) + sectors + more


def packed_pdf(objects: bytes) -> bytes:
    """A PDF with these objects, numbered from 20, in a stream of objects, packed."""
    packed = zlib.compress(b"20 0 " + objects)
    head = b"<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return _without_table(b"19 0 obj" + head + packed + b"\nendstream endobj")


def locked_pdf(*, opens: bool) -> bytes:
    """A PDF that is encrypted: with a password without which it does not open, or only so that nobody changes it."""
    owner, id_, rights = b"o" * 32, b"id", -4
    key = md5(_PAD + owner + struct.pack("<i", rights) + id_, usedforsecurity=False).digest()[:5]
    user = _rc4(key, _PAD) if opens else bytes(32)
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/P %d/O<%s>/U<%s>>>" % (
        rights,
        owner.hex().encode(),
        user.hex().encode(),
    )
    return _without_table(b"", b"/ID[(id)(id)]" + encrypt)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def _without_table(more: bytes, trailer: bytes = b"") -> bytes:
    """The PDF of one page with more objects and without its table, which readers then make anew."""
    whole = pdf()
    return whole[: whole.rindex(b"xref\n0")] + more + b"\ntrailer<</Root 1 0 R" + trailer + b">>\n%%EOF"
