"""A workbook of what one person appraises, filled in and brought back: read with all its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from cchc.appraisal.exchange.work_file import (
    FIGURE,
    GIVEN_OUT,
    NOTE,
    NUMBER,
    OWNER,
    POINTS,
    PROVISIONAL,
    TEXTS,
    UNIT,
    VALUE,
    VERDICT,
    VERDICTS,
    GivenOut,
    WorkCells,
    reason_headings,
)
from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Node
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
from cchc.scores.exchange.cells import Blank, CellReader, RefusedCell, cell_refusal, plain_cell
from cchc.scores.exchange.columns import ScoreColumn
from cchc.self_scoring.exchange.sheet_out import figure_label

MOST_PLACES = 4
LENGTHS = {"provisional": "reason", "note": "title"}
TAKE_ANEW = Message("Take the file as it was given out, and change neither units, numbers nor headings.")
Key = tuple[str, str]  # the name of a unit, and the number of a leaf


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A leaf of a unit of which the file says something else than when it was given out, and where it says so."""

    unit: str
    leaf: str
    place: Place
    given: GivenOut
    cells: WorkCells


def read_work(
    content: bytes,
    file: str,
    sets: Sequence[str],
    units: Mapping[str, int],
    owner: Sequence[str],
    words: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[WorkRow]:
    """Return what a workbook that `work_workbook` wrote and people filled in says otherwise than it was given out.

    `units` are those that the reader appraises, each with the place of its set in `sets`; `words` the name of each
    coded reason. Rows that were deleted say nothing. Raises `Faults` with everything that is wrong, each with its
    place.
    """
    table = read_table(content, file)
    given, whose = _given(content, file)
    if whose != dict(zip(OWNER, owner, strict=True)):
        raise Faults([_of_another(table, whose)])
    leaves = [read_known_set(text).leaves for text in sets]
    known = {unit: leaves[at] for unit, at in units.items()}
    reading = _Reading(table, known, given, {search_key(word): code for code, word in words.items()})
    rows = reading.read()
    progress(1, 1)
    if reading.faults:
        raise Faults(reading.faults)
    return rows


# 150 units × 100 criteria: 30,000 rows take some ten seconds and 700 megabytes.
WORK_FILE = Door(
    read_work,
    (FileKind.XLSX,),
    20_000_000,
    Limits(memory=2_000_000_000, computing=120, clock=180, answer=30_000_000),
)


def _of_another(table: Table, whose: Mapping[str, str]) -> Fault:
    found = ", ".join(whose.get(name, "?") for name in OWNER)
    why = Message(
        "This file was given out for {other}: bring the one that was given out to you.", other=found
    )
    return Fault(table.place(1), found, Message("your file of this appraisal"), why)


def _given(content: bytes, file: str) -> tuple[dict[Key, GivenOut], dict[str, str]]:
    """What each leaf held when the file was given out, and whose it is; nothing where the file does not say."""
    try:
        table = read_table(content, file, GIVEN_OUT)
    except Faults:
        return {}, {}
    found: dict[Key, GivenOut] = {}
    whose: dict[str, str] = {}
    for row in table.rows[1:]:
        unit, number, text = (as_text(row.at(at)).strip() for at in range(3))
        if not unit and number in OWNER:
            whose[number] = text
            continue
        try:
            found[unit, number] = GivenOut.from_text(text)
        except (KeyError, TypeError, ValueError, AttributeError):
            continue  # its row is refused: it was not given out
    return found, whose


@dataclass(slots=True)
class _Leaf:
    """What the rows of one leaf of one unit said so far."""

    row: Row
    node: Node
    given: GivenOut
    texts: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """Goes down the rows and keeps what they say, and every fault."""

    table: Table
    known: Mapping[str, Mapping[str, Node]]
    given: Mapping[Key, GivenOut]
    codes: Mapping[str, str]
    faults: list[Fault] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> list[WorkRow]:
        """Read every row below the headings; returns the leaves that were changed."""
        head = self._head()
        leaves: dict[Key, _Leaf] = {}
        for row in self.table.rows if head is not None else ():
            if head is not None and row.number > head.number:
                self._row(row, leaves)
        return [found for key, one in leaves.items() if (found := self._changed(key, one)) is not None]

    def _head(self) -> Row | None:
        wanted = {
            search_key(one): one for one in (UNIT, NUMBER, FIGURE, VALUE, VERDICT, POINTS, *TEXTS.values())
        }
        for row in self.table.rows:
            there = {
                search_key(as_text(value)): at for at, value in enumerate(row.values) if value is not None
            }
            if not {search_key(UNIT), search_key(NUMBER)} <= there.keys():
                continue
            self.columns = {heading: there[key] for key, heading in wanted.items() if key in there}
            for heading in sorted(set(wanted.values()) - self.columns.keys()):
                why = Message("The column “{heading}” is missing.", heading=heading)
                self.faults.append(Fault(self.table.place(row.number), "", why, TAKE_ANEW))
            for place in range(1, len(self.codes) + 1):
                pair = reason_headings(place)
                if all(search_key(one) in there for one in pair):
                    self.columns |= {one: there[search_key(one)] for one in pair}
                    self.pairs.append(pair)
            return None if self.faults else row
        why = Message("The first sheet holds no appraisal. Take the file as it was given out.")
        self.faults.append(Fault(self.table.place(1), "", Message("a row with its headings"), why))
        return None

    def _row(self, row: Row, leaves: dict[Key, _Leaf]) -> None:
        unit, number = (as_text(self._at(row, one)).strip() for one in (UNIT, NUMBER))
        if not unit and not number:
            return
        node, given = self.known.get(unit, {}).get(number), self.given.get((unit, number))
        if node is None or given is None:
            expected = Message("a unit and a criterion as they were given out")
            self._fault(row, UNIT, f"{unit}, {number}", expected, TAKE_ANEW)
            return
        leaf = leaves.setdefault((unit, number), _Leaf(row, node, given))
        self._figure(row, unit, leaf)
        for heading in (VERDICT, POINTS, PROVISIONAL, NOTE, *(one for pair in self.pairs for one in pair)):
            text = self._text(row, unit, leaf, heading)
            if text and leaf.texts.setdefault(heading, text) != text:
                why = Message("Another row of this criterion says otherwise: write it once.")
                self._fault(row, heading, text, Message("one value"), why, leaf, unit)

    def _at(self, row: Row, heading: str) -> Value:
        value = row.at(self.columns[heading])
        return plain_cell(value) if isinstance(value, str) else value

    def _figure(self, row: Row, unit: str, leaf: _Leaf) -> None:
        label = as_text(self._at(row, FIGURE)).strip()
        named = [one for one in leaf.node.variables if figure_label(one) == label]
        free = [one for one in named if one.name not in leaf.figures]
        if not free:
            if label or leaf.node.variables:
                why = Message("The criterion has no such figure, or has it twice.")
                self._fault(row, FIGURE, label, Message("the name of a figure"), why, leaf, unit)
            return
        variable = free[0]
        column = ScoreColumn(self.columns[VALUE], leaf.node, variable)
        value = self._value(row, VALUE, column, unit, leaf)
        leaf.figures[variable.name] = "" if isinstance(value, Blank) else figure_text(variable, value)

    def _value(self, row: Row, heading: str, column: ScoreColumn, unit: str, leaf: _Leaf) -> Any:
        """What a cell holds; blank where it is empty, or refused."""
        raw = self._at(row, heading)
        value = Blank.BLANK if raw is None else CellReader(",").read(column, raw)
        if isinstance(value, RefusedCell):
            self._fault(row, heading, value.found, value.expected, value.why, leaf, unit)
            return Blank.BLANK
        if value == NA:
            why = Message(
                "Whether a criterion applies is not decided in this file: give your opinion on the page."
            )
            self._fault(row, heading, as_text(raw), Message("a value, or an empty cell"), why, leaf, unit)
            return Blank.BLANK
        return value

    def _text(self, row: Row, unit: str, leaf: _Leaf, heading: str) -> str:
        if heading == POINTS:
            return self._points(row, unit, leaf)
        value = self._at(row, heading)
        refusal = cell_refusal(value)
        if refusal is not None:
            self._fault(row, heading, as_text(value), Message("a text"), refusal, leaf, unit)
            return ""
        name = "note" if heading == NOTE else "provisional"
        try:
            return accepted_text(as_text(value), MOST[LENGTHS[name]], lines=heading == NOTE).strip()
        except RefusedText as refused:
            self.faults += refused.at(self._place(row, heading, unit, leaf))
            return ""

    def _points(self, row: Row, unit: str, leaf: _Leaf) -> str:
        node = replace(leaf.node, rule=None)
        value = self._value(row, POINTS, ScoreColumn(self.columns[POINTS], node, None), unit, leaf)
        if not isinstance(value, Fraction):
            return ""
        text = exact(value) or plain(value)
        places = decimal_places(value)
        if text != leaf.given.cells.points and (places is None or places > MOST_PLACES):
            why = Message("points have at most {places} decimals", places=MOST_PLACES)
            self._fault(row, POINTS, as_text(self._at(row, POINTS)), why, why, leaf, unit)
        return text

    def _changed(self, key: Key, leaf: _Leaf) -> WorkRow | None:
        """What the rows of a leaf say together, where it is not what was given out."""
        unit, row = key[0], leaf.row
        missing = [one for one in leaf.node.variables if one.name not in leaf.figures]
        if missing and not self.faults:
            why = Message("A row of this criterion is missing. Take the file as it was given out.")
            self._fault(row, FIGURE, "", Message("every figure of the criterion"), why, leaf, unit)
        word = leaf.texts.get(VERDICT, "")
        verdict = {search_key(one): code for one, code in VERDICTS.items()}.get(search_key(word), "")
        if word and search_key(word) not in {search_key(one) for one in VERDICTS}:
            choices = Message("one of: {labels}", labels=tuple(VERDICTS))
            self._fault(row, VERDICT, word, choices, choices, leaf, unit)
            return None
        cells = WorkCells(
            verdict,
            {name: text for name, text in leaf.figures.items() if text},
            leaf.texts.get(POINTS, ""),
            tuple(self._reasons(leaf, unit)),
            leaf.texts.get(PROVISIONAL, ""),
            leaf.texts.get(NOTE, ""),
        )
        if cells == leaf.given.cells:
            return None
        if not verdict and not cells.says_nothing and cells != replace(leaf.given.cells, verdict=""):
            why = Message("Something is written for this criterion: choose the result as well.")
            self._fault(
                row, VERDICT, word, Message("one of: {labels}", labels=tuple(VERDICTS)), why, leaf, unit
            )
        return WorkRow(unit, key[1], self._place(row, VERDICT, unit, leaf), leaf.given, cells)

    def _reasons(self, leaf: _Leaf, unit: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for heading, sentence in self.pairs:
            word, text = leaf.texts.get(heading, ""), leaf.texts.get(sentence, "")
            code = self.codes.get(search_key(word))
            if not word and not text:
                continue
            if code is None or any(code == one for one, _text in found):
                expected = Message("a reason of the list, each once")
                why = Message("Choose the reason from the list of the cell.")
                self._fault(leaf.row, heading, word, expected, why, leaf, unit)
                continue
            found.append((code, text))
        return found

    def _place(self, row: Row, heading: str, unit: str | None = None, leaf: _Leaf | None = None) -> Place:
        at = self.table.place(row.number, self.columns[heading])
        criterion = f"{leaf.node.number}. {leaf.node.name}" if leaf is not None else None
        return Place(at.file, at.sheet, at.row, at.column, at.line, unit, criterion)

    def _fault(
        self,
        row: Row,
        heading: str,
        found: str,
        expected: Message,
        why: Message,
        leaf: _Leaf | None = None,
        unit: str | None = None,
    ) -> None:
        self.faults.append(Fault(self._place(row, heading, unit, leaf), found, expected, why))
