"""A periodic report as an official paper (Word): its outline as text, its annexes on their side. Like every paper of
an office it is in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.documents.exchange.decree30 import END, TEXT_SIZE, place_and_date
from cchc.documents.exchange.paper import (
    Align,
    Header,
    NewSection,
    Signature,
    WordColumn,
    WordLine,
    WordPart,
    WordTable,
)
from cchc.documents.exchange.word import paper_bytes

KIND = "Báo cáo"


@dataclass(frozen=True, slots=True)
class ReportedSection:
    """A section of the outline as it is printed: number, title, how deep it stands (from 1), and its text."""

    number: str
    title: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class PrintedAnnex:
    """An annex as it is printed: number, title, and its rows as texts of the seven columns."""

    number: str
    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """What the paper says.

    `superior` stands above `issuer` in the head (may be empty); `number` and `symbol` make the number of the paper;
    `name` and `period` are the title; `before` names the report before; `missing` tells in sentences what has not
    come, a line each; `seal` is the hash of what was frozen, empty while the figures are provisional.
    """

    superior: str
    issuer: str
    number: str
    symbol: str
    place: str
    signature: Signature
    recipients: tuple[str, ...]
    on: date
    name: str
    period: str
    basis: str
    data_from: date
    data_to: date
    sections: tuple[ReportedSection, ...]
    annexes: tuple[PrintedAnnex, ...]
    before: str = ""
    missing: tuple[str, ...] = ()
    seal: str = ""


def report_word(paper: ReportPaper) -> bytes:
    """Return the report as the bytes of a .docx file; the same report gives the same bytes."""
    return paper_bytes(
        header=Header(
            paper.superior,
            paper.issuer,
            f"Số: {_symbol(paper)}",
            place_and_date(paper.place, paper.on),
        ),
        titles=(KIND, _without_kind(paper.name), paper.period),
        above=() if paper.seal else ("TẠM TÍNH", "Số liệu chưa chốt, còn có thể thay đổi"),
        body=tuple(_body(paper)),
        recipients=paper.recipients,
        signatures=(paper.signature,),
        after=tuple(_annexes(paper)),
    )


def _symbol(paper: ReportPaper) -> str:
    """The number with its symbol; some type both at once."""
    return paper.number if "/" in paper.number else f"{paper.number or '       '}/{paper.symbol}"


def _without_kind(name: str) -> str:
    """Return the name of a report as it stands below its kind: “Báo cáo cải cách …” is “Cải cách …” there."""
    rest = name.removeprefix(f"{KIND} ")
    return rest[:1].upper() + rest[1:]


def _body(paper: ReportPaper) -> Iterator[WordPart]:
    days = f"số liệu từ ngày {paper.data_from:%d/%m/%Y} đến ngày {paper.data_to:%d/%m/%Y}"
    basis = f"Thực hiện {paper.basis}, " if paper.basis else ""
    yield WordLine(f"{basis}{paper.issuer} báo cáo như sau ({days}):")
    for at, one in enumerate(paper.sections):
        title = one.title.upper() if one.level == 1 else one.title
        yield WordLine(f"{one.number}. {title}", bold=one.level <= 2, italic=one.level > 2)
        lines = [line for part in one.text.splitlines() if (line := part.strip())]
        if not lines and not _has_sections(paper.sections, at):
            yield WordLine("Chưa có nội dung.", italic=True)
        yield from map(WordLine, lines)
    for line in paper.missing:
        yield WordLine(line, italic=True)
    yield WordLine(f"Số liệu chi tiết tại phụ lục kèm theo{END}")


def _has_sections(sections: Sequence[ReportedSection], at: int) -> bool:
    """Whether a section has others below it, which say what it does not."""
    return at + 1 < len(sections) and sections[at + 1].level > sections[at].level


def _columns(paper: ReportPaper) -> tuple[WordColumn, ...]:
    before = f"Kỳ trước ({paper.before})" if paper.before else "Kỳ trước"
    return (
        WordColumn("STT", 0.7, Align.CENTRE),
        WordColumn("Chỉ tiêu", 4.6),
        WordColumn("Đơn vị tính", 1.1, Align.CENTRE),
        WordColumn("Kỳ báo cáo", 1.2, Align.RIGHT),
        WordColumn(before, 1.4, Align.RIGHT),
        WordColumn("Cùng kỳ năm trước", 1.2, Align.RIGHT),
        WordColumn("Ghi chú", 2.4),
    )


def _annexes(paper: ReportPaper) -> Iterator[WordPart]:
    number = f"số {_symbol(paper)}" if paper.number else f"số .../{paper.symbol}"
    with_it = f"(Kèm theo Báo cáo {number} ngày {paper.on:%d/%m/%Y} của {paper.issuer})"
    columns = _columns(paper)
    for annex in paper.annexes:
        yield NewSection(landscape=True)
        yield WordLine(f"Phụ lục {annex.number}", bold=True, align=Align.CENTRE, first=0)
        yield WordLine(annex.title.upper(), bold=True, align=Align.CENTRE, first=0, size=TEXT_SIZE)
        yield WordLine(with_it, italic=True, align=Align.CENTRE, first=0)
        yield WordTable(columns, annex.rows)
    if paper.seal:
        yield WordLine(f"Mã chốt số liệu: {paper.seal[:16]}", italic=True, first=0)
