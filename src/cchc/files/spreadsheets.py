"""Excel workbooks (.xlsx), read as a stream: one pass, no object per cell, nothing trusted.

The parts of a workbook are XML. A part with a document type is refused before anything else is read, so
that no entity is ever expanded. The stated size of a sheet is ignored, empty rows and columns cost nothing.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numerals import NumberFault, from_cell
from cchc.files.archives import Archive
from cchc.files.cells import ErrorCell, FormulaCell, Merged, Percent, Row, Table, Value
from cchc.files.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED,
    too_many_cells,
    too_many_columns,
    too_many_merged,
    too_many_rows,
)

_WORKBOOK = "xl/workbook.xml"
_PERCENT_FORMATS = frozenset((9, 10))
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_DAY = 86_400

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


def read_xlsx(data: bytes, file: str, sheet: str | None, most_rows: int) -> Table:
    """The table of a workbook: its first visible sheet, or the one named; `Faults` when it cannot be read."""
    archive = Archive(data, file)
    _refuse_macros(archive, file)
    workbook = _workbook(archive, file)
    name, part = _chosen(workbook.sheets, sheet, file)
    texts = _shared_texts(archive, workbook.parts.get("sharedStrings"), file)
    formats = _formats(archive, workbook.parts.get("styles"), file)
    reader = _SheetReader(Place(file=file, sheet=name), texts, formats, workbook.epoch, most_rows)
    _parse(archive, part, file, reader.start, reader.end, reader.characters)
    return Table(file, name, reader.finished(), reader.merged)


def visible_sheets(data: bytes, file: str) -> tuple[str, ...]:
    """The names of the visible sheets of a workbook, in its order; `Faults` when it cannot be read."""
    archive = Archive(data, file)
    _refuse_macros(archive, file)
    return tuple(name for name, visible, _part in _workbook(archive, file).sheets if visible)


# --- the parts ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    name: str
    visible: bool
    relation: str


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    epoch: datetime.datetime = datetime.datetime(1899, 12, 30)


@dataclass(slots=True)
class _Formats:
    """Which cell styles show percentages and which dates, by the number of the style."""

    percent: frozenset[str] = frozenset()
    date: frozenset[str] = frozenset()


def _parse(
    archive: Archive,
    part: str,
    file: str,
    start: Start,
    end: End | None = None,
    text: Characters | None = None,
) -> None:
    """One part given to the handlers, element names without prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        for piece in archive.stream(part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _DocumentType, ValueError, LookupError) as error:
        raise _unreadable(file, part) from error


class _DocumentType(Exception):
    """A document type inside a workbook: no program that people use writes one."""


def _refuse_document_type(*_: Any) -> None:
    raise _DocumentType


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _refuse_macros(archive: Archive, file: str) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        why = Message("The workbook contains macros: save it as .xlsx without macros.")
        raise Faults([Fault(Place(file=file), file, Message("a workbook without macros"), why)])


def _unreadable(file: str, part: str) -> Faults:
    why = Message("The part “{part}” of the workbook cannot be read: save it again in Excel.", part=part)
    return Faults([Fault(Place(file=file), part, Message("an Excel workbook (.xlsx)"), why)])


# --- sheets, texts, formats --------------------------------------------------------------------------------


def _workbook(archive: Archive, file: str) -> _Workbook:
    listed: list[_Sheet] = []
    workbook = _Workbook()

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            visible = attributes.get("state", "visible") == "visible"
            listed.append(_Sheet(attributes.get("name", ""), visible, _attribute(attributes, "id")))
        elif _local(name) == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            workbook.epoch = datetime.datetime(1904, 1, 1)

    _parse(archive, _WORKBOOK, file, start)
    relations = _relations(archive, file)
    for one in listed:
        kind, part = relations.get(one.relation, ("", ""))
        if kind == "worksheet":
            workbook.sheets.append((one.name, one.visible, part))
    workbook.parts = dict(relations.values())
    return workbook


def _relations(archive: Archive, file: str) -> dict[str, tuple[str, str]]:
    """The parts that the workbook names, by their relation: kind (the last word of its type) and part."""
    relations: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            relations[attributes.get("Id", "")] = (posixpath.basename(attributes.get("Type", "")), part)

    _parse(archive, "xl/_rels/workbook.xml.rels", file, start)
    return relations


def _chosen(sheets: list[tuple[str, bool, str]], asked: str | None, file: str) -> tuple[str, str]:
    if asked is None:
        found = [(name, part) for name, visible, part in sheets if visible]
    else:
        found = [(name, part) for name, _, part in sheets if name == asked]
        found += [
            (name, part) for name, _, part in sheets if name.strip().casefold() == asked.strip().casefold()
        ]
    if found:
        return found[0]
    names = tuple(name for name, visible, _ in sheets if visible)
    why = Message("There is no sheet “{sheet}”; the sheets are: {sheets}.", sheet=asked or "", sheets=names)
    if asked is None:
        why = Message("The workbook has no visible sheet.")
    raise Faults([Fault(Place(file=file), asked or "", Message("the name of a sheet"), why)])


def _shared_texts(archive: Archive, part: str | None, file: str) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    inside = [False, False]

    def start(name: str, _: dict[str, str]) -> None:
        local = _local(name)
        if local == "si":
            pieces.clear()
        elif local == "rPh":
            inside[1] = True
        inside[0] = local == "t" and not inside[1]

    def end(name: str) -> None:
        local = _local(name)
        inside[0] = False
        if local == "rPh":
            inside[1] = False
        elif local == "si":
            texts.append(_unescaped("".join(pieces)))

    def characters(text: str) -> None:
        if inside[0]:
            pieces.append(text)

    if part and part in archive.names:
        _parse(archive, part, file, start, end, characters)
    return texts


