"""Compound files (OLE), in which Word and Excel of before 2007 keep their documents: which streams they hold.

Only the header, the tables of sectors and the directory are read, within limits that no document of an office reaches;
nothing of the document itself, except the head of an old Word document and the first records of an old workbook, which
say whether it is locked and what its sheets are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 8_192
MOST_TABLES = 4_096  # sectors of the table: with 512 bytes each they tell of 268 megabytes
_HEADER = 512
_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA  # from here on a number is a mark, not a sector
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SMALLEST = 4_096  # smaller streams lie together in one, in pieces
_PIECE = 64
_SHEET, _LOCK, _END_OF_RECORDS = 0x0085, 0x002F, 0x000A
_KIND_OF_SHEET, _MACRO_SHEET = 5, 1
_WORD_MARKS, _WORD_LOCKED = 10, 0x0100
_RECORDS_WITHIN = 1_000_000


class DamagedFile(Exception):
    """Raised for a compound file or an archive whose directory cannot be read within the limits."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """A stream or storage of the directory: its name, whether it is a storage, where it begins, its bytes."""

    name: str
    is_storage: bool
    first: int
    size: int


class CompoundFile:
    """The directory of a compound file. Raises `DamagedFile` when it cannot be read."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        content.seek(0)
        header = content.read(_HEADER)
        if len(header) < _HEADER or not header.startswith(MARK):
            raise DamagedFile("header")
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in (9, 12):
            raise DamagedFile("size of sectors")
        self._sector = 1 << shift
        self._tables = self._tables_of(header)
        (directory,) = struct.unpack_from("<I", header, 48)
        (self._following,) = struct.unpack_from("<I", header, 60)  # the table of which piece follows which
        self._together = _LAST_SECTOR  # where the streams that lie together begin
        self._entries = list(self._read_entries(directory))

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(entry.name for entry in self._entries)

    @property
    def storages(self) -> frozenset[str]:
        """The names of the storages, which hold streams as a folder holds files."""
        return frozenset(entry.name for entry in self._entries if entry.is_storage)

    def is_locked(self) -> bool:
        """Whether the document or workbook in this file is locked by a password, as Word and Excel locked it before
        2007: a mark in the head of the document, a record before all sheets."""
        heads = [self._beginning(one) for one in self._streams("WordDocument")]
        marks = [
            struct.unpack_from("<H", head, _WORD_MARKS)[0] for head in heads if len(head) > _WORD_MARKS + 1
        ]
        return any(one & _WORD_LOCKED for one in marks) or any(
            kind == _LOCK for book in self._books() for kind, _record in self._records(book)
        )

    def has_macro_sheet(self) -> bool:
        """Whether the workbook in this file has a sheet of macros, as Excel 4 wrote them."""
        return any(
            kind == _SHEET and len(record) > _KIND_OF_SHEET and record[_KIND_OF_SHEET] == _MACRO_SHEET
            for book in self._books()
            for kind, record in self._records(book)
        )

    def _books(self) -> list[_Stream]:
        return self._streams("Workbook", "Book")

    def _streams(self, *names: str) -> list[_Stream]:
        return [one for one in self._entries if one.name in names and not one.is_storage]

    def _tables_of(self, header: bytes) -> list[int]:
        """Return the sectors of the table that says which sector follows which."""
        tables = list(struct.unpack_from(f"<{_IN_HEADER}I", header, 76))
        (more,) = struct.unpack_from("<I", header, 68)
        numbers = self._sector // 4
        while more < _LAST_SECTOR and len(tables) <= MOST_TABLES:
            *listed, more = struct.unpack(f"<{numbers}I", self._read(more))
            tables += listed
        return [one for one in tables if one < _LAST_SECTOR][:MOST_TABLES]

    def _read(self, sector: int) -> bytes:
        self._content.seek((sector + 1) * self._sector)
        read = self._content.read(self._sector)
        if not read:
            raise DamagedFile("sector")
        return read.ljust(self._sector, b"\0")  # the last sector of a file may be cut

    def _chain(self, first: int, most: int) -> Iterator[bytes]:
        """Yield the sectors of a stream from its first, `most` of them at the most."""
        sector = first
        numbers = self._sector // 4
        for _count in range(most):
            if sector >= _LAST_SECTOR:
                return
            yield self._read(sector)
            table, place = divmod(sector, numbers)
            if table >= len(self._tables):
                raise DamagedFile("table of sectors")
            (sector,) = struct.unpack_from("<I", self._read(self._tables[table]), place * 4)

    def _read_entries(self, directory: int) -> Iterator[_Stream]:
        for sector in self._chain(directory, MOST_ENTRIES * _ENTRY // self._sector):
            for start in range(0, self._sector, _ENTRY):
                entry = sector[start : start + _ENTRY]
                (length,) = struct.unpack_from("<H", entry, 64)
                if entry[66] == _ROOT:
                    (self._together,) = struct.unpack_from("<I", entry, 116)
                if entry[66] not in (_STORAGE, _STREAM):
                    continue
                name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<II", entry, 116)
                yield _Stream(name, entry[66] == _STORAGE, first, size)

    def _beginning(self, stream: _Stream) -> bytes:
        """Return the first bytes of a stream, as many as its first records need."""
        if stream.size >= _SMALLEST:
            return b"".join(self._chain(stream.first, _RECORDS_WITHIN // self._sector))[: stream.size]
        together = b"".join(self._chain(self._together, _RECORDS_WITHIN // self._sector))
        table = b"".join(self._chain(self._following, _RECORDS_WITHIN // self._sector))
        found, piece = b"", stream.first
        while len(found) < stream.size and (piece + 1) * _PIECE <= len(together):
            found += together[piece * _PIECE : (piece + 1) * _PIECE]
            if (piece + 1) * 4 > len(table):
                break
            (piece,) = struct.unpack_from("<I", table, piece * 4)
        return found[: stream.size]

    def _records(self, book: _Stream) -> Iterator[tuple[int, bytes]]:
        """Yield the first records of a workbook, which tell of all of it: the kind and the content of each."""
        head = self._beginning(book)
        at = 0
        while at + 4 <= len(head):
            kind, length = struct.unpack_from("<HH", head, at)
            if kind == _END_OF_RECORDS:
                return
            yield kind, head[at + 4 : at + 4 + length]
            at += 4 + length
