"""A workbook of a unit's records that was given out and filled in, read back with all its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.core.plans.following.states import WHOLE
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key
from cchc.core.words.numbers import number_in_full
from cchc.core.words.numerals import NumberFault, from_cell, typed_number, typed_percent
from cchc.files.cells import Percent
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import Row, Table, Value, as_text, read_table
from cchc.following.exchange.progress_file import (
    CODE,
    FIGURES,
    GIVEN_OUT,
    HEADINGS,
    PARTS,
    PERCENT,
    STATE,
    STATES,
    UNIT,
    ProgressCell,
    figures_in,
    figures_text,
)
from cchc.scores.exchange.cells import cell_refusal, plain_cell

LENGTHS = {"text": "explanation", "reason": "reason", "document_number": "number"}
LINES = ("text",)  # parts that hold several lines
TAKE_ANEW = Message("Take the file as it was given out, and change neither headings nor the column “Mã”.")


@dataclass(frozen=True, slots=True)
class ProgressFile:
    """What a workbook says of records: their cells as machine texts with where each stands, and those of when it was
    given out (None: the file does not say)."""

    cells: Mapping[ProgressCell, str]
    given: Mapping[ProgressCell, str] | None
    places: Mapping[ProgressCell, Place]


def read_progress(
    content: bytes,
    file: str,
    unit: str,
    records: Mapping[int, Sequence[str]],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ProgressFile:
    """Return what a workbook that `progress_workbook` wrote and people filled in says of the `records` of `unit`, each
    given with what is counted in it. Rows that were deleted say nothing.

    Raises `Faults` with everything that is wrong, each with its cell.
    """
    table = read_table(content, file)
    given, owner = _given(content, file)
    if owner not in ("", unit):
        why = Message(
            "This file holds the records of {other}: bring the one of {unit}.", other=owner, unit=unit
        )
        raise Faults([Fault(table.place(1), owner, Message("the records of {unit}", unit=unit), why)])
    reading = _Reading(table, records)
    reading.read()
    progress(1, 1)
    if reading.faults:
        raise Faults(reading.faults)
    return ProgressFile(reading.cells, given, reading.places)


# A unit leads at most some thousand records: they take a second and 150 megabytes.
PROGRESS_FILE = Door(
    read_progress,
    (FileKind.XLSX,),
    10_000_000,
    Limits(memory=1_000_000_000, computing=30, clock=60, answer=10_000_000),
)


def _given(content: bytes, file: str) -> tuple[dict[ProgressCell, str] | None, str]:
    """What the file held when it was given out, and whose it is; None and nothing where it does not say."""
    try:
        table = read_table(content, file, GIVEN_OUT)
    except Faults:
        return None, ""
    cells: dict[ProgressCell, str] = {}
    owner = ""
    for row in table.rows[1:]:
        code, part, text = (as_text(row.at(at)).strip() for at in range(3))
        if part == UNIT:
            owner = text
        elif code.isdecimal():
            cells[ProgressCell(int(code), part)] = text
    return cells, owner


@dataclass(slots=True)
class _Reading:
    """Goes down the rows and keeps what they say, and every fault."""

    table: Table
    records: Mapping[int, Sequence[str]]
    cells: dict[ProgressCell, str] = field(default_factory=dict)
    places: dict[ProgressCell, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)

    def read(self) -> None:
        """Read every row below the headings."""
        head = self._head()
        for row in self.table.rows if head is not None else ():
            if head is not None and row.number > head.number:
                self._row(row)

    def _head(self) -> Row | None:
        wanted = {search_key(one): one for one in HEADINGS}
        for row in self.table.rows:
            there = {wanted.get(search_key(as_text(value)), ""): at for at, value in enumerate(row.values)}
            if CODE not in there or STATE not in there:
                continue
            self.columns = there
            for heading in [one for one in PARTS.values() if one not in there]:
                why = Message("The column “{heading}” is missing.", heading=heading)
                expected = Message("a column “{heading}”", heading=heading)
                self.faults.append(Fault(self.table.place(row.number), "", expected, why))
            return None if self.faults else row
        why = Message("The first sheet holds no records. Take the file as it was given out.")
        self.faults.append(Fault(self.table.place(1), "", Message("a row with its headings"), why))
        return None

    def _row(self, row: Row) -> None:
        if all(value is None for value in row.values):
            return
        raw = row.at(self.columns[CODE])
        code = as_text(raw).strip()
        record = int(code) if code.isascii() and code.isdecimal() and len(code) < 16 else 0
        if record not in self.records:
            self._fault(row, CODE, code, Message("a record of your unit"), TAKE_ANEW)
            return
        if record in self.seen:
            why = Message("Two rows are of one record: leave one of them.")
            self._fault(row, CODE, code, Message("each record once"), why)
            return
        self.seen.add(record)
        for part, heading in PARTS.items():
            before = len(self.faults)
            text = self._part(row, part, heading, record)
            if len(self.faults) == before:
                cell = ProgressCell(record, part)
                self.cells[cell], self.places[cell] = text, self._place(row, heading)

    def _part(self, row: Row, part: str, heading: str, record: int) -> str:
        raw = row.at(self.columns[heading])
        value = plain_cell(raw) if isinstance(raw, str) else raw
        refusal = cell_refusal(value)
        if refusal is not None:
            self._fault(row, heading, as_text(value), Message("a value, or an empty cell"), refusal)
            return ""
        if heading == STATE:
            return self._state(row, as_text(value))
        if heading == PERCENT:
            return self._percent(row, value)
        if heading == FIGURES:
            return self._figures(row, as_text(value), self.records[record])
        try:
            return accepted_text(as_text(value), MOST[LENGTHS[part]], lines=part in LINES).strip()
        except RefusedText as refused:
            self.faults += refused.at(self._place(row, heading))
            return ""

    def _state(self, row: Row, text: str) -> str:
        found = next((code for code, word in STATES.items() if search_key(word) == search_key(text)), None)
        if found is not None:
            return str(found.value)
        expected = Message("one of: {labels}", labels=tuple(STATES.values()))
        self._fault(row, STATE, text, expected, Message("Choose the state from the list of the cell."))
        return ""

    def _percent(self, row: Row, value: Value) -> str:
        if value is None or value == "":
            return ""
        number = _number_of(value)
        if number is not None and number.denominator == 1 and 0 <= number <= WHOLE:
            return str(number.numerator)
        expected = Message("a whole number from 0 to 100")
        self._fault(
            row, PERCENT, as_text(value), expected, Message("Write how far it is in percent, such as 60.")
        )
        return ""

    def _figures(self, row: Row, text: str, names: Sequence[str]) -> str:
        folded = {search_key(name): name for name in names}
        achieved = dict.fromkeys(names, "")
        for written, value in figures_in(text).items():
            name = folded.get(search_key(written))
            if name is None:
                labels = tuple(names) or ("–",)
                expected = Message("one of: {labels}", labels=labels)
                why = Message("The plan asks for no such figure here. Do not change the names of figures.")
                self._fault(row, FIGURES, written, expected, why)
                continue
            try:
                achieved[name] = number_in_full(typed_number(value, low=Fraction(0))) if value else ""
            except NumberFault as refused:
                self.faults.append(refused.at(self._place(row, FIGURES)))
        return figures_text(achieved)

    def _place(self, row: Row, heading: str) -> Place:
        return self.table.place(row.number, self.columns[heading])

    def _fault(self, row: Row, heading: str, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(self._place(row, heading), found, expected, why))


def _number_of(value: Value) -> Fraction | None:
    """A percentage that stands in a cell as a number, a percentage or a text; None for anything else."""
    if isinstance(value, Percent):
        return value.value
    try:
        if isinstance(value, (int, float)):
            return from_cell(value)
        return typed_percent(as_text(value)) if isinstance(value, str) else None
    except NumberFault:
        return None
