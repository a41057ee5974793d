"""PDF documents: text ordered by the geometry of its glyphs, tables by their rulings, page after page.

Text that stands sideways is read where it fills the page or a cell of a table; what runs askew (stamps, watermarks),
or sideways beside the text, is left out.

Limits: 500 pages, 40,000 glyphs and 20,000 strokes on a page, 200 megabytes of unpacked content, and a time that grows
with the pages. Nothing is executed, no link is followed, no picture or embedded file is opened.
"""

from __future__ import annotations

import re
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.documents.blocks import (
    Block,
    Cell,
    Format,
    Progress,
    Spot,
    TableRow,
    TextDocument,
    TextTable,
)
from cchc.files.documents.cleaning import fold_lines
from cchc.files.documents.glyphs import Glyph, TextLine, lines_of
from cchc.files.documents.ink import Box, Ink, ink_of
from cchc.files.documents.paragraphs import ParagraphLine, is_marked, join, rejoin
from cchc.files.documents.pdfium import PdfDamaged, PdfFile, PdfLocked, TooMuch
from cchc.files.documents.rulings import Ruled, has_point, ruled_tables
from cchc.files.documents.unruled import table_of_lines

MOST_PAGES = 500
MOST_CONTENT = 200_000_000
SECONDS_AT_LEAST = 30
SECONDS_A_PAGE = 3
# points within which the edges of two cells are one: a tolerance, no wording forced it
_SNAP = 3.0
# letter sizes that part two cells of a line, less than two columns of a page: a tolerance
_CELLS_APART = 0.6
# room above a line that is larger than between the lines of a paragraph ends it, as Word leaves it before "1. Mục
# đích"
_WIDER = 1.25
_PDF = Message("a PDF with text (.pdf)")
_STREAM = re.compile(rb"stream\r?\n")
# "- …", "a) …", "1. …" begin a line of their own in a cell
_LIST_ITEM = re.compile(r"(?:[-–+•]\s|[a-zđ]\)\s|\d{1,2}[.)]\s)")


def read_pdf(data: bytes, file: str, progress: Progress, first_pages: int | None = None) -> TextDocument:
    """Return the blocks of a PDF, or of its `first_pages`; `pages` counts all of them.

    Raises `Faults` when it cannot be read or has no text.
    """
    if b"%PDF-" not in data[:1024]:
        raise _refused(file, Message("The content is not a PDF: make it again from Word with “Save as PDF”."))
    _refuse_bomb(data, file)
    with _named_faults(file), PdfFile(data) as pdf:
        return _read(pdf, file, progress, first_pages)


def _read(pdf: PdfFile, file: str, progress: Progress, first_pages: int | None) -> TextDocument:
    pages = len(pdf)
    if pages > MOST_PAGES:
        raise _refused(file, Message("The PDF has more than {most} pages: split it.", most=MOST_PAGES))
    if not pages:
        raise PdfDamaged
    reader = _Reader()
    until = time.monotonic() + max(SECONDS_AT_LEAST, SECONDS_A_PAGE * pages)
    for number in range(1, min(first_pages or pages, pages) + 1):
        with _named_faults(file, number), pdf.page(number - 1) as page:
            reader.read(ink_of(page), number)
        progress(number, pages)
        if time.monotonic() > until:
            raise _refused(file, Message("Reading the PDF takes too long: give the Word file, or split it."))
    if not reader.glyphs:
        raise _refused(file, _NO_TEXT)
    return TextDocument(file, Format.PDF, tuple(reader.blocks()), pages=pages)


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


@dataclass(slots=True)
class _Grid:
    """A table on one page: its cells by row and column, and the height at which the page leaves it."""

    rows: list[TableRow]
    columns: int
    edges: tuple[float, ...]


