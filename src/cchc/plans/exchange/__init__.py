"""From the file an office issued to a `Plan`, without a database: tables, prose, or suggestions, and what was found.

plan = read_plan("ke-hoach.docx", year=2023)
for section, measure in plan.measures(): ...
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cchc.core.agencies import Directory
from cchc.core.messages import Message
from cchc.core.plans.figures import quotas
from cchc.core.plans.findings import findings
from cchc.core.plans.plan import Finding, FindingPlace, Plan, Severity
from cchc.files.documents import TextDocument, read_document
from cchc.plans.exchange.drawing import chapters_of_drawing, looks_drawn
from cchc.plans.exchange.head import head_of
from cchc.plans.exchange.meaning import sections_of
from cchc.plans.exchange.prose import chapters_of_prose
from cchc.plans.exchange.readings import Chapter
from cchc.plans.exchange.tables import chapters_of_tables

__all__ = ["plan_of", "read_plan"]


def read_plan(
    source: str | Path | bytes,
    name: str | None = None,
    year: int | None = None,
    directory: Directory | None = None,
) -> Plan:
    """The plan of a file; `year` overrides the one its title names, `directory` lets agencies become units.

    Raises `Faults` when the file cannot be read. A file that can be read but holds no measures gives a plan
    without sections and a finding that says so.
    """
    return plan_of(read_document(source, name), year, directory)


def plan_of(document: TextDocument, year: int | None = None, directory: Directory | None = None) -> Plan:
    """The plan of a document already read."""
    head = head_of(document)
    chapters, texts, drawn = _chapters(document)
    stated, groups = quotas("\n".join(texts)) if texts else (None, ())
    plan = Plan(
        title=head.title,
        kind=head.kind,
        number=head.number,
        date=head.date,
        issuer=head.issuer,
        year=year or head.year,
        sections=sections_of(chapters, year or head.year, directory, head.date),
        quotas=groups,
        quota_total=stated,
    )
    body = "\n".join(document.raw) or document.text
    return replace(plan, findings=(*_of_reading(plan, drawn), *findings(plan, body, directory)))


def _chapters(document: TextDocument) -> tuple[list[Chapter], list[str], bool]:
    """The measures, the texts of survey quotas, and whether the measures are only suggestions."""
    prose = chapters_of_prose(document.paragraphs)
    from_tables = chapters_of_tables(document)
    if from_tables:
        return from_tables, prose.quotas, False
    if looks_drawn(document.raw):
        return chapters_of_drawing(document.raw), [], True
    return prose.chapters, prose.quotas, False


def _of_reading(plan: Plan, drawn: bool) -> tuple[Finding, ...]:
    if drawn:
        return (_finding("drawing_order", Severity.WARNING, _DRAWN),)
    if not any(plan.measures()):
        return (_finding("no_measures", Severity.WARNING, _EMPTY),)
    return ()


def _finding(code: str, severity: Severity, why: Message) -> Finding:
    return Finding(code, severity, FindingPlace(), "", Message("a plan with its table or its tasks"), why)


_DRAWN = Message(
    "The text was taken from a PDF: the cells of its table follow each other without a mark. Only the deadlines are "
    "read, everything else is a suggestion to check. Give the original Word or PDF file."
)
_EMPTY = Message(
    "The document holds no measures: neither a table of tasks nor tasks with an agency and a deadline. If they are in "
    "an annex, give the annex."
)
