"""The draft of the decision that approves the results of a year, with an annex of points, index and ranks for each peer
group, as a Word file in the form of Decree 30/2020. It is always marked as a draft: the decision itself is issued
elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cchc.core.words.messages import Message
from cchc.documents.exchange.decree30 import roman_number
from cchc.documents.exchange.paper import Align, Header, NewSection, Signature, WordLine, WordPart, WordTable
from cchc.documents.exchange.word import paper_bytes

Say = Callable[[Message], str]
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


def decision_word(facts: DecisionFacts, say: Say) -> bytes:
    """Return the draft of the decision as the bytes of a .docx file."""
    committee = Message("People's Committee of {province}", province=facts.province)
    not_final = (
        [] if facts.is_final else [say(Message("The points are not final: every figure may still change."))]
    )
    return paper_bytes(
        above=[say(Message("DRAFT")), *not_final, *facts.marks],
        header=Header(
            "",
            say(committee),
            say(Message("No.:       /QĐ-UBND")),
            say(Message("…, day …… month …… year ……")),
        ),
        titles=(
            say(Message("DECISION")),
            say(
                Message(
                    "On approving and announcing the results of the PAR index of {year}", year=str(facts.year)
                )
            ),
        ),
        body=list(_body(facts, say)),
        recipients=(
            say(Message("Recipients:")),
            say(Message("- As Article 3;")),
            say(Message("- Ministry of Home Affairs (to report);")),
            say(Message("- Filed.")),
        ),
        signatures=(Signature(f"{say(ON_BEHALF)}\n{say(CHAIRPERSON)}", ""),),
        after=list(_annexes(facts, say)),
    )


def _body(facts: DecisionFacts, say: Say) -> Iterator[WordPart]:
    chair = Message("The People's Committee of {province}", province=facts.province)
    yield WordLine(say(chair).upper(), bold=True, align=Align.CENTRE, first=0)
    yield WordLine(say(Message("Pursuant to the Law on the Organisation of Local Government;")), italic=True)
    yield from (WordLine(words, italic=True) for words in facts.minutes)
    asked = Message("At the proposal of the council for the appraisal of the PAR index.")
    yield WordLine(say(asked), italic=True)
    yield WordLine(say(Message("DECIDES:")), bold=True, align=Align.CENTRE, first=0)
    announced = Message(
        "To approve and announce the results of the PAR index of {year}, as in the annexes:",
        year=str(facts.year),
    )
    yield _article(1, announced, say)
    for place, one in enumerate(facts.annexes):
        words = Message(
            "- Annex {place}: {group}, {count} units.",
            place=roman_number(place + 1),
            group=one.group,
            count=str(one.units),
        )
        yield WordLine(say(words))
    yield _article(2, Message("This decision takes effect on the day on which it is signed."), say)
    carried_out = Message(
        "The Chief of Office of the People's Committee, the heads of the units named in the annexes and those "
        "concerned carry out this decision."
    )
    yield _article(3, carried_out, say)


def _article(number: int, text: Message, say: Say) -> WordLine:
    return WordLine(say(text), lead=say(Message("Article {number}.", number=str(number))))


def _annexes(facts: DecisionFacts, say: Say) -> Iterator[WordPart]:
    for place, one in enumerate(facts.annexes, start=1):
        yield NewSection()
        for words in (
            Message("ANNEX {place}", place=roman_number(place)),
            Message("RESULTS OF THE PAR INDEX OF {year}", year=str(facts.year)),
            Message("Peer group: {group}", group=one.group),
        ):
            yield WordLine(say(words), bold=True, align=Align.CENTRE, first=0)
        attached = Message(
            "(Attached to Decision No.       /QĐ-UBND of                     of the People's Committee of {province})",
            province=facts.province,
        )
        yield WordLine(say(attached), italic=True, align=Align.CENTRE, first=0)
        yield WordLine(say(Message("DRAFT")), bold=True, align=Align.CENTRE, first=0, size=12)
        yield one.table
        for note in one.notes:
            yield WordLine(note, italic=True, align=Align.LEFT, first=0, size=11)
