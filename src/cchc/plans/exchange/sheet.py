"""The plan as an Excel workbook: given out to be edited, read back.

    content = plan_workbook(title, sections, say)
    file = read_sheet(content, "ke-hoach.xlsx")

What nobody touched comes back as it was. The last column holds the codes by which sections (M-3) and measures (NV-17)
are known again; a row without a code is new. A hidden sheet keeps what the plan held when the file was given out, so
that what others change meanwhile is told from what is edited in the file. What changed is
`cchc.plans.exchange.difference`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from cchc.core.words.lengths import MOST, Untaken, taken
from cchc.core.words.letters import composed
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import folded
from cchc.files.sheets import Sheet, SheetColumn, Written
from cchc.files.tables import ErrorCell, FormulaCell, Merged, Row, Table, Value, as_text, read_table
from cchc.files.workbooks import workbook_bytes
from cchc.files.writing import ILLEGAL
from cchc.reading.plans.columns import Column, column_of, is_ordinals, names_a_plan

Say = Callable[[Message], str]

LONGEST_NUMBER = 30  # a longer text in the column of numbers is a sentence that slipped there
LONGEST_TITLE = 120
GIVEN_OUT = "Bản lúc tải về"
CODE_HEADING = "Mã (không sửa)"
HEADINGS = {
    Column.NUMBER: "STT",
    Column.OBJECTIVE: "Mục tiêu",
    Column.TASK: "Nhiệm vụ, giải pháp",
    Column.ACTIVITY: "Hoạt động",
    Column.OUTPUT: "Sản phẩm, kết quả",
    Column.SHORTCOMINGS: "Tồn tại",
    Column.LEAD: "Cơ quan chủ trì",
    Column.COOPERATING: "Cơ quan phối hợp",
    Column.DEADLINE: "Thời hạn",
}
COLUMNS = tuple(HEADINGS)
SAYS_WHAT = (Column.TASK, Column.ACTIVITY, Column.OBJECTIVE)
_SELDOM = (Column.OBJECTIVE, Column.ACTIVITY, Column.SHORTCOMINGS)
_LONG = (Column.TASK, Column.OUTPUT, *_SELDOM)
_WIDTHS = {Column.NUMBER: 7.0, Column.LEAD: 24.0, Column.COOPERATING: 26.0, Column.DEADLINE: 18.0}
_LONG_WIDTH, _NARROWEST, _WIDEST = 45.0, 28.0, 62.0

_SECTION, _MEASURE = "M", "NV"
_CODE = re.compile(rf"({_SECTION}|{_MEASURE})-([0-9]{{1,18}})", re.IGNORECASE)
_CODE_HEADINGS = re.compile(r"ma( \(khong sua\))?")
_ROMAN = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐ][.)]?")
_NUMBERED_HEADING = re.compile(r"([IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)]\s+(\S.*)", re.DOTALL)
_SHORTEST_HEADING = 6


class Where(NamedTuple):
    """Where a row was read: the cell of its code and what it shows, the cell that says what is to be done, or of the
    heading."""

    code: Place
    shown: str
    what: Place


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A measure by the texts of its columns, "" where nothing is said; a list is one line for each item.

    `key` (digits) is that of a stored measure, "" for a new one.
    """

    key: str
    number: str = ""
    objective: str = ""
    task: str = ""
    activity: str = ""
    output: str = ""
    shortcomings: str = ""
    lead: str = ""
    cooperating: str = ""
    deadline: str = ""
    where: Where | None = field(default=None, compare=False, repr=False)

    def text(self, column: Column) -> str:
        """The text of a column."""
        text: str = getattr(self, column.value)
        return text


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The measures under one heading. Those above the first heading stand in a section without number and heading.

    `key` (digits) is that of a stored section, "" for a new one.
    """

    key: str
    number: str
    heading: str
    rows: tuple[SheetRow, ...] = ()
    where: Where | None = field(default=None, compare=False, repr=False)

    @property
    def is_headless(self) -> bool:
        """Whether it has neither number nor heading."""
        return not tidy(self.number) and not tidy(self.heading)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What a workbook holds: its sections, and `given`, those of the plan when it was given out.

    `given` is None in files that do not know it. With `faults` the file cannot be taken; the sections then serve to
    find out what else is wrong.
    """

    sections: tuple[SheetSection, ...]
    given: tuple[SheetSection, ...] | None = None
    faults: tuple[Fault, ...] = ()


