"""PDF documents: text ordered by the geometry of its glyphs, tables by their rulings, page after page.

Text that stands sideways is read where it fills the page or a cell of a table. What runs askew (stamps, watermarks) or
sideways beside the text, page numbers and running heads are kept beside the blocks.

Limits: 500 pages, 40,000 glyphs and 20,000 strokes on a page, 200 megabytes of unpacked content, and a time that grows
with the pages. Nothing is executed, no link is followed, no picture or embedded file is opened.
"""

from __future__ import annotations

import re
import time
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, pairwise
from statistics import median_low
from typing import NamedTuple

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.documents.blocks import Block, Format, Paragraph, Progress, Spot, TextDocument
from cchc.files.documents.changes import balloons_among, struck_texts
from cchc.files.documents.glyphs import TextLine, lines_of
from cchc.files.documents.grids import Grid, has_rows, ruled_grid, sort_ink, tables_of, unruled_grid
from cchc.files.documents.ink import Ink, ink_of
from cchc.files.documents.paragraphs import ParagraphLine, rejoin
from cchc.files.documents.pdfium import PdfDamaged, PdfFile, PdfLocked
from cchc.files.documents.pdfium_calls import TooMuch
from cchc.files.documents.rulings import Ruled, ruled_tables
from cchc.files.documents.unruled import Unruled, table_of_lines

MOST_PAGES = 500
MOST_CONTENT = 200_000_000
SECONDS_AT_LEAST = 30
SECONDS_A_PAGE = 3
# letter sizes that part two cells of a line, less than two columns of a page: a tolerance
_CELLS_APART = 0.6
# room above a line that is larger than between the lines of a paragraph ends it, as Word leaves it before "1. Mục
# đích"
_WIDER = 1.25
# "3", "- 3 -", "Trang 3", "Trang 3/12" in the margin above or below
_PAGE_NUMBER = re.compile(r"(?:Trang\s+)?[-–\s]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)(?=\D*$)")
_NOTE = re.compile(r"\(?\d{1,2}\)?\s+[^\W\d]")
# points above and below in which running heads and feet stand: Word puts them 36 from the edge, text begins at 57 and
# ends 57 above it (20 millimetres)
_HEAD_ROOM, _FOOT_ROOM = 56, 64
# points within which a running head stands at the same height on each of its pages
_MARGIN_STEP = 4
# a foot is told by two pages; three at the top, where each of two papers in one file begins with the same words
_PAGES_OF_HEAD, _PAGES_OF_FOOT = 3, 2
# "ỦY BAN NHÂN DÂN" and "Phụ lục 2" head a page, however many pages begin so
_HEADS_PAGE = re.compile(r"(?:Phụ lục|Biểu|Mẫu|Bảng|Phần|Chương)\b", re.IGNORECASE)
# a page with a picture over most of it, or drawn in many lines, and hardly a sign but its number or a stamp is a scan
_FEW_GLYPHS = 60
_MOST_OF_PAGE = 0.5
_MANY_PATHS = 100
_PDF = Message("a PDF with text (.pdf)")
_STREAM = re.compile(rb"stream\r?\n")
# "/Count 3/Kids[ 8 0 R  10 0 R ]": the names of an object stand in their order where PDFium has written it
_STATED_PAGES = re.compile(rb"/Count(?= -?\d+(?:(?!endobj|stream).){0,400}?/Kids\[)", re.DOTALL)


def read_pdf(data: bytes, file: str, progress: Progress, first_pages: int | None = None) -> TextDocument:
    """Return the blocks of a PDF, or of its `first_pages`; `pages` counts all of them.

    Raises `Faults` when it cannot be read or has no text.
    """
    if b"%PDF-" not in data[:1024]:
        raise _refused(file, Message("The content is not a PDF: make it again from Word with “Save as PDF”."))
    _refuse_bomb(data, file)
    with _named_faults(file), PdfFile(_counted(data)) as pdf:
        return _read(pdf, file, progress, first_pages)


def _counted(data: bytes) -> bytes:
    """The PDF itself; where its tree holds more pages than it says, a copy that says no number: all are read."""
    with PdfFile(data) as pdf:
        stated = len(pdf)
        try:
            copy = _STATED_PAGES.sub(b"/Xount", pdf.unpacked())
        except PdfDamaged:
            return data
    try:
        with PdfFile(copy) as pdf:
            return copy if len(pdf) > stated else data
    except PdfDamaged:
        return data


