"""The list of members of a zip archive, of which neither the length nor the size is trusted; nothing is unpacked."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

from cchc.files.archives import MOST_MEMBERS
from cchc.files.compound import DamagedFile

LONGEST_LIST = 2_000_000  # bytes: a list of 2000 members with long names
_END = b"PK\x05\x06"
_END_BYTES = 22
_LOCATOR = (
    b"PK\x06\x07"  # stands before the end of an archive of more than 4 GB, whose list has other lengths
)
_LOCATOR_BYTES = 20
_MEMBER = b"PK\x01\x02"
_LONGEST_COMMENT = 1 << 16
_FIRST = 30  # bytes before the name of the first member


def member_names(content: BinaryIO) -> tuple[str, ...]:
    """Return the names of the members, in their order. Raises `DamagedFile` when the list cannot be read, or is longer
    than that of any office document."""
    end = _end_of(content)
    if end is None or end.length > LONGEST_LIST:
        raise DamagedFile("list of members")
    content.seek(max(0, end.at - end.length))
    if content.read(end.length).count(_MEMBER) > MOST_MEMBERS:
        raise DamagedFile("number of members")
    try:
        with zipfile.ZipFile(content) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile("list of members") from error


def stored_beginning(content: BinaryIO, name: str, most: int) -> bytes:
    """Return the first bytes of a member that is stored without compression, at most `most`; none for one that is
    compressed or not there. Raises `DamagedFile`."""
    try:
        with zipfile.ZipFile(content) as archive:
            member = archive.NameToInfo.get(name)
        if member is None or member.compress_type != zipfile.ZIP_STORED:
            return b""
        content.seek(member.header_offset)
        _name, begins = first_member(content.read(_FIRST + _LONGEST_COMMENT))
        return begins[: min(most, member.file_size)]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedFile("list of members") from error


def ends_as_archive(content: BinaryIO) -> bool:
    """Whether a file that begins as something else ends in a zip archive, as a picture may that smuggles one."""
    end = _end_of(content)
    if end is None or not end.members:
        return False
    content.seek(max(0, end.at - end.length))
    return content.read(len(_MEMBER)) == _MEMBER


def first_member(head: bytes) -> tuple[bytes, bytes]:
    """Return the name of the first member of an archive, and what stands behind it: its content, where that is stored
    without compression. `head` holds the first bytes of the archive."""
    if len(head) < _FIRST:
        return b"", b""
    name, extra = struct.unpack_from("<HH", head, 26)
    return head[_FIRST : _FIRST + name], head[_FIRST + name + extra :]


class _End:
    """The end of an archive: its place, the number of its members, the bytes of their list."""

    def __init__(self, at: int, members: int, length: int) -> None:
        self.at, self.members, self.length = at, members, length


def _end_of(content: BinaryIO) -> _End | None:
    size = content.seek(0, 2)
    start = max(0, size - _LONGEST_COMMENT - _END_BYTES)
    content.seek(start)
    tail = content.read(size - start)
    at = tail.rfind(_END)
    before = tail[max(0, at - _LOCATOR_BYTES) : at]
    if at < 0 or len(tail) - at < _END_BYTES or before.startswith(_LOCATOR):
        return None
    members, length = struct.unpack_from("<HI", tail, at + 10)
    return _End(start + at, members, length)
