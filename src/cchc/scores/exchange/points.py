"""The points file: units down, leaves or declared figures across. Read with every fault; `form` writes it empty.

Headings: `unit`/`đơn vị`, `code`/`mã`, `group`/`khối`, a leaf's number for its points, `NUMBER:figure` for a figure.
Cells: empty is pending; KAD, N/A or "Không áp dụng" is not applicable; anything else is what the column asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import ScoreFault, UnitScores
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.core.words.numerals import DecimalSign
from cchc.criteria.exchange.reading import read_known_set
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import Table, as_text, read_table
from cchc.scores.exchange.headings import HeadingReader, ScoreColumn
from cchc.scores.exchange.rows import RowReader

MOST_BYTES = 20_000_000
MOST_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class PointsFile:
    """The content of a points file: the units in its order, where everything stands, and what is to be said of it."""

    table: Table
    units: tuple[UnitScores, ...]
    rows: tuple[int, ...]
    columns: tuple[ScoreColumn, ...]
    notices: tuple[Notice, ...] = ()

    def place(self, position: int, number: str) -> Place:
        """Where the leaf `number` (or the figure `number:name`) of the unit at `position` stands."""
        at = next((one.at for one in self.columns if number in (one.heading, one.leaf.number)), None)
        return self.table.place(self.rows[position], at)

    def faults(self, refused: Sequence[ScoreFault]) -> list[Fault]:
        """Scores that the rules refuse, as faults of this file."""
        expected = Message("figures to which the rule applies")
        return [
            Fault(self.place(one.unit, one.number), self.declared(one), expected, one.why) for one in refused
        ]

    def declared(self, refused: ScoreFault) -> str:
        """Return what the file gives for a refused score, heading by heading."""
        row = self.table.rows[refused.unit + 1]
        return "; ".join(
            f"{one.heading} = {as_text(row.at(one.at))}"
            for one in self.columns
            if one.leaf.number == refused.number and row.at(one.at) is not None
        )


def read_points_file(
    source: bytes | Path,
    file: str,
    set_text: str,
    sheet: str = "",
    decimal: DecimalSign | None = None,
    most_units: int = MOST_UNITS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PointsFile:
    """The content of a points file, its bytes or its path, for the set with the TOML text `set_text`; raises `Faults`.

    `sheet` names the sheet, "" the first visible one; `progress` is called once, at the end.
    """
    table = read_table(source, file, sheet or None, most_units)
    points = read_points(table, read_known_set(set_text), decimal)
    progress(1, 1)
    return points


# 150 communes with 128 figures each take a quarter of a second, 60 megabytes, and 0.3 in the answer.
POINTS_FILE = Door(
    read_points_file,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=700_000_000, computing=30, clock=60, answer=10_000_000),
)


def read_points(table: Table, criteria: CriteriaSet, decimal: DecimalSign | None = None) -> PointsFile:
    """The units of a points file with their points, figures and "not applicable"; raises `Faults`, all at once.

    `decimal` settles the decimal sign of text cells; without it the file's unambiguous cells do.
    """
    if not table.rows:
        why = Message("the table is empty; put the headings in its first row, a unit in each row below")
        raise Faults([Fault(table.place(1), "", Message("a row of headings"), why)])
    headings = HeadingReader(table, criteria)
    headings.read(table.rows[0])
    if headings.faults:
        raise Faults(headings.faults)
    reader = RowReader(headings, decimal)
    units = [reader.unit(row) for row in table.rows[1:]]
    if not units:
        why = Message("there is no unit below the headings; put each unit in a row of its own")
        reader.fault(table.place(table.rows[0].number + 1), "", Message("a row for each unit"), why)
    reader.once(units)
    if reader.faults:
        raise Faults(sorted(reader.faults, key=reading_order))
    return PointsFile(
        table, tuple(units), tuple(row.number for row in table.rows[1:]), tuple(headings.columns)
    )


def reading_order(fault: Fault) -> tuple[int, int, str]:
    """Faults from top to bottom, in a row from left to right."""
    column = fault.place.column or ""
    return (fault.place.row or 0, len(column), column)
