"""Documents from .docx, .pdf, .xlsx and text files: bytes in, paragraphs and tables out, or every reason why not.

    document = read_document("ke-hoach.docx")
    for table in document.tables:
        for row in table.rows:
            row.spot.page, [cell.text for cell in row.cells]

Limits: 50 megabytes, 500 pages, 200 megabytes unpacked. Nothing is executed and no link is followed. What cannot
be read raises `core.words.messages.Faults`, in words for the person who made the file. What strangers hand in is
read through `cchc.files.sandbox`, so that memory and time end whatever the file does.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import is_old_office, is_zip
from cchc.files.documents.blocks import (
    Block,
    Cell,
    Format,
    Paragraph,
    Progress,
    Spot,
    TableRow,
    TextDocument,
    TextTable,
)
from cchc.files.documents.old_letters import with_unicode_letters
from cchc.files.documents.syllables import is_broken
from cchc.files.limits import MOST_BYTES

__all__ = [
    "Block",
    "Cell",
    "Format",
    "Paragraph",
    "Progress",
    "Spot",
    "TableRow",
    "TextDocument",
    "TextTable",
    "read_document",
]

DOCUMENT_FILE = Message("a document: Word (.docx), PDF (.pdf), Excel (.xlsx) or text (.txt, .tsv)")
_READERS = {
    ".docx": ("from_docx", "read_docx"),
    ".pdf": ("from_pdf", "read_pdf"),
    ".xlsx": ("from_xlsx", "read_workbook"),
    ".txt": ("from_text", "read_text"),
    ".tsv": ("from_text", "read_text"),
    ".md": ("from_text", "read_text"),
}
_MACROS = frozenset((".docm", ".dotm", ".xlsm"))
_OLD = frozenset((".doc", ".dot", ".rtf", ".odt", ".xls"))


def read_document(
    source: str | Path | bytes,
    name: str | None = None,
    progress: Progress | None = None,
    first_pages: int | None = None,
) -> TextDocument:
    """Return the document of a file: its path, or its bytes with the `name` of the file; the ending tells the format.

    Of a PDF only the `first_pages` are read, where that many are asked for; a page of it costs the most. `progress` is
    called with the pages done and the number of pages: for a PDF after each page, for all others once
    at the end, as one page of one. Raises `Faults` also for text that is not Vietnamese by the shape of its
    syllables: its letters are out of order or in another encoding.
    """
    file = Path(name or ("" if isinstance(source, bytes) else source)).name
    data = source if isinstance(source, bytes) else bytes_of(Path(source), file)
    if len(data) > MOST_BYTES:
        raise refused(
            file, Message("The file is larger than {most} megabytes.", most=MOST_BYTES // 1_000_000)
        )
    reader = _reader(data, file)
    part = {"first_pages": first_pages} if Path(file).suffix.lower() == ".pdf" else {}
    document = with_unicode_letters(reader(data, file, progress or _untold, **part))
    if not document.text.strip():
        raise refused(file, _EMPTY)
    if is_broken(document.text):
        raise refused(file, _NOT_VIETNAMESE)
    return document


_EMPTY = Message("The file holds no text: give the file that the plan stands in.")
_NOT_VIETNAMESE = Message(
    "The words of the file are no Vietnamese syllables: its letters are out of order or in an old font's encoding. "
    "Give the original Word file."
)


def _untold(done: int, total: int) -> None:
    """Ignore the progress, for callers that want none."""


def refused(file: str, why: Message) -> Faults:
    """Return the fault of a whole file."""
    return Faults([Fault(Place(file=file), file, DOCUMENT_FILE, why)])


def bytes_of(path: Path, file: str) -> bytes:
    """Return the bytes of a file, at most one more than are read. Raises `Faults` when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=file)
        raise refused(file, why) from error


def _reader(data: bytes, file: str) -> Callable[..., TextDocument]:
    suffix = Path(file).suffix.lower()
    if suffix in _MACROS:
        raise refused(file, Message("Files with macros are not read: save the document without macros."))
    if suffix in _OLD:
        raise refused(
            file, Message("Files ending in {suffix} are not read: save it as .docx.", suffix=suffix)
        )
    if suffix not in _READERS:
        why = Message(
            "Files ending in {suffix} are not read: give .docx, .pdf, .xlsx or .txt.", suffix=suffix or file
        )
        raise refused(file, why)
    if suffix in (".txt", ".tsv", ".md") and (
        is_zip(data) or is_old_office(data) or data.startswith(b"%PDF-")
    ):
        raise refused(
            file,
            Message("The name says text but the content is another kind of file: give it its own ending."),
        )
    module, function = _READERS[suffix]
    reader: Callable[..., TextDocument] = getattr(import_module(f"cchc.files.documents.{module}"), function)
    return reader
