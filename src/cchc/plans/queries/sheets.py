"""A stored plan as the rows of its Excel table, and the texts that a file would change, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.impossible import impossible_part
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import Agency as Wording
from cchc.core.papers.wordings import split
from cchc.core.plans.columns import BY_KEY, COOPERATING, DEADLINE, LEAD
from cchc.core.words.comparing import changed_words
from cchc.core.words.names import spelling_key
from cchc.documents.queries.prepared import OutdatedFile
from cchc.plans.exchange.difference import Difference, Removed, RowDifference, SectionDifference, TextChange
from cchc.plans.exchange.merge import Clash, ClashKind
from cchc.plans.exchange.sheet import HEADINGS, SheetRow, SheetSection, row_title
from cchc.plans.exchange.sheet_out import plan_workbook
from cchc.plans.models import Measure, Plan, Section
from cchc.plans.queries.obstacles import is_open
from cchc.plans.queries.texts import day_of, directory_for
from cchc.texts.speaking import speaker

MOST_SHOWN_WHOLE = 160
_AGENCIES = (LEAD, COOPERATING)
Clashes = dict[tuple[ClashKind, str, str | None], Clash]


def sheet_sections(plan: Plan) -> list[SheetSection]:
    """The sections of `plan` with their measures, keyed by their ids."""
    return [_section(section) for section in plan.sections.prefetch_related("measures")]


def sheet_content(about: Mapping[str, Any]) -> bytes:
    """The Excel table of a plan as it was in the version that was asked for; its headings are always Vietnamese.

    Raises `OutdatedFile` where the plan has changed since.
    """
    plan = Plan.objects.filter(pk=about["plan"]).first()
    sections = sheet_sections(plan) if plan else []
    if plan is None or not Plan.objects.filter(pk=plan.pk, version=about["version"]).exists():
        raise OutdatedFile
    return plan_workbook(plan.title, sections, speaker("plans", language_code="vi"))


def _section(section: Section) -> SheetSection:
    rows = tuple(_row(measure) for measure in section.measures.all())
    return SheetSection(str(section.pk), section.number, section.heading, rows)


def _row(measure: Measure) -> SheetRow:
    texts = {key: getattr(measure, key) for key in HEADINGS}
    return SheetRow(str(measure.pk), texts, withdrawn=measure.withdrawn)


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A text that changes: the heading of its column, what becomes of it in parts, and whether the old text is shown
    whole beside the new one. `clash`: others changed it too."""

    heading: str
    parts: list[tuple[str, str]]
    whole: bool
    change: TextChange
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A measure that is added, changed or moved."""

    row: RowDifference
    cells: list[ChangedCell]

    @property
    def in_clash(self) -> bool:
        """Whether others changed a text that the file changes too."""
        return any(cell.clash for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Gone:
    """A measure that a section loses; `clash`: others changed it meanwhile."""

    title: str
    clash: Clash | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of which anything becomes; `ended`: it goes with its measures; `clash`: others renamed it too."""

    section: SectionDifference | SheetSection
    ended: bool
    clash: Clash | None


