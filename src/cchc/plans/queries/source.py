"""The document beside the measures read from it: which of its pieces are shown, and which measure came from where."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby

from cchc.core.plans.plan import FindingPlace, Source
from cchc.plans.exchange.blocks import Piece, pieces_of
from cchc.plans.models import Measure, Reading
from cchc.plans.queries.texts import source_of

WHOLE = 400
AROUND = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the document as it is shown: its place from 1, and the ids of the measures read from it.

    `begins` are those of `measures` of which it is the first piece. `page` is the number of the page that begins with
    it, None elsewhere; `after_gap`: pieces before it are left out.
    """

    place: int
    piece: Piece
    measures: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    page: int | None = None
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages that stand together: rows of one table, or paragraphs."""

    is_table: bool
    passages: tuple[Passage, ...]

    @property
    def after_gap(self) -> bool:
        """Whether pieces before it are left out."""
        return self.passages[0].after_gap


@dataclass(slots=True)
class Document:
    """The pieces of a document, found again by where they stand."""

    pieces: Sequence[Piece]
    _rows: dict[tuple[int, int], int] = field(init=False)
    _paragraphs: dict[int, int] = field(init=False)
    _ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        spots = [piece.spot for piece in self.pieces]
        self._rows = {(one.table, one.row): at for at, one in enumerate(spots) if one.table and one.row}
        self._paragraphs = {one.paragraph: at for at, one in enumerate(spots) if one.paragraph}
        last = 0
        self._ends = [last := one.lines[1] if one.lines else last for one in spots]

    def places(self, source: Source) -> range:
        """The positions of the pieces that a measure was read from, counted from 0; empty when nobody knows."""
        if source.lines:
            return self._of_lines(*source.lines)
        at = self._rows.get((source.table or 0, source.row or 0))
        if at is not None:
            return range(at, self._end_of_row(at, source.text))
        at = self._paragraphs.get(source.paragraph or 0)
        return range(0) if at is None else range(at, at + 1)

    def place_of(self, place: FindingPlace, found: str) -> int | None:
        """The position of the piece in which something was found: by its line, else by its words."""
        if place.line and (lines := self._of_lines(place.line, place.line)):
            return lines[0]
        words = " ".join(found.split())
        if not words:
            return None
        return next((at for at, piece in enumerate(self.pieces) if words in _words(piece)), None)

    def _end_of_row(self, at: int, text: Sequence[str]) -> int:
        """The position behind a row and the rows below it that a page has cut from it: their cells follow in `text`."""
        rest, end = list(text), at
        while rest and end < len(self.pieces) and (cells := self.pieces[end].cells):
            if rest[: len(cells)] != [cell.text for cell in cells]:
                break
            rest, end = rest[len(cells) :], end + 1
        return max(end, at + 1)

    def _of_lines(self, first: int, last: int) -> range:
        begin = end = bisect_left(self._ends, first)
        while end < len(self.pieces) and _begins(self.pieces[end]) <= last:
            end += 1
        return range(begin, end) if self._ends and self._ends[-1] else range(0)


def _begins(piece: Piece) -> int:
    return piece.spot.lines[0] if piece.spot.lines else 0


def _words(piece: Piece) -> str:
    return " ".join(" ".join((piece.text, *(cell.text for cell in piece.cells))).split())


def document_of(reading: Reading) -> Document:
    """The pieces of the file that was read."""
    return Document(tuple(pieces_of(reading.blocks)))


def places_of(document: Document, measures: Iterable[Measure]) -> dict[int, range]:
    """Where each of `measures`, by its id, was read."""
    return {measure.pk: document.places(source_of(measure)) for measure in measures}


def stretches(document: Document, places: Mapping[int, range]) -> list[Stretch]:
    """What is shown of the document beside the measures at `places`: a short one whole, of a long one only what stands
    around them."""
    by_piece: dict[int, list[int]] = defaultdict(list)
    for pk, found in places.items():
        for at in found:
            by_piece[at].append(pk)
    shown = _shown(document, places.values())
    passages = [_passage(document, at, before, by_piece[at], places) for before, at in shown]
    breaks = accumulate(bool(one.after_gap or one.page) for one in passages)
    together = groupby(
        zip(passages, breaks, strict=True),
        key=lambda one: (one[0].piece.is_row, one[0].piece.spot.table, one[1]),
    )
    return [Stretch(is_row, tuple(one for one, _ in group)) for (is_row, *_), group in together]


def _shown(document: Document, places: Iterable[range]) -> list[tuple[int, int]]:
    """The positions of the pieces that are shown, each behind the one that is shown before it."""
    count = len(document.pieces)
    if count <= WHOLE:
        kept = list(range(count))
    else:
        near = {
            at
            for found in places
            if found
            for at in range(max(found[0] - AROUND, 0), min(found[-1] + AROUND + 1, count))
        }
        kept = sorted(near) or list(range(WHOLE))
    return list(zip([-1, *kept], kept, strict=False))


def _passage(
    document: Document, at: int, before: int, measures: Sequence[int], places: Mapping[int, range]
) -> Passage:
    page = document.pieces[at].spot.page
    known = document.pieces[before].spot.page if before >= 0 else None
    return Passage(
        place=at + 1,
        piece=document.pieces[at],
        measures=tuple(measures),
        begins=tuple(pk for pk in measures if places[pk][0] == at),
        page=page if page != known else None,
        after_gap=at - before > 1,
    )
