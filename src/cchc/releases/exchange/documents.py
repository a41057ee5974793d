"""The content of a release as the JSON documents of a bundle, format "cchc-release/1" (docs/release-format.md).

What reads them back is `documents_reading`; what of one release is written is given by its content alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import Value
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.values import Band
from cchc.criteria.exchange.reading import read_known_set
from cchc.releases.exchange.canonical import exact_text
from cchc.releases.exchange.content import (
    Level,
    PublicAccount,
    PublicContent,
    PublicDerivation,
    PublicEstimate,
    PublicGroup,
    PublicLeaf,
    PublicSet,
    PublicUnit,
    ReleaseHead,
    SurveyFigure,
)

FORMAT = "cchc-release/1"
Row = dict[str, Any]
Documents = dict[str, Any]
PARTS = re.compile(r"\d+|\D+")


def documents_of(content: PublicContent) -> Documents:
    """Return the documents by their paths: rows of texts, whole numbers, truths and nothing, and of lists of such rows;
    the columns of each stand in `verify`. Raises `ValueError` where the content holds more than its level makes public,
    or losses that do not add up to those of their account."""
    level = content.head.level
    refuse_beyond_level(content)
    documents: Documents = {
        "release.json": head_row(content.head),
        "sets.json": [set_row(one) for one in content.sets],
        "units.json": [unit_row(one) for one in content.units],
        "groups.json": [group_row(one) for one in content.groups],
        "index.json": [index_row(one) for one in content.units],
    }
    if level is not Level.INDEX:
        documents["nodes.json"] = [
            node_row(unit.key, number, unit.nodes[number])
            for unit in content.units
            for number in in_order(unit.nodes)
        ]
    if level is Level.LEAVES:
        leaves = [
            leaf_row(unit.key, number, unit.leaves[number])
            for unit in content.units
            for number in in_order(unit.leaves)
        ]
        documents["leaves.json"] = leaves
        documents["applicability.json"] = [
            {"unit": one["unit"], "leaf": one["leaf"]} for one in leaves if one["given"] == NA
        ]
        documents["surveys.json"] = [survey_row(one) for one in content.surveys]
        estimates = [
            estimate_row(unit.key, number, one)
            for unit in content.units
            for number in in_order(unit.leaves)
            for one in unit.leaves[number].estimates
        ]
        documents |= {"estimates.json": estimates} if estimates else {}
    return documents


def refuse_beyond_level(content: PublicContent) -> None:
    """Raise `ValueError` where the content holds nodes, leaves, ends of peer groups or surveys that its level
    withholds."""
    level = content.head.level
    leaves = (
        any(unit.leaves for unit in content.units)
        or any(group.peer_ranges for group in content.groups)
        or content.surveys
    )
    nodes = any(unit.nodes for unit in content.units)
    if (nodes and level is Level.INDEX) or (leaves and level is not Level.LEAVES):
        raise ValueError(f"the content holds more than the level “{level}” makes public")


def in_order(numbers: Iterable[str]) -> list[str]:
    """Return the numbers of criteria in their natural order: 1.2 before 1.10.

    >>> in_order(["1.10", "1.2", "B.1", "1"])
    ['1', '1.2', '1.10', 'B.1']
    """
    return sorted(
        numbers,
        key=lambda number: [
            (not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in PARTS.findall(number)
        ],
    )


def head_row(head: ReleaseHead) -> Row:
    """Return the head of a release as a mapping."""
    return {
        "format": FORMAT,
        "year": head.year,
        "number": head.number,
        "cycle": head.cycle,
        "province": head.province,
        "level": str(head.level),
        "decision": head.decision.number,
        "decided_on": head.decision.on.isoformat(),
        "signer": head.decision.signer,
        "published_on": head.published_on.isoformat(),
        "replaces": head.replaces,
        "reason": head.reason,
        "changes": [
            {"unit": one.unit, "node": one.node, "what": one.what, "before": one.before, "after": one.after}
            for one in head.changes
        ],
    }


def set_row(one: PublicSet) -> Row:
    """Return what of a set its index needs, so that nobody must read its TOML to add up: settings, classes, tree."""
    criteria = read_known_set(one.toml)
    return {"set": one.code, "name": one.name, "version": one.version, **tree_rows(criteria)}


def tree_rows(criteria: CriteriaSet) -> Row:
    """Return the settings of an index, the classes and the nodes of a set."""
    return {
        "places": criteria.places,
        "rounding": criteria.rounding,
        "ties": str(criteria.ties),
        "bonus_above_total": criteria.bonus_above_total,
        "grade_by": "exact" if criteria.grade_exact else "printed",
        "grades": [{"grade": grade.name, **band_row(grade.band)} for grade in criteria.grades],
        "nodes": [row for node in criteria.nodes for row in node_rows(node, "")],
    }


def band_row(band: Band) -> Row:
    """Return the ends of a class (percent), None for none, and whether each belongs to it."""
    return {
        "low": None if band.low is None else exact_text(band.low.amount),
        "low_closed": band.low_closed,
        "high": None if band.high is None else exact_text(band.high.amount),
        "high_closed": band.high_closed,
    }


def node_rows(node: Node, parent: str) -> Iterable[Row]:
    """Yield a node and all below it, in the order of the set; `children` says how a node is made from its children."""
    yield {
        "number": node.number,
        "parent": parent,
        "title": node.name,
        "maximum": exact_text(node.maximum),
        "part": str(node.part),
        "children": "" if node.is_leaf else str(node.aggregation),
    }
    for child in node.children:
        yield from node_rows(child, node.number)


def unit_row(unit: PublicUnit) -> Row:
    """Return who a unit is."""
    return {
        "unit": unit.key,
        "name": unit.name,
        "code": unit.code,
        "kind": unit.kind,
        "set": unit.set_code,
        "group": unit.group,
        "lineage": [
            {"former": one.key, "name": one.name, "how": one.how, "on": one.on.isoformat()}
            for one in unit.lineage
        ],
    }


def group_row(group: PublicGroup) -> Row:
    """Return a peer group."""
    return {
        "set": group.set_code,
        "group": group.name,
        "mean": number_or_none(group.mean),
        "highest": number_or_none(group.highest),
        "lowest": number_or_none(group.lowest),
        "units": [{"unit": key} for key in group.units],
        "peer_ranges": [
            {"leaf": number, **ends_row(group.peer_ranges[number])} for number in in_order(group.peer_ranges)
        ],
    }


def index_row(unit: PublicUnit) -> Row:
    """Return the account of a unit as a whole, its index, rank and class."""
    return {
        "unit": unit.key,
        **amounts_row(unit.account),
        "index": number_or_none(unit.index),
        "printed": unit.printed,
        "rank": unit.rank,
        "grade": unit.grade,
        "losses": losses_rows(unit.account),
    }


def node_row(unit: str, number: str, account: PublicAccount) -> Row:
    """Return the account of a unit at a criterion above the leaves."""
    return {"unit": unit, "node": number, **amounts_row(account), "losses": losses_rows(account)}


def amounts_row(account: PublicAccount) -> Row:
    """Return the amounts of an account."""
    return {
        "maximum": exact_text(account.maximum),
        "bonus": exact_text(account.bonus),
        "points": exact_text(account.points),
        "pending": exact_text(account.pending),
        "penalty": exact_text(account.penalty),
        "survey": exact_text(account.survey),
        "waiting": account.waiting,
    }


def losses_rows(account: PublicAccount) -> list[Row]:
    """Return the losses of an account by code."""
    return [{"code": code, "points": exact_text(account.losses[code])} for code in sorted(account.losses)]


def leaf_row(unit: str, number: str, leaf: PublicLeaf) -> Row:
    """Return a leaf of a unit with its losses one by one; those of its account are their sums by code."""
    if losses_by_code(leaf.losses) != leaf.account.losses:
        raise ValueError(f"the losses of {unit} {number} do not add up to those of its account")
    given, derivation = leaf.given, leaf.derivation
    kind = (
        given
        if given is None or isinstance(given, str)
        else "points"
        if isinstance(given, Fraction)
        else "figures"
    )
    figures = given if isinstance(given, Mapping) else {}
    return {
        "unit": unit,
        "leaf": number,
        "given": kind,
        "stated": exact_text(given) if isinstance(given, Fraction) else None,
        **amounts_row(leaf.account),
        "provisional": leaf.provisional,
        "figures": [{"figure": name, **value_row(figures[name])} for name in sorted(figures)],
        "losses": [
            {"code": code, "points": exact_text(points), "why": why} for code, points, why in leaf.losses
        ],
        **derivation_row(derivation),
    }


def losses_by_code(losses: Iterable[tuple[str, Fraction, str]]) -> dict[str, Fraction]:
    """Return losses added by their codes; a code that took nothing is left out."""
    sums: dict[str, Fraction] = {}
    for code, points, _why in losses:
        sums[code] = sums.get(code, Fraction(0)) + points
    return {code: points for code, points in sums.items() if points}


def value_row(value: Value) -> Row:
    """Return the kind and the text of a declared figure."""
    if value is None:
        return {"kind": "none", "value": ""}
    if isinstance(value, bool):
        return {"kind": "yes_no", "value": "yes" if value else "no"}
    if isinstance(value, date):
        return {"kind": "date", "value": value.isoformat()}
    if isinstance(value, Fraction):
        return {"kind": "number", "value": exact_text(value)}
    return {"kind": "text", "value": value}


def derivation_row(derivation: PublicDerivation | None) -> Row:
    """Return how the points of a leaf follow from its rule; without a derivation, no rule."""
    if derivation is None:
        return {"rule": None, "lowest": None, "highest": None, "declared": [], "steps": []}
    ends = derivation.peer_range
    return {
        "rule": derivation.rule,
        **({"lowest": None, "highest": None} if ends is None else ends_row(ends)),
        "declared": [{"label": label, "value": value} for label, value in derivation.figures],
        "steps": [
            {"what": what, "arithmetic": arithmetic, "value": exact_text(value)}
            for what, arithmetic, value in derivation.steps
        ],
    }


def survey_row(one: SurveyFigure) -> Row:
    """Return the figures of a survey from which points of a leaf were made."""
    return {
        "unit": one.unit,
        "leaf": one.leaf,
        "source": one.source,
        "figures": [{"figure": name, "value": one.figures[name]} for name in sorted(one.figures)],
    }


def estimate_row(unit: str, leaf: str, one: PublicEstimate) -> Row:
    """Return what a survey found for a declared figure of a leaf."""
    return {
        "unit": unit,
        "leaf": leaf,
        "figure": one.figure,
        "questionnaire": one.questionnaire,
        "survey": one.survey,
        "value": exact_text(one.value),
        "low": number_or_none(one.low),
        "high": number_or_none(one.high),
        "answers": one.answers,
        "base": one.base,
        "sha256": one.sha256,
    }


def ends_row(ends: tuple[Fraction, Fraction]) -> Row:
    """Return the ends of a peer group."""
    return {"lowest": exact_text(ends[0]), "highest": exact_text(ends[1])}


def number_or_none(number: Fraction | None) -> str | None:
    """Return the text of a number, None for none."""
    return None if number is None else exact_text(number)
