"""Cells of an appraisal as they are read."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.appraisal.actions.appraising import closed_words
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.alarms import AlarmKind
from cchc.appraisal.queries.cells import AppraisedCell, CellState
from cchc.appraisal.queries.content import AppraisalContent, TakenReason
from cchc.appraisal.queries.requests import AskedOff
from cchc.appraisal.queries.tabs import tabs_by_given
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind, Value, Variable
from cchc.core.words.numbers import rounded_number
from cchc.self_scoring.queries.content import AnswerContent, figures_in
from cchc.ui.pictures.points import loss_word
from cchc.ui.templatetags.ui import plain_number

register = template.Library()

register.filter(tabs_by_given)

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
def given_points(content: AppraisalContent) -> Fraction:
    """Return the points that somebody gives."""
    return Fraction(content.points)


@register.filter
def given_figures(content: AppraisalContent, leaf: Node) -> list[tuple[Variable, Value]]:
    """Return the figures that somebody holds for right, in the order of the criterion."""
    figures = figures_in(leaf, AnswerContent(figures=content.figures))
    return [(one, figures[one.name]) for one in leaf.variables if one.name in figures]


@register.filter
def in_percent(share: Fraction) -> str:
    """Return a share in per cent with one decimal place."""
    return f"{plain_number(rounded_number(share * 100, 1))} %"


ALARMS = {
    AlarmKind.LIKE: gettext_lazy("Like evidence, different points"),
    AlarmKind.FAR: gettext_lazy("An appraiser far from the others"),
    AlarmKind.MAXIMUM: gettext_lazy("Nearly all get the maximum"),
    AlarmKind.COPIED: gettext_lazy("The unit's words as the reason"),
}


@register.filter
def alarm_words(kind: AlarmKind) -> str:
    """Return what a kind of thing that is worth a look is called."""
    return str(ALARMS[kind])


@register.filter
def closed_line(cell: AppraisedCell) -> str:
    """Return why the reader cannot change an appraisal."""
    appraised = cell.appraised
    if appraised is not None and appraised.state != UnitAppraisal.State.OPEN:
        return closed_words(appraised)
    if cell.state is CellState.WAITS_THIRD:
        return _("Both have appraised it and differ: somebody else decides.")
    if cell.double is not None and cell.double.concluded:
        return _(
            "Two people appraised it: it is concluded, and only whoever decides between them changes it."
        )
    return _("Another person appraises this, or the plan does not give it to anybody yet.")
