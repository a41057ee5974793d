"""The report that was drawn together as a file: Word at once, PDF by the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from cchc.core.plans.reports.drawn import report_text
from cchc.documents.queries.prepared import OutdatedFile
from cchc.files.converting import printed_pdf
from cchc.following.exchange.report_word import report_word
from cchc.following.models import ReportRound
from cchc.following.queries.report_papers import paper_of_whole
from cchc.following.queries.rounds import drawn_report, is_frozen
from cchc.plans.queries.printed import Wishes


def word_of_whole(round_: ReportRound, on: date, wishes: Wishes) -> bytes:
    """Return the whole as a Word file with its annexes, as it is wished for: with the number and day under which it was
    archived, else without a number and of the day `on`."""
    archived = getattr(round_.frozen, "archived", None) if is_frozen(round_) else None
    number, day = (archived.document.number, archived.document.date) if archived else ("", on)
    return report_word(paper_of_whole(round_, drawn_report(round_), day, number, wishes))


def state_of_report(round_: ReportRound, on: date, wishes: Wishes) -> str:
    """Return a text that is equal for papers that say the same."""
    archived = getattr(round_.frozen, "archived", None) if is_frozen(round_) else None
    number = archived.document.number if archived else ""
    said = repr((report_text(drawn_report(round_)), number, on.isoformat(), sorted(wishes.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def report_pdf(about: Mapping[str, Any]) -> bytes:
    """Return the pages of the report that was asked for as a PDF. Raises `OutdatedFile` when the report is another one
    now, `Faults` where LibreOffice makes nothing of it."""
    rows = ReportRound.objects.select_related("frame", "collector", "frozen__archived__document")
    round_ = rows.filter(pk=about["round"]).first()
    on, wishes = date.fromisoformat(about["on"]), about["wishes"]
    if round_ is None or state_of_report(round_, on, wishes) != about["state"]:
        raise OutdatedFile
    return printed_pdf(word_of_whole(round_, on, wishes), "bao-cao.docx")
