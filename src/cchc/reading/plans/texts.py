"""What was read before it is understood: the texts of each measure by column, and how sure the reader is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import NUMBER
from cchc.core.plans.plan import Source, WordAccount
from cchc.core.words.messages import Message
from cchc.files.documents import Block
from cchc.reading.head import DocumentHead

_NOTHING_READ = WordAccount()
_ORDER = (Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE)


@dataclass(slots=True)
class MeasureText:
    """One measure as texts: the lines of each column by its key, and why any of them is in doubt.

    `doubts` leads from a column to the reason; under None stands what concerns the row as a whole.
    `columns` are those that its table has, whether it fills them or not; None where nobody knows.
    """

    number: str | None
    cells: dict[str, list[str]]
    source: Source
    confidence: Confidence = Confidence.SURE
    doubts: dict[str | None, Message] = field(default_factory=dict)
    columns: frozenset[str] | None = None

    def text(self, column: str) -> str | None:
        """Return the text of a column, its lines apart; None where there is none."""
        if column == NUMBER:
            return self.number or None
        return "\n".join(self.cells.get(column, ())) or None

    def doubt(self, confidence: Confidence, why: Message, columns: Iterable[str | None] = (None,)) -> None:
        """Lower the confidence to `confidence`, and keep the reason with the columns it concerns."""
        self.confidence = max(self.confidence, confidence, key=_ORDER.index)
        self.doubts |= dict.fromkeys(columns, why)


@dataclass(frozen=True, slots=True)
class TargetText:
    """One target as texts: what is to be reached, in which unit of measurement, how much in which year; `agencies` are
    the cells that say who watches it, `other` those of further columns behind their headings."""

    number: str | None
    name: str
    unit: str | None
    value: str
    year: int | None
    agencies: tuple[str, ...]
    other: tuple[str, ...]
    source: Source


@dataclass(slots=True)
class SectionText:
    """The measures and the targets under one heading; `heading` None before the first."""

    heading: str | None = None
    number: str | None = None
    measures: list[MeasureText] = field(default_factory=list)
    targets: list[TargetText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan as its texts: the head, the measures by section, the texts of survey quotas, the words of the document.

    `drawn` says that the measures are only suggestions from a text in drawing order. `blocks` are the paragraphs and
    tables of the document, to be shown beside the measures; `account` says what became of their words.
    """

    head: DocumentHead
    sections: tuple[SectionText, ...] = ()
    quotas: tuple[str, ...] = ()
    drawn: bool = False
    body: str = ""
    blocks: tuple[Block, ...] = ()
    account: WordAccount = _NOTHING_READ
