"""The columns of a plan's table, known by their headings, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cchc.core.plans.columns import (
    ACTIVITY,
    COLUMNS,
    COOPERATING,
    DEADLINE,
    EXTRA,
    LEAD,
    OBJECTIVE,
    OUTPUT,
    TASK,
)
from cchc.core.words.names import search_key

# "Cơ quan, đơn vị chủ trì thực hiện" is a heading, a sentence of a task that names an agency is none
LONGEST_HEADING = 80
WHAT = (TASK, ACTIVITY, OBJECTIVE, OUTPUT)
WHO_AND_WHEN = (LEAD, COOPERATING, DEADLINE)

_WORDINGS = [
    (key, re.compile(wording))
    for _rank, key, wording in sorted(
        (rank, column.key, wording) for column in COLUMNS for rank, wording in column.headings
    )
]
# "(1) (2) (3)", "A B 1 2" below the headings
_ORDINALS = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?\.?")


def column_of(heading: str) -> str | None:
    """Return the key of the column that a heading names; None when it names none that is known.

    >>> column_of("Thời gian hoàn thành"), column_of("NHIỆM VỤ, GIẢI PHÁP"), column_of("Kết quả khắc phục")
    ('deadline', 'task', 'output')
    """
    key = search_key(heading).strip(" .:*")
    if not key or len(key) > LONGEST_HEADING:
        return None
    return next((column for column, wording in _WORDINGS if wording.search(key)), None)


def columns_of(headings: Sequence[str]) -> dict[int, str]:
    """Return the keys of a row of headings by their positions; a second task is an activity, the unknown is extra."""
    found: dict[int, str] = {}
    known: set[str] = set()
    for at, heading in enumerate(headings):
        if not heading:
            continue
        column = column_of(heading) or EXTRA
        if column == TASK and column in known and heading != headings[at - 1]:
            column = EXTRA if ACTIVITY in known else ACTIVITY
        found[at] = column
        known.add(column)
    return found


def names_a_plan(columns: Mapping[int, str]) -> bool:
    """Return whether the columns are those of a plan: what is to be done, and who does it or when."""
    kinds = set(columns.values())
    return len(kinds - {EXTRA}) >= 3 and bool(kinds & set(WHAT)) and bool(kinds & {LEAD, DEADLINE})


def is_ordinals(texts: Sequence[str]) -> bool:
    """Return whether a row only numbers its columns: (1) (2) (3), or A B 1 2."""
    filled = [text for text in texts if text]
    plain = [text.strip("(). ") for text in filled]
    return (
        len(filled) >= 3
        and all(_ORDINALS.fullmatch(text) for text in filled)
        and len(set(plain)) == len(plain)
        and sum(text.isdigit() for text in plain) * 2 >= len(plain)
    )
