"""What a survey found: the figures of its standing estimate by factor, item and unit; how answers fall on levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import Factor, ItemKind, QuestionSet, SurveyItem
from cchc.core.surveys.reckoning import FigureUse, asked_figures
from cchc.core.words.names import sort_key
from cchc.surveys.models import (
    EstimateFigure,
    Questionnaire,
    Survey,
    SurveyEstimate,
    SurveyForm,
)
from cchc.surveys.queries.counts import counted_in
from cchc.surveys.queries.designs import asked_estimation

RATE = "rate"


@dataclass(frozen=True, slots=True)
class EstimatedValue:
    """A figure as it is shown: its value with interval (None where too few answered to print it), the number of answers
    and of people who were to answer. `is_rate`: in percent."""

    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    answers: int
    base: int
    degrees: int
    standard_error: Fraction | None
    is_rate: bool


@dataclass(frozen=True, slots=True)
class ResultHeading:
    """What a figure is about: code, printed number and name of a factor or an item; whether it is a rate of satisfied
    answers, or the share that chose an option, or else a mean of marks. `amount`: it is no percentage, but of numbers
    the mean, ratio or total ("mean", "ratio", "total")."""

    code: str
    number: str
    name: str
    is_factor: bool
    is_rate: bool = True
    amount: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A unit (None: all of them) with its figures in the order of the headings."""

    unit: int | None
    name: str
    cells: tuple[EstimatedValue | None, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Factors or items across, units down; `whole` are the figures of all units together."""

    headings: tuple[ResultHeading, ...]
    whole: ResultRow
    rows: tuple[ResultRow, ...]


def standing_estimate(survey: Survey) -> SurveyEstimate | None:
    """Return the estimate that stands: the last that was made; None before the first."""
    return survey.estimates.order_by("-number").defer("counts").first()


def estimated_questionnaires(estimate: SurveyEstimate) -> list[Questionnaire]:
    """Return the questionnaires of which an estimate has figures."""
    return list(Questionnaire.objects.filter(figures__estimate=estimate).distinct().order_by("name"))


def questions_in(survey: Survey, questionnaire: Questionnaire) -> QuestionSet:
    """Return what a survey asked by a questionnaire: the version that its forms name, the last where they differ.

    Raises `SurveyForm.DoesNotExist` where the survey asked nothing by it.
    """
    form = (
        SurveyForm.objects.filter(survey=survey, version__questionnaire=questionnaire)
        .select_related("version")
        .order_by("version__number")
        .last()
    )
    if form is None:
        raise SurveyForm.DoesNotExist
    return questions_of(form.version.content)


def factor_headings(questions: QuestionSet) -> list[ResultHeading]:
    """Return the factors of a questionnaire, in its order."""
    return [
        ResultHeading(
            one.code, "", one.name, True, all(questions.by_code[item].has_rate for item in one.items)
        )
        for one in questions.factors
    ]


def item_headings(questions: QuestionSet, factor: Factor | None = None) -> list[ResultHeading]:
    """Return the items from which a rate or a mean is reckoned: all, or those of a factor."""
    codes = set(factor.items) if factor else set(questions.by_code)
    chosen = [one for one in questions.items if one.code in codes and (one.has_rate or one.has_points)]
    return [ResultHeading(one.code, one.number, one.text, False, one.has_rate) for one in chosen]


def other_headings(survey: Survey, questions: QuestionSet) -> list[ResultHeading]:
    """Return what is estimated besides rates and marks: the mean of each number, who chose each option of an item that
    has neither, and what the design of the survey asks."""
    found = []
    for item in questions.items:
        if item.kind is ItemKind.NUMBER:
            found.append(ResultHeading(item.code, item.number, item.text, False, False, FigureUse.MEAN.value))
        elif item.kind is not ItemKind.TEXT and not (item.has_rate or item.has_points):
            options = (
                item.options if item.kind is ItemKind.MULTIPLE else [one for one in item.options if one.valid]
            )
            found += [
                ResultHeading(f"{item.code}_{one.code}", item.number, f"{item.text} – {one.text}", False)
                for one in options
            ]
    plan = asked_estimation(survey)
    for figure, _question in asked_figures([questions], plan):
        found.append(
            ResultHeading(figure.code, "", plan.asked_names[figure.code], False, False, figure.use.value)
        )
    return found


def result_table(
    estimate: SurveyEstimate, questionnaire: Questionnaire, headings: Sequence[ResultHeading]
) -> ResultTable:
    """Return the figures of all respondents together, for each unit and heading; units in the order of their names."""
    place = {one.code: at for at, one in enumerate(headings)}
    found = EstimateFigure.objects.filter(
        estimate=estimate, questionnaire=questionnaire, respondent_group="", code__in=list(place)
    ).select_related("unit")
    cells: dict[int | None, list[EstimatedValue | None]] = defaultdict(lambda: [None] * len(headings))
    names: dict[int | None, str] = {}
    for one in found:
        one.estimate = estimate
        cells[one.unit_id][place[one.code]] = shown_value(one)
        names[one.unit_id] = one.unit.name if one.unit else ""
    rows = [ResultRow(unit, names[unit], tuple(row)) for unit, row in cells.items() if unit is not None]
    whole = ResultRow(None, "", tuple(cells[None]))
    return ResultTable(tuple(headings), whole, tuple(sorted(rows, key=lambda row: sort_key(row.name))))


def shown_value(figure: EstimateFigure) -> EstimatedValue:
    """Return a figure as it is shown: by the smallest number of answers that held when it was estimated, and by the one
    that holds now."""
    is_printed = figure.printed and figure.answers >= figure.estimate.survey.minimum_answers
    return EstimatedValue(
        value=_number(figure.value) if is_printed else None,
        low=_number(figure.low) if is_printed else None,
        high=_number(figure.high) if is_printed else None,
        answers=figure.answers,
        base=figure.base,
        degrees=figure.degrees,
        standard_error=_number(figure.standard_error) if is_printed else None,
        is_rate=figure.kind == RATE,
    )


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


@dataclass(frozen=True, slots=True)
class YearValue:
    """The figure of a year, of the survey that found it."""

    year: int
    survey: int
    name: str
    value: EstimatedValue


def figure_over_years(
    survey: Survey, questionnaire: Questionnaire, code: str, unit: int | None
) -> list[YearValue]:
    """Return the figure of this survey and of closed ones of the same purpose before it, asked by the same
    questionnaire under the same code, the earliest first."""
    found = (
        EstimateFigure.objects.filter(
            questionnaire=questionnaire,
            code=code,
            unit=unit,
            respondent_group="",
            estimate__survey__purpose=survey.purpose,
            estimate__survey__year__lte=survey.year,
        )
        .select_related("estimate__survey")
        .order_by("estimate__survey__year", "estimate__survey", "estimate__number")
    )
    last: dict[int, EstimateFigure] = {}
    for one in found:
        asked = one.estimate.survey
        if asked == survey or (asked.state == "closed" and asked.year < survey.year):
            last[asked.pk] = one
    return [
        YearValue(
            one.estimate.survey.year, one.estimate.survey_id, one.estimate.survey.name, shown_value(one)
        )
        for one in last.values()
    ]


@dataclass(frozen=True, slots=True)
class LevelShares:
    """How the valid answers to an item fall on its levels (in its order, sum 1), of a unit or of all (None), and how
    many answered."""

    unit: int | None
    shares: tuple[Fraction, ...]
    answers: int


def level_shares(
    estimate: SurveyEstimate, questionnaire: Questionnaire, item: SurveyItem
) -> dict[int | None, LevelShares]:
    """Return the weighted shares of the valid levels of an item for each unit and for all, of the answers that an
    estimate counted; nothing of an item that it did not count."""
    found = counted_in(estimate, questionnaire)
    if found is None or item.code not in found.counts.items:
        return {}
    counts = found.counts
    place = {one.code: at for at, one in enumerate(one for one in item.options if one.valid)}
    own = counts.item == counts.items.index(item.code)
    counted = (
        (
            int(counts.units[counts.unit[who]]),
            counts.levels[level],
            counts.weights[counts.weight[who]],
            int(n),
        )
        for who, level, n in zip(counts.who[own], counts.level[own], counts.n[own], strict=True)
        if counts.levels[level] in place
    )
    sums: dict[int | None, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * len(place))
    answers: dict[int | None, int] = defaultdict(int)
    for unit, level, weight, n in counted:
        for of in (unit, None):
            sums[of][place[level]] += n * Fraction(weight)
            answers[of] += n
    return {
        unit: LevelShares(unit, tuple(one / sum(row) for one in row), answers[unit])
        for unit, row in sums.items()
        if sum(row)
    }
