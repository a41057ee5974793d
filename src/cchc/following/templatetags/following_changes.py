"""Tags of the pages of amendments: what is done to a measure, and its words before and after."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from cchc.core.plans.following.amendments import AmendmentKind
from cchc.following.queries.amendments import ChangedColumn

register = template.Library()

_WORDS = {
    AmendmentKind.EXTENDED: pgettext_lazy("measure", "extended"),
    AmendmentKind.CHANGED: pgettext_lazy("measure", "changed"),
    AmendmentKind.ADDED: pgettext_lazy("measure", "added"),
    AmendmentKind.WITHDRAWN: pgettext_lazy("measure", "withdrawn"),
}


@register.filter
def amendment_word(kind: AmendmentKind) -> Any:
    """What an amendment does to a measure, in a word."""
    return _WORDS[kind]


@register.simple_tag
def changed_column(column: ChangedColumn, kind: AmendmentKind) -> SafeString:
    """The words of a column before and after: what goes is struck out, what comes is marked, unless the measure is
    new."""
    forms = {"old": "<del>{}</del> ", "new": "{}" if kind is AmendmentKind.ADDED else "<ins>{}</ins>"}
    return format_html_join(
        "", "{}", ((format_html(forms.get(part, "{}"), text),) for part, text in column.parts)
    )
