"""Tables from .xlsx and .csv files: bytes in, rows of values out, or every reason why not.

    table = read_table("points.xlsx")
    for row in table.rows:
        row.number, row.at(0)

Limits: 50 megabytes, 20,000 rows below the heading, 2,000 columns. Anything that cannot be read raises
`cchc.core.words.messages.Faults`, in words for the person who made the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import is_old_office, is_zip
from cchc.files.cells import (
    CellKind,
    ErrorCell,
    FormulaCell,
    Merged,
    Percent,
    Row,
    Table,
    Value,
    as_text,
    kind,
)
from cchc.files.limits import MOST_BYTES, MOST_FAULTS, MOST_LETTERS, MOST_ROWS, cell_too_long
from cchc.files.separated import read_csv
from cchc.files.spreadsheets import WorkbookReader, read_xlsx

__all__ = [
    "CellKind",
    "ErrorCell",
    "FormulaCell",
    "Merged",
    "Percent",
    "Row",
    "Table",
    "Tables",
    "Value",
    "as_text",
    "kind",
    "read_table",
    "read_tables",
]

BEGINNING = 15  # filled rows of a sheet by which it is told what the sheet is


class Tables(NamedTuple):
    """The tables of a file that were asked for, and the beginnings of its other visible sheets."""

    read: list[Table]
    others: list[Table]


_TABLE_FILE = Message("an Excel workbook (.xlsx) or a text table (.csv)")


def read_table(
    source: str | Path | bytes, name: str | None = None, sheet: str | None = None, most_rows: int = MOST_ROWS
) -> Table:
    """Return the table of a file: its path, or its bytes with the `name` of the file. Raises `Faults`.

    Of a workbook the first visible sheet is read unless `sheet` names another. At most `most_rows` filled rows below
    the first are accepted. External links and pictures of a workbook are never followed; macros are refused.
    """
    file = Path(name or ("" if isinstance(source, bytes) else source)).name
    data = source if isinstance(source, bytes) else _bytes_of(Path(source), file)
    if len(data) > MOST_BYTES:
        raise _too_many_bytes(file)
    if Path(file).suffix.lower() == ".xlsx":
        return _with_cells_that_fit(read_xlsx(data, file, sheet, most_rows))
    if Path(file).suffix.lower() == ".csv":
        _refuse_workbook_as_csv(data, file, sheet)
        return _with_cells_that_fit(read_csv(data, file, most_rows))
    raise _other_kind(file)


def read_tables(
    source: str | Path | bytes,
    name: str,
    is_asked_for: Callable[[Table], bool],
    most_rows: int = MOST_ROWS,
    sheet: str | None = None,
) -> Tables:
    """Return the tables of a file that are asked for, and the names of its other visible sheets. Raises `Faults`.

    Of a workbook these are the visible sheets whose first rows are what `is_asked_for` looks for, or the one called
    `sheet`; where there is none, the first visible one, for its reader to say what is wrong. Limits as in `read_table`.
    """
    data = source if isinstance(source, bytes) else _bytes_of(Path(source), name)
    if sheet is not None or Path(name).suffix.lower() != ".xlsx" or len(data) > MOST_BYTES:
        return Tables([read_table(data, name, sheet, most_rows)], [])
    workbook = WorkbookReader(data, name)
    heads = [workbook.beginning(one, BEGINNING) for one in workbook.visible]
    chosen = [head for head in heads if is_asked_for(head)] or heads[:1]
    tables = [workbook.table(head.sheet, most_rows) for head in chosen] or [workbook.table(None, most_rows)]
    return Tables(
        [_with_cells_that_fit(table) for table in tables], [one for one in heads if one not in chosen]
    )


def _with_cells_that_fit(table: Table) -> Table:
    """Return the table itself. Raises `Faults` that name the cells whose text is too long."""
    faults = [
        cell_too_long(table.place(row.number, column), value)
        for row in table.rows
        for column, value in enumerate(row.values)
        if isinstance(value, str) and len(value) > MOST_LETTERS
    ]
    if faults:
        raise Faults(faults[:MOST_FAULTS])
    return table


def _bytes_of(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=file)
        raise Faults([Fault(Place(file=file), file, _TABLE_FILE, why)]) from error


def _too_many_bytes(file: str) -> Faults:
    why = Message("The file is larger than {most} megabytes.", most=MOST_BYTES // 1_000_000)
    return Faults([Fault(Place(file=file), file, _TABLE_FILE, why)])


def _refuse_workbook_as_csv(data: bytes, file: str, sheet: str | None) -> None:
    if is_zip(data) or is_old_office(data):
        why = Message("The name says .csv but the content is another kind of file: give it its own ending.")
        raise Faults([Fault(Place(file=file), file, Message("a text table (.csv)"), why)])
    if sheet is not None:
        why = Message("A .csv file has no sheets: leave out “{sheet}”, or give the workbook.", sheet=sheet)
        raise Faults([Fault(Place(file=file), sheet, Message("no sheet"), why)])


def _other_kind(file: str) -> Faults:
    suffix = Path(file).suffix or file
    why = Message("Files ending in {suffix} are not read: save the table as .xlsx or .csv.", suffix=suffix)
    return Faults([Fault(Place(file=file), suffix, _TABLE_FILE, why)])
