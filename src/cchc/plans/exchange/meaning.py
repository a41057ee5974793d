"""From the texts of a reading to the sections of a `Plan`: deadlines, gaps and agencies understood by the core."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cchc.core.agencies import Agency, Directory, Match, match_agency, split
from cchc.core.plans.deadlines import deadline
from cchc.core.plans.figures import gap, index_of, shortcomings
from cchc.core.plans.plan import Measure, Section
from cchc.plans.exchange.columns import Column
from cchc.plans.exchange.readings import Chapter, Reading


def sections_of(
    chapters: Sequence[Chapter], year: int | None, directory: Directory | None = None, on: date | None = None
) -> tuple[Section, ...]:
    """The sections of a plan for `year`; agencies become the units of `directory` as they were on a day."""
    return tuple(_section(chapter, year, directory, on) for chapter in chapters)


def _section(chapter: Chapter, year: int | None, directory: Directory | None, on: date | None) -> Section:
    index = index_of(chapter.heading) if chapter.heading else None
    measures = tuple(_measure(reading, index, year, directory, on) for reading in chapter.readings)
    return Section(chapter.heading, measures, chapter.number)


def _measure(
    reading: Reading, index: str | None, year: int | None, directory: Directory | None, on: date | None
) -> Measure:
    when = reading.text(Column.DEADLINE)
    faults = reading.text(Column.SHORTCOMINGS)
    what = reading.text(Column.TASK) or reading.text(Column.ACTIVITY)
    lead, cooperating = (split(reading.text(column) or "") for column in (Column.LEAD, Column.COOPERATING))
    return Measure(
        number=reading.number,
        objective=reading.text(Column.OBJECTIVE),
        task=reading.text(Column.TASK),
        activity=reading.text(Column.ACTIVITY),
        output=reading.text(Column.OUTPUT),
        lead=tuple(agency.text for agency in lead),
        cooperating=tuple(agency.text for agency in cooperating),
        deadline=deadline(" ".join(when.split()), year) if when else None,
        gap=gap(what, index) if what else None,
        shortcomings=shortcomings(faults) if faults else (),
        lead_units=_units(lead, directory, on),
        cooperating_units=_units(cooperating, directory, on),
        confidence=reading.confidence,
        unsure=tuple(column.value for column in Column if column in reading.unsure),
        source=reading.source,
    )


def _units(agencies: Sequence[Agency], directory: Directory | None, on: date | None) -> tuple[Match, ...]:
    return tuple(match_agency(agency, directory, on) for agency in agencies) if directory else ()
