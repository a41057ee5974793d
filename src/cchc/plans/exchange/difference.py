"""What a plan that comes back as a workbook would change: section by section and row by row, in the order of the file.

    file = read_sheet(content, name)
    change = difference(before, file.sections, given=file.given, faults=file.faults)
    change.counts.added

Whoever applies it goes down `sections` and their rows: a key is kept, "" is made, the order is the new order; then
`removed` goes. Between showing and applying it is kept as plain JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cchc.core.plans.columns import SAYS_WHAT
from cchc.core.words.comparing import longest_rising
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.plans.exchange.merge import Clash, Meanwhile, merge
from cchc.plans.exchange.sheet import (
    HEADINGS,
    SheetRow,
    SheetSection,
    Where,
    row_title,
    section_title,
    tidy,
    with_headless,
)


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of a measure, old and new."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Shift:
    """How a measure moves within its section: from behind one that stays, to behind another that stays.

    Both are titles, or None for the beginning of the section; they differ, else it had not moved. `down`: towards the
    end.
    """

    old: str | None
    new: str | None
    down: bool


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of the file: a new measure (`key` is ""), or what becomes of a stored one; only a key: it stays as it is.

    `title` is how people know it. A new measure changes from nothing to its texts. `left`: the title of the section
    where it stood, when it moved to another; `shift`: when it moved within its own.
    """

    key: str
    title: str = ""
    changes: tuple[TextChange, ...] = ()
    left: str | None = None
    shift: Shift | None = None

    @property
    def is_moved(self) -> bool:
        """Whether it stands in another place than before."""
        return self.left is not None or self.shift is not None

    @property
    def texts(self) -> dict[str, str]:
        """The new texts of the columns that change."""
        return {change.column: change.new for change in self.changes}


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section of the file with all its rows; `key` "" is a new one. `was`: number and heading before a new name."""

    key: str
    number: str
    heading: str
    rows: tuple[RowDifference, ...] = ()
    was: tuple[str, str] | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Removed:
    """The measures that a section loses, as its rows; `whole`: the section itself goes too."""

    section: SheetSection
    whole: bool


class Counts(NamedTuple):
    """How many sections and measures a difference concerns; a measure may be both changed and moved."""

    sections_added: int
    sections_renamed: int
    sections_moved: int
    sections_removed: int
    added: int
    changed: int
    moved: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Difference:
    """All sections of the file with what becomes of them and of their measures, and what the file holds no more.

    `meanwhile`: what others did since the file was given out; None when the file does not know what the plan held.
    """

    sections: tuple[SectionDifference, ...]
    removed: tuple[Removed, ...] = ()
    meanwhile: Meanwhile | None = None

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What others changed too, and the file in another way."""
        return self.meanwhile.clashes if self.meanwhile else ()

    @property
    def rows(self) -> Iterator[RowDifference]:
        """Every row of the file."""
        return (row for section in self.sections for row in section.rows)

    @property
    def counts(self) -> Counts:
        """How much of what changes."""
        kept = [section for section in self.sections if section.key]
        rows = list(self.rows)
        return Counts(
            sections_added=len(self.sections) - len(kept),
            sections_renamed=sum(section.was is not None for section in kept),
            sections_moved=sum(section.moved for section in kept),
            sections_removed=sum(one.whole for one in self.removed),
            added=sum(not row.key for row in rows),
            changed=sum(bool(row.key and row.changes) for row in rows),
            moved=sum(row.is_moved for row in rows),
            removed=sum(len(one.section.rows) for one in self.removed),
            unchanged=sum(row == RowDifference(row.key) for row in rows),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not any(self.counts[:-1])


def difference(
    before: Sequence[SheetSection],
    after: Sequence[SheetSection],
    given: Sequence[SheetSection] | None = None,
    faults: Sequence[Fault] = (),
) -> Difference:
    """What leads from `before`, which is stored and has all its keys, to `after`, which was read.

    `given` is what the plan held when the file was given out: what others did since then stays where the file does not
    touch it. As few sections and rows as possible count as moved. Blanks and line ends make no change.

    Raises `Faults`: those found in reading, keys that `before` does not know, a section that has no heading and had
    one, a new or changed measure that does not say what is to be done.
    """
    sections = {section.key: section for section in before}
    rows = {row.key: (section, row) for section in before for row in section.rows}
    _require_this_plan(sections, rows, after, faults)
    meanwhile = None
    if given is not None:
        after, meanwhile = merge(given, before, after)
    wanted = with_headless(before, after)
    found_faults = [
        *faults,
        *_unknown(sections, rows, wanted),
        *_without_heading(sections, wanted),
        *_without_task(rows, wanted),
    ]
    if found_faults:
        raise Faults(sorted(found_faults, key=_by_place))
    order = {key: at for at, key in enumerate(sections)}
    places = {key: at for at, key in enumerate(rows)}
    still = longest_rising([order[section.key] for section in wanted if section.key])
    found = tuple(
        SectionDifference(
            section.key,
            section.number,
            section.heading,
            _rows(section, rows, places),
            _old_name(sections.get(section.key), section),
            bool(section.key) and order[section.key] not in still,
        )
        for section in wanted
    )
    return Difference(found, _removed(before, wanted), meanwhile)


def _rows(
    section: SheetSection, rows: Mapping[str, tuple[SheetSection, SheetRow]], places: Mapping[str, int]
) -> tuple[RowDifference, ...]:
    stayed = [row.key for row in section.rows if row.key and rows[row.key][0].key == section.key]
    still = longest_rising([places[key] for key in stayed])
    behind: str | None = None
    found = []
    for row in section.rows:
        home, old = rows.get(row.key, (None, SheetRow("")))
        changes = tuple(_changes(old, row))
        left = section_title(home) if home is not None and home.key != section.key else None
        shift = None
        if home is not None and left is None and places[row.key] in still:
            behind = row.key
        elif home is not None and left is None:
            shift = _shift(home, row.key, behind, {key for key in stayed if places[key] in still})
        title = row_title(row) if home is None or left is not None or shift or changes else ""
        found.append(RowDifference(row.key, title, changes, left, shift))
    return tuple(found)


def _shift(home: SheetSection, key: str, behind: str | None, still: set[str]) -> Shift:
    """How the measure `key` moves within `home`; `behind`: which of those that stay now stands before it."""
    keys = [row.key for row in home.rows]
    before = next((other for other in reversed(keys[: keys.index(key)]) if other in still), None)
    titles = {row.key: row_title(row) for row in home.rows}
    down = behind is not None and (before is None or keys.index(behind) > keys.index(before))
    return Shift(titles[before] if before else None, titles[behind] if behind else None, down)


def _changes(old: SheetRow, new: SheetRow) -> Iterator[TextChange]:
    for column in HEADINGS:
        before, after = old.text(column), new.text(column)
        if tidy(before) != tidy(after):
            yield TextChange(column, before, after)


def _old_name(old: SheetSection | None, new: SheetSection) -> tuple[str, str] | None:
    if old is None:
        return None
    same = (tidy(old.number), tidy(old.heading)) == (tidy(new.number), tidy(new.heading))
    return None if same else (old.number, old.heading)


def _removed(before: Sequence[SheetSection], after: Sequence[SheetSection]) -> tuple[Removed, ...]:
    sections = {section.key for section in after}
    rows = {row.key for section in after for row in section.rows}
    found = []
    for section in before:
        gone = tuple(row for row in section.rows if row.key not in rows)
        if gone or section.key not in sections:
            found.append(Removed(replace(section, rows=gone), section.key not in sections))
    return tuple(found)


# --- faults ------------------------------------------------------------------------------------------------


def _require_this_plan(
    sections: Collection[str], rows: Collection[str], after: Sequence[SheetSection], faults: Sequence[Fault]
) -> None:
    """Refuse in one sentence a file none of whose codes belongs to the plan."""
    coded = [section for section in after if section.key]
    measures = [row for section in after for row in section.rows if row.key]
    known = any(one.key in sections for one in coded) or any(one.key in rows for one in measures)
    if len(coded) + len(measures) > 1 and not known:
        first: SheetSection | SheetRow = coded[0] if coded else measures[0]
        where = _where(first)
        expected = Message("the file that was given out for this plan")
        raise Faults([*faults, Fault(where.code, where.shown, expected, _OTHER_PLAN)])


def _where(one: SheetSection | SheetRow) -> Where:
    return one.where or Where(Place(), "", Place())


def _by_place(fault: Fault) -> tuple[int, int, str]:
    """Down the sheet, and from left to right."""
    return fault.place.row or 0, len(fault.place.column or ""), fault.place.column or ""


def _unknown(
    sections: Collection[str], rows: Collection[str], after: Sequence[SheetSection]
) -> Iterator[Fault]:
    """Keys that are not in the plan."""
    unknown: list[SheetSection | SheetRow] = [one for one in after if one.key and one.key not in sections]
    unknown += [row for section in after for row in section.rows if row.key and row.key not in rows]
    for one in unknown:
        where = _where(one)
        yield Fault(where.code, where.shown, Message("a code of this plan"), _UNKNOWN)


def _without_heading(sections: Mapping[str, SheetSection], after: Sequence[SheetSection]) -> Iterator[Fault]:
    for section in after:
        old = sections.get(section.key)
        if section.is_headless and not (old and old.is_headless) and (sections or len(after) > 1):
            why = _NO_HEADING if section.where else _ABOVE_HEADINGS
            first = section if section.where or not section.rows else section.rows[0]
            yield Fault(_where(first).what, "", Message("a section with a heading"), why)


def _without_task(
    rows: Mapping[str, tuple[SheetSection, SheetRow]], after: Sequence[SheetSection]
) -> Iterator[Fault]:
    for row in (row for section in after for row in section.rows):
        says = any(tidy(row.text(column)) for column in SAYS_WHAT)
        if not says and (row.key not in rows or any(_changes(rows[row.key][1], row))):
            expected = Message("a task, an activity or an objective")
            yield Fault(_where(row).what, "", expected, _NO_TASK)


_UNKNOWN = Message(
    "This plan has no such row: it was deleted meanwhile, or comes from another plan. Clear the code to add the row "
    "as a new one."
)
_OTHER_PLAN = Message("None of the codes belongs to this plan: take the file from the page of this plan.")
_NO_HEADING = Message(
    "The heading of the section is empty: write it again, or delete the row of the section."
)
_ABOVE_HEADINGS = Message(
    "The rows stand above the first heading: move them below the heading they belong to."
)
_NO_TASK = Message(
    "The row does not say what is to be done: fill in one of these columns, or delete the row."
)
