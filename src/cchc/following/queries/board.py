"""The owner's board of a plan: where its records stand, by unit, by section and by the month in which they are due.

One query counts all of them in the database, whatever there is of them; what is shown is summed up from its groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from cchc.core.plans.following.rollup import UNMEASURED, RollUp
from cchc.core.plans.following.states import RecordStanding
from cchc.following.models import ProgressRecord
from cchc.following.queries.records import STANDS, WAITS_TO_BE_CLOSED, overdue_on, urged_on
from cchc.plans.models import Plan
from cchc.units.models import Unit

OPEN = (RecordStanding.NOT_BEGUN, RecordStanding.UNDER_WAY, RecordStanding.WAITING)


@dataclass(slots=True)
class BoardCounts:
    """How many records stand where, how many of them are overdue, and the sum of the percentages of those that can be
    worked on, as the database has counted them."""

    by_standing: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    percents: int = 0

    def add(self, standing: str, count: int, overdue: int, percents: int) -> None:
        """Take in a group of records of one standing."""
        self.by_standing[standing] = self.by_standing.get(standing, 0) + count
        self.overdue += overdue
        self.percents += 0 if RecordStanding(standing) in UNMEASURED else percents

    @property
    def rolled_up(self) -> RollUp:
        """What they come to."""
        counts = {RecordStanding(one): count for one, count in self.by_standing.items()}
        return RollUp(counts, self.overdue, self.percents)

    @property
    def still_open(self) -> int:
        """How many records are still to be worked on, or wait for their event."""
        return sum(self.by_standing.get(one.value, 0) for one in OPEN)

    @property
    def total(self) -> int:
        """How many records there are."""
        return self.rolled_up.total

    @property
    def percent(self) -> Fraction | None:
        """The exact mean of the percentages of those that can be worked on; None without one."""
        return self.rolled_up.percent

    @property
    def cells(self) -> list[tuple[RecordStanding, int]]:
        """The count of each standing, in their order."""
        return [(one, self.by_standing.get(one.value, 0)) for one in RecordStanding]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of the board: what it is about, its key in the address of the list behind it, its counts."""

    key: str
    name: str
    counts: BoardCounts


@dataclass(frozen=True, slots=True)
class PlanBoard:
    """All lines of a board; the units with the most overdue records first, then by name, the months in their order,
    records without a due day last."""

    whole: BoardCounts
    units: tuple[BoardRow, ...]
    sections: tuple[BoardRow, ...]
    months: tuple[BoardRow, ...]


UNDATED = "khong-han"

_STANDING = Case(*(When(stands, then=Value(one.value)) for one, stands in STANDS.items()), default=Value(""))


def board_of(plan: Plan, records: QuerySet[ProgressRecord], today: date) -> PlanBoard:
    """Return the board of `records`, all of `plan`; three queries, however many there are."""
    groups = _groups(records, today)
    units = dict(
        Unit.objects.filter(pk__in={one[1] for one in groups})
        .order_by("sort_key", "pk")
        .values_list("pk", "name")
    )
    sections = {one.pk: str(one) for one in plan.sections.all()}
    whole = _folded(groups, lambda one: "")
    months = sorted({one[2] for one in groups}, key=lambda month: (month == UNDATED, month))
    by_unit = _rows(_folded(groups, lambda one: one[1]), units)
    return PlanBoard(
        whole=whole.get("", BoardCounts()),
        units=tuple(sorted(by_unit, key=lambda one: -one.counts.overdue)),
        sections=_rows(_folded(groups, lambda one: one[0]), sections),
        months=_rows(_folded(groups, lambda one: one[2]), {month: month for month in months}),
    )


Group = tuple[int, int, str, str, int, int, int]  # section, unit, month, standing, count, overdue, percents


def _groups(records: QuerySet[ProgressRecord], today: date) -> list[Group]:
    counted = (
        records.order_by()
        .annotate(stands=_STANDING)
        .values_list("measure__section_id", "unit_id", "due", "stands")
        .annotate(count=Count("pk"), late=Count("pk", filter=overdue_on(today)), percents=Sum("percent"))
    )
    return [
        (section, unit, f"{due:%Y-%m}" if due else UNDATED, stands, count, late, percents)
        for section, unit, due, stands, count, late, percents in counted
    ]


