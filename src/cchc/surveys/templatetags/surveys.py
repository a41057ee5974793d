"""Filters of the pages of surveys: percentages and intervals as they are printed."""

from __future__ import annotations

from fractions import Fraction

from django import template

from cchc.surveys.queries.results import EstimatedValue
from cchc.ui.pictures.intervals import in_percent, interval_in_words

register = template.Library()


@register.filter
def percentage(value: Fraction | None) -> str:
    """Return a percentage without its sign; an en dash for a missing one."""
    return "–" if value is None else in_percent(value)


@register.filter
def interval(value: EstimatedValue) -> str:
    """Return the interval of a figure; an en dash where it has none."""
    if value.low is None or value.high is None:
        return "–"
    return interval_in_words(value.low, value.high)
