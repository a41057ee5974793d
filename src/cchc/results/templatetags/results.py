"""Stored figures as an official reads them."""

from __future__ import annotations

from fractions import Fraction

from django import template

from cchc.criteria.templatetags.criteria import in_full

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
