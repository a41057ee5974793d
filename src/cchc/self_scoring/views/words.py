"""The words of the pages of sheets for values of their queries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cchc.self_scoring.queries.gaps import GapKind

GAPS = {
    GapKind.BROKEN_CHECK: _("Figures that contradict each other"),
    GapKind.RULE_FAULT: _("Figures to which the rule cannot be applied"),
    GapKind.NO_REASON: _("Points without a reason"),
    GapKind.NO_OVERRIDE_REASON: _("Another figure than its source says, without a reason"),
    GapKind.UNANSWERED: _("Criteria that are not filled in"),
    GapKind.MISSING_FIGURES: _("Missing figures"),
    GapKind.NO_EVIDENCE: _("Required evidence that is not linked"),
    GapKind.BEFORE_PERIOD: _("Evidence dated before the year"),
    GapKind.LATE_BY_DATE: _("Evidence dated after the deadline"),
    GapKind.LATE_BY_RECEIPT: _("Evidence received after the deadline"),
    GapKind.FAR_FROM_LAST_YEAR: _("Figures far from those of last year"),
    GapKind.SOURCE_MOVED: _("Figures whose source says something else by now"),
    GapKind.PROVISIONAL: _("Provisional figures"),
}


def gap_title(kind: GapKind) -> str:
    """Return what gaps of this kind are called."""
    return str(GAPS[kind])