def tidy(text: str) -> str:
    r"""A text as cells hold it: letters composed, no blanks at the ends of lines, no empty lines around it.

    >>> tidy(" Sở Y tế \r\n Sở Xây dựng\n")
    'Sở Y tế\nSở Xây dựng'
    """
    lines = composed(ILLEGAL.sub("", text)).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def row_title(row: SheetRow) -> str:
    """How people know a measure: its number and the beginning of what is to be done.

    >>> row_title(SheetRow("", number="1.2", task="Rà soát văn bản", lead="Sở Tư pháp"))
    '1.2 Rà soát văn bản'
    """
    said = next((row.text(column) for column in (*SAYS_WHAT, *COLUMNS[1:]) if row.text(column)), "")
    title = " ".join(f"{row.number} {said}".split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def section_title(section: SheetSection) -> str:
    """Number and heading of a section."""
    return " ".join(f"{section.number} {section.heading}".split())


def with_headless(before: Sequence[SheetSection], after: Sequence[SheetSection]) -> list[SheetSection]:
    """`after`, its rows above the first heading in the section where `before` has such rows."""
    if before and after and before[0].is_headless and after[0].is_headless and not after[0].key:
        return [replace(after[0], key=before[0].key), *after[1:]]
    return list(after)


# --- out ---------------------------------------------------------------------------------------------------


def plan_workbook(title: str, sections: Sequence[SheetSection], say: Say) -> bytes:
    """The plan as an .xlsx file to be edited and printed, with a second sheet that says how, and one that is hidden.

    Columns that are empty in every row and seldom used (objective, activity, shortcomings) are there but hidden.
    """
    used = {column for section in sections for row in section.rows for column in COLUMNS if row.text(column)}
    hidden = frozenset(_SELDOM) - used if used else frozenset()
    widths = _widths(sections, [column for column in _LONG if column not in hidden])
    columns = [
        SheetColumn(
            heading,
            widths.get(column, _LONG_WIDTH),
            centred=column is Column.NUMBER,
            text=True,
            hidden=column in hidden,
        )
        for column, heading in HEADINGS.items()
    ]
    note = say(Message("By this code a row is known again. In a new row the cell stays empty."))
    columns.append(SheetColumn(CODE_HEADING, 11, note=note, centred=True, text=True, quiet=True))
    wide = next(column for column in COLUMNS[1:] if column not in hidden)
    rows: list[list[Written]] = []
    spans: dict[int, tuple[int, int]] = {}
    for position, section in enumerate(sections):
        if position or not section.rows or not section.is_headless:
            spans[len(rows)] = (COLUMNS.index(wide), len(COLUMNS) - 1)
            rows.append(_section_row(section, wide))
        rows.extend(_measure_row(row) for row in section.rows)
    plan = Sheet(say(Message("Plan")), columns, rows, (title,), frozenset(spans), spans)
    guidance = _guidance(say, [HEADINGS[column] for column in COLUMNS if column in hidden])
    return workbook_bytes([plan, guidance, _given_out(sections)])


def _given_out(sections: Sequence[SheetSection]) -> Sheet:
    """Every section and measure as they are now, on a sheet that people do not see."""
    columns = [SheetColumn(heading, text=True) for heading in (*HEADINGS.values(), CODE_HEADING)]
    rows = [
        line
        for section in sections
        for line in (_section_row(section, Column.TASK), *map(_measure_row, section.rows))
    ]
    return Sheet(GIVEN_OUT, columns, rows, hidden=True)


def _widths(sections: Sequence[SheetSection], long: Sequence[Column]) -> dict[Column, float]:
    """The widths of the columns; those of long texts share the room by how much they hold, so that rows stay low."""
    amounts = {
        column: 1 + sum(len(row.text(column)) for section in sections for row in section.rows)
        for column in long
    }
    room = _LONG_WIDTH * len(long) / sum(amounts.values())
    shares = {column: min(max(amount * room, _NARROWEST), _WIDEST) for column, amount in amounts.items()}
    return _WIDTHS | {column: round(width) for column, width in shares.items()}


def _section_row(section: SheetSection, wide: Column) -> list[Written]:
    texts = {Column.NUMBER: section.number, wide: section.heading}
    return [*(texts.get(column) or None for column in COLUMNS), _code(_SECTION, section.key)]


def _measure_row(row: SheetRow) -> list[Written]:
    return [*(row.text(column) or None for column in COLUMNS), _code(_MEASURE, row.key)]


def _code(kind: str, key: str) -> str | None:
    return f"{kind}-{key}" if key else None


def _guidance(say: Say, hidden: Sequence[str]) -> Sheet:
    lines = [
        say(
            Message(
                "Edit the table on the first sheet, save it as .xlsx and hand it in: every change is shown before it "
                "is applied."
            )
        ),
        say(
            Message(
                "A new measure: insert a row and leave its code empty. A measure that goes: delete its whole row. A "
                "measure that moves: cut its whole row and insert it elsewhere. A new section: copy the row of a "
                "section, write the new heading, clear the code."
            )
        ),
        say(Message("Do not change the headings and the codes in the last column.")),
    ]
    if hidden:
        lines.append(
            say(
                Message(
                    "Columns that are empty are hidden; show them to fill them: {columns}.",
                    columns=tuple(hidden),
                )
            )
        )
    columns = (
        SheetColumn("", 5, centred=True),
        SheetColumn(say(Message("How to use this file")), 110),
    )
    return Sheet(
        say(Message("Guidance")), columns, [[str(at), line] for at, line in enumerate(lines, start=1)]
    )


# --- in ----------------------------------------------------------------------------------------------------


class _Layout(NamedTuple):
    """Where the table stands: its row of headings, the columns by their positions, the column of codes."""

    row: Row
    columns: Mapping[int, Column]
    code: int


def read_sheet(
    content: bytes, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> SheetFile:
    """A workbook that `plan_workbook` wrote and people edited, with its faults; raises `Faults` where it is no table.

    Rows without a code are new; such a row is a section when its cells are merged, or when it holds nothing but a
    text that is written or numbered like a heading. Columns may stand in any order, unknown ones are passed over.
    `progress` is told once, at the end.
    """
    table = read_table(content, file)
    reading = _Reading(table, _layout(table))
    sections = reading.sections()
    progress(1, 1)
    return SheetFile(sections, _given(content, file), tuple(reading.faults))


def _given(content: bytes, file: str) -> tuple[SheetSection, ...] | None:
    """What the plan held when the file was given out; None when the file does not say, or says it no more."""
    try:
        table = read_table(content, file, GIVEN_OUT)
    except Faults:
        return None
    found: list[tuple[SheetSection, list[SheetRow]]] = []
    for row in table.rows[1:]:
        texts = {column: tidy(as_text(row.at(at))) for at, column in enumerate(COLUMNS)}
        code = _CODE.fullmatch(as_text(row.at(len(COLUMNS))).strip())
        if code and code[1] == _SECTION:
            found.append((SheetSection(code[2], texts[Column.NUMBER], texts[Column.TASK]), []))
        elif code and found:
            found[-1][1].append(_row(code[2], texts))
        else:
            return None
    return tuple(replace(section, rows=tuple(rows)) for section, rows in found)


def _row(key: str, texts: Mapping[Column, str], where: Where | None = None) -> SheetRow:
    named: dict[str, Any] = {column.value: text for column, text in texts.items()}
    return SheetRow(key, **named, where=where)


def _layout(table: Table) -> _Layout:
    for row in table.rows:
        texts = [as_text(value) for value in row.values]
        columns, doubled = _columns(texts)
        if names_a_plan(columns):
            return _complete(table, row, columns, doubled, texts)
    headings = tuple(HEADINGS.values())
    why = Message(
        "The first sheet holds no table of a plan: take the file as it was given out and keep its headings."
    )
    raise Faults(
        [Fault(table.place(1), "", Message("a row with the headings {headings}", headings=headings), why)]
    )


def _columns(texts: Sequence[str]) -> tuple[dict[int, Column], dict[int, Column]]:
    """The columns by their headings, and those whose heading names a column a second time.

    The headings as they were given out go first: a column "Kết quả thực hiện" beside them is no output.
    """
    given = {folded(heading): column for column, heading in HEADINGS.items()}
    exact = {at: given[folded(text)] for at, text in enumerate(texts) if folded(text) in given}
    found: dict[int, Column] = {}
    doubled: dict[int, Column] = {}
    for at, text in enumerate(texts):
        column = exact.get(at) or column_of(text)
        if column is None or column is Column.EXTRA or (at not in exact and column in exact.values()):
            continue
        (doubled if column in found.values() else found)[at] = column
    return found, doubled


def _complete(
    table: Table, row: Row, columns: dict[int, Column], doubled: dict[int, Column], texts: Sequence[str]
) -> _Layout:
    """The layout of a row of headings; `Faults` when a column is missing or named twice."""
    codes = [at for at, text in enumerate(texts) if _CODE_HEADINGS.fullmatch(folded(text))]
    faults = [_named_twice(table.place(row.number, at), texts[at], doubled[at]) for at in doubled]
    faults += [
        _missing(table.place(row.number), heading)
        for column, heading in HEADINGS.items()
        if column not in columns.values()
    ]
    if not codes:
        faults.append(_missing(table.place(row.number), CODE_HEADING))
    if faults:
        raise Faults(faults)
    return _Layout(row, columns, codes[-1])


def _missing(place: Place, heading: str) -> Fault:
    why = Message(
        "The column “{heading}” is missing, with everything it held: take the file as it was given out. A column "
        "may be hidden, but not deleted or renamed.",
        heading=heading,
    )
    return Fault(place, "", Message("a column “{heading}”", heading=heading), why)


def _named_twice(place: Place, found: str, column: Column) -> Fault:
    why = Message(
        "Two columns are read as “{heading}”: give one of them another heading.", heading=HEADINGS[column]
    )
    return Fault(place, found, Message("one column “{heading}”", heading=HEADINGS[column]), why)


@dataclass(slots=True)
class _Open:
    """A section whose rows are being read."""

    key: str = ""
    number: str = ""
    heading: str = ""
    where: Where | None = None
    rows: list[SheetRow] = field(default_factory=list)


class _Reading:
    """Goes down the table and keeps what it finds, and every fault."""

    def __init__(self, table: Table, layout: _Layout) -> None:
        self._table, self._layout = table, layout
        self._rows = {row.number: row for row in table.rows}
        self._wide = {
            area.row: area.column
            for area in table.merged
            if area.columns * 2 > len(COLUMNS) and area.row in self._rows
        }
        self._at = {column: at for at, column in layout.columns.items()}
        self._tall: dict[int, list[Merged]] = {}
        for area in sorted(table.merged):
            if area.rows > 1:
                self._tall.setdefault(area.column, []).append(area)
        self._seen: dict[str, int] = {}
        self.faults: list[Fault] = []
        self._open = [_Open()]

    def sections(self) -> tuple[SheetSection, ...]:
        """Every section in the order of the file; `faults` then holds what cannot be taken."""
        for row in self._below():
            self._take(row)
        first, *rest = self._open
        kept = [first, *rest] if first.rows else rest
        return tuple(
            SheetSection(one.key, one.number, one.heading, tuple(one.rows), one.where) for one in kept
        )

    def _below(self) -> Iterator[Row]:
        """The rows below the headings, without the headings repeated and the numbers of columns under them."""
        heads = [folded(text) for text in self._texts(self._layout.row)]
        under_headings = True
        for row in self._table.rows:
            if row.number <= self._layout.row.number:
                continue
            texts = self._texts(row)
            filled = {at: folded(text) for at, text in enumerate(texts) if text}
            if not filled:
                continue
            repeats = len(filled) > 2 and all(heads[at] == key for at, key in filled.items())
            if not repeats and not (under_headings and is_ordinals(texts)):
                yield row
            under_headings = repeats

    def _texts(self, row: Row) -> list[str]:
        """The texts of the columns that are read, the code last."""
        return [as_text(row.at(at)).strip() for at in (*self._layout.columns, self._layout.code)]

    def _take(self, row: Row) -> None:
        texts = {column: self._text(row, at) for at, column in self._layout.columns.items()}
        code = as_text(row.at(self._layout.code)).strip()
        found = _CODE.fullmatch(code)
        if code and found is None:
            self._fault(row, code, _CODE_FORM, _CODE_WHY)
        key = found[2] if found and self._is_first(row, code) else ""
        where = Where(self._place(row, self._layout.code), code, self._place_of_what(row))
        if found and found[1].upper() == _SECTION:
            heading = " ".join(texts[column] for column in COLUMNS[1:] if texts[column])
            self._add_section(row, _Open(key, texts[Column.NUMBER], heading, where))
        elif not found and self._is_section(row, texts):
            self._add_section(row, _Open("", *_new_heading(texts), where))
        elif any(texts.values()):
            self._add_measure(row, key, texts, where)
        elif key:
            self._fault(row, code, Message("the texts of a measure"), _ONLY_CODE)

    def _is_first(self, row: Row, code: str) -> bool:
        """Whether no row above has the same code; another fault otherwise."""
        first = self._seen.setdefault(code.upper(), row.number)
        if first != row.number:
            why = Message(
                "Row {row} has the same code. If the row was copied to make a new one, clear its code.",
                row=first,
            )
            self._fault(row, code, Message("each code once"), why)
        return first == row.number

    def _place(self, row: Row, at: int) -> Place:
        return self._table.place(row.number, at)

    def _place_of_what(self, row: Row) -> Place:
        """The cell that says what is to be done, or that of the heading where cells are merged for one."""
        return self._place(row, self._wide.get(row.number, self._at[Column.TASK]))

    def _text(self, row: Row, at: int) -> str:
        value = row.at(at)
        if isinstance(value, ErrorCell | FormulaCell):
            why = Message("The cell shows no text but the fault of a formula: type the text itself.")
            self.faults.append(
                Fault(self._place(row, at), as_text(value), Message("a cell without a fault"), why)
            )
        text = tidy(as_text(value))
        try:
            taken(text, MOST["cell"])
        except Untaken as untaken:
            self.faults += untaken.at(self._place(row, at))
        return text

    def _is_section(self, row: Row, texts: Mapping[Column, str]) -> bool:
        """Whether a row without a code is the heading of a section."""
        filled = [text for column, text in texts.items() if text and column is not Column.NUMBER]
        number = texts[Column.NUMBER]
        if not filled:
            return row.number in self._wide or len(number) >= _SHORTEST_HEADING
        is_titled = filled[0].isupper() and len(filled[0].split()) > 1
        return len(filled) == 1 and (
            row.number in self._wide or is_titled or _ROMAN.fullmatch(number) is not None
        )

    def _add_section(self, row: Row, section: _Open) -> None:
        self._check_number(row, section.number)
        if len(section.heading) > MOST["title"]:
            expected = Message("a heading of at most {most} characters", most=MOST["title"])
            why = Message("The text is too long for the heading of a section: shorten it.")
            self.faults.append(Fault(self._place_of_what(row), f"{section.heading[:40]}…", expected, why))
        self._open.append(section)

    def _add_measure(self, row: Row, key: str, texts: dict[Column, str], where: Where) -> None:
        for at, column in self._layout.columns.items():
            if not texts[column] and column is not Column.NUMBER:
                texts[column] = tidy(as_text(self._above(row.number, at)))
        self._check_number(row, texts[Column.NUMBER])
        self._open[-1].rows.append(_row(key, texts, where))

    def _above(self, number: int, at: int) -> Value:
        """The value of the merged cells that reach down to this row from above; None where there are none."""
        areas = self._tall.get(at, [])
        found = bisect_right(areas, number, key=lambda area: area.row) - 1
        if found < 0 or number >= areas[found].row + areas[found].rows or areas[found].row not in self._rows:
            return None
        return self._rows[areas[found].row].at(at)

    def _check_number(self, row: Row, number: str) -> None:
        if len(number) > LONGEST_NUMBER:
            expected = Message("a number of at most {most} characters", most=LONGEST_NUMBER)
            why = Message("The text is too long for a number: put it into the column beside it.")
            self.faults.append(Fault(self._place(row, self._at[Column.NUMBER]), number, expected, why))

    def _fault(self, row: Row, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(self._place(row, self._layout.code), found, expected, why))


def _new_heading(texts: Mapping[Column, str]) -> tuple[str, str]:
    """Number and heading of a new section; both may have been written into one cell."""
    number = texts[Column.NUMBER]
    heading = next((texts[column] for column in COLUMNS[1:] if texts[column]), "")
    if not heading:
        number, heading = "", number
    split = _NUMBERED_HEADING.fullmatch(heading)
    return (split[1], split[2]) if split and not number else (number.rstrip(".)"), heading)


_CODE_FORM = Message(
    "a code such as {measure} or {section}", measure=f"{_MEASURE}-17", section=f"{_SECTION}-3"
)
_CODE_WHY = Message(
    "No measure or section has such a code: put back the code that stood here, or clear the cell if the row is new."
)
_ONLY_CODE = Message(
    "The row has a code but no text: delete the whole row if the measure goes, or write what is to be done."
)
