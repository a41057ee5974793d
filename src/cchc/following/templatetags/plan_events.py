"""How deadlines and standings of followed plans are said in templates."""

from __future__ import annotations

from django import template
from django.utils.translation import ngettext

from cchc.core.papers.deadlines.counting import CountedIn
from cchc.core.papers.deadlines.events import EventTerm

register = template.Library()


@register.simple_tag
def term_in_words(term: EventTerm) -> str:
    """Return a term from an event in words: "10 working days"."""
    if term.working:
        said = ngettext("%(count)s working day", "%(count)s working days", term.count)
    elif term.span is CountedIn.WEEKS:
        said = ngettext("%(count)s week", "%(count)s weeks", term.count)
    elif term.span is CountedIn.MONTHS:
        said = ngettext("%(count)s month", "%(count)s months", term.count)
    else:
        said = ngettext("%(count)s day", "%(count)s days", term.count)
    return said % {"count": term.count}
