"""People as a table file (.xlsx, .csv): the reader, and the empty table to be filled in. No Django here.

Columns, in any order, in Vietnamese or English: full name, sign-in name, unit, role, first day. A role that has several
scopes is written with its scope: "Quản trị viên (toàn tỉnh)". Without a first day the role holds from today.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cchc.access.permissions import GRANTS, Capacity, Role, Scope, scopes_of
from cchc.core.words import names
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.tables import Row, Table, Value, as_text, read_table
from cchc.files.workbooks import workbook_bytes

HEADINGS = {
    "name": ("Họ và tên", "Họ tên", "Full name", "Name"),
    "username": ("Tên đăng nhập", "Sign-in name", "Username"),
    "unit": ("Đơn vị", "Cơ quan, đơn vị", "Tên đơn vị", "Unit"),
    "capacity": ("Vai trò", "Role"),
    "valid_from": ("Từ ngày", "Có hiệu lực từ", "From"),
}
REQUIRED = ("name", "username", "unit", "capacity")
WIDTHS = {"name": 30, "username": 22, "unit": 44, "capacity": 40, "valid_from": 14}
ROLES = {
    Role.ADMINISTRATOR: ("Quản trị viên", "Administrator"),
    Role.COORDINATOR: ("Cán bộ đầu mối", "Coordinator"),
    Role.UNIT_HEAD: ("Thủ trưởng đơn vị", "Thủ trưởng", "Unit head"),
    Role.UNIT_CLERK: ("Chuyên viên đơn vị", "Chuyên viên", "Unit clerk"),
    Role.LEADER: ("Lãnh đạo", "Leader"),
    Role.APPRAISER: ("Thẩm định viên", "Cán bộ thẩm định", "Appraiser"),
    Role.APPRAISAL_LEAD: ("Phụ trách thẩm định", "Appraisal lead"),
    Role.COUNCIL_MEMBER: ("Thành viên Hội đồng", "Ủy viên Hội đồng", "Council member"),
    Role.COUNCIL_SECRETARY: ("Tổ Thư ký", "Thư ký Hội đồng", "Council secretary"),
    Role.AUDITOR: ("Kiểm toán, giám sát", "Kiểm toán", "Giám sát", "Auditor"),
    Role.SURVEY_STAFF: ("Cán bộ điều tra", "Điều tra xã hội học", "Survey staff"),
    Role.ENUMERATOR: ("Điều tra viên", "Người thu phiếu", "Enumerator"),
    Role.SURVEY_SUPERVISOR: ("Người giám sát điều tra", "Giám sát, phúc tra", "Supervisor of a survey"),
    Role.LINK_KEEPER: ("Người giữ bảng nối phiếu", "Giữ bảng nối phiếu", "Keeper of the answer link"),
}
SCOPES = {
    Scope.OWN_UNIT: ("đơn vị mình", "own unit"),
    Scope.OWN_TREE: ("đơn vị mình và cấp dưới", "own unit and units below"),
    Scope.PROVINCE: ("toàn tỉnh", "whole province"),
}
SIGN_IN_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]*$")
MOST_BYTES = 1_000_000
MOST_PEOPLE = (
    150  # a password takes a third of a second to be made safe, and the answer waits for all of them
)

EXPECTED = {
    "name": Message("the full name of a person"),
    "username": Message("small letters without diacritics, digits, dot, hyphen, such as nguyen.van.a"),
    "unit": Message("the name or the code of a unit"),
    "capacity": Message("one of the roles {roles}", roles=tuple(words[0] for words in ROLES.values())),
    "valid_from": Message("a date, such as 01/07/2025, or nothing"),
}

_COLUMN_OF = {
    names.spelling_key(word): field for field, words in HEADINGS.items() for word in (field, *words)
}
_ROLE_OF = {names.spelling_key(word): role for role, words in ROLES.items() for word in (role, *words)}
_SCOPE_OF = {names.spelling_key(word): scope for scope, words in SCOPES.items() for word in (scope, *words)}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of the table with its number; a text that was refused is empty, and so is its role."""

    row: int
    name: str = ""
    username: str = ""
    unit: str = ""
    capacity: Capacity | None = None
    valid_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """The content of a table of people: its rows, the place of any cell of it, and the faults of single cells.

    `table` only tells places; its own rows are dropped.
    """

    table: Table
    columns: dict[str, int]
    rows: tuple[PersonRow, ...]
    faults: tuple[Fault, ...] = ()

    def fault(self, row: int, field: str, found: str, why: Message) -> Fault:
        """Return a fault of the cell of `field` in the row numbered `row`."""
        return Fault(self.table.place(row, self.columns.get(field)), found, EXPECTED[field], why)


def capacity_words(capacity: Capacity) -> str:
    """Return a role as it is written in the table, with its scope where it has several.

    >>> capacity_words(Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT))
    'Chuyên viên đơn vị'
    >>> capacity_words(Capacity(Role.LEADER, Scope.PROVINCE))
    'Lãnh đạo (toàn tỉnh)'
    """
    role = ROLES[capacity.role][0]
    return f"{role} ({SCOPES[capacity.scope][0]})" if len(scopes_of(capacity.role)) > 1 else role


