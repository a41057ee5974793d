"""A report frame as an Excel workbook: what it is, its outline, its annexes and their rows, in words of offices."""

from __future__ import annotations

from cchc.core.plans.reports.document import SETTINGS, TABLES, FrameDocument
from cchc.core.words.messages import Fault
from cchc.files.field_books import FieldBook

FRAME_BOOK = FieldBook(
    title="Khung báo cáo",
    label="Mục",
    value="Giá trị",
    settings=SETTINGS,
    tables=TABLES,
    sheets={"row": "Chỉ tiêu", "annex": "Biểu", "section": "Đề cương"},
    headings={
        "code": "Mã", "name": "Tên khung", "level": "Cấp báo cáo", "legal_basis": "Căn cứ", "number": "Số",
        "title": "Tên", "guidance": "Nội dung cần viết", "annex": "Biểu", "wording": "Nội dung chỉ tiêu",
        "unit": "Đơn vị tính", "places": "Số lẻ", "covers": "Số liệu tính cho", "source": "Nguồn số liệu",
        "formula": "Công thức", "whole": "Cách tổng hợp", "note": "Ghi chú",
    },
    words={
        "level": {"province": "tỉnh", "department": "sở, ban, ngành", "commune": "xã"},
        "covers": {"period": "trong kỳ", "year_to_date": "lũy kế từ đầu năm"},
        "whole": {
            "sum": "cộng", "formula": "theo công thức", "largest": "lớn nhất", "latest": "gửi sau cùng",
            "none": "không tổng hợp",
        },
    },
    widths={
        "setting": 20, "value": 80, "wording": 52, "formula": 36, "note": 40, "title": 52, "guidance": 70, "code": 20,
        "covers": 20, "whole": 18, "source": 20,
    },
    frozen={"row": 4},
)  # fmt: skip


def write_frame_workbook(document: FrameDocument) -> bytes:
    """Return `document` as an .xlsx file that `read_frame_workbook` reads back to the same texts."""
    return FRAME_BOOK.write(document.settings, document.tables)


def read_frame_workbook(content: bytes, file: str, faults: list[Fault]) -> FrameDocument:
    """Return the document in a workbook; cells that cannot be understood are added to `faults`."""
    return FrameDocument(*FRAME_BOOK.read(content, file, faults))
