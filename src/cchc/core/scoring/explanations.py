"""Explanations: how one leaf of one unit came to its points, as a value and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import Figures, Value
from cchc.core.scoring.index import GroupIndex, UnitIndex
from cchc.core.scoring.ledgers import LeafScore, whole_figures
from cchc.core.scoring.reasons import loss_words, step_words
from cchc.core.scoring.rules.rule import with_year
from cchc.core.scoring.rules.values import Loss, PeerRange
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import Message

LeafState = Literal["computed", "stated", "pending", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a leaf came to its points: computed from figures, stated, still pending, or not applicable.

    `points` are None while pending and where the leaf does not apply; the derivation is there where figures are
    declared; the losses are those of this leaf alone, before a cap above it divides them.
    """

    leaf: Node
    state: LeafState
    points: Fraction | None
    derivation: Derivation | None
    losses: tuple[Loss, ...]

    def lines(self) -> Iterator[Message]:
        """The explanation in words, a sentence a line."""
        leaf, derivation = self.leaf, self.derivation
        yield Message("{number}. {name}", number=leaf.number, name=leaf.name)
        if leaf.rule is not None:
            yield from rule_words(leaf.rule, leaf.terms, leaf.declared())
        if derivation is not None:
            for variable, value in derivation.figures:
                yield Message("{label}: {value}", label=variable.label, value=figure_words(variable, value))
            yield from (step_words(step, leaf.declared()) for step in derivation.steps)
        if self.points is None:
            yield STATE_WORDS[self.state]
            return
        if self.state == "stated":
            yield STATE_WORDS["stated"]
        yield Message("{points} of {maximum} points", points=self.points, maximum=leaf.maximum)
        figures = None if derivation is None else derived_figures(derivation)
        for loss in self.losses:
            yield Message("Lost {points}: {why}", points=loss.points, why=loss_words(leaf, loss, figures))


STATE_WORDS = {
    "stated": Message("points stated"),
    "pending": Message("not scored yet"),
    "not_applicable": Message("not applicable"),
}


PEERS_NOT_OPEN = Message("compared with the other units of the group: not open yet")
"""What stands instead of the steps of a derivation that bring in other units, see `without_peers`."""


def explanation_of(leaf: Node, unit: UnitIndex, group: GroupIndex, year: int | None = None) -> Explanation:
    """How `leaf` of a `unit` of the ranked `group` came to its points; `year` is the cycle's."""
    given, ledger = unit.unit.given.get(leaf.number), unit.nodes[leaf.number]
    derivation = derivation_of(leaf, given, group.peer_ranges.get(leaf.number), year)
    if ledger.waiting:
        return Explanation(leaf, "pending", None, derivation, ())
    if isinstance(given, str) or (derivation is not None and derivation.outcome.without == "not_applicable"):
        return Explanation(leaf, "not_applicable", None, derivation, ())
    state: LeafState = "stated" if derivation is None else "computed"
    return Explanation(leaf, state, ledger.points, derivation, ledger.losses)


def derivation_of(
    leaf: Node, given: LeafScore | None, peer_range: PeerRange | None = None, year: int | None = None
) -> Derivation | None:
    """How a leaf came to its points, when its figures are declared; None when stated, pending, not applicable."""
    if given is None and leaf.defaults and leaf.rule is not None:
        derivation = derivation_from(leaf, whole_figures(leaf, {}, year), peer_range)
        return None if derivation.outcome.without == "pending" else derivation
    if not isinstance(given, Mapping):
        return None
    return derivation_from(leaf, whole_figures(leaf, given, year), peer_range)


def loss_reason(
    criteria: CriteriaSet, loss: Loss, given: LeafScore | None = None, year: int | None = None
) -> Message:
    """The reason of a loss in a sentence, with the figures that were `given` for its leaf; without figures, the line of
    the rule that took the points."""
    leaf = criteria.leaves.get(loss.number)
    if leaf is None:
        return Message(
            "the criteria below together reach less than the maximum of {number}", number=loss.number
        )
    figures = whole_figures(leaf, given, year) if isinstance(given, Mapping) else None
    return loss_words(leaf, loss, figures)


def derived_figures(derivation: Derivation) -> Figures:
    """The figures of a derivation by name, its year among them."""
    figures: dict[str, Value] = {variable.name: value for variable, value in derivation.figures}
    return figures if derivation.year is None else with_year(figures, derivation.year)
