"""The points file: units down, leaves or declared figures across. Read with every fault; `form` writes it empty.

Headings: `unit`/`đơn vị`, `code`/`mã`, `group`/`khối`, a leaf's number for its points, `NUMBER:figure` for a figure;
above or below them, or instead, the same in words. A workbook may have several sheets of units.
Cells: empty is pending; KAD, N/A or "Không áp dụng" is not applicable; anything else is what the column asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc.core.scoring.index import GroupIndex, ScoreFault, UnitScores
from cchc.core.scoring.ledgers import missing_figures
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import DecimalSign
from cchc.criteria.exchange.reading import read_known_set
from cchc.files.cells import column_letters
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import Row, Table, Value, read_tables
from cchc.scores.exchange.columns import ScoreColumn, leaf_words
from cchc.scores.exchange.headings import HeadingReader, KnownHeadings
from cchc.scores.exchange.rows import RowReader, found_words, plain_value, settled_sign

MOST_BYTES = 20_000_000
MOST_UNITS = 1_000
MOST_NAMED = 20  # rows named in one sentence


@dataclass(frozen=True, slots=True)
class PointsSheet:
    """One sheet of a points file: its table, the columns of scores, where units, codes and groups stand, and the rows
    of its units."""

    table: Table
    columns: tuple[ScoreColumn, ...]
    labels: dict[str, int]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Where a unit of a points file stands: the position of its sheet, and its row."""

    sheet: int
    row: Row


