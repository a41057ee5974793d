"""The document beside the measures read from it: which of its pieces are shown, and which measure came from where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from cchc.core.plans.plan import Finding, FindingPlace, Source
from cchc.intake.models import StagedFile
from cchc.plans.models import Measure
from cchc.plans.queries.texts import source_of
from cchc.reading.blocks import DocumentPiece, pieces_of

WHOLE = 400  # pieces shown at once
AROUND = 8
# Shown at once; with its marks the document takes at most about half a megabyte of the page.
MOST_LETTERS = 150_000
LONGEST = 20_000  # letters shown of one piece
MARKS = 150  # letters that a piece takes besides its own
MARKS_OF_A_CELL = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the document as it is shown: its place from 1, and the ids of the measures read from it.

    `begins` are those of `measures` of which it is the first piece. `page` is the number of the page that begins with
    it, None elsewhere; `after_gap`: pieces before it are left out. `left`: how many of its letters are not shown.
    """

    place: int
    piece: DocumentPiece
    measures: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    page: int | None = None
    after_gap: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True)
class PassageGroup:
    """Passages that stand together: rows of one table, or paragraphs."""

    is_table: bool
    passages: tuple[Passage, ...]

    @property
    def after_gap(self) -> bool:
        """Whether pieces before it are left out."""
        return self.passages[0].after_gap


@dataclass(slots=True)
class SourceDocument:
    """The pieces of a document, found again by where they stand."""

    pieces: Sequence[DocumentPiece]
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
        """The position of the piece in which something was found: by its row or line, else by its words."""
        if place.table and place.rows and (at := self._rows.get((place.table, place.rows[0]))) is not None:
            return at
        if place.line and (lines := self._of_lines(place.line, place.line)):
            return lines[0]
        words = " ".join(found.split())
        if not words:
            return None
        return next((at for at, piece in enumerate(self.pieces) if words in _words(piece)), None)

    def passage_of(self, finding: Finding) -> int | None:
        """The place from 1 of the passage in which something was found; None where nobody knows."""
        at = self.place_of(finding.place, finding.found)
        return None if at is None else at + 1

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


def _begins(piece: DocumentPiece) -> int:
    return piece.spot.lines[0] if piece.spot.lines else 0


def _words(piece: DocumentPiece) -> str:
    return " ".join(" ".join((piece.text, *(cell.text for cell in piece.cells))).split())


def document_of(reading: StagedFile) -> SourceDocument:
    """The pieces of the file that was read."""
    return SourceDocument(tuple(pieces_of(reading.read["blocks"])))


def places_of(
    document: SourceDocument, measures: Iterable[Measure], annex: int | None = None
) -> dict[int, range]:
    """Where each of `measures`, by its id, was read in the file of the plan, or in that of an `annex`; nowhere where it
    was read in another one."""
    return {
        measure.pk: document.places(source_of(measure)) if measure.source.get("annex") == annex else range(0)
        for measure in measures
    }


@dataclass(frozen=True, slots=True)
class Pane:
    """What is shown of a document beside its measures: a part of it that was asked for, counted from 1, or with `part`
    None what belongs to the measures. `bounds` are where its parts begin, `shown` the places that are shown."""

    stretches: tuple[PassageGroup, ...]
    part: int | None
    bounds: tuple[int, ...]
    shown: frozenset[int]

    @property
    def parts(self) -> int:
        """How many parts the document has; one where all of it is shown at once."""
        return len(self.bounds)

    @property
    def before(self) -> int | None:
        """The part before the one that is shown."""
        return self.part - 1 if self.part and self.part > 1 else None

    @property
    def behind(self) -> int | None:
        """The part behind the one that is shown; the first one beside measures."""
        following = (self.part or 0) + 1
        return following if following <= self.parts else None

    def part_with(self, place: int) -> int | None:
        """The part in which a place stands; None where all of the document is shown at once."""
        return bisect_right(self.bounds, place - 1) if self.parts > 1 else None

    def elsewhere(self, place: int) -> int | None:
        """The part in which a place stands that is not shown; None for one that is."""
        return None if place in self.shown else self.part_with(place)