@dataclass(slots=True)
class _Reader:
    """Collects lines and tables of the pages; a table continues on the next page when its columns are at the same
    places."""

    pieces: list[ParagraphLine | _Grid] = field(default_factory=list)
    glyphs: int = 0
    tables: int = 0

    def read(self, ink: Ink, number: int) -> None:
        """Take the lines and tables of one page, from top to bottom."""
        self.glyphs += sum(bool(glyph.text.strip()) for glyph in ink.glyphs)
        tables = [table for table in ruled_tables(ink.strokes) if _is_table(table)]
        found = (
            table_of_lines(lines_of(ink.glyphs, apart=_CELLS_APART))
            if not any(map(_has_rows, tables))
            else None
        )
        if found and all(_height(table) * 2 < found.bottom - found.top for table in tables):
            tables = []  # rulings around the headings only
        else:
            found = None
        outside = [one for one in ink.glyphs if not any(has_point(table.box, one.middle) for table in tables)]
        lines = _without_page_number(lines_of(outside), ink.height)
        placed: list[tuple[float, ParagraphLine | _Grid]] = []
        if found:
            lines = [line for line in lines if not found.top <= line.top <= found.bottom]
            placed.append((found.top, self._unruled(found.rows, found.edges, number)))
        placed += [
            (line.top, ParagraphLine(line.text, page=number, apart=apart)) for line, apart in _spaced(lines)
        ]
        placed += [(table.box[1], self._grid(table, ink, number)) for table in tables]
        self.pieces += [piece for _, piece in sorted(placed, key=lambda one: one[0])]

    def _grid(self, table: Ruled, ink: Ink, page: int) -> _Grid:
        self.tables += 1
        lefts = _snapped(cell[0] for cell in table.cells)
        tops = _snapped(cell[1] for cell in table.cells)
        inside = _by_cell(table, ink)
        rows: list[list[Cell]] = [[] for _ in tops]
        for cell in sorted(table.cells, key=lambda one: (one[1], one[0])):
            column, width = _span(lefts, cell[0], cell[2])
            row, height = _span(tops, cell[1], cell[3])
            lines = cell_text(lines_of(inside[cell], apart=None))
            rows[row].append(Cell(column, lines, width))
            for below in range(row + 1, row + height):
                rows[below].append(Cell(column, (), width, above=True))
        taken = [tuple(sorted(cells, key=lambda one: one.column)) for cells in rows]
        return _Grid(
            [
                TableRow(cells, Spot(page, table=self.tables, row=at), cut=at == 1)
                for at, cells in enumerate(taken, 1)
            ],
            len(lefts),
            tuple(lefts),
        )

    def _unruled(self, rows: list[list[list[str]]], edges: tuple[float, ...], page: int) -> _Grid:
        self.tables += 1
        taken = []
        for at, row in enumerate(rows, 1):
            cells = tuple(Cell(column, cell_text_of(texts)) for column, texts in enumerate(row))
            taken.append(TableRow(cells, Spot(page, table=self.tables, row=at), cut=at == 1))
        return _Grid(taken, len(edges), edges)

    def blocks(self) -> Iterator[Block]:
        """The blocks of all pages; a table that goes on from page to page is one."""
        lines: list[ParagraphLine] = []
        grids: list[_Grid] = []
        paragraphs = 0
        for piece in self.pieces:
            if isinstance(piece, ParagraphLine):
                if grids:
                    yield _joined(grids)
                    grids = []
                lines.append(piece)
                continue
            for paragraph in rejoin(lines, paragraphs + 1):
                paragraphs += 1
                yield paragraph
            lines = []
            if grids and not _same_columns(grids[-1], piece):
                yield _joined(grids)
                grids = []
            grids.append(piece)
        if grids:
            yield _joined(grids)
        yield from rejoin(lines, paragraphs + 1)


def _joined(grids: list[_Grid]) -> TextTable:
    return TextTable(tuple(row for grid in grids for row in grid.rows), max(grid.columns for grid in grids))


def _same_columns(before: _Grid, after: _Grid) -> bool:
    return before.columns == after.columns


def _spaced(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, bool]]:
    """Yield each line, and whether the space above it is wider than usual on its page."""
    gaps = [below.top - above.top for above, below in pairwise(lines) if below.top - above.top > 1]
    usual = median_low(gaps) if gaps else 0.0
    for at, line in enumerate(lines):
        yield line, at > 0 and line.top - lines[at - 1].top > _WIDER * usual


def _by_cell(table: Ruled, ink: Ink) -> dict[Box, list[Glyph]]:
    """Return the glyphs in each cell; sideways glyphs only in a cell that has no others."""
    upright: dict[Box, list[Glyph]] = defaultdict(list)
    for glyph in ink.glyphs:
        if cell := table.cell_at(glyph.middle):
            upright[cell].append(glyph)
    sideways: dict[Box, list[Glyph]] = defaultdict(list)
    for middle, glyph in ink.sideways:
        if (cell := table.cell_at(middle)) and cell not in upright:
            sideways[cell].append(glyph)
    return upright | sideways


def _is_table(table: Ruled) -> bool:
    """Whether the frames are a table: frames around a single text are none."""
    return len(table.cells) >= 3 and len({round(cell[0]) for cell in table.cells}) >= 2


def _has_rows(table: Ruled) -> bool:
    return len(_snapped(cell[1] for cell in table.cells)) > 1


def _height(table: Ruled) -> float:
    return table.box[3] - table.box[1]


def _snapped(values: Iterable[float]) -> list[float]:
    """Return the values in order, nearly equal ones once."""
    snapped: list[float] = []
    for value in sorted(values):
        if not snapped or value - snapped[-1] > _SNAP:
            snapped.append(value)
    return snapped


def _span(edges: Sequence[float], begin: float, end: float) -> tuple[int, int]:
    """Return the index of the first of `edges` that a cell covers, and the number of columns."""
    covered = [at for at, edge in enumerate(edges) if begin - _SNAP <= edge < end - _SNAP]
    return (covered[0], len(covered)) if covered else (0, 1)


def _without_page_number(lines: list[TextLine], height: float) -> list[TextLine]:
    """Return the lines without a lone number in the margin above or below."""
    return [
        line for line in lines
        if not (re.fullmatch(r"[-–\s]*\d{1,4}[-–\s]*", line.text) and not 0.1 * height < line.top < 0.9 * height)
    ]  # fmt: skip


def cell_text(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the lines of a cell as its author wrote them: broken lines joined, each item of a list on its own line."""
    return cell_text_of([line.text for line in lines])


def cell_text_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the `cell_text` of texts without places."""
    whole: list[str] = []
    for text in fold_lines(texts):
        if whole and not (_LIST_ITEM.match(text) and _may_end(whole[-1])):
            whole[-1] = join(whole[-1], text)
        else:
            whole.append(text)
    return fold_lines(whole)


def _may_end(text: str) -> bool:
    """Whether a line may be the end of an item: a dash inside a name goes on over the line's end."""
    return text.endswith((".", ";", ":", ",", "!", "?", "…")) or is_marked(text)
