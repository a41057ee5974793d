"""What people wrote in their own words: searched, and grouped by words that they share."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.fields.json import KeyTextTransform

from cchc.core.surveys.open_answers import AnswerGroups, grouped_answers
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.words.names import search_key
from cchc.surveys.models import Questionnaire, Response, ResponseState, Survey

MOST_GROUPED = 20_000
"""So many opinions are grouped while a page waits (half a second); of more the page says that it shows the first."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One open answer, and the unit it is about."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundOpinions:
    """The opinions of an item that hold what was searched, their groups (places in `opinions`), and how many there are
    in all; `is_cut`: there are more than are grouped, and only the first are here."""

    opinions: tuple[Opinion, ...]
    groups: AnswerGroups
    total: int
    is_cut: bool


def open_items(questions: QuestionSet) -> list[SurveyItem]:
    """Return the items that are answered in people's own words."""
    return [one for one in questions.items if one.kind is ItemKind.TEXT]


def opinions_on(
    survey: Survey, questionnaire: Questionnaire, item: SurveyItem, searched: str = ""
) -> FoundOpinions:
    """Return the opinions on an item in accepted forms, those that hold `searched` (whatever the diacritics), in the
    order of units and forms."""
    rows = (
        Response.objects.filter(
            survey=survey,
            form__version__questionnaire=questionnaire,
            state=ResponseState.ACCEPTED,
            is_test=False,
            is_open=False,
            answers__has_key=item.code,
        )
        .order_by("unit__sort_key", "pk")
        .values_list("unit__name", KeyTextTransform(item.code, "answers"))
    )
    total = rows.count()
    wanted = search_key(searched)
    found = [Opinion(unit, text) for unit, text in rows[:MOST_GROUPED] if wanted in search_key(text)]
    return FoundOpinions(
        tuple(found), grouped_answers([one.text for one in found]), total, total > MOST_GROUPED
    )
