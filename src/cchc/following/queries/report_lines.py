"""The rows of a periodic report as pages show them: the part of one unit, the whole, one row across the units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Prefetch

from cchc.core.plans.reports.drawn import DrawnReport, PartOrigin, UnitPart, Values, WholeFigure, values_of
from cchc.core.plans.reports.figures import row_values
from cchc.core.plans.reports.frame import FrameAnnex, OutlineSection, ReportFrame, ReportRow
from cchc.core.words.messages import Message
from cchc.following.models import PartDraft, PartRecall, ReportPart, ReportRound
from cchc.following.queries.report_figures import days_of, proposed_figures, rows_behind
from cchc.units.models import Unit

MOST_NAMED = 5  # units that stand by name beside a figure; more stand with the row


@dataclass(frozen=True, slots=True)
class PartLine:
    """A row of the part of a unit: its figure beside those of earlier reports, and what its source has."""

    row: ReportRow
    value: Fraction | None
    previous: Fraction | None
    last_year: Fraction | None
    origin: PartOrigin | None = None

    @property
    def proposed(self) -> Fraction | None:
        """The figure that the source has."""
        return Fraction(self.origin.proposed) if self.origin else None

    @property
    def words(self) -> Message | None:
        """From where that is, in words."""
        return self.origin.message if self.origin else None

    @property
    def differs(self) -> bool:
        """Whether the unit reports another figure than its source has."""
        return self.origin is not None and self.value != self.proposed


@dataclass(frozen=True, slots=True)
class PartSection:
    """A section of the outline with what the unit wrote in it."""

    section: OutlineSection
    text: str


@dataclass(frozen=True, slots=True)
class UnitReport:
    """The part of a unit as its page and its paper show it: annexes with their rows, sections with their texts."""

    annexes: tuple[tuple[FrameAnnex, tuple[PartLine, ...]], ...]
    sections: tuple[PartSection, ...]


def drafted_report(
    round_: ReportRound, frame: ReportFrame, unit: Unit, draft: PartDraft, part: UnitPart
) -> UnitReport:
    """Return the part as it would be sent now: what was typed, else what sources have, and what formulas come to. A
    constant number of queries."""
    days = days_of(round_)
    proposed = proposed_figures(frame, days, round_.year, [unit.pk]).get(unit.pk, {})
    behind = rows_behind(frame, days, unit) if proposed else {}
    origins = {
        code: one.origin(behind.get(code, ()), draft.whys.get(code, "")) for code, one in proposed.items()
    }
    typed = values_of(draft.values)
    given = {
        row.code: typed[row.code]
        if row.code in typed
        else one.value
        if (one := proposed.get(row.code))
        else None
        for row in frame.rows
        if not row.formula
    }
    values = row_values(frame, given, previous=part.previous, last_year=part.last_year)
    return _report(frame, values, origins, draft.texts, part.previous, part.last_year)


def sent_report(frame: ReportFrame, part: UnitPart) -> UnitReport:
    """Return a part as it was sent, or as it is carried inside another report."""
    return _report(frame, part.values, part.origins, part.texts, part.previous, part.last_year)


def _report(
    frame: ReportFrame,
    values: Values,
    origins: Mapping[str, PartOrigin],
    texts: Mapping[str, str],
    previous: Values,
    last_year: Values,
) -> UnitReport:
    def line(row: ReportRow) -> PartLine:
        code = row.code
        return PartLine(row, values.get(code), previous.get(code), last_year.get(code), origins.get(code))

    return UnitReport(
        tuple((annex, tuple(line(row) for row in annex.rows)) for annex in frame.annexes),
        tuple(PartSection(one, texts.get(one.number, "")) for one in frame.outline),
    )


@dataclass(frozen=True, slots=True)
class WholeLine:
    """A row of the whole with the names of units that have no figure for it: those that have not sent, and those that
    sent without one."""

    row: ReportRow
    figure: WholeFigure
    not_come: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def first_not_come(self) -> tuple[str, ...]:
        """The names that stand beside the figure."""
        return self.not_come[:MOST_NAMED]

    @property
    def first_without(self) -> tuple[str, ...]:
        """The names that stand beside the figure."""
        return self.without[:MOST_NAMED]

    @property
    def more_not_come(self) -> int:
        """How many more have not sent."""
        return max(0, len(self.not_come) - MOST_NAMED)

    @property
    def more_without(self) -> int:
        """How many more have no figure."""
        return max(0, len(self.without) - MOST_NAMED)


def whole_annexes(
    frame: ReportFrame, report: DrawnReport
) -> tuple[tuple[FrameAnnex, tuple[WholeLine, ...]], ...]:
    """Return the annexes of the whole with their rows."""
    figures = {one.code: one for one in report.figures}
    names = {one.unit: one.name for one in report.parts}
    absent = {one.unit for one in report.not_come}

    def line(row: ReportRow) -> WholeLine:
        one = figures[row.code]
        not_come = tuple(names[unit] for unit in one.missing if unit in absent)
        without = tuple(names[unit] for unit in one.missing if unit not in absent)
        return WholeLine(row, one, not_come, without)

    return tuple((annex, tuple(line(row) for row in annex.rows)) for annex in frame.annexes)


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A section of the whole: the text of who draws together, and what the units wrote, by name."""

    section: OutlineSection
    text: str
    by_units: tuple[tuple[str, str], ...]


def whole_sections(frame: ReportFrame, report: DrawnReport) -> tuple[WrittenSection, ...]:
    """Return the sections of the whole with all texts."""
    return tuple(
        WrittenSection(
            one,
            report.texts.get(one.number, ""),
            tuple(
                (part.name, part.texts[one.number])
                for part in report.parts
                if part.has_come and part.texts.get(one.number)
            ),
        )
        for one in frame.outline
    )


def earlier_sendings(round_: ReportRound, unit: int) -> Sequence[ReportPart]:
    """Return the sendings of a unit, the latest first, with what was asked back, refused and returned; two queries,
    without their figures."""
    recalls = Prefetch("recalls", PartRecall.objects.select_related("refused"))
    rows = ReportPart.objects.filter(round=round_, of_unit=unit).select_related("returned")
    return list(rows.prefetch_related(recalls).defer("values", "origins", "texts").order_by("-number"))
