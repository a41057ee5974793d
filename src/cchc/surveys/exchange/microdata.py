"""Answers in Parquet and long CSV files, counted by DuckDB with the statement of every engine.

DuckDB runs in a process of its own (`files.sandbox`) and within it with an end to its memory and threads, without
temporary files and extensions; it opens the one file and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.questions import CountingPlan, columns_asked, has_text
from cchc.core.surveys.estimating.statement import (
    ASKED,
    RELATION,
    asked_columns,
    asked_of_each,
    counted_of_asked,
)
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
from cchc.surveys.exchange.numbered_people import NumberedPeople, code_of, enumerated, numbered_people

MEMORY = "300MB"
THREADS = 2
ONE_THREAD = 4_000_000
"""Up to how many bytes one thread reads a file: a second one waits more than it reads."""
MOST_HELD = 150_000_000
"""Up to how many bytes answers of all are held in memory at once, as small numbers."""
WIDTHS = {"TINYINT": 1, "SMALLINT": 2, "INTEGER": 4, "BIGINT": 8, "VARCHAR": 32}
"""How many bytes a value takes in memory."""
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
    with _relation(path, name, asked, with_rows=False) as (connection, whole):
        of_heading = {asked.headings.get(column, column): column for column in asked.plan.columns}
        people = numbered_people(connection, [*of_heading.values()])
        parts = ", ".join(f"{number.expression} AS {number.name}" for number in people.numbers)
        connection.execute(f"CREATE VIEW {RELATION} AS SELECT *, {parts} FROM given")  # noqa: S608 - names of ours
        labels, codes = people.labels, dict[str, NDArray[np.integer]]()
        found = _counted(connection, asked.plan, whole, people)
        if asked.plan.has_texts:
            labels |= enumerated(connection, "counted", RESULT_TEXTS)
            texts = ", ".join(f"{code_of(column)} AS {column}" for column in RESULT_TEXTS)
            of_all = f"SELECT * EXCLUDE (level, base), {texts} FROM counted"  # noqa: S608 - names of ours
            found |= connection.execute(of_all).fetchnumpy()
            codes = {column: found[column] for column in RESULT_TEXTS}
        kind, of_kinds = people.kinds(found)
        codes |= of_kinds
        for column in asked.plan.columns:  # several columns may stand under one heading
            same = of_heading[asked.headings.get(column, column)]
            labels[column], codes[column] = labels[same], codes[same]
        return packed(labels, codes, kind, found["item"], found["total"], found["n"])


def _counted(
    connection: duckdb.DuckDBPyConnection, plan: CountingPlan, whole: Collection[str], people: NumberedPeople
) -> dict[str, NDArray[np.integer]]:
    """Return the columns of the answer; where questions have texts, make the table `counted` of it instead. As many
    questions are counted at once as memory holds of all responses: so often the file is read."""
    who = {number.name: _kind_of(number.size) for number in people.numbers}
    found: list[dict[str, NDArray[np.integer]]] = []
    if plan.has_texts:
        kinds = {**who, "item": "INTEGER", "level": "VARCHAR", "base": "VARCHAR"}
        typed = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        connection.execute(f"CREATE TEMP TABLE counted ({typed}, total BIGINT, n BIGINT)")
    room = MOST_HELD // max(1, people.responses) - sum(WIDTHS[kind] for kind in who.values())
    for first, part in _parts(plan, room):
        own = {**who, **{name: _kind_of(largest) for name, largest in asked_columns(part).items()}}
        of_each = asked_of_each(part, whole, list(who))
        is_held = people.responses * sum(WIDTHS[kind] for kind in own.values()) <= MOST_HELD
        if is_held:
            typed = ", ".join(f"{name} {kind}" for name, kind in own.items())
            connection.execute(f"CREATE TEMP TABLE {ASKED} ({typed})")
            connection.execute(f"INSERT INTO {ASKED} {of_each}")
        else:
            connection.execute(f"CREATE VIEW {ASKED} AS {of_each}")
        of_part = counted_of_asked(part, list(who))
        if first:  # the responses themselves were counted with the first questions
            of_part = f"SELECT * REPLACE (item + {first} AS item) FROM ({of_part}) WHERE item > 0"  # noqa: S608 - names of ours
        if plan.has_texts:
            connection.execute(f"INSERT INTO counted BY NAME {of_part}")
        else:
            found.append(connection.execute(of_part).fetchnumpy())
        connection.execute(f"DROP {'TABLE' if is_held else 'VIEW'} {ASKED}")
    if len(found) == 1:
        return found[0]
    names = (*who, "item", "total", "n") if found else ()
    return {name: np.concatenate([part[name] for part in found]) for name in names}


def _parts(plan: CountingPlan, room: int) -> Iterator[tuple[int, CountingPlan]]:
    """Yield the questions of a plan in parts that have room together, at least one in each, with how many stand before
    them; `room` in bytes of a response."""
    first, taken, width = 0, 0, 0
    for question in plan.questions:
        one = replace(plan, questions=(question,))
        own = sum(WIDTHS[_kind_of(largest)] for largest in asked_columns(one).values())
        if taken > first and width + own > room:
            yield first, replace(plan, questions=plan.questions[first:taken])
            first, width = taken, 0
        taken, width = taken + 1, width + own
    yield first, replace(plan, questions=plan.questions[first:])


def _kind_of(largest: int | None) -> str:
    """The smallest type that holds whole numbers up to the largest; of texts theirs."""
    if largest is None:
        return "VARCHAR"
    return next(kind for kind, width in WIDTHS.items() if largest < 2 ** (8 * width - 1))


def strange_in_large(
    path: Path, name: str, asked: AskedOfFile, suspects: Suspects, *, progress: object = None
) -> list[StrangeValue]:
    """Return where the values stand that have no business in their columns. Raises `Faults`."""
    with _relation(path, name, asked, with_rows=True) as (connection, _whole):
        return list(looked_for(lambda sql, values: connection.execute(sql, values).fetchall(), suspects))


@contextmanager
def _relation(
    path: Path, name: str, asked: AskedOfFile, with_rows: bool
) -> Iterator[tuple[duckdb.DuckDBPyConnection, frozenset[str]]]:
    """A database in memory whose view `answers` are the responses of the file with the number of each row; without it
    the view is `given`, and a table has the `kinds` of who answered, with their numbers. And which columns of answers
    are whole numbers in it."""
    where = str(path.resolve())
    if _SIGNS_OF_PATTERNS & set(where):
        raise _refused(name, _PATTERN)
    try:
        with closing(_database(Path(where), with_rows)) as connection:
            columns, whole = _columns(connection, where, name, asked, with_rows)
            connection.execute(f"CREATE VIEW {RELATION if with_rows else 'given'} AS {columns}")
            if not with_rows:
                of_heading = {asked.headings.get(column, column): column for column in asked.plan.columns}
                who = ", ".join(of_heading.values())
                connection.execute(
                    f"CREATE TEMP TABLE kinds AS SELECT {who}, COUNT(*) AS n FROM given GROUP BY {who}"  # noqa: S608 - of names alone
                )
            yield connection, whole
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except (duckdb.Error, OSError) as error:
        raise _refused(name, _BROKEN) from error


def _database(path: Path, with_rows: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 1 if path.stat().st_size <= ONE_THREAD else THREADS,
            "memory_limit": MEMORY,
            "temp_directory": "",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "preserve_insertion_order": with_rows,
        },
    )
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET allowed_paths = [?]", [str(path)])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _columns(
    connection: duckdb.DuckDBPyConnection, where: str, name: str, asked: AskedOfFile, with_rows: bool
) -> tuple[str, frozenset[str]]:
    """The query that gives each column of the plan under its own name, as text; but those of answers, returned beside
    it, which the file has as whole numbers and of which no row is looked for."""
    source = _source(where, with_rows)
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()  # noqa: S608 - a quoted path
    headings = [tidy(str(row[0])) for row in described]
    positions = positions_of(HeadingsFound(name, None, headings), asked.all_headings)
    there = {heading: (str(described[at][0]), str(described[at][1])) for heading, at in positions.items()}
    if faults := [
        _of_a_kind(name, heading, kind) for heading, (_own, kind) in there.items() if not _text('"', kind)
    ]:
        raise Faults(faults)

    def own_name(heading: str) -> str:
        return f'"{there[heading][0].replace(chr(34), chr(34) * 2)}"'

    def text(heading: str) -> str:
        return _text(own_name(heading), there[heading][1])

    # Who answered is tidied by label, of which there are few; COALESCE costs a tenth of the time where 1e7 answer.
    who = "COALESCE({}, '')" if with_rows else "{}"
    named = [one for one in asked.plan.columns if one != "cell"]
    selected = [f"{who.format(text(asked.headings[one]))} AS {one}" for one in named]
    if asked.cells:
        parts = f" || '{CELL}' || ".join(f"COALESCE(TRIM({text(heading)}), '')" for heading in asked.cells)
        selected.append(f"{parts} AS cell")
    whole = frozenset[str]()
    if not with_rows:
        numbers = {heading for heading, (_own, kind) in there.items() if kind in _WHOLE}
        texts = (columns_asked(question) for question in asked.plan.questions if has_text(question))
        as_written = {name for names in texts for name in names}
        whole = frozenset(
            one
            for one in asked.plan.answer_columns
            if asked.headings[one] in numbers and one not in as_written
        )
    for one in asked.plan.answer_columns:
        heading = asked.headings[one]
        selected.append(f"{own_name(heading) if one in whole else _answer(text(heading))} AS {one}")
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
    return f"SELECT {', '.join(selected)} FROM {source}", whole  # noqa: S608 - quoted names and literals


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
