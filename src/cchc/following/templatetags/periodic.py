"""Figures of periodic reports as they are printed, and how their parts stand."""

from __future__ import annotations

import re
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from cchc.core.plans.reports.drawn import UnitPart
from cchc.core.plans.reports.formulas import LAST_YEAR, PREVIOUS, parsed_row_formula
from cchc.core.plans.reports.frame import Covers, ReportFrame, ReportRow
from cchc.core.plans.reports.periods import previous_period
from cchc.core.plans.reports.rows import CODE
from cchc.core.plans.reports.sending import PartState
from cchc.core.scoring.sources import feeding_words, read_source
from cchc.following.models import ReportRound
from cchc.following.queries import report_words
from cchc.following.queries.rounds import period_of
from cchc.ui.templatetags.ui import message_text

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
def period_before(round_: ReportRound) -> str:
    """Return the name of the period before that of a round: its figures may be of three months beside six."""
    return report_words.report_period_words(previous_period(period_of(round_)))


@register.filter
def part_words(state: str) -> str:
    """Return how a part stands, in a word or two."""
    return str(report_words.PART_WORDS[PartState(state)])


@register.filter
def source_of(row: ReportRow) -> str:
    """Return in words what the source of a row gives."""
    return message_text(feeding_words(read_source(row.source)))


_ROW_OR_TIME = re.compile(
    rf"(?P<time>{PREVIOUS}|{LAST_YEAR})\((?P<at>{CODE.pattern})\)|(?P<code>{CODE.pattern})"
)


@register.filter
def formula_in(row: ReportRow, frame: ReportFrame) -> str:
    """Return the formula of a row as people read it: rows by their printed numbers, (2) / ((2) + (3)), those that are
    not printed by their wording, functions of the grammar as they are written."""
    times = {PREVIOUS: _("of the report before"), LAST_YEAR: _("of the same period a year ago")}

    def named(found: re.Match[str]) -> str:
        other = frame.by_code.get(found["code"] or found["at"])
        if other is None:
            return found[0]
        name = f"({other.number})" if other.number else f"“{other.wording}”"
        return f"{name} {times[found['time']]}" if found["time"] else name

    return _ROW_OR_TIME.sub(named, str(parsed_row_formula(row.formula)))
