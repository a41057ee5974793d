"""Text tables (.csv): UTF-8, cells separated by comma, semicolon or tab, whichever the heading line uses.

A first line ``sep=;``, which Excel writes and obeys without showing it, names the separator; rows count behind it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numbers import plain
from cchc.files.cells import Row, Table
from cchc.files.encodings import utf8_text
from cchc.files.limits import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_FAULTS,
    too_many_cells,
    too_many_columns,
    too_many_rows,
)

# Without it a cell of 131,072 letters is the error that an open quotation mark is; how long a cell may be is asked of
# every kind of table alike, where its row and column are known.
csv.field_size_limit(MOST_BYTES)

_SEPARATORS = "\t;,"
_NAMED_SEPARATOR = re.compile(r'\s*"?sep=([;,\t|])"?[ ;,\t|]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
_FORMULA = tuple("=+-@\t\r'")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_csv(data: bytes, file: str, most_rows: int) -> Table:
    """Return the table of a .csv file, in which every filled cell is a text. Raises `Faults` when it cannot be read."""
    text = utf8_text(data, file)
    rows: list[Row] = []
    count = cells = 0
    for row in _records(text, file):
        count += 1
        cells += len(row.values)
        if cells > MOST_CELLS:
            raise too_many_cells(Place(file=file, row=row.number))
        if len(row.values) > MOST_COLUMNS:
            raise too_many_columns(Place(file=file, row=row.number), len(row.values) - 1)
        if count <= most_rows + 1:
            rows.append(row)
    if count > most_rows + 1:
        raise too_many_rows(Place(file=file), count - 1, most_rows)
    _refuse_longer_than_heading(rows, file)
    return Table(file, None, rows)


def _records(text: str, file: str) -> Iterator[Row]:
    """Yield the filled rows, counted as Excel counts them: a cell with line breaks is still one row."""
    named = _NAMED_SEPARATOR.match(text)
    body = text[named.end() :] if named else text
    separator = named[1] if named else _separator(text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, texts in enumerate(reader, start=1):
            values = [cell if cell.strip() else None for cell in texts]
            while values and values[-1] is None:
                values.pop()
            if values:
                yield Row(number, tuple(values))
    except csv.Error as error:
        raise _broken_quotes(file, number + 1, reader.line_num + (1 if named else 0)) from error


def _separator(text: str) -> str:
    """Return the separator of the heading line, without looking into quoted cells; comma for a heading of one cell."""
    heading = _QUOTED.sub("", text.lstrip()[:100_000] if text[:1] in "\r\n" else text[:100_000])
    line = next(iter(heading.splitlines()), "")
    best = max(_SEPARATORS, key=line.count)
    return best if best in line else ","


def _broken_quotes(file: str, row: int, line: int) -> Faults:
    why = Message(
        'A quotation mark (") before line {line} is opened and not closed, or stands inside a cell alone.',
        line=line,
    )
    expected = Message("quotation marks in pairs")
    return Faults([Fault(Place(file=file, row=row, line=line), '"', expected, why)])


def _refuse_longer_than_heading(rows: list[Row], file: str) -> None:
    width = len(rows[0].values) if rows else 0
    longer = [row for row in rows if len(row.values) > width]
    if longer:
        raise Faults([_longer(row, width, file) for row in longer[:MOST_FAULTS]])


def _longer(row: Row, width: int, file: str) -> Fault:
    why = Message(
        "Row {row} is longer than the heading, {found} cells against {width}: "
        "put quotation marks around cells that hold the separator.",
        row=row.number,
        found=len(row.values),
        width=width,
    )
    expected = Message("no more cells than in the heading: {most}", most=width)
    return Fault(Place(file=file, row=row.number), str(len(row.values)), expected, why)


def csv_bytes(rows: Iterable[Sequence[str | int | Fraction | None]]) -> bytes:
    """Return rows as a text table for programs and offices: UTF-8 with its mark, commas, a point in numbers.

    A text that a spreadsheet would take for a formula gets an apostrophe; nothing is an empty cell; a number is
    written with all its decimals, one without end with twelve.

    >>> csv_bytes([["=1+1", 3, Fraction("98.30"), None, "-5 %"]]).decode("utf-8-sig")
    "'=1+1,3,98.3,,'-5 %\\r\\n"
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _written(cell: str | int | Fraction | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return plain(cell)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return str(cell)
