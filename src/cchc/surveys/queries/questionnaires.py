"""Questionnaires as pages show them: versions, what a draft says and what is wrong in it, models to start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.scoring.criteria.document import Fields
from cchc.core.surveys.questionnaires.content import document_of_text
from cchc.core.surveys.questionnaires.document import TABLES, QuestionDocument
from cchc.core.surveys.questionnaires.reading import QuestionReading, read_questionnaire
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Fault
from cchc.core.words.names import search_key
from cchc.surveys.exchange.questionnaire_models import ModelQuestionnaire, models_in
from cchc.surveys.models import Questionnaire, QuestionnaireState, QuestionnaireVersion


def visible_versions(actor: Actor) -> QuerySet[QuestionnaireVersion]:
    """Return the versions that `actor` may see: drafts are for those who design surveys."""
    found = QuestionnaireVersion.objects.select_related("questionnaire")
    if actor.may(Permission.SURVEY_DESIGN):
        return found
    seen = Q(state=QuestionnaireState.PUBLISHED) if actor.may(Permission.SURVEY_READ) else Q(pk__in=[])
    return found.filter(seen)


def visible_questionnaires(actor: Actor) -> QuerySet[Questionnaire]:
    """Return the questionnaires of which `actor` may see a version, by name."""
    return Questionnaire.objects.filter(versions__in=visible_versions(actor)).distinct().order_by("name")


@dataclass(frozen=True, slots=True)
class QuestionnaireLine:
    """A questionnaire in the list, with its versions, the newest first."""

    questionnaire: Questionnaire
    versions: list[QuestionnaireVersion]


def questionnaire_lines(actor: Actor, questionnaires: list[Questionnaire]) -> list[QuestionnaireLine]:
    """Return the lines of the list of questionnaires."""
    versions = visible_versions(actor).filter(questionnaire__in=questionnaires).order_by("-number")
    lines = {one.pk: QuestionnaireLine(one, []) for one in questionnaires}
    for version in versions:
        lines[version.questionnaire_id].versions.append(version)
    return list(lines.values())


def drafted(version: QuestionnaireVersion) -> QuestionReading:
    """Return what a version says as far as it can be understood, and what is wrong in it."""
    return read_questionnaire(document_of_text(version.content))


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A row of a document in the tree: its table, its code, what it is called, whether something is wrong in it."""

    table: str
    code: str
    number: str
    words: str
    is_faulty: bool
    below: tuple[TreeLine, ...] = ()


def code_of(row: Fields) -> str:
    """Return the code of a row, "" where it has none."""
    return row["code"].text if "code" in row else ""


def tree_of(document: QuestionDocument, faults: tuple[Fault, ...]) -> dict[str, list[TreeLine]]:
    """Return the rows of a document as a tree: sections with their questions, scales, factors, groups."""
    faulty = {(fault.place.sheet, fault.place.row) for fault in faults}

    def lines(table: str, of: str | None = None) -> Iterator[TreeLine]:
        for at, row in enumerate(document.tables[table], start=1):
            if of is None or ("section" in row and row["section"].text == of):
                words = next((row[name].text for name in ("text", "title", "name") if name in row), "")
                below = tuple(lines("item", code_of(row))) if table == "section" else ()
                number = row["number"].text if "number" in row else ""
                yield TreeLine(table, code_of(row), number, words, (table, at) in faulty, below)

    return {table: list(lines(table)) for table in TABLES if table != "item"}


def lines_with(tree: Mapping[str, Sequence[TreeLine]], text: str) -> dict[str, list[TreeLine]]:
    """Return the lines of a tree whose words, number or code hold a text, whatever its diacritics; a section also where
    one of its questions does, with these alone. All of them without a text."""
    asked = search_key(text)

    def found(line: TreeLine) -> TreeLine | None:
        if asked in search_key(f"{line.number} {line.words} {line.code}"):
            return line
        below = tuple(one for one in line.below if found(one))
        return replace(line, below=below) if below else None

    return {table: [one for line in lines if (one := found(line))] for table, lines in tree.items()}


def row_of(document: QuestionDocument, table: str, code: str) -> Fields | None:
    """Return the row of a table with this code, or the settings; None where there is none."""
    if table == "questionnaire":
        return document.settings
    return next((row for row in document.tables.get(table, []) if code_of(row) == code), None)


def model_questionnaires() -> tuple[ModelQuestionnaire, ...]:
    """Return the models that come with the platform, by name."""
    return models_in(Path(settings.QUESTIONNAIRES))


def published_before(version: QuestionnaireVersion) -> QuestionnaireVersion | None:
    """Return the published version before this one; None where it is the first."""
    earlier = QuestionnaireVersion.objects.filter(
        questionnaire=version.questionnaire_id, number__lt=version.number, state=QuestionnaireState.PUBLISHED
    )
    return earlier.order_by("-number").first()


def questions_in(version: QuestionnaireVersion) -> QuestionSet:
    """Return the questionnaire of a version as far as it can be understood; of a published one all of it."""
    return drafted(version).questions
