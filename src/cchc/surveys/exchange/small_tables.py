"""Answers in Excel workbooks and short CSV files, counted by SQLite in memory with the statement of every engine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from cchc.core.surveys.estimating.statement import RELATION, statement
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.cells import Row, Table, as_text
from cchc.files.tables import read_table
from cchc.surveys.exchange.asking import (
    CELL,
    RESULT_TEXTS,
    ROW,
    WANTED,
    AskedOfFile,
    CountedFile,
    StrangeValue,
    Suspects,
    packed,
    tidy,
)
from cchc.surveys.exchange.looking import HeadingsFound, looked_for, positions_of

MOST_ROWS = 1_000_000


def count_table(data: bytes | Path, name: str, asked: AskedOfFile, *, progress: object = None) -> CountedFile:
    """Return what the statement answers of a table file. Raises `Faults`."""
    table = read_table(data, name, most_rows=MOST_ROWS)
    with closing(_relation(table, asked)) as connection:
        return _packed(asked, connection.execute(statement(asked.plan)).fetchall())


def strange_in_table(
    data: bytes | Path, name: str, asked: AskedOfFile, suspects: Suspects, *, progress: object = None
) -> list[StrangeValue]:
    """Return where the values stand that have no business in their columns. Raises `Faults`."""
    table = read_table(data, name, most_rows=MOST_ROWS)
    positions = _positions(table, asked)
    with closing(_relation(table, asked)) as connection:
        return [
            one._replace(position=positions.get(asked.headings.get(one.column, "")))
            for one in looked_for(lambda sql, values: connection.execute(sql, values).fetchall(), suspects)
        ]


def _positions(table: Table, asked: AskedOfFile) -> dict[str, int]:
    if not table.rows:
        raise Faults([Fault(Place(file=table.file), table.file, Message("a heading line"), _EMPTY)])
    head = [tidy(as_text(value)) for value in table.rows[0].values]
    return positions_of(HeadingsFound(table.file, table.rows[0].number, head), asked.all_headings)


def _relation(table: Table, asked: AskedOfFile) -> sqlite3.Connection:
    """A database in memory with the responses of the table."""
    positions = _positions(table, asked)
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA temp_store = MEMORY")
    columns = (ROW, WANTED, *asked.columns)
    places = ", ".join("?" * len(columns))
    connection.execute(f"CREATE TABLE {RELATION} ({', '.join(columns)})")  # names of our own
    connection.executemany(
        f"INSERT INTO {RELATION} VALUES ({places})",  # noqa: S608 - names of our own
        _responses(table.rows[1:], asked, positions),
    )
    return connection


def _responses(
    rows: Sequence[Row], asked: AskedOfFile, positions: dict[str, int]
) -> Iterator[tuple[int | str | None, ...]]:
    who = [
        [positions[heading] for heading in (asked.cells if column == "cell" else (asked.headings[column],))]
        for column in asked.plan.columns
    ]
    answers = [positions[asked.headings[column]] for column in asked.plan.answer_columns]
    domain = [(positions[heading], set(values)) for heading, values in asked.where]
    for row in rows:
        wanted = all(tidy(as_text(row.at(position))) in values for position, values in domain)
        yield (
            row.number,
            "1" if wanted else None,
            *(CELL.join(tidy(as_text(row.at(position))) for position in one) for one in who),
            *(tidy(as_text(row.at(position))) or None for position in answers),
        )


def _packed(asked: AskedOfFile, rows: Sequence[tuple[object, ...]]) -> CountedFile:
    names = asked.plan.columns
    texts = RESULT_TEXTS if asked.plan.has_texts else ()
    kinds: dict[tuple[object, ...], int] = {}
    kind = [kinds.setdefault(row[: len(names)], len(kinds)) for row in rows]
    own = ("item", *texts, "total", "n")
    columns = dict(
        zip(own, zip(*(row[len(names) :] for row in rows), strict=True) if rows else [()] * 5, strict=False)
    )
    columns |= dict(zip(names, zip(*kinds, strict=True) if kinds else [()] * len(names), strict=True))
    item, total, n = (columns.pop(name) for name in ("item", "total", "n"))
    labels, codes = {}, {}
    for name, column in columns.items():
        found: dict[str, int] = {}
        codes[name] = [found.setdefault(str(text), len(found)) for text in column]
        labels[name] = tuple(found)
    return packed(labels, codes, kind, item, total, n)


_EMPTY = Message("The file has no filled row: its first row must hold the headings.")
