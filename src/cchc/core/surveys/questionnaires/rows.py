"""The check of one questionnaire document: its rows by their codes, and the faults found in them so far."""

from __future__ import annotations

from collections.abc import Iterable

from cchc.core.scoring.checks.building import composed_fields
from cchc.core.scoring.checks.check import Check, text_of
from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.formulas.tree import Formula
from cchc.core.surveys.questionnaires.document import FIELD_WORDS, SETTINGS, TABLES, QuestionDocument
from cchc.core.surveys.questionnaires.lines import CODE
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Message, Place

MOST_ROWS = {"group": 50, "scale": 50, "section": 100, "item": 500, "factor": 200}
LENGTHS = {"code": "code", "name": "name", "title": "title", "text": "title", "number": "leaf"}


class RowCheck(Check):
    """The check of a document: `rows` has the rows of each table, `row_of` those whose code is one by table and
    code."""

    def __init__(self, document: QuestionDocument) -> None:
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
        """Note a table with more rows than any questionnaire has; what is beyond is not read."""
        most = MOST_ROWS[name]
        if len(rows) > most:
            why = Message("the table has {found} rows; divide the questionnaire", found=len(rows))
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
        """The place of a row: that of its first field."""
        return next((field.place for field in row.values()), self.place)

    def at(self, table: str, code: str, *names: str) -> Field:
        """The first field of `names` that the row of that code has; else the row itself, as a field without text."""
        row = self.row_of.get((table, code), {})
        return next((row[name] for name in names if name in row), Field(code, self.place_of(row)))

    def needed(self, row: Fields, *names: str) -> bool:
        """Whether the row has all these fields; what is missing is noted."""
        missing = [name for name in names if not text_of(row, name)]
        for name in missing:
            self.fault(
                self.place_of(row), FIELD_WORDS[name], Message("{what} is missing", what=FIELD_WORDS[name])
            )
        return not missing

    def is_code(self, field: Field) -> bool:
        """Whether a field holds a code; if not, it is noted."""
        if CODE.fullmatch(field.text.strip()):
            return True
        self.fault(
            field,
            Message("small letters without marks, digits and _, a letter first, such as q9_1"),
            Message('"{found}" is no code', found=field.text),
        )
        return False

    def entered(self, table: str, code: Field, row: Fields) -> bool:
        """Whether a row could be entered under its code; a code that is none or stands twice is noted."""
        if not self.is_code(code):
            return False
        key = (table, code.text.strip())
        if key in self.row_of:
            self.fault(
                code, Message("each code once"), Message('the code "{code}" stands twice', code=key[1])
            )
            return False
        self.row_of[key] = row
        return True

    def coded(self, table: str, *needed: str) -> list[tuple[str, Fields]]:
        """The rows of a table that have a code of their own, with it."""
        found = []
        for row in self.rows[table]:
            self.needed(row, "code", *needed)
            if text_of(row, "code") and self.entered(table, row["code"], row):
                found.append((text_of(row, "code"), row))
        return found

    def unknown(self, field: Field, why: Message, allowed: Iterable[str]) -> None:
        """Note a text that is none of those allowed."""
        listed = tuple(map(str, allowed))
        self.fault(field, Message("one of: {allowed}", allowed=listed), why)

    def one_of(self, row: Fields, name: str, allowed: Iterable[str], default: str, what: Message) -> str:
        """The text of a field that is one of those allowed; the default where it is absent or noted."""
        text, known = text_of(row, name), tuple(map(str, allowed))
        if not text or text in known:
            return text or default
        self.unknown(row[name], Message('"{found}" is no {what}', found=text, what=what), known)
        return default

    def condition(self, row: Fields) -> Formula | None:
        """The condition under which the section or item of a row is shown; None where it has none that can be read."""
        if not text_of(row, "shown_when"):
            return None
        expected = Message('a condition such as q4 = "a" or q9 <= 2')
        return self.value(row["shown_when"], expected, parsed_formula)
