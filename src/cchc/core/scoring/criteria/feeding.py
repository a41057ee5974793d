"""Fed figures: what a source has for an input of a participant, and those of a cycle as one text to be hashed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from cchc.core.scoring.criteria.figures import figure, figure_text
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import FormulaFault, Value, Variable
from cchc.core.scoring.sources import SourceName, read_source
from cchc.core.words.messages import Message, data_of, message_of
from cchc.core.words.numerals import NumberFault


class FedKey(NamedTuple):
    """The input that is fed: the id of the participant, the number of the leaf, the name of the figure."""

    participant: int
    leaf: str
    figure: str


@dataclass(frozen=True, slots=True)
class FedInput:
    """An input of a participant that a source feeds: the ids of participant and unit, the leaf, the figure and its
    source."""

    participant: int
    unit: int
    leaf: Node
    variable: Variable
    source: SourceName

    @property
    def key(self) -> FedKey:
        """What is fed."""
        return FedKey(self.participant, self.leaf.number, self.variable.name)

    def fed(self, value: str, day: date, origin: Message) -> FedFigure | None:
        """Return the fed figure of this input with that value; None where the figure cannot hold it."""
        try:
            read = figure(self.variable, value)
        except (FormulaFault, NumberFault):
            return None
        return FedFigure(self.key, self.source, figure_text(self.variable, read), day, origin)


@dataclass(frozen=True, slots=True)
class FedFigure:
    """What a source has for an input: the value in machine notation, the day for which it holds, its origin in words.

    Where a source has nothing there is no `FedFigure`, never one that says 0.
    """

    key: FedKey
    source: SourceName
    value: str
    day: date
    origin: Message

    def read(self, variable: Variable) -> Value:
        """Return the value as the figure holds it."""
        return figure(variable, self.value)

    def as_data(self) -> dict[str, Any]:
        """Return what is proposed as plain JSON, as it is kept beside an answer: source, value, day, origin."""
        return {
            "source": str(self.source),
            "value": self.value,
            "day": self.day.isoformat(),
            "origin": data_of(self.origin),
        }


def canonical_figures(figures: Iterable[FedFigure]) -> str:
    """Return fed figures as one JSON text, the same for the same figures in whatever order.

    >>> canonical_figures([])
    '[]'
    """
    rows = [
        [*one.key, str(one.source), one.value, one.day.isoformat(), data_of(one.origin)]
        for one in sorted(figures, key=lambda one: one.key)
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def read_canonical_figures(text: str) -> tuple[FedFigure, ...]:
    """Return the fed figures that `canonical_figures` wrote, ordered by participant, leaf and figure."""
    return tuple(
        FedFigure(
            FedKey(participant, leaf, name),
            read_source(source),
            value,
            date.fromisoformat(day),
            message_of(origin),
        )
        for participant, leaf, name, source, value, day, origin in json.loads(text)
    )


def hash_of_figures(text: str) -> str:
    """Return the SHA-256 of a canonical text.

    >>> hash_of_figures("[]")[:8]
    '4f53cda1'
    """
    return sha256(text.encode()).hexdigest()
