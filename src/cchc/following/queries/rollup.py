"""What records come to, counted by the database: by measure, section, plan or unit, in one query."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from cchc.core.plans.following.rollup import UNMEASURED, RollUp
from cchc.core.plans.following.states import RecordStanding
from cchc.following.models import ProgressRecord
from cchc.following.queries.records import STANDS, overdue_on

BY_SECTION = "measure__section"
BY_PLAN = "measure__section__plan"


def rolled_up_by(records: QuerySet[ProgressRecord], by: str, today: date) -> dict[Any, RollUp]:
    """Return what `records` come to on `today` for each value of the field `by`: "measure", "unit", `BY_SECTION`,
    `BY_PLAN`; one query."""
    rows = records.order_by().values(by).annotate(**_counted(today)).values_list(by, *_NAMES)
    return {row[0]: _roll_up(row[1:]) for row in rows}


def rolled_up_whole(records: QuerySet[ProgressRecord], today: date) -> RollUp:
    """Return what all `records` come to on `today`; one query."""
    found = records.order_by().aggregate(**_counted(today))
    return _roll_up(tuple(found[name] for name in _NAMES))


_NAMES = (*(f"stand_{one.value}" for one in RecordStanding), "are_overdue", "percents")


def _counted(today: date) -> dict[str, Any]:
    unmeasured = Q(pk__in=[])
    for one in UNMEASURED:
        unmeasured |= STANDS[one]
    return {
        **{f"stand_{one.value}": Count("pk", filter=STANDS[one]) for one in RecordStanding},
        "are_overdue": Count("pk", filter=overdue_on(today)),
        "percents": Sum("percent", filter=~unmeasured, default=0),
    }


def _roll_up(row: tuple[int, ...]) -> RollUp:
    counts = dict(zip(RecordStanding, row, strict=False))
    return RollUp(counts, row[-2], row[-1])
