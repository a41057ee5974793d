"""Scores as an official reads them."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.numbers import rounded_number
from cchc.criteria.templatetags.criteria import in_full, words
from cchc.scores.queries.content import ScoreContent, declared_figures
from cchc.ui.templatetags.ui import plain_number

register = template.Library()


@register.filter
def stored(text: str | None) -> str:
    """An exact text in the reader's notation; what is no number (a date, a choice) as it is."""
    if not text:
        return ""
    try:
        return in_full(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return text


@register.filter
def short(amount: Fraction) -> str:
    """Points with at most four places, for lists; the derivation has them exactly."""
    return plain_number(rounded_number(amount, 4))


@register.filter
def stored_short(text: str | None) -> str:
    """Points stored as exact text, with at most four places; nothing while they are pending."""
    return short(Fraction(text)) if text else ""


@register.simple_tag
def held(what: ScoreContent, number: str, criteria: CriteriaSet) -> SafeString:
    """What a score holds: its points, or its figures under the names that officials read."""
    leaf = criteria.leaves.get(number)
    if what.points:
        return format_html("{}", stored(what.points))
    if what.pending or leaf is None:
        return format_html('<span class="quiet">{}</span>', gettext("pending"))
    lines = (
        (variable.label, words(figure_words(variable, value)))
        for variable, value in declared_figures(leaf, what)
    )
    return format_html_join("", '<span class="held"><span class="quiet">{}:</span> {}</span>', lines)
