"""Word files (.docx) in the form of official papers: an annex with header block, titles and one table; a paper of
paragraphs and tables with its annexes, as minutes and decisions are.

The form is that of Decree 30/2020 (`decree30`). The same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from cchc.documents.exchange import decree30
from cchc.documents.exchange.paper import (
    Align,
    Header,
    NewSection,
    Signature,
    WordLine,
    WordPart,
    WordPicture,
    WordTable,
)
from cchc.documents.exchange.word_lines import (
    cells,
    element,
    plain_table,
    set_fonts,
    set_property,
    write_line,
    write_picture,
    write_rule,
    write_rule_under,
)
from cchc.documents.exchange.word_tables import write_table
from cchc.files.writing import MOMENT, reproducible

_SHARE_OF_AGENCIES = 0.42  # of the width: the line of the state is the longer one


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
    after: Sequence[WordPart] = (),
) -> bytes:
    """Return an annex as the bytes of a .docx file.

    `titles` are centred and bold, the first in capitals; `attached_to` is the line "(Kèm theo Quyết định …)"; `notes`
    stand under the table in smaller type; `above` on top, the first line bold: the paper is a draft; `signatures` stand
    beside each other at the end, on one page; `after` holds what follows.
    """
    page = Document()
    width = _set_up(page, landscape)
    _write_above(page, above)
    if header:
        _write_header(page, header, width)
    _write_titles(page, titles, width, ruled=header is not None)
    if attached_to:
        write_line(page.add_paragraph(), attached_to, decree30.TITLE_SIZE, italic=True)
    page.add_paragraph()
    written = write_table(page, table, width)
    under = [page.add_paragraph() for _note in notes]
    for paragraph, note in zip(under, notes, strict=True):
        write_line(paragraph, note, decree30.NOTE_SIZE, italic=True, align=Align.LEFT)
    if signatures:
        last = [one for cell in cells(written.rows[-1]) for one in cell.paragraphs]
        for paragraph in (*last, *under, page.add_paragraph()):
            paragraph.paragraph_format.keep_with_next = (
                True  # nobody signs a page on which nothing else stands
            )
        _write_signatures(page, signatures, width)
    for part in after:
        width = write_part(page, part, width)
    return saved(page)


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

    `titles` are centred and bold, the first in capitals, and a rule stands under them (an official letter has none);
    `above` on top, the first line bold: the paper is a draft; `signatures` stand beside each other behind the body,
    beside the `recipients` where there are some; `after` holds the annexes.
    """
    page = Document()
    width = _set_up(page, landscape=False)
    _write_above(page, above)
    _write_header(page, header, width)
    _write_titles(page, titles, width, ruled=True)
    page.add_paragraph()
    for part in body:
        width = write_part(page, part, width)
    if signatures:
        for paragraph in (page.paragraphs[-1], page.add_paragraph()):
            paragraph.paragraph_format.keep_with_next = (
                True  # nobody signs a page on which nothing else stands
            )
        _write_end(page, signatures, recipients, width)
    for part in after:
        width = write_part(page, part, width)
    return saved(page)


def saved(page: Page) -> bytes:
    """Return a document as the bytes of a .docx file, without a trace of when and by whom it was saved."""
    page.core_properties.author = "cchc"
    page.core_properties.created = page.core_properties.modified = MOMENT
    written = io.BytesIO()
    page.save(written)
    return reproducible(written.getvalue())


def write_part(page: Page, part: WordPart, width: float) -> float:
    """Write a part; returns the width left for the text of what follows, in millimetres."""
    match part:
        case NewSection(landscape):
            section = page.add_section(WD_SECTION.NEW_PAGE)
            _count_from_one(section)
            return _lay(section, landscape)
        case WordTable():
            write_table(page, part, width)
            page.add_paragraph().paragraph_format.line_spacing = Pt(8)
        case WordPicture():
            write_picture(page, part, width)
        case WordLine():
            _write_paragraph(page.add_paragraph(), part)
    return width


def _write_paragraph(paragraph: Paragraph, part: WordLine) -> None:
    write_line(
        paragraph,
        part.text,
        part.size,
        bold=part.bold,
        italic=part.italic,
        align=part.align,
        lead=part.lead,
    )
    shape = paragraph.paragraph_format
    shape.first_line_indent = Mm(part.first)
    shape.space_after, shape.line_spacing = Pt(decree30.AFTER_PARAGRAPH), decree30.LINE
    shape.keep_with_next = part.bold  # a heading does not stand alone at the end of a page


# --- page ---------------------------------------------------------------------------------------------------


def _set_up(page: Page, landscape: bool) -> float:
    """Set paper, margins, font and page numbers; returns the width left for text in millimetres."""
    section = page.sections[0]
    width = _lay(section, landscape)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    style: Any = page.styles["Normal"]
    style.font.name, style.font.size = decree30.FONT, Pt(decree30.SIGNER_SIZE)
    set_fonts(style.element.get_or_add_rPr())
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return width


