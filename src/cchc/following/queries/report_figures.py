"""What sources propose for the figures of a periodic report, for the days that each row covers, and the rows behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone
from django.utils.text import Truncator

from cchc.core.plans.following.completion import FIGURES, CountedMeasure
from cchc.core.plans.reports.drawn import PartOrigin
from cchc.core.plans.reports.frame import Covers, ReportFrame, ReportRow
from cchc.core.plans.reports.periods import ReportKind, window
from cchc.core.scoring.criteria.feeding import FedInput
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.formulas.tree import FigureKind, Variable
from cchc.core.scoring.sources import BY_NAME, read_source
from cchc.core.words.messages import Message, data_of
from cchc.core.words.numbers import plain
from cchc.core.words.numerals import machine_number
from cchc.cycles.consequences import fed_figures
from cchc.following.models import ReportRound
from cchc.following.queries.completion import completion_lines, completion_list, counts_of
from cchc.following.queries.report_sources import REPORTS, punctuality_between
from cchc.following.queries.words import name_of_measure
from cchc.units.models import Unit
from cchc.units.queries.figures import figures_of_units

PLANS, SURVEYS = BY_NAME["plans"], BY_NAME["surveys"]
MOST_LETTERS = 160  # of a row behind: what tells one measure from another


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """What a source has for a row: the value, the day for which it holds, and its meaning."""

    source: str
    value: Fraction
    day: date
    words: Message

    def origin(self, behind: tuple[str, ...], why: str) -> PartOrigin:
        """Return it as it is kept beside the figure that is sent, with the rows behind and why the unit reports
        another one."""
        return PartOrigin(
            self.source, plain(self.value), self.day.isoformat(), data_of(self.words), behind, why
        )


@dataclass(frozen=True, slots=True)
class CoveredDays:
    """The days of a report: the period itself, and the year up to its end."""

    data_from: date
    year_from: date
    data_to: date

    def of(self, row: ReportRow) -> tuple[date, date]:
        """Return the first and the last day that a row covers."""
        first = self.year_from if row.covers is Covers.YEAR_TO_DATE else self.data_from
        return first, self.data_to


def days_of(round_: ReportRound, data_to: date | None = None) -> CoveredDays:
    """Return the days of a round, up to another last day where one is given."""
    begins = window(ReportKind(round_.kind), round_.year).year_from
    return CoveredDays(round_.data_from, begins, data_to or round_.data_to)


def source_rows(frame: ReportFrame) -> tuple[ReportRow, ...]:
    """Return the rows of a frame that a source feeds."""
    return tuple(row for row in frame.rows if row.source)


def proposed_figures(
    frame: ReportFrame, days: CoveredDays, year: int, units: Collection[int]
) -> dict[int, dict[str, ProposedFigure]]:
    """Return what the sources of a frame have for each of `units`, by code; nothing where a source has nothing, never
    0. The number of queries depends on the sources, not on the number of units and rows."""
    rows = source_rows(frame)
    found: dict[int, dict[str, ProposedFigure]] = defaultdict(dict)
    plan_rows = [row for row in rows if read_source(row.source).kind == PLANS.name]
    for (first, last), those in _by_days(plan_rows, days).items():
        day = min(last, timezone.localdate())
        words = Message(
            "measures of the plans in force that were due from {first} to {day}",
            first=f"{first:%d/%m/%Y}",
            day=f"{day:%d/%m/%Y}",
        )
        for unit, count in counts_of(units, first, day).items() if first <= day else ():
            for row in those if count.planned else ():
                value = Fraction(FIGURES[read_source(row.source).parts[0]](count))
                found[unit][row.code] = ProposedFigure(row.source, value, day, words)
    report_rows = [row for row in rows if read_source(row.source).kind == REPORTS.name]
    for (first, last), those in _by_days(report_rows, days).items():
        today = timezone.localdate()
        words = Message(
            "periodic reports that were due from {first} to {day}",
            first=f"{first:%d/%m/%Y}",
            day=f"{last:%d/%m/%Y}",
        )
        for unit, counted in punctuality_between(units, first, last, today).items():
            for row in those if counted.due else ():
                value = Fraction(getattr(counted, read_source(row.source).parts[0]))
                found[unit][row.code] = ProposedFigure(row.source, value, min(last, today), words)
    dated = {row.code for row in (*plan_rows, *report_rows)}
    inputs = [_input(row, unit) for row in rows if row.code not in dated for unit in units]
    if inputs:
        fed = [*fed_figures(year=year, inputs=inputs), *figures_of_units(year=year, inputs=inputs)]
        for one in fed:
            value = machine_number(one.value)
            found[one.key.participant][one.key.figure] = ProposedFigure(
                str(one.source), value, one.day, one.origin
            )
    return found


def _by_days(rows: Iterable[ReportRow], days: CoveredDays) -> dict[tuple[date, date], list[ReportRow]]:
    found: dict[tuple[date, date], list[ReportRow]] = defaultdict(list)
    for row in rows:
        found[days.of(row)].append(row)
    return found


def _input(row: ReportRow, unit: int) -> FedInput:
    """A row as the input that the rooms are asked for; without a cycle, the unit is the participant."""
    kind = FigureKind.PERCENT if row.is_percent else FigureKind.NUMBER
    variable = Variable(row.code, row.wording, kind, row.unit)
    source = read_source(row.source)
    part = Part.SURVEY if source.kind == SURVEYS.name else Part.APPRAISED
    leaf = Node(row.code, row.wording, Fraction(0), part, variables=(variable,))
    return FedInput(unit, unit, leaf, variable, source)


def rows_behind(frame: ReportFrame, days: CoveredDays, unit: Unit) -> dict[str, tuple[str, ...]]:
    """Return in words, by code, the measures behind the figures that plans propose for `unit`."""
    found: dict[str, tuple[str, ...]] = {}
    rows = [row for row in source_rows(frame) if read_source(row.source).kind == PLANS.name]
    for (first, last), those in _by_days(rows, days).items():
        day = min(last, timezone.localdate())
        counted = completion_list(unit, first, day).counted if first <= day else []
        lines = completion_lines([one for one in counted if one.why is None])
        for row in those:
            counts = COUNTED_BY[read_source(row.source).parts[0]]
            found[row.code] = tuple(
                Truncator(f"{one.measure.section.plan.title}: {name_of_measure(one.measure)}").chars(
                    MOST_LETTERS
                )
                for one in lines
                if counts(one.counted)
            )
    return found


def _planned(counted: CountedMeasure) -> bool:
    return counted.why is None


def _done(counted: CountedMeasure) -> bool:
    return counted.done


def _late(counted: CountedMeasure) -> bool:
    return counted.late


COUNTED_BY = {"planned": _planned, "done": _done, "late": _late}
"""Which measures a figure of plans counts, by its name."""
