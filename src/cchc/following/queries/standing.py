"""Where measures stand by the work that their units have reported: what every page says of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Min, Q, QuerySet

from cchc.following.models import ProgressRecord
from cchc.following.queries.records import ENDED_STATES, overdue_on
from cchc.plans.models import Plan
from cchc.plans.queries.standing import FollowedMeasure, standing_of_work


def measures_by_work(
    *, plans: Collection[int], units: frozenset[int] | None, measure: int | None, today: date
) -> list[FollowedMeasure]:
    """Return where the measures of those of `plans` stand that are in force, by their records; of what `units` lead, by
    the records of these alone. At most two queries. The answer to `measures_followed`.
    """
    records = records_in_force().filter(measure__section__plan__in=plans)
    if measure is not None:
        records = records.filter(measure=measure)
    found = standings_of(records, today)
    if units:
        found |= standings_of(records.filter(unit__in=units), today)
    return list(found.values())


def records_in_force() -> QuerySet[ProgressRecord]:
    """Return the records of plans in force that were not passed on, those of withdrawn measures too."""
    return ProgressRecord.objects.filter(
        passed_to__isnull=True, measure__section__plan__state=Plan.State.CURRENT
    )


def standings_of(records: QuerySet[ProgressRecord], today: date) -> dict[int, FollowedMeasure]:
    """Return where the measures of `records` stand, by their ids; one query. What was withdrawn has ended."""
    stands = Q(measure__withdrawn=False)
    still_open = stands & ~Q(state__in=ENDED_STATES)
    rows = (
        records.order_by()
        .values_list("measure__section__plan_id", "measure_id")
        .annotate(
            late=Count("pk", filter=stands & overdue_on(today)),
            left=Count("pk", filter=still_open),
            first=Min("due", filter=still_open),
        )
    )
    return {
        measure: FollowedMeasure(
            plan, measure, standing_of_work(overdue=late > 0, ended=not left, day=first, today=today), first
        )
        for plan, measure, late, left, first in rows
    }
