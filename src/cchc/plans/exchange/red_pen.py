"""The red pen: what was found in a plan, written into the margin of the file that it was read from.

    remarks = remarks_on(findings, CheckedFile(pieces, sources, title=...), say)
    data = REMARKED_FILE.read(data, name, remarks, author)

A remark stands at the words that were found, else at the first text of their row, else at the heading of their table;
what has no place in the file is gathered at its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from cchc.core.plans.findings.advice import advice_on
from cchc.core.plans.plan import Finding, FindingPlace, Severity, Source
from cchc.core.words.messages import Message
from cchc.files.converting import BECOMES
from cchc.files.documents import Spot
from cchc.files.kinds import FileKind, kind_of
from cchc.files.remarks import REMARKED_FILE, Remark
from cchc.files.remarks.remark import stretch_of
from cchc.reading.blocks import DocumentPiece

Say = Callable[[Message], str]
PLATFORM = Message("Platform of the reform index")
INITIALS = "CCHC"
SEVERITIES: Mapping[Severity, Message] = {
    Severity.ERROR: Message("Fault"),
    Severity.WARNING: Message("To look at"),
    Severity.INFORMATION: Message("To know"),
}
_MOST_SHOWN = 300
_LEAST_TITLE = 4  # letters


def ending_of(name: str) -> str:
    """Return the ending of the file that comes back for a file of this name: Word for what holds no remarks itself.

    >>> ending_of("a.docx"), ending_of("a.XLS"), ending_of("a.pdf")
    ('docx', 'xlsx', 'docx')
    """
    kind = kind_of(name)
    kind = BECOMES.get(kind, kind) if kind else None
    return str(kind) if kind in REMARKED_FILE.kinds else str(FileKind.DOCX)


def is_remarked(name: str) -> bool:
    """Return whether a file of this name comes back itself; of all others what was found comes as a list.

    >>> is_remarked("a.doc"), is_remarked("a.pdf")
    (True, False)
    """
    return PurePath(name).suffix.lower() in REMARKED_FILE.endings


@dataclass(slots=True)
class CheckedFile:
    """A file in which things were found: its paragraphs and rows, and where in it the measures of the plan were read,
    by their places in the plan from 1; those of other files are not among them. `kind` and `title` are as its head
    says."""

    pieces: Sequence[DocumentPiece]
    sources: Mapping[int, Source]
    kind: str = ""
    title: str = ""
    _at_row: dict[tuple[int, int], int] = field(init=False)

    def __post_init__(self) -> None:
        spots = [piece.spot for piece in self.pieces]
        self._at_row = {(one.table, one.row): at for at, one in enumerate(spots) if one.table and one.row}

    def find(self, finding: Finding) -> FoundPlace | None:
        """Return where something was found in this file; None where it has no place in it."""
        place, words = finding.place, finding.found.removesuffix("…")
        if place.measure is not None:
            return self._of_measure(place.measure, words)
        if place.table is not None:
            row = place.rows[0] if place.rows else None
            return FoundPlace(Spot(place.page, table=place.table, row=row), words)
        if (at := self._of_line(place.line)) is not None:
            return FoundPlace(self.pieces[at].spot, words)
        if (spot := self._of_words(words) or self._of_words(place.section or "")) is not None:
            return FoundPlace(spot, words or place.section or "")
        return FoundPlace(Spot(place.page), "") if place.page else None

    def beginning(self) -> FoundPlace:
        """Return the place of the title; the beginning of the file where nobody knows."""
        for words in (self.kind, self.title):
            for piece in self.pieces if len(words) >= _LEAST_TITLE else ():
                if any(_is_of_title(text, words) for text in _texts(piece)):
                    return FoundPlace(piece.spot, words)
        return FoundPlace(Spot(), "")

    def _of_measure(self, measure: int, words: str) -> FoundPlace | None:
        source = self.sources.get(measure)
        if source is None:
            return None
        at = self._at_row.get((source.table or 0, source.row or 0))
        if at is not None:
            return FoundPlace(self.pieces[at].spot, words, self._rows_below(at, source.text))
        if source.lines is not None and (line := self._of_line(source.lines[0])) is not None:
            return FoundPlace(self.pieces[line].spot, words)
        if source.paragraph is None:
            return None
        return FoundPlace(Spot(source.page, source.paragraph), words)

    def _rows_below(self, at: int, texts: Sequence[str]) -> int:
        """How many rows behind a row are the rest of it, which a page has cut off: their cells follow in `texts`."""
        rest, end = list(texts), at
        while rest and end < len(self.pieces) and (cells := self.pieces[end].cells):
            if rest[: len(cells)] != [cell.text for cell in cells]:
                break
            rest, end = rest[len(cells) :], end + 1
        return max(end - at - 1, 0)

    def _of_line(self, line: int | None) -> int | None:
        """The piece with a line of the text: of a text file by its lines, else each piece is one."""
        if not line:
            return None
        if any(piece.spot.lines for piece in self.pieces):
            held = ((at, piece.spot.lines) for at, piece in enumerate(self.pieces) if piece.spot.lines)
            return next((at for at, (first, last) in held if first <= line <= last), None)
        return line - 1 if line <= len(self.pieces) else None

    def _of_words(self, words: str) -> Spot | None:
        """The first piece with these words; a number alone is nowhere where several have it."""
        held = (piece.spot for piece in self.pieces if any(stretch_of(words, one) for one in _texts(piece)))
        first = next(held, None)
        is_telling = any(letter.isalpha() for letter in words)
        return first if is_telling or next(held, None) is None else None


class FoundPlace(NamedTuple):
    """A place in a file, the words there, and how many rows below may hold them too."""

    spot: Spot
    words: str
    goes_on: int = 0


def _texts(piece: DocumentPiece) -> Iterator[str]:
    yield piece.text
    yield from (cell.text for cell in piece.cells)


def _is_of_title(text: str, words: str) -> bool:
    """Whether a text is the kind or the title of a document, or one of the lines that the title was written in."""
    return len(text) >= _LEAST_TITLE and (
        stretch_of(text, words) is not None or text.casefold().startswith(words.casefold())
    )


def remarks_on(findings: Iterable[Finding], file: CheckedFile, say: Say) -> tuple[Remark, ...]:
    """Return a remark for each finding, in their order."""
    beginning = file.beginning()
    remarks = []
    for one in findings:
        place = file.find(one)
        lines = tuple(lines_on(one, say, placed=place is not None))
        spot, words, goes_on = place or beginning
        remarks.append(Remark(spot, words, lines, goes_on))
    return tuple(remarks)


def lines_on(finding: Finding, say: Say, *, placed: bool) -> Iterator[str]:
    """Yield what a remark says: what was found and why it matters, what was expected, what to do; where it is, unless
    the remark is `placed` there."""
    why = say(finding.why).strip()
    yield f"{say(SEVERITIES[finding.severity])}: {why[:1].upper()}{why[1:].rstrip('.')}."
    where = "" if placed else where_in_words(finding.place, say)
    if where:
        yield say(Message("Where: {place}", place=where))
    if finding.found:
        yield say(Message("Found: “{found}”", found=_short(finding.found)))
    if expected := say(finding.expected).strip():
        yield say(Message("Expected: {expected}", expected=expected))
    yield say(Message("What to do: {advice}", advice=say(advice_on(finding))))


def where_in_words(place: FindingPlace, say: Say) -> str:
    """Return the measure and the section of a place as a sentence names them; empty without either."""
    parts = [say(Message("measure {number}", number=place.number))] if place.number else []
    return " · ".join([*parts, _short(place.section)] if place.section else parts)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
