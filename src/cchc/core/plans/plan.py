"""What a reform or remediation plan says, as frozen values: sections of measures, with their places in the source.

A text is kept as it was written, marks of markup removed and blanks folded; nothing is corrected. What a text
also means (a deadline's dates, a gap's points) stands beside it. What a document does not say is None, and an
empty tuple where it could have said several things.
"""

from __future__ import annotations

import datetime
from collections import Counter
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
class HeadDoubt:
    """What was seen of a field of the head (number, date, year) where it is not sure: its text and its place."""

    field: str
    text: str
    place: Source


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of a plan: what is to be done, by whom, until when.

    `lead` and `cooperating` are wordings, `lead_units` and `cooperating_units` what they were matched to.
    `other` holds the texts of the columns that no rule reads, by their keys. `unsure` names the columns that were
    suggested rather than read; `place` counts the measures of the plan from 1. `set_aside` are the texts of its row
    that no column holds: persons, telephones, remarks. `columns` are those that its table has; None where nobody knows.
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
    set_aside: tuple[str, ...] = ()
    columns: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: a row of a table of targets, once for each year that it says a value for.

    `section` is the heading it stands under, `unit` the unit of measurement, `value` the text of the cell ("≥ 98");
    `year` is None where no heading names one. `agencies` are wordings, `other` what further columns say, each text
    behind its heading ("Kết quả năm 2025: 96").
    """

    section: str | None
    number: str | None
    name: str
    unit: str | None
    value: str
    year: int | None = None
    agencies: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    source: Source = Source()


TARGET_TEXTS = {
    "number": "row_number",
    "name": "cell",
    "measured_in": "title",
    "value": "cell",
    "agencies": "cell",
    "other": "cell",
}
"""The texts that are kept of a target, each with its kind in the table of lengths."""


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

    `measure` is the place of the measure in the plan, counted from 1: a number can occur twice. What belongs to no
    measure says its `page`, `table`, and the first and last of its `rows`, all counted from 1.
    """

    section: str | None = None
    number: str | None = None
    column: str | None = None
    line: int | None = None
    measure: int | None = None
    page: int | None = None
    table: int | None = None
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a plan: what was found, what was expected, and why."""

    code: str
    severity: Severity
    place: FindingPlace
    found: str
    expected: Message
    why: Message


class Placed(StrEnum):
    """Where the words of a piece went that was taken into the plan, or stays what it is: prose."""

    HEAD = "head"
    SECTION = "section"
    MEASURE = "measure"
    TARGET = "target"
    PROSE = "prose"


class AsideKind(StrEnum):
    """Why a piece belongs to no plan: what every document of an office carries around its content."""

    MOTTO = "motto"
    LEGAL_BASIS = "legal_basis"
    PAGE_NUMBER = "page_number"
    HEADINGS = "headings"
    TOTAL = "total"
    GROUP = "group"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    MARGIN = "margin"
    HIDDEN = "hidden"
    DELETED = "deleted"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A piece that was set aside, with its kind, text and place."""

    kind: AsideKind
    text: str
    words: int
    place: Source = Source()


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the document of which nothing was made, though something should have been.

    `place` is its first row or paragraph, `last_row` the last row of the table where it is several; `column` counts the
    columns of the table from 1 where one cell of a row that was read is meant. `why` says what was expected.
    """

    text: str
    words: int
    why: Message
    place: Source = Source()
    last_row: int | None = None
    column: int | None = None


class ToldKind(StrEnum):
    """What people see otherwise in the file than it was read."""

    HIDDEN_ROWS = "hidden_rows"
    TRACKED_CHANGES = "tracked_changes"
    STRUCK_TEXT = "struck_text"


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the document that was read and looks otherwise in the file: its first place, how many `places` it has
    (rows, changes, lines), and what was done."""

    kind: ToldKind
    places: int
    why: Message
    place: Source = Source()
    last_row: int | None = None


@dataclass(frozen=True, slots=True)
class WordAccount:
    """The account of a document: how many of its words were placed by where, what was set aside, what is unread.

    The words of the document are those of `placed`, of `aside` and of `unread` together, no word twice.
    `pages_without_text` are pages of which no word is known: pictures among the pages of a PDF. `told` is what was read
    and looks otherwise in the file.
    """

    placed: Mapping[Placed, int] = field(default_factory=dict)
    aside: tuple[SetAside, ...] = ()
    unread: tuple[Unread, ...] = ()
    pages_without_text: tuple[int, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def aside_by_kind(self) -> dict[AsideKind, int]:
        """How many pieces were set aside of each kind that occurs."""
        counts = Counter(one.kind for one in self.aside)
        return {kind: counts[kind] for kind in AsideKind if counts[kind]}

    @property
    def words_reported(self) -> int:
        """How many words stand in what is unread."""
        return sum(one.words for one in self.unread)


_NO_WORDS = WordAccount()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read: the head of its document, its sections, its survey quotas, and what is to be looked at.

    `kind` is the word of the document ("KẾ HOẠCH"), `number` its number and symbol ("153/KH-UBND"), `year` the
    year that the plan is for. What is not sure of them is None, and `head_doubts` says what was seen instead.
    `quota_total` is the total that the text states, not the sum of the quotas. `targets` are those of its tables of
    targets, which are no measures. `account` says what became of the words of the document.
    """

    title: str | None = None
    kind: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    issuer: str | None = None
    year: int | None = None
    head_doubts: tuple[HeadDoubt, ...] = ()
    sections: tuple[Section, ...] = ()
    targets: tuple[Target, ...] = ()
    quotas: tuple[Quota, ...] = ()
    quota_total: int | None = None
    findings: tuple[Finding, ...] = ()
    account: WordAccount = _NO_WORDS

    def measures(self) -> Iterator[tuple[Section, Measure]]:
        """Every measure with its section, in the order of the document."""
        return ((section, measure) for section in self.sections for measure in section.measures)
