"""A plan as an official paper in Word: what it says in a table on an annex, or in prose.

    content = plan_paper(head, sections, PlanLayout.TABLE)

The head is a plan's document as far as it is known; what is not (number, day) stays open, to be put in by the office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc.documents.exchange.decree30 import (
    END,
    NOTE_SIZE,
    date_inside_a_sentence,
    place_and_date,
    roman_number,
)
from cchc.documents.exchange.paper import Align, Header, Signature, WordLine, WordPart, annex_head
from cchc.documents.exchange.word import paper_bytes
from cchc.plans.exchange.printed_prose import number_after, prose_lines
from cchc.plans.exchange.printed_table import (
    PrintedSection,
    columns_of,
    count_of_measures,
    plan_table,
    target_table,
)

REFORM, REMEDIATION = "reform", "remediation"
DECISION = "Quyết định"
_FEW_COLUMNS = 5  # which still stand on an upright page
_ANNEX_TITLES: Mapping[str, str] = {
    REFORM: "NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM {year}",
    REMEDIATION: "NHIỆM VỤ, GIẢI PHÁP KHẮC PHỤC TỒN TẠI, HẠN CHẾ NĂM {year}",
}


class PlanLayout(StrEnum):
    """How the measures of a plan are printed; the values stand in addresses."""

    TABLE = "bang"
    PROSE = "loi-van"


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """What stands around the measures of a plan.

    `kind` is that of the plan; `superior` (may be empty) and `issuer` are the offices, `number` with symbol and `on` of
    its document (may be empty, None), `symbol` what then stands behind the open number; `grounds` a legal basis a line;
    `notes` stand under the measures, `beneath` under the title; a draft says so on top.
    """

    kind: str
    title: str
    year: int
    superior: str
    issuer: str
    place: str
    number: str
    symbol: str
    on: date | None
    signature: Signature
    recipients: Sequence[str]
    grounds: Sequence[str] = ()
    notes: Sequence[str] = ()
    beneath: str = ""
    is_draft: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands in the middle above the text: the kind of paper, and what it is about."""
        about = self.title.removeprefix("Kế hoạch ")
        return tuple(filter(None, ("Kế hoạch", f"{about[:1].upper()}{about[1:]}", self.beneath)))

    @property
    def inside_a_sentence(self) -> str:
        """The title as another paper speaks of it."""
        about = self.title.removeprefix("Kế hoạch ")
        return f"Kế hoạch {about if about.isupper() else about[:1].lower() + about[1:]}"

    @property
    def named(self) -> str:
        """The plan by its document, as other papers name it."""
        number = self.number or f"      /{self.symbol}"
        on = date_inside_a_sentence(self.on) if self.on else f"    /    /{self.year}"
        return f"{DECISION if self.is_decision else 'Kế hoạch'} số {number} ngày {on} của {self.issuer}"

    @property
    def is_decision(self) -> bool:
        """Whether the document is a decision, by its symbol: some offices amend their plans by one."""
        return "/QĐ" in self.number

    @property
    def header(self) -> Header:
        """The block on top of the paper; number and day are open as long as nobody knows them."""
        number = f"Số: {self.number}" if self.number else f"Số:        /{self.symbol}"
        open_day = f"{self.place}, ngày      tháng      năm {self.year}".removeprefix(", ")
        day = place_and_date(self.place, self.on) if self.on else open_day
        return Header(self.superior, self.issuer, number, day)


def plan_paper(head: PrintedHead, sections: Sequence[PrintedSection], form: PlanLayout) -> bytes:
    """Return a plan as the bytes of a .docx file; the same plan gives the same bytes."""
    in_prose = form is PlanLayout.PROSE
    return _paper(
        head,
        titles=head.titles,
        body=[
            *_opening(head, sections, in_prose),
            *(_prose(head, sections) if in_prose else [_closing(head)]),
        ],
        annexes=_annexes(head, sections, in_prose),
    )


