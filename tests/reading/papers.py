"""Made-up plans of our own writing, and Word files of them in many layouts."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HEADINGS = {
    "number": "STT",
    "objective": "Mục tiêu",
    "task": "Nhiệm vụ",
    "activity": "Hoạt động",
    "output": "Sản phẩm",
    "lead": "Cơ quan chủ trì",
    "cooperating": "Cơ quan phối hợp",
    "deadline": "Thời gian thực hiện",
}
SIX = ("number", "task", "output", "lead", "cooperating", "deadline")
EIGHT = tuple(HEADINGS)
HEAD = (
    "KẾ HOẠCH",
    "Cải cách hành chính nhà nước tỉnh Bình Sơn năm 2026",
    "Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh, "
    "Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:",
)
MEASURES = (
    {
        "section": "CẢI CÁCH THỂ CHẾ",
        "number": "1",
        "objective": "Bảo đảm tiến độ xây dựng văn bản quy phạm pháp luật",
        "task": "Rà soát các văn bản đã ban hành",
        "activity": "Lập danh mục văn bản hết hiệu lực",
        "output": "Báo cáo kết quả rà soát",
        "lead": "Sở Tư pháp",
        "cooperating": "Các sở, ban, ngành; UBND cấp xã",
        "deadline": "Quý II/2026",
    },
    {
        "section": "CẢI CÁCH THỂ CHẾ",
        "number": "2",
        "objective": "Nâng cao chất lượng phổ biến pháp luật",
        "task": "Mở chuyên mục pháp luật trên Đài tỉnh",
        "activity": "Xây dựng kịch bản từng tháng",
        "output": "- Chuyên mục phát sóng hằng tuần;\n- Báo cáo sơ kết.",
        "lead": "Sở Tư pháp",
        "cooperating": "Báo và Phát thanh, truyền hình tỉnh",
        "deadline": "Thường xuyên",
    },
    {
        "section": "CẢI CÁCH THỦ TỤC HÀNH CHÍNH",
        "number": "1",
        "objective": "Cắt giảm thời gian giải quyết thủ tục",
        "task": "Rút ngắn thời hạn giải quyết 30 thủ tục",
        "activity": "Trình phương án đơn giản hóa",
        "output": "Quyết định phê duyệt phương án",
        "lead": "Văn phòng UBND tỉnh",
        "cooperating": "Các sở, ban, ngành",
        "deadline": "Tháng 9/2026",
    },
)


def table_rows(
    columns: Sequence[str] = EIGHT, headings: dict[str, str] | None = None, sections: bool = True
) -> list[list[str]]:
    """Headings, section rows and measures in the order of `columns`."""
    named = HEADINGS | (headings or {})
    rows = [[named[column] for column in columns]]
    section, count = None, 0
    for measure in MEASURES:
        if sections and measure["section"] != section:
            section, count = measure["section"], count + 1
            rows.append(
                [
                    {"number": ("I", "II")[count - 1], columns[1]: section}.get(column, "")
                    for column in columns
                ]
            )
        rows.append([measure.get(column, "") for column in columns])
    return rows


def word_bytes(
    rows: list[list[str]], change: Callable[[Any], None] | None = None, head: Sequence[str] = HEAD
) -> bytes:
    """A Word file: the lines of `head` and one table of `rows`, changed by `change` before it is saved."""
    document = Document()
    for line in head:
        document.add_paragraph(line)
    add_table(document, rows)
    if change:
        change(document)
    return saved(document)


def add_table(document: Any, rows: list[list[str]], style: str | None = "Table Grid") -> Any:
    """A table of `rows` at the end of `document` or of one of its cells; line breaks become paragraphs."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    if style:
        table.style = style
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("\n")
            cell.paragraphs[0].text = first
            for line in more:
                cell.add_paragraph(line)
    return table


def number_automatically(cell: Any, number: str = "1") -> None:
    """Give the paragraph of a cell an automatic number of list `number`, as Word's numbering does."""
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", number)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        numbering.append(element)
    properties.append(numbering)


def saved(document: Any) -> bytes:
    """The bytes of a Word document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
