"""Zip archives from strangers: opened only after a look, read only as far as the limits allow.

Nothing is unpacked to disk and no archive inside an archive is ever opened. The sizes that an archive states about
itself are not trusted: the bytes are counted while they are unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from cchc.core.words.messages import Fault, Faults, Message, Place

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
_CHUNK = 1 << 16
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class ArchiveKind:
    """The kind of an archive in the words of its sender, and the sentences that refuse it."""

    expected: Message
    other: Message
    old_or_locked: Message
    damaged: Message
    too_large: Message


WORKBOOK = ArchiveKind(
    expected=Message("an Excel workbook (.xlsx)"),
    other=Message("The content is not an Excel workbook: open it in Excel and save it as .xlsx."),
    old_or_locked=Message(
        "The file is an old Excel file (.xls) or is locked by a password: save it as .xlsx without a password."
    ),
    damaged=Message("The workbook is damaged: open it in Excel and save it again."),
    too_large=Message(
        "Unpacked, the file holds more than {most} megabytes: keep only the sheet with the table.",
        most=MOST_UNPACKED // 1_000_000,
    ),
)
WORD = ArchiveKind(
    expected=Message("a Word document (.docx)"),
    other=Message("The content is not a Word document: open it in Word and save it as .docx."),
    old_or_locked=Message(
        "The file is an old Word file (.doc) or is locked by a password: save it as .docx without a password."
    ),
    damaged=Message("The document is damaged: open it in Word and save it again."),
    too_large=Message(
        "Unpacked, the file holds more than {most} megabytes: take out pictures and embedded files.",
        most=MOST_UNPACKED // 1_000_000,
    ),
)
_LOCKED_FILE = Message("The file is locked by a password: save it without a password.")


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive does."""
    return data.startswith(_ZIP)


def is_old_office(data: bytes) -> bool:
    """Whether the bytes begin like an Office file of before 2007, or like one locked by a password."""
    return data.startswith(_OLE2)


class Archive:
    """A zip archive whose members are read as streams, within the limits of this module.

    Raises `Faults` when the archive is not one, is damaged, is locked by a password, or is too large.
    """

    def __init__(self, data: bytes, file: str, kind: ArchiveKind = WORKBOOK) -> None:
        self._kind = kind
        self._place = Place(file=file)
        self._unpacked = 0
        self._refuse_other_kinds(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
            raise self._damaged() from error
        self._look_over(self._zip.infolist())

    @property
    def names(self) -> frozenset[str]:
        """The names of the members."""
        return frozenset(self._zip.namelist())

    @property
    def members(self) -> tuple[zipfile.ZipInfo, ...]:
        """What the archive says of its members, in their order."""
        return tuple(self._zip.infolist())

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of one member, piece by piece. Raises `Faults` when it is missing, damaged or too large."""
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_CHUNK):
                    self._unpacked += len(piece)
                    if self._unpacked > MOST_UNPACKED:
                        raise self._too_large()
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            raise self._damaged() from error

    def _refuse_other_kinds(self, data: bytes) -> None:
        if is_old_office(data):
            raise self._faults(_LOCKED_FILE if _LOCKED in data else self._kind.old_or_locked)
        if not is_zip(data):
            raise self._faults(self._kind.other)

    def _look_over(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            raise self._too_large()
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise self._faults(_LOCKED_FILE)
        names = [member.filename for member in members]
        if len(set(names)) < len(names) or any(member.compress_type not in _METHODS for member in members):
            raise self._damaged()

    def _faults(self, why: Message) -> Faults:
        return Faults([Fault(self._place, str(self._place.file), self._kind.expected, why)])

    def _damaged(self) -> Faults:
        return self._faults(self._kind.damaged)

    def _too_large(self) -> Faults:
        return self._faults(self._kind.too_large)