def amendment_paper(
    head: PrintedHead, original: PrintedHead, sections: Sequence[PrintedSection], withdrawn: Sequence[str]
) -> bytes:
    """Return the plan that amends the `original` as the bytes of a .docx file: `sections` hold the measures as they are
    from now on, `withdrawn` names those that are no longer part of it."""
    changed = count_of_measures(sections)
    lines = []
    if changed:
        lines.append(
            f"Sửa đổi, bổ sung {changed:02} nhiệm vụ của {original.named}; nội dung sau khi sửa đổi, bổ sung tại Phụ "
            "lục kèm theo."
        )
    if withdrawn:
        lines.append(f"Bãi bỏ {len(withdrawn):02} nhiệm vụ của {original.named}: {'; '.join(withdrawn)}.")
    lines.append(f"Các nội dung khác của {original.named} không thay đổi.")
    annexes: list[WordPart] = []
    if changed:
        titles = ("PHỤ LỤC", "NHIỆM VỤ ĐƯỢC SỬA ĐỔI, BỔ SUNG")
        annexes += [
            *annex_head(titles, f"(Kèm theo {head.named})", landscape=True),
            plan_table(sections, head.kind),
        ]
    about = f"ửa đổi, bổ sung {original.inside_a_sentence}"
    return _paper(
        head,
        titles=(DECISION, f"Về việc s{about}") if head.is_decision else ("Kế hoạch", f"S{about}"),
        body=[*_grounds(head), *_enacted(head, lines)],
        annexes=annexes,
    )


def _enacted(head: PrintedHead, lines: Sequence[str]) -> list[WordPart]:
    """What an amendment says: the articles of a decision, or the sentences of a plan."""
    if not head.is_decision:
        return [*map(WordLine, lines), _closing(head)]
    articles = [
        *lines,
        f"Thủ trưởng các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành {DECISION} này{END}",
    ]
    named = WordLine(f"{DECISION.upper()}:", bold=True, align=Align.CENTRE, first=0)
    return [named, *(WordLine(one, lead=f"Điều {place}.") for place, one in enumerate(articles, start=1))]


def _paper(
    head: PrintedHead, *, titles: Sequence[str], body: Sequence[WordPart], annexes: Sequence[WordPart]
) -> bytes:
    return paper_bytes(
        header=head.header,
        titles=titles,
        body=body,
        above=("Dự thảo", "Kế hoạch chưa được ban hành") if head.is_draft else (),
        signatures=(head.signature,),
        recipients=head.recipients,
        after=annexes,
    )


def _opening(head: PrintedHead, sections: Sequence[PrintedSection], in_prose: bool) -> list[WordPart]:
    count = count_of_measures(sections)
    where = "như sau:" if in_prose else "tại Phụ lục kèm theo."
    said = (
        f"{head.issuer} ban hành Kế hoạch gồm {count:02} nhiệm vụ; sản phẩm, cơ quan thực hiện và thời gian thực hiện "
        f"của từng nhiệm vụ {where}"
    )
    return [*_grounds(head), WordLine(said)]


def _prose(head: PrintedHead, sections: Sequence[PrintedSection]) -> Iterator[WordPart]:
    """The measures; below a heading of its own, which ends the last of them, what all are asked for."""
    yield from prose_lines(sections, head.kind)
    yield from _notes(head)
    if number := number_after([section.number for section in sections]):
        yield WordLine(f"{number}. Tổ chức thực hiện", bold=True)
        yield _closing(head)


def _grounds(head: PrintedHead) -> list[WordPart]:
    """The legal basis: each on a line that ends with a semicolon, the last with a full stop."""
    lines = [one.strip().rstrip(";.,") for one in head.grounds if one.strip()]
    ends = [";"] * (len(lines) - 1) + ["."]
    return [WordLine(f"{line}{end}", italic=True) for line, end in zip(lines, ends, strict=False)]


def _closing(head: PrintedHead) -> WordLine:
    said = "Các cơ quan, đơn vị có tên trong Kế hoạch nghiêm túc thực hiện, định kỳ báo cáo"
    return WordLine(f"{said} {head.issuer}{END}")


def _annexes(head: PrintedHead, sections: Sequence[PrintedSection], in_prose: bool) -> list[WordPart]:
    """The annex with the table of measures, and that with the targets where the plan has some."""
    titles: list[tuple[str, WordPart, bool]] = []
    if not in_prose:
        wide = len(columns_of(sections, head.kind)) > _FEW_COLUMNS
        name = _ANNEX_TITLES.get(head.kind, _ANNEX_TITLES[REFORM]).format(year=head.year)
        titles.append((name, plan_table(sections, head.kind), wide))
    if any(section.targets for section in sections):
        titles.append((f"CHỈ TIÊU NĂM {head.year}", target_table(sections), True))
    parts: list[WordPart] = []
    for place, (title, table, wide) in enumerate(titles, start=1):
        number = f"PHỤ LỤC {roman_number(place)}" if len(titles) > 1 else "PHỤ LỤC"
        parts += [*annex_head((number, title), f"(Kèm theo {head.named})", landscape=wide), table]
        if place == 1 and not in_prose:
            parts += _notes(head)
    return parts


def _notes(head: PrintedHead) -> list[WordPart]:
    return [
        WordLine(note, italic=True, align=Align.LEFT, first=0, size=NOTE_SIZE) for note in head.notes if note
    ]
