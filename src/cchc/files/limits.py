"""The greatest size of a table file, and the faults of larger files."""

from __future__ import annotations

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.cells import column_letters

MOST_BYTES = 50_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 2_000
MOST_CELLS = 4_000_000
MOST_MERGED = 100_000
MOST_LETTERS = 32_767  # letters of a cell; Excel stores no more
MOST_FAULTS = 100


def too_many_rows(place: Place, rows: int, most: int) -> Faults:
    """Return the fault of a table with `rows` rows below its heading when at most `most` are accepted."""
    why = Message("The table has {rows} rows, at most {most} are read: split the file.", rows=rows, most=most)
    return Faults([Fault(place, str(rows), at_most_rows(most), why)])


def at_most_rows(most: int) -> Message:
    """Return what is expected of a table that may have so many rows."""
    return Message("at most {most} rows", most=most)


def too_many_columns(place: Place, column: int) -> Faults:
    """Return the fault of a cell that stands too far to the right; `column` counted from 0."""
    why = Message(
        "Column {column} is filled, at most {most} columns are read: clear what stands beside the table.",
        column=column_letters(column),
        most=MOST_COLUMNS,
    )
    expected = Message("at most {most} columns", most=MOST_COLUMNS)
    return Faults([Fault(place, column_letters(column), expected, why)])


def cell_too_long(place: Place, text: str) -> Fault:
    """Return the fault of a cell whose text is longer than Excel stores."""
    why = Message(
        "The cell has {found} letters, at most {most} are read: shorten it.",
        found=len(text),
        most=MOST_LETTERS,
    )
    return Fault(place, f"{text[:40]}…", Message("a text of at most {most} letters", most=MOST_LETTERS), why)


def too_many_cells(place: Place) -> Faults:
    """Return the fault of a table with too many filled cells."""
    why = Message("The table has more than {most} filled cells: split the file.", most=MOST_CELLS)
    return Faults([Fault(place, f"> {MOST_CELLS}", Message("at most {most} cells", most=MOST_CELLS), why)])


def too_many_merged(place: Place) -> Faults:
    """Return the fault of a table with too many merged cells."""
    why = Message("The table has more than {most} merged cells: split the file.", most=MOST_MERGED)
    expected = Message("at most {most} merged cells", most=MOST_MERGED)
    return Faults([Fault(place, f"> {MOST_MERGED}", expected, why)])
