"""A questionnaire as TOML: `[questionnaire]`, then the rows of its tables; every value a string, lines as lists."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.core.surveys.questionnaires.document import SETTINGS, TABLES, QuestionDocument
from cchc.core.words.messages import Fault, Place
from cchc.criteria.exchange.toml import TomlReader, entries, lines_of

TOML_TABLES: Mapping[str, type] = {"questionnaire": dict, **dict.fromkeys(TABLES, list)}


def read_questionnaire_toml(text: str, file: str, faults: list[Fault]) -> QuestionDocument:
    """Return the document in a TOML text; values that are no text are added to `faults`. Raises `Faults` for other
    files."""
    reading = TomlReader(file, lines_of(text), faults, TOML_TABLES)
    content = reading.content(text)
    tables = {
        name: [reading.fields(name, at, row) for at, row in enumerate(content.get(name, []))]
        for name in TABLES
    }
    settings = reading.fields("questionnaire", 0, content.get("questionnaire", {}))
    return QuestionDocument(Place(file=file, line=1), settings, tables)


def write_questionnaire_toml(document: QuestionDocument) -> str:
    """Return `document` as TOML text that `read_questionnaire_toml` reads back to the same texts."""
    blocks = ["[questionnaire]\n" + entries(document.settings, SETTINGS)]
    blocks += [
        f"[[{name}]]\n" + entries(row, fields)
        for name, fields in TABLES.items()
        for row in document.tables[name]
    ]
    return "\n".join(blocks)
