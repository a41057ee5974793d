"""The names of the papers that are made from templates."""

from __future__ import annotations

from enum import StrEnum

from cchc.fieldwork.exchange import back_check_report
from cchc.following.exchange import urging
from cchc.results.exchange import loss_report
from cchc.surveys.exchange import report


class PaperKind(StrEnum):
    """A kind of paper; the value stands in addresses and names of files."""

    DECISION = "quyet-dinh"
    PRESS_NOTE = "thong-cao"
    DISPATCH = "cong-van"
    LETTER = "thong-bao"
    COUNCIL_DRAFT = "du-thao-hoi-dong"
    URGING = urging.URGING
    SURVEY_REPORT = report.SURVEY_REPORT
    BACK_CHECK_REPORT = back_check_report.BACK_CHECK_REPORT
    ANALYSIS_REPORT = loss_report.ANALYSIS_REPORT


OF_A_RELEASE = (PaperKind.DECISION, PaperKind.PRESS_NOTE, PaperKind.DISPATCH, PaperKind.LETTER)
"""The papers that a release has; the draft of the council is made of what is not released yet, the letter
that urges a late unit of a plan, the reports of a survey of its answers and back-checks, the analysis of a peer group's
losses."""
