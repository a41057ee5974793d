"""A questionnaire as an Excel workbook: a sheet for what it is, one for each of its tables, all in words of offices."""

from __future__ import annotations

from cchc.core.surveys.questionnaires.document import LINES, SETTINGS, TABLES, QuestionDocument
from cchc.core.words.messages import Fault
from cchc.files.field_books import FieldBook

SETTINGS_SHEET = "Thông tin"
BOOK = FieldBook(
    title=SETTINGS_SHEET,
    label="Mục",
    value="Nội dung",
    settings=SETTINGS,
    tables=TABLES,
    sheets={
        "item": "Câu hỏi", "section": "Phần", "scale": "Thang đo", "factor": "Nhân tố", "group": "Đối tượng trả lời",
    },
    headings={
        "code": "Mã", "title": "Tên", "note": "Lời dẫn", "rated": "Loại đơn vị được đánh giá", "name": "Tên",
        "options": "Phương án, mức", "satisfied": "Mức tính là hài lòng", "invalid": "Phương án không có ý kiến",
        "number": "Số", "layout": "Trình bày", "scale": "Thang đo", "shown_when": "Chỉ hỏi khi", "section": "Phần",
        "text": "Nội dung câu hỏi", "kind": "Kiểu", "low": "Nhỏ nhất", "high": "Lớn nhất", "places": "Số lẻ",
        "unit": "Đơn vị tính", "most": "Chọn nhiều nhất", "required": "Bắt buộc", "factors": "Nhân tố",
        "criteria": "Tiêu chí", "parts": "Gồm các nhân tố",
    },
    words={
        "kind": {
            "single": "chọn một", "multiple": "chọn nhiều", "scale": "theo thang đo", "number": "số",
            "text": "trả lời bằng lời",
        },
        "layout": {"list": "từng câu", "matrix": "bảng"},
        "required": {"yes": "có", "no": "không"},
        "satisfied": {"none": "không tính"},
        "rated": {
            "province": "tỉnh", "department": "sở", "district": "huyện", "commune": "xã", "division": "phòng",
            "centre": "trung tâm", "central_agency": "cơ quan ngành dọc",
        },
    },
    lines=LINES,
    widths={
        "text": 60, "options": 44, "note": 40, "title": 48, "name": 48, "value": 80, "setting": 28, "shown_when": 28,
    },
    frozen={"item": 4},
)  # fmt: skip


def write_questionnaire_workbook(document: QuestionDocument) -> bytes:
    """Return `document` as an .xlsx file that `read_questionnaire_workbook` reads back to the same texts."""
    return BOOK.write(document.settings, document.tables)


def read_questionnaire_workbook(content: bytes, file: str, faults: list[Fault]) -> QuestionDocument:
    """Return the document in a workbook; cells that cannot be understood are added to `faults`."""
    return QuestionDocument(*BOOK.read(content, file, faults))
