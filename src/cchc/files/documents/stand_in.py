"""A font that stands in for every font that a PDF names without holding it: one box for each letter of every script.

PDFium leaves out a text whose letters have no shape. Its own stand-in knows no Vietnamese letters, and the fonts of the
machine are none of its business: what a PDF says must not depend on them. The standard fonts (Helvetica, Times …) stay
with PDFium, which knows how broad their letters are.
"""

from __future__ import annotations

import struct
from ctypes import byref, c_char_p, cast, memmove
from typing import Any

import pypdfium2_raw as pdfium

_STANDARD = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")
_ANSI = 0
_UNITS = 1000
_WIDE, _TALL, _DEEP = 500, 800, -200
_FIRST, _LAST = 0x20, 0x2FFFF
_BOX = 1


def install() -> None:
    """Make PDFium ask here for the fonts that a PDF does not hold."""
    pdfium.FPDF_SetSystemFontInfo(byref(_INFO))


def _font() -> bytes:
    """Return a TrueType font of two glyphs, both a box; every letter is the second."""
    box = struct.pack(">5h", 1, 0, 0, _WIDE, _TALL)  # one outline, and the corners around it
    box += struct.pack(
        ">HH4B", 3, 0, 1, 1, 1, 1
    )  # that ends with its fourth point, no program, points on the outline
    box += struct.pack(">8h", 0, _WIDE, 0, -_WIDE, 0, 0, _TALL, 0)  # the steps between them, across and up
    box += bytes(-len(box) % 4)
    half = len(box) // 2
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
        + struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, _FIRST, _LAST, _BOX),
        b"glyf": box + box,
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            0,
            _UNITS,
            0,
            0,
            0,
            0,
            _WIDE,
            _TALL,
            0,
            8,
            2,
            0,
            0,
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, _TALL, _DEEP, 0, _WIDE, 0, 0, _WIDE, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">H2h", _WIDE, 0, 0),
        b"loca": struct.pack(">3H", 0, half, 2 * half),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *[0] * 8),
        b"name": struct.pack(">3H", 0, 0, 6),
        b"post": struct.pack(">2I2h5I", 0x30000, 0, 0, 0, *[0] * 5),
    }
    head = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128)
    content = b""
    begin = len(head) + 16 * len(tables)
    for name, table in sorted(tables.items()):
        head += name + struct.pack(">3I", 0, begin + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return head + content


_FONT = _font()


def _chosen(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
    """Return the number of the stand-in; None leaves the choice to PDFium."""
    name = cast(face, c_char_p).value or b""
    return None if charset == _ANSI and name.startswith(_STANDARD) else 1


def _content(_: Any, font: int, table: int, place: Any, room: int) -> int:
    """Give the whole font where there is room for it, and return its length; single tables are not given."""
    if table:
        return 0
    if place and room >= len(_FONT):
        memmove(place, _FONT, len(_FONT))
    return len(_FONT)


_ANSWERS = {
    "Release": lambda _: None,
    "EnumFonts": lambda _, known: None,
    "MapFont": _chosen,
    "GetFont": lambda _, face: None,
    "GetFontData": _content,
    "GetFaceName": lambda _, font, place, room: 0,
    "GetFontCharset": lambda _, font: _ANSI,
    "DeleteFont": lambda _, font: None,
}
_TYPES = dict(pdfium.FPDF_SYSFONTINFO._fields_)
_INFO = pdfium.FPDF_SYSFONTINFO(
    version=1, **{name: _TYPES[name](answer) for name, answer in _ANSWERS.items()}
)
