"""Items and factors of questionnaires as sources of figures, and what surveys have found for the inputs they feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.sources import Dimension, KnownSource, SourceName, SourcePeriod
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Message
from cchc.surveys.models import QuestionnaireState, QuestionnaireVersion, TakenFigure
from cchc.surveys.queries.estimated import SURVEYS, EstimatedFigure, estimated_figures, is_surveyed
from cchc.surveys.queries.taken import (
    SurveyedFigure,
    names_of_questionnaires,
    surveyed_figure,
    with_origin,
)


def sources_of_surveys(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: the items and factors of published
    questionnaires."""
    versions = QuestionnaireVersion.objects.filter(state=QuestionnaireState.PUBLISHED)
    rows = versions.order_by("questionnaire__code", "number").values_list("questionnaire__code", "content")
    known: dict[SourceName, KnownSource] = {}
    for questionnaire, content in rows:
        for code, words in _figures_in(questions_of(content)):
            name = SourceName(SURVEYS.name, (questionnaire, code))
            meaning = Message("{text}", text=words)
            known[name] = KnownSource(name, meaning, Dimension.SHARE, "%", SourcePeriod.YEAR)
    return tuple(known.values())


def _figures_in(questions: QuestionSet) -> Iterator[tuple[str, str]]:
    """Yield the code and the words of each item from which a rate or a mean of points can be reckoned, and of each
    factor."""
    for item in questions.items:
        if item.has_rate or item.has_points:
            yield item.code, item.text
    for factor in questions.factors:
        yield factor.code, factor.name


def figures_of_surveys(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` of survey leaves that surveys feed, what was taken into the cycle; where nothing was,
    the figure of the last final estimate of a survey of `year`. Figures of fewer answers than the survey prints are
    not fed. A constant number of queries."""
    wanted = [one for one in inputs if is_surveyed(one)]
    if not wanted:
        return []
    taken = _taken({one.participant for one in wanted})
    is_open = any(one.key not in taken for one in wanted)
    estimated = estimated_figures(year, wanted) if is_open else {}
    found = []
    for one in wanted:
        behind = taken.get(one.key) or estimated.get(one.key)
        if isinstance(behind, (SurveyedFigure, EstimatedFigure)):
            fed = one.fed(behind.value, behind.day, behind.words)
            found += [fed] if fed is not None else []
    return found


def _taken(participants: Collection[int]) -> dict[tuple[int, str, str], SurveyedFigure]:
    """Return what stands taken for these participants, by participant, leaf and figure; two queries."""
    rows = TakenFigure.objects.filter(participant__in=participants, taking__undone=None)
    names = names_of_questionnaires()
    return {
        (row.participant_id, row.leaf, row.figure): surveyed_figure(row, names)
        for row in with_origin(rows).order_by("taking__number")
    }
