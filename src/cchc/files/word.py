"""Word files (.docx) in the layout of official documents: an annex with header block, titles and one table; a paper
of paragraphs and tables, as minutes and decisions are.

A4, Times New Roman, margins and sizes of Decree 30/2020; the heading of the table repeats on every page. The
same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc.files.writing import ILLEGAL, MOMENT, reproducible

_FONT = "Times New Roman"
_LONG, _SHORT = 297, 210
_TOP, _BOTTOM, _LEFT, _RIGHT = 20, 20, 30, 15
_LINES_TO_SIGN = 4
_STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"


class Align(Enum):
    """The alignment of the text of a column."""

    LEFT = WD_ALIGN_PARAGRAPH.LEFT
    CENTRE = WD_ALIGN_PARAGRAPH.CENTER
    RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
    BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True, slots=True)
class Header:
    """The block on top: superior agency (may be empty), issuing agency, number and symbol, place and date."""

    superior: str
    issuer: str
    number: str
    place_and_date: str


@dataclass(frozen=True, slots=True)
class WordColumn:
    """One column: its heading, its share of the width, and its alignment (numbers to the right)."""

    heading: str
    share: float = 1
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of texts as printed; `strong` holds the positions (from 0) of rows set in bold; `numbered`: the columns
    bear numbers under their headings."""

    columns: Sequence[WordColumn]
    rows: Iterable[Sequence[str]]
    strong: frozenset[int] = frozenset()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph of a paper: its text, and how it stands; `first` is how far its first line goes in, in
    millimetres."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Align = Align.BOTH
    first: float = 10
    size: float = 14


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


WordPart = WordLine | WordTable | NewPage


@dataclass(frozen=True, slots=True)
class Signature:
    """The place of one signature: the position in capitals, what is to be done there, the printed name (may be
    empty)."""

    position: str
    doing: str
    name: str = ""


def annex_bytes(
    *,
    titles: Sequence[str],
    table: WordTable,
    attached_to: str = "",
    header: Header | None = None,
    notes: Sequence[str] = (),
    landscape: bool = False,
    above: Sequence[str] = (),
    signatures: Sequence[Signature] = (),
) -> bytes:
    """Return an annex as the bytes of a .docx file.

    `titles` are centred and bold, the first in capitals; `attached_to` is the line "(Kèm theo Quyết định …)"; `notes`
    stand under the table in smaller type; `above` on top, the first line bold: the paper is a draft; `signatures` stand
    beside each other at the end, on one page.
    """
    page = Document()
    width = _set_up(page, landscape)
    for position, line in enumerate(above):
        _line(
            page.add_paragraph(), line, 13 if position == 0 else 11, bold=position == 0, italic=position > 0
        )
    if header:
        _write_header(page, header, width)
    for position, title in enumerate(titles):
        _line(page.add_paragraph(), title.upper() if position == 0 else title, 14, bold=True)
    if attached_to:
        _line(page.add_paragraph(), attached_to, 14, italic=True)
    page.add_paragraph()
    written = _write_table(page, table, width)
    under = [page.add_paragraph() for _note in notes]
    for paragraph, note in zip(under, notes, strict=True):
        _line(paragraph, note, 11, italic=True, align=Align.LEFT)
    if signatures:
        last = [one for cell in _cells(written.rows[-1]) for one in cell.paragraphs]
        for paragraph in (*last, *under, page.add_paragraph()):
            paragraph.paragraph_format.keep_with_next = (
                True  # nobody signs a page on which nothing else stands
            )
        _write_signatures(page, signatures, width)
    return _saved(page)


def paper_bytes(
    *,
    header: Header,
    titles: Sequence[str],
    body: Sequence[WordPart],
    above: Sequence[str] = (),
    signatures: Sequence[Signature] = (),
    recipients: Sequence[str] = (),
    after: Sequence[WordPart] = (),
) -> bytes:
    """Return a paper of paragraphs and tables, such as minutes or a decision, as the bytes of a .docx file.

    `titles` are centred and bold, the first in capitals; `above` on top, the first line bold: the paper is a draft;
    `signatures` stand beside each other behind the body, beside the `recipients` where there are some; `after` holds
    the annexes.
    """
    page = Document()
    width = _set_up(page, landscape=False)
    for position, line in enumerate(above):
        _line(page.add_paragraph(), line, 13, bold=position == 0, italic=position > 0)
    _write_header(page, header, width)
    for position, title in enumerate(titles):
        _line(page.add_paragraph(), title.upper() if position == 0 else title, 14, bold=True)
    page.add_paragraph()
    for part in body:
        _write_part(page, part, width)
    if signatures:
        page.add_paragraph().paragraph_format.keep_with_next = True
        _write_end(page, signatures, recipients, width)
    for part in after:
        _write_part(page, part, width)
    return _saved(page)


def _write_part(page: Page, part: WordPart, width: float) -> None:
    if isinstance(part, NewPage):
        page.add_paragraph().paragraph_format.page_break_before = True
    elif isinstance(part, WordTable):
        _write_table(page, part, width)
        page.add_paragraph().paragraph_format.line_spacing = Pt(8)
    else:
        paragraph = page.add_paragraph()
        _line(paragraph, part.text, part.size, bold=part.bold, italic=part.italic, align=part.align)
        shape = paragraph.paragraph_format
        shape.first_line_indent = Mm(part.first)
        shape.space_before = shape.space_after = Pt(3)
        shape.keep_with_next = part.bold  # a heading does not stand alone at the end of a page


