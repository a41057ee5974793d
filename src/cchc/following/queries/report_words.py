"""Rounds of periodic reports, and how their parts stand, in the words of the office."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from cchc.core.plans.reports.drawn import UnitPart
from cchc.core.plans.reports.periods import ReportKind, ReportPeriod
from cchc.core.plans.reports.sending import PartState
from cchc.following.models import ReportRound
from cchc.following.queries.rounds import period_of

PART_WORDS: dict[PartState, Promise | str] = {
    PartState.UNSENT: pgettext_lazy("part of a report", "not sent"),
    PartState.RETURNED: pgettext_lazy("part of a report", "returned"),
    PartState.SENT: pgettext_lazy("part of a report", "sent"),
    PartState.CARRIED: gettext_lazy("carried inside another report"),
}


def report_period_words(period: ReportPeriod) -> str:
    """Return which report of which year it is, as people say it: "Quý I/2026", "6 tháng đầu năm 2026"."""
    words = {
        ReportKind.Q1: _("quarter I of {year}"),
        ReportKind.SIX_MONTHS: _("first 6 months of {year}"),
        ReportKind.Q3: _("quarter III of {year}"),
        ReportKind.YEAR: _("year {year}"),
    }
    return words[period.kind].format(year=period.year)


def round_name(round_: ReportRound) -> str:
    """Return the name of a round: its frame and its period."""
    return f"{round_.frame.name}, {report_period_words(period_of(round_))}"


def standing_words(part: UnitPart) -> str:
    """Return in one line how a part stands: whether it was sent and when, late, in which report it is carried."""
    if part.carried_in:
        inside = _("carried inside “{report}”").format(report=part.carried_in)
        if part.has_come and part.sent_on:
            return _("{inside}, sent on {day}; counted once").format(
                inside=inside, day=f"{part.sent_on:%d/%m/%Y}"
            )
        return _("{inside}, which has not come").format(inside=inside)
    words = str(PART_WORDS[part.state])
    if part.sent_on is None:
        return words
    late = pgettext("part of a report", "late") if part.late else _("on time")
    return f"{words} · {part.sent_on:%d/%m/%Y}, {late}"
