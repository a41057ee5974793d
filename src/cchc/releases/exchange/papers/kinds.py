"""The kinds of papers, and how each is made from the template that stands for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cchc.council.exchange import decision as council_draft
from cchc.documents.exchange.templates import PaperContent, filled_template
from cchc.fieldwork.exchange import back_check_report
from cchc.following.exchange import urging
from cchc.releases.exchange.content import PublicUnit
from cchc.releases.exchange.papers import decision, dispatch, letter, press
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.source import PaperSource
from cchc.results.exchange import loss_report
from cchc.surveys.exchange import report


@dataclass(frozen=True, slots=True)
class PaperForm:
    """How a kind of paper is made: its standard template, and the tags and marks without which it says nothing."""

    standard: Callable[[], bytes]
    needed: tuple[str, ...]


FORMS = {
    PaperKind.DECISION: PaperForm(decision.standard_decision, decision.NEEDED),
    PaperKind.PRESS_NOTE: PaperForm(press.standard_press_note, press.NEEDED),
    PaperKind.DISPATCH: PaperForm(dispatch.standard_dispatch, dispatch.NEEDED),
    PaperKind.LETTER: PaperForm(letter.standard_letter, letter.NEEDED),
    PaperKind.COUNCIL_DRAFT: PaperForm(council_draft.standard_draft, council_draft.NEEDED),
    PaperKind.URGING: PaperForm(urging.standard_urging_letter, urging.NEEDED),
    PaperKind.SURVEY_REPORT: PaperForm(report.standard_survey_report, report.NEEDED),
    PaperKind.BACK_CHECK_REPORT: PaperForm(
        back_check_report.standard_back_check_report, back_check_report.NEEDED
    ),
    PaperKind.ANALYSIS_REPORT: PaperForm(loss_report.standard_analysis_report, loss_report.NEEDED),
}

OF_RELEASES: dict[PaperKind, Callable[[PaperSource], PaperContent]] = {
    PaperKind.DECISION: decision.decision_content,
    PaperKind.PRESS_NOTE: press.press_content,
    PaperKind.DISPATCH: dispatch.dispatch_content,
}


@cache
def standard_template(kind: PaperKind) -> bytes:
    """Return the template of a kind that stands until an office brings its own."""
    return FORMS[kind].standard()


def content_of_paper(kind: PaperKind, source: PaperSource, unit: PublicUnit | None = None) -> PaperContent:
    """Return what fills a template of a kind of paper of a release; a letter is to a `unit`."""
    if kind is PaperKind.LETTER:
        assert unit is not None, "a letter is to a unit"
        return letter.letter_content(source, unit)
    return OF_RELEASES[kind](source)


def paper_of(kind: PaperKind, source: PaperSource, template: bytes, unit: PublicUnit | None = None) -> bytes:
    """Return a paper as the bytes of a .docx file."""
    return filled_template(template, content_of_paper(kind, source, unit))


NAMES_OF_FILES = {
    PaperKind.DECISION: "Quyết định công bố kết quả.docx",
    PaperKind.PRESS_NOTE: "Thông cáo báo chí.docx",
    PaperKind.DISPATCH: "Công văn thông báo kết quả.docx",
}
"""How the papers that are no letters are called as files."""
