"""A criteria set from a file of either kind: TOML by its text, Excel by its sheets."""

from __future__ import annotations

from pathlib import PurePath

from cchc.core.checks import built, known
from cchc.core.criteria import CriteriaSet, Document
from cchc.core.messages import Fault, Faults, Message, Place
from cchc.criteria.exchange.excel import read_workbook
from cchc.criteria.exchange.toml import read_toml

MOST_BYTES = 5_000_000


def read_set(content: bytes, file: str) -> CriteriaSet:
    """The set that a .toml or .xlsx file holds; raises `Faults` with everything wrong in it and where."""
    faults: list[Fault] = []
    document = read_document(content, file, faults)
    try:
        criteria = built(document)
    except Faults as more:
        raise Faults([*faults, *more.faults]) from None
    if faults:
        raise Faults(faults)
    return criteria


def read_known_set(text: str) -> CriteriaSet:
    """The set of a TOML text that was checked when it was taken in; see `core.checks.known`."""
    return known(read_toml(text, "set.toml", []))


def read_document(content: bytes, file: str, faults: list[Fault]) -> Document:
    """The texts of a criteria file with their places.

    What is no proper text is noted in `faults` and read as far as it goes, so that the rest is checked at the same
    time; raises `Faults` where nothing can be read.
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
    """The text of a TOML file, which is UTF-8, with or without its mark."""
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