def _formats(archive: Archive, part: str | None, file: str) -> _Formats:
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside[0] = True
        elif local == "xf" and inside[0]:
            styles.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        if _local(name) == "cellXfs":
            inside[0] = False

    if part and part in archive.names:
        _parse(archive, part, file, start, end)
    shapes = [_shape_of(number, codes) for number in styles]
    percent = frozenset(str(style) for style, shape in enumerate(shapes) if shape == "percent")
    return _Formats(percent, frozenset(str(style) for style, shape in enumerate(shapes) if shape == "date"))


def _shape_of(number: int, codes: dict[int, str]) -> str:
    """What a number format shows: percent, date or number."""
    if number not in codes:
        return "percent" if number in _PERCENT_FORMATS else "date" if number in _DATE_FORMATS else "number"
    code = _NOT_CODE.sub("", codes[number]).partition(";")[0].lower()
    if "%" in code:
        return "percent"
    return "date" if code != "general" and any(letter in code for letter in "dmyhs") else "number"


# --- the sheet ---------------------------------------------------------------------------------------------


class _SheetReader:
    """Takes the elements of a sheet as they come and keeps the filled rows, within the limits."""

    def __init__(
        self, place: Place, texts: list[str], formats: _Formats, epoch: datetime.datetime, most_rows: int
    ) -> None:
        self._place, self._texts, self._formats, self._epoch = place, texts, formats, epoch
        self._most_rows = most_rows
        self.merged: list[Merged] = []
        self._rows: list[Row] = []
        self._filled_rows = self._cells = 0
        self._row = self._column = 0
        self._values: list[Value] = []
        self._columns: dict[str, int] = {}
        self._type, self._style, self._formula = "n", "", False
        self._pieces: list[str] = []
        self._inside = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if ":" in name:
            name = _local(name)
        if name == "c":
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._formula = False
            self._pieces = []
            self._column = self._column_of(attributes.get("r"))
        elif name == "v" or name == "t":
            self._inside = not self._phonetic
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column, self._values = -1, []
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def characters(self, text: str) -> None:
        """Characters between two elements."""
        if self._inside:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if ":" in name:
            name = _local(name)
        if name == "v" or name == "t":
            self._inside = False
        elif name == "c":
            value = self._value()
            if value is not None:
                self._keep(value)
        elif name == "row":
            self._keep_row()
        elif name == "rPh":
            self._phonetic = False

    def finished(self) -> list[Row]:
        """The filled rows; a fault when there were more than are taken."""
        if self._filled_rows > self._most_rows + 1:
            raise too_many_rows(self._place, self._filled_rows - 1, self._most_rows)
        return self._rows

    def _merge(self, reference: str) -> None:
        corners = _RANGE.fullmatch(reference)
        if corners is None:
            raise ValueError(reference)
        if len(self.merged) == MOST_MERGED:
            raise too_many_merged(self._place)
        letters, row, last_letters, last_row = corners.groups()
        column, rows = _column_number(letters), int(last_row or row) - int(row) + 1
        columns = _column_number(last_letters or letters) - column + 1
        self.merged.append(Merged(int(row), column, rows, columns))

    def _column_of(self, reference: str | None) -> int:
        if reference is None:
            return self._column + 1
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column_number(letters)
        return column

    def _keep(self, value: Value) -> None:
        if self._filled_rows > self._most_rows:
            self._values = [value]
            return
        if self._column >= MOST_COLUMNS:
            raise too_many_columns(self._place, self._column)
        missing = self._column - len(self._values)
        if missing < 0:
            raise ValueError("cells out of order")
        if missing:
            self._values.extend([None] * missing)
        self._values.append(value)

    def _keep_row(self) -> None:
        if not self._values:
            return
        self._filled_rows += 1
        self._cells += len(self._values)
        if self._cells > MOST_CELLS:
            raise too_many_cells(self._place)
        if self._filled_rows <= self._most_rows + 1:
            self._rows.append(Row(self._row, tuple(self._values)))
        self._values = []

    def _value(self) -> Value:
        text = "".join(self._pieces)
        if self._type == "n":
            return self._number(text) if text else FormulaCell() if self._formula else None
        if self._type == "s":
            return _filled(self._texts[int(text)]) if text else None
        if self._type == "b":
            return text == "1" if text else None
        if self._type == "e":
            return ErrorCell(text)
        if self._type == "d":
            return datetime.datetime.fromisoformat(text) if text else None
        return _filled(_unescaped(text))

    def _number(self, text: str) -> Value:
        number = int(text) if text.isdigit() and len(text) < 16 else float(text)
        if self._style in self._formats.percent:
            return _percent(number)
        if self._style in self._formats.date:
            return _moment(number, self._epoch)
        return number


def _column_number(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _filled(text: str) -> str | None:
    return text if text.strip() else None


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return escaped[0] if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)


def _percent(number: int | float) -> Value:
    try:
        return Percent(from_cell(number) * 100)
    except NumberFault:
        return number


def _moment(number: int | float, epoch: datetime.datetime) -> Value:
    """The date of a serial number, with its time if it has one; what is no date shows as a row of #."""
    seconds = round(number * _DAY) if abs(number) < 3_000_000 else -1
    if seconds < 0:
        return ErrorCell("#####")
    if seconds < _DAY:
        return (datetime.datetime.min + datetime.timedelta(seconds=seconds)).time()
    if seconds < 60 * _DAY and epoch.year < 1900:
        seconds += _DAY
    try:
        moment = epoch + datetime.timedelta(seconds=seconds)
    except OverflowError:
        return ErrorCell("#####")
    return moment if seconds % _DAY else moment.date()
