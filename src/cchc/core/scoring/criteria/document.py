"""A criteria file as texts with their places: what the readers of TOML and Excel give, what their writers take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cchc.core.scoring.criteria.lines import example_text, variable_text
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.votes import USUAL_VOTING, VotingRules
from cchc.core.words.messages import Place
from cchc.core.words.numbers import plain


class Field(NamedTuple):
    """A text of a criteria file and where it stands."""

    text: str
    place: Place


Fields = dict[str, Field]


@dataclass(frozen=True)
class Document:
    """A criteria file as texts: the settings of the set, its grades, its nodes in their order."""

    place: Place
    settings: Fields
    grades: list[Fields] = field(default_factory=list)
    nodes: list[Fields] = field(default_factory=list)


SETTINGS = (
    "id", "title", "version", "unit_kind", "first_year", "last_year", "decision_number", "decision_date",
    "decision_issuer", "note", "total", "places", "rounding", "ties", "survey_optional", "bonus_above_total",
    "grade_by", "quorum", "majority",
)  # fmt: skip
NODE_FIELDS = (
    "number", "parent", "name", "maximum", "part", "children", "inputs", "checks", "rule", "loss", "examples",
    "evidence", "appraiser", "note",
)  # fmt: skip
GRADE_FIELDS = ("name", "band")
NOWHERE = Place()


def document_of(criteria: CriteriaSet) -> Document:
    """The texts of `criteria` as a file holds them; what is at its default is left out."""
    return Document(
        NOWHERE,
        in_fields(settings_of(criteria)),
        [in_fields({"name": grade.name, "band": str(grade.band)}) for grade in criteria.grades],
        [in_fields(texts) for node in criteria.nodes for texts in node_texts(node, None)],
    )


def in_fields(texts: Mapping[str, str]) -> Fields:
    return {name: Field(text, NOWHERE) for name, text in texts.items() if text}


def settings_of(criteria: CriteriaSet) -> dict[str, str]:
    decision = criteria.decision
    return {
        "id": criteria.id,
        "title": criteria.title,
        "version": criteria.version,
        "unit_kind": criteria.unit_kind,
        "first_year": str(criteria.first_year or ""),
        "last_year": str(criteria.last_year or ""),
        "decision_number": decision.number if decision else "",
        "decision_date": decision.date.isoformat() if decision and decision.date else "",
        "decision_issuer": decision.issuer if decision else "",
        "note": criteria.note,
        "total": plain(criteria.total),
        "places": str(criteria.places),
        "rounding": criteria.rounding,
        "ties": str(criteria.ties),
        "survey_optional": "yes" if criteria.survey_optional else "no",
        "bonus_above_total": "yes" if criteria.bonus_above_total else "no",
        "grade_by": "exact" if criteria.grade_exact else "printed",
        **voting_texts(criteria.voting),
    }


def voting_texts(voting: VotingRules) -> dict[str, str]:
    """The settings of a council's votes, each only where it is not the usual one: sets that were published before there
    were such settings keep their texts, and with them their hashes."""
    quorum, base = voting
    return {
        "quorum": "" if quorum == USUAL_VOTING.quorum else f"{quorum.numerator}/{quorum.denominator}",
        "majority": "" if base is USUAL_VOTING.base else str(base),
    }


def node_texts(node: Node, parent: Node | None) -> Iterator[dict[str, str]]:
    variables = node.declared()
    yield {
        "number": node.number,
        "parent": parent.number if parent is not None else "",
        "name": node.name,
        "maximum": plain(node.maximum),
        "part": str(node.part) if parent is None or parent.part is not node.part else "",
        "children": str(node.aggregation) if node.aggregation is not node.usual_aggregation else "",
        "inputs": "\n".join(variable_text(one) for one in node.variables),
        "checks": "\n".join(map(str, node.checks)),
        "rule": str(node.rule or ""),
        "loss": node.loss or "",
        "examples": "\n".join(example_text(one, variables) for one in node.examples),
        "evidence": node.evidence,
        "appraiser": node.appraiser,
        "note": node.note,
    }
    for child in node.children:
        yield from node_texts(child, node)
