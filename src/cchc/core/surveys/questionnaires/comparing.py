"""What differs between two versions of a questionnaire, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc.core.scoring.criteria.document import Fields
from cchc.core.surveys.questionnaires.document import SETTINGS, TABLES, document_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.comparing import Turn, TurnedField, turned_fields, turned_rows
from cchc.core.words.messages import Message


@dataclass(frozen=True, slots=True)
class TurnedRow:
    """A row that differs: its table ("questionnaire" for the settings), its code, how it is called, what became of it,
    and the fields that differ. `breaks` says that answers before and after do not measure the same."""

    table: str
    code: str
    name: str
    turn: Turn
    fields: tuple[TurnedField, ...] = ()
    breaks: bool = False

    @property
    def what(self) -> Message:
        """What became of it, as a sentence."""
        return SENTENCES[self.table, self.turn] if (self.table, self.turn) in SENTENCES else OTHER[self.turn]


SENTENCES = {
    ("item", Turn.ADDED): Message("question added"),
    ("item", Turn.REMOVED): Message("question taken out"),
    ("item", Turn.CHANGED): Message("question changed"),
    ("item", Turn.MOVED): Message("question moved"),
    ("section", Turn.ADDED): Message("section added"),
    ("section", Turn.REMOVED): Message("section taken out"),
    ("scale", Turn.ADDED): Message("scale added"),
    ("scale", Turn.REMOVED): Message("scale taken out"),
    ("scale", Turn.CHANGED): Message("scale changed"),
    ("factor", Turn.ADDED): Message("factor added"),
    ("factor", Turn.REMOVED): Message("factor taken out"),
}
OTHER = {
    Turn.ADDED: Message("added"),
    Turn.REMOVED: Message("taken out"),
    Turn.CHANGED: Message("changed"),
    Turn.MOVED: Message("moved"),
}
# Answers to a question that is worded, answered or asked otherwise are not the same figure.
BREAKING = frozenset({"text", "kind", "scale", "options", "satisfied", "invalid", "shown_when", "unit"})


def differences(before: QuestionSet, after: QuestionSet) -> tuple[TurnedRow, ...]:
    """Every row that differs between two versions, told apart by their codes: settings, groups, scales, sections,
    items, factors. Equal questionnaires give none.

    >>> from cchc.core.surveys.questionnaires.values import ItemKind, SurveyItem
    >>> one = QuestionSet("x", "X", (SurveyItem("q1", "a", "1", "Ý kiến khác", ItemKind.TEXT),), ())
    >>> two = QuestionSet("x", "X", (SurveyItem("q1", "a", "1", "Ý kiến của ông/bà", ItemKind.TEXT),), ())
    >>> [(row.code, str(row.what), row.fields[0].name, row.breaks) for row in differences(one, two)]
    [('q1', 'question changed', 'text', True)]
    """
    old, new = document_of(before), document_of(after)
    settings = tuple(turned_fields(_texts(old.settings), _texts(new.settings), SETTINGS))
    found = [TurnedRow("questionnaire", after.code, after.title, Turn.CHANGED, settings)] if settings else []
    for table, names in TABLES.items():
        found += _rows(table, names, old.tables[table], new.tables[table])
    return tuple(found)


def _rows(
    table: str, names: tuple[str, ...], before: Sequence[Fields], after: Sequence[Fields]
) -> Iterator[TurnedRow]:
    old, new = ({row["code"].text: _texts(row) for row in rows} for rows in (before, after))
    for code, turn, fields in turned_rows(old, new, names):
        breaks = any(field.name in BREAKING for field in fields) and table in ("item", "scale")
        yield TurnedRow(table, code, _name(new.get(code) or old[code]), turn, fields, breaks)


def _name(row: Mapping[str, str]) -> str:
    words = next((row[name] for name in ("text", "title", "name") if name in row), row["code"])
    return f"{row.get('number', '')} {words}".strip()


def _texts(fields: Fields) -> dict[str, str]:
    return {name: field.text for name, field in fields.items()}
