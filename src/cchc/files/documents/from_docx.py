"""Word documents (.docx) by their XML: paragraphs, and tables with merged cells, repeated headings and automatic
numbers.

Text that tracked changes delete and comments are kept beside, what changes insert is read. Macros are refused, links
and embedded files never opened. A part with a document type is refused, so that no entity is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from xml.etree import ElementTree

from cchc.core.words.messages import Faults, Message
from cchc.files.archives import WORD, Archive
from cchc.files.documents.blocks import (
    Block,
    Cell,
    Format,
    Paragraph,
    Progress,
    Spot,
    TableRow,
    TextDocument,
    TextTable,
)
from cchc.files.documents.cleaning import cell_lines, clean
from cchc.files.documents.numbering import Numbering
from cchc.files.documents.word_fonts import decode_old_fonts
from cchc.files.documents.word_parts import DOCUMENT, opened_word, refused_word, xml_part
from cchc.files.documents.word_xml import (
    MOST_GRID,
    attribute,
    child,
    counted,
    edges_of,
    is_deleted,
    is_hidden,
    is_layout,
    local,
    opened,
    rows_kept,
)

MOST_DEPTH = 6
MOST_ROWS = 20_000
_HEADER = re.compile(r"word/header\d*\.xml")
_MOST_HEADERS = 3  # of the first page, of odd and of even pages
_SKIPPED = frozenset(("instrText", "delText", "Fallback", "rPr", "pPr", "tcPr", "trPr", "tblPr", "sdtPr"))
_DELETED, _INSERTED = ("del", "moveFrom"), ("ins", "moveTo")
AnyReader = TypeVar("AnyReader", bound="WordReader")
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes, file: str, progress: Progress) -> TextDocument:
    """Return the blocks of a Word document. Raises `Faults` when it cannot be read."""
    archive = opened_word(data, file)
    root = xml_part(archive, DOCUMENT, file)
    if root is None:
        raise refused_word(file, WORD.other)
    styles = xml_part(archive, "word/styles.xml", file)
    reader = WordReader(file, *_beside(archive, file, root, styles))
    numbering, blocks = reader.numbering, blocks_of(reader, root)
    pages = reader.page if reader.counts_pages else None
    headers = tuple(_page_headers(archive, file, numbering, styles))
    progress(1, 1)
    return TextDocument(
        file,
        Format.WORD,
        blocks,
        pages=pages,
        page_headers=headers,
        hidden=tuple(reader.hidden),
        deleted=tuple(reader.deleted),
        comments=tuple(_comments(archive, file, numbering, styles)),
        revised=tuple(reader.revised),
    )


def walked(
    archive: Archive, file: str, root: ElementTree.Element, made: type[AnyReader]
) -> tuple[AnyReader, tuple[Block, ...]]:
    """Return a reader of the kind `made` that has read the document whose XML is `root`, and its blocks; letters of old
    fonts are decoded in `root`. Raises `Faults` when it cannot be read."""
    styles = xml_part(archive, "word/styles.xml", file)
    reader = made(file, *_beside(archive, file, root, styles))
    return reader, blocks_of(reader, root)


def _beside(
    archive: Archive, file: str, root: ElementTree.Element, styles: ElementTree.Element | None
) -> tuple[Numbering, dict[tuple[str, str], list[str]]]:
    """The numbering and the notes of a document, whose letters of old fonts are decoded."""
    decode_old_fonts(root, styles)
    numbering = Numbering(xml_part(archive, "word/numbering.xml", file), styles)
    return numbering, dict(_notes(archive, file, numbering, styles))


def blocks_of(reader: WordReader, root: ElementTree.Element) -> tuple[Block, ...]:
    """Return the blocks of a document as `reader` reads them. Raises `Faults` when tables stand too deep."""
    try:
        body = next((child for child in root if local(child.tag) == "body"), root)
        return tuple(reader.blocks(body))
    except RecursionError as error:
        raise _too_deep(reader.file) from error


def _page_headers(
    archive: Archive, file: str, numbering: Numbering, styles: ElementTree.Element | None
) -> Iterator[Block]:
    """Yield what is printed above pages: some offices put number and date of the first page there."""
    names = sorted(name for name in archive.names if _HEADER.fullmatch(name))
    for name in names[:_MOST_HEADERS]:
        root = xml_part(archive, name, file)
        if root is None:
            continue
        decode_old_fonts(root, styles)
        try:
            yield from list(WordReader(file, numbering).blocks(root))
        except RecursionError as error:
            raise _too_deep(file) from error


def _comments(
    archive: Archive, file: str, numbering: Numbering, styles: ElementTree.Element | None
) -> Iterator[Paragraph]:
    """Yield what people remarked in the margin, each remark as one paragraph."""
    root = xml_part(archive, "word/comments.xml", file)
    if root is None:
        return
    decode_old_fonts(root, styles)
    reader = WordReader(file, numbering)
    for one in root:
        lines = [line for paragraph in opened(one, "p") for line in reader.lines(paragraph)]
        if lines:
            yield Paragraph(" ".join(lines), Spot())


def _notes(
    archive: Archive, file: str, numbering: Numbering, styles: ElementTree.Element | None
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield the lines of each footnote and endnote, by the name of what refers to it and its number."""
    for kind in ("footnote", "endnote"):
        root = xml_part(archive, f"word/{kind}s.xml", file)
        if root is None:
            continue
        decode_old_fonts(root, styles)
        reader = WordReader(file, numbering)
        for one in root:
            lines = [line for paragraph in opened(one, "p") for line in reader.lines(paragraph)]
            if lines:
                yield (f"{kind}Reference", attribute(one, "id") or ""), lines


