"""The sheet as an official reads it: the cells of a leaf, and how its points came about in one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.utils.translation import gettext

from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind, Variable
from cchc.core.scoring.reasons import loss_words, short_number
from cchc.core.scoring.rules.words import rule_words
from cchc.criteria.forms import typed_figure
from cchc.criteria.templatetags.criteria import words
from cchc.documents.queries.viewing import document_address
from cchc.self_scoring.forms import FIGURE, FigureOrigin, figure_typed, origin_of, points_typed
from cchc.self_scoring.models import EvidenceLink
from cchc.self_scoring.queries.content import AnswerContent, declared_in
from cchc.self_scoring.views.lines import Line
from cchc.self_scoring.views.submitted import points_in_short
from cchc.ui.pictures.points import loss_word

register = template.Library()

YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of a leaf as a cell of the sheet: what stands in it as it would be typed.

    `options` are what a choice offers, as pairs of a value and its words; empty where the figure is typed.
    """

    variable: Variable
    text: str
    options: tuple[tuple[str, str], ...]
    fed: FigureOrigin | None = None

    @property
    def field(self) -> str:
        """The name under which it is sent."""
        return f"{FIGURE}{self.variable.name}"

    @property
    def is_proposed(self) -> bool:
        """Whether it only shows what a source proposes."""
        return self.fed is not None and self.fed.state == "proposed"

    @property
    def is_number(self) -> bool:
        """Whether a number is typed into it."""
        return self.variable.kind in NUMERIC

    @property
    def shown(self) -> str:
        """What stands in it, as it is read."""
        return dict(self.options).get(self.text, self.text)

    @property
    def unit(self) -> str:
        """The unit of measure behind the cell."""
        return self.variable.unit or ("%" if self.variable.kind is FigureKind.PERCENT else "")


@register.filter
def figure_cells(line: Line) -> list[FigureCell]:
    """Return the cells of the declared figures of a leaf, in the order of the set."""
    return [_cell(line, variable) for variable in line.node.variables]


def _cell(line: Line, variable: Variable) -> FigureCell:
    fed = origin_of(line.leaf, variable) if line.leaf is not None else None
    text = figure_typed(line.node, line.content, variable.name)
    if fed is not None and fed.state == "proposed":
        text = typed_figure(variable, fed.value)
    return FigureCell(variable, text, _options(variable), fed)


def _options(variable: Variable) -> tuple[tuple[str, str], ...]:
    if variable.kind is FigureKind.YES_NO:
        return tuple(zip(YES_NO, (gettext("Yes"), gettext("No")), strict=True))
    if variable.kind is FigureKind.CHOICE:
        return tuple((option, option) for option in variable.options)
    return ()


@register.filter
def how_words(line: Line) -> str:
    """Return how the points of a leaf come about, in a line: what it lost and why; else its rule."""
    node, leaf = line.node, line.leaf
    if node.rule is None or leaf is None:
        return ""
    if leaf.standing.outcome.losses and isinstance(declared := declared_in(node, line.content), Mapping):
        return "; ".join(
            f"{loss_word(loss.code)} {words(short_number(-loss.points))}: {words(loss_words(node, loss, declared))}"
            for loss in leaf.standing.outcome.losses
        )
    return "; ".join(words(line) for line in rule_words(node.rule, node.terms, node.declared()))


@register.filter
def points_text(content: AnswerContent) -> str:
    """Return the points of an answer as they are typed; nothing while there are none."""
    return points_typed(content)


@register.filter
def exact_text(text: str) -> str:
    """Return points that are stored as exact text, in the reader's notation."""
    return points_in_short(text)


@register.filter
def document_href(link: EvidenceLink) -> str:
    """Return the address where a linked document is read, at its file and page."""
    return document_address(link.document_id, link.part, link.page)
