"""What was found in a plan as a list in Word, for files that hold no remarks: PDF and text."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from cchc.core.plans.findings.advice import advice_on
from cchc.core.plans.plan import Finding
from cchc.core.words.messages import Message
from cchc.documents.exchange.paper import Align, ColumnNumbers, WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes
from cchc.plans.exchange.red_pen import PLATFORM, SEVERITIES, CheckedFile, Say, where_in_words


def findings_list(
    findings: Iterable[Finding], file: CheckedFile, name: str, day: datetime.date, say: Say
) -> bytes:
    """Return the list as the bytes of a .docx file: the page of each finding as far as its file has pages, its line in
    a text, what was found, why, what was expected and what to do. `day` is that of the check."""
    columns = (
        WordColumn(say(Message("No.")), 0.8, Align.CENTRE),
        WordColumn(say(Message("Page")), 0.9, Align.CENTRE),
        WordColumn(say(Message("Where")), 1.8),
        WordColumn(say(Message("As it is written")), 2),
        WordColumn(say(Message("Why it matters")), 3),
        WordColumn(say(Message("What was expected")), 2),
        WordColumn(say(Message("What to do in it")), 2.2),
    )
    rows = [(str(at), *_cells(one, file, say)) for at, one in enumerate(findings, start=1)]
    checked = Message("Checked on {day} by: {platform}", day=f"{day:%d/%m/%Y}", platform=PLATFORM)
    nothing = () if rows else (say(Message("Nothing was found in it.")),)
    return annex_bytes(
        titles=(say(Message("What was found in a plan")), name),
        table=WordTable(columns, rows, numbers=ColumnNumbers.NONE),
        notes=(*nothing, say(_REASON), say(checked)),
        landscape=True,
    )


def _cells(finding: Finding, file: CheckedFile, say: Say) -> tuple[str, ...]:
    place = file.find(finding)
    page = finding.place.page or (place.spot.page if place else None)
    line = (say(Message("line {number}", number=finding.place.line)),) if _has_lines(file, finding) else ()
    where = " · ".join(one for one in (*line, where_in_words(finding.place, say)) if one)
    why = say(finding.why)
    return (
        str(page or "–"),
        where or "–",
        finding.found or "–",
        f"{say(SEVERITIES[finding.severity])}: {why[:1].upper()}{why[1:]}",
        say(finding.expected) or "–",
        say(advice_on(finding)),
    )


def _has_lines(file: CheckedFile, finding: Finding) -> bool:
    return bool(finding.place.line) and any(piece.spot.lines for piece in file.pieces)


_REASON = Message(
    "A file of this kind holds no remarks in its margin, so what was found stands here in a list. Bring the original "
    "Word or Excel file, and it comes back with the remarks in its margin."
)
