"""The check of one frame document: its rows by their keys, and the faults found in them so far."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cchc.core.plans.reports.document import (
    FIELD_WORDS,
    KEYS,
    SETTINGS,
    TABLES,
    FrameDocument,
    key_of_row,
)
from cchc.core.scoring.checks.building import composed_fields
from cchc.core.scoring.checks.check import Check, text_of
from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Message, Place

MOST_ROWS = {"section": 200, "annex": 50, "row": 1_000}
LENGTHS = {
    "code": "code", "name": "name", "title": "title", "wording": "title", "number": "number", "annex": "number",
    "unit": "code", "source": "figure", "legal_basis": "reason", "note": "reason",
}  # fmt: skip
CODE = re.compile(r"[a-z][a-z0-9_]*")
NUMBER = re.compile(r"[^\W_]+(?:[.\-][^\W_]+)*")


class FrameCheck(Check):
    """The check of a document: `rows` has the rows of each table, `row_of` those whose key is one by table and key."""

    def __init__(self, document: FrameDocument) -> None:
        super().__init__()
        self.place = document.place
        self.settings = composed_fields(document.settings)
        self.rows = {name: [composed_fields(row) for row in document.tables.get(name, [])] for name in TABLES}
        self.row_of: dict[tuple[str, str], Fields] = {}
        self.only_known(self.settings, SETTINGS, self.place)
        self.fitting(self.settings)
        for name, rows in self.rows.items():
            self.bounded(name, rows)
            for row in rows:
                self.only_known(row, TABLES[name], self.place)
                self.fitting(row)

    def bounded(self, name: str, rows: list[Fields]) -> None:
        """Note a table with more rows than any frame has; what is beyond is not read."""
        most = MOST_ROWS[name]
        if len(rows) > most:
            why = Message("the table has {found} rows; divide the frame", found=len(rows))
            self.fault(self.place_of(rows[most]), Message("at most {most} rows", most=most), why)
            del rows[most:]

    def fitting(self, fields: Fields) -> None:
        """Note texts that are too long or hold signs of no text."""
        for name, field in fields.items():
            try:
                accepted_text(field.text, MOST[LENGTHS.get(name, "explanation")])
            except RefusedText as refused:
                self.faults += [
                    Fault(field.place, fault.found, fault.expected, fault.why)
                    for fault in refused.at(field.place)
                ]

    def place_of(self, row: Fields) -> Place:
        """Return the place of a row: that of its first field."""
        return next((field.place for field in row.values()), self.place)

    def at(self, table: str, key: str, *names: str) -> Field:
        """Return the first field of `names` that the row of that key has; else the row itself, as a field without
        text."""
        row = self.row_of.get((table, key), {})
        return next((row[name] for name in names if name in row), Field(key, self.place_of(row)))

    def needed(self, row: Fields, *names: str) -> None:
        """Note which of these fields a row lacks."""
        for name in names:
            if not text_of(row, name):
                what = FIELD_WORDS[name]
                self.fault(self.place_of(row), what, Message("{what} is missing", what=what))

    def keyed(self, table: str) -> list[tuple[str, Fields]]:
        """Return the rows of a table that have a key of their own, with it; what lacks one or shares it is noted."""
        found = []
        for row in self.rows[table]:
            self.needed(row, KEYS[table])
            key = key_of_row(table, row)
            if key and self.is_key(table, row[KEYS[table]]) and self.is_alone(table, key, row):
                found.append((key, row))
        return found

    def is_key(self, table: str, field: Field) -> bool:
        """Return whether a field holds a code (of a row) or a number (of a section or an annex); if not, it is
        noted."""
        if table == "row":
            return self.is_code(field)
        if NUMBER.fullmatch(field.text.strip()):
            return True
        self.fault(
            field,
            Message("letters and digits, parted by points, such as II.1"),
            Message('"{found}" is no number of a section or an annex', found=field.text),
        )
        return False

    def is_code(self, field: Field) -> bool:
        """Return whether a field holds a code; if not, it is noted."""
        if CODE.fullmatch(field.text.strip()):
            return True
        self.fault(
            field,
            Message("small letters without marks, digits and _, a letter first, such as ho_so_nhan"),
            Message('"{found}" is no code', found=field.text),
        )
        return False

    def is_alone(self, table: str, key: str, row: Fields) -> bool:
        """Enter a row under its key and return True; a key that stands twice is noted."""
        if (table, key) in self.row_of:
            name = KEYS[table]
            why = Message('the {what} "{key}" stands twice', what=FIELD_WORDS[name], key=key)
            self.fault(row[name], Message("each once"), why)
            return False
        self.row_of[table, key] = row
        return True

    def unknown(self, field: Field, why: Message, allowed: Iterable[str]) -> None:
        """Note a text that is none of those allowed."""
        listed = tuple(map(str, allowed))
        self.fault(field, Message("one of: {allowed}", allowed=listed), why)

    def one_of(self, row: Fields, name: str, allowed: Iterable[str], default: str) -> str:
        """Return the text of a field that is one of those allowed; the default where it is absent or noted."""
        text, known = text_of(row, name), tuple(map(str, allowed))
        if not text or text in known:
            return text or default
        why = Message('"{found}" is nothing that “{what}” can be', found=text, what=FIELD_WORDS[name])
        self.unknown(row[name], why, known)
        return default