def _read(pdf: PdfFile, file: str, progress: Progress, first_pages: int | None) -> TextDocument:
    pages = len(pdf)
    if pages > MOST_PAGES:
        raise _refused(file, Message("The PDF has more than {most} pages: split it.", most=MOST_PAGES))
    if not pages:
        raise PdfDamaged
    reader = _Reader()
    until = time.monotonic() + max(SECONDS_AT_LEAST, SECONDS_A_PAGE * pages)
    for number in range(1, min(first_pages or pages, pages) + 1):
        with _named_faults(file, number):
            try:
                with pdf.page(number - 1) as page:
                    reader.read(ink_of(page), number)
            except PdfDamaged:
                reader.broken.append(number)
        progress(number, pages)
        if time.monotonic() > until:
            raise _refused(file, Message("Reading the PDF takes too long: give the Word file, or split it."))
    if len(reader.broken) == pages:
        raise PdfDamaged
    if not reader.glyphs:
        raise _refused(file, _NO_TEXT)
    blocks = tuple(reader.blocks())
    return TextDocument(
        file,
        Format.PDF,
        blocks,
        pages=pages,
        beside=tuple(Paragraph(line.text, Spot(page=line.page)) for line in reader.beside),
        pages_without_text=tuple(sorted([*reader.pictured, *reader.broken])),
        comments=tuple(reader.balloons),
        revised=tuple(dict.fromkeys(one.spot for one in reader.balloons)),
        struck=tuple(reader.struck),
    )


@contextmanager
def _named_faults(file: str, page: int | None = None) -> Iterator[None]:
    """Turn the errors of PDFium over a file into `Faults` for the person who sent it."""
    try:
        yield
    except TooMuch as error:
        why = Message(
            "Page {page} holds too many signs or strokes to be a plan: give the Word file.", page=page or 0
        )
        raise _refused(file, why) from error
    except PdfLocked as error:
        raise _locked(file) from error
    except PdfDamaged as error:
        raise _damaged(file) from error


_NO_TEXT = Message(
    "The PDF has no text layer, only pictures of pages: give the original Word file, or run text recognition (OCR) on "
    "the scan first."
)


def _refused(file: str, why: Message) -> Faults:
    return Faults([Fault(Place(file=file), file, _PDF, why)])


def _damaged(file: str) -> Faults:
    return _refused(file, Message("The PDF is damaged: make it again from the original document."))


def _locked(file: str) -> Faults:
    return _refused(file, Message("The PDF is locked by a password: save it without a password."))


def _refuse_bomb(data: bytes, file: str) -> None:
    """Refuse a file whose packed streams unpack to more than the limit; each is unpacked in pieces and dropped."""
    if re.search(rb"/FlateDecode\s*/FlateDecode", data):
        raise _refused(file, _TOO_LARGE)
    total = 0
    for found in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        begin, packed = found.end(), b""
        try:
            while not unpacker.eof and (packed := unpacker.unconsumed_tail or data[begin : begin + 65_536]):
                begin += 0 if unpacker.unconsumed_tail else len(packed)
                total += len(unpacker.decompress(packed, 1 << 20))
                if total > MOST_CONTENT:
                    raise _refused(file, _TOO_LARGE)
        except zlib.error:
            continue


_TOO_LARGE = Message(
    "Unpacked, the PDF holds more than {most} megabytes: save it again without pictures.",
    most=MOST_CONTENT // 1_000_000,
)


# --- pages -------------------------------------------------------------------------------------------------


class _Margin(NamedTuple):
    """A line in the margin: whether it is a foot, its height in steps, its words without the number of its page."""

    is_foot: bool
    height: int
    words: str

    @property
    def least_pages(self) -> int:
        """The pages on which such a line stands where it is a running one."""
        return _PAGES_OF_FOOT if self.is_foot else _PAGES_OF_HEAD


def _on_page(text: str, page: int) -> str:
    """Return a line with the last number in it as its distance from the page: "Kế hoạch CCHC năm 2026 - trang 3"."""
    return _LAST_NUMBER.sub(lambda found: f"{int(found[1]) - page:+}", text, count=1)


