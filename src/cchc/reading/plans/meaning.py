"""From the texts of a measure to the sections of a `Plan`: deadlines, gaps and agencies understood by the core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import count

from cchc.core.papers.agency_words import runs_into_another
from cchc.core.papers.answers import Confidence, Match, without_leads
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import Agency, AgencyCell, JoinedNames, agency_cell, split
from cchc.core.plans.columns import (
    ACTIVITY,
    COOPERATING,
    DEADLINE,
    EXTRA,
    KEYS,
    LEAD,
    OBJECTIVE,
    OUTPUT,
    SHORTCOMINGS,
    TASK,
)
from cchc.core.plans.figures import gap, index_of, shortcomings
from cchc.core.plans.plan import Measure, Section, Target
from cchc.core.words.letters import words_of
from cchc.core.words.messages import Message
from cchc.reading.head import DocumentHead
from cchc.reading.plans.roles import without_roles
from cchc.reading.plans.texts import MeasureText, SectionText

_OTHER = tuple(key for key in KEYS if key not in {one.name for one in fields(Measure)})


def sections_of(
    sections: Sequence[SectionText],
    year: int | None,
    directory: Directory | None = None,
    on: date | None = None,
    holidays: Holidays | None = None,
) -> tuple[Section, ...]:
    """The sections of a plan for `year`; agencies become the units of `directory` as they were on a day, due days
    move to working days by `holidays`."""
    asked = _Asked(year, directory, on, holidays)
    return tuple(_section(section, asked) for section in sections if section.measures)


def targets_in(sections: Sequence[SectionText]) -> tuple[Target, ...]:
    """The targets of all sections of a plan, in the order of the document."""
    return tuple(
        Target(
            section=section.heading,
            number=one.number,
            name=one.name,
            unit=one.unit,
            value=one.value,
            year=one.year,
            agencies=tuple(agency.text for text in one.agencies for agency in split(text)),
            other=one.other,
            source=one.source,
        )
        for section in sections
        for one in section.targets
    )


def doubt_likely_deadlines(sections: Iterable[SectionText], head: DocumentHead) -> None:
    """Lower the confidence in each deadline of `sections` whose days rest on a custom, or on one of several times that
    its sentence names."""
    for measure in (measure for section in sections for measure in section.measures):
        text = " ".join((measure.text(DEADLINE) or "").split())
        if text and deadline(text, head.year or _SOME_YEAR, None, head.date).likely:
            measure.doubt(Confidence.LIKELY, _LIKELY, [DEADLINE])


def doubt_joined_agencies(sections: Iterable[SectionText]) -> None:
    """Lower the confidence in each cell of agencies in which two seem to stand with nothing between them."""
    for measure in (measure for section in sections for measure in section.measures):
        for column in (LEAD, COOPERATING):
            if any(runs_into_another(one.text) for one in agency_cell(measure.text(column) or "").agencies):
                measure.doubt(Confidence.LIKELY, _JOINED, [column])


_JOINED = Message("Two agencies seem to stand here with nothing between them: look whether they are one.")
_SOME_YEAR = 2024  # where the year is not known: whether a wording is read for sure is the same in every year
_LIKELY = Message("The day is the usual reading of this wording: look whether it is meant.")


@dataclass(slots=True)
class _Asked:
    """What the texts are understood by; `matches` keeps the agencies looked up already, a plan repeats them."""

    year: int | None
    directory: Directory | None
    on: date | None
    holidays: Holidays | None
    matches: dict[Agency, Match] = field(default_factory=dict)
    places: Iterator[int] = field(default_factory=lambda: count(1))


def _section(section: SectionText, asked: _Asked) -> Section:
    index = index_of(section.heading) if section.heading else None
    measures = tuple(_measure(measure, index, asked) for measure in section.measures)
    return Section(section.heading, measures, section.number)


def _measure(measure: MeasureText, index: str | None, asked: _Asked) -> Measure:
    when = measure.text(DEADLINE)
    faults = measure.text(SHORTCOMINGS)
    what = measure.text(TASK) or measure.text(ACTIVITY)
    known = asked.directory.joined_names if asked.directory else JoinedNames()
    cells = [agency_cell(measure.text(column) or "", known) for column in (LEAD, COOPERATING)]
    lead, cooperating = (cell.agencies for cell in cells)
    lead_units = _units(lead, asked)
    return Measure(
        number=measure.number,
        objective=measure.text(OBJECTIVE),
        task=measure.text(TASK),
        activity=measure.text(ACTIVITY),
        output=measure.text(OUTPUT),
        lead=tuple(agency.text for agency in lead),
        cooperating=tuple(agency.text for agency in cooperating),
        deadline=deadline(" ".join(when.split()), asked.year, asked.holidays, asked.on) if when else None,
        gap=gap(what, index) if what else None,
        shortcomings=shortcomings(faults) if faults else (),
        lead_units=lead_units,
        cooperating_units=without_leads(_units(cooperating, asked), lead_units),
        confidence=measure.confidence,
        unsure=tuple(key for key in KEYS if key in measure.doubts),
        source=measure.source,
        place=next(asked.places),
        other={key: text for key in _OTHER if (text := measure.text(key))},
        columns=measure.columns,
        set_aside=(
            *measure.cells.get(EXTRA, ()),
            *(text for cell in cells for text in cell.set_aside),
            *_left_out(measure.cells.get(LEAD, ()), cells[0]),
            *_left_out(measure.cells.get(COOPERATING, ()), cells[1]),
        ),
    )


def _left_out(lines: Sequence[str], cell: AgencyCell) -> Iterator[str]:
    """Yield the lines of a cell of agencies whose words are neither in them nor set aside: a remark."""
    texts = (*(agency.text for agency in cell.agencies), *cell.set_aside)
    named = Counter(word for text in texts for word in words_of(text))
    for line in lines:
        own = Counter(words_of(without_roles(line)))
        if own - named:
            yield line
        named -= own


def _units(agencies: Sequence[Agency], asked: _Asked) -> tuple[Match, ...]:
    if asked.directory is None:
        return ()
    for agency in agencies:
        if agency not in asked.matches:
            asked.matches[agency] = match_agency(agency, asked.directory, asked.on)
    return tuple(asked.matches[agency] for agency in agencies)
