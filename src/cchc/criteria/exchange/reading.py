"""Reading a criteria set from a file of either kind: TOML by its text, Excel by its sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from cchc.core.scoring.checks.building import criteria_of, trusted_criteria_of
from cchc.core.scoring.criteria.document import Document, document_of
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numbers import plain
from cchc.criteria.exchange.excel import read_workbook
from cchc.criteria.exchange.toml import read_toml, write_toml
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

MOST_BYTES = 5_000_000
MOST_TEXT = 500_000


@dataclass(frozen=True, slots=True)
class SetFile:
    """A criteria set without faults, read from a file: the facts of its version, and the whole as our own TOML text."""

    id: str
    title: str
    version: str
    unit_kind: str
    first_year: int | None
    last_year: int | None
    leaves: int
    total: str
    text: str


def read_set_file(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> SetFile:
    """Return the set in a .toml or .xlsx file, given as bytes or as a path.

    Raises `Faults` with everything wrong in it and where. `progress` is called once, at the end.
    """
    criteria = read_set(source if isinstance(source, bytes) else bytes_of(source), file)
    text = write_toml(document_of(criteria))
    progress(1, 1)
    return SetFile(
        criteria.id,
        criteria.title,
        criteria.version,
        criteria.unit_kind,
        criteria.first_year,
        criteria.last_year,
        len(criteria.leaves),
        plain(criteria.total),
        text,
    )


# The longest known set has 50 kilobytes and 92 nodes; reading it takes 40 megabytes and a tenth of a second.
SET_FILE = Door(
    read_set_file,
    (FileKind.TOML, FileKind.XLSX),
    MOST_BYTES,
    Limits(memory=500_000_000, computing=20, clock=40, answer=4 * MOST_TEXT),
)


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a criteria file. Raises `Faults` when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=str(path))
        fault = Fault(Place(file=path.name), path.name, Message("a criteria set (.toml or .xlsx)"), why)
        raise Faults([fault]) from None


def read_set(content: bytes, file: str) -> CriteriaSet:
    """Return the set in the bytes of a .toml or .xlsx file. Raises `Faults` with everything wrong in it and where."""
    faults: list[Fault] = []
    document = read_document(content, file, faults)
    faults += too_long(document)
    try:
        criteria = criteria_of(document)
    except Faults as more:
        raise Faults([*faults, *more.faults]) from None
    if faults:
        raise Faults(faults)
    return criteria


def too_long(document: Document) -> Iterator[Fault]:
    """Yield the fault of a set with more text than the pages could work with."""
    tables = (document.settings, *document.grades, *document.nodes)
    length = sum(len(field.text) for fields in tables for field in fields.values())
    if length > MOST_TEXT:
        expected = Message("at most {most} signs in all texts together", most=MOST_TEXT)
        why = Message("no criteria set holds so much text; leave out what is no rule, or divide it")
        yield Fault(document.place, str(length), expected, why)


def set_at(path: Path) -> CriteriaSet:
    """Return the set of a .toml or .xlsx file. Raises `Faults` with everything wrong in it."""
    return read_known_set(SET_FILE.read(path, path.name).text)


def read_known_set(text: str) -> CriteriaSet:
    """Return the set of a TOML text that was checked before it was stored; see `trusted_criteria_of`."""
    return trusted_criteria_of(read_toml(text, "set.toml", []))


def read_document(content: bytes, file: str, faults: list[Fault]) -> Document:
    """Return the texts of a criteria file with their places.

    A value that is no proper text is added to `faults` and read as far as possible, so that the rest is checked at
    the same time. Raises `Faults` when nothing can be read.
    """
    suffix = PurePath(file).suffix.lower()
    if suffix == ".toml":
        return read_toml(decoded(content, file), file, faults)
    if suffix == ".xlsx":
        return read_workbook(content, file, faults)
    expected = Message("a file ending in .toml or .xlsx")
    why = Message("this is no criteria file; the criteria set stands first, the points file second")
    raise Faults([Fault(Place(file=file), suffix or file, expected, why)])


def decoded(content: bytes, file: str) -> str:
    """Return the text of a TOML file, which is UTF-8, with or without its mark. Raises `Faults` for other encodings."""
    if len(content) > MOST_BYTES:
        why = Message("the file is too large for a criteria set")
        raise Faults(
            [
                Fault(
                    Place(file=file), str(len(content)), Message("at most {most} bytes", most=MOST_BYTES), why
                )
            ]
        )
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = Message("the file is not UTF-8; save it as UTF-8")
        raise Faults([Fault(Place(file=file, line=line), "", Message("UTF-8 text"), why)]) from None
