"""The annex of the decision that announces a ranking, as a Word file in the layout of official documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.words.messages import Message
from cchc.core.words.numbers import printed_number
from cchc.core.words.ties import PrintedValue
from cchc.documents.exchange.paper import Align, WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes

Say = Callable[[Message], str]
DRAFT = Message("DRAFT")
NOT_SCORED, NOTHING_APPLIES = Message("not fully scored"), Message("not applicable")


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One unit of the annex: what is pending has neither points nor index nor rank, and says that it is `waiting`."""

    rank: int | None
    unit: str
    points: Fraction
    maximum: Fraction
    index: Fraction | None
    printed: PrintedValue | None
    grade: str
    waiting: bool = False


def annex(
    *,
    province: str,
    year: int,
    group: str,
    rows: Sequence[AnnexRow],
    places: int,
    notes: Sequence[Message],
    say: Say,
    above: Sequence[Message] = (),
) -> bytes:
    """The annex as the bytes of a .docx file: a row for each unit in rank order, `notes` under the table. What
    stands `above` says that it is a draft, or by which stage it is computed."""
    titles = (
        say(Message("Annex")),
        say(Message("RESULTS OF THE PAR INDEX OF {year}", year=str(year))),
        say(Message("Peer group: {group}", group=group)),
    )
    attached = Message(
        "(Attached to Decision No.       /QĐ-UBND of                     of the People's Committee of {province})",
        province=province,
    )
    return annex_bytes(
        titles=titles,
        table=annex_table(rows, places, say),
        attached_to=say(attached),
        notes=[say(note) for note in notes],
        above=[say(one) for one in above],
    )


def annex_table(rows: Sequence[AnnexRow], places: int, say: Say) -> WordTable:
    """Return the table of the annex: a row for each unit in rank order."""
    lines = [_line(row, number, places, say) for number, row in enumerate(rows, start=1)]
    return WordTable(_columns(say), lines)


def _columns(say: Say) -> tuple[WordColumn, ...]:
    return (
        WordColumn(say(Message("Serial No.")), 0.9, Align.CENTRE),
        WordColumn(say(Message("Unit")), 4),
        WordColumn(say(Message("Points")), 1.1, Align.RIGHT),
        WordColumn(say(Message("Maximum")), 1.2, Align.RIGHT),
        WordColumn(say(Message("Index %")), 1.2, Align.RIGHT),
        WordColumn(say(Message("Rank")), 1.1, Align.CENTRE),
        WordColumn(say(Message("Class")), 1.6, Align.CENTRE),
    )


def _printed(index: PrintedValue) -> str:
    return ("≈ " if index.about else "") + printed_number(index.value, index.places)


def _line(row: AnnexRow, number: int, places: int, say: Say) -> tuple[str, ...]:
    maximum = printed_number(row.maximum, places)
    if row.printed is None:
        state = say(NOT_SCORED if row.waiting else NOTHING_APPLIES)
        return (str(number), row.unit, "–", maximum, "–", "–", state)
    rank = "–" if row.rank is None else str(row.rank)
    points, index = printed_number(row.points, places), _printed(row.printed)
    return (str(number), row.unit, points, maximum, index, rank, row.grade)
