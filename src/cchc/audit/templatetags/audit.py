"""Filters for pages that show entries of the log."""

from __future__ import annotations

from django import template

from cchc.audit.changes import Change, changes_of
from cchc.audit.models import AccessRecord, Entry
from cchc.audit.queries import capacity_words
from cchc.audit.queries import sentence as spoken

register = template.Library()


@register.filter
def sentence(entry: Entry) -> str:
    """Return the act as a sentence after the person's name."""
    return spoken(entry)


@register.filter
def changes(entry: Entry) -> list[Change]:
    """Return what the act changed: each fact with its old and its new value."""
    return changes_of(entry)


@register.filter
def capacity(entry: Entry | AccessRecord) -> str:
    """Return the role of the act, with its scope where the role has several."""
    return capacity_words(entry.role, entry.scope)
