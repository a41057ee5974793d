"""From the file an office issued to a `Plan`, without a database: its texts first, then what they mean.

plan = read_plan("ke-hoach.docx", year=2023)
for section, measure in plan.measures(): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.directory import Directory
from cchc.core.plans.figures import quotas
from cchc.core.plans.findings import findings
from cchc.core.plans.plan import Finding, FindingPlace, Plan, Severity, Source, Told, Unread, WordAccount
from cchc.core.words.messages import Message
from cchc.files.documents import Spot, TextDocument, read_document
from cchc.files.documents.old_letters import is_undecoded
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.limits import MOST_BYTES
from cchc.files.sandbox import LIMITS
from cchc.reading.head import YEAR, head_of
from cchc.reading.plans.account import account_of, with_words_of_no_block
from cchc.reading.plans.columns import heading_in_doubt
from cchc.reading.plans.meaning import doubt_joined_agencies, doubt_likely_deadlines, sections_of, targets_in
from cchc.reading.plans.prose import sections_of_prose
from cchc.reading.plans.sentences import sections_of_sentences
from cchc.reading.plans.tables import sections_of_tables
from cchc.reading.plans.texts import PlanText, SectionText
from cchc.reading.plans.told import doubt_told, hidden_columns_of, told_of
from cchc.reading.plans.unordered import is_unordered, sections_of_unordered
from cchc.reading.plans.year import with_settled_year

__all__ = ["PLAN_FILE", "findings_of_text", "plan_of", "read_plan", "text_of", "text_of_file"]


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
    return plan_of(text_of(read_document(source, name)), year, directory)


def text_of_file(
    data: bytes | Path, name: str, progress: Callable[[int, int], None] | None = None
) -> PlanText:
    """The texts of a plan from its file, the bytes or the path; `progress` is told the pages done and in all.

    Raises `Faults` when the file cannot be read.
    """
    return text_of(read_document(data, name, progress))


# A dense page takes a hundredth of a second and more: 500 of them are read by the worker.
PLAN_FILE = Door(
    text_of_file,
    (FileKind.DOCX, FileKind.PDF, FileKind.XLSX, FileKind.TXT, FileKind.TSV),
    MOST_BYTES,
    replace(LIMITS, answer=30_000_000),
    converts=(FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLS, FileKind.ODS),
)


def text_of(document: TextDocument) -> PlanText:
    """The texts of a plan: its head and its measures as the document words them, nothing understood yet."""
    sections, texts, drawn = _sections(document)
    _doubt_old_letters(sections)
    doubt_told(sections, document)
    head = with_settled_year(head_of(document), sections)
    doubt_likely_deadlines(sections, head)
    doubt_joined_agencies(sections)
    return PlanText(
        head=head,
        sections=tuple(sections),
        quotas=tuple(texts),
        drawn=drawn,
        body="\n".join(document.raw) or document.text,
        blocks=document.blocks,
        account=_whole_account(account_of(document.blocks, head, sections), document),
    )


def _whole_account(account: WordAccount, document: TextDocument) -> WordAccount:
    """The account of the blocks with what stands in no block of the document, or looks otherwise in its file."""
    account = with_words_of_no_block(account, document)
    unread = (*account.unread, *hidden_columns_of(document))
    told = told_of(document)
    account = replace(account, unread=unread, pages_without_text=document.pages_without_text, told=told)
    return _with_formulas(account, document.uncomputed)


def _with_formulas(account: WordAccount, rows: Sequence[Spot]) -> WordAccount:
    """The account with one entry for all formulas that were never computed: nobody knows what their cells say."""
    if not rows:
        return account
    place = Source(table=rows[0].table, row=rows[0].row)
    return replace(account, unread=(*account.unread, Unread("", 0, _UNCOMPUTED, place, rows[-1].row)))


def _doubt_old_letters(sections: Sequence[SectionText]) -> None:
    """Take back every cell whose letters are those of a font of the 1990s that no table turns into Vietnamese."""
    for measure in (one for section in sections for one in section.measures):
        garbled = [column for column, lines in measure.cells.items() if is_undecoded(" ".join(lines))]
        if garbled:
            measure.doubt(Confidence.UNSURE, _GARBLED, garbled)


def plan_of(
    text: PlanText,
    year: int | None = None,
    directory: Directory | None = None,
    holidays: Holidays | None = None,
) -> Plan:
    """Return what the texts of a plan mean, with all that is to be looked at; due days move only by `holidays`."""
    plan = _understood(text, year, directory, holidays)
    return replace(plan, findings=_findings(plan, text, directory))


def findings_of_text(
    text: PlanText, year: int | None = None, directory: Directory | None = None
) -> tuple[Finding, ...]:
    """Return what is to be looked at in the texts of a plan, and nothing of what they mean."""
    return _findings(_understood(text, year), text, directory)


def _understood(
    text: PlanText,
    year: int | None,
    directory: Directory | None = None,
    holidays: Holidays | None = None,
) -> Plan:
    head = text.head
    asked = year or head.year
    stated, groups = quotas("\n".join(text.quotas)) if text.quotas else (None, ())
    return Plan(
        title=head.title,
        kind=head.kind,
        number=head.number,
        date=head.date,
        issuer=head.issuer,
        year=asked,
        head_doubts=tuple(one for one in head.doubts if one.field != YEAR or asked is None),
        sections=sections_of(text.sections, asked, directory, head.date, holidays),
        targets=targets_in(text.sections),
        quotas=groups,
        quota_total=stated,
        account=text.account,
    )


def _findings(plan: Plan, text: PlanText, directory: Directory | None) -> tuple[Finding, ...]:
    return (
        *_of_reading(plan, text.drawn),
        *findings_of_account(text.account),
        *_of_columns(text),
        *findings(plan, text.body, directory),
    )


def findings_of_account(account: WordAccount) -> tuple[Finding, ...]:
    """Return what of a document was not read, with its place in words."""
    pages = map(_of_pages_without_text, _runs(account.pages_without_text))
    return (*pages, *map(_of_told, account.told), *map(_of_unread, account.unread))


def _runs(pages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of pages that follow each other."""
    for _, run in groupby(enumerate(pages), key=lambda one: one[1] - one[0]):
        found = [page for _, page in run]
        yield found[0], found[-1]


