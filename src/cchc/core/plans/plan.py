"""What a reform or remediation plan says, as frozen values: sections of measures, with their places in the source.

A text is kept as it was written, marks of markup removed and blanks folded; nothing is corrected. What a text
also means (a deadline's dates, a gap's points) stands beside it. What a document does not say is None, and an
empty tuple where it could have said several things.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from cchc.core.papers.answers import Confidence, Match
from cchc.core.papers.deadlines.values import Deadline
from cchc.core.words.messages import Message


@dataclass(frozen=True, slots=True)
class GroupOfYear:
    """The group in which an index stood in a year ("Trung bình cao"); the year None where it is not said."""

    year: int | None
    group: str


@dataclass(frozen=True, slots=True)
class Gap:
    """How far an index is from where it could be, as the text of a measure says.

    `achieved`, `maximum`, `missing` are points; `rate` is a percentage as written (88.29); `change` is in the
    unit of what changed, below zero for a fall, against the year `compared`, when the value was `before`.
    """

    index: str | None = None
    achieved: Fraction | None = None
    maximum: Fraction | None = None
    missing: Fraction | None = None
    rate: Fraction | None = None
    change: Fraction | None = None
    year: int | None = None
    groups: tuple[GroupOfYear, ...] = ()
    compared: int | None = None
    before: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """One shortcoming (tồn tại) and the points it cost, above zero; None where no points are named."""

    text: str
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many people of a group answer a survey; `per` people for `each` unit, where the text says so."""

    group: str
    count: int
    per: int | None = None
    each: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a measure was read: page, paragraph, table and row count from 1; `lines` are its first and last line."""

    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    lines: tuple[int, int] | None = None
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of a plan: what is to be done, by whom, until when.

    `lead` and `cooperating` are wordings, `lead_units` and `cooperating_units` what they were matched to.
    `other` holds the texts of the columns that no rule reads, by their keys. `unsure` names the columns that were
    suggested rather than read; `place` counts the measures of the plan from 1.
    """

    number: str | None = None
    objective: str | None = None
    task: str | None = None
    activity: str | None = None
    output: str | None = None
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline: Deadline | None = None
    gap: Gap | None = None
    shortcomings: tuple[Shortcoming, ...] = ()
    lead_units: tuple[Match, ...] = ()
    cooperating_units: tuple[Match, ...] = ()
    confidence: Confidence = Confidence.SURE
    unsure: tuple[str, ...] = ()
    source: Source = Source()
    place: int | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """The measures under one heading (a domain, an index); heading None before the first one."""

    heading: str | None
    measures: tuple[Measure, ...] = ()
    number: str | None = None


class Severity(StrEnum):
    """How much a finding matters: a fault of the document, something to look at, something to know."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class FindingPlace:
    """Where a finding occurs: heading of the section, number of the measure, column (a field of `Measure`), line.

    `measure` is the place of the measure in the plan, counted from 1: a number can occur twice.
    """

    section: str | None = None
    number: str | None = None
    column: str | None = None
    line: int | None = None
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a plan: what was found, what was expected, and why."""

    code: str
    severity: Severity
    place: FindingPlace
    found: str
    expected: Message
    why: Message


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read: the head of its document, its sections, its survey quotas, and what is to be looked at.

    `kind` is the word of the document ("KẾ HOẠCH"), `number` its number and symbol ("153/KH-UBND"), `year` the
    year that the plan is for. `quota_total` is the total that the text states, not the sum of the quotas.
    """

    title: str | None = None
    kind: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    issuer: str | None = None
    year: int | None = None
    sections: tuple[Section, ...] = ()
    quotas: tuple[Quota, ...] = ()
    quota_total: int | None = None
    findings: tuple[Finding, ...] = ()

    def measures(self) -> Iterator[tuple[Section, Measure]]:
        """Every measure with its section, in the order of the document."""
        return ((section, measure) for section in self.sections for measure in section.measures)
