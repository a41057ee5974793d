"""What an answer holds, and what follows from it by the rule of its leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import Declared, LeafStanding, standing_of
from cchc.core.scoring.formulas.tree import Value
from cchc.self_scoring.models import Answer


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """What an answer holds, as stored texts; of an answer that was never given nothing, at version 0.

    `figures` are machine texts by the names of the figures. `points` are exact texts, typed where the leaf has no rule,
    else those that follow from the figures. `fed` as in `Answer`. `who` typed it last, `at` when it arrived; `late`:
    after the lock, within the time of grace.
    """

    figures: Mapping[str, str] = field(default_factory=dict)
    points: str = ""
    reason: str = ""
    provisional: str = ""
    note: str = ""
    fed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    done: bool = False
    late: bool = False
    version: int = 0
    who: str = ""
    at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered; a note alone is no answer."""
        return not self.points and not self.figures


UNANSWERED = AnswerContent()

TYPED = ("figures", "points", "reason", "provisional", "note", "fed", "done")
"""The parts of an answer that people type or choose."""


def content_of(answer: Answer | None) -> AnswerContent:
    """Return what `answer` holds; nothing, at version 0, where there is no row yet."""
    return UNANSWERED if answer is None else content_from([getattr(answer, name) for name in HELD])


HELD = (
    "figures", "points", "reason", "provisional", "note", "fed", "done", "late", "version", "person", "at",
)  # fmt: skip
"""The fields of `Answer` in the order in which `AnswerContent` holds them."""


def content_from(held: Sequence[Any]) -> AnswerContent:
    """Return what an answer holds with these values of `HELD`: many are read without making rows of them."""
    figures, *rest = held
    return AnswerContent(figures or {}, *rest)


def same_typed(one: AnswerContent, other: AnswerContent) -> bool:
    """Whether two answers hold the same, whoever typed them and when."""
    return all(getattr(one, name) == getattr(other, name) for name in TYPED)


def declared_in(leaf: Node, content: AnswerContent) -> Declared | None:
    """Return what an answer declares to the core: figures by name, points, or None."""
    if leaf.rule is None:
        return Fraction(content.points) if content.points else None
    return figures_in(leaf, content) or None


def figures_in(leaf: Node, content: AnswerContent) -> dict[str, Value]:
    """Return the figures of an answer by name."""
    variables = leaf.declared()
    return {name: figure(variables[name], text) for name, text in content.figures.items()}


def standing_in(leaf: Node, content: AnswerContent, year: int) -> LeafStanding:
    """Return what follows from an answer to a leaf in the cycle of `year`."""
    return standing_of(leaf, declared_in(leaf, content), year)
