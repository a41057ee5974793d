"""The parts of a Word document (.docx): opened within limits, refused with the name of the part that is broken."""

from __future__ import annotations

from xml.etree import ElementTree

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import WORD, Archive

DOCUMENT = "word/document.xml"
MOST_XML = 40_000_000
_TEXT_BEGINS = 200  # bytes; text in UTF-16 has a zero among them, and no program that people use writes it


def opened_word(data: bytes, file: str) -> Archive:
    """Return the archive of a Word document. Raises `Faults` when it is none, or names the part that holds macros."""
    archive = Archive(data, file, WORD)
    macros = sorted(name for name in archive.names if name.lower().endswith("vbaproject.bin"))
    if macros:
        why = Message("Files with macros are not read: save the document without macros.")
        raise Faults([Fault(Place(file=file), macros[0], WORD.expected, why)])
    return archive


def xml_part(archive: Archive, name: str, file: str) -> ElementTree.Element | None:
    """Return the XML of a part; None where the document has none of this name. Raises `Faults` when it is broken."""
    if name not in archive.names:
        return None
    data = xml_bytes(archive, name, file)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 - without a document type nothing can expand
    except ElementTree.ParseError as error:
        raise broken_part(file, name, error.position[0]) from error
    except (ValueError, LookupError) as error:
        raise broken_part(file, name) from error


def xml_bytes(archive: Archive, name: str, file: str) -> bytes:
    """Return the bytes of a part that is XML without a document type. Raises `Faults` when it is too large, or has
    one."""
    data = bytearray()
    for piece in archive.stream(name):
        data += piece
        if len(data) > MOST_XML:
            why = Message(
                "The text of the document is larger than {most} megabytes.", most=MOST_XML // 1_000_000
            )
            raise refused_word(file, why)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data[:_TEXT_BEGINS]:
        raise broken_part(file, name)
    return bytes(data)


def refused_word(file: str, why: Message) -> Faults:
    """Return the fault of a whole Word document."""
    return Faults([Fault(Place(file=file), file, WORD.expected, why)])


def broken_part(file: str, part: str, line: int | None = None) -> Faults:
    """Return the fault of a part whose XML cannot be read, with the line where it breaks, as far as that is known."""
    why = (
        Message("The part “{part}” of the document is damaged: open it in Word and save it again.", part=part)
        if line is None
        else Message(
            "The part “{part}” of the document is damaged at line {line}: open it in Word and save it again.",
            part=part,
            line=line,
        )
    )
    return Faults([Fault(Place(file=file, line=line), part, WORD.expected, why)])