def _of_pages_without_text(pages: tuple[int, int]) -> Finding:
    """Pages of a PDF, the first and the last of them, that hold pictures instead of text."""
    first, last = pages
    named = (
        Message("page {page}", page=first)
        if first == last
        else Message("pages {first}–{last}", first=first, last=last)
    )
    why = Message("{place}: {reason}", place=named, reason=_PICTURED)
    return Finding("page_without_text", Severity.WARNING, FindingPlace(page=first), "", _EVERYTHING, why)


def _of_told(told: Told) -> Finding:
    """What was read and looks otherwise in the file."""
    place = told.place
    rows = (place.row, told.last_row or place.row) if place.row else None
    where = FindingPlace(page=place.page, table=place.table, rows=rows)
    return Finding(told.kind.value, Severity.WARNING, where, "", _AS_SEEN, told.why)


def _of_unread(unread: Unread) -> Finding:
    """A stretch of the document that was not read, with its place in words: its text alone may stand elsewhere too."""
    place, last = unread.place, unread.last_row
    rows = (place.row, last or place.row) if place.row else None
    where = FindingPlace(
        page=place.page, table=place.table, rows=rows, line=place.lines[0] if place.lines else None
    )
    found = unread.text if len(unread.text) <= _MOST_SHOWN else f"{unread.text[:_MOST_SHOWN]}…"
    why = Message("{place}: {reason}", place=_words_of(unread), reason=unread.why)
    return Finding("unread", Severity.WARNING, where, found, _EVERYTHING, why)


def _words_of(unread: Unread) -> Message:
    place, last = unread.place, unread.last_row
    if place.table is None or place.row is None:
        return Message("paragraph {number}", number=place.paragraph or 0)
    if unread.column is not None:
        return Message(
            "table {table}, row {row}, column {column}",
            table=place.table,
            row=place.row,
            column=unread.column,
        )
    if last is not None and last > place.row:
        return Message("table {table}, rows {first}–{last}", table=place.table, first=place.row, last=last)
    return Message("table {table}, row {row}", table=place.table, row=place.row)


def _sections(document: TextDocument) -> tuple[list[SectionText], list[str], bool]:
    """The measures, the texts of survey quotas, and whether the measures are only suggestions."""
    prose = sections_of_prose(document.paragraphs)
    from_tables = sections_of_tables(document)
    for measure in (one for section in from_tables for one in section.measures):
        measure.columns = frozenset(measure.cells)
    if not from_tables and is_unordered(document.raw):
        return sections_of_unordered(document.raw), [], True
    structured = [*from_tables, *prose.sections]
    told = sections_of_sentences(document.paragraphs, prose.taken, beside_others=bool(structured))
    return [*structured, *told], prose.quotas, False


def _of_reading(plan: Plan, drawn: bool) -> tuple[Finding, ...]:
    if drawn:
        return (_finding("drawing_order", _DRAWN),)
    if not any(plan.measures()):
        return (_finding("no_measures", _EMPTY),)
    return ()


def _of_columns(text: PlanText) -> Iterator[Finding]:
    """Each column whose cells contradict its heading, once in a table."""
    asked: set[tuple[int | None, str | None]] = set()
    measures = ((section, one) for section in text.sections for one in section.measures)
    for place, (section, measure) in enumerate(measures, start=1):
        for column, why in measure.doubts.items():
            heading = heading_in_doubt(why)
            if heading is not None and (measure.source.table, column) not in asked:
                asked.add((measure.source.table, column))
                at = FindingPlace(section.heading, measure.number, column, measure=place)
                yield Finding("column_in_doubt", Severity.WARNING, at, heading, _AS_HEADED, why)


def _finding(code: str, why: Message) -> Finding:
    expected = Message("a plan with its table or its tasks")
    return Finding(code, Severity.WARNING, FindingPlace(), "", expected, why)


_MOST_SHOWN = 300
_EVERYTHING = Message("every row and cell in the plan, or set aside for a known reason")
_AS_SEEN = Message("a file that shows what it holds")
_UNCOMPUTED = Message(
    "formulas that were never computed, their values are unknown: open the file in Excel, save it, and bring it again"
)
_GARBLED = Message(
    "The letters of this cell are those of an old font (.VnTime, VNI) that could not be "
    "turned into Vietnamese: type it again."
)
_AS_HEADED = Message("a column whose cells hold what its heading says")
_DRAWN = Message(
    "The text was taken from a PDF: the cells of its table follow each other without a mark. Only the deadlines are "
    "read, everything else is a suggestion to check. Give the original Word or PDF file."
)
_PICTURED = Message(
    "nothing was read there, for the page is a picture without text or broken: run text recognition (OCR) on the scan, "
    "or give the original"
)
_EMPTY = Message(
    "The document holds no measures: neither a table of tasks nor tasks with an agency and a deadline. If they are in "
    "an annex, give the annex."
)