def pane_of(document: SourceDocument, places: Mapping[int, range], part: int | None = None) -> Pane:
    """What is shown of `document` beside the measures at `places`, or its `part` that was asked for, if it has it."""
    bounds = _bounds(document)
    if part is None or not 1 <= part <= len(bounds):
        part, chosen = None, _near(document, places.values())
    else:
        ends = [*bounds[1:], len(document.pieces)]
        chosen = list(range(bounds[part - 1], ends[part - 1]))
    shown = tuple(passage_groups(document, places, chosen))
    passages = frozenset(one.place for stretch in shown for one in stretch.passages)
    return Pane(shown, part, bounds, passages)


def _weight(piece: DocumentPiece) -> int:
    """How many letters of the page a piece takes."""
    return MARKS + MARKS_OF_A_CELL * len(piece.cells) + min(_letters(piece), LONGEST)


def _letters(piece: DocumentPiece) -> int:
    return len(piece.text) + sum(len(cell.text) for cell in piece.cells)


def _bounds(document: SourceDocument) -> tuple[int, ...]:
    """Where the parts of a document begin, none of which is too long to be shown at once."""
    bounds, letters = [0], 0
    for at, piece in enumerate(document.pieces):
        letters += _weight(piece)
        if at > bounds[-1] and (letters > MOST_LETTERS or at - bounds[-1] >= WHOLE):
            bounds.append(at)
            letters = _weight(piece)
    return tuple(bounds)


def passage_groups(
    document: SourceDocument, places: Mapping[int, range], chosen: Sequence[int]
) -> list[PassageGroup]:
    """The `chosen` positions of the document, each with the measures at `places` that were read from it."""
    by_piece: dict[int, list[int]] = defaultdict(list)
    for pk, found in places.items():
        for at in found:
            by_piece[at].append(pk)
    shown = zip([-1, *chosen], chosen, strict=False)
    passages = [_passage(document, at, before, by_piece[at], places) for before, at in shown]
    breaks = accumulate(bool(one.after_gap or one.page) for one in passages)
    together = groupby(
        zip(passages, breaks, strict=True),
        key=lambda one: (one[0].piece.is_row, one[0].piece.spot.table, one[1]),
    )
    return [PassageGroup(is_row, tuple(one for one, _ in group)) for (is_row, *_), group in together]


def _near(document: SourceDocument, places: Iterable[range]) -> list[int]:
    """The positions shown beside measures: all of a short document, of a long one what stands around them, as far as
    it can be shown at once, and the beginning where nothing does."""
    count = len(document.pieces)
    bounds = _bounds(document)
    if len(bounds) == 1:
        return list(range(count))
    near = sorted(
        {
            at
            for found in places
            if found
            for at in range(max(found[0] - AROUND, 0), min(found[-1] + AROUND + 1, count))
        }
    )
    weights = accumulate(_weight(document.pieces[at]) for at in near)
    shown = [at for at, letters in zip(near, weights, strict=True) if letters <= MOST_LETTERS][:WHOLE]
    return shown or list(range(bounds[1]))


def _clipped(piece: DocumentPiece) -> DocumentPiece:
    """A piece without the letters that are too many to be shown."""
    if _letters(piece) <= LONGEST:
        return piece
    room, cells = max(LONGEST - len(piece.text), 0), []
    for cell in piece.cells:
        text = cell.text[:room]
        room -= len(text)
        cells.append(replace(cell, lines=tuple(text.splitlines())))
    return replace(piece, text=piece.text[:LONGEST], cells=tuple(cells))


def _passage(
    document: SourceDocument, at: int, before: int, measures: Sequence[int], places: Mapping[int, range]
) -> Passage:
    whole = document.pieces[at]
    piece = _clipped(whole)
    page = whole.spot.page
    known = document.pieces[before].spot.page if before >= 0 else None
    return Passage(
        place=at + 1,
        piece=piece,
        measures=tuple(measures),
        begins=tuple(pk for pk in measures if places[pk][0] == at),
        page=page if page != known else None,
        after_gap=at - before > 1,
        left=_letters(whole) - _letters(piece),
    )
