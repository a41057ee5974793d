"""Reading a questionnaire: from the texts of a document to a `QuestionSet`, or to every fault in it with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cchc.core.scoring.checks.building import UNIT_KINDS
from cchc.core.scoring.checks.check import text_of
from cchc.core.scoring.criteria.document import Fields
from cchc.core.surveys.questionnaires.document import QuestionDocument
from cchc.core.surveys.questionnaires.items import ItemReader, scales_of
from cchc.core.surveys.questionnaires.laws import (
    check_conditions,
    check_factors,
    check_items,
    check_names,
)
from cchc.core.surveys.questionnaires.lines import listed_codes
from cchc.core.surveys.questionnaires.rows import RowCheck
from cchc.core.surveys.questionnaires.values import (
    Factor,
    Layout,
    QuestionSection,
    QuestionSet,
    RespondentGroup,
    SurveyItem,
)
from cchc.core.words.messages import Fault, Faults, Message, Place


class QuestionReading(NamedTuple):
    """What was read of a document: the questionnaire as far as it can be understood, and every fault."""

    questions: QuestionSet
    faults: tuple[Fault, ...]


def questionnaire_of(document: QuestionDocument) -> QuestionSet:
    """The questionnaire that `document` writes; raises `Faults` with everything wrong in it, in the order of its
    rows."""
    read = read_questionnaire(document)
    if read.faults:
        raise Faults(read.faults)
    return read.questions


def read_questionnaire(document: QuestionDocument) -> QuestionReading:
    """The questionnaire of a document that may be a draft with faults: what cannot be understood is left out."""
    check = RowCheck(document)
    check.needed(check.settings, "code", "title")
    if text_of(check.settings, "code"):
        check.is_code(check.settings["code"])
    rated = check.one_of(check.settings, "rated", UNIT_KINDS, "", Message("kind of unit"))
    groups = tuple(RespondentGroup(code, text_of(row, "name")) for code, row in check.coded("group", "name"))
    scales = scales_of(check)
    sections = _sections(check, {scale.code for scale in scales})
    items = ItemReader(check, sections, scales).items()
    questions = QuestionSet(
        text_of(check.settings, "code"),
        text_of(check.settings, "title"),
        items,
        sections,
        scales,
        _factors(check, items),
        groups,
        rated,
        text_of(check.settings, "note"),
    )
    for law in (check_names, check_items, check_factors, check_conditions):
        law(check, questions)
    return QuestionReading(questions, tuple(sorted(check.faults, key=lambda fault: _order(fault.place))))


def _order(place: Place) -> tuple[int, str, int]:
    return (place.line or 0, place.sheet or "", place.row or 0)


def _sections(check: RowCheck, scales: set[str]) -> tuple[QuestionSection, ...]:
    sections = tuple(_section(check, code, row, scales) for code, row in check.coded("section", "title"))
    if not sections:
        why = Message("the questionnaire has no section")
        check.fault(check.place, Message("at least one section"), why)
    return sections


def _section(check: RowCheck, code: str, row: Fields, scales: set[str]) -> QuestionSection:
    scale = check.one_of(row, "scale", sorted(scales), "", Message("scale of the questionnaire"))
    layout = Layout(check.one_of(row, "layout", Layout, Layout.LIST, Message("layout")))
    if layout is Layout.MATRIX and "scale" not in row:
        why = Message("a table of questions needs a common scale")
        check.fault(row["layout"], Message("the code of a scale"), why)
    return QuestionSection(
        code, text_of(row, "number"), text_of(row, "title"), text_of(row, "note"), layout, scale, check.condition(row)
    )  # fmt: skip


def _factors(check: RowCheck, items: tuple[SurveyItem, ...]) -> tuple[Factor, ...]:
    """The factors with all their items: those that name them, and those of their parts."""
    rows = dict(check.coded("factor", "name"))
    parts = {code: listed_codes(text_of(row, "parts")) for code, row in rows.items()}
    for code, named in parts.items():
        for part in named:
            if part not in rows:
                why = Message('there is no factor "{found}"', found=part)
                check.unknown(rows[code]["parts"], why, rows)
    factors = []
    for code, row in rows.items():
        within = _within(code, parts)
        if code in _below(code, parts):
            why = Message('the factor "{code}" is a part of itself', code=code)
            check.fault(row["parts"], Message("parts that do not lead back to it"), why)
        mine = tuple(item.code for item in items if within & set(item.factors))
        known = tuple(part for part in parts[code] if part in rows)
        factors.append(
            Factor(code, text_of(row, "name"), mine, known, listed_codes(text_of(row, "criteria")))
        )
    return tuple(factors)


def _within(code: str, parts: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The factor and all that is below it."""
    return {code, *_below(code, parts)}


def _below(code: str, parts: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All factors that are parts of a factor, or of its parts, and so on."""
    found: set[str] = set()
    waiting = list(parts.get(code, ()))
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += parts.get(part, ())
    return found
