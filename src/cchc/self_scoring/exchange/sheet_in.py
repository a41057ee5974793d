"""A workbook of a sheet that was given out and filled in, read back with all its faults."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.ledgers import NA
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import search_key
from cchc.core.words.numbers import decimal_places, exact, plain
from cchc.criteria.exchange.reading import read_known_set
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import Row, Table, Value, as_text, read_table
from cchc.scores.exchange.cells import Blank, CellReader, CellValue, RefusedCell, cell_refusal, plain_cell
from cchc.scores.exchange.columns import ScoreColumn
from cchc.self_scoring.exchange.sheet_file import (
    COMPUTED,
    FIGURE,
    GIVEN_OUT,
    HEADINGS,
    NUMBER,
    POINTS,
    TEXTS,
    UNIT,
    VALUE,
    YEAR,
    CellKey,
    parts_of,
)
from cchc.self_scoring.exchange.sheet_out import figure_label

MOST_PLACES = 4
LENGTHS = {"reason": "reason", "provisional": "reason", "note": "title"}
TAKE_ANEW = Message("Take the file as it was given out, and change neither headings nor numbers.")


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """What a workbook says of a sheet: its cells as machine texts, and those of when it was given out (None: the file
    does not say)."""

    cells: Mapping[CellKey, str]
    given: Mapping[CellKey, str] | None


def read_answers(
    content: bytes,
    file: str,
    set_text: str,
    unit: str,
    year: str,
    without: Collection[str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> AnswersFile:
    """Return what a workbook that `sheet_workbook` wrote and people filled in says of the sheet of `unit`, to which the
    leaves `without` do not apply. Raises `Faults` with everything that is wrong, each with its unit and criterion."""
    table = read_table(content, file)
    given, owner = _given(content, file)
    if owner not in ({}, {UNIT: unit, YEAR: year}):
        raise Faults([_of_another(table, owner, unit, year)])
    reading = _Reading(table, read_known_set(set_text).leaves, unit, frozenset(without), given)
    reading.read()
    progress(1, 1)
    if reading.faults:
        raise Faults(reading.faults)
    own = None if given is None else {key: one for key, one in given.items() if key.part != COMPUTED}
    return AnswersFile(reading.cells, own)


# The largest sheet has some hundred rows: it takes a tenth of a second and 60 megabytes.
ANSWERS_FILE = Door(
    read_answers,
    (FileKind.XLSX,),
    10_000_000,
    Limits(memory=1_000_000_000, computing=30, clock=60, answer=5_000_000),
)


def _of_another(table: Table, owner: Mapping[str, str], unit: str, year: str) -> Fault:
    whose = f"{owner.get(UNIT, '?')}, {owner.get(YEAR, '?')}"
    why = Message(
        "This file holds the sheet of {other}: bring the file that was given out for {unit}, {year}.",
        other=whose, unit=unit, year=year,
    )  # fmt: skip
    return Fault(table.place(1), whose, Message("the sheet of {unit}", unit=unit), why)


def _given(content: bytes, file: str) -> tuple[dict[CellKey, str] | None, dict[str, str]]:
    """What the file held when it was given out, and whose sheet it is; None and nothing where it does not say."""
    try:
        table = read_table(content, file, GIVEN_OUT)
    except Faults:
        return None, {}
    cells: dict[CellKey, str] = {}
    owner: dict[str, str] = {}
    for row in table.rows[1:]:
        number, part, text = (as_text(row.at(at)).strip() for at in range(3))
        if part in (UNIT, YEAR):
            owner[part] = text
        else:
            cells[CellKey(number, part)] = text
    return cells, owner


@dataclass(frozen=True, slots=True)
class _Read:
    """A value that stands in a cell; a day may be declared as none."""

    value: CellValue


@dataclass(slots=True)
class _Reading:
    """Goes down the rows and keeps what they say, and every fault."""

    table: Table
    leaves: Mapping[str, Node]
    unit: str
    without: frozenset[str]
    given: Mapping[CellKey, str] | None
    cells: dict[CellKey, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def read(self) -> None:
        """Read every row below the headings."""
        head = self._head()
        if head is None:
            return
        for row in self.table.rows:
            if row.number <= head.number:
                continue
            number = as_text(row.at(self.columns[NUMBER])).strip()
            leaf = self.leaves.get(number)
            if leaf is not None:
                self._leaf(row, leaf)
            elif number and self._at(row, VALUE) is not None:
                self._fault(row, NUMBER, number, Message("the number of a criterion"), TAKE_ANEW)
        self._check_whole()

    def _check_whole(self) -> None:
        """A row that was deleted says nothing: whoever means to empty a cell empties the cell."""
        for leaf in self.leaves.values():
            if leaf.number in self.without or leaf.part is Part.SURVEY:
                continue
            missing = [part for part in parts_of(leaf) if CellKey(leaf.number, part) not in self.cells]
            if missing and not any(fault.place.criterion == _words(leaf) for fault in self.faults):
                why = Message("The row of criterion {number} is not in the file, or not whole. Take the file as it was"
                              " given out.", number=leaf.number)  # fmt: skip
                place = Place(self.table.file, self.table.sheet, unit=self.unit, criterion=_words(leaf))
                self.faults.append(Fault(place, "", Message("every criterion of the sheet"), why))

    def _head(self) -> Row | None:
        keys = {search_key(heading): heading for heading in HEADINGS}
        for row in self.table.rows:
            found = {
                keys[key]: at
                for at, value in enumerate(row.values)
                if (key := search_key(as_text(value))) in keys
            }
            if NUMBER in found and (VALUE in found or POINTS in found):
                missing = [one for one in (FIGURE, VALUE, POINTS, *TEXTS.values()) if one not in found]
                for heading in missing:
                    why = Message("The column “{heading}” is missing.", heading=heading)
                    expected = Message("a column “{heading}”", heading=heading)
                    self.faults.append(Fault(self.table.place(row.number), "", expected, why))
                self.columns = found
                return None if missing else row
        self.faults.append(
            Fault(
                self.table.place(1),
                "",
                Message("a row with the headings {headings}", headings=HEADINGS),
                Message("The first sheet holds no sheet of a unit. Take the file as it was given out."),
            )
        )
        return None

    def _at(self, row: Row, heading: str) -> Value:
        value = row.at(self.columns[heading])
        return plain_cell(value) if isinstance(value, str) else value

    def _leaf(self, row: Row, leaf: Node) -> None:
        is_first = not self.seen[leaf.number]
        self.seen[leaf.number].append(row.number)
        if leaf.number in self.without or leaf.part is Part.SURVEY:
            if self._at(row, VALUE) is not None:
                why = Message("This criterion is not answered by the unit: leave the cell empty.")
                self._fault(row, VALUE, as_text(self._at(row, VALUE)), Message("an empty cell"), why, leaf)
            return
        label = as_text(self._at(row, FIGURE)).strip()
        if label or leaf.variables:
            self._figure(row, leaf, label)
        if is_first:
            self._points(row, leaf)
            for part in parts_of(leaf):
                if part in TEXTS:
                    self._text(row, leaf, part)

    def _figure(self, row: Row, leaf: Node, label: str) -> None:
        named = [one for one in leaf.variables if figure_label(one) == label]
        free = [one for one in named if CellKey(leaf.number, f"figure-{one.name}") not in self.cells]
        if not free:
            labels = tuple(figure_label(one) for one in leaf.variables)
            expected = Message("one of: {labels}", labels=labels) if labels else Message("an empty cell")
            why = Message("The criterion {number} has no such figure, or has it twice. Do not change the names of"
                          " figures.", number=leaf.number)  # fmt: skip
            self._fault(row, FIGURE, label, expected, why, leaf)
            return
        variable = free[0]
        value = self._value(row, VALUE, ScoreColumn(self.columns[VALUE], leaf, variable))
        text = "" if value is None or isinstance(value, Blank) else figure_text(variable, value.value)
        self.cells[CellKey(leaf.number, f"figure-{variable.name}")] = text

    def _points(self, row: Row, leaf: Node) -> None:
        shown = self._at(row, POINTS)
        if leaf.rule is not None:
            self._check_computed(row, leaf, shown)
            return
        column = ScoreColumn(self.columns[POINTS], leaf, None)
        value = self._value(row, POINTS, column)
        text = ""
        if value is not None and not isinstance(value, Blank):
            points = value.value
            places = decimal_places(points) if isinstance(points, Fraction) else None
            if not isinstance(points, Fraction) or places is None or places > MOST_PLACES:
                why = Message("points have at most {places} decimals", places=MOST_PLACES)
                self._fault(row, POINTS, as_text(shown), why, why, leaf)
                return
            text = exact(points) or plain(points)
        self.cells[CellKey(leaf.number, "points")] = text

    def _check_computed(self, row: Row, leaf: Node, shown: Value) -> None:
        """Points that follow from figures are not typed: what was changed there would be lost without a word."""
        if self.given is None or shown is None:
            return
        before = self.given.get(CellKey(leaf.number, COMPUTED), "")
        if before and isinstance(shown, (int, float)) and Fraction(before) == Fraction(str(shown)):
            return
        why = Message("The points of this criterion follow from its figures: change the figures.")
        self._fault(row, POINTS, as_text(shown), Message("the cell as it was given out"), why, leaf)

    def _value(self, row: Row, heading: str, column: ScoreColumn) -> _Read | Blank | None:
        """What a cell holds; None where it is refused."""
        raw = self._at(row, heading)
        if raw is None:
            return Blank.BLANK
        value = CellReader(",").read(column, raw)
        if isinstance(value, Blank):
            return value
        if isinstance(value, RefusedCell):
            self._fault(row, heading, value.found, value.expected, value.why, column.leaf)
            return None
        if value == NA:
            why = Message(
                "Whether a criterion applies is not decided in this file: ask for that on the page of the sheet."
            )
            self._fault(row, heading, as_text(raw), Message("a value, or an empty cell"), why, column.leaf)
            return None
        return _Read(value)

    def _text(self, row: Row, leaf: Node, part: str) -> None:
        heading = TEXTS[part]
        value = self._at(row, heading)
        refusal = cell_refusal(value)
        if refusal is not None:
            self._fault(row, heading, as_text(value), Message("a text"), refusal, leaf)
            return
        try:
            text = accepted_text(as_text(value), MOST[LENGTHS[part]], lines=part == "note").strip()
        except RefusedText as refused:
            self.faults += refused.at(self._place(row, heading, leaf))
            return
        self.cells[CellKey(leaf.number, part)] = text

    def _place(self, row: Row, heading: str, leaf: Node | None = None) -> Place:
        at = self.table.place(row.number, self.columns[heading])
        criterion = _words(leaf) if leaf is not None else None
        return Place(at.file, at.sheet, at.row, at.column, at.line, self.unit, criterion)

    def _fault(
        self, row: Row, heading: str, found: str, expected: Message, why: Message, leaf: Node | None = None
    ) -> None:
        self.faults.append(Fault(self._place(row, heading, leaf), found, expected, why))


def _words(leaf: Node) -> str:
    return f"{leaf.number}. {leaf.name}"
