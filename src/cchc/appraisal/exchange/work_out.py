"""What one person appraises as an Excel workbook, to be filled in elsewhere and brought back.

A criterion with several figures has a row for each. A hidden sheet keeps what each held when the file was given out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.appraisal.exchange.work_file import (
    CLAIMED,
    DECLARED,
    EVIDENCE,
    EXPLAINED,
    FIGURE,
    FIRST_GIVEN,
    FIXED,
    FIXED_AGAIN,
    GIVEN_OUT,
    LAST_YEAR,
    MAXIMUM,
    NAME,
    NOTE,
    NUMBER,
    OWNER,
    POINTS,
    PROVISIONAL,
    UNIT,
    VALUE,
    VERDICT,
    VERDICTS,
    GivenOut,
    reason_headings,
)
from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.words.messages import Message
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.scores.exchange.form import in_cell, written_figure
from cchc.self_scoring.exchange.sheet_out import figure_label

Say = Callable[[Message], str]
LEAST_REASONS = 2  # columns of reasons, besides those that are filled
WIDTHS = {
    UNIT: 24, NUMBER: 8, NAME: 32, MAXIMUM: 8, FIGURE: 28, DECLARED: 12, VALUE: 12, EVIDENCE: 7, LAST_YEAR: 8,
    CLAIMED: 9, FIRST_GIVEN: 9, EXPLAINED: 40, VERDICT: 15, POINTS: 9,
}  # fmt: skip
NUMBERS = (MAXIMUM, DECLARED, VALUE, EVIDENCE, LAST_YEAR, CLAIMED, FIRST_GIVEN, POINTS)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A leaf of a unit as it is given out: what the unit declared (machine texts of figures), how many documents are
    behind it, its points last year and by the unit itself; and what is given for it, as its cells keep it. In the
    second stage `explained` is what the unit said to the result, `first` the points of the first appraisal."""

    unit: str
    leaf: Node
    declared: Mapping[str, str]
    evidence: int
    last_year: Fraction | None
    claimed: Fraction | None
    given: GivenOut
    explained: str = ""
    first: Fraction | None = None


def work_workbook(
    titles: Sequence[str],
    owner: Sequence[str],
    lines: Sequence[WorkLine],
    words: Mapping[str, str],
    say: Say,
    *,
    again: bool = False,
) -> bytes:
    """Return the work of a person as an .xlsx file: the rows, a page of guidance, and what was given out. `owner` are
    year, stage and person as they print, `words` the name of each coded reason; `again`: of the second stage."""
    reasons = max((len(one.given.cells.reasons) for one in lines), default=0)
    count = min(max(reasons + 1, LEAST_REASONS), len(words))
    fixed = FIXED_AGAIN if again else FIXED
    columns = [_column(heading) for heading in fixed]
    columns[fixed.index(VERDICT)] = SheetColumn(VERDICT, WIDTHS[VERDICT], choices=tuple(VERDICTS), text=True)
    for place in range(1, count + 1):
        reason, sentence = reason_headings(place)
        columns += [
            SheetColumn(reason, 18, choices=tuple(words.values()), text=True),
            SheetColumn(sentence, 26, text=True),
        ]
    columns += [SheetColumn(PROVISIONAL, 22, text=True), SheetColumn(NOTE, 22, text=True)]
    headings = [one.heading for one in columns]
    rows = [[row.get(name) for name in headings] for line in lines for row in _rows(line, words, say)]
    sheet = Sheet(say(Message("Appraisal")), columns, rows, tuple(titles), frozen_columns=3)
    return workbook_bytes([sheet, _guidance(say), _given_out(owner, lines)])


def _column(heading: str) -> SheetColumn:
    return SheetColumn(
        heading,
        WIDTHS[heading],
        Places(0, 4) if heading in NUMBERS else None,
        centred=heading == NUMBER,
        text=heading in (UNIT, NUMBER, EXPLAINED),
    )


def _rows(line: WorkLine, words: Mapping[str, str], say: Say) -> Iterator[dict[str, Written]]:
    leaf, cells = line.leaf, line.given.cells
    said = {code: word for word, code in VERDICTS.items()}
    first: dict[str, Written] = {
        UNIT: line.unit,
        NUMBER: leaf.number,
        NAME: leaf.name,
        MAXIMUM: leaf.maximum,
        EVIDENCE: line.evidence,
        LAST_YEAR: _points(line.last_year),
        CLAIMED: _points(line.claimed),
        FIRST_GIVEN: _points(line.first),
        EXPLAINED: line.explained or None,
        VERDICT: said[cells.verdict],
        POINTS: _points(Fraction(cells.points)) if cells.points else None,
        PROVISIONAL: cells.provisional or None,
        NOTE: cells.note or None,
    }
    for place, (code, text) in enumerate(cells.reasons, start=1):
        reason, sentence = reason_headings(place)
        first |= {reason: words[code], sentence: text or None}
    figures = [_figure(one, line, say) for one in leaf.variables]
    yield {**first, **(figures[0] if figures else {})}
    for more in figures[1:]:
        yield {UNIT: line.unit, NUMBER: leaf.number, NAME: leaf.name, **more}


def _points(points: Fraction | None) -> Written:
    return None if points is None else in_cell(points)


def _figure(variable: Variable, line: WorkLine, say: Say) -> dict[str, Written]:
    cells: dict[str, Written] = {FIGURE: figure_label(variable)}
    texts = {DECLARED: line.declared.get(variable.name), VALUE: line.given.cells.figures.get(variable.name)}
    for heading, text in texts.items():
        if text:
            written, _note = written_figure(variable, figure(variable, text), say)
            cells[heading] = text if written is None else written
    return cells


def _given_out(owner: Sequence[str], lines: Sequence[WorkLine]) -> Sheet:
    """Whose file it is and what each leaf held, on a sheet that people do not see."""
    columns = [SheetColumn(heading, text=True) for heading in (UNIT, NUMBER, VALUE)]
    rows: list[list[Written]] = [["", name, text] for name, text in zip(OWNER, owner, strict=True)]
    rows += [[line.unit, line.leaf.number, line.given.as_text()] for line in lines]
    return Sheet(GIVEN_OUT, columns, rows, hidden=True)


def _guidance(say: Say) -> Sheet:
    lines = [
        Message("Choose “Kết quả thẩm định” for each criterion; what is left as “Chưa thẩm định” is not appraised."),
        Message("“Sửa số liệu”: write the right figures into “Số liệu thẩm định”; an empty cell keeps the unit's."),
        Message("“Cho điểm”: write the points, where a criterion has no rule or the unit declared nothing."),
        Message("Every point that is taken needs a reason, chosen from the list, with a sentence where wished."),
        Message("Do not change the units, the numbers of the criteria, the names of the figures and the headings."),
        Message("Bring the file back on the page of your appraisal: every change is shown before it is applied."),
    ]  # fmt: skip
    columns = (SheetColumn("", 5, centred=True), SheetColumn(say(Message("How to use this file")), 110))
    return Sheet(
        say(Message("Guidance")), columns, [[str(at), say(line)] for at, line in enumerate(lines, start=1)]
    )
