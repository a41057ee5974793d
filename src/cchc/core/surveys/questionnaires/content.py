"""A questionnaire as one canonical text: equal questionnaires have equal texts, and so equal hashes."""

from __future__ import annotations

import json
from hashlib import sha256

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.surveys.questionnaires.document import SETTINGS, TABLES, QuestionDocument, document_of
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Place


def canonical_text(questions: QuestionSet) -> str:
    """The questionnaire as JSON, for `questions_of` to read back."""
    return text_of_document(document_of(questions))


def text_of_document(document: QuestionDocument) -> str:
    """The texts of a document as JSON: fields in the order of the format, rows in their own, nothing that is empty."""
    data: dict[str, object] = {"questionnaire": _texts(document.settings, SETTINGS)}
    for name, fields in TABLES.items():
        data[name] = [_texts(row, fields) for row in document.tables.get(name, [])]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _texts(fields: Fields, order: tuple[str, ...]) -> dict[str, str]:
    return {name: fields[name].text for name in order if name in fields and fields[name].text}


def document_of_text(text: str) -> QuestionDocument:
    """The document that `text_of_document` wrote; the place of each field is its table, row (from 1) and name."""
    data = json.loads(text)
    tables = {
        name: [_fields(name, at, row) for at, row in enumerate(data.get(name, []), start=1)]
        for name in TABLES
    }
    return QuestionDocument(Place(), _fields("questionnaire", 1, data.get("questionnaire", {})), tables)


def _fields(table: str, at: int, row: dict[str, str]) -> Fields:
    return {name: Field(text, Place(sheet=table, row=at, column=name)) for name, text in row.items()}


def questions_of(text: str) -> QuestionSet:
    """The questionnaire of a canonical text; raises `Faults` where it is one of a draft that has faults."""
    return questionnaire_of(document_of_text(text))


def hash_of(text: str) -> str:
    """The SHA-256 of a canonical text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()
