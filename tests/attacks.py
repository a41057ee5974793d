"""What somebody who can write to the database, but not change its tables, may try on a frozen row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cchc.audit.frozen import Frozen

Execute = Callable[
    ..., list[tuple[Any, ...]]
]  # one statement with its values, in a savepoint; returns its rows
Attack = tuple[str, list[Any]]


def a_frozen_row(execute: Execute, frozen: Frozen) -> dict[str, Any]:
    """One row that is frozen, by its columns."""
    names = columns_of(execute, frozen)
    listed = ", ".join(f'held."{name}"' for name in names)
    rows = execute(
        f"SELECT {listed} FROM {frozen.table} AS held WHERE {frozen.held('held')} ORDER BY 1 LIMIT 1"
    )
    assert rows, f"no frozen row in {frozen.table} to try it on"
    return dict(zip(names, rows[0], strict=True))


def attacks(execute: Execute, frozen: Frozen, key: str) -> Iterator[Attack]:
    """Every way to change or remove a frozen row; `key` is the primary key."""
    table, row = frozen.table, a_frozen_row(execute, frozen)
    free = () if frozen.free_to else frozen.free  # what may become one value only is attacked with another
    fixed = [name for name in row if name not in free and name != key and row[name] is not None]
    for name in [key, *fixed]:
        yield f'UPDATE {table} SET "{name}" = %s WHERE {key} = %s', [_other(row[name]), row[key]]
    yield f"DELETE FROM {table} WHERE {key} = %s", [row[key]]
    yield f"DELETE FROM {table}", []
    columns, gaps = ", ".join(f'"{name}"' for name in row), ", ".join("%s" for _name in row)
    forged = {**row, fixed[-1]: _other(row[fixed[-1]])}
    anew = f"({columns}) VALUES ({gaps})", [_plain(value) for value in forged.values()]
    yield (
        f'INSERT INTO {table} {anew[0]} ON CONFLICT ({key}) DO UPDATE SET "{fixed[-1]}" = excluded."{fixed[-1]}"',
        anew[1],
    )
    if _vendor(execute) == "postgresql":
        yield f"TRUNCATE {table} CASCADE", []
        return
    yield f"INSERT OR REPLACE INTO {table} {anew[0]}", anew[1]
    yield f"REPLACE INTO {table} {anew[0]}", anew[1]


def columns_of(execute: Execute, frozen: Frozen) -> list[str]:
    """The names of the columns of the table, as they stand."""
    return [name for (name,) in execute(_COLUMNS[_vendor(execute)], [frozen.table])]


def contents(execute: Execute, frozen: Frozen, columns: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    """Every frozen row of the table: its `columns`, by default all."""
    asked = ", ".join(columns) if columns else "*"
    return execute(f"SELECT {asked} FROM {frozen.table} AS held WHERE {frozen.held('held')} ORDER BY 1")


def _vendor(execute: Execute) -> str:
    try:
        execute("SELECT sqlite_version()")
    except Exception:
        return "postgresql"
    return "sqlite"


_COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info(%s)",
    "postgresql": "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
    "ORDER BY attnum",
}


def _other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, date | datetime):
        return value + timedelta(days=1)
    return json.dumps({"forged": 1}) if isinstance(value, dict | list) else _another(value)


def _another(text: str) -> str:
    return json.dumps({"forged": 1}) if text[:1] in ("{", "[") else text[:-1] + "~"


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