@dataclass(frozen=True, slots=True)
class ChangePiece:
    """What stands in one place of the page: a measure that changes or goes; neither where only the section changes.

    `letters`: how much there is to read.
    """

    heading: Heading
    row: RowDifference | None = None
    gone: Gone | None = None
    letters: int = 0


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section with those of its pieces that are on the page: measures that change in it, and those that it loses."""

    heading: Heading
    lines: list[ChangedRow]
    gone: list[Gone]


def change_pieces(change: Difference) -> list[ChangePiece]:
    """All that a file would change, section by section in its order, and behind it the sections that it ends."""
    clashes = _by_key(change)
    gone = {one.section.key: _gone(one, clashes) for one in change.removed}
    found: list[ChangePiece] = []
    for section in change.sections:
        heading = Heading(section, False, clashes.get((ClashKind.NAME, section.key, None)))
        rows = [row for row in section.rows if row.changes or row.is_moved]
        pieces = [ChangePiece(heading, row=row, letters=_letters(row, clashes)) for row in rows]
        pieces += [ChangePiece(heading, gone=one) for one in gone.get(section.key, ())]
        found += pieces or ([ChangePiece(heading)] if _becomes(section) else [])
    for one in change.removed:
        if one.whole:
            clash = clashes.get((ClashKind.SECTION_DELETED, one.section.key, None))
            heading = Heading(one.section, True, clash)
            found += [ChangePiece(heading, gone=each) for each in gone[one.section.key]] or [
                ChangePiece(heading)
            ]
    return found


def changed_sections(change: Difference, pieces: Iterable[ChangePiece]) -> list[ChangedSection]:
    """These pieces of `change` under their sections, with their texts compared."""
    clashes = _by_key(change)
    chapters = []
    for heading, among in groupby(pieces, key=attrgetter("heading")):
        held = list(among)
        lines = [
            ChangedRow(row, [_cell(row, one, clashes) for one in row.changes])
            for row in (piece.row for piece in held)
            if row is not None
        ]
        chapters.append(
            ChangedSection(heading, lines, [piece.gone for piece in held if piece.gone is not None])
        )
    return chapters


def _letters(row: RowDifference, clashes: Clashes) -> int:
    met = (clashes.get((ClashKind.TEXT, row.key, one.column)) for one in row.changes)
    given = sum(len(clash.given) for clash in met if clash)
    return len(row.title) + sum(len(one.old) + len(one.new) for one in row.changes) + given


def _by_key(change: Difference) -> Clashes:
    return {(one.kind, one.key, one.column): one for one in change.clashes}


def _cell(row: RowDifference, one: TextChange, clashes: Clashes) -> ChangedCell:
    whole = BY_KEY[one.column].width is not None and len(one.old) + len(one.new) <= MOST_SHOWN_WHOLE
    parts = _old_and_new(one.old, one.new) if whole else changed_words(one.old, one.new)
    clash = clashes.get((ClashKind.TEXT, row.key, one.column))
    return ChangedCell(HEADINGS[one.column], parts, whole and bool(one.old and one.new), one, clash)


def _gone(removed: Removed, clashes: Clashes) -> list[Gone]:
    return [
        Gone(row_title(row), clashes.get((ClashKind.MEASURE_DELETED, row.key, None)))
        for row in removed.section.rows
    ]


def moves_both(change: Difference) -> bool:
    """Whether others moved something since the file was downloaded, and the file moves something too."""
    return any(one.kind is ClashKind.ORDER for one in change.clashes)


def unconfirmed_names(plan: Plan, change: Difference) -> list[str]:
    """The agencies that a file names in cells where they did not stand, and whose units nobody has confirmed."""
    cells = [one for row in change.rows for one in row.changes if one.column in _AGENCIES]
    directory, on = directory_for(plan), day_of(plan)
    names = directory.joined_names
    new = {
        spelling_key(wording.text): wording
        for one in cells
        for wording in split(one.new, names)
        if wording not in split(one.old, names)
    }
    known = {spelling_key(agency.text): agency for agency in plan.agencies.all()}

    def waits(spelling: str, wording: Wording) -> bool:
        if spelling in known:
            return is_open(known[spelling])
        return match_agency(wording, directory, on).confidence is not Confidence.SURE

    return [wording.text for spelling, wording in new.items() if waits(spelling, wording)]


@dataclass(frozen=True, slots=True)
class UnreadDeadline:
    """A deadline that a file brings and nobody understands: its measure, its wording, and the part that no calendar
    has, if that is why."""

    title: str
    text: str
    impossible: str


def unread_deadlines(plan: Plan, change: Difference) -> list[UnreadDeadline]:
    """Return the new deadlines of a file that mean no day, period or event, in the order of the file; what they mean is
    worked out for the year of `plan`."""
    new = [(row.title, one.new) for row in change.rows for one in row.changes if one.column == DEADLINE]
    return [
        UnreadDeadline(title, text, impossible_part(text) or "")
        for title, text in new
        if text.strip() and deadline(" ".join(text.split()), plan.year).kind is DeadlineKind.UNPARSED
    ]


def _becomes(section: SectionDifference) -> bool:
    """Whether the section itself is new, renamed or moved."""
    return not section.key or section.was is not None or section.moved


def _old_and_new(old: str, new: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind, text in (("old", old), ("new", new)) if text]
