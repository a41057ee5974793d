"""A submission as a Word file in the official columns, to be signed by the head."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cchc.core.words.messages import Message
from cchc.files.word import Align, Header, WordColumn, WordTable, annex_bytes

Say = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row of the printed sheet, as texts; `strong`: a domain or criterion with leaves below."""

    number: str
    name: str
    maximum: str
    figures: str
    evidence: str
    points: str
    note: str
    strong: bool = False


def sheet_document(
    *,
    unit: str,
    superior: str,
    year: int,
    number: int,
    total: str,
    maximum: str,
    seal: str,
    rows: Sequence[PrintedRow],
    say: Say,
) -> bytes:
    """Return a submission as the bytes of a .docx file, in landscape: the official columns, the total below, the seal
    of the content in small type."""
    titles = (
        say(Message("Sheet of self-scoring")),
        say(Message("PAR INDEX OF {year}", year=str(year))),
        say(Message("Submission {number}", number=str(number))),
    )
    columns = (
        WordColumn(say(Message("No. in the set")), 0.8),
        WordColumn(say(Message("Criterion")), 3.4),
        WordColumn(say(Message("Maximum points")), 0.9, Align.RIGHT),
        WordColumn(say(Message("Declared figures")), 3.2),
        WordColumn(say(Message("Evidence documents")), 2.2),
        WordColumn(say(Message("Points of the self-score")), 0.9, Align.RIGHT),
        WordColumn(say(Message("Appraised points")), 0.9, Align.RIGHT),
        WordColumn(say(Message("Note")), 1.6),
    )
    lines = [
        (row.number, row.name, row.maximum, row.figures, row.evidence, row.points, "", row.note)
        for row in rows
    ]
    lines.append(("", say(Message("Total")), maximum, "", "", total, "", ""))
    strong = frozenset([*(place for place, row in enumerate(rows) if row.strong), len(rows)])
    return annex_bytes(
        titles=titles,
        table=WordTable(columns, lines, strong),
        header=Header(superior, unit, say(Message("No.: ……")), say(Message("……, day … month … year ……"))),
        notes=(say(Message("Seal of the content (SHA-256): {seal}", seal=seal)),),
        landscape=True,
    )
