"""Cells of an appraisal as they are read."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from cchc.appraisal.actions.appraising import closed_words
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.appraisal.queries.content import AppraisalContent, TakenReason
from cchc.appraisal.queries.requests import AskedOff
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind, Value, Variable
from cchc.self_scoring.queries.content import figures_in
from cchc.ui.pictures.points import loss_word

register = template.Library()

MOST_COLUMNS = 3  # of figures, beside the other columns of a criterion across units


@register.filter
def declared_figures(cell: AppraisedCell) -> list[tuple[Variable, Value]]:
    """Return the figures that the unit declared, in the order of the criterion."""
    figures = figures_in(cell.leaf, cell.claim.content)
    return [(one, figures[one.name]) for one in cell.leaf.variables if one.name in figures]


@register.filter
def columns(leaf: Node) -> tuple[Variable, ...]:
    """Return the figures that have columns of their own, where a criterion across units has few enough of them; else
    none."""
    return leaf.variables if len(leaf.variables) <= MOST_COLUMNS else ()


@register.filter
def figure_columns(cell: AppraisedCell) -> list[tuple[Variable, Value | None]]:
    """Return these figures with what the unit declared; None where it declared nothing."""
    figures = figures_in(cell.leaf, cell.claim.content)
    return [(one, figures.get(one.name)) for one in columns(cell.leaf)]


@register.filter
def is_numeric(kind: FigureKind) -> bool:
    """Whether figures of this kind are numbers, set to the right."""
    return kind in NUMERIC


@register.filter
def reason_words(reason: TakenReason) -> str:
    """Return a coded reason in words: what the code means, and the sentence where there is one."""
    word = loss_word(reason.code)
    return f"{word}: {reason.text}" if reason.text else word


@register.filter
def verdict_words(content: AppraisalContent) -> str:
    """Return what was done with what the unit declared."""
    if content.bulk:
        return _("accepted with many others")
    return str(Appraisal.Verdict(content.verdict).label).lower()


@register.filter
def asked_off_words(asked_off: AskedOff) -> str:
    """Return what the request of a unit that a criterion shall not apply waits for."""
    if asked_off.opinion is None:
        return _("asked not to apply: the opinion is missing")
    if asked_off.opinion.grants:
        return _("asked not to apply: advised so, waits for the lead")
    return _("asked not to apply: the appraiser holds that it applies, waits for the lead")


@register.filter
def closed_line(cell: AppraisedCell) -> str:
    """Return why the reader cannot change an appraisal."""
    appraised = cell.appraised
    if appraised is not None and appraised.state != UnitAppraisal.State.OPEN:
        return closed_words(appraised)
    return _("Another person appraises this, or the plan does not give it to anybody yet.")
