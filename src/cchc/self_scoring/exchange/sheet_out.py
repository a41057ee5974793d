"""A sheet as an Excel workbook in the official columns, to be filled in elsewhere and brought back.

A criterion with several figures has a row for each. A hidden sheet keeps what the file held when it was given out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import FigureKind, Variable
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import Message
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.scores.exchange.form import in_cell, written_figure
from cchc.self_scoring.exchange.sheet_file import (
    COMPUTED,
    EVIDENCE,
    FIGURE,
    GIVEN_OUT,
    HEADINGS,
    MAXIMUM,
    NAME,
    NOTE,
    NUMBER,
    POINTS,
    PROVISIONAL,
    REASON,
    REQUIRED,
    RULE,
    TEXTS,
    UNIT,
    VALUE,
    YEAR,
    CellKey,
)

Say = Callable[[Message], str]
WIDTHS = {
    NUMBER: 7,
    NAME: 30,
    MAXIMUM: 8,
    FIGURE: 30,
    VALUE: 13,
    RULE: 36,
    REQUIRED: 27,
    EVIDENCE: 28,
    POINTS: 9,
    REASON: 24,
    PROVISIONAL: 22,
    NOTE: 24,
}  # fmt: skip; one sheet of paper wide


@dataclass(frozen=True, slots=True)
class SheetOutLine:
    """A line of the sheet as it is given out: a domain or criterion with its subtotal, or a leaf with what it holds.

    `state` says why a leaf is not answered (surveyed, not applicable); `evidence` are the linked documents in words;
    `cells` are the parts of the answer as machine texts.
    """

    node: Node
    points: Fraction | None
    state: str = ""
    evidence: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


def sheet_workbook(
    titles: Sequence[str], unit: str, year: str, lines: Sequence[SheetOutLine], say: Say
) -> bytes:
    """Return the sheet of a unit as an .xlsx file: the sheet, a page of guidance, and what was given
    out; `year` as `access.practising.year_in_files` says it."""
    rows: list[list[Written]] = []
    strong: set[int] = set()
    for line in lines:
        if line.node.children:
            strong.add(len(rows))
        rows.extend(_rows(line, say))
    columns = [
        SheetColumn(
            heading,
            WIDTHS[heading],
            Places(0, 4) if heading in (MAXIMUM, POINTS, VALUE) else None,
            centred=heading == NUMBER,
            text=heading in (NUMBER, REASON, PROVISIONAL, NOTE),
        )
        for heading in HEADINGS
    ]
    sheet = Sheet(
        say(Message("Self-scoring sheet")), columns, rows, tuple(titles), frozenset(strong), frozen_columns=2
    )
    return workbook_bytes([sheet, _guidance(say), _given_out(unit, year, lines)])


def _rows(line: SheetOutLine, say: Say) -> Iterator[list[Written]]:
    leaf = line.node
    shared: dict[str, Written] = {
        NUMBER: leaf.number,
        NAME: leaf.name,
        MAXIMUM: leaf.maximum,
        POINTS: line.state or (None if line.points is None else in_cell(line.points)),
    }
    if leaf.is_leaf:
        shared |= {
            RULE: "\n".join(say(one) for one in _rule(leaf)) or None,
            REQUIRED: leaf.evidence or None,
            EVIDENCE: line.evidence or None,
            **{heading: line.cells.get(part) or None for part, heading in TEXTS.items()},
        }
    figures = [_figure(one, line, say) for one in leaf.variables if leaf.is_leaf]
    first = figures[0] if figures else {}
    yield _cells({**shared, **first})
    for more in figures[1:]:
        yield _cells({NUMBER: leaf.number, **more})


def _cells(values: Mapping[str, Written]) -> list[Written]:
    return [values.get(heading) for heading in HEADINGS]


def figure_label(variable: Variable) -> str:
    """Return a declared figure as the file names it: with its unit of measure, a percentage with its sign.

    >>> figure_label(Variable("rate", "Tỷ lệ", FigureKind.PERCENT))
    'Tỷ lệ (%)'
    """
    unit = "%" if variable.kind is FigureKind.PERCENT else variable.unit
    return f"{variable.label} ({unit})" if unit else variable.label


def _figure(variable: Variable, line: SheetOutLine, say: Say) -> dict[str, Written]:
    text = line.cells.get(f"figure-{variable.name}")
    if text is None:
        return {FIGURE: figure_label(variable)}
    value = figure(variable, text)
    written, _note = written_figure(variable, value, say)
    return {FIGURE: figure_label(variable), VALUE: text if written is None else written}


def _rule(leaf: Node) -> tuple[Message, ...]:
    if leaf.rule is None:
        return (Message("Points with a reason"),)
    return rule_words(leaf.rule, leaf.terms, leaf.declared())


def _given_out(unit: str, year: str, lines: Sequence[SheetOutLine]) -> Sheet:
    """Every cell as it is now, on a sheet that people do not see."""
    columns = [SheetColumn(heading, text=True) for heading in (NUMBER, FIGURE, VALUE)]
    rows: list[list[Written]] = [["", UNIT, unit], ["", YEAR, year]]
    for line in lines:
        if not line.node.is_leaf:
            continue
        rows += [[line.node.number, part, text] for part, text in line.cells.items() if text]
        if line.node.rule is not None and line.points is not None:
            shown = in_cell(line.points)
            rows.append([line.node.number, COMPUTED, "" if shown is None else str(shown)])
    return Sheet(GIVEN_OUT, columns, rows, hidden=True)


def _guidance(say: Say) -> Sheet:
    lines = [
        Message("Fill in “Số liệu”; where a criterion has no figures, “Điểm tự chấm” and “Lý do”."),
        Message("Points of criteria with figures follow from the figures by themselves once the file is brought back."),
        Message("Why a figure is provisional stands in “Tạm tính vì”. An empty cell takes away what stood there."),
        Message("Do not change the numbers of the criteria, the names of the figures and the headings."),
        Message("Hand the file in on the page of the sheet: every change is shown before it is applied."),
    ]  # fmt: skip
    columns = (SheetColumn("", 5, centred=True), SheetColumn(say(Message("How to use this file")), 110))
    return Sheet(
        say(Message("Guidance")), columns, [[str(at), say(line)] for at, line in enumerate(lines, start=1)]
    )


def given_cells(lines: Sequence[SheetOutLine]) -> dict[CellKey, str]:
    """Return the cells of the leaves as machine texts."""
    return {
        CellKey(line.node.number, part): text
        for line in lines
        if line.node.is_leaf
        for part, text in line.cells.items()
    }
