"""The headings of a plan's table: over one row or several, and again on every page."""

from __future__ import annotations

from collections.abc import Sequence

from cchc.core.plans.columns import EXTRA
from cchc.core.words.names import search_key
from cchc.files.documents import TableRow, TextTable
from cchc.reading.plans.columns import LONGEST_HEADING, columns_of, names_a_plan
from cchc.reading.plans.tables.state import TableState, texts_above

# "Thực hiện" above "Chủ trì" and "Phối hợp", and the row "(1) (2) (3)" below them
_MOST_HEADING_ROWS = 3
# a table that arranges the page holds the head, motto and title above the headings
_SEARCHED_ROWS = 15


def find_headings(table: TextTable, state: TableState) -> int | None:
    """The position below the first headings of a plan, whose columns are noted in `state`; None without any."""
    for at in range(min(len(table.rows), _SEARCHED_ROWS)):
        depth, columns = _best_headings(table.rows[at : at + _MOST_HEADING_ROWS], table.columns)
        if columns:
            state.columns, state.width, state.kinds = columns, table.columns, len(set(columns.values()))
            levels = (texts_above(row, table.columns) for row in table.rows[at : at + depth])
            state.headings = tuple(tuple(search_key(text) for text in level) for level in levels)
            state.above.clear()
            return at + depth
    return None


def _best_headings(rows: Sequence[TableRow], width: int) -> tuple[int, dict[int, str]]:
    """How many of `rows` are headings, and their columns; headings of two levels are read together."""
    best: tuple[int, dict[int, str]] = (0, {})
    for depth in range(1, len(rows) + 1):
        headings = _levels(rows[:depth], width)
        if any(len(text) > LONGEST_HEADING for text in headings):
            break
        columns = columns_of(headings)
        if names_a_plan(columns) and len(set(columns.values())) > len(set(best[1].values())):
            best = (depth, columns)
    return best


def _levels(rows: Sequence[TableRow], width: int) -> list[str]:
    """The heading of each column: the lowest text that names it, else all its levels together."""
    levels = [texts_above(row, width) for row in rows]
    headings = []
    for at in range(width):
        texts = list(dict.fromkeys(level[at] for level in levels if level[at]))
        lowest = [text for text in texts[-1:] if len(texts) > 1 and columns_of([text])[0] != EXTRA]
        headings.append(lowest[0] if lowest else " ".join(texts))
    return headings


def is_repeated(texts: Sequence[str], state: TableState) -> bool:
    """Whether a row repeats the headings, as tables do on each page."""
    keys = [search_key(text) for text in texts]
    filled = [at for at, key in enumerate(keys) if key]
    if len(filled) > 1 and any(all(keys[at] == level[at] for at in filled) for level in state.headings):
        return True
    short = all(len(text) <= LONGEST_HEADING for text in texts)
    columns = columns_of(list(texts))
    return short and names_a_plan(columns) and len(set(columns.values()) - {EXTRA}) >= 4
