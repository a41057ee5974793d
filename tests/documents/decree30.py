"""The form of official papers as Decree 30/2020/NĐ-CP, appendix I, states it; any Word file is measured by it.

Sizes in points, lengths in millimetres; each fact is a range with both ends.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table
from docx.text.paragraph import Paragraph

CENTRE, LEFT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
MARGINS = {
    "top_margin": (20, 25),
    "bottom_margin": (20, 25),
    "left_margin": (30, 35),
    "right_margin": (15, 20),
}
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
LENGTH_OF_MOTTO = 56.1  # in bold letters of 13 points, measured on a page that was laid out
FIRST_LINE, AFTER_PARAGRAPH, LINE = (10, 12.7), (6, 12), (1, 1.5)
LETTERS = (11, 15)  # the smallest is a line of the recipients, the largest the name of a paper


@dataclass(frozen=True)
class Form:
    """How the letters of an element stand: the range of their size, whether they are bold, italic, capitals."""

    sizes: tuple[float, float]
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    align: WD_ALIGN_PARAGRAPH = CENTRE


FORMS = {
    "Quốc hiệu": Form((12, 13), bold=True, capitals=True),
    "Tiêu ngữ": Form((13, 14), bold=True),
    "Cơ quan chủ quản": Form((12, 13), capitals=True),
    "Cơ quan ban hành": Form((12, 13), bold=True, capitals=True),
    "Số, ký hiệu": Form((12, 13)),
    "Trích yếu công văn": Form((12, 13)),
    "Địa danh, ngày tháng": Form((13, 14), italic=True),
    "Tên loại": Form((13, 15), bold=True, capitals=True),
    "Trích yếu": Form((13, 14), bold=True),
    "Căn cứ": Form((13, 14), italic=True, align=BOTH),
    "Nội dung": Form((13, 14), align=BOTH),
    "Chức vụ người ký": Form((13, 14), bold=True, capitals=True),
    "Họ tên người ký": Form((13, 14), bold=True),
    "Nơi nhận": Form((12, 12), bold=True, italic=True, align=LEFT),
    "Danh sách nơi nhận": Form((11, 11), align=LEFT),
    "Phụ lục": Form((13, 14), bold=True, capitals=True),
    "Kèm theo": Form((13, 14), italic=True),
}


def form_faults(line: Paragraph, element: str) -> list[str]:
    """Return in what a paragraph differs from the form of its element."""
    form, faults = FORMS[element], []
    for run in line.runs:
        size = run.font.size
        if size is None or not form.sizes[0] <= size.pt <= form.sizes[1]:
            faults.append(f"{element}: size {size}")
        if (bool(run.bold), bool(run.italic)) != (form.bold, form.italic):
            faults.append(f"{element}: bold {run.bold}, italic {run.italic}")
    if form.capitals and line.text != line.text.upper():
        faults.append(f"{element}: not in capitals")
    if line.alignment != form.align:
        faults.append(f"{element}: stands {line.alignment}")
    return faults


def paper_faults(data: bytes) -> list[str]:
    """Return in what any paper of the product differs from the decree: paper, margins, font, colour and size of
    letters, numbers of pages, the head of state and agencies, the figures and headings of its tables."""
    page = Document(io.BytesIO(data))
    faults = [*_section_faults(page)]
    if page.styles["Normal"].font.name != "Times New Roman":
        faults.append("font")
    for line in every_line(page):
        for run in line.runs:
            if run.font.size is not None and not LETTERS[0] <= run.font.size.pt <= LETTERS[1]:
                faults.append(f"{line.text}: {run.font.size.pt} points")
            if run.font.color is not None and run.font.color.rgb is not None:
                faults.append(f"{line.text}: coloured")
            if run.font.name not in (None, "Times New Roman"):
                faults.append(f"{line.text}: {run.font.name}")
    heads = [table for table in page.tables if STATE in table.rows[0].cells[-1].text]
    for head in heads:
        faults += head_faults(head)
    return faults


def _section_faults(page: Page) -> Iterator[str]:
    for place, section in enumerate(page.sections):
        sides = {millimetres(section.page_width), millimetres(section.page_height)}
        if sides != {210, 297}:
            yield f"section {place}: {sides} is not A4"
        for name, (least, most) in MARGINS.items():
            if not least <= millimetres(getattr(section, name)) <= most:
                yield f"section {place}: {name}"
        if not section.different_first_page_header_footer:
            yield f"section {place}: its first page bears a number"
        header = section.header.paragraphs[0]
        if "PAGE" not in header._p.xml or header.alignment != CENTRE:
            yield f"section {place}: pages without numbers in the middle"


def head_faults(head: Table) -> list[str]:
    """Return in what the block on top differs from the decree: two by two cells without borders, the agencies to the
    left, the state to the right, rules of the right length under both."""
    faults = [] if (len(head.rows), len(head.columns)) == (2, 2) else ["head: not two by two"]
    if head._tbl.tblPr.find(qn("w:tblBorders")) is not None or head.style.name == "Table Grid":
        faults.append("head: has borders")
    (agencies, state), (number, moment) = (row.cells for row in head.rows)
    lines = [line for line in agencies.paragraphs if line.text]
    if len(lines) == 2:
        faults += form_faults(lines[0], "Cơ quan chủ quản")
    faults += form_faults(lines[-1], "Cơ quan ban hành")
    faults += form_faults(state.paragraphs[0], "Quốc hiệu") + form_faults(state.paragraphs[1], "Tiêu ngữ")
    if [one.text for one in state.paragraphs[:2]] != [STATE, MOTTO]:
        faults.append("head: not the words of the state")
    faults += form_faults(number.paragraphs[0], "Số, ký hiệu")
    faults += [fault for line in number.paragraphs[1:] for fault in form_faults(line, "Trích yếu công văn")]
    faults += form_faults(moment.paragraphs[0], "Địa danh, ngày tháng")
    if abs(rule_length(state.paragraphs[2], millimetres(state.width)) - LENGTH_OF_MOTTO) > 0.5:
        faults.append("head: the rule is not as long as the motto")
    return faults


def rule_length(line: Paragraph, area: float) -> float:
    """Return how long the rule is that stands on a paragraph, in millimetres, in an area of that width."""
    assert line._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}") is not None, "no rule stands here"
    shape = line.paragraph_format
    return area - millimetres(shape.left_indent) - millimetres(shape.right_indent)


def every_line(page: Page) -> Iterator[Paragraph]:
    """Yield every paragraph of a file, those of cells too."""
    yield from page.paragraphs
    for table in page.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def millimetres(length: Length | None) -> float:
    """Return a length in millimetres, to the tenth (Word counts in twentieths of a point); none is nought."""
    return 0 if length is None else round(length.mm, 1)
