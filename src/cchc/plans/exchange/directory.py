"""The directory that agencies are looked up in, from a table of units; without a database a unit's id is its name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from cchc.core.papers.directory import Directory, KnownUnit
from cchc.core.words.messages import Faults
from cchc.core.words.names import spelling_key
from cchc.files.limits import MOST_ROWS
from cchc.units.exchange.units import BETWEEN_LEVELS, UNITS_FILE, UnitRow


def directory_of(path: Path) -> Directory:
    """The units of a table file; raises `Faults` when it cannot be read or any of its rows is faulty."""
    read = UNITS_FILE.read(path, path.name, MOST_ROWS)
    if read.faults:
        raise Faults(read.faults)
    names = Counter(row.name for row in read.rows)
    ids = {row: _id(row, names) for row in read.rows}
    above = {spelling_key(name): unit for row, unit in ids.items() for name in (row.name, row.code) if name}
    return Directory(tuple(_unit(row, unit, above) for row, unit in ids.items()))


def _id(row: UnitRow, names: Counter[str]) -> str:
    """Names that several units bear are told apart by the unit above them."""
    return f"{row.parent}{BETWEEN_LEVELS}{row.name}" if names[row.name] > 1 and row.parent else row.name


def _unit(row: UnitRow, unit: str, above: dict[str, str]) -> KnownUnit:
    parent = row.parent.rpartition(BETWEEN_LEVELS)[2]
    return KnownUnit(
        id=unit,
        name=row.name,
        code=row.code,
        kind=row.kind,
        aliases=row.aliases,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        parent=above.get(spelling_key(parent), "") if parent else "",
    )
