"""From the texts of a reading to a `Plan`: deadlines, gaps, agencies and quotas understood by the core."""

from __future__ import annotations

from collections.abc import Sequence

from cchc.core import agencies
from cchc.core.plans import Measure, Section, deadline, gap, index_of, shortcomings
from cchc.plans.exchange.columns import Column
from cchc.plans.exchange.readings import Chapter, Reading


def sections_of(chapters: Sequence[Chapter], year: int | None) -> tuple[Section, ...]:
    """The sections of a plan for `year`, their deadlines and gaps parsed."""
    return tuple(_section(chapter, year) for chapter in chapters)


def _section(chapter: Chapter, year: int | None) -> Section:
    index = index_of(chapter.heading) if chapter.heading else None
    measures = tuple(_measure(reading, index, year) for reading in chapter.readings)
    return Section(chapter.heading, measures, chapter.number)


def _measure(reading: Reading, index: str | None, year: int | None) -> Measure:
    when = reading.text(Column.DEADLINE)
    faults = reading.text(Column.SHORTCOMINGS)
    what = reading.text(Column.TASK) or reading.text(Column.ACTIVITY)
    return Measure(
        number=reading.number,
        objective=reading.text(Column.OBJECTIVE),
        task=reading.text(Column.TASK),
        activity=reading.text(Column.ACTIVITY),
        output=reading.text(Column.OUTPUT),
        lead=_agencies(reading.text(Column.LEAD)),
        cooperating=_agencies(reading.text(Column.COOPERATING)),
        deadline=deadline(" ".join(when.split()), year) if when else None,
        gap=gap(what, index) if what else None,
        shortcomings=shortcomings(faults) if faults else (),
        confidence=reading.confidence,
        unsure=tuple(column.value for column in Column if column in reading.unsure),
        source=reading.source,
    )


def _agencies(text: str | None) -> tuple[str, ...]:
    return tuple(agency.text for agency in agencies.split(text)) if text else ()
