"""Excel workbooks (.xlsx), read as a stream: one pass, no object per cell, nothing trusted.

The stated size of a sheet is ignored, empty rows and columns cost nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from cchc.core.words.messages import Faults, Place
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
from cchc.files.workbook_parts import (
    CellFormats,
    cell_formats,
    chosen_sheet,
    local_name,
    parse_part,
    refuse_macros,
    shared_texts,
    unescape,
    workbook_of,
)

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_DAY = 86_400
_YES = ("1", "true")


def read_xlsx(data: bytes, file: str, sheet: str | None, most_rows: int) -> Table:
    """Return the table of a workbook: its first visible sheet, or the one named. Raises `Faults` when it cannot be
    read."""
    return WorkbookReader(data, file).table(sheet, most_rows)


def visible_sheets(data: bytes, file: str) -> tuple[str, ...]:
    """Return the names of the visible sheets of a workbook, in its order. Raises `Faults` when it cannot be read."""
    return WorkbookReader(data, file).visible


def hidden_sheets(data: bytes, file: str, most_rows: int) -> Iterator[Table]:
    """Yield the first filled rows of each sheet that a workbook hides; one that cannot be read is left out, as nobody
    sees it. Raises `Faults` when the workbook cannot be read."""
    reader = WorkbookReader(data, file)
    for name in reader.hidden:
        with suppress(Faults):
            yield reader.beginning(name, most_rows)


class WorkbookReader:
    """A workbook whose sheets are read one by one. Raises `Faults` when it cannot be read, like all its methods."""

    def __init__(self, data: bytes, file: str) -> None:
        self._archive, self._file = Archive(data, file), file
        refuse_macros(self._archive, file)
        self._workbook = workbook_of(self._archive, file)

    @property
    def visible(self) -> tuple[str, ...]:
        """The names of the visible sheets, in the order of the workbook."""
        return tuple(name for name, visible, _part in self._workbook.sheets if visible)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The names of the hidden sheets, in the order of the workbook."""
        return tuple(name for name, visible, _part in self._workbook.sheets if not visible)

    def table(self, sheet: str | None, most_rows: int) -> Table:
        """Return the table of the sheet of this name, or of the first visible one."""
        name, part = chosen_sheet(self._workbook.sheets, sheet, self._file)
        reader = self._reader(name, most_rows)
        parse_part(self._archive, part, self._file, reader.start, reader.end, reader.characters)
        return self._table(name, reader, reader.finished())

    def beginning(self, sheet: str, rows: int) -> Table:
        """Return the first filled `rows` of a sheet, without what stands below them; merged cells are not told."""
        name, part = chosen_sheet(self._workbook.sheets, sheet, self._file)
        reader = self._reader(name, most_rows=rows, is_beginning=True)
        with suppress(_EnoughRows):
            parse_part(self._archive, part, self._file, reader.start, reader.end, reader.characters)
        return self._table(name, reader, reader.rows)

    def _reader(self, name: str, most_rows: int, *, is_beginning: bool = False) -> _SheetReader:
        place = Place(file=self._file, sheet=name)
        return _SheetReader(
            place, self._texts, self._formats, self._workbook.epoch, most_rows, is_beginning=is_beginning
        )

    def _table(self, name: str, reader: _SheetReader, rows: list[Row]) -> Table:
        hidden = frozenset(reader.hidden_rows), frozenset(reader.hidden_columns)
        return Table(self._file, name, rows, reader.merged, *hidden)

    @cached_property
    def _texts(self) -> list[str]:
        return shared_texts(self._archive, self._workbook.parts.get("sharedStrings"), self._file)

    @cached_property
    def _formats(self) -> CellFormats:
        return cell_formats(self._archive, self._workbook.parts.get("styles"), self._file)


class _EnoughRows(Exception):
    """Raised when the beginning of a sheet is read."""


class _SheetReader:
    """Receives the elements of a sheet and keeps the filled rows, within the limits."""

    def __init__(
        self,
        place: Place,
        texts: list[str],
        formats: CellFormats,
        epoch: datetime.datetime,
        most_rows: int,
        *,
        is_beginning: bool,
    ) -> None:
        self._place, self._texts, self._formats, self._epoch = place, texts, formats, epoch
        self._most_rows, self._is_beginning = most_rows, is_beginning
        self.merged: list[Merged] = []
        self.rows: list[Row] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._filled_rows = self._cells = 0
        self._row = self._column = 0
        self._values: list[Value] = []
        self._columns: dict[str, int] = {}
        self._type, self._style = "n", ""
        self._formula: list[str] | None = None
        self._pieces: list[str] = []
        self._inside = self._phonetic = self._in_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._formula = None
            self._pieces = []
            self._column = self._column_of(attributes.get("r"))
        elif name == "v" or name == "t":
            self._inside = not self._phonetic
        elif name == "f":
            self._formula = []
            self._in_formula = True
        elif name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column, self._values = -1, []
            if attributes.get("hidden") in _YES:
                self.hidden_rows.add(self._row)
        elif name == "col":
            self._hide(attributes)
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def characters(self, text: str) -> None:
        """Handle the characters between two elements."""
        if self._inside:
            self._pieces.append(text)
        elif self._in_formula and self._formula is not None:
            self._formula.append(text)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if ":" in name:
            name = local_name(name)
        if name == "v" or name == "t":
            self._inside = False
        elif name == "f":
            self._in_formula = False
        elif name == "c":
            value = self._value()
            if value is not None:
                self._keep(value)
        elif name == "row":
            self._keep_row()
        elif name == "rPh":
            self._phonetic = False

    def finished(self) -> list[Row]:
        """Return the filled rows. Raises `Faults` when there are too many."""
        if self._filled_rows > self._most_rows + 1:
            raise too_many_rows(self._place, self._filled_rows - 1, self._most_rows)
        return self.rows

    def _hide(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _YES:
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.hidden_columns.update(range(first - 1, min(last, MOST_COLUMNS)))

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
            self.rows.append(Row(self._row, tuple(self._values)))
        self._values = []
        if self._is_beginning and self._filled_rows == self._most_rows:
            raise _EnoughRows

    def _value(self) -> Value:
        text = "".join(self._pieces)
        if self._type == "n":
            if not text and self._formula is not None:
                return FormulaCell("".join(self._formula))
            return self._number(text) if text else None
        if self._type == "s":
            return _filled(self._texts[int(text)]) if text else None
        if self._type == "b":
            return text == "1" if text else None
        if self._type == "e":
            return ErrorCell(text)
        if self._type == "d":
            return datetime.datetime.fromisoformat(text) if text else None
        return _filled(unescape(text))

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


def _percent(number: int | float) -> Value:
    try:
        return Percent(from_cell(number) * 100)
    except NumberFault:
        return number


def _moment(number: int | float, epoch: datetime.datetime) -> Value:
    """Return the date, the time or both of a serial number; a number outside the calendar is a cell of #."""
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
