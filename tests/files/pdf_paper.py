"""A small writer of PDFs for tests: every glyph is put where we say, in the order we say."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin

WIDE = 0.5


@dataclass
class PaperPage:
    """A page: texts as (left, baseline from the top, size, text), strokes as (x0, y0, x1, y1) from the top left.

    `slanted` are texts that run at an angle, in degrees against the clock, after their text. `turns` draws the whole
    page turned by quarters against the clock; `rotate` is how far it says it is to be turned back, in degrees.
    `stamps` are annotations with a text, as a signing program leaves them, and their flags (4: is printed) after it.
    `named` are texts in a font of a name, which stands behind each.
    `filled` are boxes filled with grey, `pictures` boxes under a picture, both as (x0, y0, x1, y1) from the top left.
    """

    width: float = 595
    height: float = 842
    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float]] = field(default_factory=list)
    slanted: list[tuple[float, float, float, str, float]] = field(default_factory=list)
    turns: int = 0
    rotate: int = 0
    stamps: list[tuple[float, float, float, str, int]] = field(default_factory=list)
    named: list[tuple[float, float, float, str, str]] = field(default_factory=list)
    filled: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)


def pdf_bytes(pages: list[PaperPage], accents_last: bool = True, by_line: bool = False) -> bytes:
    """The PDF of `pages`; with `accents_last` the letters with marks of each page are drawn after all others, with
    `by_line` each text is drawn in one go, as most programs do."""
    signs = sorted(
        {
            sign
            for page in pages
            for one in [*page.texts, *page.slanted, *page.stamps, *page.named]
            for sign in one[3]
        }
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_font(signs)]
    fonts = {}
    for name in sorted({one[4] for page in pages for one in page.named}):
        whole, part = (one.replace(b"/Paper", f"/{name}".encode()) for one in _font(signs)[:2])
        objects += [part, whole.replace(b"[4 0 R]", f"[{len(objects) + 1} 0 R]".encode())]
        fonts[name] = len(objects)
    resources = " ".join(["/F 3 0 R", *(f"/F{number} {number} 0 R" for number in fonts.values())])
    kids = []
    for page in pages:
        objects.append(stream_of(_drawn(page, accents_last, by_line, fonts)))
        contents = len(objects)
        stamps = " ".join(_stamp(page, stamp, objects) for stamp in page.stamps)
        size = (page.width, page.height) if page.turns % 2 == 0 else (page.height, page.width)
        box = f"/MediaBox [0 0 {size[0]} {size[1]}] /Rotate {page.rotate} /Annots [{stamps}] ".encode()
        box += f"/Contents {contents} 0 R".encode()
        font = f"/Resources << /Font << {resources} >> >> ".encode()
        objects.append(b"<< /Type /Page /Parent 2 0 R " + font + box + b" >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return file_of(objects)


def _stamp(page: PaperPage, stamp: tuple[float, float, float, str, int], objects: list[bytes]) -> str:
    left, down, size, text, flags = stamp
    width, low = len(text) * size * WIDE, size * 0.25
    codes = text.encode("utf-16-be").hex()
    drawn = stream_of(f"BT /F {size} Tf 0 {low:.2f} Td <{codes}> Tj ET".encode())
    head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 {width:.2f} {size}] /Resources << /Font << /F 3 0 R >> >> "
    objects.append(head.encode() + drawn[2:])
    bottom = page.height - down - low
    box = f"{left:.2f} {bottom:.2f} {left + width:.2f} {bottom + size:.2f}"
    appearance = f"/AP << /N {len(objects)} 0 R >>"
    return f"<< /Type /Annot /Subtype /Stamp /F {flags} /Rect [{box}] {appearance} >>"


def table_pages(
    rows: list[list[str | None]],
    widths: list[int],
    *,
    ruled: bool = True,
    page: tuple[float, float] = (842, 595),
    titles: tuple[str, ...] = (),
    repeat: int = 0,
    size: float = 10,
) -> list[PaperPage]:
    """A table over as many pages as it takes, a row cut where a page ends; None in a row continues the cell above.

    `widths` are shares of the width; the first `repeat` rows are printed again on each page.
    """
    sheet = PaperPage(*page)
    pages, top = [sheet], 50.0
    for title in titles:
        sheet.texts.append((60, top, size, title))
        top += 20
    span = (page[0] - 80) / sum(widths)
    lefts = [40 + span * sum(widths[:at]) for at in range(len(widths) + 1)]
    leading, bottom = size * 1.3, page[1] - 50
    queue = [(row, False) for row in rows]
    while queue:
        row, cut = queue.pop(0)
        wrapped = [_wrapped(text or "", lefts[at + 1] - lefts[at] - 8, size) for at, text in enumerate(row)]
        height = max(map(len, wrapped), default=1)
        room = int((bottom - top) / leading)
        if room < min(2, height):
            sheet = PaperPage(*page)
            pages.append(sheet)
            top = 50.0
            queue = [(one, False) for one in rows[:repeat]] + [(row, cut), *queue]
            continue
        rest = [lines[room:] for lines in wrapped]
        for at, lines in enumerate(wrapped):
            for number, line in enumerate(lines[:room]):
                sheet.texts.append((lefts[at] + 4, top + size + number * leading, size, line))
        end = top + min(height, room) * leading + (4 if ruled else 12)
        if ruled:
            for at, text in enumerate(row):
                if text is not None or cut:
                    sheet.strokes.append((lefts[at], top, lefts[at + 1], top))
                sheet.strokes.append((lefts[at], end, lefts[at + 1], end)) if not _goes_on(
                    queue, at
                ) else None
            sheet.strokes += [(left, top, left, end) for left in lefts]
        top = end
        if any(rest):
            queue.insert(0, ([" ".join(lines) for lines in rest], True))
            top = bottom
    return pages


def _goes_on(queue: list[tuple[list[str | None], bool]], at: int) -> bool:
    return bool(queue) and at < len(queue[0][0]) and queue[0][0][at] is None


def _wrapped(text: str, width: float, size: float) -> list[str]:
    return [
        line
        for paragraph in text.split("\n")
        for line in (textwrap.wrap(paragraph, max(4, int(width / (size * WIDE)))) or [""])
    ]


def _drawn(page: PaperPage, accents_last: bool, by_line: bool, fonts: Mapping[str, int]) -> bytes:
    first, last = [], []
    for left, down, size, text, name in page.named:
        codes = text.encode("utf-16-be").hex()
        first.append(f"BT /F{fonts[name]} {size} Tf {left:.2f} {page.height - down:.2f} Td <{codes}> Tj ET")
    for left, down, size, text in page.texts:
        if by_line:
            codes = text.encode("utf-16-be").hex()
            first.append(f"BT /F {size} Tf {left:.2f} {page.height - down:.2f} Td <{codes}> Tj ET")
            continue
        for at, sign in enumerate(text):
            if sign == " ":
                continue
            place = f"{left + at * size * WIDE:.2f} {page.height - down:.2f}"
            glyph = f"BT /F {size} Tf 1 0 0 1 {place} Tm <{ord(sign):04X}> Tj ET"
            (last if accents_last and ord(sign) > 127 else first).append(glyph)
    lines = [
        f"{x0:.2f} {page.height - y0:.2f} m {x1:.2f} {page.height - y1:.2f} l S"
        for x0, y0, x1, y1 in page.strokes
    ]
    for left, down, size, text, degrees in page.slanted:
        across, up = cos(radians(degrees)), sin(radians(degrees))
        for at, sign in enumerate(text):
            way = at * size * WIDE
            place = f"{left + way * across:.2f} {page.height - down + way * up:.2f}"
            turn = f"{across:.4f} {up:.4f} {-up:.4f} {across:.4f}"
            first.append(f"BT /F {size} Tf {turn} {place} Tm <{ord(sign):04X}> Tj ET")
    turned = {
        1: f"0 1 -1 0 {page.height} 0",
        2: f"-1 0 0 -1 {page.width} {page.height}",
        3: f"0 -1 1 0 0 {page.width}",
    }
    boxes = [
        f"0.8 g {x0:.2f} {page.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f 0 g"
        for x0, y0, x1, y1 in page.filled
    ]
    pictures = [
        f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {page.height - y1:.2f} cm "
        "BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q"
        for x0, y0, x1, y1 in page.pictures
    ]
    begin = [f"{turned[page.turns]} cm"] if page.turns else []
    return "\n".join([*begin, *boxes, *pictures, *lines, *first, *last]).encode()


def _font(signs: list[str]) -> list[bytes]:
    ranges = "\n".join(f"<{ord(sign):04X}> <{ord(sign):04X}>" for sign in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(signs)} beginbfchar\n{ranges}\nendbfchar endcmap end end"
    )
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /Paper /Flags 4 /FontBBox [0 -200 1000 800] /Ascent 800 /Descent -200 "
        b"/ItalicAngle 0 /CapHeight 700 /StemV 80 >>"
    )
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Paper /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Paper /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>",
        descriptor,
        stream_of(cmap.encode()),
    ]


def stream_of(content: bytes) -> bytes:
    """A packed stream object."""
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def file_of(objects: list[bytes]) -> bytes:
    """The PDF of numbered objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        + f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )
