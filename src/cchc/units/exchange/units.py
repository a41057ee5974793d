"""The units as a table file (.xlsx, .csv), both ways. No Django here.

Columns, in any order, in Vietnamese or English: name, kind, code, parent, valid from, valid until, other names. A
parent is written as its code, its name, or its path from the top ("Tỉnh A / Huyện B"); other names are parted by ";".
A period ends on the day from which the unit no longer exists.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cchc.core.words import names
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.tables import CellKind, Row, Table, Value, as_text, kind, read_table
from cchc.files.workbooks import workbook_bytes

HEADINGS = {
    "name": ("Tên đơn vị", "Đơn vị", "Name", "Unit"),
    "kind": ("Loại", "Loại đơn vị", "Kind"),
    "code": ("Mã", "Mã đơn vị", "Code"),
    "parent": ("Trực thuộc", "Đơn vị cấp trên", "Parent"),
    "valid_from": ("Có hiệu lực từ", "Từ ngày", "Valid from"),
    "valid_until": ("Hết hiệu lực từ", "Valid until"),
    "aliases": ("Tên khác", "Other names", "Aliases"),
}
REQUIRED = ("name", "kind", "valid_from")
WIDTHS = {
    "name": 44,
    "kind": 24,
    "code": 12,
    "parent": 44,
    "valid_from": 16,
    "valid_until": 16,
    "aliases": 40,
}
KINDS = {
    "province": ("Tỉnh/thành phố", "Tỉnh, thành phố", "Tỉnh", "Thành phố"),
    "department": ("Sở/ban/ngành", "Sở, ban, ngành", "Sở", "Ban", "Ngành"),
    "commune": ("Xã", "Thị trấn"),
    "ward": ("Phường",),
    "special_zone": ("Đặc khu",),
    "district": ("Huyện", "Quận", "Thị xã", "Thành phố thuộc tỉnh"),
    "division": ("Phòng",),
    "centre": ("Trung tâm",),
    "outside": ("Cơ quan ngoài hành chính", "Cơ quan ngành dọc"),
}
MOST_BYTES = 1_000_000
MOST_UNITS = 1_000
MOST_ALIASES = 50
BETWEEN_LEVELS = " / "
BETWEEN_ALIASES = ";"

_COLUMN_OF = {
    names.spelling_key(word): field for field, words in HEADINGS.items() for word in (field, *words)
}
_KIND_OF = {names.spelling_key(word): slug for slug, words in KINDS.items() for word in (slug, *words)}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of the table: the facts of a unit as written, and the number of the row."""

    row: int
    name: str
    kind: str
    valid_from: datetime.date
    valid_until: datetime.date | None = None
    code: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitsRead:
    """The content of a table of units: its rows, the place of any cell of it, and the faulty rows.

    `table` only tells places; its own rows are dropped.
    """

    table: Table
    columns: dict[str, int]
    rows: tuple[UnitRow, ...]
    faults: tuple[Fault, ...]

    def fault(self, row: int, field: str, found: str, why: Message, expected: Message | None = None) -> Fault:
        """Return a fault of the cell of `field` in the row numbered `row`."""
        place = self.table.place(row, self.columns.get(field))
        return Fault(place, found, expected or EXPECTED[field], why)


EXPECTED = {
    "name": Message("the name of a unit"),
    "kind": Message("a kind of unit: {kinds}", kinds=tuple(words[0] for words in KINDS.values())),
    "code": Message("a code of at most {most} signs", most=MOST["code"]),
    "parent": Message("the name, the code or the path of a unit"),
    "valid_from": Message("a date, such as 01/07/2025"),
    "valid_until": Message("a date, such as 01/07/2025, or nothing"),
    "aliases": Message("other names, parted by “;”"),
}


def read_units(
    source: bytes | Path,
    file: str,
    most_rows: int = MOST_UNITS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> UnitsRead:
    """Return the rows of a table of units, given as bytes or as a path, with the faults of single rows.

    Raises `Faults` when it is no such table. `progress` is called once, at the end.
    """
    table = read_table(source, file, most_rows=most_rows)
    if not table.rows:
        raise Faults([Fault(table.place(1), "", EXPECTED["name"], Message("The table is empty."))])
    columns = _columns(table)
    rows: list[UnitRow] = []
    faults: list[Fault] = []
    for row in table.rows[1:]:
        try:
            rows.append(_unit_row(row, table, columns))
        except Faults as faulty:
            faults.extend(faulty.faults)
    progress(1, 1)
    return UnitsRead(replace(table, rows=[]), columns, tuple(rows), tuple(faults))


# 1,000 units with three other names each take 0.1 seconds, 60 megabytes, and 0.25 megabytes in the answer.
UNITS_FILE = Door(
    read_units,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=500_000_000, computing=20, clock=40, answer=5_000_000),
)


def _columns(table: Table) -> dict[str, int]:
    """Return the position of each known column. Raises `Faults` for a heading that is missing, repeated or unknown."""
    heading = table.rows[0]
    columns: dict[str, int] = {}
    faults = []
    for position, value in enumerate(heading.values):
        text = as_text(value).strip()
        field = _COLUMN_OF.get(names.spelling_key(text))
        if text and (field is None or field in columns):
            faults.append(_faulty_heading(table, heading, position, text, known=field is not None))
        elif field:
            columns[field] = position
    faults += [_missing_heading(table, heading, field) for field in REQUIRED if field not in columns]
    if faults:
        raise Faults(faults)
    return columns


def _all_headings() -> tuple[str, ...]:
    return tuple(words[0] for words in HEADINGS.values())


def _faulty_heading(table: Table, heading: Row, position: int, text: str, *, known: bool) -> Fault:
    why = Message("This column stands twice.") if known else Message("This column is not known here.")
    expected = Message("one of the columns {columns}", columns=_all_headings())
    return Fault(table.place(heading.number, position), text, expected, why)


def _missing_heading(table: Table, heading: Row, field: str) -> Fault:
    expected = Message("the column “{column}”", column=HEADINGS[field][0])
    return Fault(table.place(heading.number), "", expected, Message("This column is missing."))


def _unit_row(row: Row, table: Table, columns: dict[str, int]) -> UnitRow:
    faults: list[Fault] = []

    def cell(field: str) -> Value:
        return row.at(columns[field]) if field in columns else None

    def taken(field: str, read: Callable[[Value], Any]) -> Any:
        try:
            return read(cell(field))
        except _Unfit as unfit:
            place = table.place(row.number, columns.get(field))
            faults.append(Fault(place, as_text(cell(field)), EXPECTED[field], unfit.why))
            return None

    values = {field: taken(field, READERS[field]) for field in HEADINGS}
    if faults:
        raise Faults(faults)
    return UnitRow(row.number, **values)


class _Unfit(Exception):
    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def _text(value: Value) -> str:
    """Return the text of a cell: a number (a code such as 25) as its digits. Raises for a date or an error."""
    if kind(value) in (
        CellKind.DATE,
        CellKind.ERROR,
        CellKind.FORMULA_WITHOUT_VALUE,
        CellKind.PERCENT,
        CellKind.BOOLEAN,
    ):
        raise _Unfit(Message("A text belongs here; the file holds another kind of value."))
    return " ".join(as_text(value).split())


def _name(value: Value) -> str:
    text = _text(value)
    if not text:
        raise _Unfit(Message("The name is missing."))
    return _short(text, MOST["name"])


def _code(value: Value) -> str:
    text = _text(value)
    return _short(text, MOST["code"])


def _kind(value: Value) -> str:
    slug = _KIND_OF.get(names.spelling_key(_text(value)))
    if slug is None:
        raise _Unfit(Message("This kind of unit is not known."))
    return slug


def _day(value: Value) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(as_text(value).strip(), form).date()
        except ValueError:
            continue
    raise _Unfit(Message("This is no date.") if value is not None else Message("The date is missing."))


def _day_or_none(value: Value) -> datetime.date | None:
    return None if value is None else _day(value)


def _aliases(value: Value) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in _text(value).split(BETWEEN_ALIASES))
    aliases = tuple(dict.fromkeys(_short(part, MOST["name"]) for part in parts if part))
    if len(aliases) > MOST_ALIASES:
        raise _Unfit(Message("A unit has at most {most} other names.", most=MOST_ALIASES))
    return aliases


def _short(text: str, most: int) -> str:
    try:
        return accepted_text(text, most, lines=False)
    except RefusedText as untaken:
        raise _Unfit(untaken.whys[0]) from None


READERS: dict[str, Callable[[Value], object]] = {
    "name": _name,
    "kind": _kind,
    "code": _code,
    "parent": _text,
    "valid_from": _day,
    "valid_until": _day_or_none,
    "aliases": _aliases,
}


def units_workbook(rows: Iterable[UnitRow], title: str = "") -> bytes:
    """Return the rows as an Excel workbook in the shape that `read_units` takes, headings in Vietnamese."""
    columns = [
        SheetColumn(words[0], width=WIDTHS[field], choices=_kind_words() if field == "kind" else ())
        for field, words in HEADINGS.items()
    ]
    return workbook_bytes(
        [Sheet(title or "Đơn vị", columns, [_cells(row) for row in rows], frozen_columns=1)]
    )


def _kind_words() -> tuple[str, ...]:
    return tuple(words[0] for words in KINDS.values())


def _cells(row: UnitRow) -> Sequence[str | datetime.date | None]:
    aliases = f"{BETWEEN_ALIASES} ".join(row.aliases)
    return (row.name, KINDS[row.kind][0], row.code, row.parent, row.valid_from, row.valid_until, aliases)
