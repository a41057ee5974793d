"""Tags of the pages of amendments: what is done to a measure, and its words before and after."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from cchc.core.plans.following.amendments import AmendmentKind
from cchc.core.plans.following.states import RecordStanding
from cchc.following.queries.amendments import ChangedColumn

register = template.Library()

_WORDS = {
    AmendmentKind.EXTENDED: pgettext_lazy("measure", "extended"),
    AmendmentKind.CHANGED: pgettext_lazy("measure", "changed"),
    AmendmentKind.ADDED: pgettext_lazy("measure", "added"),
    AmendmentKind.WITHDRAWN: pgettext_lazy("measure", "withdrawn"),
}


_STANDINGS = {
    RecordStanding.NOT_BEGUN: pgettext_lazy("record", "not begun"),
    RecordStanding.UNDER_WAY: pgettext_lazy("record", "under way"),
    RecordStanding.DONE: pgettext_lazy("record", "done"),
    RecordStanding.DONE_LATE: pgettext_lazy("record", "done late"),
    RecordStanding.WAITING: pgettext_lazy("record", "waits for its event"),
    RecordStanding.WITHOUT_PRODUCT: pgettext_lazy("record", "done without its product"),
    RecordStanding.CANCELLED: pgettext_lazy("record", "cancelled"),
    RecordStanding.NOT_DONE: pgettext_lazy("record", "not done"),
}


def standing_word(standing: RecordStanding) -> str:
    """Where a record stands, in a word."""
    return str(_STANDINGS[standing])


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
