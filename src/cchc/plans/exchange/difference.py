"""What a plan that comes back as a workbook would change: section by section and row by row, in the order of the file.

    change = difference(before, read_sheet(content, file))
    change.counts.added

Whoever applies it goes down `sections` and their rows: a key is kept, "" is made, the order is the new order; then
`removed` goes. Between showing and applying it is kept as plain JSON.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from cchc.core.messages import Fault, Faults, Message, Place
from cchc.plans.exchange.columns import Column
from cchc.plans.exchange.sheet import COLUMNS, SheetRow, SheetSection, tidy

LONGEST_TITLE = 120
_WHAT = (Column.TASK, Column.ACTIVITY, Column.OBJECTIVE)


@dataclass(frozen=True, slots=True)
class Change:
    """A text of a measure, old and new."""

    column: Column
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of the file: a new measure (`key` is ""), or what becomes of a stored one; only a key: it stays as it is.

    `title` is how people know it. A new measure changes from nothing to its texts. `left`: the title of the section
    where it stood, when it moved there or within; else None.
    """

    key: str
    title: str = ""
    changes: tuple[Change, ...] = ()
    left: str | None = None

    @property
    def texts(self) -> dict[Column, str]:
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
    """All sections of the file with what becomes of them and of their measures, and what the file holds no more."""

    sections: tuple[SectionDifference, ...]
    removed: tuple[Removed, ...] = ()

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
            moved=sum(row.left is not None for row in rows),
            removed=sum(len(one.section.rows) for one in self.removed),
            unchanged=sum(row == RowDifference(row.key) for row in rows),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not any(self.counts[:-1])


def difference(before: Sequence[SheetSection], after: Sequence[SheetSection]) -> Difference:
    """What leads from `before`, which is stored and has all its keys, to `after`, which was read.

    As few sections and rows as possible count as moved. Blanks and line ends make no change. Raises `Faults` for keys
    that `before` does not know, for a section that has no heading and had one, and for a new or changed measure that
    does not say what is to be done.
    """
    given = _with_headless(before, after)
    sections = {section.key: section for section in before}
    rows = {row.key: (section, row) for section in before for row in section.rows}
    faults = [
        *_unknown(sections, rows, given),
        *_without_heading(sections, given),
        *_without_task(rows, given),
    ]
    if faults:
        raise Faults(faults)
    order = {key: at for at, key in enumerate(sections)}
    places = {key: at for at, key in enumerate(rows)}
    still = _in_order([order[section.key] for section in given if section.key])
    found = tuple(
        SectionDifference(
            section.key,
            section.number,
            section.heading,
            _rows(section, rows, places),
            _old_name(sections.get(section.key), section),
            bool(section.key) and order[section.key] not in still,
        )
        for section in given
    )
    return Difference(found, _removed(before, given))


def _with_headless(before: Sequence[SheetSection], after: Sequence[SheetSection]) -> list[SheetSection]:
    """`after`, its rows above the first heading in the section where `before` has such rows."""
    if before and after and before[0].is_headless and after[0].is_headless and not after[0].key:
        return [replace(after[0], key=before[0].key), *after[1:]]
    return list(after)


def _rows(
    section: SheetSection, rows: Mapping[str, tuple[SheetSection, SheetRow]], places: Mapping[str, int]
) -> tuple[RowDifference, ...]:
    stayed = [row.key for row in section.rows if row.key and rows[row.key][0].key == section.key]
    still = _in_order([places[key] for key in stayed])
    found = []
    for row in section.rows:
        home, old = rows.get(row.key, (None, SheetRow("")))
        changes = tuple(_changes(old, row))
        moved = home is not None and (home.key != section.key or places[row.key] not in still)
        left = section_title(home) if home is not None and moved else None
        is_shown = home is None or moved or changes
        found.append(RowDifference(row.key, row_title(row) if is_shown else "", changes, left))
    return tuple(found)


def _changes(old: SheetRow, new: SheetRow) -> Iterator[Change]:
    for column in COLUMNS:
        before, after = old.text(column), new.text(column)
        if tidy(before) != tidy(after):
            yield Change(column, before, after)


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


