"""From the texts of a reading to the sections of a `Plan`: deadlines, gaps and agencies understood by the core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from cchc.core.papers.agencies import Agency, Directory, Match, match_agency, split
from cchc.core.papers.deadlines import Holidays, deadline
from cchc.core.plans.figures import gap, index_of, shortcomings
from cchc.core.plans.plan import Measure, Section
from cchc.reading.plans.columns import Column
from cchc.reading.plans.texts import Chapter, Reading


def sections_of(
    chapters: Sequence[Chapter],
    year: int | None,
    directory: Directory | None = None,
    on: date | None = None,
    holidays: Holidays | None = None,
) -> tuple[Section, ...]:
    """The sections of a plan for `year`; agencies become the units of `directory` as they were on a day, due days
    move to working days by `holidays`."""
    asked = _Asked(year, directory, on, holidays)
    return tuple(_section(chapter, asked) for chapter in chapters)


@dataclass(slots=True)
class _Asked:
    """What the texts are understood by; `matches` keeps the agencies looked up already, a plan repeats them."""

    year: int | None
    directory: Directory | None
    on: date | None
    holidays: Holidays | None
    matches: dict[Agency, Match] = field(default_factory=dict)
    places: Iterator[int] = field(default_factory=lambda: count(1))


def _section(chapter: Chapter, asked: _Asked) -> Section:
    index = index_of(chapter.heading) if chapter.heading else None
    measures = tuple(_measure(reading, index, asked) for reading in chapter.readings)
    return Section(chapter.heading, measures, chapter.number)


def _measure(reading: Reading, index: str | None, asked: _Asked) -> Measure:
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
        deadline=deadline(" ".join(when.split()), asked.year, asked.holidays) if when else None,
        gap=gap(what, index) if what else None,
        shortcomings=shortcomings(faults) if faults else (),
        lead_units=_units(lead, asked),
        cooperating_units=_units(cooperating, asked),
        confidence=reading.confidence,
        unsure=tuple(column.value for column in Column if column in reading.doubts),
        source=reading.source,
        place=next(asked.places),
    )


def _units(agencies: Sequence[Agency], asked: _Asked) -> tuple[Match, ...]:
    if asked.directory is None:
        return ()
    for agency in agencies:
        if agency not in asked.matches:
            asked.matches[agency] = match_agency(agency, asked.directory, asked.on)
    return tuple(asked.matches[agency] for agency in agencies)
