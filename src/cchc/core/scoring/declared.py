"""What a unit declares for a leaf of its own sheet: the points that follow, or why none follow yet.

A sheet is filled in cell by cell, before any other unit is known: figures may be incomplete, contradict each other, or
wait for the peer group. None of that is refused here; it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.crosschecks import broken_checks
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import Figures, FormulaFault, Value, Variable
from cchc.core.scoring.ledgers import (
    Ledger,
    branch_ledgers,
    ledger_from,
    missing_figures,
    stated_outcome,
    sum_of_ledgers,
    tree_ledgers,
    whole_figures,
    with_bonus_limit,
)
from cchc.core.scoring.rules.peers import Relative
from cchc.core.scoring.rules.values import PENDING, Outcome
from cchc.core.scoring.rules.words import with_labels
from cchc.core.words.messages import Message

Declared = Fraction | Mapping[str, Value]


class LeafStanding(NamedTuple):
    """What follows from what is declared for a leaf.

    `broken` are the cross-checks that the figures break, `fault` is why the rule cannot be applied to them, `missing`
    are the figures without which there are no points. `waits_for_peers`: all is declared, and the points follow once
    the units of the peer group are known.
    """

    outcome: Outcome = PENDING
    broken: tuple[Message, ...] = ()
    fault: Message | None = None
    missing: tuple[Variable, ...] = ()
    waits_for_peers: bool = False

    @property
    def is_given(self) -> bool:
        """Whether the unit has done its part: points follow, or follow without it, or the leaf does not apply."""
        return self.outcome is not PENDING or self.waits_for_peers


def standing_of(leaf: Node, declared: Declared | None, year: int | None = None) -> LeafStanding:
    """Return what follows from figures or points that are `declared` for a leaf; `year` is the cycle's.

    Where nothing is declared the defaults of its figures hold, as in every file.
    """
    if declared is None:
        if not leaf.defaults or leaf.rule is None:
            return LeafStanding(missing=missing_figures(leaf, {}))
        declared = {}
    if isinstance(declared, Fraction):
        try:
            return LeafStanding(stated_outcome(leaf, declared))
        except FormulaFault as fault:
            return LeafStanding(fault=fault.message)
    figures = whole_figures(leaf, declared, year)
    broken = broken_checks(leaf, figures)
    if broken:
        return LeafStanding(broken=broken)
    try:
        return _by_rule(leaf, figures)
    except FormulaFault as fault:
        return LeafStanding(fault=with_labels(fault.message, leaf.declared()))


def _by_rule(leaf: Node, figures: Figures) -> LeafStanding:
    """What the rule of a leaf makes of its figures; raises `FormulaFault` where it cannot be applied."""
    if leaf.rule is None:
        raise FormulaFault(Message("{number} has no rule; give its points", number=leaf.number))
    if isinstance(leaf.rule.shape, Relative) and leaf.rule.compared_values(figures):
        return LeafStanding(waits_for_peers=True)
    outcome = leaf.rule.apply(figures, leaf.terms)
    return LeafStanding(outcome, missing=missing_figures(leaf, figures) if outcome is PENDING else ())


def is_self_scored(leaf: Node) -> bool:
    """Whether the units score a leaf themselves: all but those of the survey."""
    return leaf.part is not Part.SURVEY


def sheet_ledgers(criteria: CriteriaSet, outcomes: Mapping[str, Outcome]) -> tuple[Ledger, dict[str, Ledger]]:
    """Return the account of a whole sheet, and that of each node by its number.

    A leaf without an outcome is not part of the sheet: it is surveyed, or does not apply.
    """
    whole, nodes = tree_ledgers(criteria, _of_leaf(outcomes))
    return with_bonus_limit(criteria, whole, provisional=False), nodes


def branch_of_sheet(top: Node, outcomes: Mapping[str, Outcome]) -> dict[str, Ledger]:
    """Return the accounts of a domain of a sheet and of each node below it, by their numbers."""
    return branch_ledgers(top, _of_leaf(outcomes))


def sheet_ledger(criteria: CriteriaSet, nodes: Mapping[str, Ledger]) -> Ledger:
    """Return the account of a whole sheet from those of its domains, by their numbers."""
    whole = sum_of_ledgers([nodes[top.number] for top in criteria.nodes])
    return with_bonus_limit(criteria, whole, provisional=False)


def _of_leaf(outcomes: Mapping[str, Outcome]) -> Callable[[Node], Ledger]:
    absent = Ledger()
    return lambda leaf: ledger_from(leaf, outcomes[leaf.number]) if leaf.number in outcomes else absent
