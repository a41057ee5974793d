"""A sheet as the lines of its Excel file, and what the cells hold now."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import override

from cchc.access.practising import MARK, year_in_files
from cchc.core.words.messages import Message
from cchc.self_scoring.exchange.printed_sheet import Issuer, place_words, printed_sheet
from cchc.self_scoring.exchange.sheet_file import TEXTS, CellKey, parts_of
from cchc.self_scoring.exchange.sheet_out import SheetOutLine, sheet_workbook
from cchc.self_scoring.models import EvidenceLink, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.sheet import LeafKind, LeafView, SheetLine, SheetView, sheet_view
from cchc.texts.speaking import speaker
from cchc.units.queries.offices import COMMITTEES, office_name, place_name, superior_office

STATES = {LeafKind.SURVEY: Message("Survey"), LeafKind.NOT_APPLICABLE: Message("Not applicable")}


def sheet_content(sheet: UnitSheet) -> bytes:
    """Return the Excel file of a sheet as it stands; its headings are always Vietnamese."""
    say = speaker("self_scoring", "access", language_code="vi")
    view = sheet_view(sheet)
    participant = sheet.participant
    titles = (
        say(Message("SELF-SCORING SHEET, {year}", year=str(view.year))),
        participant.name,
        view.criteria.title,
        *([say(MARK)] if participant.cycle.practice else []),
    )
    year = year_in_files(view.year, practice=participant.cycle.practice)
    with override("vi"):
        lines = [_line(line, say) for line in view.rows]
    return sheet_workbook(titles, participant.name, year, lines, say)


def _line(line: SheetLine, say: Any) -> SheetOutLine:
    leaf = line.leaf
    if leaf is None:
        return SheetOutLine(line.node, line.ledger.points)
    if not leaf.kind.is_answered:
        return SheetOutLine(line.node, None, say(STATES[leaf.kind]))
    return SheetOutLine(
        line.node,
        leaf.points,
        evidence="\n".join(map(link_words, leaf.evidence)),
        cells=_cells(leaf),
    )


def link_words(link: EvidenceLink) -> str:
    """Return a linked document as an official names it: number, day, issuer, summary, page."""
    document = link.document
    day = f"ngày {document.date:%d/%m/%Y}" if document.date else ""
    head = " ".join(part for part in (document.kind, document.number, day) if part)
    said = (head, document.issuer, document.title, *place_words(len(document.files), link.part, link.page))
    return ", ".join(part for part in said if part)


def _cells(leaf: LeafView) -> dict[str, str]:
    return {part: part_of(leaf.content, part) for part in parts_of(leaf.node) if part_of(leaf.content, part)}


def part_of(content: AnswerContent, part: str) -> str:
    """Return a part of an answer as a machine text; empty where nothing is given."""
    if part.startswith("figure-"):
        return content.figures.get(part.removeprefix("figure-"), "")
    text: str = getattr(content, part)
    return text


def cells_now(view: SheetView) -> dict[CellKey, str]:
    """Return what the cells of a sheet hold now, as machine texts."""
    return {
        CellKey(leaf.node.number, part): part_of(leaf.content, part)
        for leaf in view.own_leaves()
        for part in parts_of(leaf.node)
    }


def part_words(leaf: LeafView, part: str) -> str:
    """Return a part of an answer by its name in the file: the label of the figure, or the heading of the column."""
    if part.startswith("figure-"):
        return leaf.node.declared()[part.removeprefix("figure-")].label
    return TEXTS.get(part, "Điểm tự chấm")


def printed_content(submission: SheetSubmission) -> bytes:
    """Return a submission in official form as the bytes of a Word file."""
    return printed_sheet(
        submission.content,
        number=submission.number,
        sha256=submission.sha256,
        on=localtime(submission.at).date(),
        issuer=_issuer(submission),
        taken_in=submission.taken_in,
        signed=submission.signed.sha256 if submission.signed is not None else "",
        say=speaker("self_scoring", "access", language_code="vi"),
        practice=submission.sheet.participant.cycle.practice,
    )


def _issuer(submission: SheetSubmission) -> Issuer:
    """Return who hands a submission in, as Decree 30 names it: a commune by its People's Committee, which has no body
    above it in the head of a document; others below theirs, at the place of the province."""
    participant = submission.sheet.participant
    unit, above = participant.unit, participant.unit.parent
    is_committee = unit.kind in COMMITTEES
    place = participant.name if is_committee else above.name if above is not None else ""
    return Issuer(
        superior=superior_office(unit),
        name=office_name(participant.name, unit.kind),
        place=place_name(place),
        signer="" if submission.taken_in else submission.person,
    )
