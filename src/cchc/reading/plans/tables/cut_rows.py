"""Rows and merged cells that the end of a page cuts in two, joined again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.columns import COOPERATING, DEADLINE, EXTRA, LEAD
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Message
from cchc.files.documents.paragraphs import join
from cchc.reading.plans.columns import WHAT, WHO_AND_WHEN
from cchc.reading.plans.tables.state import LIST_MARK, OPEN, SHARED, SortedRow, TableState, source_of_row
from cchc.reading.plans.texts import MeasureText

# "… trình UBND tỉnh." at the end of a page: the text ends there
_ENDED = (".", ":", "./.", "!", "?")
# a cell below a merged one that begins with a capital is a text of its own, unless the one above is open
_SURE_VOTE = 2
_CUT_CELL = Message("A page ends inside this merged cell: its two parts were joined.")
_CUT_ROW = Message("A page ends inside this row: its two parts were joined.")
_MOST_LINES = 500
_MOST_CELLS = (
    1_000  # of the rows of one measure whose texts are kept; no measure of an office is cut that often
)
_MOST_SHARING = 500
# "Thường xuyên" is short; a cell of pages is read as no deadline, and not twice
_LONGEST_DEADLINE = 400
_LONGEST_END = 40  # letters that tell whether a text goes on


def continue_shared(cells: dict[str, list[str]], state: TableState, cut: bool) -> None:
    """The text of a merged cell that a page cuts goes on beside the next row: all rows that share it get the whole."""
    above = state.sections[-1].measures
    for column in SHARED if cut and above else ():
        begun, rest = above[-1].cells.get(column), cells.get(column)
        if not begun or not rest or _is_long(begun) or _vote(column, begun, rest) < _SURE_VOTE:
            continue
        whole = list(begun)
        _append(whole, rest)
        for one in _sharing(above, column, begun):
            one.cells[column] = whole
            one.doubt(Confidence.LIKELY, _CUT_CELL, (column,))
        cells[column] = whole
        state.above |= {at: tuple(whole) for at, key in state.keys.items() if key == column}


def _sharing(rows: Sequence[MeasureText], column: str, text: list[str]) -> list[MeasureText]:
    """The last of `rows`, all that hold `text` in `column`: they stand beside one merged cell."""
    beside = takewhile(lambda one: one.cells.get(column) == text, reversed(rows))
    return [*islice(beside, _MOST_SHARING)]


def goes_on(last: MeasureText, row: SortedRow) -> bool:
    """Whether a row without a number goes on with the row above rather than being a measure of its own.

    Each column votes: text that begins in the middle of a sentence speaks for it, a second complete deadline
    against it. A row that says neither who nor when is hardly a measure.
    """
    if any(_is_long(last.cells.get(column, ())) for column in row.filled):
        return False
    votes = sum(_vote(column, last.cells.get(column, []), row.cells[column]) for column in row.filled)
    if not row.filled & set(WHO_AND_WHEN):
        votes += 2
    if row.row.cut and not row.filled & set(WHAT):  # "Sở Công" | "Thương" on the next page
        votes += 3
    return votes > 0 or (votes == 0 and row.row.cut)


def _is_long(lines: Sequence[str]) -> bool:
    """Whether a cell is too long to go on behind one more end of a page: no cell of an office is."""
    return len(lines) > _MOST_LINES or sum(map(len, lines)) > MOST["cell"]


def _vote(column: str, above: list[str], below: list[str]) -> int:
    if not above:
        return -2
    before, after = above[-1][-_LONGEST_END:], below[0]
    if column == DEADLINE:
        return _vote_of_deadlines(" ".join(above), " ".join(below))
    if OPEN.search(before) or after[:1].islower():
        return 2
    if column in WHO_AND_WHEN:
        return 2 if before.endswith(";") else -1
    if LIST_MARK.match(after) or before.endswith(";"):
        return 0
    return -1 if before.endswith(_ENDED) else 0


def _vote_of_deadlines(above: str, below: str) -> int:
    if len(above) + len(below) > _LONGEST_DEADLINE:
        return 3 if below[:1].islower() else 0
    kinds = [deadline(text, None).kind for text in (above, below, f"{above} {below}")]
    if kinds[0] is not DeadlineKind.UNPARSED and kinds[1] is not DeadlineKind.UNPARSED:
        return 3 if below[:1].islower() and kinds[2] is not DeadlineKind.UNPARSED else -3
    return 3 if kinds[2] is not DeadlineKind.UNPARSED or below[:1].islower() else 0


def join_rows(last: MeasureText, row: SortedRow) -> None:
    """Append the row to the one above: the first line of each cell goes on with its last."""
    for column in row.filled | ({EXTRA} & row.cells.keys()):
        if row.cells[column] is last.cells.get(column):
            continue
        append = _append_agencies if column in (LEAD, COOPERATING) else _append
        append(last.cells.setdefault(column, []), row.cells[column])
    last.doubt(Confidence.LIKELY, _CUT_ROW)
    lines = last.source.lines
    below = row.row.spot.lines
    joined_lines = (lines[0], below[1]) if lines and below else lines
    text = last.source.text
    if len(text) < _MOST_CELLS:
        text = (*text, *source_of_row(row.row).text)
    last.source = replace(last.source, lines=joined_lines, text=text)


def _append_agencies(lines: list[str], more: Sequence[str]) -> None:
    """Append lines: whether an agency goes on in the next one is known to who takes them apart. A dash among lines
    without any is inside a name: "các tổ chức chính trị" | "- xã hội"."""
    if lines and LIST_MARK.match(more[0]) and not any(map(LIST_MARK.match, lines)):
        lines[-1] = f"{lines[-1]} {more[0]}"
        more = more[1:]
    lines.extend(more)


def _append(lines: list[str], more: Iterable[str]) -> None:
    for at, line in enumerate(more):
        if at == 0 and lines and not LIST_MARK.match(line):
            lines[-1] = join(lines[-1], line)
        else:
            lines.append(line)
