"""A questionnaire file as texts with their places: what the readers of TOML and Excel give, what their writers take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.surveys.questionnaires.values import (
    NO_OPINION,
    AnswerScale,
    Factor,
    ItemKind,
    Layout,
    Option,
    QuestionSection,
    QuestionSet,
    SurveyItem,
)
from cchc.core.words.messages import Message, Place
from cchc.core.words.numbers import plain

SETTINGS = ("code", "title", "note", "rated")
TABLES: Mapping[str, tuple[str, ...]] = {
    "group": ("code", "name"),
    "scale": ("code", "name", "options", "satisfied", "invalid"),
    "section": ("code", "number", "title", "note", "layout", "scale", "shown_when"),
    "item": (
        "section", "code", "number", "text", "kind", "scale", "options", "satisfied", "invalid", "low", "high",
        "places", "unit", "most", "required", "shown_when", "factors", "criteria", "note",
    ),
    "factor": ("code", "name", "parts", "criteria"),
}  # fmt: skip
LINES = ("options",)  # fields that hold several lines
NOWHERE = Place()
FIELD_WORDS = {
    "code": Message("code"), "title": Message("title"), "note": Message("words before it"),
    "rated": Message("rated unit"),
    "name": Message("name"), "options": Message("what may be chosen"), "satisfied": Message("satisfied levels"),
    "invalid": Message("option without an opinion"), "number": Message("number"), "layout": Message("layout"),
    "scale": Message("scale"), "shown_when": Message("condition"), "section": Message("section of questions"),
    "text": Message("wording"), "kind": Message("kind of question"), "low": Message("least value"),
    "high": Message("highest value"), "places": Message("decimals"), "unit": Message("unit of measure"),
    "most": Message("most choices"), "required": Message("answer wanted"), "factors": Message("factors"),
    "criteria": Message("criteria that it feeds"), "parts": Message("parts"),
}  # fmt: skip


def empty_tables() -> dict[str, list[Fields]]:
    """All tables of a document, without rows."""
    return {name: [] for name in TABLES}


@dataclass(frozen=True)
class QuestionDocument:
    """A questionnaire file as texts: its settings, and the rows of its tables (`TABLES`) in their order."""

    place: Place
    settings: Fields
    tables: dict[str, list[Fields]] = field(default_factory=empty_tables)


def document_of(questions: QuestionSet) -> QuestionDocument:
    """The texts of a questionnaire as a file holds them; what is at its default is left out."""
    settings = {
        "code": questions.code,
        "title": questions.title,
        "note": questions.note,
        "rated": questions.rated,
    }
    tables = {
        "group": [{"code": one.code, "name": one.name} for one in questions.groups],
        "scale": [_scale_texts(one) for one in questions.scales],
        "section": [_section_texts(one) for one in questions.sections],
        "item": [_item_texts(one) for one in questions.items],
        "factor": [_factor_texts(one) for one in questions.factors],
    }
    return QuestionDocument(
        NOWHERE,
        in_fields(settings),
        {name: [in_fields(row) for row in rows] for name, rows in tables.items()},
    )


def in_fields(texts: Mapping[str, str]) -> Fields:
    """Texts as fields of no place; empty ones are left out."""
    return {name: Field(text, NOWHERE) for name, text in texts.items() if text}


def option_line(option: Option, numbered: bool = False) -> str:
    """The line that writes an option: ``a | Tốt | 100``; of a scale (`numbered`) without its code."""
    parts = [] if numbered else [option.code]
    parts += [option.text, *([] if option.points is None else [plain(option.points)])]
    return " | ".join(parts)


def _scale_texts(scale: AnswerScale) -> dict[str, str]:
    return {"code": scale.code, "name": scale.name, **dict(_option_texts(scale.options, numbered=True))}


def _option_texts(options: tuple[Option, ...], numbered: bool) -> Iterator[tuple[str, str]]:
    """The fields that write options: their lines, what counts as satisfied, the words of the invalid one."""
    valid = [one for one in options if one.valid]
    satisfied = tuple(one.code for one in valid if one.satisfied)
    yield "options", "\n".join(option_line(one, numbered) for one in valid)
    if satisfied != usual_satisfied(len(valid), numbered):
        yield "satisfied", "; ".join(satisfied) or "none"
    yield "invalid", next((one.text for one in options if one.code == NO_OPINION and not one.valid), "")


def usual_satisfied(levels: int, numbered: bool) -> tuple[str, ...]:
    """The codes that count as satisfied where the file is silent: the two highest levels of a scale of five.

    >>> usual_satisfied(5, True), usual_satisfied(4, True), usual_satisfied(5, False)
    (('4', '5'), (), ())
    """
    return ("4", "5") if numbered and levels == 5 else ()


def _section_texts(section: QuestionSection) -> dict[str, str]:
    return {
        "code": section.code,
        "number": section.number,
        "title": section.title,
        "note": section.note,
        "layout": "" if section.layout is Layout.LIST else str(section.layout),
        "scale": section.scale,
        "shown_when": str(section.shown_when or ""),
    }


def _item_texts(item: SurveyItem) -> dict[str, str]:
    own = {} if item.kind is ItemKind.SCALE else dict(_option_texts(item.options, numbered=False))
    return {
        "section": item.section,
        "code": item.code,
        "number": item.number,
        "text": item.text,
        "kind": str(item.kind),
        "scale": item.scale,
        **own,
        "low": "" if item.low is None else plain(item.low),
        "high": "" if item.high is None else plain(item.high),
        "places": str(item.places) if item.places else "",
        "unit": item.unit,
        "most": "" if item.most is None else str(item.most),
        "required": "" if item.required else "no",
        "shown_when": str(item.shown_when or ""),
        "factors": "; ".join(item.factors),
        "criteria": "; ".join(item.criteria),
        "note": item.note,
    }


def _factor_texts(factor: Factor) -> dict[str, str]:
    return {
        "code": factor.code,
        "name": factor.name,
        "parts": "; ".join(factor.parts),
        "criteria": "; ".join(factor.criteria),
    }
