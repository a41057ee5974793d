"""The headings of a plan's table: over one row or several, again on every page, other ones further down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc.core.plans.columns import DEADLINE, EXTRA, LEAD, NUMBER
from cchc.core.words.names import search_key
from cchc.files.documents import TableRow
from cchc.reading.plans.cells import MOST_VOTES
from cchc.reading.plans.columns import NamedColumn, columns_of, named_columns, names_a_plan, of_a_schedule
from cchc.reading.plans.heading_words import LONGEST_HEADING, PERIOD, column_of, heading_scores, period_of
from cchc.reading.plans.tables.state import TableState, texts_above
from cchc.reading.plans.tables.targets import TargetColumns, target_columns

# "Thực hiện" above "Chủ trì" and "Phối hợp", and the row "(1) (2) (3)" below them
_MOST_HEADING_ROWS = 3
# a table that arranges the page holds the head, motto and title above the headings
_SEARCHED_ROWS = 15
_NAMED = 5.0
# "Thời gian thực hiện năm 2026" above "1", "2" … "12"
_OF_TIME = re.compile(r"\b(?:thoi gian|thoi han|tien do|lo trinh|ke hoach thuc hien)\b")
_COUNTED = (
    ("tháng", frozenset(map(str, range(1, 13)))),
    ("tháng", frozenset(f"{month:02}" for month in range(1, 13))),
    ("quý", frozenset(("i", "ii", "iii", "iv"))),
)
_OF_PERSONS = re.compile(r"ho va ten|ho ten|ten thanh vien")
# "1", "2.1.", "(3)" in front: a row with a number is no level of a heading
_NUMBERED = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]{0,2}(?:\s|$)")


@dataclass(frozen=True, slots=True)
class FoundHeadings:
    """The headings of a table: the rows they take, from `first` to before `after`, and what the columns hold."""

    first: int
    after: int
    columns: dict[int, NamedColumn]
    targets: TargetColumns | None
    levels: tuple[tuple[str, ...], ...]


def find_headings(rows: Sequence[TableRow], width: int) -> FoundHeadings | None:
    """Return the first headings of a plan, or of a table of targets, in the first of `rows`; None without any."""
    for at in range(min(len(rows), _SEARCHED_ROWS)):
        if found := headings_at(rows, at, width):
            return found
    return None


def headings_at(rows: Sequence[TableRow], at: int, width: int) -> FoundHeadings | None:
    """Return the headings that begin with the row at `at`; None when none begin there."""
    best: tuple[int, tuple[int, int, int]] = (0, (0, 0, 0))
    for depth in range(1, min(_MOST_HEADING_ROWS, len(rows) - at) + 1):
        if not _may_be_level(rows[at : at + depth], width):
            break
        headings, above = _levels(rows[at : at + depth], width)
        if any(len(text) > LONGEST_HEADING for text in headings):
            break
        keys = [named.key for named in named_columns(headings, above=above).values()]
        told = (len({*keys} - {EXTRA}), keys.count(PERIOD), len({*headings}))
        # "Tháng 01/2026" below headings is the deadline of a group
        if told > best[1] and (depth == 1 or told[1] != 1):
            best = (depth, told)
    if not best[0]:
        return None
    after = at + best[0]
    headings, above = _levels(rows[at:after], width)
    cells = _cells_below(rows[after : after + MOST_VOTES], width)
    levels = tuple(tuple(map(search_key, texts_above(row, width))) for row in rows[at:after])
    if targets := target_columns(headings, cells):
        return FoundHeadings(at, after, {}, targets, levels)
    columns = named_columns(headings, cells, above)
    if not names_a_plan({at: named.key for at, named in columns.items()}):
        schedule = of_a_schedule(columns, cells)
        return FoundHeadings(at, after, schedule, None, levels) if schedule else None
    return None if _lists_persons(columns) else FoundHeadings(at, after, columns, None, levels)


def _lists_persons(columns: Mapping[int, NamedColumn]) -> bool:
    """Whether a table lists the members of a body: "Họ và tên" beside offices that no heading calls those who lead,
    and no day."""
    keys = {named.key for named in columns.values()}
    is_led = any(named.key == LEAD and named.doubt is None for named in columns.values())
    names = any(_OF_PERSONS.match(search_key(named.heading)) for named in columns.values())
    return names and not is_led and not {DEADLINE, PERIOD} & keys


def _may_be_level(rows: Sequence[TableRow], width: int) -> bool:
    """Whether the last of `rows` may be a level of headings: not numbered, and under another it leaves columns out."""
    texts = texts_above(rows[-1], width)
    if len(rows) == 1:
        first = next((text for text in texts if text), "")
        return sum(map(bool, texts)) > 1 and not _NUMBERED.match(first)
    top, over = texts_above(rows[0], width), texts_above(rows[-2], width)
    numbers = [at for at in range(width) if column_of(top[at]) == NUMBER] or [0]
    if any(_NUMBERED.match(texts[at]) for at in numbers):
        return False
    return any(upper and not lower for upper, lower in zip(over, texts, strict=True))


def _cells_below(rows: Sequence[TableRow], width: int) -> list[list[str]]:
    """The texts below each column; a cell over half of the columns says nothing of any."""
    cells: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for cell in row.cells:
            if cell.lines and cell.width * 2 <= width and cell.column < width:
                cells[cell.column].append(cell.text)
    return cells


def _levels(rows: Sequence[TableRow], width: int) -> tuple[list[str], list[str]]:
    """The heading of each column, and the text above it: the lowest text that names it, else all its levels
    together."""
    levels = [texts_above(row, width) for row in rows]
    headings, above = [], []
    stacks = [list(dict.fromkeys(level[at] for level in levels if level[at])) for at in range(width)]
    for texts in stacks:
        over, lowest = " ".join(texts[:-1]), texts[-1] if texts else ""
        over = f"{over} {_period_under(over, stacks)}".strip()
        is_named = period_of(lowest, over) or max(heading_scores(lowest).values(), default=0) >= _NAMED
        headings.append(lowest if is_named or not over else f"{over} {lowest}")
        above.append(over)
    return headings, above


def _period_under(over: str, stacks: Sequence[Sequence[str]]) -> str:
    """What the numbers below a heading of time count: "1" to "12" months, "I" to "IV" quarters; "" for none."""
    if not over or not _OF_TIME.search(search_key(over)):
        return ""
    below = {texts[-1].strip().casefold() for texts in stacks if " ".join(texts[:-1]) == over}
    return next((word for word, numbers in _COUNTED if numbers <= below), "")


def is_repeated(row: TableRow, texts: Sequence[str], state: TableState) -> bool:
    """Whether a row repeats the headings, as tables do on each page."""
    keys = [search_key(text) if len(text) <= LONGEST_HEADING else text for text in texts]
    filled = [at for at, key in enumerate(keys) if key]
    if len(filled) > 1 and any(all(keys[at] == level[at] for at in filled) for level in state.levels):
        return True
    if not looks_like_headings(texts):
        return False
    columns, known = columns_of(texts), state.keys
    same = [at for at, key in columns.items() if key != EXTRA and known.get(at) == key]
    return len({columns[at] for at in same}) >= 4


def looks_like_headings(texts: Sequence[str]) -> bool:
    """Whether a row may be one of headings: it begins with the heading of the numbers, or names a plan."""
    filled = [text for text in texts if text]
    if len(filled) < 3 or _NUMBERED.match(filled[0]) or any(len(text) > LONGEST_HEADING for text in filled):
        return False
    return column_of(filled[0]) == NUMBER or names_a_plan(columns_of(list(texts)))