@dataclass(slots=True)
class _Reader:
    """Collects lines and tables of the pages, and what stands beside them: page numbers, running heads, watermarks."""

    pieces: list[ParagraphLine | Grid] = field(default_factory=list)
    beside: list[ParagraphLine] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    balloons: list[Paragraph] = field(default_factory=list)
    struck: list[Paragraph] = field(default_factory=list)
    glyphs: int = 0
    _margins: dict[ParagraphLine, _Margin] = field(default_factory=dict)
    _unruled: Unruled | None = None

    def read(self, ink: Ink, number: int) -> None:
        """Take the lines and tables of one page, from top to bottom."""
        inked = sum(not glyph.text.isspace() for glyph in ink.glyphs)
        self.glyphs += inked
        if inked < _FEW_GLYPHS and (
            ink.pictured >= _MOST_OF_PAGE or (not inked and ink.paths >= _MANY_PATHS)
        ):
            self.pictured.append(number)
        tables = [table for table in ruled_tables(ink.strokes) if _is_table(table)]
        found = (
            table_of_lines(lines_of(ink.glyphs, apart=_CELLS_APART), self._unruled)
            if not any(map(has_rows, tables))
            else None
        )
        if found and all(_height(table) * 2 < found.bottom - found.top for table in tables):
            tables = []  # rulings around the headings only
        else:
            found = None
        self._unruled = found
        there = sort_ink(tables, ink.glyphs, ink.sideways)
        placed: list[tuple[float, ParagraphLine | Grid]] = []
        lines = self._without_balloons(lines_of(there.outside), tables, number)
        texts = struck_texts(ink.glyphs, ink.strokes, tables)
        self.struck += [Paragraph(text, Spot(page=number)) for text in texts]
        if found:
            lines = [line for line in lines if not found.top <= line.top <= found.bottom]
            placed.append((found.top, unruled_grid(found, number)))
        placed += self._lines(lines, ink, number)
        placed += [(table.box[1], ruled_grid(table, there.inside, number)) for table in tables]
        self.pieces += [piece for _, piece in sorted(placed, key=lambda one: one[0])]
        texts = [*(line.text for line in lines_of(there.sideways)), *ink.askew]
        self.beside += [ParagraphLine(text, page=number) for text in texts]

    def _without_balloons(self, lines: list[TextLine], tables: list[Ruled], number: int) -> list[TextLine]:
        """The lines but for those of balloons, which are kept apart."""
        balloons = {id(line) for line in balloons_among(lines, tables)}
        self.balloons += [Paragraph(line.text, Spot(page=number)) for line in lines if id(line) in balloons]
        return [line for line in lines if id(line) not in balloons]

    def _lines(self, lines: list[TextLine], ink: Ink, number: int) -> Iterator[tuple[float, ParagraphLine]]:
        """Yield the lines of a page with their heights; page numbers stand beside, lines of the margins are noted."""
        kept = []
        for line in lines:
            if _PAGE_NUMBER.fullmatch(line.text) and not 0.1 * ink.height < line.top < 0.9 * ink.height:
                self.beside.append(ParagraphLine(line.text, page=number))
            else:
                kept.append(line)
        for line, apart in _spaced(kept):
            piece = ParagraphLine(line.text, page=number, apart=apart)
            is_foot, is_head = line.top >= ink.height - _FOOT_ROOM, line.top <= _HEAD_ROOM
            if is_foot or (is_head and not line.text.isupper() and not _HEADS_PAGE.match(line.text)):
                self._margins[piece] = _Margin(
                    is_foot, round(line.top / _MARGIN_STEP), _on_page(line.text, number)
                )
            yield line.top, piece

    def blocks(self) -> Iterator[Block]:
        """The blocks of all pages; a table that goes on from page to page is one."""
        self._set_running_lines_aside()
        lines: list[ParagraphLine] = []
        grids: list[Grid] = []
        paragraphs, tables = 0, count(1)
        for piece in _with_notes_behind(self.pieces):
            if isinstance(piece, ParagraphLine):
                yield from tables_of(grids, tables)
                grids = []
                lines.append(piece)
                continue
            for paragraph in rejoin(lines, paragraphs + 1):
                paragraphs += 1
                yield paragraph
            lines = []
            grids.append(piece)
        yield from tables_of(grids, tables)
        yield from rejoin(lines, paragraphs + 1)

    def _set_running_lines_aside(self) -> None:
        """Put the heads and feet that are printed on many pages beside the text, where they part no table."""
        pages: dict[_Margin, set[int | None]] = defaultdict(set)
        for piece, key in self._margins.items():
            pages[key].add(piece.page)
        running = {piece: None for piece, key in self._margins.items() if len(pages[key]) >= key.least_pages}
        self.beside += running
        self.pieces = [piece for piece in self.pieces if isinstance(piece, Grid) or piece not in running]


def _with_notes_behind(pieces: Sequence[ParagraphLine | Grid]) -> Iterator[ParagraphLine | Grid]:
    """Yield the pieces, with the footnotes of a page in the middle of a table behind the table."""
    notes: list[ParagraphLine] = []
    above: Grid | None = None
    at = 0
    while at < len(pieces):
        lines: list[ParagraphLine] = []
        while at + len(lines) < len(pieces) and isinstance(one := pieces[at + len(lines)], ParagraphLine):
            lines.append(one)
        below = pieces[at + len(lines)] if at + len(lines) < len(pieces) else None
        if lines and above and isinstance(below, Grid) and _are_notes(lines, above, below):
            notes += lines
        elif lines:
            yield from (*notes, *lines)
            notes = []
        if isinstance(below, Grid):
            yield below
            above = below
        at += len(lines) + 1
    yield from notes


def _are_notes(lines: Sequence[ParagraphLine], above: Grid, below: Grid) -> bool:
    """Whether lines between two parts of a table are footnotes at the end of its page: "1 Riêng các xã vùng cao …"."""
    return (
        below.page == above.page + 1
        and len(below.edges) == len(above.edges)
        and all(line.page == above.page for line in lines)
        and _NOTE.match(lines[0].text) is not None
    )


def _spaced(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, bool]]:
    """Yield each line, and whether the space above it is wider than usual on its page."""
    gaps = [below.top - above.top for above, below in pairwise(lines) if below.top - above.top > 1]
    usual = median_low(gaps) if gaps else 0.0
    for at, line in enumerate(lines):
        yield line, at > 0 and line.top - lines[at - 1].top > _WIDER * usual


def _is_table(table: Ruled) -> bool:
    """Whether the frames are a table: frames around a single text are none."""
    return len(table.cells) >= 3 and len({round(cell[0]) for cell in table.cells}) >= 2


def _height(table: Ruled) -> float:
    return table.box[3] - table.box[1]
