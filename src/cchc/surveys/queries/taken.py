"""What surveys decided in a cycle: the figures that stand behind its scores, each with its error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from cchc.core.scoring.sources import read_source
from cchc.core.surveys.suppressing import TableCell, is_small
from cchc.core.words.messages import Message
from cchc.cycles.models import Cycle
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import Cell
from cchc.surveys.models import Questionnaire, SurveyTaking, TakenFigure
from cchc.surveys.queries.estimated import figure_sentence


@dataclass(frozen=True, slots=True)
class SurveyedFigure:
    """A figure of a survey behind a score, as it was taken: rate (or mean) with its interval in percent, exact texts;
    how many `answers` of how many forms (`base`); names of survey and questionnaire; the estimate with its hash."""

    figure: str
    source: str
    questionnaire: str
    survey: str
    year: int
    estimate: int
    sha256: str
    kind: str
    value: str
    standard_error: str
    low: str
    high: str
    answers: int
    base: int
    minimum: int
    estimated_at: datetime
    at: datetime

    @property
    def words(self) -> Message:
        """It in one sentence: survey, rate, interval, answers, base."""
        return figure_sentence(self.survey, self)

    @property
    def named_words(self) -> Message:
        """The same with the questionnaire, where figures of several stand together; what is sealed is `words`, for the
        name of a questionnaire may change."""
        return figure_sentence(" · ".join(filter(None, (self.survey, self.questionnaire))), self)

    @property
    def day(self) -> date:
        """The day on which it was estimated."""
        return localtime(self.estimated_at).date()


def standing_takings(cycle: Cycle) -> list[SurveyTaking]:
    """Return the acts by which results of surveys came into `cycle` and that were not taken back, the last first."""
    return list(SurveyTaking.objects.filter(cycle=cycle, undone=None).defer("cells").order_by("-number"))


def figures_behind(
    cycle: Cycle, participants: Collection[int] | None = None, leaf: str = ""
) -> dict[Cell, tuple[SurveyedFigure, ...]]:
    """Return the figures of surveys from which scores of `cycle` are made, by participant and leaf: those of the last
    act that stands, as long as nothing else was decided there since. Three queries."""
    rows = TakenFigure.objects.filter(taking__cycle=cycle, taking__undone=None)
    scores = Score.objects.filter(cycle=cycle, stage=Stage.DECIDED, origin=Origin.SURVEY)
    if participants is not None:
        rows, scores = rows.filter(participant__in=participants), scores.filter(participant__in=participants)
    if leaf:
        rows, scores = rows.filter(leaf=leaf), scores.filter(leaf=leaf)
    standing = set(scores.order_by().values_list("participant_id", "leaf"))
    last: dict[Cell, int] = {}
    found: dict[Cell, list[SurveyedFigure]] = defaultdict(list)
    names = names_of_questionnaires()
    for row in with_origin(rows).order_by("-taking__number", "participant_id", "leaf", "figure"):
        cell = (row.participant_id, row.leaf)
        if cell in standing and last.setdefault(cell, row.taking_id) == row.taking_id:
            found[cell].append(surveyed_figure(row, names))
    return {cell: tuple(figures) for cell, figures in found.items()}


def printed_figures(cycle: Cycle) -> dict[Cell, tuple[SurveyedFigure, ...]]:
    """Return those of `figures_behind` that may be made public: of a leaf all or none, without those of fewer answers
    than their survey prints. No total over units is made public, so that none gives a hidden one away."""
    return {
        cell: figures
        for cell, figures in figures_behind(cycle).items()
        if not any(is_small(TableCell(one.answers), one.minimum) for one in figures)
    }


def with_origin(rows: QuerySet[TakenFigure]) -> QuerySet[TakenFigure]:
    """Return taken figures with their acts, estimates and surveys, without what is long in these."""
    long = ("taking__cells", "estimate__counts", "estimate__survey__design")
    return rows.select_related("taking", "estimate__survey").defer(*long)


def names_of_questionnaires() -> dict[str, str]:
    """Return the names of all questionnaires by their codes; one query."""
    return dict(Questionnaire.objects.order_by().values_list("code", "name"))


def surveyed_figure(row: TakenFigure, names: Mapping[str, str]) -> SurveyedFigure:
    """Return a taken figure (`with_origin`) as a value; `names` are those of questionnaires by their codes."""
    survey = row.estimate.survey
    return SurveyedFigure(
        figure=row.figure,
        source=row.source,
        questionnaire=names.get(read_source(row.source).parts[0], ""),
        survey=survey.name,
        year=survey.year,
        estimate=row.estimate.number,
        sha256=row.estimate.sha256,
        kind=row.kind,
        value=row.value,
        standard_error=row.standard_error,
        low=row.low,
        high=row.high,
        answers=row.answers,
        base=row.base,
        minimum=survey.minimum_answers,
        estimated_at=row.estimate.at,
        at=row.taking.at,
    )
