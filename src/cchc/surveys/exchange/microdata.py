"""Answers in Parquet and long CSV files, counted by DuckDB with the statement of every engine.

DuckDB runs in a process of its own (`files.sandbox`) and within it with an end to its memory and threads, without
temporary files and extensions; it opens the one file and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from cchc.core.surveys.estimating.statement import RELATION, statement
from cchc.core.words.messages import Fault, Faults, Message, Place
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

MEMORY = "300MB"
THREADS = 2
_SIGNS_OF_PATTERNS = frozenset("*?[]{}")
_WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
_BROKEN_NUMBERS = ("FLOAT", "DOUBLE", "DECIMAL")


def count_large(path: Path, name: str, asked: AskedOfFile, *, progress: object = None) -> CountedFile:
    """Return what the statement answers of a file. Raises `Faults`."""
    with _relation(path, name, asked, with_rows=False) as connection:
        connection.execute(f"CREATE TEMP TABLE counted AS {statement(asked.plan)}")
        names = (*asked.plan.columns, *RESULT_TEXTS)
        for column in names:
            connection.execute(
                f"CREATE TYPE of_{column} AS ENUM (SELECT DISTINCT COALESCE({column}, '') FROM counted)"  # noqa: S608 - of names alone
            )
        labels = {
            column: connection.execute(f"SELECT enum_range(NULL::of_{column})").fetchall()[0][0]
            for column in names
        }
        coded = ", ".join(
            f"enum_code(COALESCE({column}, '')::of_{column})::INTEGER AS {column}" for column in names
        )
        found = connection.execute(
            f"SELECT {coded}, total::BIGINT AS total, n::BIGINT AS n FROM counted"  # noqa: S608 - names of ours
        ).fetchnumpy()
        return packed(labels, {column: found[column] for column in names}, found["total"], found["n"])


def strange_in_large(
    path: Path, name: str, asked: AskedOfFile, suspects: Suspects, *, progress: object = None
) -> list[StrangeValue]:
    """Return where the values stand that have no business in their columns. Raises `Faults`."""
    with _relation(path, name, asked, with_rows=True) as connection:
        return list(looked_for(lambda sql, values: connection.execute(sql, values).fetchall(), suspects))


@contextmanager
def _relation(
    path: Path, name: str, asked: AskedOfFile, with_rows: bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory whose view `answers` are the responses of the file, with the number of each row if asked."""
    where = str(path.resolve())
    if _SIGNS_OF_PATTERNS & set(where):
        raise _refused(name, _PATTERN)
    try:
        with closing(_database(where, with_rows)) as connection:
            columns = _columns(connection, where, name, asked, with_rows)
            connection.execute(f"CREATE VIEW {RELATION} AS {columns}")
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except duckdb.Error as error:
        raise _refused(name, _BROKEN) from error


def _database(where: str, with_rows: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "memory_limit": MEMORY,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "preserve_insertion_order": with_rows,
        },
    )
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET allowed_paths = [?]", [where])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _columns(
    connection: duckdb.DuckDBPyConnection, where: str, name: str, asked: AskedOfFile, with_rows: bool
) -> str:
    """The query that gives each column of the plan, as text, under its own name."""
    source = _source(where, with_rows)
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - a quoted path
    headings = [tidy(str(row[0])) for row in described]
    positions = positions_of(HeadingsFound(name, None, headings), asked.all_headings)
    there = {heading: (str(described[at][0]), str(described[at][1])) for heading, at in positions.items()}
    if faults := [
        _of_a_kind(name, heading, kind) for heading, (_own, kind) in there.items() if not _text('"', kind)
    ]:
        raise Faults(faults)

    def text(heading: str) -> str:
        own, kind = there[heading]
        return _text(f'"{own.replace(chr(34), chr(34) * 2)}"', kind)

    # Who answered is tidied by label, of which there are few; COALESCE costs a tenth of the time where 1e7 answer.
    who = "COALESCE({}, '')" if with_rows else "{}"
    named = [one for one in asked.plan.columns if one != "cell"]
    selected = [f"{who.format(text(asked.headings[one]))} AS {one}" for one in named]
    if asked.cells:
        parts = f" || '{CELL}' || ".join(f"COALESCE(TRIM({text(heading)}), '')" for heading in asked.cells)
        selected.append(f"{parts} AS cell")
    selected += [f"{_answer(text(asked.headings[one]))} AS {one}" for one in asked.plan.answer_columns]
    if asked.where:
        inside = " AND ".join(
            f"COALESCE({text(heading)}, '') IN ({_literals(values)})" for heading, values in asked.where
        )
        selected.append(f"CASE WHEN {inside} THEN '1' END AS {WANTED}")
    if with_rows:
        is_parquet = where.lower().endswith(
            ".parquet"
        )  # counted from 1; a text table's first row has the headings
        number = "file_row_number + 1" if is_parquet else "row_number() OVER () + 1"
        selected.append(f"{number} AS {ROW}")
    return f"SELECT {', '.join(selected)} FROM {source}"  # noqa: S608 - quoted names and literals


def _source(where: str, with_rows: bool) -> str:
    path = _literals([where])
    if where.lower().endswith(".parquet"):
        return f"read_parquet({path}{', file_row_number = true' if with_rows else ''})"
    return f"read_csv({path}, all_varchar = true, header = true, encoding = 'utf-8', strict_mode = true)"


def _text(column: str, kind: str) -> str:
    """The expression that writes a value of a column as text: whole numbers without a point; "" for other kinds."""
    if kind == "VARCHAR":
        return column
    if kind.startswith("ENUM"):
        return f"CAST({column} AS VARCHAR)"
    if kind in _WHOLE:
        return f"CAST({column} AS VARCHAR)"
    if kind == "BOOLEAN":
        return f"CASE WHEN {column} THEN '1' WHEN NOT {column} THEN '0' END"
    if kind.partition("(")[0] in _BROKEN_NUMBERS:
        number = f"CAST({column} AS DOUBLE)"
        return (
            f"CASE WHEN isnan({number}) THEN NULL WHEN abs({number}) < 1e15 AND {column} = trunc({column}) "
            f"THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
        )
    return ""


def _answer(text: str) -> str:
    """The expression of an answer: what is blank is missing. A number is written without blanks."""
    return f"NULLIF(TRIM({text}), '')" if text.startswith('"') else text


def _literals(texts: Sequence[str]) -> str:
    return ", ".join("'" + text.replace("'", "''") + "'" for text in texts)


def _of_a_kind(name: str, heading: str, kind: str) -> Fault:
    return Fault(Place(file=name), f"{heading}: {kind}", Message("texts or numbers"), _OTHER_KIND)


def _refused(name: str, why: Message) -> Faults:
    return Faults(
        [Fault(Place(file=name), name, Message("a Parquet file, or a text table (.csv) in UTF-8"), why)]
    )


_PATTERN = Message("The name or folder of the file has one of the signs * ? [ ] { }: rename it.")
_BROKEN = Message("The file cannot be read as its ending says: save it again in the program it comes from.")
_OTHER_KIND = Message("The column holds lists, dates or other values that are no answers: save it as text.")
