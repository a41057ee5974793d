"""Where measures stand by the work that their units have reported: what every page says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from cchc.following.models import ProgressRecord
from cchc.following.queries.records import ENDED_STATES
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.standing import FollowedMeasure, standing_of_work


def measures_by_work(
    *, plans: Collection[int], units: frozenset[int] | None, measure: int | None, today: date
) -> list[FollowedMeasure]:
    """Return where the measures of those of `plans` stand that are in force, by their records; of what `units` lead, by
    the records of these alone. At most three queries. The answer to `measures_followed`.
    """
    measures = Measure.objects.filter(section__plan__in=plans, section__plan__state=Plan.State.CURRENT)
    if measure is not None:
        measures = measures.filter(pk=measure)
    records = records_of(measures)
    found = standings_of(measures, work_by_day(records, today), today)
    if units:
        found |= standings_of(measures, work_by_day(records.filter(unit__in=units), today), today)
    return list(found.values())


def records_of(measures: QuerySet[Measure]) -> QuerySet[ProgressRecord]:
    """Return the records of `measures` that were not passed on; measures are looked up first, so that the database
    goes along its index of records instead of sorting them."""
    return ProgressRecord.objects.filter(passed_to__isnull=True, measure__in=measures.order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class DueWork:
    """The work on a measure that is due on one day (None: on no known day): whether some of it is overdue, some of it
    is still to come, some of it can be worked on; and the day on which the last of it ended, None while it has not."""

    measure: int
    due: date | None
    is_late: bool
    is_open: bool
    is_begun: bool
    ended: date | None

    def was_late_at(self, end: date) -> bool:
        """Whether it was overdue at the `end` of a week."""
        return self.due is not None and self.due < end and (self.ended is None or end < self.ended)


def work_by_day(records: QuerySet[ProgressRecord], today: date) -> list[DueWork]:
    """Return the work of `records` by measure and due day, in this order; one query. Work that ended without a day of
    its own ended when that was said."""
    dayless = Q(done_on__isnull=True)
    rows = (
        records.order_by("measure_id", "due", "state")
        .values_list("measure_id", "due", "state")
        .annotate(
            begun=Count("starts"),
            below=Min("due_below", filter=Q(starts__isnull=False)),
            done=Max("done_on"),
            told=Max("reported_at", filter=dayless),
            untold=Count("pk", filter=dayless & Q(reported_at__isnull=True)),
        )
    )
    by_day = groupby(rows, lambda row: (row[0], row[1]))
    return [_due_work(measure, due, states, today) for (measure, due), states in by_day]


def _due_work(measure: int, due: date | None, states: Iterable[tuple[Any, ...]], today: date) -> DueWork:
    """The work that is due on one day, of the records in each state."""
    late = still_open = can_be_done = unknown = False
    days: list[date] = []
    for _measure, _due, state, begun, below, done, told, untold in states:
        can_be_done = can_be_done or begun > 0
        if state in ENDED_STATES:
            unknown = unknown or untold > 0
            days += [day for day in (done, told and timezone.localdate(told)) if day is not None]
        else:
            still_open = True
            missed = due is not None and (due < today or (below is not None and below < today))
            late = late or (missed and begun > 0)
    ended = None if still_open or unknown else max(days)
    return DueWork(measure, due, late, still_open, can_be_done, ended)


def standings_of(
    measures: QuerySet[Measure], works: Iterable[DueWork], today: date
) -> dict[int, FollowedMeasure]:
    """Return where those of `measures` stand of which there is work, by their ids; one query. What was withdrawn has
    ended."""
    known = {
        pk: (plan, gone)
        for pk, plan, gone in measures.order_by().values_list("pk", "section__plan_id", "withdrawn")
    }
    days: dict[int, date | None] = {}  # on which what is left is due first, of measures that have some left
    late, there = set(), set()
    for one in works:
        there.add(one.measure)
        if one.is_open:
            first = days.get(one.measure)
            days[one.measure] = min(first, one.due) if first and one.due else first or one.due
        if one.is_late:
            late.add(one.measure)
    found = {}
    for pk in there & known.keys():
        plan, gone = known[pk]
        left = not gone and pk in days
        day = days[pk] if left else None
        stood = standing_of_work(overdue=left and pk in late, ended=not left, day=day, today=today)
        found[pk] = FollowedMeasure(plan, pk, stood, day)
    return found
