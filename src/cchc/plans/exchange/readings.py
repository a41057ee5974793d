"""What was read before it is understood: the texts of each measure by column, and how sure the reader is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cchc.core.agencies import Confidence
from cchc.core.plans.plan import Source
from cchc.plans.exchange.columns import Column

_ORDER = (Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE)


@dataclass(slots=True)
class Reading:
    """One measure as texts: the lines of each column, the columns that were suggested rather than read."""

    number: str | None
    cells: dict[Column, list[str]]
    source: Source
    confidence: Confidence = Confidence.SURE
    unsure: set[Column] = field(default_factory=set)

    def text(self, column: Column) -> str | None:
        """The text of a column, its lines apart; None where there is none."""
        return "\n".join(self.cells.get(column, ())) or None

    def doubt(self, confidence: Confidence, columns: Iterable[Column] = ()) -> None:
        """Lower the confidence to `confidence`, and name the columns it concerns."""
        self.confidence = max(self.confidence, confidence, key=_ORDER.index)
        self.unsure.update(columns)


@dataclass(slots=True)
class Chapter:
    """The measures under one heading; `heading` None before the first."""

    heading: str | None = None
    number: str | None = None
    readings: list[Reading] = field(default_factory=list)
