"""The figures of final estimates for the inputs of survey leaves: which there are, and why others are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from django.db.models import F
from django.utils.timezone import localtime

from cchc.core.scoring.criteria.feeding import FedInput, FedKey
from cchc.core.scoring.criteria.tree import Part
from cchc.core.scoring.sources import BY_NAME
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.suppressing import telling_wholes
from cchc.core.words.messages import Message
from cchc.core.words.numbers import rounded_number
from cchc.surveys.models import (
    EstimateFigure,
    EstimateState,
    QuestionnaireState,
    QuestionnaireVersion,
    SurveyEstimate,
    SurveyForm,
    SurveyState,
)
from cchc.units.queries.lineage import continuities

SURVEYS = BY_NAME["surveys"]
PLACES = 2  # of a percentage that is printed


class WhyNotEstimated(StrEnum):
    """Why a survey has no figure for an input of a unit."""

    NO_SURVEY = "no_survey"
    NOT_ASKED = "not_asked"
    TOO_FEW = "too_few"
    SEVERAL = "several"
    UNFIT = "unfit"
    TELLING = "telling"


@dataclass(frozen=True, slots=True)
class EstimatedFigure:
    """The figure of a survey for an input: value, error and interval as exact texts (percent), how many `answers` of
    how many asked (`base`), and the estimate with its survey."""

    estimate: SurveyEstimate
    source: str
    kind: str
    value: str
    standard_error: str
    low: str
    high: str
    answers: int
    base: int

    @property
    def day(self) -> date:
        """The day on which it was estimated."""
        return localtime(self.estimate.at).date()

    @property
    def words(self) -> Message:
        """It in one sentence: survey, rate, interval, answers, base."""
        return figure_sentence(self.estimate.survey.name, self)


class FigureWithError(Protocol):
    """What a sentence says of a figure: percentages as exact texts, and how many answers of how many."""

    @property
    def value(self) -> str:
        """The rate."""

    @property
    def low(self) -> str:
        """The lower end of the interval, "" without one."""

    @property
    def high(self) -> str:
        """The upper end."""

    @property
    def answers(self) -> int:
        """How many valid answers."""

    @property
    def base(self) -> int:
        """Of how many forms."""


def figure_sentence(survey: str, figure: FigureWithError) -> Message:
    """Return a figure with its error in one sentence: survey, rate, interval, answers, base."""
    told = {
        "survey": survey,
        "value": printed(figure.value),
        "answers": Fraction(figure.answers),
        "base": Fraction(figure.base),
    }
    if not (figure.low and figure.high):
        return Message("{survey}: {value} percent, {answers} valid answers of {base} forms", **told)
    return Message(
        "{survey}: {value} percent (95-percent interval {low}–{high}), {answers} valid answers of {base} forms",
        **told,
        low=printed(figure.low),
        high=printed(figure.high),
    )


def printed(text: str) -> Fraction:
    """Return a percentage of a survey as it is printed: with two decimals at most.

    >>> printed("83.12645")
    Fraction(8313, 100)
    """
    return rounded_number(Fraction(text), PLACES)


def is_surveyed(asked: FedInput) -> bool:
    """Whether an input is one that surveys feed: of a survey leaf, from a source of this room."""
    return asked.source.kind == SURVEYS.name and asked.leaf.part is Part.SURVEY


def estimated_figures(
    year: int, inputs: Collection[FedInput]
) -> dict[FedKey, EstimatedFigure | WhyNotEstimated]:
    """Return, for those of `inputs` that surveys feed, the figure of the last final estimate of a survey of `year`, or
    why there is none. A unit that was only renamed or moved has the figure of its former name. A factor that would tell
    the one part of it that is not printed, since `inputs` ask for all its parts, is not given. A constant number of
    queries."""
    wanted = [one for one in inputs if is_surveyed(one)]
    if not wanted:
        return {}
    estimates = last_final_estimates(year)
    asked = _surveys_by_questionnaire(estimates)
    chains = continuities({one.unit for one in wanted})
    present = {pk: unit for unit, chain in chains.items() for pk in chain.ids}
    figures: dict[tuple[int, str, str], list[EstimateFigure]] = defaultdict(list)
    rows = EstimateFigure.objects.filter(
        estimate__in=[one.pk for one in estimates.values()],
        unit__in=present,
        respondent_group="",
        questionnaire__code__in={one.source.parts[0] for one in wanted},
        code__in={one.source.parts[1] for one in wanted},
    )
    for row in rows.select_related("questionnaire"):
        figures[present[row.unit_id or 0], row.questionnaire.code, row.code].append(row)
    by_id = {one.pk: one for one in estimates.values()}
    found = {one.key: _found(one, by_id, asked, figures) for one in wanted}
    return {**found, **_telling(wanted, found, figures)}


def last_final_estimates(year: int) -> dict[int, SurveyEstimate]:
    """Return the last final estimate of each closed survey of `year` by the survey's id, without counts; one query.

    What was final before a survey was opened again is not what it finds: it has none until it is closed and estimated.
    """
    closed = {"survey__state": SurveyState.CLOSED, "at__gte": F("survey__closed_at")}
    rows = SurveyEstimate.objects.filter(survey__year=year, state=EstimateState.FINAL, **closed)
    ordered = rows.select_related("survey").defer("counts", "survey__design").order_by("number")
    return {one.survey_id: one for one in ordered}


def _surveys_by_questionnaire(surveys: Collection[int]) -> dict[str, set[int]]:
    """Return in which of `surveys` each questionnaire was filled, by its code; one query."""
    forms = SurveyForm.objects.filter(survey__in=surveys).order_by()
    found: dict[str, set[int]] = defaultdict(set)
    for code, survey in forms.values_list("version__questionnaire__code", "survey_id"):
        found[code].add(survey)
    return found


def _telling(
    wanted: Collection[FedInput],
    found: Mapping[FedKey, EstimatedFigure | WhyNotEstimated],
    figures: Mapping[tuple[int, str, str], list[EstimateFigure]],
) -> dict[FedKey, EstimatedFigure | WhyNotEstimated]:
    """The inputs that may not be fed since what stands beside them tells what too few said; two queries at most."""
    small: dict[tuple[int, str], set[str]] = defaultdict(set)
    asked: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one in wanted:
        questionnaire, code = one.source.parts
        asked[one.participant, questionnaire].add(code)
        rows = figures.get((one.unit, questionnaire, code), [])
        if found[one.key] is WhyNotEstimated.TOO_FEW and any(row.answers for row in rows):
            small[one.participant, questionnaire].add(code)
    parts = _parts_of_factors({questionnaire for _participant, questionnaire in small})
    telling = {
        (participant, questionnaire): telling_wholes(
            parts[questionnaire], asked[participant, questionnaire], codes
        )
        for (participant, questionnaire), codes in small.items()
    }
    return {
        one.key: WhyNotEstimated.TELLING
        for one in wanted
        if one.source.parts[1] in telling.get((one.participant, one.source.parts[0]), ())
    }


def _parts_of_factors(questionnaires: Collection[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return by questionnaire the parts of each factor, its own factors or else its items, as the newest version has
    them that was issued; one query where something is asked."""
    versions = QuestionnaireVersion.objects.filter(
        questionnaire__code__in=questionnaires, state=QuestionnaireState.PUBLISHED
    )
    rows = versions.order_by("number").values_list("questionnaire__code", "content") if questionnaires else ()
    return {
        code: {one.code: one.parts or one.items for one in questions_of(content).factors}
        for code, content in rows
    }


def _found(
    asked: FedInput,
    estimates: Mapping[int, SurveyEstimate],
    surveys: Mapping[str, Collection[int]],
    figures: Mapping[tuple[int, str, str], list[EstimateFigure]],
) -> EstimatedFigure | WhyNotEstimated:
    questionnaire, code = asked.source.parts
    rows = figures.get((asked.unit, questionnaire, code), [])
    if not rows:
        return WhyNotEstimated.NOT_ASKED if surveys.get(questionnaire) else WhyNotEstimated.NO_SURVEY
    if len(rows) > 1:
        return WhyNotEstimated.SEVERAL
    row, estimate = rows[0], estimates[rows[0].estimate_id]
    if not row.value or not row.printed or row.answers < estimate.survey.minimum_answers:
        return WhyNotEstimated.TOO_FEW
    numbers = (row.kind, row.value, row.standard_error, row.low, row.high, row.answers, row.base)
    one = EstimatedFigure(estimate, str(asked.source), *numbers)
    return one if asked.fed(one.value, one.day, SURVEYS.meaning) is not None else WhyNotEstimated.UNFIT
