"""Setting a PDF with Typst: a template of ours, values as JSON, the letters of the pages."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

WEIGHTS = (400, 600, 700)
FAMILY = "Be Vietnam Pro"
# Of two fonts with one name Typst asks the first alone, and takes letters that it lacks (ư, ơ, đ) from a font with
# serifs. So the letters of Vietnamese get a family of their own, with a name as long: nothing else of the font moves.
FAMILIES = {"latin": FAMILY, "vietnamese": "Be Vietnam Vie"}
_HEAD = struct.Struct(">4s4sLHHL")
_TABLE = struct.Struct(">4sLLLL")
_BEHIND_HEAD = 44  # bytes: where the list of tables begins


def unpacked_font(woff: bytes) -> bytes:
    """Return the font that a WOFF file (version 1) holds, as TrueType: its tables inflated, their list written anew.

    Raises ValueError for anything else.
    """
    signature, flavor, _length, count, _reserved, _size = _HEAD.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("no WOFF font")
    power = 1 << (count.bit_length() - 1)
    written = [flavor + struct.pack(">HHHH", count, power * 16, power.bit_length() - 1, (count - power) * 16)]
    tables, at = [], 12 + 16 * count
    for place in range(count):
        tag, offset, packed, size, check = _TABLE.unpack_from(woff, _BEHIND_HEAD + _TABLE.size * place)
        data = woff[offset : offset + packed]
        table = zlib.decompress(data) if packed < size else data
        written.append(tag + struct.pack(">LLL", check, at, size))
        tables.append(table + bytes(-size % 4))
        at += len(tables[-1])
    return b"".join((*written, *tables))


def set_pdf(template: Path, values: Mapping[str, Any], fonts: Path) -> bytes:
    """Return the PDF that a template sets of `values` (JSON, `sys.inputs.pack` there); `fonts` is the folder in which
    npm has put Be Vietnam Pro. Nothing else is read and no network is asked.

    Raises RuntimeError where Typst refuses the template.
    """
    with TemporaryDirectory() as folder:
        for name, font in _letters(fonts).items():
            (Path(folder) / name).write_bytes(font)
        compiler = typst.Compiler(
            template.read_bytes(),
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]),
            sys_inputs={"pack": json.dumps(values, ensure_ascii=False)},
        )
        written = compiler.compile(format="pdf", timestamp=0, pdf_tags=False)
    if not isinstance(written, bytes):
        raise RuntimeError("Typst wrote no PDF")
    return written


@cache
def _letters(fonts: Path) -> dict[str, bytes]:
    """The fonts by the names of their files, each with the name of its family."""
    return {
        f"{subset}-{weight}.ttf": _named(
            unpacked_font((fonts / f"be-vietnam-pro-{subset}-{weight}-normal.woff").read_bytes()), family
        )
        for subset, family in FAMILIES.items()
        for weight in WEIGHTS
    }


def _named(font: bytes, family: str) -> bytes:
    for encoding in ("utf-16-be", "ascii"):
        font = font.replace(FAMILY.encode(encoding), family.encode(encoding))
    return font
