"""Figures of periodic reports as they are printed, and how their parts stand."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from cchc.core.plans.reports.drawn import UnitPart
from cchc.core.plans.reports.frame import Covers, ReportRow
from cchc.core.plans.reports.sending import PartState
from cchc.following.models import ReportRound
from cchc.following.queries import report_words

register = template.Library()


@register.filter
def figure_of(row: ReportRow, value: Fraction | None) -> str:
    """Return a figure as its row prints it; a dash where there is none."""
    return row.printed(value) or "–"


@register.filter
def covered(row: ReportRow) -> str:
    """Return "year to date" for a row that covers it; nothing for the period itself."""
    return _("year to date") if row.covers is Covers.YEAR_TO_DATE else ""


@register.filter
def standing(part: UnitPart) -> str:
    """Return how a part stands, in one line."""
    return report_words.standing_words(part)


@register.filter
def named(round_: ReportRound) -> str:
    """Return the name of a round: its frame and its period."""
    return report_words.round_name(round_)


@register.filter
def part_words(state: str) -> str:
    """Return how a part stands, in a word or two."""
    return str(report_words.PART_WORDS[PartState(state)])
