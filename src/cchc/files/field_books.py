"""Workbooks whose cells are texts: a sheet of settings, one a row, and sheets of rows, told by their headings.

A room says the words of its workbook as a `FieldBook`, which writes texts and reads them back with their places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.names import spelling_key
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Row, Table, Value, as_text, read_table
from cchc.files.workbooks import workbook_bytes

USUAL_WIDTH = 14


@dataclass(frozen=True)
class FieldBook:
    """The words of a workbook of texts.

    `settings` are the names of the settings, `tables` the names of the fields of each table, `sheets` the titles of the
    sheets of the tables in the order of the workbook. `headings` are the words of a field or setting, `label` and
    `value` those of the sheet of settings. `words` are what cells say in words, by field and text; `lines` the fields
    of several lines. `widths` of columns are in letters, `frozen` columns stay where a table is moved.
    """

    title: str
    label: str
    value: str
    settings: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]
    sheets: Mapping[str, str]
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    lines: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: Mapping[str, int] = field(default_factory=dict)

    def write(self, settings: Fields, tables: Mapping[str, Sequence[Fields]]) -> bytes:
        """Return texts as an .xlsx file that `read` reads back to the same texts."""
        labels = (self.label, self.value)
        widths = (self.widths.get("setting", USUAL_WIDTH), self.widths.get("value", USUAL_WIDTH))
        columns = [SheetColumn(label, width) for label, width in zip(labels, widths, strict=True)]
        told = [
            [self.headings[name], self.cell_of(name, settings[name])]
            for name in self.settings
            if name in settings
        ]
        sheets = [Sheet(self.title, columns, told)]
        for table, title in self.sheets.items():
            names = self.tables[table]
            rows = [[self.cell_of(name, row.get(name)) for name in names] for row in tables[table]]
            headings = [
                SheetColumn(self.headings[name], self.widths.get(name, USUAL_WIDTH)) for name in names
            ]
            sheets.append(Sheet(title, headings, rows, frozen_columns=self.frozen.get(table, 1)))
        return workbook_bytes(sheets)

    def cell_of(self, name: str, text: Field | None) -> str | None:
        """Return what a cell says for a field: in words where the file has words of its own for it."""
        return None if text is None else self.words.get(name, {}).get(text.text, text.text)

    def read(
        self, content: bytes, file: str, faults: list[Fault]
    ) -> tuple[Place, Fields, dict[str, list[Fields]]]:
        """Return the place of the settings, the settings and the rows of the tables in a workbook; cells that cannot be
        understood are added to `faults`. Raises `Faults` for a file that is no such workbook."""
        whole = read_table(content, file, self.title)
        found = {
            table: self._rows(read_table(content, file, title), self.tables[table], faults)
            for table, title in self.sheets.items()
        }
        return whole.place(1), self._settings(whole, faults), {table: found[table] for table in self.tables}

    @cached_property
    def _meanings(self) -> dict[str, dict[str, str]]:
        """What cells say, by field and by what they are spelled like."""
        return {
            name: {spelling_key(word): value for value, word in words.items()}
            | {spelling_key(value): value for value in words}
            for name, words in self.words.items()
        }

    def text_of_cell(self, name: str, text: str) -> str:
        """Return the text of a field from what its cell says: words of the file become what the format has."""
        text = self._meanings.get(name, {}).get(spelling_key(text), text)
        if name in self.lines:
            return "\n".join(line.strip() for line in text.splitlines() if line.strip())
        return text

    def _settings(self, table: Table, faults: list[Fault]) -> Fields:
        """Return the settings: one a row, the name left, the value right."""
        found: Fields = {}
        names = {spelling_key(self.headings[name]): name for name in self.settings}
        for row in table.rows[1:]:
            label = as_text(row.at(0)).strip()
            name = names.get(spelling_key(label))
            place = table.place(row.number, 0)
            if name is None:
                faults.append(self._unknown(place, label, self.settings))
            elif name in found:
                why = Message('"{found}" stands twice', found=label)
                faults.append(Fault(place, label, Message("each once"), why))
            else:
                self._put(found, name, row, 1, table, faults)
        return found

    def _rows(self, table: Table, names: Sequence[str], faults: list[Fault]) -> list[Fields]:
        """Return the rows as fields by their headings, whatever the order of columns."""
        columns = self._places(table, names, faults) if table.rows else {}
        rows = []
        for row in table.rows[1:]:
            fields: Fields = {}
            for name, at in columns.items():
                self._put(fields, name, row, at, table, faults)
            if fields:
                rows.append(fields)
        return rows

    def _places(self, table: Table, names: Sequence[str], faults: list[Fault]) -> dict[str, int]:
        """Return the position of each known column, from 0; unknown and repeated headings are added to `faults`."""
        known = {spelling_key(self.headings[name]): name for name in names}
        found: dict[str, int] = {}
        heading = table.rows[0]
        for at, value in enumerate(heading.values):
            text = as_text(value).strip()
            if not text:
                continue
            name = known.get(spelling_key(text))
            place = table.place(heading.number, at)
            if name is None:
                faults.append(self._unknown(place, text, names))
            elif name in found:
                why = Message('"{found}" stands twice', found=text)
                faults.append(Fault(place, text, Message("each once"), why))
            else:
                found[name] = at
        return found

    def _unknown(self, place: Place, found: str, names: Sequence[str]) -> Fault:
        expected = Message("one of: {names}", names=tuple(self.headings[one] for one in names))
        return Fault(place, found, expected, Message('"{found}" says nothing here', found=found))

    def _put(self, fields: Fields, name: str, row: Row, at: int, table: Table, faults: list[Fault]) -> None:
        """Put the text of a cell under `name`; empty cells are left out."""
        value = row.at(at)
        place = table.place(row.number, at)
        text = as_text(value).strip()
        if value is None or not text:
            return
        why = _refusal(value)
        if why is not None:
            faults.append(Fault(place, text, Message("a text cell"), why))
        else:
            fields[name] = Field(self.text_of_cell(name, text), place)


def _refusal(value: Value) -> Message | None:
    """Return why a cell cannot be taken as a text; None when it can. A list "4; 5" is often typed as 4,5, a number."""
    if isinstance(value, ErrorCell):
        return Message("the cell shows the error {code} of the spreadsheet", code=value.code)
    if isinstance(value, FormulaCell):
        return Message("the cell holds a formula that was never calculated; open and save the file once")
    if isinstance(value, (date, Percent)):
        return Message(
            "the spreadsheet turned the text into a date or a percentage; format the cell as text and retype it"
        )
    return None