def read_people(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> PeopleRead:
    """Return the rows of a table of people, given as bytes or as a path, with every fault of its cells.

    Raises `Faults` when it is no such table. `progress` is called once, at the end.
    """
    table = read_table(source, file, most_rows=MOST_PEOPLE)
    if not table.rows:
        raise Faults([Fault(table.place(1), "", EXPECTED["name"], Message("The table is empty."))])
    columns = _columns(table)
    read = PeopleRead(replace(table, rows=[]), columns, ())
    rows: list[PersonRow] = []
    faults: list[Fault] = []
    for row in table.rows[1:]:
        if any(as_text(value).strip() for value in row.values):
            one, faulty = _person_row(row, read)
            rows.append(one)
            faults += faulty
    progress(1, 1)
    return replace(read, rows=tuple(rows), faults=tuple(faults))


# 150 people take 0.1 seconds, 60 megabytes, and 0.1 megabytes in the answer.
PEOPLE_FILE = Door(
    read_people,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=500_000_000, computing=20, clock=40, answer=2_000_000),
)


def _columns(table: Table) -> dict[str, int]:
    """Return the position of each known column. Raises `Faults` for a heading that is missing, repeated or unknown."""
    heading = table.rows[0]
    columns: dict[str, int] = {}
    faults = []
    every = Message("one of the columns {columns}", columns=tuple(words[0] for words in HEADINGS.values()))
    for position, value in enumerate(heading.values):
        text = as_text(value).strip()
        field = _COLUMN_OF.get(names.spelling_key(text))
        if text and (field is None or field in columns):
            why = Message("This column stands twice.") if field else Message("This column is not known here.")
            faults.append(Fault(table.place(heading.number, position), text, every, why))
        elif field:
            columns[field] = position
    for field in REQUIRED:
        if field not in columns:
            expected = Message("the column “{column}”", column=HEADINGS[field][0])
            faults.append(
                Fault(table.place(heading.number), "", expected, Message("This column is missing."))
            )
    if faults:
        raise Faults(faults)
    return columns


class _Unfit(Exception):
    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def _person_row(row: Row, read: PeopleRead) -> tuple[PersonRow, list[Fault]]:
    found: dict[str, Any] = {}  # each reader returns the type of its field
    faults = []
    for field, reader in READERS.items():
        value = row.at(read.columns[field]) if field in read.columns else None
        try:
            found[field] = reader(value)
        except _Unfit as unfit:
            faults.append(read.fault(row.number, field, as_text(value), unfit.why))
    return PersonRow(row.number, **found), faults


def _text(value: Value, most: int, missing: Message) -> str:
    try:
        text = accepted_text(" ".join(as_text(value).split()), most, lines=False)
    except RefusedText as refused:
        raise _Unfit(refused.whys[0]) from None
    if not text:
        raise _Unfit(missing)
    return text


def _name(value: Value) -> str:
    return _text(value, MOST["person"], Message("The name is missing."))


def _username(value: Value) -> str:
    text = _text(value, MOST["sign_in"], Message("The sign-in name is missing."))
    if not SIGN_IN_NAME.match(text):
        raise _Unfit(Message("This is no sign-in name."))
    return text


def _unit(value: Value) -> str:
    return _text(value, MOST["name"], Message("The unit is missing."))


def _capacity(value: Value) -> Capacity:
    text = _text(value, MOST["name"], Message("The role is missing."))
    word, _bracket, scope_word = text.partition("(")
    role = _ROLE_OF.get(names.spelling_key(word.strip()))
    if role is None:
        raise _Unfit(Message("This role is not known."))
    scope = _SCOPE_OF.get(names.spelling_key(scope_word.rstrip(" )")))
    scopes = scopes_of(role)
    if not scope_word and len(scopes) == 1:
        return Capacity(role, scopes[0])
    if scope is None or Capacity(role, scope) not in GRANTS:
        written = tuple(capacity_words(Capacity(role, one)) for one in scopes)
        raise _Unfit(Message("Say how far this role reaches, as one of {written}.", written=written))
    return Capacity(role, scope)


def _day_or_none(value: Value) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = as_text(value).strip()
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        raise _Unfit(Message("This is no date."))
    return None


READERS: dict[str, Callable[[Value], object]] = {
    "name": _name,
    "username": _username,
    "unit": _unit,
    "capacity": _capacity,
    "valid_from": _day_or_none,
}


def people_template(capacities: Iterable[Capacity], units: Sequence[str]) -> bytes:
    """Return the empty table of people as an Excel workbook, headings in Vietnamese: the roles to choose from, and on
    a second sheet the names of the units."""
    roles = tuple(capacity_words(one) for one in capacities)
    notes = {
        "username": "Chữ thường không dấu, chữ số, dấu chấm, gạch ngang; ví dụ nguyen.van.a",
        "unit": "Tên hoặc mã đơn vị, như ở trang “Đơn vị”",
        "valid_from": "Để trống: từ hôm nay",
    }
    columns = [
        SheetColumn(
            words[0],
            width=WIDTHS[field],
            note=notes.get(field),
            choices=roles if field == "capacity" else (),
            text=field in ("name", "username", "unit"),
        )
        for field, words in HEADINGS.items()
    ]
    empty = [("",) * len(columns) for _row in range(MOST_PEOPLE)]
    listed = Sheet("Đơn vị", [SheetColumn("Tên đơn vị", width=60)], [(name,) for name in units])
    return workbook_bytes([Sheet("Người dùng", columns, empty, frozen_columns=1), listed])
