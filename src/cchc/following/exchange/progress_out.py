"""The records of a unit as an Excel workbook, to be filled in elsewhere and brought back.

A hidden sheet keeps what each record held when the file was given out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.core.words.messages import Message
from cchc.files.sheets import Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.following.exchange.progress_file import (
    CODE,
    DONE_ON,
    DUE,
    FIGURES,
    GIVEN_OUT,
    HEADINGS,
    NUMBER,
    OUTPUT,
    PARTS,
    PERCENT,
    PERIOD,
    PLAN,
    REASON,
    STATE,
    STATES,
    TEXT,
    UNIT,
    WHAT,
)

Say = Callable[[Message], str]
WIDTHS = {
    PLAN: 24,
    NUMBER: 6,
    WHAT: 40,
    OUTPUT: 26,
    PERIOD: 10,
    DUE: 12,
    STATE: 20,
    PERCENT: 8,
    DONE_ON: 13,
    TEXT: 34,
    FIGURES: 24,
    REASON: 24,
    CODE: 8,
}  # fmt: skip; one sheet of paper wide
TYPED = frozenset(PARTS.values()) - {PERCENT}


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """A record as it is given out: what its measure says, its period as people call it, its day, and its cells as
    machine texts by their parts."""

    record: int
    plan: str
    number: str
    what: str
    output: str
    period: str
    due: date | None
    done_on: date | None
    cells: Mapping[str, str]


def progress_workbook(
    titles: Sequence[str], unit: str, lines: Sequence[ProgressLine], words: Mapping[str, str], say: Say
) -> bytes:
    """Return the records of `unit` as an .xlsx file: the rows, a page of guidance, and what was given out; `words` are
    the states as the file words them, by their codes."""
    columns = [
        SheetColumn(
            heading,
            WIDTHS.get(heading, 16),
            choices=tuple(STATES.values()) if heading == STATE else (),
            centred=heading == NUMBER,
            text=heading in TYPED or heading == NUMBER,
            quiet=heading == CODE,
        )
        for heading in HEADINGS
    ]
    rows = [_row(line, words) for line in lines]
    sheet = Sheet(say(Message("Progress")), columns, rows, tuple(titles), frozen_columns=2)
    return workbook_bytes([sheet, _guidance(say), _given_out(unit, lines)])


def _row(line: ProgressLine, words: Mapping[str, str]) -> list[Written]:
    cells = line.cells
    held: dict[str, Written] = {PARTS[part]: text or None for part, text in cells.items()}
    held |= {
        CODE: line.record,
        PLAN: line.plan,
        NUMBER: line.number or None,
        WHAT: line.what,
        OUTPUT: line.output or None,
        PERIOD: line.period,
        DUE: line.due,
        STATE: words[cells["state"]],
        PERCENT: int(cells["percent"]) if cells["percent"] else None,
        DONE_ON: line.done_on,
    }
    return [held.get(heading) for heading in HEADINGS]


def _given_out(unit: str, lines: Sequence[ProgressLine]) -> Sheet:
    """Every cell as it is now, on a sheet that people do not see."""
    columns = [SheetColumn(heading, text=True) for heading in (CODE, STATE, TEXT)]
    rows: list[list[Written]] = [["", UNIT, unit]]
    rows += [[str(line.record), part, text] for line in lines for part, text in line.cells.items() if text]
    return Sheet(GIVEN_OUT, columns, rows, hidden=True)


def _guidance(say: Say) -> Sheet:
    lines = [
        Message("Choose “Trạng thái” from the list of the cell; “Đang thực hiện” has its percentage beside it."),
        Message("“Dừng thực hiện theo văn bản” needs the number of the document, “Không thực hiện” a reason."),
        Message("Behind each name in “Số liệu đạt được” write how much there is: “lớp bồi dưỡng: 3”."),
        Message("Documents are linked on the page of the measure; “Hoàn thành” counts from the day on the document."),
        Message("Do not change the headings and the column “Mã”. Rows that you delete change nothing."),
        Message("Hand the file in on the page of my measures: every change is shown before it is applied."),
    ]  # fmt: skip
    columns = (SheetColumn("", 5, centred=True), SheetColumn(say(Message("How to use this file")), 110))
    rows: list[list[Written]] = [[str(at), say(line)] for at, line in enumerate(lines, start=1)]
    return Sheet(say(Message("Guidance")), columns, rows)
