"""A periodic report as an official paper (Word): its outline as text, its annexes on their side. Like every paper of
an office it is in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator
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
COLUMNS = (
    WordColumn("STT", 0.7, Align.CENTRE),
    WordColumn("Chỉ tiêu", 4.6),
    WordColumn("Đơn vị tính", 1.1, Align.CENTRE),
    WordColumn("Kỳ báo cáo", 1.2, Align.RIGHT),
    WordColumn("Kỳ trước", 1.2, Align.RIGHT),
    WordColumn("Cùng kỳ năm trước", 1.2, Align.RIGHT),
    WordColumn("Ghi chú", 2.6),
)


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
    `signer` is the position that signs, a line each; `name` and `period` are the title; `missing` tells in sentences
    what has not come, a line each; `seal` is the hash of what was frozen, empty while the figures are provisional.
    """

    superior: str
    issuer: str
    number: str
    symbol: str
    place: str
    signer: str
    on: date
    name: str
    period: str
    basis: str
    data_from: date
    data_to: date
    sections: tuple[ReportedSection, ...]
    annexes: tuple[PrintedAnnex, ...]
    missing: tuple[str, ...] = ()
    seal: str = ""


def report_word(paper: ReportPaper) -> bytes:
    """Return the report as the bytes of a .docx file; the same report gives the same bytes."""
    symbol = f"{paper.number or '       '}/{paper.symbol}"
    if "/" in paper.number:  # typed with its symbol
        symbol = paper.number
    return paper_bytes(
        header=Header(
            paper.superior,
            paper.issuer,
            f"Số: {symbol}",
            place_and_date(paper.place, paper.on),
        ),
        titles=(KIND, _without_kind(paper.name), paper.period),
        above=() if paper.seal else ("TẠM TÍNH", "Số liệu chưa chốt, còn có thể thay đổi"),
        body=tuple(_body(paper)),
        recipients=(
            "Nơi nhận:",
            "- Bộ Nội vụ;" if not paper.superior else f"- {paper.superior};",
            "- Lưu: VT.",
        ),
        signatures=(Signature(paper.signer, ""),),
        after=tuple(part for annex in paper.annexes for part in _annex(annex)),
    )


def _without_kind(name: str) -> str:
    """Return the name of a report as it stands below its kind: “Báo cáo cải cách …” is “Cải cách …” there."""
    rest = name.removeprefix(f"{KIND} ")
    return rest[:1].upper() + rest[1:]


def _body(paper: ReportPaper) -> Iterator[WordPart]:
    days = f"số liệu từ ngày {paper.data_from:%d/%m/%Y} đến ngày {paper.data_to:%d/%m/%Y}"
    basis = f"Thực hiện {paper.basis}, " if paper.basis else ""
    yield WordLine(f"{basis}{paper.issuer} báo cáo như sau ({days}):")
    for one in paper.sections:
        title = one.title.upper() if one.level == 1 else one.title
        yield WordLine(f"{one.number}. {title}", bold=one.level <= 2, italic=one.level > 2)
        for line in filter(None, (part.strip() for part in one.text.splitlines())):
            yield WordLine(line)
    for line in paper.missing:
        yield WordLine(line, italic=True)
    closing = "Số liệu chi tiết tại phụ lục kèm theo"
    yield WordLine(
        f"{closing}{END}" if not paper.seal else f"{closing}; mã chốt số liệu: {paper.seal[:16]}{END}"
    )


def _annex(annex: PrintedAnnex) -> Iterator[WordPart]:
    yield NewSection(landscape=True)
    yield WordLine(f"Phụ lục {annex.number}", bold=True, align=Align.CENTRE, first=0)
    yield WordLine(annex.title.upper(), bold=True, align=Align.CENTRE, first=0, size=TEXT_SIZE)
    yield WordTable(COLUMNS, annex.rows)
