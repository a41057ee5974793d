"""A workbook that was given out and edited, read back with all its faults.

    file = read_sheet(content, "ke-hoach.xlsx")

What nobody touched comes back as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cchc.core.plans.columns import BUDGET, BY_KEY, EXTRA, NUMBER, TASK
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key
from cchc.files.tables import ErrorCell, FormulaCell, Merged, Row, Table, Value, as_text, read_table
from cchc.plans.exchange.sheet import (
    CODE,
    CODE_HEADING,
    GIVEN_OUT,
    HEADINGS,
    MEASURE_CODE,
    SECTION_CODE,
    SheetFile,
    SheetRow,
    SheetSection,
    Where,
    tidy,
)
from cchc.reading.plans.columns import is_ordinals, names_a_plan
from cchc.reading.plans.heading_words import column_of

LONGEST_NUMBER = 30  # a longer text in the column of numbers is a sentence that slipped there
_CODE_HEADINGS = re.compile(r"ma( \(khong sua\))?")
_ROMAN = re.compile(r"[IVXLC]{1,6}[.)]?|[A-ZĐ][.)]?")
_NUMBERED_HEADING = re.compile(r"([IVXLC]{1,6}|[A-ZĐ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)]\s+(\S.*)", re.DOTALL)
_SHORTEST_HEADING = 6


class _Layout(NamedTuple):
    """Where the table stands: its row of headings, the columns by their positions, the column of codes."""

    row: Row
    columns: Mapping[int, str]
    code: int


def read_sheet(
    content: bytes,
    file: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    spare: Collection[str] = (),
) -> SheetFile:
    """A workbook that `plan_workbook` wrote and people edited, with its faults; raises `Faults` where it is no table.

    Rows without a code are new; such a row is a section when its cells are merged, or when it holds nothing but a
    text that is written or numbered like a heading. Columns may stand in any order, unknown ones are passed over.
    `spare` are columns without which a file is taken that was given out before there were such columns.
    `progress` is told once, at the end.
    """
    table, kept = read_table(content, file), _kept(content, file)
    given_out = kept.columns.keys() if kept else HEADINGS.keys()
    reading = _Reading(table, _layout(table, frozenset(spare) - given_out))
    sections = reading.sections()
    progress(1, 1)
    return SheetFile(sections, _given(kept) if kept else None, tuple(reading.faults))


class _Kept(NamedTuple):
    """The sheet that says what the plan held when the file was given out: its columns, and that of the codes."""

    table: Table
    columns: Mapping[str, int]
    code: int


def _kept(content: bytes, file: str) -> _Kept | None:
    try:
        table = read_table(content, file, GIVEN_OUT)
    except Faults:
        return None
    heads = [as_text(value).strip() for value in table.rows[0].values] if table.rows else []
    columns = {key: heads.index(heading) for key, heading in HEADINGS.items() if heading in heads}
    is_whole = CODE_HEADING in heads and all(key in columns or BY_KEY[key].is_seldom for key in HEADINGS)
    return _Kept(table, columns, heads.index(CODE_HEADING)) if is_whole else None


def _given(kept: _Kept) -> tuple[SheetSection, ...] | None:
    """What the plan held when the file was given out; None when the file says it no more."""
    found: list[tuple[SheetSection, list[SheetRow]]] = []
    for row in kept.table.rows[1:]:
        texts = dict.fromkeys(HEADINGS, "") | {
            key: tidy(as_text(row.at(at))) for key, at in kept.columns.items()
        }
        code = CODE.fullmatch(as_text(row.at(kept.code)).strip())
        if code and code[1] == SECTION_CODE:
            found.append((SheetSection(code[2], texts[NUMBER], texts[TASK]), []))
        elif code and found:
            found[-1][1].append(SheetRow(code[2], texts))
        else:
            return None
    return tuple(replace(section, rows=tuple(rows)) for section, rows in found)


def _layout(table: Table, spare: Collection[str]) -> _Layout:
    for row in table.rows:
        texts = [as_text(value) for value in row.values]
        columns, doubled = _columns(texts)
        if names_a_plan(columns):
            return _complete(table, row, columns, doubled, texts, spare)
    headings = tuple(HEADINGS.values())
    why = Message(
        "The first sheet holds no table of a plan: take the file as it was given out and keep its headings."
    )
    raise Faults(
        [Fault(table.place(1), "", Message("a row with the headings {headings}", headings=headings), why)]
    )


def _columns(texts: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """The columns by their headings, and those whose heading names a column a second time.

    The headings as they were given out go first: a column "Kết quả thực hiện" beside them is no output.
    """
    given = {search_key(heading): column for column, heading in HEADINGS.items()}
    exact = {at: given[search_key(text)] for at, text in enumerate(texts) if search_key(text) in given}
    found: dict[int, str] = {}
    doubled: dict[int, str] = {}
    for at, text in enumerate(texts):
        column = exact.get(at) or column_of(text)
        if column is None or column == EXTRA or (at not in exact and column in exact.values()):
            continue
        (doubled if column in found.values() else found)[at] = column
    return found, doubled


def _complete(
    table: Table,
    row: Row,
    columns: dict[int, str],
    doubled: dict[int, str],
    texts: Sequence[str],
    spare: Collection[str],
) -> _Layout:
    """The layout of a row of headings; `Faults` when a column is missing that is not to spare, or named twice."""
    codes = [at for at, text in enumerate(texts) if _CODE_HEADINGS.fullmatch(search_key(text))]
    faults = [_named_twice(table.place(row.number, at), texts[at], doubled[at]) for at in doubled]
    faults += [
        _missing(table.place(row.number), heading)
        for column, heading in HEADINGS.items()
        if column not in columns.values() and column not in spare
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


def _named_twice(place: Place, found: str, column: str) -> Fault:
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
            if area.columns * 2 > len(HEADINGS) and area.row in self._rows
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
        heads = [search_key(text) for text in self._texts(self._layout.row)]
        under_headings = True
        for row in self._table.rows:
            if row.number <= self._layout.row.number:
                continue
            texts = self._texts(row)
            filled = {at: search_key(text) for at, text in enumerate(texts) if text}
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
        texts = dict.fromkeys(HEADINGS, "")
        texts |= {column: self._text(row, at) for at, column in self._layout.columns.items()}
        code = as_text(row.at(self._layout.code)).strip()
        found = CODE.fullmatch(code)
        if code and found is None:
            self._fault(row, code, _CODE_FORM, _CODE_WHY)
        key = found[2] if found and self._is_first(row, code) else ""
        where = Where(self._place(row, self._layout.code), code, self._place_of_what(row))
        if found and found[1].upper() == SECTION_CODE:
            heading = " ".join(texts[key] for key in HEADINGS if key != NUMBER and texts[key])
            self._add_section(row, _Open(key, texts[NUMBER], heading, where))
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
        return self._place(row, self._wide.get(row.number, self._at[TASK]))

    def _text(self, row: Row, at: int) -> str:
        value = row.at(at)
        if isinstance(value, ErrorCell | FormulaCell):
            why = Message("The cell shows no text but the fault of a formula: type the text itself.")
            self.faults.append(
                Fault(self._place(row, at), as_text(value), Message("a cell without a fault"), why)
            )
        text = tidy(as_text(value))
        try:
            accepted_text(text, MOST["cell"])
        except RefusedText as untaken:
            self.faults += untaken.at(self._place(row, at))
        return text

    def _is_section(self, row: Row, texts: Mapping[str, str]) -> bool:
        """Whether a row without a code is the heading of a section."""
        filled = [text for column, text in texts.items() if text and column != NUMBER]
        number = texts[NUMBER]
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

    def _add_measure(self, row: Row, key: str, texts: dict[str, str], where: Where) -> None:
        for at, column in self._layout.columns.items():
            if not texts[column] and column not in (NUMBER, BUDGET):  # one amount for several rows is one
                texts[column] = tidy(as_text(self._above(row.number, at)))
        self._check_number(row, texts[NUMBER])
        self._open[-1].rows.append(SheetRow(key, texts, where))

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
            self.faults.append(Fault(self._place(row, self._at[NUMBER]), number, expected, why))

    def _fault(self, row: Row, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(self._place(row, self._layout.code), found, expected, why))


def _new_heading(texts: Mapping[str, str]) -> tuple[str, str]:
    """Number and heading of a new section; both may have been written into one cell."""
    number = texts[NUMBER]
    heading = next((texts[key] for key in HEADINGS if key != NUMBER and texts[key]), "")
    if not heading:
        number, heading = "", number
    split = _NUMBERED_HEADING.fullmatch(heading)
    return (split[1], split[2]) if split and not number else (number.rstrip(".)"), heading)


_CODE_FORM = Message(
    "a code such as {measure} or {section}", measure=f"{MEASURE_CODE}-17", section=f"{SECTION_CODE}-3"
)
_CODE_WHY = Message(
    "No measure or section has such a code: put back the code that stood here, or clear the cell if the row is new."
)
_ONLY_CODE = Message(
    "The row has a code but no text: delete the whole row if the measure goes, or write what is to be done."
)
