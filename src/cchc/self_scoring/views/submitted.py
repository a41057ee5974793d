"""What a submission holds, as its pages show it: plain JSON of then, in the order of the set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cchc.core.papers.lateness import DateFault, words_of
from cchc.core.scoring.criteria.figures import figure, figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.words.numbers import rounded_number
from cchc.core.words.numerals import NumberFault
from cchc.criteria.templatetags.criteria import words
from cchc.self_scoring.models import SheetSubmission
from cchc.self_scoring.queries.submissions import LeafDifference
from cchc.ui.templatetags.ui import plain_number

MOST_DECIMALS = 4  # on a page; the derivation has all of them
WORDS = {
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
    "provisional": gettext_lazy("Provisional"),
}


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """A row of a submission: a domain or criterion, or a leaf as it was handed in."""

    node: Node
    depth: int
    held: Mapping[str, Any]
    figures: tuple[tuple[str, str], ...]
    points: str

    @property
    def notes(self) -> list[str]:
        """Return what the unit wrote beside its answer: reason of the points, why provisional, note."""
        provisional = self.held.get("provisional", "")
        said = [self.held.get("reason", ""), provisional, self.held.get("note", "")]
        if provisional:
            said[1] = f"{_('Provisional:')} {provisional}"
        return [text for text in said if text]

    @property
    def documents(self) -> list[str]:
        """Return the documents that were linked."""
        return documents_said(self.held)

    @property
    def kind(self) -> str:
        """How the unit answered it; empty for a row with leaves below."""
        return str(self.held.get("kind", ""))


def submitted_rows(criteria: CriteriaSet, submission: SheetSubmission) -> list[SubmittedRow]:
    """Return a submission in the order of its set."""
    leaves: Mapping[str, Any] = submission.content["leaves"]
    sums = {one["number"]: one["points"] for one in submission.content["nodes"] if "points" in one}
    return [row for top in criteria.nodes for row in _rows(top, 0, leaves, sums)]


def _rows(node: Node, depth: int, leaves: Mapping[str, Any], sums: Mapping[str, str]) -> list[SubmittedRow]:
    held = leaves.get(node.number, {}) if node.is_leaf else {}
    if node.is_leaf:
        return [SubmittedRow(node, depth, held, figures_said(node, held), points_said(held))]
    below = [row for child in node.children for row in _rows(child, depth + 1, leaves, sums)]
    points = points_in_short(sums[node.number]) if node.number in sums else ""
    return [SubmittedRow(node, depth, {}, (), points), *below]


def figures_said(node: Node | None, held: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the declared figures of a leaf in words, each with its label."""
    variables = node.declared() if node is not None else {}
    found = []
    for name, text in (held.get("figures") or {}).items():
        variable = variables.get(name)
        if variable is None:
            found.append((name, text))
            continue
        try:
            said = words(figure_words(variable, figure(variable, text)))
        except (FormulaFault, NumberFault):
            said = text
        unit = f" {variable.unit}" if variable.unit else ""
        found.append((variable.label, f"{said}{unit}"))
    return tuple(found)


def points_said(held: Mapping[str, Any]) -> str:
    """Return the points of a leaf, or why it has none."""
    if held.get("without") == "not_applicable" or held.get("kind") == "not_applicable":
        return _("not applicable")
    return points_in_short(held["points"]) if held.get("points") else "–"


def points_in_short(text: str) -> str:
    """Return points that are stored as exact text, in the reader's notation with at most four places."""
    return plain_number(rounded_number(Fraction(text), MOST_DECIMALS))


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A leaf that two submissions hold differently: what each says of it, line by line."""

    leaf: str
    name: str
    lines: tuple[tuple[str, str, str], ...]


def difference_rows(criteria: CriteriaSet, found: Sequence[LeafDifference]) -> list[DifferenceRow]:
    """Return the differences of two submissions in words."""
    return [
        DifferenceRow(one.leaf, one.name, tuple(_lines(criteria.leaves.get(one.leaf), one))) for one in found
    ]


def _lines(node: Node | None, found: LeafDifference) -> list[tuple[str, str, str]]:
    lines = []
    before, after = dict(figures_said(node, found.before)), dict(figures_said(node, found.after))
    for label in dict.fromkeys([*before, *after]):
        if before.get(label) != after.get(label):
            lines.append((label, before.get(label, "–"), after.get(label, "–")))
    if {"points", "without", "kind"} & set(found.parts):
        lines.append((_("Points of the self-score"), points_said(found.before), points_said(found.after)))
    for part, said in WORDS.items():
        if part in found.parts:
            lines.append((str(said), found.before.get(part) or "–", found.after.get(part) or "–"))
    if "evidence" in found.parts:
        lines.append((_("Evidence"), _documents(found.before), _documents(found.after)))
    return lines


def documents_said(held: Mapping[str, Any]) -> list[str]:
    """Return the documents behind a leaf as they were linked: number or summary, file and page; what was wrong with
    their days."""
    said = []
    for link in held.get("evidence") or []:
        name = link.get("number") or link.get("title")
        faults = [words(words_of(DateFault(code))) for code in link.get("faults", ())]
        where = ", ".join(part for part in (name, *_place(link)) if part)
        said.append(" – ".join([where, *faults]))
    return said


def _place(link: Mapping[str, Any]) -> list[str]:
    count = len(link.get("files", ()))
    words = []
    if link.get("part"):
        words = [_("file {place} of {count}").format(place=link["part"], count=count)]
    elif count > 1:
        words = [ngettext("{count} file", "{count} files", count).format(count=count)]
    return [*words, *([_("page {page}").format(page=link["page"])] if link.get("page") else [])]


def _documents(held: Mapping[str, Any]) -> str:
    return "; ".join(documents_said(held)) or "–"
