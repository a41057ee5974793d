"""Files of answers from other systems (.xlsx, .csv): each visible sheet as a table of texts, repeat groups joined to
their form. No Django here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cchc.core.surveys.receiving.rows import AnswerTable
from cchc.core.words.messages import Fault, Faults, Message
from cchc.files.cells import column_letters
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import ErrorCell, FormulaCell, Row, Table, Value, as_text, read_tables
from cchc.surveys.exchange.repeat_groups import joined_groups

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
    tables = joined_groups(tables)
    garbled = [fault for one in tables for fault in _garbled(one)]
    if garbled:
        raise Faults(garbled)
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
    at = _heading_at(table.rows[:HEADING_ROWS])
    if at is None or at + 1 >= len(table.rows):
        return None
    heading = table.rows[at]
    headings = tuple(as_text(value).strip() for value in heading.values)
    first = _first_of_merged(table, heading.number)
    by_number = {row.number: row for row in table.rows} if first else {}
    rows = tuple(
        (
            row.number,
            tuple(
                _text(row.at(column))
                if (of := first.get((row.number, column))) is None
                else _text(by_number[of].at(column))
                for column in range(len(headings))
            ),
        )
        for row in table.rows[at + 1 :]
    )
    letters = tuple(column_letters(column) for column in range(len(headings)))
    hidden = sum(row.number in table.hidden_rows for row in table.rows[at + 1 :])
    return AnswerTable(table.file, table.sheet, heading.number, headings, letters, rows, hidden)


def _heading_at(rows: Sequence[Row]) -> int | None:
    """The first row that may hold headings. A row above it of which less than half is filled holds titles of groups of
    columns, in merged cells ("Phục vụ", "Ý kiến khác")."""
    filled = [sum(bool(as_text(value).strip()) for value in row.values) for row in rows]
    widest = max(filled, default=0)
    return next(
        (at for at, count in enumerate(filled) if count >= FEWEST_COLUMNS and 2 * count >= widest), None
    )


def _first_of_merged(table: Table, heading: int) -> Mapping[tuple[int, int], int]:
    """The row whose value holds for a cell that is merged with those above it, below the heading."""
    there = {row.number for row in table.rows}
    return {
        (row, one.column): one.row
        for one in table.merged
        if one.row > heading and one.row in there
        for row in range(one.row + 1, one.row + one.rows)
    }


def _garbled(table: AnswerTable) -> Iterator[Fault]:
    """The first heading that was read in a wrong encoding once and saved so: “MÃ£ phiáº¿u” is “Mã phiếu”."""
    for at, heading in enumerate(table.headings):
        meant = _ungarbled(heading)
        if meant is not None:
            why = Message(
                "The text was opened in a wrong encoding and saved so, “{found}” for “{meant}”: export the file anew "
                "as UTF-8.",
                found=heading,
                meant=meant,
            )
            yield Fault(table.place(table.heading_row, at), heading, Message("text in UTF-8"), why)
            return


def _ungarbled(text: str) -> str | None:
    for encoding in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            meant = text.encode(encoding).decode("utf-8")
            if meant != text:
                return meant
    return None


def _text(value: Value) -> str:
    """A cell as text: what looks like a formula stays what it is, and is never worked out."""
    if isinstance(value, FormulaCell):
        return f"={value.formula.removeprefix('=')}"
    if isinstance(value, ErrorCell):
        return value.code
    if isinstance(value, float):
        return as_text(value).replace(".", ",")
    return as_text(value)
