"""Measures whose work is overdue, by the unit that leads them, for those who look after more than one unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, QuerySet
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.desk.queries.weeks import Weekly, ends_of_weeks
from cchc.following.models import ProgressRecord
from cchc.following.queries.records import overdue_on
from cchc.following.queries.standing import DueWork, records_of, work_by_day
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.standing import DueStanding
from cchc.units.models import Unit
from cchc.units.queries import ids_in_reach

MOST_UNITS = 6


@dataclass(frozen=True, slots=True)
class LeadingUnit:
    """A unit with the number of measures with a day that it leads, and of those that are overdue. `href` shows the
    latter where they stand in one plan."""

    name: str
    led: int
    past: int
    href: str


@dataclass(frozen=True, slots=True)
class PastMeasures:
    """How many measures in force are overdue, of all that have a day; by unit, the most first; how many units are not
    listed; and the number at the end of each of the last weeks."""

    past: int
    dated: int
    units: tuple[LeadingUnit, ...]
    others: int
    weeks: Weekly


def past_measures(actor: Actor, today: date, works: Sequence[DueWork] | None = None) -> PastMeasures | None:
    """Return the overdue measures of the units for which `actor` looks, in plans for this year and the last one; None
    for the people of a single unit, and where no measure has a day. Four queries, one more for those in reach;
    `works` are those of `works_in_sight`, where they were asked already."""
    if not sees_overdue(actor):
        return None
    plans = visible_to(actor).filter(state=Plan.State.CURRENT, year__gte=today.year - 1)
    measures = Measure.objects.filter(section__plan__in=plans.order_by().values("pk"), withdrawn=False)
    records = records_of(measures).filter(due__isnull=False, starts__isnull=False)
    if actor.everywhere and works is not None:
        standing = set(measures.order_by().values_list("pk", flat=True))
        days = [one for one in works if one.due is not None and one.is_begun and one.measure in standing]
    else:
        records = records if actor.everywhere else records.filter(unit__in=ids_in_reach(actor))
        days = work_by_day(records, today)
    if not days:
        return None
    rows, others = _units(records, today)
    ends = ends_of_weeks(today)
    weeks = tuple((f"{end:%d/%m}", Fraction(count)) for end, count in zip(ends, _at(days, ends), strict=True))
    return PastMeasures(
        past=len({one.measure for one in days if one.is_late}),
        dated=len({one.measure for one in days}),
        units=rows,
        others=others,
        weeks=weeks,
    )


def sees_overdue(actor: Actor) -> bool:
    """Whether `actor` looks after more than one unit."""
    return actor.everywhere or actor.role is Role.LEADER


def _at(days: Iterable[DueWork], ends: Sequence[date]) -> list[int]:
    """Return how many measures were overdue at each of these ends of weeks."""
    found: list[set[int]] = [set() for _end in ends]
    for one in days:
        if one.due is not None and one.due < ends[-1] and (one.ended is None or one.ended > ends[0]):
            for late, end in zip(found, ends, strict=True):
                if one.was_late_at(end):
                    late.add(one.measure)
    return [len(late) for late in found]


def _units(records: QuerySet[ProgressRecord], today: date) -> tuple[tuple[LeadingUnit, ...], int]:
    """Return the units with the most overdue measures, and how many more have some."""
    counted = records.filter(overdue_on(today)).order_by().values_list("unit")
    late = dict(counted.annotate(past=Count("measure", distinct=True)))
    names = Unit.objects.filter(pk__in=late).order_by().values_list("pk", "name")
    order = sorted(names, key=lambda one: (-late[one[0]], one[1]))
    first = order[:MOST_UNITS]
    by_plan = (
        records.filter(unit__in=[unit for unit, _name in first])
        .order_by()
        .values_list("unit", "measure__section__plan")
        .annotate(
            led=Count("measure", distinct=True),
            past=Count("measure", distinct=True, filter=overdue_on(today)),
        )
    )
    led: Counter[int] = Counter()
    plans: dict[int, list[int]] = defaultdict(list)
    for unit, plan, count, past in by_plan:
        led[unit] += count
        plans[unit] += [plan] if past else []
    rows = [
        LeadingUnit(name, led[unit], late[unit], _href(plans[unit][0], unit) if len(plans[unit]) == 1 else "")
        for unit, name in first
    ]
    return tuple(rows), len(order) - len(rows)


def _href(plan: int, unit: int) -> str:
    query = f"don_vi={unit}&vai_tro=lead&han={DueStanding.OVERDUE.value}"
    return f"{reverse('plans:detail', args=[plan])}?{query}"
