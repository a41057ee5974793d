"""The parts of a template before anything is made of it: macros, controls and broken XML, each named with its part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import WORD, Archive
from cchc.files.documents.word_parts import broken_part, refused_word

MOST_XML = 8_000_000
# what runs when a document is opened: programs of Word, controls of Windows, menus with programs behind them
_RUNS = re.compile(r"(?:.*/)?(?:vbaproject.*\.bin|vbadata\.xml)|.*/activex/.*|customui/.*", re.IGNORECASE)
_EXPECTED = Message("a document without macros and controls")


def looked_over(data: bytes, name: str) -> None:
    """Raise `Faults` that name every part of a Word document which holds macros or controls, or is broken XML; also
    where the text is larger than that of a template."""
    archive = Archive(data, name, WORD)
    faults = [*_running(archive, name), *_broken(archive, name)]
    if faults:
        raise Faults(faults)


def _running(archive: Archive, name: str) -> Iterator[Fault]:
    for part in sorted(archive.names):
        if _RUNS.fullmatch(part) and not part.endswith("/"):
            why = Message(
                "The part “{part}” holds macros or controls, which nobody can check: save the template as .docx "
                "without them.",
                part=part,
            )
            yield Fault(Place(file=name), part, _EXPECTED, why)


def _broken(archive: Archive, name: str) -> Iterator[Fault]:
    size = 0
    for part in sorted(archive.names):
        if not part.lower().endswith((".xml", ".rels")):
            continue
        pieces = []
        for piece in archive.stream(part):
            size += len(piece)
            if size > MOST_XML:
                why = Message(
                    "The text of the document is larger than {most} megabytes.", most=MOST_XML // 1_000_000
                )
                raise refused_word(name, why)
            pieces.append(piece)
        yield from _broken_in(part, b"".join(pieces), name)


class _DocumentType(Exception):
    """Raised for a document type, in which entities may be declared: no program that people use writes one."""


def _refuse_document_type(*_: object) -> None:
    raise _DocumentType


def _broken_in(part: str, content: bytes, name: str) -> Iterator[Fault]:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _DocumentType, ValueError, LookupError):
        yield from broken_part(name, part, parser.CurrentLineNumber).faults