@dataclass(frozen=True, slots=True)
class PointsFile:
    """The content of a points file: its sheets, the units in its order and where each stands, every fault, and what is
    to be said of it; `asides` are rows left out as no units. Of cells with faults nothing is among the units."""

    file: str
    sheets: tuple[PointsSheet, ...]
    units: tuple[UnitScores, ...]
    places: tuple[UnitPlace, ...]
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    asides: tuple[tuple[Place, str], ...] = ()

    @property
    def columns(self) -> tuple[ScoreColumn, ...]:
        """The columns of scores, those of one heading once."""
        found = {one.heading: one for sheet in self.sheets for one in sheet.columns}
        return tuple(found.values())

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the sheets that were read; nothing for a text table."""
        return tuple(one.table.sheet for one in self.sheets if one.table.sheet)

    def checked(self) -> PointsFile:
        """The file itself; raises `Faults` when it has any."""
        if self.faults:
            raise Faults(self.faults)
        return self

    def place(self, position: int, number: str = "") -> Place:
        """Where the leaf `number` (or the figure `number:name`) of the unit at `position` stands; without a number
        where its name does."""
        sheet, row = self.sheets[self.places[position].sheet], self.places[position].row
        column = next((one for one in sheet.columns if number in (one.heading, one.leaf.number)), None)
        at = column.at if column is not None else sheet.labels.get("unit")
        place = sheet.table.place(row.number, at)
        return replace(place, unit=self.units[position].name, criterion=column.words if column else None)

    def refusals(self, refused: Iterable[ScoreFault]) -> list[Fault]:
        """Scores that the rules refuse, as faults of this file; cells that have a fault already are passed over."""
        expected = Message("figures to which the rule applies")
        known = {
            (fault.place.sheet, fault.place.row, _leaf_part(fault.place.criterion)) for fault in self.faults
        }
        faults = [
            Fault(self.place(one.unit, one.number), self.declared(one), expected, one.why) for one in refused
        ]
        return [
            one
            for one in faults
            if (one.place.sheet, one.place.row, _leaf_part(one.place.criterion)) not in known
        ]

    def declared(self, refused: ScoreFault) -> str:
        """Return what the file gives for a refused score, heading by heading."""
        sheet, row = self.sheets[self.places[refused.unit].sheet], self.places[refused.unit].row
        filled = [one for one in sheet.columns if one.leaf.number == refused.number]
        return found_words(row, [one for one in filled if plain_value(row.at(one.at)) is not None])

    def cells(self, position: int) -> dict[str, Value]:
        """Return what stands in the row of a unit under each heading of a score."""
        sheet, row = self.sheets[self.places[position].sheet], self.places[position].row
        cells = {one.heading: plain_value(row.at(one.at)) for one in sheet.columns}
        return {heading: value for heading, value in cells.items() if value is not None}

    def heading_at(self, place: Place) -> str:
        """Return the heading, for machines, of the column of a place; nothing for a column without scores."""
        found = (
            one.heading
            for sheet in self.sheets
            if sheet.table.sheet == place.sheet
            for one in sheet.columns
            if column_letters(one.at) == place.column
        )
        return next(found, "")

    def incomplete(self, groups: Iterable[GroupIndex]) -> Iterator[Notice]:
        """What is said of figures that are not all there, so that their criterion is not scored and the unit has no
        rank among its ranked `groups`."""
        accounts = {id(one.unit): one for group in groups for one in group.units}
        leaves = {one.leaf.number: one.leaf for one in self.columns}
        for position, unit in enumerate(self.units):
            for number, given in unit.given.items():
                if isinstance(given, Mapping) and accounts[id(unit)].nodes[number].waiting:
                    missing = tuple(one.label for one in missing_figures(leaves[number], given))
                    what = Message(
                        "{unit}: {criterion} is not scored and the unit has no rank, for there is no {figures}",
                        unit=unit.name, criterion=leaf_words(leaves[number]), figures=missing,
                    )  # fmt: skip
                    yield Notice(self.place(position, number), what)

    def faulty(self, faults: Iterable[Fault]) -> frozenset[int] | None:
        """The positions of the units in whose rows the `faults` stand, with all rows of these units; None when a fault
        stands elsewhere."""
        places = {
            (self.sheets[one.sheet].table.sheet, one.row.number): position
            for position, one in enumerate(self.places)
        }
        found = {places.get((one.place.sheet, one.place.row or 0)) for one in faults}
        if None in found:
            return None
        names = {unit_key(self.units[one]) for one in found if one is not None}
        return frozenset(at for at, unit in enumerate(self.units) if at in found or unit_key(unit) in names)

    def without(self, left_out: frozenset[int]) -> PointsFile:
        """The file without the units at these positions, and without the faults in their rows."""
        kept = [position for position in range(len(self.units)) if position not in left_out]
        gone = {
            (self.sheets[one.sheet].table.sheet, one.row.number)
            for at, one in enumerate(self.places)
            if at in left_out
        }
        return replace(
            self,
            units=tuple(self.units[position] for position in kept),
            places=tuple(self.places[position] for position in kept),
            faults=tuple(one for one in self.faults if (one.place.sheet, one.place.row) not in gone),
        )


def _leaf_part(criterion: str | None) -> str:
    """The leaf in the words for a leaf or its figure."""
    return (criterion or "").partition(": ")[0]


def read_points_file(
    source: bytes | Path,
    file: str,
    set_text: str,
    sheet: str = "",
    decimal: DecimalSign | None = None,
    most_units: int = MOST_UNITS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PointsFile:
    """The content of a points file, its bytes or its path, for the set with the TOML text `set_text`, with its faults;
    raises `Faults` when there is no table to read.

    `sheet` names the sheet, "" every visible one with units and criteria; `progress` is called once, at the end.
    """
    known = KnownHeadings(read_known_set(set_text))
    tables, others = read_tables(source, file, known.is_points_table, most_units, sheet or None)
    points = read_points(tables, known, decimal)
    progress(1, 1)
    return replace(points, notices=(*points.notices, *unread(others, known)))


# 150 communes with 128 figures each take a quarter of a second, 60 megabytes, and 0.3 in the answer.
POINTS_FILE = Door(
    read_points_file,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=700_000_000, computing=30, clock=60, answer=10_000_000),
)


def unread(others: Iterable[Table], known: KnownHeadings) -> Iterable[Notice]:
    """What is said of visible sheets that list units and were not read, for they name no criterion of the set."""
    for table in others:
        if any(known.label(value) == "unit" for row in table.rows for value in row.values):
            what = Message(
                "the sheet “{sheet}” is not read: it names no criterion of the set", sheet=table.sheet
            )
            yield Notice(Place(file=table.file, sheet=table.sheet), what)


def read_points(
    tables: Sequence[Table], known: KnownHeadings, decimal: DecimalSign | None = None
) -> PointsFile:
    """The units of points tables with their points, figures and "not applicable", and all faults at once; raises
    `Faults` when a table is empty.

    `decimal` settles the decimal sign of text cells; without it the file's unambiguous cells do.
    """
    for table in tables:
        if not table.rows:
            why = Message("the table is empty; put the headings in its first row, a unit in each row below")
            raise Faults([Fault(table.place(1), "", Message("a row of headings"), why)])
    headings = [HeadingReader(table, known) for table in tables]
    readers = [RowReader(one) for one in headings]
    sign, faults = settled_sign(readers, decimal)
    units = [unit for reader in readers for unit in reader.units(sign)]
    sheets = tuple(PointsSheet(one.table, tuple(one.columns), one.labels, tuple(one.rows)) for one in readers)
    places = tuple(UnitPlace(at, row) for at, sheet in enumerate(sheets) for row in sheet.rows)
    read = PointsFile(tables[0].file, sheets, tuple(with_one_spelling(units)), places)
    faults += [fault for heading in headings for fault in heading.faults]
    faults += [fault for reader in readers for fault in reader.faults]
    if not any(one.faults for one in headings):
        faults += [*without_units(read), *once(read), *half_grouped(read)]
    located = sorted(map(naming(read), faults), key=reading_order(read))
    notices = [notice for one in readers for notice in one.notices] + [*hidden(read)]
    asides = tuple(aside for one in readers for aside in one.asides)
    return replace(read, faults=tuple(located), notices=tuple(notices), asides=asides)


def with_one_spelling(units: Iterable[UnitScores]) -> Iterable[UnitScores]:
    """The units, with each peer group as it is spelled first."""
    groups: dict[str, str] = {}
    for unit in units:
        group = groups.setdefault(spelling_key(unit.group), unit.group) if unit.group else None
        yield replace(unit, group=group)


def without_units(read: PointsFile) -> Iterable[Fault]:
    """The fault of a file without a unit."""
    if not read.units:
        table = read.sheets[0].table
        why = Message("there is no unit below the headings; put each unit in a row of its own")
        yield Fault(table.place(table.rows[0].number + 1), "", Message("a row for each unit"), why)


def unit_key(unit: UnitScores) -> tuple[str, ...]:
    """Return what tells a unit of a file from others: its code, or without one its name within the group."""
    if unit.code:
        return "code", unit.code.casefold()
    return "name", spelling_key(unit.group or ""), spelling_key(unit.name)


def once(read: PointsFile) -> Iterable[Fault]:
    """The faults of units that stand twice: by their code, or without one by their name within the group."""
    seen: dict[tuple[str, ...], int] = {}
    for position, unit in enumerate(read.units):
        key = unit_key(unit)
        if key in seen and unit.name:
            first = read.places[seen[key]]
            sheet, row = read.sheets[read.places[position].sheet], read.places[position].row
            why = Message(
                "{unit} stands in row {row} already; delete one of the rows, or tell the units apart by code",
                unit=unit.code or unit.name, row=first.row.number,
            )  # fmt: skip
            if first.sheet != read.places[position].sheet:
                other = read.sheets[first.sheet].table.sheet or ""
                why = Message(
                    "{unit} stands in row {row} of the sheet “{sheet}” already; delete one of the rows, or name the "
                    "sheet to be read",
                    unit=unit.code or unit.name, row=first.row.number, sheet=other,
                )  # fmt: skip
            place = sheet.table.place(row.number, sheet.labels["code" if unit.code else "unit"])
            yield Fault(place, unit.code or unit.name, Message("each unit once"), why)
        seen.setdefault(key, position)


def half_grouped(read: PointsFile) -> Iterable[Fault]:
    """The faults of units without a peer group in a file where others have one: they would be ranked by themselves."""
    groups = tuple(dict.fromkeys(unit.group for unit in read.units if unit.group))
    for position, unit in enumerate(read.units):
        if groups and not unit.group:
            sheet, row = read.sheets[read.places[position].sheet], read.places[position].row
            why = Message(
                "the peer group (khối) of {unit} is empty while other rows have one; write it in every row",
                unit=unit.name,
            )
            place = sheet.table.place(row.number, sheet.labels.get("group"))
            yield Fault(place, "", Message("a peer group such as {names}", names=groups[:3]), why)


def hidden(read: PointsFile) -> Iterable[Notice]:
    """What is said of rows and columns that were out of sight and read like all others."""
    for sheet in read.sheets:
        table = sheet.table
        rows = sorted(row.number for row in sheet.rows if row.number in table.hidden_rows)
        if rows:
            what = Message("{count} hidden rows were read: {rows}", count=len(rows), rows=few(map(str, rows)))
            yield Notice(table.place(rows[0]), what)
        columns = sorted({*(one.at for one in sheet.columns), *sheet.labels.values()} & table.hidden_columns)
        if columns:
            letters = few(map(column_letters, columns))
            what = Message("{count} hidden columns were read: {columns}", count=len(columns), columns=letters)
            place = Place(file=table.file, sheet=table.sheet, column=column_letters(columns[0]))
            yield Notice(place, what)


def few(names: Iterable[str]) -> tuple[str, ...]:
    """Return the first names, and a sign that there are more."""
    every = tuple(names)
    return every if len(every) <= MOST_NAMED else (*every[:MOST_NAMED], "…")


def naming(read: PointsFile) -> Callable[[Fault], Fault]:
    """Return what adds to the place of a fault the unit of its row and the criterion of its column."""
    names = {
        (read.sheets[one.sheet].table.sheet, one.row.number): unit.name
        for one, unit in zip(read.places, read.units, strict=True)
    }
    words = {
        (sheet.table.sheet, column_letters(one.at)): one.words
        for sheet in read.sheets
        for one in sheet.columns
    }

    def named(fault: Fault) -> Fault:
        place = fault.place
        unit = names.get((place.sheet, place.row or 0)) or None
        return replace(
            fault, place=replace(place, unit=unit, criterion=words.get((place.sheet, place.column or "")))
        )

    return named


def reading_order(read: PointsFile) -> Callable[[Fault], tuple[int, int, int, str]]:
    """Return the order of faults: sheet by sheet from top to bottom, in a row from left to right."""
    sheets = {one.table.sheet: at for at, one in enumerate(read.sheets)}

    def order(fault: Fault) -> tuple[int, int, int, str]:
        column = fault.place.column or ""
        return sheets.get(fault.place.sheet, 0), fault.place.row or 0, len(column), column

    return order
