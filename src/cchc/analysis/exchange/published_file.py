"""Reading the table of a published result from a Word, PDF or Excel file, through its door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cchc.core.plans.published_tables import PublishedTable, published_table
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.documents import TextTable, read_document
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import LIMITS


def read_published_file(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] | None = None
) -> PublishedTable:
    """Return the table of points by criteria in a file, given as bytes or as a path. Raises `Faults` when the file
    cannot be read, or has no such table."""
    document = read_document(source, file, progress)
    tables = [_grid(one) for one in document.blocks if isinstance(one, TextTable)]
    found = published_table(tables)
    if found is None:
        why = Message(
            "No table of the file has a column of criteria beside one of lost points, or of the maximum and the points."
        )
        raise Faults([Fault(Place(file=file), file, Message("a table of points by criteria"), why)])
    return found


def _grid(table: TextTable) -> list[list[str]]:
    """The texts of a table by row and column; "" where a cell goes on over several."""
    rows = []
    for row in table.rows:
        texts = [""] * table.columns
        for cell in row.cells:
            texts[cell.column] = cell.text
        rows.append(texts)
    return rows


PUBLISHED_FILE = Door(
    read_published_file,
    (FileKind.DOCX, FileKind.PDF, FileKind.XLSX),
    5_000_000,
    replace(LIMITS, computing=30, clock=40, answer=2_000_000),
    converts=(FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLS, FileKind.ODS),
)
