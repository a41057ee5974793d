"""Derivations: how the points of one leaf came about, complete enough to be computed once more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

from cchc.core.scoring.criteria.crosschecks import refuse_broken
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import YEAR, Figures, FormulaFault, Value, Variable
from cchc.core.scoring.rules.peers import HIGHEST, LOWEST
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.scoring.rules.values import Outcome, PeerRange, Step, Terms
from cchc.core.scoring.rules.words import with_labels
from cchc.core.words.messages import Message


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a score came about, complete in itself: `recomputed_outcome` gives the same points from nothing else.

    `withheld`: what the peer group brought was taken out, see `without_peers`.
    """

    number: str
    maximum: Fraction
    code: str | None
    rule: str
    figures: tuple[tuple[Variable, Value], ...]
    year: int | None
    peer_range: PeerRange | None
    steps: tuple[Step, ...]
    outcome: Outcome
    withheld: bool = False


def derivation_from(node: Node, figures: Figures, peer_range: PeerRange | None = None) -> Derivation:
    """The derivation of one leaf from its declared figures; raises `FormulaFault` where the rule cannot be applied."""
    if node.rule is None:
        raise FormulaFault(Message("{number} has no rule; give its points", number=node.number))
    steps: list[Step] = []
    whole = {**node.defaults, **figures}
    refuse_broken(node, whole)
    try:
        outcome = node.rule.apply(whole, node.terms, peer_range, steps)
    except FormulaFault as fault:
        raise FormulaFault(with_labels(fault.message, node.declared())) from fault
    declared = tuple((one, whole[one.name]) for one in node.variables if one.name in whole)
    year = whole.get(YEAR)
    return Derivation(
        node.number, node.maximum, node.terms.code, str(node.rule), declared,
        int(year) if isinstance(year, Fraction) else None, peer_range,
        tuple(steps) if outcome.points is not None else (), outcome,
    )  # fmt: skip


def without_peers(derivation: Derivation) -> Derivation:
    """The derivation without the figures of other units: it ends before the ends of the peer group, because every later
    step is computed from them. One that compares with nobody stays as it is."""
    own = tuple(takewhile(lambda step: step.what not in (LOWEST, HIGHEST), derivation.steps))
    if derivation.peer_range is None and own == derivation.steps:
        return derivation
    return replace(derivation, peer_range=None, steps=own, withheld=own != derivation.steps)


def recomputed_outcome(derivation: Derivation) -> Outcome:
    """The outcome once more, from the derivation alone: its rule line, its inputs, its peer group's ends."""
    figures: dict[str, Value] = {variable.name: value for variable, value in derivation.figures}
    if derivation.year is not None:
        figures[YEAR] = Fraction(derivation.year)
    terms = Terms(derivation.maximum, derivation.code, derivation.number)
    return parsed_rule(derivation.rule).apply(figures, terms, derivation.peer_range)
