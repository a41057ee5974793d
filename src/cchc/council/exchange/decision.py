"""The draft of the decision that approves the results of a year, with an annex of points, index and ranks for each peer
group: its standard template, and what fills any template of it. It is always marked as a draft: the decision itself is
issued elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc.core.words.messages import Message
from cchc.documents.exchange.decree30 import roman_number
from cchc.documents.exchange.paper import Align, Header, Signature, WordLine, WordPart, WordTable, annex_head
from cchc.documents.exchange.templates import PaperContent
from cchc.documents.exchange.word import paper_bytes
from cchc.texts.speaking import speaker

NEEDED = ("phu_luc",)
SAY = speaker("council", "access", language_code="vi")
ON_BEHALF, CHAIRPERSON = Message("On behalf of the People's Committee"), Message("Chairperson")


@dataclass(frozen=True, slots=True)
class DecisionAnnex:
    """The annex of one peer group: its table, and the notes under it."""

    group: str
    units: int
    table: WordTable
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What a decision says: the province, the year, the minutes it rests on, and its annexes. `is_final`: the points
    are final; `marks` say what they are until then."""

    province: str
    year: int
    minutes: Sequence[str]
    annexes: Sequence[DecisionAnnex]
    is_final: bool
    marks: Sequence[str] = ()


def standard_draft() -> bytes:
    """Return the template that stands until an office brings its own."""
    province, year = "{{ tinh }}", "{{ nam }}"
    committee = Message("People's Committee of {province}", province=province)
    return paper_bytes(
        above=["{{ du_thao }}", "{{ chua_chot }}"],
        header=Header(
            "",
            SAY(committee),
            SAY(Message("No.:       /QĐ-UBND")),
            SAY(Message("…, day …… month …… year ……")),
        ),
        titles=(
            SAY(Message("DECISION")),
            SAY(
                Message("On approving and announcing the results of the PAR index of {year}", year=year),
            ),
        ),
        body=list(_body(province, year)),
        recipients=(
            SAY(Message("Recipients:")),
            SAY(Message("- As Article 3;")),
            SAY(Message("- Ministry of Home Affairs (to report);")),
            SAY(Message("- Filed.")),
        ),
        signatures=(Signature(f"{SAY(ON_BEHALF)}\n{SAY(CHAIRPERSON)}", ""),),
        after=(WordLine("[[phu_luc]]", first=0),),
    )


def draft_content(facts: DecisionFacts) -> PaperContent:
    """Return what fills a template of the draft."""
    not_final = (
        [] if facts.is_final else [SAY(Message("The points are not final: every figure may still change."))]
    )
    listed = tuple(
        WordLine(
            SAY(
                Message(
                    "- Annex {place}: {group}, {count} units.",
                    place=roman_number(place),
                    group=one.group,
                    count=str(one.units),
                )
            )
        )
        for place, one in enumerate(facts.annexes, start=1)
    )
    return PaperContent(
        {
            "du_thao": SAY(Message("DRAFT")),
            "chua_chot": "\n".join([*not_final, *facts.marks]),
            "tinh": facts.province,
            "nam": str(facts.year),
            "so_khoi": str(len(facts.annexes)),
            "so_don_vi": str(sum(one.units for one in facts.annexes)),
        },
        {
            "can_cu_bien_ban": tuple(WordLine(words, italic=True) for words in facts.minutes),
            "danh_muc_phu_luc": listed,
            "phu_luc": tuple(_annexes(facts)),
        },
    )


def _body(province: str, year: str) -> Iterator[WordPart]:
    chair = Message("The People's Committee of {province}", province=province)
    yield WordLine(SAY(chair).upper(), bold=True, align=Align.CENTRE, first=0)
    yield WordLine(SAY(Message("Pursuant to the Law on the Organisation of Local Government;")), italic=True)
    yield WordLine("[[can_cu_bien_ban]]")
    asked = Message("At the proposal of the council for the appraisal of the PAR index.")
    yield WordLine(SAY(asked), italic=True)
    yield WordLine(SAY(Message("DECIDES:")), bold=True, align=Align.CENTRE, first=0)
    announced = Message(
        "To approve and announce the results of the PAR index of {year}, as in the annexes:", year=year
    )
    yield _article(1, announced)
    yield WordLine("[[danh_muc_phu_luc]]")
    yield _article(2, Message("This decision takes effect on the day on which it is signed."))
    carried_out = Message(
        "The Chief of Office of the People's Committee, the heads of the units named in the annexes and those "
        "concerned carry out this decision."
    )
    yield _article(3, carried_out)


def _article(number: int, text: Message) -> WordLine:
    return WordLine(SAY(text), lead=SAY(Message("Article {number}.", number=str(number))))


def _annexes(facts: DecisionFacts) -> Iterator[WordPart]:
    for place, one in enumerate(facts.annexes, start=1):
        titles = (
            Message("ANNEX {place}", place=roman_number(place)),
            Message("RESULTS OF THE PAR INDEX OF {year}", year=str(facts.year)),
            Message("Peer group: {group}", group=one.group),
        )
        attached = Message(
            "(Attached to Decision No.       /QĐ-UBND of                     of the People's Committee of {province})",
            province=facts.province,
        )
        yield from annex_head([SAY(words) for words in titles], SAY(attached))
        yield WordLine(SAY(Message("DRAFT")), bold=True, align=Align.CENTRE, first=0, size=12)
        yield one.table
        for note in one.notes:
            yield WordLine(note, italic=True, align=Align.LEFT, first=0, size=11)