def _write_end(page: Page, signatures: Sequence[Signature], recipients: Sequence[str], width: float) -> None:
    """Write who signs, and to the left of them who receives the paper."""
    if not recipients:
        _write_signatures(page, signatures, width)
        return
    block = page.add_table(rows=1, cols=2)
    _set_widths(block, (width * 0.5, width * 0.5))
    _property(block.rows[0], "w:cantSplit")
    left, right = _cells(block.rows[0])
    _line(left.paragraphs[0], recipients[0], 12, bold=True, italic=True, align=Align.LEFT)
    for line in recipients[1:]:
        _line(left.add_paragraph(), line, 11, align=Align.LEFT)
    _sign(right, signatures[0])


def _saved(page: Page) -> bytes:
    page.core_properties.author = "cchc"
    page.core_properties.created = page.core_properties.modified = MOMENT
    written = io.BytesIO()
    page.save(written)
    return reproducible(written.getvalue())


# --- page ---------------------------------------------------------------------------------------------------


def _set_up(page: Page, landscape: bool) -> float:
    """Set paper, margins, font and page numbers; returns the width left for text in millimetres."""
    section = page.sections[0]
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    _set_font(page)
    return width - _LEFT - _RIGHT


def _set_font(page: Page) -> None:
    style: Any = page.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    fonts = style.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _number_pages(paragraph: Paragraph) -> None:
    """Print the number of the page in the middle of the upper margin, from the second page on."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind in ("begin", "", "end"):
        run._r.append(_instruction() if not kind else _element("w:fldChar", {"w:fldCharType": kind}))


def _instruction() -> Any:
    instruction = _element("w:instrText", {"xml:space": "preserve"})
    instruction.text = "PAGE"
    return instruction


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


# --- lines --------------------------------------------------------------------------------------------------


def _line(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = Align.CENTRE,
) -> None:
    paragraph.alignment = align.value
    run = paragraph.add_run(ILLEGAL.sub("", text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _write_header(page: Page, header: Header, width: float) -> None:
    """Write two by two cells without borders: agencies and the state above, number and date below."""
    block = page.add_table(rows=2, cols=2)
    _set_widths(block, (width * 0.42, width * 0.58))
    agencies, state = block.rows[0].cells
    if header.superior:
        _line(agencies.paragraphs[0], header.superior.upper(), 12)
        _line(agencies.add_paragraph(), header.issuer.upper(), 12, bold=True)
    else:
        _line(agencies.paragraphs[0], header.issuer.upper(), 12, bold=True)
    _rule(agencies.add_paragraph(), width * 0.42, 0.4)
    _line(state.paragraphs[0], _STATE, 12, bold=True)
    _line(state.add_paragraph(), _MOTTO, 13, bold=True)
    _rule(state.add_paragraph(), width * 0.58, 0.6)
    number, moment = block.rows[1].cells
    _line(number.paragraphs[0], header.number, 13)
    _line(moment.paragraphs[0], header.place_and_date, 13, italic=True)
    page.add_paragraph()


def _write_signatures(page: Page, signatures: Sequence[Signature], width: float) -> None:
    """Write the signatures beside each other, each with its position, room to sign, and the name below."""
    block = page.add_table(rows=1, cols=len(signatures))
    block.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(block, [width / len(signatures)] * len(signatures))
    _property(block.rows[0], "w:cantSplit")
    for cell, one in zip(_cells(block.rows[0]), signatures, strict=True):
        _sign(cell, one)


def _sign(cell: _Cell, one: Signature) -> None:
    _line(cell.paragraphs[0], one.position.upper(), 13, bold=True)
    _line(cell.add_paragraph(), one.doing, 12, italic=True)
    for _space in range(_LINES_TO_SIGN):
        cell.add_paragraph()
    _line(cell.add_paragraph(), one.name, 13, bold=True)


def _rule(paragraph: Paragraph, width: float, share: float) -> None:
    """Draw a line in the middle, as long as `share` of the `width` in millimetres."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(
        width * (1 - share) / 2
    )
    paragraph.paragraph_format.line_spacing = Pt(6)
    borders = _element("w:pBdr", {})
    borders.append(_element("w:top", {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


# --- table --------------------------------------------------------------------------------------------------


def _write_table(page: Page, table: WordTable, width: float) -> Table:
    rows = [tuple(row) for row in table.rows]
    heads = 2 if table.numbered else 1
    written: Table = page.add_table(rows=len(rows) + heads, cols=len(table.columns))
    written.style = "Table Grid"
    written.alignment = WD_TABLE_ALIGNMENT.CENTER
    total = sum(column.share for column in table.columns)
    _set_widths(written, [width * column.share / total for column in table.columns])
    lines = list(written.rows)
    _fill(lines[0], [column.heading for column in table.columns], bold=True)
    if table.numbered:
        _fill(lines[1], [f"({number})" for number in range(1, len(table.columns) + 1)], italic=True)
    for heading in lines[:heads]:
        _property(heading, "w:tblHeader")
    alignments = [column.align for column in table.columns]
    for position, (line, texts) in enumerate(zip(lines[heads:], rows, strict=True)):
        _fill(line, texts, alignments, bold=position in table.strong)
    return written


def _fill(
    row: _Row,
    texts: Sequence[str],
    alignments: Sequence[Align] = (),
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    _property(row, "w:cantSplit")
    places = alignments or [Align.CENTRE] * len(texts)
    for cell, text, align in zip(_cells(row), texts, places, strict=True):
        _line(cell.paragraphs[0], text, 12, bold=bold, italic=italic, align=align)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        spacing = cell.paragraphs[0].paragraph_format
        spacing.space_before = spacing.space_after = Pt(2)


def _cells(row: _Row) -> list[_Cell]:
    """Return the cells of a row by their order in the file: asking Word's grid for each would make long tables slow."""
    return [_Cell(element, row.table) for element in row._tr.tc_lst]


def _property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, {}))


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(_cells(row), widths, strict=True):
            cell.width = Mm(width)
