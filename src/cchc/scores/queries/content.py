"""What a score holds: stored texts turned into what the core scores, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext, override

from cchc.core.scoring.criteria.figures import figure, figure_text
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import Value, Variable
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.core.words.numbers import exact, plain
from cchc.scores.models import Score, Stage


def text_of(amount: Fraction) -> str:
    """An amount as exact text: "1.35", or "1/3" where it does not end."""
    return exact(amount) or plain(amount)


@dataclass(frozen=True, slots=True)
class ScoreContent:
    """What a score holds: points or figures as stored texts (neither: pending), where it came from, its version and
    its stage."""

    points: str = ""
    figures: Mapping[str, str] | None = None
    origin: str = ""
    source: int | None = None
    reason: str = ""
    version: int = 0
    stage: str = Stage.DECIDED.value

    @property
    def pending(self) -> bool:
        """Whether nothing is scored."""
        return not self.points and not self.figures

    def same_as(self, other: ScoreContent) -> bool:
        """Whether the same is scored in the same stage, wherever it came from."""
        held = self.points == other.points and (self.figures or None) == (other.figures or None)
        return held and (self.pending or self.stage == other.stage)

    def as_decided(self) -> ScoreContent:
        """Return what the decided row holds where this counts: nothing where this is of an earlier stage."""
        if self.stage == Stage.DECIDED:
            return self
        return replace(NOTHING, version=self.version)


NOTHING = ScoreContent()


def reason_in_words(stored: str) -> str:
    """Return the reason of a stored score in words, whatever it was stored in.

    Before reasons were stored in words, one without a sentence of its own was stored by its code: "late; Báo cáo quý
    III nộp chậm".
    """
    parts = stored.split("; ")
    if LOSS_WORDS.keys().isdisjoint(parts):
        return stored
    with override(settings.LANGUAGE_CODE):
        return "; ".join(gettext(LOSS_WORDS[one].text) if one in LOSS_WORDS else one for one in parts)


def score_content(score: Score | None) -> ScoreContent:
    """What `score` holds; nothing, at version 0, where there is no row yet."""
    if score is None:
        return NOTHING
    why = reason_in_words(score.reason)
    return ScoreContent(
        score.points, score.figures, score.origin, score.source_id, why, score.version, score.stage
    )


def content_for(leaf: Node, given: LeafScore | None) -> ScoreContent:
    """What is to be stored for points or figures; raises `ValueError` for "not applicable", which the cycle keeps."""
    if given is None:
        return NOTHING
    if isinstance(given, Fraction):
        return ScoreContent(points=text_of(given))
    if isinstance(given, Mapping):
        variables = leaf.declared()
        return ScoreContent(
            figures={name: figure_text(variables[name], value) for name, value in given.items()}
        )
    raise ValueError(f"{leaf.number}: {given}")


def core_value(leaf: Node, points: str, figures: Mapping[str, str] | None) -> LeafScore | None:
    """What the core scores: points, figures by name, or None while pending."""
    if points:
        return Fraction(points)
    if not figures:
        return None
    variables = leaf.declared()
    return {name: figure(variables[name], text) for name, text in figures.items()}


def declared_figures(leaf: Node, what: ScoreContent) -> list[tuple[Variable, Value]]:
    """The figures that a score holds, each with what it counts, in the order of the criterion."""
    figures = what.figures or {}
    return [(one, figure(one, figures[one.name])) for one in leaf.variables if one.name in figures]
