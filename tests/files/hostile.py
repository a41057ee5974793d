"""Files made to harm whoever reads them, byte by byte our own."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from tests.files.pdf_paper import file_of, stream_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = "".join(f'<!ENTITY x{at + 1} "{f"&x{at};" * 10}">' for at in range(9))
LAUGHS = f'<!DOCTYPE a [<!ENTITY x0 "xxxxxxxxxx">{LAUGHS}]>'


def word_file(body: str, parts: dict[str, bytes | str] | None = None, head: str = "") -> bytes:
    """A Word file of this body, `head` before its XML, and further parts by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def understating(content: bytes, size: int) -> bytes:
    """A zip archive whose first member of `size` bytes says of itself that it holds ten."""
    return content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def compound_file(*names: str) -> bytes:
    """A compound file (OLE) with empty streams of these names, as Office wraps old and locked documents."""
    unused, end, table = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff"
    short = [0x3E, 3, 0xFFFE, 9, 6]
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"".join(one.to_bytes(2, "little") for one in short)
    )
    header += bytes(6) + b"".join(one.to_bytes(4, "little") for one in (0, 1, 1, 0, 4096))
    header += end + bytes(4) + end + bytes(4) + bytes(4) + unused * 108
    sectors = (table + end).ljust(512, b"\xff")
    return header + sectors + b"".join(_entries(("Root Entry", *names))).ljust(512, b"\0")


def _entries(names: Sequence[str]) -> list[bytes]:
    """The directory of a compound file: the root, its first child, and each next one to the right of the last."""
    none = 0xFFFFFFFF
    entries = []
    for at, name in enumerate(names):
        text = name.encode("utf-16-le") + b"\0\0"
        right = at + 1 if 0 < at < len(names) - 1 else none
        links = b"".join(one.to_bytes(4, "little") for one in (none, right, none if at else 1))
        kind = b"\x02\x01" if at else b"\x05\x01"
        start = b"\xfe\xff\xff\xff"
        entries.append(
            text.ljust(64, b"\0")
            + len(text).to_bytes(2, "little")
            + kind
            + links
            + bytes(36)
            + start
            + bytes(8)
        )
    return entries


def pdf_page(
    content: bytes, *objects: bytes, resources: bytes = b"/Font << /F 5 0 R >>", page: bytes = b""
) -> bytes:
    """A PDF of one page drawn by `content`; `objects` are numbered from 5, the first of them its font."""
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << " + resources + b" >> " + page + b" >>",
            stream_of(content),
            *objects,
        ]
    )


HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def wide_font(widths: bytes = b"[]", mapping: bytes = b"") -> tuple[bytes, bytes, bytes]:
    """A font of many letters: its widths, and the program that maps its codes to letters."""
    program = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> "
    )
    program += b"endcodespacerange " + mapping + b" endcmap end end"
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /P /Encoding /Identity-H /DescendantFonts [6 0 R] "
        b"/ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /P /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /W " + widths + b" >>",
        stream_of(program),
    )


def packed_twice(size: int) -> bytes:
    """A stream of `size` zeros, packed twice and under the short name of the packing."""
    packed = zlib.compress(zlib.compress(bytes(size)))
    return f"<< /Length {len(packed)} /Filter [/Fl /Fl] >>\nstream\n".encode() + packed + b"\nendstream"


def laughing_forms(depth: int) -> tuple[bytes, ...]:
    """Forms that each draw the next one ten times; the first is object 5."""
    return tuple(
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X %d 0 R >> >> "
        % (at + 6)
        + stream_of(b"/X Do " * 10)[2:]
        for at in range(depth)
    )
