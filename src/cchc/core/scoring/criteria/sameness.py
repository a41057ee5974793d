"""Whether two criteria sets compute an index in the same way, so that the index of one year can be set against the
other's."""

from __future__ import annotations

from dataclasses import replace

from cchc.core.scoring.criteria.tree import CriteriaSet, Node


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
