"""What surveys decided in a cycle: the figures that stand behind its scores, each with its error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime

from cchc.core.words.messages import Message
from cchc.cycles.models import Cycle
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import Cell
from cchc.surveys.models import SurveyTaking, TakenFigure
from cchc.surveys.queries.estimated import figure_sentence


@dataclass(frozen=True, slots=True)
class SurveyedFigure:
    """A figure of a survey behind a score, as it was taken: rate (or mean) with its interval in percent, exact texts;
    how many `answers` of how many that were asked (`base`); the survey, its source and the hash of its estimate."""

    figure: str
    source: str
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
    estimated_at: datetime
    at: datetime

    @property
    def words(self) -> Message:
        """It in one sentence: survey, rate, interval, answers, base."""
        return figure_sentence(self.survey, self)

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
    act that stands, as long as nothing else was decided there since. Two queries."""
    rows = TakenFigure.objects.filter(taking__cycle=cycle, taking__undone=None)
    scores = Score.objects.filter(cycle=cycle, stage=Stage.DECIDED, origin=Origin.SURVEY)
    if participants is not None:
        rows, scores = rows.filter(participant__in=participants), scores.filter(participant__in=participants)
    if leaf:
        rows, scores = rows.filter(leaf=leaf), scores.filter(leaf=leaf)
    standing = set(scores.order_by().values_list("participant_id", "leaf"))
    last: dict[Cell, int] = {}
    found: dict[Cell, list[SurveyedFigure]] = defaultdict(list)
    ordered = rows.select_related("taking", "estimate__survey").defer(
        "taking__cells", "estimate__counts", "estimate__survey__design"
    )
    for row in ordered.order_by("-taking__number", "participant_id", "leaf", "figure"):
        cell = (row.participant_id, row.leaf)
        if cell in standing and last.setdefault(cell, row.taking_id) == row.taking_id:
            found[cell].append(surveyed_figure(row))
    return {cell: tuple(figures) for cell, figures in found.items()}


def surveyed_figure(row: TakenFigure) -> SurveyedFigure:
    """Return a taken figure as a value; its taking and the survey of its estimate are fetched with it."""
    survey = row.estimate.survey
    return SurveyedFigure(
        figure=row.figure,
        source=row.source,
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
        estimated_at=row.estimate.at,
        at=row.taking.at,
    )
