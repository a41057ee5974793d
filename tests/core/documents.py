"""Small criteria documents for the tests of the core: fields as texts, the line of each field its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.document import Document, Field, Fields
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.messages import Fault, Faults, Message, Place, say
from cchc.core.words.numbers import plain

SETTINGS = {"id": "thu", "title": "Bộ tiêu chí thử", "version": "1", "unit_kind": "department"}


def document(
    *nodes: Mapping[str, str], grades: Sequence[Mapping[str, str]] = (), **settings: str
) -> Document:
    """A document: its nodes on the lines 1, 2, …, its grades on 101, 102, …, its settings on line 1000."""
    return Document(
        Place(file="set.toml"),
        fields(1000, {**SETTINGS, **settings}),
        [fields(101 + row, grade) for row, grade in enumerate(grades)],
        [fields(1 + row, node) for row, node in enumerate(nodes)],
    )


def fields(line: int, texts: Mapping[str, str]) -> Fields:
    return {name: Field(text, Place(file="set.toml", line=line)) for name, text in texts.items()}


def node(number: str, maximum: str = "1", **texts: str) -> dict[str, str]:
    """A line of the tree; the name is made up from its number."""
    return {"number": number, "name": f"Tiêu chí {number}", "maximum": maximum, **texts}


def criteria(
    *nodes: Mapping[str, str], grades: Sequence[Mapping[str, str]] = (), **settings: str
) -> CriteriaSet:
    return criteria_of(document(*nodes, grades=grades, **settings))


def one_leaf(rule: str, inputs: str = "", maximum: str = "1", **texts: str) -> Node:
    """The only leaf of a set, after all checks."""
    lines = {"inputs": inputs} if inputs else {}
    return criteria(node("1", maximum, rule=rule, **lines, **texts)).leaves["1"]


def faults(
    *nodes: Mapping[str, str], grades: Sequence[Mapping[str, str]] = (), **settings: str
) -> list[Fault]:
    """Every fault of a set; none when it is sound."""
    try:
        criteria(*nodes, grades=grades, **settings)
    except Faults as found:
        return list(found.faults)
    return []


def said(found: Sequence[Fault]) -> list[tuple[int | None, str]]:
    """Faults as (line, reason)."""
    return [(fault.place.line, words(fault.why)) for fault in found]


def words(message: Message) -> str:
    """A message in English, its numbers in plain notation."""
    return say(message, number=plain)


HUNDRED = criteria(node("1", "100"))


def given(points: Mapping[str, str]) -> dict[str, LeafScore]:
    """Leaf number → stated points, or "KAD" for not applicable."""
    return {number: NA if text == "KAD" else Fraction(text) for number, text in points.items()}


def scored(tree: CriteriaSet, points: Mapping[str, str], provisional: bool = False) -> UnitIndex:
    """The account of one unit with these stated points."""
    (group,) = ranking(tree, [UnitScores("Sở", given(points))], provisional=provisional)
    return group.units[0]
