"""What was found, marked in its text."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cchc.core.words.marking import MarkedPiece

register = template.Library()


@register.filter
def marked(pieces: Iterable[MarkedPiece]) -> SafeString:
    """Return the pieces of a text as HTML, with what was searched in `<mark>`."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", one.text) if one.is_hit else one.text,) for one in pieces)
    )
