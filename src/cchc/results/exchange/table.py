"""The ranking as it stands on the page, as a workbook: its rows in their order, and the same rows by domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.words.messages import Message
from cchc.core.words.numbers import number_in_full
from cchc.core.words.ties import MOST_PLACES, PrintedValue
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes

Say = Callable[[Message], str]
POINTS = Places(2, MOST_PLACES)


@dataclass(frozen=True, slots=True)
class RankingTableRow:
    """One unit as its row shows it. `ranks_before` are those of last year, several where several units became it;
    `domains` the index of each domain in the order of the set."""

    rank: int | None
    ranks_before: tuple[int, ...]
    unit: str
    code: str
    exact: Fraction | None
    printed: PrintedValue | None
    points: Fraction
    maximum: Fraction
    lost: Fraction
    pending: Fraction
    change: Fraction | None
    derived: bool
    grade: str
    domains: tuple[Fraction | None, ...] = ()


@dataclass(frozen=True, slots=True)
class RankingTable:
    """A ranking as a page shows it: `titles` above the rows, `notes` that say what holds for it."""

    titles: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[RankingTableRow, ...]
    domains: tuple[str, ...]
    places: int
    last_year: int | None
    has_ranks: bool
    has_changes: bool
    has_grades: bool


def table_workbook(table: RankingTable, say: Say) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    return workbook_bytes([_ranking_sheet(table, say), _domains_sheet(table, say)])


def _ranking_sheet(table: RankingTable, say: Say) -> Sheet:
    close = any(row.printed is not None and row.printed.about for row in table.rows)
    pending = any(row.pending for row in table.rows)
    columns: list[tuple[SheetColumn, Callable[[RankingTableRow], Written], bool]] = [
        (SheetColumn(say(Message("Rank")), 8, centred=True), lambda row: row.rank, table.has_ranks),
        (_before(table, say), _rank_before, table.last_year is not None),
        (SheetColumn(say(Message("Unit")), 42), lambda row: row.unit, True),
        (SheetColumn(say(Message("Code")), 12), lambda row: row.code, any(row.code for row in table.rows)),
        (_index(table, say), lambda row: row.printed.value if row.printed else None, True),
        (SheetColumn(say(Message("Exactly")), 24), _exactly, close),
        (SheetColumn(say(Message("Points")), 11, POINTS), lambda row: row.points, True),
        (SheetColumn(say(Message("Maximum")), 11, POINTS), lambda row: row.maximum, True),
        (SheetColumn(say(Message("Points lost")), 11, POINTS), lambda row: row.lost, True),
        (SheetColumn(say(Message("Pending")), 11, POINTS), lambda row: row.pending, pending),
        (_changes(table, say), lambda row: row.change, table.has_changes),
        (SheetColumn(say(Message("Derived")), 10), lambda row: _derived(row, say), _any_derived(table)),
        (SheetColumn(say(Message("Class")), 16), lambda row: row.grade, table.has_grades),
    ]
    shown = [(column, cell) for column, cell, is_shown in columns if is_shown]
    rows = [[cell(row) for _column, cell in shown] for row in table.rows]
    titles = (*table.titles, " ".join(table.notes))
    return Sheet(say(Message("Ranking")), [column for column, _cell in shown], rows, titles, frozen_columns=3)


def _before(table: RankingTable, say: Say) -> SheetColumn:
    return SheetColumn(say(Message("Rank of {year}", year=str(table.last_year))), 11, centred=True)


def _index(table: RankingTable, say: Say) -> SheetColumn:
    most = max((row.printed.places for row in table.rows if row.printed), default=table.places)
    return SheetColumn(say(Message("Index %")), 11, Places(table.places, most))


def _changes(table: RankingTable, say: Say) -> SheetColumn:
    heading = Message("Change on {year}, percentage points", year=str(table.last_year))
    return SheetColumn(say(heading), 14, Places(2, MOST_PLACES))


def _rank_before(row: RankingTableRow) -> Written:
    ranks = row.ranks_before
    return ranks[0] if len(ranks) == 1 else " · ".join(str(rank) for rank in ranks)


def _exactly(row: RankingTableRow) -> Written:
    if row.exact is None or row.printed is None or not row.printed.about:
        return None
    return number_in_full(row.exact)


def _derived(row: RankingTableRow, say: Say) -> Written:
    return say(Message("derived")) if row.change is not None and row.derived else None


def _any_derived(table: RankingTable) -> bool:
    return table.has_changes and any(row.derived and row.change is not None for row in table.rows)


def _domains_sheet(table: RankingTable, say: Say) -> Sheet:
    """The heat map as numbers: the index of each domain."""
    rank = (SheetColumn(say(Message("Rank")), 8, centred=True),) if table.has_ranks else ()
    columns = (
        *rank,
        SheetColumn(say(Message("Unit")), 42),
        *(SheetColumn(name, 16, Places(table.places)) for name in table.domains),
    )
    rows: Sequence[Sequence[Written]] = [
        [*((row.rank,) if rank else ()), row.unit, *row.domains] for row in table.rows
    ]
    title = say(Message("Index of each domain, %"))
    return Sheet(say(Message("Domains")), columns, rows, (*table.titles, title), frozen_columns=len(rank) + 1)
