"""Stored figures as an official reads them."""

from __future__ import annotations

from fractions import Fraction

from django import template

from cchc.core.numbers import rounded
from cchc.criteria.templatetags.criteria import in_full
from cchc.ui.templatetags.ui import shown_plain

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
    return shown_plain(rounded(amount, 4))


@register.filter
def stored_short(text: str | None) -> str:
    """Points stored as exact text, with at most four places; nothing while they are pending."""
    return short(Fraction(text)) if text else ""
