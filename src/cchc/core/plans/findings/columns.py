"""Columns that a table of a plan does not have: said once for the table, not for each of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cchc.core.plans.columns import DEADLINE, LEAD
from cchc.core.plans.findings.makers import warning
from cchc.core.plans.findings.visits import is_visit
from cchc.core.plans.plan import Finding, FindingPlace, Measure, Plan
from cchc.core.words.messages import Message

_SAID: Mapping[str, tuple[Message, Message]] = {
    LEAD: (Message("a column for the lead agency"), Message("no row of this table says who takes the lead")),
    DEADLINE: (Message("a column for the deadline"), Message("no row of this table says until when")),
}
_SEVERAL = 2  # rows; an empty cell of a single row may be no more than that

AbsentColumns = frozenset[tuple[int, str]]


def absent_columns(plan: Plan) -> AbsentColumns:
    """Return the tables of a plan with the columns for lead and deadline that each lacks.

    What a reader saw of the columns decides; where nobody saw them any more, as in a plan that was stored, a column is
    absent in which no row of a table of several rows says anything.
    """
    tables: dict[int, list[Measure]] = defaultdict(list)
    for _section, measure in plan.measures():
        if measure.source.table is not None:
            tables[measure.source.table].append(measure)
    return frozenset(
        (table, column) for table, rows in tables.items() for column in _SAID if _is_absent(column, rows)
    )


def _is_absent(column: str, rows: list[Measure]) -> bool:
    if any(_says(column, row) or column in row.unsure for row in rows):
        return False
    seen = [row.columns for row in rows if row.columns is not None]
    return not any(column in columns for columns in seen) if seen else len(rows) >= _SEVERAL


def _says(column: str, row: Measure) -> Any:
    return getattr(row, column) or (column == LEAD and row.set_aside)


def findings_of_columns(absent: AbsentColumns, plan: Plan) -> Iterator[Finding]:
    """Yield each absent column once for its table; a schedule of inspections needs none that says who leads."""
    others = {one.source.table for _section, one in plan.measures() if not is_visit(one)}
    for table, column in sorted(absent):
        if column == LEAD and table not in others:
            continue
        expected, why = _SAID[column]
        yield warning("column_missing", FindingPlace(column=column, table=table), "", expected, why)
