"""Small files that ask a reader for all the memory or all the time there is, by kind; byte by byte our own."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable

from cchc.files.kinds import FileKind
from tests.files.hostile import (
    HELVETICA,
    LAUGHS,
    W,
    compound_file,
    laughing_forms,
    packed_twice,
    paragraph,
    pdf_page,
    understating,
    wide_font,
    word_file,
)

Bomb = Callable[[], bytes]

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MARKS = "\u0323\u0302"
DECOMPOSED = unicodedata.normalize("NFD", "ộ")


def workbook(sheet: str, strings: str = "", head: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet with these rows and shared strings, `head` before the XML of both."""
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Thông tin" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {MAIN}><sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"{head}<sst {MAIN}>{strings}</sst>",
        **(more or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def text_cell(text: str) -> str:
    """A cell with a text of its own."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def _toml(line: str) -> Bomb:
    return f'[set]\nid = "a"\n{line}\n'.encode


def _pdf_twice() -> bytes:
    return pdf_page(b"", packed_twice(400_000_000)).replace(b"/Contents 4 0 R", b"/Contents 5 0 R")


def _pdf_font(font: tuple[bytes, ...]) -> Bomb:
    return lambda: pdf_page(b"BT /F 12 Tf <0041> Tj ET", *font)


def _understating_word() -> bytes:
    xml = f"<w:document {W}><w:body>{paragraph('a' * 30_000_000)}</w:body></w:document>"
    return understating(word_file(paragraph("a" * 30_000_000)), len(xml))


_TEXTS: dict[str, Bomb] = {
    "one giant cell": lambda: b"x" * 5_000_000,
    "an open quotation mark": lambda: b'a,b\n"' + b"x,\n" * 1_000_000,
    "a million columns": lambda: b"a," * 1_000_000,
    "300,000 rows": lambda: "đơn vị,1.1\n".encode() + b"a,1\n" * 300_000,
    "a flood of marks": lambda: ("đơn vị,1.1\nộ" + MARKS * 500_000 + ",1\n").encode(),
    "a flood of decomposed letters": lambda: (f"đơn vị,1.1\n{DECOMPOSED * 300_000},1\n").encode(),
    "lines of one digit": lambda: b"\n1" * 300_000,
    "a flood of names": lambda: (
        "Tên đơn vị,Loại,Có hiệu lực từ,Tên khác\nA,Xã,01/01/2025," + "b;" * 300_000
    ).encode(),
}

BOMBS: dict[FileKind, dict[str, Bomb]] = {
    FileKind.TOML: {
        "a key of 30,000 parts": _toml(".".join(["a"] * 30_000) + " = 1"),
        "a key of 200,000 parts": _toml(".".join(["a"] * 200_000) + " = 1"),
        "a key that just fits its line": _toml(".".join(["a"] * 19_000) + " = 1"),
        "a heading of 15,000 quoted parts": _toml("[" + " . ".join(['"a"'] * 15_000) + "]"),
        "inline tables of long keys": _toml(
            "\n".join(f"x{at} = {{{'a.' * 6_000}a = 1}}" for at in range(60))
        ),
        "lists in lists": _toml("a = " + "[" * 30_000 + "]" * 30_000),
        "lists in lists over many lines": _toml("a = " + "[\n" * 50_000 + "]\n" * 50_000),
        "tables in tables": _toml("a = " + "{a = " * 7_000 + "1" + "}" * 7_000),
        "a line of four megabytes": _toml('a = "' + "x" * 4_000_000 + '"'),
        "a text of 1.6 megabytes": _toml('a = """\n' + "xxxxxxx\n" * 200_000 + '"""'),
        "an open text": _toml('a = """' + '\n""' * 100_000),
        "a number of 39,000 digits": _toml("a = " + "9" * 39_000),
        "a number of sixteens": _toml("a = 0x" + "f" * 39_000),
        "30,000 keys": _toml("\n".join(f"k{at}.b.c.d.e.f.g.h = 1" for at in range(30_000))),
        "100,000 criteria": _toml("[[node]]\n" * 100_000),
        "a flood of marks": _toml('title = "' + MARKS * 19_000 + '"'),
        "empty lines": _toml("\n" * 500_000),
    },
    FileKind.XLSX: {
        "laughs in the sheet": lambda: workbook(f"<row>{text_cell('&x9;')}</row>", head=LAUGHS),
        "laughs in the texts": lambda: workbook("", "<si><t>&x9;</t></si>", head=LAUGHS),
        "one shared text of 60 megabytes": lambda: workbook("", f"<si><t>{'x' * 60_000_000}</t></si>"),
        "a million shared texts": lambda: workbook("", "<si><t>ab</t></si>" * 1_000_000),
        "400,000 cells": lambda: workbook(("<row>" + "<c><v>1</v></c>" * 1_900 + "</row>") * 210),
        "a row of a million cells": lambda: workbook(f"<row>{'<c><v>1</v></c>' * 1_000_000}</row>"),
        "one giant cell": lambda: workbook(f"<row>{text_cell('x' * 8_000_000)}</row>"),
        "a flood of marks": lambda: workbook(f"<row>{text_cell('ộ' + MARKS * 500_000)}</row>"),
        "elements in elements": lambda: workbook("<row>" * 300_000 + "</row>" * 300_000),
        "more than is unpacked": lambda: workbook("", more={"xl/media/a.bmp": bytes(210_000_000)}),
        "many members": lambda: workbook("", more={f"xl/{at}.xml": b"" for at in range(5_000)}),
        "locked": lambda: compound_file("EncryptionInfo", "EncryptedPackage"),
    },
    FileKind.DOCX: {
        "laughs": lambda: word_file("<w:p><w:r><w:t>&x9;</w:t></w:r></w:p>", head=LAUGHS),
        "elements in elements": lambda: word_file("<w:a>" * 300_000 + "</w:a>" * 300_000),
        "more than is unpacked": lambda: word_file("", {"word/media/a.bmp": bytes(210_000_000)}),
        "less said than held": _understating_word,
        "one giant paragraph": lambda: word_file(paragraph("a " * 5_000_000)),
        "200,000 paragraphs": lambda: word_file(paragraph("a") * 200_000),
        "a flood of marks": lambda: word_file(paragraph("ộ" + MARKS * 1_000_000)),
    },
    FileKind.PDF: {
        "a font of widths": _pdf_font(wide_font(widths=b"[0 4000000000 500]")),
        "a font of letters": _pdf_font(
            wide_font(mapping=b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")
        ),
        "a stream packed twice": _pdf_twice,
        "forms in forms": lambda: pdf_page(
            b"/X Do", *laughing_forms(12), resources=b"/XObject << /X 5 0 R >>"
        ),
        "more ink than a page": lambda: pdf_page(b"BT /F 12 Tf " + b"(abc) Tj " * 100_000 + b"ET", HELVETICA),
    },
    FileKind.CSV: _TEXTS,
    FileKind.TXT: _TEXTS,
    FileKind.TSV: {"a million tabs": lambda: b"\t" * 1_000_000, **_TEXTS},
}
