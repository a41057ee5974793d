"""A questionnaire as an Excel workbook: a sheet for what it is, one for each of its tables, all in words of offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.surveys.questionnaires.document import LINES, SETTINGS, TABLES, QuestionDocument
from cchc.core.words.messages import Fault, Message
from cchc.core.words.names import spelling_key
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Row, Table, Value, as_text, read_table
from cchc.files.workbooks import workbook_bytes

SETTINGS_SHEET = "Thông tin"
SHEETS: Mapping[str, str] = {
    "item": "Câu hỏi", "section": "Phần", "scale": "Thang đo", "factor": "Nhân tố", "group": "Đối tượng trả lời",
}  # fmt: skip
HEADINGS = {
    "setting": "Mục", "value": "Nội dung",
    "code": "Mã", "title": "Tên", "note": "Lời dẫn", "rated": "Loại đơn vị được đánh giá", "name": "Tên",
    "options": "Phương án, mức", "satisfied": "Mức tính là hài lòng", "invalid": "Phương án không có ý kiến",
    "number": "Số", "layout": "Trình bày", "scale": "Thang đo", "shown_when": "Chỉ hỏi khi", "section": "Phần",
    "text": "Nội dung câu hỏi", "kind": "Kiểu", "low": "Nhỏ nhất", "high": "Lớn nhất", "places": "Số lẻ",
    "unit": "Đơn vị tính", "most": "Chọn nhiều nhất", "required": "Bắt buộc", "factors": "Nhân tố",
    "criteria": "Tiêu chí", "parts": "Gồm các nhân tố",
}  # fmt: skip
WIDTHS = {
    "text": 60,
    "options": 44,
    "note": 40,
    "title": 48,
    "name": 48,
    "value": 80,
    "setting": 28,
    "shown_when": 28,
}
# What cells say in words, by the field in which they stand.
WORDS: Mapping[str, Mapping[str, str]] = {
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
}  # fmt: skip
_READ = {
    name: {spelling_key(word): value for value, word in words.items()} | {spelling_key(value): value for value in words}
    for name, words in WORDS.items()
}  # fmt: skip


def write_questionnaire_workbook(document: QuestionDocument) -> bytes:
    """Return `document` as an .xlsx file that `read_questionnaire_workbook` reads back to the same texts."""
    settings = [
        [HEADINGS[name], cell_of(name, document.settings[name])] for name in SETTINGS if name in document.settings
    ]  # fmt: skip
    sheets = [Sheet(SETTINGS_SHEET, _columns(("setting", "value")), settings)]
    for table, title in SHEETS.items():
        names = TABLES[table]
        rows = [[cell_of(name, row.get(name)) for name in names] for row in document.tables[table]]
        sheets.append(Sheet(title, _columns(names), rows, frozen_columns=4 if table == "item" else 1))
    return workbook_bytes(sheets)


def _columns(names: Sequence[str]) -> list[SheetColumn]:
    return [SheetColumn(HEADINGS[name], WIDTHS.get(name, 14)) for name in names]


def cell_of(name: str, field: Field | None) -> str | None:
    """Return what a cell says for a field: in words where the file has words of its own for it."""
    return None if field is None else WORDS.get(name, {}).get(field.text, field.text)


def read_questionnaire_workbook(content: bytes, file: str, faults: list[Fault]) -> QuestionDocument:
    """Return the document in a workbook; cells that cannot be understood are added to `faults`."""
    whole = read_table(content, file, SETTINGS_SHEET)
    tables = {
        table: _rows(read_table(content, file, title), TABLES[table], faults)
        for table, title in SHEETS.items()
    }
    ordered = {table: tables[table] for table in TABLES}
    return QuestionDocument(whole.place(1), _settings(whole, faults), ordered)


def _settings(table: Table, faults: list[Fault]) -> Fields:
    """Return the settings: one a row, the name left, the value right."""
    found: Fields = {}
    names = {spelling_key(HEADINGS[name]): name for name in SETTINGS}
    for row in table.rows[1:]:
        label = as_text(row.at(0)).strip()
        name = names.get(spelling_key(label))
        place = table.place(row.number, 0)
        if name is None:
            expected = Message("one of: {names}", names=tuple(HEADINGS[one] for one in SETTINGS))
            faults.append(Fault(place, label, expected, Message('"{found}" says nothing here', found=label)))
        elif name in found:
            why = Message('"{found}" stands twice', found=label)
            faults.append(Fault(place, label, Message("each once"), why))
        else:
            _put(found, name, row, 1, table, faults)
    return found


def _rows(table: Table, names: Sequence[str], faults: list[Fault]) -> list[Fields]:
    """Return the rows as fields by their headings, whatever the order of columns."""
    columns = _places(table, names, faults) if table.rows else {}
    rows = []
    for row in table.rows[1:]:
        fields: Fields = {}
        for name, at in columns.items():
            _put(fields, name, row, at, table, faults)
        if fields:
            rows.append(fields)
    return rows


def _places(table: Table, names: Sequence[str], faults: list[Fault]) -> dict[str, int]:
    """Return the position of each known column, from 0; unknown and repeated headings are added to `faults`."""
    known = {spelling_key(HEADINGS[name]): name for name in names}
    found: dict[str, int] = {}
    heading = table.rows[0]
    for at, value in enumerate(heading.values):
        text = as_text(value).strip()
        if not text:
            continue
        name = known.get(spelling_key(text))
        place = table.place(heading.number, at)
        if name is None:
            expected = Message("one of: {names}", names=tuple(HEADINGS[one] for one in names))
            faults.append(Fault(place, text, expected, Message('"{found}" says nothing here', found=text)))
        elif name in found:
            faults.append(
                Fault(place, text, Message("each once"), Message('"{found}" stands twice', found=text))
            )
        else:
            found[name] = at
    return found


def _put(fields: Fields, name: str, row: Row, at: int, table: Table, faults: list[Fault]) -> None:
    """Put the text of a cell under `name`; empty cells are left out."""
    value = row.at(at)
    place = table.place(row.number, at)
    text = as_text(value).strip()
    if value is None or not text:
        return
    why = _refusal(value)
    if why is not None:
        faults.append(Fault(place, text, Message("a text cell"), why))
    else:
        fields[name] = Field(text_of_cell(name, text), place)


def text_of_cell(name: str, text: str) -> str:
    """Return the text of a field from what its cell says: words of the file become what the format has.

    >>> text_of_cell("kind", "Chọn nhiều"), text_of_cell("required", "không"), text_of_cell("text", "không")
    ('multiple', 'no', 'không')
    """
    text = _READ.get(name, {}).get(spelling_key(text), text)
    if name in LINES:
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())
    return text


def _refusal(value: Value) -> Message | None:
    """Return why a cell cannot be taken as a text; None when it can. A list "4; 5" is often typed as 4,5, a number."""
    if isinstance(value, ErrorCell):
        return Message("the cell shows the error {code} of the spreadsheet", code=value.code)
    if isinstance(value, FormulaCell):
        return Message("the cell holds a formula that was never calculated; open and save the file once")
    if isinstance(value, (date, Percent)):
        return Message(
            "the spreadsheet turned the text into a date or a percentage; format the cell as text and retype it"
        )
    return None
