"""The directory that agencies are looked up in, from a table of units; without a database a unit's id is its name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cchc.core.papers.directory import Directory, KnownUnit
from cchc.core.words.messages import Faults
from cchc.files.limits import MOST_ROWS
from cchc.units.exchange import UNITS_FILE, UnitRow


def directory_of(path: Path) -> Directory:
    """The units of a table file; raises `Faults` when it cannot be read or any of its rows is faulty."""
    read = UNITS_FILE.read(path, path.name, MOST_ROWS)
    if read.faults:
        raise Faults(read.faults)
    names = Counter(row.name for row in read.rows)
    return Directory(tuple(_unit(row, names) for row in read.rows))


def _unit(row: UnitRow, names: Counter[str]) -> KnownUnit:
    """Names that several units bear are told apart by the unit above them."""
    name = f"{row.parent} / {row.name}" if names[row.name] > 1 and row.parent else row.name
    return KnownUnit(
        id=name,
        name=row.name,
        code=row.code,
        kind=row.kind,
        aliases=row.aliases,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
