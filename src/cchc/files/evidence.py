"""Documents that prove something, as offices hand them in: which kinds are taken, told by the content alone, and why
any other file is not.

    kind = evidence_kind(path, "Quyết định 12.PDF")

The web process asks here: first bytes, lists of members and streams, and words that active content cannot do without.
What must be unpacked to be judged (objects inside a document) is judged by `EVIDENCE_OBJECTS`, a door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import is_old_office, is_zip
from cchc.files.compound import CompoundFile, DamagedFile
from cchc.files.doors import Door
from cchc.files.kinds import (
    EVIDENCE,
    PDF_BEGINS_WITHIN,
    FileKind,
    kind_by_beginning,
    kind_by_members,
    kind_by_streams,
    kind_of,
)
from cchc.files.members import ends_as_archive, first_member, member_names, stored_beginning
from cchc.files.objects import MACRO_STORAGES, PACKAGE_STREAMS, has_package, is_object
from cchc.files.packed_pdf import MARKS, PackedPdf, packed_names, telling_names
from cchc.files.sandbox import Limits

EVIDENCE_OBJECTS = Door(
    has_package,
    (FileKind.DOCX, FileKind.XLSX, FileKind.ODT, FileKind.ODS),
    most_bytes=50_000_000,
    limits=Limits(memory=400_000_000, computing=20, clock=30, answer=10_000),
)

EVIDENCE_PDF = Door(
    packed_names,
    (FileKind.PDF,),
    most_bytes=50_000_000,
    limits=Limits(memory=600_000_000, computing=20, clock=30, answer=10_000),
)

LONGEST_HEAD = 40_000  # up to where the mark of a disk image stands
_PIECE = 1 << 20
_LONGEST_WORD = 64
_PDF = b"%PDF-"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."

_EXPECTED = Message(
    "Taken are files of these kinds: {endings}.", endings=tuple(f".{kind.value}" for kind in EVIDENCE)
)
EMPTY = Message("The file is empty: open it where it lies, save it once more, and bring that file.")
ARCHIVE = Message("The file is an archive: unpack it and bring the files in it one by one.")
EXECUTABLE = Message(
    "The file is a program, which is never taken: save what it shows as .pdf or .docx and bring that file."
)
MACROS = Message(
    "The file holds macros: save it as .docx, .xlsx or .pdf without macros (File > Save as) and bring that file."
)
LOCKED = Message("The file is locked by a password: save it without a password and bring that file.")
ACTIVE_PDF = Message(
    "The PDF holds scripts, commands or attached files: print it to PDF anew (Print > Save as PDF) and bring that file."
)
OBJECTS = Message(
    "The file holds embedded files or objects: take them out or save it as .pdf, and bring the files in it one by one."
)
SLIDES = Message("The file is a presentation: save it as .pdf and bring that file.")
OTHER_PICTURE = Message("The picture is of a kind that not every computer shows: save it as .jpg or .png.")
TEXT = Message(
    "The file is plain text, a web page or a message: save it as .pdf or .docx and bring that file."
)
DAMAGED = Message("The file is damaged or came only in part: open it, save it again, and bring that file.")
OTHER = Message(
    "The content of the file is of no kind that is taken: save it as .pdf or .docx and bring that file."
)

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows, which may start anything
    b"dex\n",
)
_ARCHIVES = (
    b"PK",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MSCF",
    b"\x28\xb5\x2f\xfd",
    b"\x60\xea",
    b"ITSF",  # a help file of Windows
)
_OTHER_PICTURES = (b"GIF8", b"BM", b"\x00\x00\x01\x00", b"8BPS", b"%!PS")
_LATER_MARKS = ((257, b"ustar"), (32_769, b"CD001"))
_PHONE_PICTURES = (b"ftyphei", b"ftypmif1", b"ftypavif", b"WEBP")

_MACRO_MEMBERS = re.compile(
    r"(?i)(?:^|/)(?:vbaproject|vbadata|activex\d*|macrosheets|dialogsheets|basic|scripts)(?:[./]|$)"
)
_LOCKED_STREAMS = {"EncryptedPackage", "EncryptionInfo"}

# What a PDF names when it acts by itself: a script, the start of a program, a file inside the file, a film.
_ACTIVE = {b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"}
_RTF_OBJECTS = re.compile(rb"\\(?:objdata|objocx|objemb|objautlink|objupdate|objlink|objhtml)")


def refusal(name: str, why: Message) -> Faults:
    """Return the fault of a file that is not taken: its name, the reason with what to do, the kinds that are taken."""
    return Faults([Fault(Place(file=name), name, _EXPECTED, why)])


def evidence_kind(path: Path, name: str) -> FileKind:
    """Return the kind of the file at `path`, one of `EVIDENCE`, by its content; `name` only names it in the fault.

    Raises `Faults` when it is none of them, is damaged, or holds what acts by itself.
    """
    with path.open("rb") as content:
        try:
            kind = _kind_of(content)
        except DamagedFile:
            raise refusal(name, DAMAGED) from None
        if isinstance(kind, Message):
            raise refusal(name, kind)
        why, keeps_packed = _active_content(kind, content)
    if why is None and keeps_packed:
        why = _why_packed(*EVIDENCE_PDF.read(path, name_of_kind(name, kind)))
    if kind in EVIDENCE_OBJECTS.kinds and _may_hold_package(path):
        why = OBJECTS if EVIDENCE_OBJECTS.read(path, name_of_kind(name, kind)) else None
    if why is not None:
        raise refusal(name, why)
    return kind


def hopeless(head: bytes) -> Message | None:
    """Return why a file that begins with `head` can never be taken; None when that is not known yet."""
    told = None if is_old_office(head) or is_zip(head) else _told_by_head(head)
    return told if isinstance(told, Message) else None


def name_of_kind(name: str, kind: FileKind) -> str:
    """Return `name` with an ending of this kind: its own, or one in place of the ending of another kind, or one more.

    >>> name_of_kind("Ảnh.JPEG", FileKind.JPG), name_of_kind("Báo cáo.doc", FileKind.RTF)
    ('Ảnh.JPEG', 'Báo cáo.rtf')
    >>> name_of_kind("Công văn số 12.2026", FileKind.PDF)
    'Công văn số 12.2026.pdf'
    """
    if kind_of(name) is kind:
        return name
    return f"{PurePath(name).stem if kind_of(name) else name}.{kind}"


def _kind_of(content: BinaryIO) -> FileKind | Message:
    """Return the kind of the file, or why it is not taken. Raises `DamagedFile`."""
    content.seek(0)
    head = content.read(LONGEST_HEAD)
    if is_old_office(head):
        return _old_office(CompoundFile(content))
    if is_zip(head):
        return _office(content, head)
    told = _told_by_head(head)
    if isinstance(told, FileKind) and ends_as_archive(content):
        return ACTIVE_PDF if told is FileKind.PDF else ARCHIVE
    return told


def _told_by_head(head: bytes) -> FileKind | Message:
    """Return the kind that the first bytes tell, or why such a file is not taken."""
    if not head:
        return EMPTY
    if head.startswith(_PROGRAMS) or head[:5].lower() == b"@echo":
        return EXECUTABLE
    if head.startswith(_ARCHIVES) or any(head[at:].startswith(mark) for at, mark in _LATER_MARKS):
        return ARCHIVE
    by_beginning = kind_by_beginning(head)
    if by_beginning is not None:
        return by_beginning
    if _PDF in head[:PDF_BEGINS_WITHIN]:
        return FileKind.PDF
    if head.startswith(_OTHER_PICTURES) or any(mark in head[:16] for mark in _PHONE_PICTURES):
        return OTHER_PICTURE
    return TEXT if b"\x00" not in head else OTHER


def _old_office(file: CompoundFile) -> FileKind | Message:
    names = file.names
    if names & _LOCKED_STREAMS:
        return LOCKED
    if "PowerPoint Document" in names:
        return SLIDES
    kind = kind_by_streams(names)
    if kind is None:
        return OTHER
    if file.is_locked():
        return LOCKED
    if names & MACRO_STORAGES or file.has_macro_sheet():
        return MACROS
    return OBJECTS if names & PACKAGE_STREAMS else kind


def _office(content: BinaryIO, head: bytes) -> FileKind | Message:
    names = member_names(content)
    if any(name.startswith("ppt/") for name in names):
        return SLIDES
    kind = kind_by_members(names, head)
    if kind is None:
        _name, mimetype = first_member(head)
        if mimetype.startswith(_OPEN_DOCUMENT):
            return SLIDES if mimetype.startswith(_OPEN_DOCUMENT + b"presentation") else OTHER
        return ARCHIVE
    if _is_locked(names, content):
        return LOCKED
    return MACROS if any(_MACRO_MEMBERS.search(name) for name in names) else kind


def _is_locked(names: tuple[str, ...], content: BinaryIO) -> bool:
    """Whether an OpenDocument is locked by a password: LibreOffice stores what it has encrypted as it is, and the
    content of an open one begins as XML does; since version 24.8 it locks the whole in one member."""
    begins = stored_beginning(content, "content.xml", 8).lstrip(b"\xef\xbb\xbf \t\r\n")
    return "encrypted-package" in names or begins[:1] not in (b"", b"<")


def _may_hold_package(path: Path) -> bool:
    with path.open("rb") as content:
        return any(map(is_object, member_names(content)))


def _active_content(kind: FileKind, content: BinaryIO) -> tuple[Message | None, bool]:
    """Return why a file of this kind is not taken that says in its own words that it acts by itself; and whether it is
    a PDF that keeps something packed or locked, which these words do not tell. One look through the whole file."""
    if kind is FileKind.PDF:
        keeps_packed = False
        for piece in _overlapping(content):
            names = telling_names(piece)
            if names & _ACTIVE:
                return ACTIVE_PDF, False
            keeps_packed = keeps_packed or bool(names & MARKS)
        return None, keeps_packed
    if kind is FileKind.RTF and any(_RTF_OBJECTS.search(piece) for piece in _overlapping(content)):
        return OBJECTS, False
    return None, False


def _why_packed(found: PackedPdf, names: frozenset[bytes]) -> Message | None:
    if found is PackedPdf.READ:
        return ACTIVE_PDF if names & _ACTIVE else None
    return LOCKED if found is PackedPdf.LOCKED else DAMAGED


def _overlapping(content: BinaryIO) -> Iterator[bytes]:
    """Yield the whole content in pieces, and what stands around each cut once more, so that no word is missed."""
    content.seek(0)
    end = b""
    while piece := content.read(_PIECE):
        yield piece
        yield end + piece[:_LONGEST_WORD]
        end = piece[-_LONGEST_WORD:]
