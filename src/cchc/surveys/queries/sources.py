"""Items and factors of questionnaires as sources of figures, and what surveys have found for the inputs they feed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.sources import Dimension, KnownSource, SourceName, SourcePeriod
from cchc.core.words.messages import Message
from cchc.surveys.models import QuestionnaireState, QuestionnaireVersion, TakenFigure
from cchc.surveys.queries.estimated import SURVEYS, EstimatedFigure, estimated_figures, is_surveyed
from cchc.surveys.queries.taken import SurveyedFigure, surveyed_figure

MEANING = Message("what a survey found about the unit, for an item or factor of its questionnaire")


def sources_of_surveys(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: the items and factors of published
    questionnaires."""
    versions = QuestionnaireVersion.objects.filter(state=QuestionnaireState.PUBLISHED)
    rows = versions.order_by("questionnaire__code", "number").values_list("questionnaire__code", "content")
    known: dict[SourceName, KnownSource] = {}
    for questionnaire, content in rows:
        for code, words in _figures_in(content):
            name = SourceName(SURVEYS.name, (questionnaire, code))
            meaning = Message("{text}", text=words) if words else MEANING
            known[name] = KnownSource(name, meaning, Dimension.SHARE, "%", SourcePeriod.YEAR)
    return tuple(known.values())


def _figures_in(content: str) -> Iterator[tuple[str, str]]:
    """Yield the code and the words of each item and factor of a stored questionnaire."""
    stored = json.loads(content)
    for part in ("items", "factors"):
        for one in stored.get(part, []):
            yield one["code"], one.get("text") or one.get("name") or ""


def figures_of_surveys(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` of survey leaves that surveys feed, what was taken into the cycle; where nothing was,
    the figure of the last final estimate of a survey of `year`. Figures of fewer answers than the survey prints are
    not fed. A constant number of queries."""
    wanted = [one for one in inputs if is_surveyed(one)]
    if not wanted:
        return []
    taken = _taken({one.participant for one in wanted})
    open_inputs = [one for one in wanted if one.key not in taken]
    estimated = estimated_figures(year, open_inputs)
    found = []
    for one in wanted:
        behind = taken.get(one.key) or estimated.get(one.key)
        if isinstance(behind, (SurveyedFigure, EstimatedFigure)):
            fed = one.fed(behind.value, behind.day, behind.words)
            found += [fed] if fed is not None else []
    return found


def _taken(participants: Collection[int]) -> dict[tuple[int, str, str], SurveyedFigure]:
    """Return what stands taken for these participants, by participant, leaf and figure; one query."""
    rows = TakenFigure.objects.filter(participant__in=participants, taking__undone=None)
    ordered = rows.select_related("taking", "estimate__survey").defer(
        "taking__cells", "estimate__counts", "estimate__survey__design"
    )
    return {
        (row.participant_id, row.leaf, row.figure): surveyed_figure(row)
        for row in ordered.order_by("taking__number")
    }
