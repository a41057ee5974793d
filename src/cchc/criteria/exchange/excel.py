"""A criteria set as an Excel workbook of three sheets: the set, its grades, its criteria; a rule is one text cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cchc.core.scoring.criteria.document import GRADE_FIELDS, NODE_FIELDS, SETTINGS, Document, Field, Fields
from cchc.core.words.messages import Fault, Message
from cchc.core.words.names import spelling_key
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Row, Table, Value, as_text, read_table
from cchc.files.workbooks import workbook_bytes

SET_SHEET, GRADE_SHEET, NODE_SHEET = "Thông tin", "Xếp loại", "Tiêu chí"

HEADINGS = {
    "setting": "Mục", "value": "Nội dung", "checks": "Kiểm tra chéo",
    "number": "Số", "parent": "Thuộc", "name": "Tên", "maximum": "Điểm tối đa", "part": "Phần", "children": "Gộp điểm",
    "inputs": "Số liệu kê khai", "rule": "Cách tính điểm", "loss": "Mã mất điểm", "examples": "Ví dụ",
    "evidence": "Tài liệu kiểm chứng", "appraiser": "Cơ quan thẩm định", "note": "Ghi chú", "band": "Khoảng chỉ số",
    "id": "Mã bộ tiêu chí", "title": "Tên bộ tiêu chí", "version": "Phiên bản", "unit_kind": "Loại đơn vị",
    "first_year": "Từ năm", "last_year": "Đến năm", "decision_number": "Số quyết định",
    "decision_date": "Ngày quyết định", "decision_issuer": "Cơ quan ban hành", "total": "Tổng điểm",
    "places": "Số chữ số thập phân", "rounding": "Cách làm tròn", "ties": "Đồng hạng",
    "survey_optional": "Được bỏ điều tra XHH", "bonus_above_total": "Điểm thưởng được vượt tổng",
    "grade_by": "Xếp loại theo", "quorum": "Hội đồng: số thành viên dự họp",
    "majority": "Hội đồng: quá bán tính trên",
}  # fmt: skip
NAMES = {spelling_key(text): name for name, text in HEADINGS.items()} | {
    spelling_key(name): name for name in HEADINGS
}
WIDTHS = {
    "name": 48, "inputs": 48, "rule": 60, "examples": 44, "evidence": 40, "appraiser": 24, "note": 30, "value": 80,
    "setting": 28, "checks": 40,
}  # fmt: skip
AS_TEXT_ONLY = frozenset({"number", "parent", "version"})


def write_workbook(document: Document) -> bytes:
    """Return `document` as an .xlsx file that `read_workbook` reads back to the same texts."""
    settings = [
        [HEADINGS[name], document.settings[name].text] for name in SETTINGS if name in document.settings
    ]
    return workbook_bytes(
        [
            Sheet(SET_SHEET, columns_of(("setting", "value")), settings),
            Sheet(GRADE_SHEET, columns_of(GRADE_FIELDS), rows_of(document.grades, GRADE_FIELDS)),
            Sheet(
                NODE_SHEET, columns_of(NODE_FIELDS), rows_of(document.nodes, NODE_FIELDS), frozen_columns=3
            ),
        ]
    )


def columns_of(names: Sequence[str]) -> list[SheetColumn]:
    """Return the columns of a sheet with these headings."""
    return [SheetColumn(HEADINGS[name], WIDTHS.get(name, 14)) for name in names]


def rows_of(tables: Sequence[Fields], names: Sequence[str]) -> list[list[str | None]]:
    """Return the rows of a sheet, their cells in the order of `names`."""
    return [[fields[name].text if name in fields else None for name in names] for fields in tables]


def read_workbook(content: bytes, file: str, faults: list[Fault]) -> Document:
    """Return the document in a workbook; cells that cannot be understood are added to `faults`."""
    set_table = read_table(content, file, SET_SHEET)
    return Document(
        set_table.place(1),
        settings_of(set_table, faults),
        tables_of(read_table(content, file, GRADE_SHEET), GRADE_FIELDS, faults),
        tables_of(read_table(content, file, NODE_SHEET), NODE_FIELDS, faults),
    )


def settings_of(table: Table, faults: list[Fault]) -> Fields:
    """Return the settings: one a row, the name left, the value right."""
    found: Fields = {}
    for row in table.rows[1:]:
        label = as_text(row.at(0)).strip()
        name = NAMES.get(spelling_key(label))
        place = table.place(row.number, 0)
        if name not in SETTINGS:
            why = Message('"{found}" is no setting of a criteria set', found=label)
            faults.append(
                Fault(
                    place,
                    label,
                    Message("one of: {names}", names=tuple(HEADINGS[one] for one in SETTINGS)),
                    why,
                )
            )
        elif name in found:
            why = Message("{setting} stands twice", setting=label)
            faults.append(Fault(place, label, Message("each setting once"), why))
        else:
            put(found, name, row, 1, table, faults)
    return found


def tables_of(table: Table, names: Sequence[str], faults: list[Fault]) -> list[Fields]:
    """Return the rows as fields by their headings, whatever the order of columns."""
    if not table.rows:
        return []
    columns = columns_by_name(table, names, faults)
    tables = []
    for row in table.rows[1:]:
        fields: Fields = {}
        for name, at in columns.items():
            put(fields, name, row, at, table, faults)
        if fields:
            tables.append(fields)
    return tables


def columns_by_name(table: Table, names: Sequence[str], faults: list[Fault]) -> Mapping[str, int]:
    """Return the position of each known column, from 0; unknown and repeated headings are added to `faults`."""
    found: dict[str, int] = {}
    heading = table.rows[0]
    for at, value in enumerate(heading.values):
        if value is None:
            continue
        text = as_text(value).strip()
        name = NAMES.get(spelling_key(text))
        if name is None or name not in names:
            expected = Message("one of: {names}", names=tuple(HEADINGS[one] for one in names))
            why = Message('"{found}" is no column of this sheet', found=text)
            faults.append(Fault(table.place(heading.number, at), text, expected, why))
        elif name in found:
            why = Message("{setting} stands twice", setting=text)
            faults.append(Fault(table.place(heading.number, at), text, Message("each column once"), why))
        else:
            found[name] = at
    return found


def put(fields: Fields, name: str, row: Row, at: int, table: Table, faults: list[Fault]) -> None:
    """Put the text of a cell under `name`; empty cells are left out."""
    value = row.at(at)
    place = table.place(row.number, at)
    if value is None or (isinstance(value, str) and not value.strip()):
        return
    why = refusal(name, value)
    if why is not None:
        faults.append(Fault(place, as_text(value), Message("a text cell"), why))
        if isinstance(value, (ErrorCell, FormulaCell)):
            return
    fields[name] = Field(cell_text(value), place)


def refusal(name: str, value: Value) -> Message | None:
    """Return why a cell cannot be taken as a text; None when it can."""
    if isinstance(value, ErrorCell):
        return Message("the cell shows the error {code} of the spreadsheet", code=value.code)
    if isinstance(value, FormulaCell):
        return Message("the cell holds a formula that was never calculated; open and save the file once")
    if isinstance(value, (date, Percent)) and name != "decision_date":
        return Message(
            "the spreadsheet turned the text into a date or a percentage; format the cell as text and retype it"
        )
    if name in AS_TEXT_ONLY and isinstance(value, float):
        return Message(
            "the spreadsheet turned the number into a decimal; format the cell as text and retype it"
        )
    return None


def cell_text(value: Value) -> str:
    """Return the text of a cell."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else as_text(value)
