"""The plan as an Excel workbook, to be edited, printed and brought back.

    content = plan_workbook(title, sections, say)

The last column holds the codes by which sections (M-3) and measures (NV-17) are known again; a row without a code is
new. A hidden sheet keeps what the plan held when the file was given out, so that what others change meanwhile is told
from what is edited in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from cchc.core.plans.budgets import BudgetSum, budget_sum
from cchc.core.plans.columns import BUDGET, BY_KEY, NUMBER, TASK
from cchc.core.words.messages import Message
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.plans.exchange.sheet import (
    CODE_HEADING,
    GIVEN_OUT,
    HEADINGS,
    MEASURE_CODE,
    SECTION_CODE,
    SheetRow,
    SheetSection,
    section_title,
)

Say = Callable[[Message], str]
_LONG_WIDTH, _NARROWEST, _WIDEST = 45.0, 28.0, 62.0


def plan_workbook(title: str, sections: Sequence[SheetSection], say: Say) -> bytes:
    """The plan as an .xlsx file to be edited and printed, with sheets that say what it costs and how the file is used,
    and one that is hidden.

    Columns that are empty in every row and seldom used (objective, activity, shortcomings) are there but hidden.
    """
    used = {key for section in sections for row in section.rows for key in HEADINGS if row.text(key)}
    hidden = {key for key in HEADINGS if BY_KEY[key].is_seldom and key not in used} if used else set()
    widths = _widths(sections, hidden)
    columns = [
        SheetColumn(
            heading,
            widths.get(key, _LONG_WIDTH),
            centred=key == NUMBER,
            text=True,
            hidden=key in hidden,
        )
        for key, heading in HEADINGS.items()
    ]
    stands = any(row.withdrawn for section in sections for row in section.rows)
    if stands:
        columns.append(SheetColumn(say(Message("Where it stands")), 14, centred=True, text=True))
    note = say(Message("By this code a row is known again. In a new row the cell stays empty."))
    columns.append(SheetColumn(CODE_HEADING, 11, note=note, centred=True, text=True, quiet=True))
    keys = list(HEADINGS)
    wide = next(key for key in keys[1:] if key not in hidden)
    rows: list[list[Written]] = []
    spans: dict[int, tuple[int, int]] = {}
    for position, section in enumerate(sections):
        if position or not section.rows or not section.is_headless:
            spans[len(rows)] = (keys.index(wide), len(keys) - 1)
            rows.append(_section_row(section, wide, [None] * stands))
        rows.extend(_measure_row(row, _standing(row, say) * stands) for row in section.rows)
    plan = Sheet(say(Message("Plan")), columns, rows, (title,), frozenset(spans), spans)
    guidance = _guidance(say, [heading for key, heading in HEADINGS.items() if key in hidden])
    return workbook_bytes([plan, *_budget(sections, say), guidance, _given_out(sections)])


def _budget(sections: Sequence[SheetSection], say: Say) -> list[Sheet]:
    """What the sections and the whole plan cost, on a sheet of its own; none where no measure says anything of it."""
    sums = [
        (section_title(section), budget_sum(row.text(BUDGET) for row in section.rows if not row.withdrawn))
        for section in sections
    ]
    whole = sum((found for _title, found in sums), BudgetSum())
    if not whole.says_anything:
        return []
    columns = (
        SheetColumn(say(Message("Section")), 60),
        SheetColumn(say(Message("Measures with an amount")), 18, number=Places()),
        SheetColumn(say(Message("Sum in đồng")), 22, number=Places(0, 4)),
        SheetColumn(say(Message("Rows without an amount")), 18, number=Places()),
        SheetColumn(say(Message("Rows left empty")), 18, number=Places()),
    )
    rows: list[list[Written]] = [
        [title, found.counted, found.dong, found.unsaid, found.empty]
        for title, found in [*sums, (say(Message("Whole plan")), whole)]
    ]
    return [Sheet(say(Message("Budget")), columns, rows, strong=frozenset({len(sums)}))]


def _given_out(sections: Sequence[SheetSection]) -> Sheet:
    """Every section and measure as they are now, on a sheet that people do not see."""
    columns = [SheetColumn(heading, text=True) for heading in (*HEADINGS.values(), CODE_HEADING)]
    rows = [
        line
        for section in sections
        for line in (_section_row(section, TASK), *map(_measure_row, section.rows))
    ]
    return Sheet(GIVEN_OUT, columns, rows, hidden=True)


def _widths(sections: Sequence[SheetSection], hidden: Container[str]) -> dict[str, float]:
    """The widths of the columns; those of long texts share the room by how much they hold, so that rows stay low."""
    fixed = {key: width for key in HEADINGS if (width := BY_KEY[key].width) is not None}
    amounts = {
        key: 1 + sum(len(row.text(key)) for section in sections for row in section.rows)
        for key in HEADINGS
        if key not in fixed and key not in hidden
    }
    room = _LONG_WIDTH * len(amounts) / sum(amounts.values())
    shares = {key: min(max(amount * room, _NARROWEST), _WIDEST) for key, amount in amounts.items()}
    return fixed | {key: round(width) for key, width in shares.items()}


def _section_row(section: SheetSection, wide: str, beside: Sequence[Written] = ()) -> list[Written]:
    texts = {NUMBER: section.number, wide: section.heading}
    return [*(texts.get(key) or None for key in HEADINGS), *beside, _code(SECTION_CODE, section.key)]


def _measure_row(row: SheetRow, beside: Sequence[Written] = ()) -> list[Written]:
    return [*(row.text(key) or None for key in HEADINGS), *beside, _code(MEASURE_CODE, row.key)]


def _standing(row: SheetRow, say: Say) -> list[Written]:
    """What stands beside a measure in a plan that was amended."""
    return [say(Message("withdrawn")) if row.withdrawn else None]


def _code(kind: str, key: str) -> str | None:
    return f"{kind}-{key}" if key else None


def _guidance(say: Say, hidden: Sequence[str]) -> Sheet:
    lines = [
        say(
            Message(
                "Edit the table on the first sheet, save it as .xlsx and hand it in: every change is shown before it "
                "is applied."
            )
        ),
        say(
            Message(
                "A new measure: insert a row and leave its code empty. A measure that goes: delete its whole row. A "
                "measure that moves: cut its whole row and insert it elsewhere. A new section: copy the row of a "
                "section, write the new heading, clear the code."
            )
        ),
        say(Message("Do not change the headings and the codes in the last column.")),
    ]
    if hidden:
        lines.append(
            say(
                Message(
                    "Columns that are empty are hidden; show them to fill them: {columns}.",
                    columns=tuple(hidden),
                )
            )
        )
    columns = (
        SheetColumn("", 5, centred=True),
        SheetColumn(say(Message("How to use this file")), 110),
    )
    return Sheet(
        say(Message("Guidance")), columns, [[str(at), line] for at, line in enumerate(lines, start=1)]
    )
