"""What others did in a plan since a workbook was given out, brought together with what was edited in the workbook.

    sections, meanwhile = merge(given, now, file)

Of every text, and of the order as a whole: what the file left as it was given out stays as the plan holds it now; what
only the file changed is taken from the file. What both changed, each in another way, is taken from the file too and
told as a clash, so that nobody loses work without a question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cchc.plans.exchange.sheet import (
    HEADINGS,
    SheetRow,
    SheetSection,
    row_title,
    section_title,
    tidy,
    with_headless,
)

_NEW = "+"
Order = list[tuple[str, list[str]]]


class ClashKind(StrEnum):
    """What the file and the plan changed each in another way."""

    TEXT = "text"
    NAME = "name"
    MEASURE_DELETED = "measure_deleted"
    SECTION_DELETED = "section_deleted"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that both changed: a text of the measure `key`, the name of the section `key`, the order of the plan.

    A measure or section is deleted in the file and changed in the plan. `given` is the text or name when the file was
    given out.
    """

    kind: ClashKind
    key: str = ""
    column: str | None = None
    given: str = ""


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was done in the plan since the file was given out, and stays: titles of measures and sections.

    `moved`: the order was changed, and the file keeps its own as it was. `clashes` do not stay, but are asked about.
    """

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    moved: bool = False
    clashes: tuple[Clash, ...] = ()

    @property
    def stays(self) -> bool:
        """Whether anything was done that the file does not touch."""
        return bool(self.changed or self.added or self.deleted or self.moved)


class _State:
    """A state of the plan: its sections and measures by their keys, and their order."""

    def __init__(self, sections: Sequence[SheetSection]) -> None:
        self.order: Order = [(section.key, [row.key for row in section.rows]) for section in sections]
        self.sections = {section.key: section for section in sections}
        self.rows = {row.key: row for section in sections for row in section.rows}


def merge(
    given: Sequence[SheetSection], now: Sequence[SheetSection], file: Sequence[SheetSection]
) -> tuple[tuple[SheetSection, ...], Meanwhile]:
    """The plan as it is to become, and what others did in it since it was `given` out.

    Rows that others deleted and the file did not touch go; those that it did touch stay, unknown to the plan.
    """
    return _Meeting(given, now, file).result()


class _Meeting:
    """The plan as it was given out, as it is here now, and as it is there in the file."""

    def __init__(
        self, given: Sequence[SheetSection], now: Sequence[SheetSection], file: Sequence[SheetSection]
    ) -> None:
        file = list(_keyed(with_headless(given, file)))
        self.was, self.here, self.there = _State(given), _State(now), _State(file)
        self.clashes: list[Clash] = []
        self.changed: list[str] = []

    def result(self) -> tuple[tuple[SheetSection, ...], Meanwhile]:
        """The sections brought together, and what is to be told about it."""
        was, here, there = self.was, self.here, self.there
        dropped = [
            key for key in was.rows if key in there.rows and key not in here.rows and self._is_same(key)
        ]
        order, moved = self._order(dropped)
        sections = tuple(self._section(key, rows) for key, rows in order)
        self._note_deleted({key for key, _rows in order})
        new_sections = [one for key, one in here.sections.items() if not self._is_known(key)]
        new_rows = [one for key, one in here.rows.items() if key not in was.rows and key not in there.rows]
        meanwhile = Meanwhile(
            tuple(self.changed),
            (*map(section_title, new_sections), *map(row_title, new_rows)),
            tuple(row_title(was.rows[key]) for key in dropped),
            moved,
            tuple(self.clashes),
        )
        return sections, meanwhile

    def _is_known(self, section: str) -> bool:
        return section in self.was.sections or section in self.there.sections

    def _is_same(self, key: str) -> bool:
        """Whether the file left a measure as it was given out."""
        return _same_row(self.was.rows[key], self.there.rows[key])

    # the order

    def _order(self, dropped: Collection[str]) -> tuple[Order, bool]:
        """The sections with their rows, and whether others moved something that stays moved."""
        was, here, there = self.was, self.here, self.there
        given, ours, theirs = (self._shape(state) for state in (was, here, there))
        others_moved, file_moved = ours != given, theirs != given
        if others_moved and file_moved and ours != theirs:
            self.clashes.append(Clash(ClashKind.ORDER))
        gone = {key for key in was.sections if not self._stays(key)}
        deleted = {key for key in was.rows if key not in there.rows}
        mine = _without(here.order, deleted, gone)
        files = _without(there.order, set(dropped), gone)
        stays_moved = others_moved and not file_moved
        frame, guest = (mine, files) if stays_moved else (files, mine)
        return _joined(frame, guest, gone), stays_moved

    def _shape(self, state: _State) -> tuple[list[str], list[tuple[str, str]]]:
        """The order of what all three hold, to see whether anything moved."""
        rows = self.was.rows.keys() & self.here.rows.keys() & self.there.rows.keys()
        sections = self.was.sections.keys() & self.here.sections.keys() & self.there.sections.keys()
        return (
            [key for key, _rows in state.order if key in sections],
            [(key, row) for key, held in state.order for row in held if row in rows],
        )

    def _stays(self, section: str) -> bool:
        """Whether a section that was given out is still in the plan and in the file, or was renamed in the file."""
        if section not in self.there.sections:
            return False
        renamed = _name(self.was.sections[section]) != _name(self.there.sections[section])
        return section in self.here.sections or renamed

    # the texts

    def _section(self, key: str, rows: Sequence[str]) -> SheetSection:
        file, now, given = (state.sections.get(key) for state in (self.there, self.here, self.was))
        held = tuple(self._row(row) for row in rows)
        if file is None:
            file = now or SheetSection(key, "", "")
        elif now and given and _name(now) != _name(given):
            if _name(file) == _name(given):
                file = replace(file, number=now.number, heading=now.heading)
                self.changed.append(section_title(now))
            elif _name(file) != _name(now):
                self.clashes.append(Clash(ClashKind.NAME, key, given=section_title(given)))
        return replace(file, key=_stored(key), rows=held)

    def _row(self, key: str) -> SheetRow:
        file, now, given = (state.rows.get(key) for state in (self.there, self.here, self.was))
        if file is None or now is None or given is None:
            row = file or now or SheetRow(key)
            return replace(row, key=_stored(key))
        kept: dict[str, str] = {}
        for column in HEADINGS:
            old, held, wanted = (tidy(one.text(column)) for one in (given, now, file))
            if wanted == old != held:
                kept[column] = now.text(column)
            elif held not in (old, wanted):
                self.clashes.append(Clash(ClashKind.TEXT, key, column, given.text(column)))
        if kept:
            self.changed.append(row_title(now))
        return replace(file, texts={**file.texts, **kept})

    def _note_deleted(self, sections: Collection[str]) -> None:
        """Tell of what the file deletes although others changed it."""
        was, here, there = self.was, self.here, self.there
        for key, row in was.rows.items():
            if key in here.rows and key not in there.rows and not _same_row(row, here.rows[key]):
                self.clashes.append(Clash(ClashKind.MEASURE_DELETED, key))
        for key, section in was.sections.items():
            if key in here.sections and key not in sections and _name(section) != _name(here.sections[key]):
                self.clashes.append(Clash(ClashKind.SECTION_DELETED, key))


def _keyed(sections: Sequence[SheetSection]) -> Iterator[SheetSection]:
    """The sections of a file, those and the measures that are new with keys of their own."""
    count = 0
    for section in sections:
        rows = []
        for row in section.rows:
            count += 1
            rows.append(row if row.key else replace(row, key=f"{_NEW}{count}"))
        count += 1
        yield replace(section, key=section.key or f"{_NEW}{count}", rows=tuple(rows))


def _stored(key: str) -> str:
    return "" if key.startswith(_NEW) else key


def _name(section: SheetSection) -> tuple[str, str]:
    return tidy(section.number), tidy(section.heading)


def _same_row(one: SheetRow, other: SheetRow) -> bool:
    return all(tidy(one.text(column)) == tidy(other.text(column)) for column in HEADINGS)


def _without(order: Order, rows: Collection[str], sections: Collection[str]) -> Order:
    """An order without some rows, and without those of the sections that then hold nothing."""
    left = [(section, [row for row in held if row not in rows]) for section, held in order]
    return [(section, held) for section, held in left if held or section not in sections]


def _joined(frame: Order, guest: Order, gone: Collection[str]) -> Order:
    """The order `frame` with what only `guest` holds, each row and section behind what stands before it there.

    >>> _joined([("1", ["a", "c"])], [("1", ["a", "b"]), ("2", ["d"])], ())
    [('1', ['a', 'b', 'c']), ('2', ['d'])]
    """
    held = {section: list(rows) for section, rows in frame}
    placed = {row for _section, rows in frame for row in rows}
    sections = [section for section, _rows in frame]
    last = -1
    for section, rows in guest:
        wanted = {row for row in rows if row not in placed}
        if section not in held and (wanted or section not in gone):
            sections.insert(last + 1, section)
            held[section] = []
        if section in held:
            last = sections.index(section)
            _put_in(held[section], rows, wanted)
    return [(section, held[section]) for section in sections]


def _put_in(rows: list[str], guest: Sequence[str], wanted: Collection[str]) -> None:
    """Put the rows that are `wanted` behind those that stand before them in `guest`."""
    at = 0
    for row in guest if wanted else ():
        if row in wanted:
            rows.insert(at, row)
            at += 1
        elif row in rows:
            at = rows.index(row) + 1
