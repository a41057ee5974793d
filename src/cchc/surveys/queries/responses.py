"""Filled forms as they are read: each question with what was answered, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cchc.core.surveys.questionnaires.values import QuestionSet, SurveyItem
from cchc.surveys.models import ItemAnswer, Response


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """A question with its answers in words; none where nothing was answered."""

    number: str
    text: str
    answers: tuple[str, ...]


def answers_shown(response: Response, questions: QuestionSet) -> list[AnsweredItem]:
    """The questions of a form in their order, with what was answered."""
    given: dict[str, list[ItemAnswer]] = defaultdict(list)
    for one in response.answers.all():
        given[one.item].append(one)
    return [
        AnsweredItem(item.number, item.text, tuple(_words(item, one) for one in given[item.code]))
        for item in questions.items
    ]


def _words(item: SurveyItem, answer: ItemAnswer) -> str:
    option = item.option(answer.level) if answer.level else None
    if option is not None:
        return option.text
    return " ".join(filter(None, (answer.text.replace(".", ",") if item.unit else answer.text, item.unit)))
