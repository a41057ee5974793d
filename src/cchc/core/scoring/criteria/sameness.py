"""Whether two criteria sets compute an index in the same way, so that the index of one year can be set against the
other's."""

from __future__ import annotations

from dataclasses import replace

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.words.names import text_key


def is_same_formula(one: CriteriaSet, other: CriteriaSet) -> bool:
    """Return whether the same scores give the same exact index in both sets.

    What a set is called, its decision, its wording, evidence, notes, places and classes do not matter; its tree,
    maxima, rules, declared figures and how levels are joined do.
    """
    if one is other:
        return True
    return (
        one.bonus_above_total == other.bonus_above_total
        and len(one.nodes) == len(other.nodes)
        and all(_counts_alike(*pair) for pair in zip(one.nodes, other.nodes, strict=True))
    )


def is_same_figure(one: Node, other: Node, name: str) -> bool:
    """Return whether two leaves, each of its own set, declare the same thing under the name of a figure.

    They bear the same number and name and are scored by the same rule, and what the official reads of the figure, its
    kind, options and unit of measure are alike; bounds, default and source may differ. Nothing is carried across a
    change of formula.
    """
    here, there = one.declared().get(name), other.declared().get(name)
    return (
        here is not None
        and there is not None
        and one.number == other.number
        and text_key(one.name) == text_key(other.name)
        and one.rule == other.rule
        and _bare(here) == _bare(there)
    )


def _bare(variable: Variable) -> Variable:
    label = text_key(variable.label)
    return replace(variable, label=label, low=None, high=None, default=None, source="", fed_by=None)


def _counts_alike(one: Node, other: Node) -> bool:
    return (
        one.number == other.number
        and (one.maximum, one.part, one.aggregation) == (other.maximum, other.part, other.aggregation)
        and one.rule == other.rule
        and _figures(one) == _figures(other)
        and len(one.children) == len(other.children)
        and all(_counts_alike(*pair) for pair in zip(one.children, other.children, strict=True))
    )


def _figures(node: Node) -> list[object]:
    """The declared figures of a node as the rule sees them: their labels and bounds change no points."""
    return [replace(one, label="", low=None, high=None, source="", fed_by=None) for one in node.variables]
