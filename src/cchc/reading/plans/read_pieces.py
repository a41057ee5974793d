"""What was read of a plan, found again by where it stands in the document: for the account of its words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cchc.core.plans.plan import Source
from cchc.core.words.letters import words_of
from cchc.core.words.names import search_key
from cchc.files.documents import Block, Spot, TableRow, TextTable
from cchc.reading.head import DocumentHead
from cchc.reading.plans.texts import MeasureText, SectionText

_MOST_CUT = 3  # rows of headings repeated between the parts of a row that a page cuts
_MOST_SOUGHT = 5_000  # letters of a measure in which a broken word is sought; no row of an office has more


PieceKey = tuple[int | None, int | None, int | None, tuple[int, int] | None]


def key_of(spot: Spot | Source) -> PieceKey:
    """Return what tells a paragraph or a row of a document from every other."""
    return spot.paragraph, spot.table, spot.row, None if spot.table else spot.lines


@dataclass(slots=True)
class ReadPieces:
    """What was read of a document, found again by where it stands."""

    measures: dict[PieceKey, list[MeasureText]]
    lines: dict[int, list[MeasureText]]
    headings: set[str]
    cells: set[str]
    head: Counter[str]
    title: str
    targets: set[PieceKey] = field(default_factory=set)
    words: dict[int, WordsLeft] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        blocks: Sequence[Block],
        head: DocumentHead,
        sections: Sequence[SectionText],
    ) -> ReadPieces:
        """Return it with each measure at all rows that it was read from."""
        rows = [row for block in blocks if isinstance(block, TextTable) for row in block.rows]
        at = {key_of(row.spot): place for place, row in enumerate(rows)}
        measures: dict[PieceKey, list[MeasureText]] = defaultdict(list)
        lines: dict[int, list[MeasureText]] = defaultdict(list)
        for one in (measure for section in sections for measure in section.measures):
            key = key_of(one.source)
            measures[key].append(one)
            for row in _rest(one, rows, at.get(key)):
                measures[key_of(row.spot)].append(one)
            if one.source.lines:
                for line in range(one.source.lines[0], one.source.lines[1] + 1):
                    lines[line].append(one)
        pieces = {part for one in sections for part in _parts(one)}
        said = (head.kind, head.title, head.number, head.issuer)
        return cls(
            measures,
            lines,
            pieces,
            {
                search_key(" ".join(cell))
                for one in sections
                for measure in one.measures
                for cell in measure.cells.values()
            },
            Counter(word for text in said if text for word in words_of(text)),
            search_key(head.title or ""),
            {key_of(target.source) for one in sections for target in one.targets},
        )

    def of_row(self, row: TableRow) -> list[MeasureText]:
        """The measures that were read from a row."""
        found = self.measures.get(key_of(row.spot), [])
        if found or not row.spot.lines:
            return found
        first, last = row.spot.lines
        return [one for line in range(first, last + 1) for one in self.lines.get(line, ())]

    def words_of(self, measure: MeasureText) -> WordsLeft:
        """The words of a measure that no row has claimed yet."""
        if id(measure) not in self.words:
            lines = [line for cell in measure.cells.values() for line in cell]
            self.words[id(measure)] = WordsLeft.of(" ".join((measure.number or "", *lines)))
        return self.words[id(measure)]


@dataclass(slots=True)
class WordsLeft:
    """The words of a measure, taken away as its rows claim them, and its letters without what stands between."""

    left: Counter[str]
    letters: str

    @classmethod
    def of(cls, text: str) -> WordsLeft:
        """Return the words of a text, none of them taken away."""
        return cls(Counter(words_of(text)), squeezed(text[:_MOST_SOUGHT]))

    def without(self, words: Counter[str]) -> Counter[str]:
        """Take `words` away, and return those that are not there."""
        lost: Counter[str] = Counter()
        for word, count in words.items():
            there = min(count, self.left[word])
            self.left[word] -= there
            if count > there:
                lost[word] = count - there
        return lost

    def holds(self, text: str) -> bool:
        """Whether the letters of a cell stand there one after the other: a page may have cut a word of it."""
        return squeezed(text) in self.letters


def _parts(section: SectionText) -> Iterator[str]:
    for part in (section.heading or "").split(" / "):
        if key := search_key(part):
            yield key


def _rest(measure: MeasureText, rows: Sequence[TableRow], first: int | None) -> Iterator[TableRow]:
    """Yield the rows that a page has cut from the row of a measure: their cells follow in the text of its source."""
    if first is None:
        return
    text, at, skipped = measure.source.text, len(rows[first].cells), 0
    for row in islice(rows, first + 1, None):
        if at >= len(text) or skipped > _MOST_CUT:
            return
        end = at + len(row.cells)
        if text[at:end] == tuple(cell.text for cell in row.cells):
            at = end
            yield row
        else:
            skipped += 1


def bare_heading(text: str) -> str:
    """Return a heading without its number, folded."""
    return search_key(re.sub(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)-]\s+", "", text))


def squeezed(text: str) -> str:
    """Return the letters and digits of a text: joined lines and broken words are the same."""
    return "".join(words_of(text))
