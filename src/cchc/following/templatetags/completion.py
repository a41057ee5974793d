"""The words of the list behind the figures of completion."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.following.completion import WhyUncounted
from cchc.following.queries import words
from cchc.following.queries.completion import CompletionLine
from cchc.plans.models import Measure

register = template.Library()

MOST_LETTERS = 160

WHY = {
    WhyUncounted.WITHDRAWN: _("not counted: withdrawn from the plan"),
    WhyUncounted.CONTINUOUS: _("not counted: goes on continuously"),
    WhyUncounted.WAITING: _("not counted: its event has not happened"),
    WhyUncounted.CANCELLED: _("not counted: cancelled by a document"),
    WhyUncounted.NOT_DUE: _("not counted: not due up to the day"),
    WhyUncounted.WITHOUT_DAY: _("not counted: no day is set on which it is due"),
}


@register.filter
def words_of_measure(measure: Measure) -> str:
    """Return the first text of a measure that says what it is, as much of it as one line holds."""
    return Truncator(words.words_of_measure(measure)).chars(MOST_LETTERS)


@register.filter
def counted_words(line: CompletionLine) -> Any:
    """Return how a measure is counted."""
    if line.why is not None:
        return WHY[line.why]
    if not line.counted.done:
        return _("planned, not done")
    return _("done, late") if line.counted.late else _("done on time")
