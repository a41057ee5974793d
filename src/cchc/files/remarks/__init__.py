"""Remarks in the margin of a document that somebody else wrote: its own texts stay as they are, byte for byte.

    remarked(data, "ke-hoach.docx", [Remark(Spot(table=1, row=4), "Quý V", ("Lịch không có quý V.",))], author)

In Word a remark is a comment, in Excel a note at a cell. New pieces are put between the bytes of the parts that are
there; nothing that was written is written anew. What the format cannot hold remarks in is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cchc.files.documents import bytes_of
from cchc.files.doors import Door
from cchc.files.kinds import FileKind, kind_of
from cchc.files.limits import MOST_BYTES
from cchc.files.remarks.in_word import remarked_word
from cchc.files.remarks.in_workbook import remarked_workbook
from cchc.files.remarks.remark import Remark, RemarkAuthor
from cchc.files.sandbox import LIMITS

__all__ = ["REMARKED_FILE", "Remark", "RemarkAuthor", "remarked"]


def remarked(
    source: bytes | Path,
    name: str,
    remarks: Sequence[Remark],
    author: RemarkAuthor,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return the bytes of a Word or Excel file, given as bytes or path, with `remarks` at their places; a place that
    the file does not have is its beginning. Raises `Faults` when the file cannot be read."""
    data = source if isinstance(source, bytes) else bytes_of(source, name)
    write = remarked_workbook if kind_of(name) is FileKind.XLSX else remarked_word
    made = write(data, name, remarks, author)
    if progress is not None:
        progress(1, 1)
    return made


REMARKED_FILE = Door(
    remarked,
    (FileKind.DOCX, FileKind.XLSX),
    MOST_BYTES,
    replace(LIMITS, computing=120, clock=180, answer=MOST_BYTES + 20_000_000),
    converts=(FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLS, FileKind.ODS),
)
"""The door to files from outside that come back with remarks; an old format becomes .docx or .xlsx first."""
