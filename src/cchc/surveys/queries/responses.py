"""Filled forms as they are read: each question with what was answered, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.core.surveys.questionnaires.answers import kept_answer
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.surveys.models import Response


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """A question with its answers in words; none where nothing was answered."""

    number: str
    text: str
    answers: tuple[str, ...]


def answers_shown(response: Response, questions: QuestionSet) -> list[AnsweredItem]:
    """The questions of a form in their order, with what was answered."""
    given = response.answers
    return [
        AnsweredItem(item.number, item.text, _words(item, given[item.code]) if item.code in given else ())
        for item in questions.items
    ]


def _words(item: SurveyItem, text: str) -> tuple[str, ...]:
    match item.kind:
        case ItemKind.TEXT:
            return (text,)
        case ItemKind.NUMBER:
            return (" ".join(filter(None, (text.replace(".", ",") if item.unit else text, item.unit))),)
    answer = kept_answer(item, text)
    chosen = answer if isinstance(answer, tuple) else (str(answer),)
    return tuple(option.text if (option := item.option(code)) else code for code in chosen)
