"""Members packed into a zip archive of one form, and unpacked from bytes of a stranger.

Whatever a zip archive can say twice, or say wrongly, is not believed: from the names, sizes and packed bytes that the
list states the whole frame is written anew, and an archive that differs from it in a single byte is refused. So there
are no times, comments, extra fields, other members, overlaps, or sizes beyond 4 GB to be looked for one by one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from cchc.core.words.messages import Fault, Faults, Message, Place

MOST_BYTES = 100_000_000
MOST_UNPACKED = 400_000_000
MOST_MEMBERS = 100
PATH = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)?[a-zA-Z0-9][a-zA-Z0-9_-]*\.[a-z0-9]{2,4}", re.ASCII)
LONGEST_PATH = 100
FIRST_DAY = 0x21  # 1 January 1980, the first that a zip archive can say
STORED, DEFLATED = 0, 8
LOCAL = struct.Struct("<4s5H3I2H")
LISTED = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class PackedMember:
    """A member as it lies in the archive: its path, how it is packed, the packed bytes, check sum and size unpacked."""

    path: str
    method: int
    packed: bytes
    check: int
    size: int


def packed_member(path: str, content: bytes, *, stored: bool = False) -> PackedMember:
    """Return a member deflated, or stored as it is."""
    method, packed = (STORED, content) if stored else (DEFLATED, _deflated(content))
    return PackedMember(path, method, packed, zlib.crc32(content), len(content))


def archive_of(members: Sequence[PackedMember]) -> bytes:
    """Return the archive of `members`, in their order: the same bytes for the same members."""
    parts: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for one in members:
        name = one.path.encode()
        facts = (20, 0, one.method, 0, FIRST_DAY, one.check, len(one.packed), one.size)
        local = LOCAL.pack(b"PK\3\4", *facts, len(name), 0) + name
        listed.append(LISTED.pack(b"PK\1\2", 20, *facts, len(name), 0, 0, 0, 0, 0, at) + name)
        parts += [local, one.packed]
        at += len(local) + len(one.packed)
    directory = b"".join(listed)
    end = END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), at, 0)
    return b"".join((*parts, directory, end))


def packed_members(archive: bytes) -> tuple[PackedMember, ...]:
    """Return the members of an archive that `archive_of` wrote, still packed. Raises `Faults` for any other bytes."""
    if len(archive) > MOST_BYTES:
        raise _refused(
            None, Message("The file has more than {most} megabytes.", most=MOST_BYTES // 1_000_000)
        )
    try:
        members = _listed_members(archive)
    except (struct.error, UnicodeDecodeError, _OddArchive):
        raise _refused(
            None, Message("The list of members is not one that a bundle has, or the file is cut off.")
        ) from None
    anew = archive_of(members)
    if anew != archive:
        at = next(
            (at for at, (one, other) in enumerate(zip(anew, archive, strict=False)) if one != other),
            len(anew),
        )
        raise _refused(
            _member_at(members, at),
            Message("Byte {at} of the file is not what the list of its members says.", at=at),
        )
    return members


def unpacked(member: PackedMember) -> bytes:
    """Return the content of a member. Raises `Faults` where the packed bytes do not give what is stated of them."""
    if member.method == STORED:
        content = member.packed
    else:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacking.decompress(member.packed, member.size + 1)
        except zlib.error:
            content = b""
        if not unpacking.eof or unpacking.unused_data:
            raise _refused(member.path, Message("The packed bytes of the member are damaged."))
    if len(content) != member.size or zlib.crc32(content) != member.check:
        raise _refused(member.path, Message("The member is not what its check sum says: it was changed."))
    return content


class _OddArchive(Exception):
    """The list of an archive holds what no list of ours does."""


def _listed_members(archive: bytes) -> tuple[PackedMember, ...]:
    """Return the members by the list at the end, each within the file; nothing else of the frame is looked at."""
    mark, _, _, _, count, length, begins, comment = END.unpack_from(archive, max(0, len(archive) - END.size))
    if mark != b"PK\5\6" or comment or count > MOST_MEMBERS or begins + length + END.size != len(archive):
        raise _OddArchive
    members: list[PackedMember] = []
    unpacked_bytes, at = 0, begins
    for _ in range(count):
        found = LISTED.unpack_from(archive, at)
        method, check, packed, size, letters, local = *found[4:5], *found[7:11], found[16]
        path = archive[at + LISTED.size : at + LISTED.size + letters].decode("ascii")
        starts = local + LOCAL.size + letters
        unpacked_bytes += size
        if method not in (STORED, DEFLATED) or not _is_path(path) or starts + packed > begins:
            raise _OddArchive
        if unpacked_bytes > MOST_UNPACKED:
            raise _refused(
                path,
                Message(
                    "Unpacked, the bundle holds more than {most} megabytes.", most=MOST_UNPACKED // 1_000_000
                ),
            )
        members.append(PackedMember(path, method, archive[starts : starts + packed], check, size))
        at += LISTED.size + letters
    if len({one.path for one in members}) < len(members):
        raise _OddArchive
    return tuple(members)


def _is_path(path: str) -> bool:
    return len(path) <= LONGEST_PATH and PATH.fullmatch(path) is not None


def _member_at(members: Sequence[PackedMember], at: int) -> str | None:
    """Return the path of the member in whose head or content byte `at` of the archive lies; None behind them all."""
    end = 0
    for one in members:
        end += LOCAL.size + len(one.path) + len(one.packed)
        if at < end:
            return one.path
    return None


def _deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


def _refused(path: str | None, why: Message) -> Faults:
    expected = Message("a bundle of a release (.zip)")
    return Faults([Fault(Place(file=path), path or "", expected, why)])
