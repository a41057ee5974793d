"""What the first page and the name of a file say of the document in it: kind, number, date, issuer, summary.

Nothing here is certain before a person has confirmed it: each fact says where it was read, and what the name of the
file says instead where the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from cchc.core.papers.citations.cited import day_of
from cchc.core.words.lengths import MOST
from cchc.core.words.names import search_key
from cchc.files.documents import TextDocument, read_document
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.limits import MOST_BYTES
from cchc.files.sandbox import LIMITS
from cchc.reading.blocks import blocks_data
from cchc.reading.head import head_of

FACTS = {"kind": "document_kind", "number": "number", "date": "number", "issuer": "name", "title": "title"}
"""The facts of a document, each with the entry of `MOST` that bounds it; a date is written as 2026-01-31."""
FIRST_PAGES = 2  # of a PDF; the summary of a decision may end on the second page
MOST_PIECES = 400  # paragraphs and rows kept to be shown
MOST_LETTERS = 150_000  # of these
# "153-KH-UBND 03-7-2023.pdf", "45_BC-SNV.docx", "so 12 QD-UBND.pdf": the slash cannot stand in the name of a file
_NAMED_NUMBER = re.compile(
    r"(?<![\dA-Za-zÀ-ỹ])(\d{1,5}[a-zA-Z]?) ?[-_. ] ?"
    r"((?:QĐ|QD|KH|BC|CV|TB|TTr|NQ|CT|CTr|HD|TT|NĐ|ND|GM|BB|KL|ĐA|DA|QC|PA)"
    r"(?:[-_. ][A-ZĐƯ]{2,12}){1,4})(?![A-Za-zÀ-ỹ])"
)
# "QD-UBND" where the name of the file has lost its marks
_WITH_MARKS = {"QD": "QĐ", "ND": "NĐ", "DA": "ĐA"}
_NAMED_DAY = re.compile(r"(?<!\d)(\d{1,2})[-._](\d{1,2})[-._](\d{4})(?!\d)")
_NAMED_DAY_AS_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_LEFT = re.compile(r"\b(?:số|so|ngày|ngay|ký|ky|signed|scan|copy|bản|final)\b", re.IGNORECASE)
_LEAST_TITLE = 6


class ReadIn(StrEnum):
    """Where a fact was read: on the first page, in the name of the file, or in both alike."""

    BOTH = "both"
    PAGE = "page"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as it was read; `named`: what the name of the file says instead, if it says anything else."""

    text: str
    read_in: ReadIn
    named: str = ""


@dataclass(frozen=True, slots=True)
class PaperText:
    """What was read of a file: its facts by their names in `FACTS`, its pages, the pieces of a Word or Excel file, and
    whether more of them were left out."""

    facts: Mapping[str, ReadFact] = field(default_factory=dict)
    pages: int | None = None
    pieces: tuple[Mapping[str, Any], ...] = ()
    cut: bool = False


def paper_of_file(
    data: bytes | Path, name: str, progress: Callable[[int, int], None] | None = None
) -> PaperText:
    """Return what a file says of its document. Raises `Faults` when it cannot be read or holds no text."""
    document = read_document(data, name, progress, first_pages=FIRST_PAGES)
    paper = replace(paper_of(document, name), pages=document.pages)
    return paper if name.lower().endswith(".pdf") else _with_pieces(paper, document)


PAPER_FILE = Door(
    paper_of_file,
    (FileKind.DOCX, FileKind.PDF, FileKind.XLSX),
    MOST_BYTES,
    replace(LIMITS, computing=30, clock=40, answer=5_000_000),
    converts=(FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLS, FileKind.ODS),
)


def paper_of_name(name: str) -> PaperText:
    """Return what the name alone says of a document that cannot be read: a scan, a picture.

    >>> paper_of_name("153-KH-UBND 03-7-2023 ke hoach cai cach.pdf").facts["number"].text
    '153/KH-UBND'
    """
    return PaperText({key: ReadFact(text, ReadIn.NAME) for key, text in facts_of_name(name).items()})


def paper_of(document: TextDocument, name: str) -> PaperText:
    """Return what a document that was read, and the name of its file, say of it."""
    named, stated = facts_of_name(name), _facts_of_page(document)
    facts = {}
    for key, entry in FACTS.items():
        found, other = stated.get(key, ""), named.get(key, "")
        if found and len(found) <= MOST[entry]:
            facts[key] = _fact(key, found, other)
        elif other:
            facts[key] = ReadFact(other, ReadIn.NAME)
    return PaperText(facts)


def _fact(key: str, found: str, named: str) -> ReadFact:
    if named and _same(found) == _same(named):
        return ReadFact(found, ReadIn.BOTH)
    told_apart = key in ("number", "date")  # a file is named freely, but not with another number or day
    return ReadFact(found, ReadIn.PAGE, named if told_apart else "")


def _same(text: str) -> str:
    return "".join(filter(str.isalnum, search_key(text)))


def _facts_of_page(document: TextDocument) -> dict[str, str]:
    head = head_of(document, of_any_kind=True)
    return {
        "kind": (head.kind or "").capitalize(),
        "number": head.number or "",
        "date": head.date.isoformat() if head.date else "",
        "issuer": head.issuer or "",
        "title": head.title or "",
    }


def facts_of_name(name: str) -> dict[str, str]:
    """Return what the name of a file says of its document: number, date, and the words that are left as its title.

    >>> facts_of_name("Bao cao so 45_BC-SNV ngay 05.01.2026.docx")
    {'number': '45/BC-SNV', 'date': '2026-01-05', 'title': 'Bao cao'}
    >>> facts_of_name("scan0001.pdf"), facts_of_name("12-QD-UBND.pdf")
    ({'title': 'scan0001'}, {'number': '12/QĐ-UBND'})
    """
    stem = PurePath(name).stem[: MOST["file"]]
    facts = {}
    number = _NAMED_NUMBER.search(stem)
    if number:
        parts = re.split(r"[-_. ]", number[2])
        facts["number"] = f"{number[1]}/{'-'.join([_WITH_MARKS.get(parts[0], parts[0]), *parts[1:]])}"
        stem = f"{stem[: number.start()]} {stem[number.end() :]}"
    day, stem = _day_in(stem)
    if day:
        facts["date"] = day
    words = " ".join(_LEFT.sub(" ", stem.replace("_", " ")).split()).strip(" -–.,()")
    if len(words) >= _LEAST_TITLE:
        facts["title"] = words
    return facts


def _day_in(stem: str) -> tuple[str, str]:
    """Return the day that a name holds, empty without one, and the name without it."""
    found, order = _NAMED_DAY.search(stem), (1, 2, 3)
    if found is None:
        found, order = _NAMED_DAY_AS_NUMBER.search(stem), (3, 2, 1)
    day = day_of("/".join(found[at] for at in order)) if found else None
    if found is None or day is None:
        return "", stem
    return day.isoformat(), f"{stem[: found.start()]} {stem[found.end() :]}"


def _with_pieces(paper: PaperText, document: TextDocument) -> PaperText:
    kept, letters = [], 0
    data = blocks_data(document.blocks)
    for piece in data[:MOST_PIECES]:
        letters += len(piece.get("text", "")) + sum(len(cell[2]) for cell in piece.get("cells", ()))
        if letters > MOST_LETTERS:
            break
        kept.append(piece)
    return replace(paper, pieces=tuple(kept), cut=len(kept) < len(data))