def _lay(section: Section, landscape: bool) -> float:
    """Set the paper of a section; returns the width left for text in millimetres."""
    long, short = decree30.LONG_SIDE, decree30.SHORT_SIDE
    width, height = (long, short) if landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(decree30.TOP), Mm(decree30.BOTTOM)
    section.left_margin, section.right_margin = Mm(decree30.LEFT), Mm(decree30.RIGHT)
    return width - decree30.LEFT - decree30.RIGHT


def _count_from_one(section: Section) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    start = element("w:pgNumType", {"w:start": "1"})
    properties.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")


def _number_pages(paragraph: Paragraph) -> None:
    """Print the number of the page in the middle of the upper margin, from the second page on."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(decree30.PAGE_SIZE)
    instruction = element("w:instrText", {"xml:space": "preserve"})
    instruction.text = "PAGE"
    begin, end = (element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "end"))
    for one in (begin, instruction, end):
        run._r.append(one)


# --- head and end -------------------------------------------------------------------------------------------


def _write_above(page: Page, lines: Sequence[str]) -> None:
    for position, line in enumerate(lines):
        size = decree30.SIGNER_SIZE if position == 0 else decree30.NOTE_SIZE
        write_line(page.add_paragraph(), line, size, bold=position == 0, italic=position > 0)


def _write_header(page: Page, header: Header, width: float) -> None:
    """Write two by two cells without borders: agencies and the state above, number and date below."""
    left, right = width * _SHARE_OF_AGENCIES, width * (1 - _SHARE_OF_AGENCIES)
    block = plain_table(page, 2, (left, right))
    agencies, state = cells(block.rows[0])
    issuer, size = header.issuer.upper(), decree30.AGENCY_SIZE
    if header.superior:
        write_line(agencies.paragraphs[0], header.superior.upper(), size)
        write_line(agencies.add_paragraph(), issuer, size, bold=True)
    else:
        write_line(agencies.paragraphs[0], issuer, size, bold=True)
    write_rule_under(agencies.add_paragraph(), issuer, size, left)
    write_line(state.paragraphs[0], decree30.STATE, decree30.STATE_SIZE, bold=True)
    write_line(state.add_paragraph(), decree30.MOTTO, decree30.MOTTO_SIZE, bold=True)
    write_rule(state.add_paragraph(), right, decree30.bold_width(decree30.MOTTO, decree30.MOTTO_SIZE))
    number, moment = cells(block.rows[1])
    write_line(number.paragraphs[0], header.number, decree30.NUMBER_SIZE)
    if header.subject:
        write_line(number.add_paragraph(), header.subject, decree30.SUBJECT_SIZE)
    write_line(moment.paragraphs[0], header.place_and_date, decree30.PLACE_SIZE, italic=True)
    page.add_paragraph()


def _write_titles(page: Page, titles: Sequence[str], width: float, *, ruled: bool) -> None:
    for position, title in enumerate(titles):
        text = title.upper() if position == 0 else title
        write_line(page.add_paragraph(), text, decree30.TITLE_SIZE, bold=True)
    if ruled and len(titles) > 1:
        write_rule_under(page.add_paragraph(), titles[-1], decree30.TITLE_SIZE, width)


def _write_end(page: Page, signatures: Sequence[Signature], recipients: Sequence[str], width: float) -> None:
    """Write who signs, and to the left of them who receives the paper."""
    if not recipients:
        _write_signatures(page, signatures, width)
        return
    block = plain_table(page, 1, (width * 0.5, width * 0.5))
    set_property(block.rows[0], "w:cantSplit")
    left, right = cells(block.rows[0])
    first, size = left.paragraphs[0], decree30.RECIPIENTS_SIZE
    write_line(first, recipients[0], size, bold=True, italic=True, align=Align.LEFT)
    for line in recipients[1:]:
        write_line(left.add_paragraph(), line, decree30.RECIPIENT_SIZE, align=Align.LEFT)
    _sign(right, signatures[0])


def _write_signatures(page: Page, signatures: Sequence[Signature], width: float) -> None:
    """Write the signatures beside each other, each with its position, room to sign, and the name below."""
    block = plain_table(page, 1, [width / len(signatures)] * len(signatures))
    block.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_property(block.rows[0], "w:cantSplit")
    for cell, one in zip(cells(block.rows[0]), signatures, strict=True):
        _sign(cell, one)


def _sign(cell: _Cell, one: Signature) -> None:
    write_line(cell.paragraphs[0], one.position.upper(), decree30.SIGNER_SIZE, bold=True)
    if one.doing:
        write_line(cell.add_paragraph(), one.doing, decree30.RECIPIENTS_SIZE, italic=True)
    for _space in range(decree30.LINES_TO_SIGN):
        cell.add_paragraph()
    write_line(cell.add_paragraph(), one.name, decree30.SIGNER_SIZE, bold=True)