def _folded(groups: Iterable[Group], key_of: Callable[[Group], Any]) -> dict[Any, BoardCounts]:
    found: dict[Any, BoardCounts] = {}
    for one in groups:
        found.setdefault(key_of(one), BoardCounts()).add(*one[3:])
    return found


def _rows(counts: Mapping[Any, BoardCounts], names: Mapping[Any, str]) -> tuple[BoardRow, ...]:
    return tuple(BoardRow(str(key), name, counts[key]) for key, name in names.items() if key in counts)


# --- the lists behind the figures ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records of a plan a list shows; None and empty: all. `urged`: those for which units are urged that are late
    by so many days or more."""

    unit: int | None = None
    section: int | None = None
    measure: int | None = None
    month: str = ""
    standing: RecordStanding | None = None
    overdue: bool = False
    urged: int | None = None
    to_close: bool = False


def asked_records(
    records: QuerySet[ProgressRecord], asked: RecordFilter, today: date
) -> QuerySet[ProgressRecord]:
    """Return those of `records` that are `asked` for, the longest overdue first."""
    chosen = records
    if asked.unit is not None:
        chosen = chosen.filter(unit=asked.unit)
    if asked.section is not None:
        chosen = chosen.filter(measure__section=asked.section)
    if asked.measure is not None:
        chosen = chosen.filter(measure=asked.measure)
    if asked.month == UNDATED:
        chosen = chosen.filter(due__isnull=True)
    elif asked.month:
        year, month = map(int, asked.month.split("-"))
        chosen = chosen.filter(due__year=year, due__month=month)
    if asked.standing is not None:
        chosen = chosen.filter(STANDS[asked.standing])
    if asked.overdue:
        chosen = chosen.filter(overdue_on(today))
    if asked.urged is not None:
        chosen = chosen.filter(urged_on(today, asked.urged))
    if asked.to_close:
        chosen = chosen.filter(WAITS_TO_BE_CLOSED)
    named = chosen.select_related("unit", "measure__section")
    is_overdue = ExpressionWrapper(overdue_on(today), output_field=BooleanField())
    marked = named.annotate(stands=_STANDING, overdue=is_overdue)
    return marked.order_by(
        F("due").asc(nulls_last=True), "measure__section__place", "measure__place", "unit__sort_key", "pk"
    )


def counts_of_measures(
    records: QuerySet[ProgressRecord], measures: Iterable[int], today: date
) -> dict[int, BoardCounts]:
    """Return the counts of the records of each of these measures; one query."""
    counted = (
        records.filter(measure__in=list(measures))
        .order_by()
        .annotate(stands=_STANDING)
        .values_list("measure_id", "stands")
        .annotate(count=Count("pk"), late=Count("pk", filter=overdue_on(today)), percents=Sum("percent"))
    )
    found: dict[int, BoardCounts] = {}
    for measure, stands, count, late, percents in counted:
        found.setdefault(measure, BoardCounts()).add(stands, count, late, percents)
    return found


# --- the course of the year ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FollowedDays:
    """The days of a measure as it is followed: on which its periods are due, and on which those were done that all of
    its units have done."""

    due: tuple[date, ...]
    done: tuple[date, ...]


def days_of_measures(records: QuerySet[ProgressRecord], measures: Iterable[int]) -> dict[int, FollowedDays]:
    """Return the days of each of these measures; one query. A period is done on the day on which the last of its units
    was done."""
    done = Q(done_on__isnull=False)
    periods = (
        records.filter(measure__in=list(measures))
        .order_by()
        .values_list("measure_id", "period")
        .annotate(all=Count("pk"), done=Count("pk", filter=done), last=Max("done_on"), until=Max("due"))
    )
    due: dict[int, set[date]] = defaultdict(set)
    ended: dict[int, set[date]] = defaultdict(set)
    for measure, _period, every, finished, last, until in periods:
        if until is not None:
            due[measure].add(until)
        if every == finished:
            ended[measure].add(last)
    return {one: FollowedDays(tuple(sorted(due[one])), tuple(sorted(ended[one]))) for one in {*due, *ended}}
