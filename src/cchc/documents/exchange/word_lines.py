"""Lines of a Word file: paragraphs in one font, rules under them, cells and widths."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Page
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from cchc.documents.exchange.decree30 import FONT, SHARE_OF_RULE, bold_width
from cchc.documents.exchange.paper import Align, WordPicture
from cchc.files.writing import ILLEGAL

_SCRIPTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_BESIDE_PICTURE = 12.0


def write_line(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = Align.CENTRE,
    lead: str = "",
) -> None:
    """Write `text` into a paragraph, in letters of `size` points; `lead` in bold before it."""
    paragraph.alignment = align.value
    if lead:
        _write_run(paragraph, f"{lead} ", size, bold=True, italic=italic)
    _write_run(paragraph, text, size, bold=bold, italic=italic)


def _write_run(paragraph: Paragraph, text: str, size: float, *, bold: bool, italic: bool) -> None:
    run = paragraph.add_run(ILLEGAL.sub("", text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    set_fonts(run._r.get_or_add_rPr())  # a template of an office may have another font


def set_fonts(properties: Any) -> None:
    """Let letters of every script have the font of official papers; `properties` are those of a run or style."""
    fonts = properties.get_or_add_rFonts()
    for script in _SCRIPTS:
        fonts.set(qn(script), FONT)


def write_rule(paragraph: Paragraph, area: float, length: float) -> None:
    """Draw a line of `length` in the middle of an area; both in millimetres."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((area - length) / 2)
    shape.space_before, shape.space_after, shape.line_spacing = Pt(2), Pt(0), Pt(6)
    borders = element("w:pBdr", {})
    borders.append(element("w:top", {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def write_rule_under(paragraph: Paragraph, text: str, size: float, area: float) -> None:
    """Draw the line that stands under `text` in bold letters of `size` points: two fifths of its length."""
    write_rule(paragraph, area, SHARE_OF_RULE * min(bold_width(text, size), area))


def write_picture(page: Page, picture: WordPicture, width: float) -> None:
    """Write a picture, and beside it what is said of it; a picture that stands alone is a paragraph of its own."""
    if not picture.lines:
        alone = page.add_paragraph()
        alone.alignment = Align.CENTRE.value
        alone.paragraph_format.space_after = Pt(6)
        _put_picture(alone, picture)
        return
    block = plain_table(page, 1, (picture.side, width - picture.side))
    set_property(block.rows[0], "w:cantSplit")
    left, right = cells(block.rows[0])
    _put_picture(left.paragraphs[0], picture)
    for place, line in enumerate(picture.lines):
        paragraph = right.paragraphs[0] if place == 0 else right.add_paragraph()
        write_line(paragraph, line, _BESIDE_PICTURE, align=Align.LEFT)
        paragraph.paragraph_format.left_indent = Mm(4)


def _put_picture(paragraph: Paragraph, picture: WordPicture) -> None:
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.png), width=Mm(picture.side))
    shape._inline.docPr.set("descr", ILLEGAL.sub("", picture.words))


# --- cells --------------------------------------------------------------------------------------------------


def plain_table(page: Page, rows: int, widths: Sequence[float]) -> Table:
    """Return a new table without borders, whose cells have no margins; `widths` in millimetres."""
    table: Table = page.add_table(rows=rows, cols=len(widths))
    margins = element("w:tblCellMar", {})
    for side in ("w:left", "w:right"):
        margins.append(element(side, {"w:w": "0", "w:type": "dxa"}))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    set_widths(table, widths)
    return table


def cells(row: _Row) -> list[_Cell]:
    """Return the cells of a row by their order in the file: asking Word's grid for each would make long tables slow."""
    return [_Cell(one, row.table) for one in row._tr.tc_lst]


def set_property(row: _Row, name: str) -> None:
    """Give a row a property, such as `w:tblHeader`: it is repeated on every page."""
    row._tr.get_or_add_trPr().append(element(name, {}))


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths of the columns, in millimetres."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(cells(row), widths, strict=True):
            cell.width = Mm(width)


def element(name: str, attributes: dict[str, str]) -> Any:
    """Return an element of Word's XML with its attributes, by their names with prefix."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made