def _in_order(places: Sequence[int]) -> set[int]:
    """The most of these different numbers that already stand in rising order: the others are what moved.

    >>> sorted(_in_order([4, 0, 1, 2, 3])), sorted(_in_order([0, 2, 1]))
    ([0, 1, 2, 3], [0, 1])
    """
    ends: list[int] = []
    chain: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        chain[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    kept = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = chain[last]
    return kept


def row_title(row: SheetRow) -> str:
    """How people know a measure: its number and the beginning of what is to be done.

    >>> row_title(SheetRow("", number="1.2", task="Rà soát văn bản", lead="Sở Tư pháp"))
    '1.2 Rà soát văn bản'
    """
    said = next((row.text(column) for column in (*_WHAT, *COLUMNS[1:]) if row.text(column)), "")
    title = " ".join(f"{row.number} {said}".split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def section_title(section: SheetSection) -> str:
    """Number and heading of a section."""
    return " ".join(f"{section.number} {section.heading}".split())


# --- faults ------------------------------------------------------------------------------------------------


def _unknown(
    sections: Mapping[str, SheetSection], rows: Mapping[str, object], after: Sequence[SheetSection]
) -> list[Fault]:
    """Keys that are not in the plan; one fault when that is all of them."""
    given = [section for section in after if section.key]
    measures = [row for section in after for row in section.rows if row.key]
    unknown: list[SheetSection | SheetRow] = [section for section in given if section.key not in sections]
    unknown += [row for row in measures if row.key not in rows]
    if len(unknown) > 1 and len(unknown) == len(given) + len(measures):
        expected = Message("the file that was given out for this plan")
        return [Fault(unknown[0].place or Place(), unknown[0].key, expected, _OTHER_PLAN)]
    return [Fault(one.place or Place(), one.key, Message("a code of this plan"), _UNKNOWN) for one in unknown]


def _without_heading(sections: Mapping[str, SheetSection], after: Sequence[SheetSection]) -> list[Fault]:
    found = []
    for section in after:
        old = sections.get(section.key)
        if section.is_headless and not (old and old.is_headless) and (sections or len(after) > 1):
            place = section.place or (section.rows[0].place if section.rows else None)
            why = _NO_HEADING if section.place else _ABOVE_HEADINGS
            found.append(Fault(place or Place(), "", Message("a section with a heading"), why))
    return found


def _without_task(
    rows: Mapping[str, tuple[SheetSection, SheetRow]], after: Sequence[SheetSection]
) -> list[Fault]:
    found = []
    for row in (row for section in after for row in section.rows):
        says = any(tidy(row.text(column)) for column in _WHAT)
        if not says and (row.key not in rows or any(_changes(rows[row.key][1], row))):
            expected = Message("a task, an activity or an objective")
            found.append(Fault(row.place or Place(), row_title(row), expected, _NO_TASK))
    return found


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


# --- as JSON -----------------------------------------------------------------------------------------------


def as_json(change: Difference) -> dict[str, Any]:
    """The difference as plain JSON, to be kept and read back by `from_json`; what stays as it is takes little room."""
    return {
        "sections": [
            {
                **_filled(
                    number=section.number,
                    heading=section.heading,
                    was=list(section.was) if section.was else None,
                    moved=section.moved,
                ),
                "key": section.key,
                "rows": [_row_data(row) for row in section.rows],
            }
            for section in change.sections
        ],
        "removed": [
            {
                **_filled(number=one.section.number, heading=one.section.heading, whole=one.whole),
                "key": one.section.key,
                "rows": [
                    {"key": row.key, **_filled(**{column.value: row.text(column) for column in COLUMNS})}
                    for row in one.section.rows
                ],
            }
            for one in change.removed
        ],
    }


def _row_data(row: RowDifference) -> dict[str, Any]:
    changes = [[change.column.value, change.old, change.new] for change in row.changes]
    left = {} if row.left is None else {"left": row.left}
    return {"key": row.key, **_filled(title=row.title, changes=changes), **left}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def from_json(data: Mapping[str, Any]) -> Difference:
    """The difference that `as_json` turned into plain JSON."""
    sections = tuple(
        SectionDifference(
            one["key"],
            one.get("number", ""),
            one.get("heading", ""),
            tuple(_row_of(row) for row in one["rows"]),
            (one["was"][0], one["was"][1]) if "was" in one else None,
            one.get("moved", False),
        )
        for one in data["sections"]
    )
    return Difference(sections, tuple(_removed_of(one) for one in data["removed"]))


def _row_of(data: Mapping[str, Any]) -> RowDifference:
    changes = tuple(Change(Column(column), old, new) for column, old, new in data.get("changes", ()))
    return RowDifference(data["key"], data.get("title", ""), changes, data.get("left"))


def _removed_of(data: Mapping[str, Any]) -> Removed:
    rows = tuple(SheetRow(**row) for row in data["rows"])
    section = SheetSection(data["key"], data.get("number", ""), data.get("heading", ""), rows)
    return Removed(section, data.get("whole", False))
