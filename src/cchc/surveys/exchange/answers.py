"""Files of answers from other systems (.xlsx, .csv): each visible sheet as a table of texts. No Django here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cchc.core.surveys.receiving.rows import AnswerTable
from cchc.core.words.messages import Fault, Faults, Message
from cchc.files.cells import column_letters
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import ErrorCell, FormulaCell, Row, Table, Value, as_text, read_tables

MOST_BYTES = 40_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 500
FEWEST_COLUMNS = 2  # of a heading; a single filled cell above a table is its title
HEADING_ROWS = 10


def read_answer_tables(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[AnswerTable, ...]:
    """Return the tables of an answer file, given as bytes or as a path: of a workbook one for each visible sheet.

    Every cell is a text: a formula without a value as it is written, a number with a decimal comma. Raises `Faults`
    where the file cannot be read, where no row stands below a heading, and for too many columns. `progress` is called
    once, at the end.
    """
    read = read_tables(source, file, _is_any, most_rows=MOST_ROWS).read
    tables = [table for table in map(_answer_table, read) if table is not None]
    if not tables:
        place = read[0].place(1)
        expected = Message("a row of headings, and below it a row for each filled form")
        raise Faults([Fault(place, "", expected, Message("The file holds no filled form."))])
    wide = [one for one in tables if len(one.headings) > MOST_COLUMNS]
    if wide:
        why = Message(
            "The table has {count} columns: take out those that hold no answers.", count=len(wide[0].headings)
        )
        expected = Message("at most {most} columns", most=MOST_COLUMNS)
        raise Faults([Fault(wide[0].place(wide[0].heading_row), "", expected, why)])
    progress(1, 1)
    return tuple(tables)


# 20,000 forms of 39 answers in words: of a workbook 4 seconds of computing and 210 megabytes, of a .csv 1.3 seconds and
# 220; of 90 answers (31 megabytes of .csv) 3.2 seconds, 460 megabytes, 35 in the answer.
ANSWERS_FILE = Door(
    read_answer_tables,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=1_000_000_000, computing=60, clock=120, answer=60_000_000),
)


def _is_any(_table: Table) -> bool:
    return True


def _answer_table(table: Table) -> AnswerTable | None:
    """The rows of a sheet below its heading; None where nothing stands below one."""
    at = next((place for place, row in enumerate(table.rows[:HEADING_ROWS]) if _is_heading(row)), None)
    if at is None or at + 1 >= len(table.rows):
        return None
    heading = table.rows[at]
    headings = tuple(as_text(value).strip() for value in heading.values)
    rows = tuple(
        (row.number, tuple(_text(row.at(column)) for column in range(len(headings))))
        for row in table.rows[at + 1 :]
    )
    letters = tuple(column_letters(column) for column in range(len(headings)))
    return AnswerTable(table.file, table.sheet, heading.number, headings, letters, rows)


def _is_heading(row: Row) -> bool:
    return sum(bool(as_text(value).strip()) for value in row.values) >= FEWEST_COLUMNS


def _text(value: Value) -> str:
    """A cell as text: what looks like a formula stays what it is, and is never worked out."""
    if isinstance(value, FormulaCell):
        return f"={value.formula.removeprefix('=')}"
    if isinstance(value, ErrorCell):
        return value.code
    if isinstance(value, float):
        return as_text(value).replace(".", ",")
    return as_text(value)