def _too_deep(file: str) -> Faults:
    why = Message(
        "Tables stand inside tables more than {most} times: take them apart in Word.", most=MOST_DEPTH
    )
    return refused_word(file, why)


@dataclass(slots=True)
class WordReader:
    """Walks the body once, counting paragraphs, tables and rendered pages."""

    file: str
    numbering: Numbering
    notes: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    hidden: list[Paragraph] = field(default_factory=list)
    deleted: list[Paragraph] = field(default_factory=list)
    revised: list[Spot] = field(default_factory=list)
    row: Spot | None = None
    page: int = 1
    counts_pages: bool = False
    paragraphs: int = 0
    tables: int = 0
    rows: int = 0
    boxes: list[ElementTree.Element] = field(default_factory=list)

    def blocks(self, element: ElementTree.Element, depth: int = 0) -> Iterator[Block]:
        """The blocks inside `element` in their order, containers opened."""
        for one in element:
            name = local(one.tag)
            if name == "p":
                yield from self._paragraph(one, depth)
            elif name == "tbl":
                yield from self._table(one, depth + 1)
            elif name in _DELETED:
                self._note_deleted(one)
            elif name not in _SKIPPED and name != "sectPr":
                yield from self.blocks(one, depth)

    def _paragraph(self, element: ElementTree.Element, depth: int) -> Iterator[Block]:
        for line in self.lines(element):
            self.paragraphs += 1
            yield Paragraph(line, Spot(self._page, self.paragraphs))
        yield from self._boxes(depth)
        if depth == 0:
            yield from self._notes()

    def _notes(self) -> Iterator[Paragraph]:
        """The notes that the paragraph or table just read refers to: they stand behind it, as at the foot of a page."""
        noted, self.noted = self.noted, []
        for line in noted:
            self.paragraphs += 1
            yield Paragraph(line, Spot(self._page, self.paragraphs))

    def _boxes(self, depth: int) -> Iterator[Block]:
        """The text boxes anchored in the paragraph just read."""
        if depth > MOST_DEPTH:
            raise _too_deep(self.file)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    @property
    def _page(self) -> int | None:
        return self.page if self.counts_pages else None

    # --- text ----------------------------------------------------------------------------------------------

    def lines(self, element: ElementTree.Element, alone: bool = False) -> tuple[str, ...]:
        """Return the lines of a paragraph, its automatic number before the first.

        With `alone`, a number without text is a line too.
        """
        text = cleaned_lines("".join(self._pieces(element)))
        label = self.numbering.label(element) if text or alone else ""
        if not label:
            return text
        return (f"{label} {text[0]}", *text[1:]) if text else (() if label == "-" else (label,))

    def _pieces(self, element: ElementTree.Element) -> Iterator[str]:
        for one in element:
            name = local(one.tag)
            if name == "t":
                yield one.text or ""
            elif name in _SIGNS:
                self._count_page(attribute(one, "type") == "page")
                yield _SIGNS[name]
            elif name == "lastRenderedPageBreak":
                self._count_page(True)
            elif name == "txbxContent":
                self.boxes.append(one)
            elif name in ("footnoteReference", "endnoteReference"):
                self.noted += self.notes.get((name, attribute(one, "id") or ""), ())
            elif name in _DELETED:
                self._note_deleted(one)
            elif name in _INSERTED:
                self.revised.append(self._here)
                yield from self._pieces(one)
            elif is_hidden(one):
                if text := " ".join("".join(self._pieces_of_hidden(one)).split()):
                    self.hidden.append(Paragraph(text, self._here))
            elif name not in _SKIPPED:
                yield from self._pieces(one)

    def _pieces_of_hidden(self, run: ElementTree.Element) -> Iterator[str]:
        for one in run:
            if local(one.tag) == "t":
                yield one.text or ""
            elif local(one.tag) in _SIGNS:
                yield " "

    def _note_deleted(self, element: ElementTree.Element) -> None:
        """Keep beside what tracked changes delete: a piece of text, or a row of a table."""
        names = ((local(one.tag), one.text or "") for one in element.iter())
        texts = (text if name in ("t", "delText") else " " * (name == "p") for name, text in names)
        if text := " ".join("".join(texts).split()):
            self.deleted.append(Paragraph(text, self._here))
            self.revised.append(self._here)

    @property
    def _here(self) -> Spot:
        """The place of the paragraph that is being read, or of the row where it stands in a table."""
        return self.row or Spot(self._page, self.paragraphs + 1)

    def _count_page(self, breaks: bool) -> None:
        if breaks:
            self.counts_pages = True
            self.page += 1

    # --- tables --------------------------------------------------------------------------------------------

    def _table(self, element: ElementTree.Element, depth: int) -> Iterator[Block]:
        if depth > MOST_DEPTH:
            raise _too_deep(self.file)
        self.tables += 1
        number = self.tables
        inner: list[ElementTree.Element] = []
        rows: list[TableRow] = []
        arranges = is_layout(element)
        for row in opened(element, "tr"):
            spot = self.row = Spot(self._page, table=number, row=len(rows) + 1)
            if is_deleted(row):
                self._note_deleted(row)
                continue
            if child(row, "trPr", "ins") is not None:
                self.revised.append(spot)
            self._count_row()
            cells = tuple(self._cells(row, depth, inner if arranges else None))
            heading = child(row, "trPr", "tblHeader") is not None
            spot = Spot(self._page, table=number, row=len(rows) + 1)
            rows.append(TableRow(cells, spot, heading=heading))
        self.row = None
        width = max((cell.column + cell.width for row in rows for cell in row.cells), default=0)
        yield TextTable(tuple(rows), width, edges_of(element, width))
        for table in inner:
            yield from self._table(table, depth + 1)
        if depth == 1:
            yield from self._notes()

    def _count_row(self) -> None:
        self.rows += 1
        if self.rows > MOST_ROWS:
            why = Message("The document has more than {most} rows in its tables: split it.", most=MOST_ROWS)
            raise refused_word(self.file, why)

    def _cells(
        self, row: ElementTree.Element, depth: int, inner: list[ElementTree.Element] | None
    ) -> Iterator[Cell]:
        column = counted(child(row, "trPr", "gridBefore"), 0)
        for one in opened(row, "tc"):
            width = max(1, counted(child(one, "tcPr", "gridSpan"), 1))
            merge = child(one, "tcPr", "vMerge")
            above = merge is not None and attribute(merge, "val") != "restart"
            lines = () if above else tuple(self._cell_lines(one, depth, inner))
            yield Cell(column, lines, width, above)
            column = min(column + width, MOST_GRID)

    def _cell_lines(
        self, cell: ElementTree.Element, depth: int, inner: list[ElementTree.Element] | None
    ) -> Iterator[str]:
        paragraphs = list(opened(cell, "p", "tbl"))
        for one in paragraphs:
            if local(one.tag) == "p":
                yield from self.lines(one, alone=len(paragraphs) == 1)
            elif inner is not None:
                inner.append(one)
            else:
                yield from self._nested_lines(one, depth + 1)
        for block in self._boxes(depth):
            if isinstance(block, Paragraph):
                yield block.text

    def _nested_lines(self, table: ElementTree.Element, depth: int) -> Iterator[str]:
        """Yield a table inside a cell as lines of that cell, its own cells separated by a stroke."""
        if depth > MOST_DEPTH:
            raise _too_deep(self.file)
        for row in rows_kept(table):
            self._count_row()
            texts = (" ".join(cell.lines) for cell in self._cells(row, depth, None))
            line = " | ".join(text for text in texts if text)
            if line:
                yield line


def cleaned_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a paragraph, split as in a cell, so that a list written without line breaks becomes lines."""
    return cell_lines(text) if "\n" in text else tuple(line for line in (clean(text),) if line)
