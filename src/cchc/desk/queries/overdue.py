"""Measures whose work is overdue, by the unit that leads them, for those who look after more than one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.desk.queries.weeks import Weekly, ends_of_weeks
from cchc.following.models import ProgressRecord
from cchc.following.queries.records import ENDED_STATES, overdue_on, standing_records
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.standing import DueStanding
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


def past_measures(actor: Actor, today: date) -> PastMeasures | None:
    """Return the overdue measures of the units for which `actor` looks, in plans for this year and the last one; None
    for the people of a single unit, and where no measure has a day. Two queries, one for those in reach."""
    if not (actor.everywhere or actor.role is Role.LEADER):
        return None
    records = standing_records().filter(due__isnull=False, starts__isnull=False)
    plans = visible_to(actor).filter(year__gte=today.year - 1)
    records = records.filter(measure__section__plan__in=plans.values("pk"))
    if not actor.everywhere:
        records = records.filter(unit__in=ids_in_reach(actor))
    days = _due_days(records, today)
    if not days:
        return None
    rows = sorted(_units(records, today), key=lambda row: (-row.past, row.name))
    weeks = tuple((f"{end:%d/%m}", Fraction(_measures_at(days, end))) for end in ends_of_weeks(today))
    return PastMeasures(
        past=len({one.measure for one in days if one.is_late}),
        dated=len({one.measure for one in days}),
        units=tuple(rows[:MOST_UNITS]),
        others=len(rows[MOST_UNITS:]),
        weeks=weeks,
    )


@dataclass(frozen=True, slots=True)
class _DueDay:
    """What is due of a measure on one day: whether some of it is overdue now, and the day on which the last of it
    ended; None while some of it is open. The days between are those on which the measure was overdue."""

    measure: int
    due: date
    is_late: bool
    ended: date | None

    def was_late_at(self, end: date) -> bool:
        return self.due < end and (self.ended is None or end < self.ended)


def _due_days(records: QuerySet[ProgressRecord], today: date) -> list[_DueDay]:
    """Return each measure with its due days, one query; work that ended without a day of its own ended when that was
    said."""
    ended = Q(state__in=ENDED_STATES)
    said = ended & Q(done_on__isnull=True)
    rows = (
        records.order_by()
        .values_list("measure", "due")
        .annotate(
            late=Count("pk", filter=overdue_on(today)),
            open=Count("pk", filter=~ended | said & Q(reported_at__isnull=True)),
            done=Max("done_on", filter=ended),
            said=Max("reported_at", filter=said),
        )
    )
    return [
        _DueDay(measure, due, late > 0, None if still_open else _last_day(done, told))
        for measure, due, late, still_open, done, told in rows
    ]


def _last_day(done: date | None, told: datetime | None) -> date:
    """Return the later of the two days; one of them is always known."""
    return max(day for day in (done, told and timezone.localdate(told)) if day is not None)


def _measures_at(days: Iterable[_DueDay], end: date) -> int:
    """Return how many measures were overdue at the end of a week."""
    return len({one.measure for one in days if one.was_late_at(end)})


def _units(records: QuerySet[ProgressRecord], today: date) -> list[LeadingUnit]:
    """Return the units with overdue measures."""
    rows = (
        records.order_by()
        .values_list("unit", "unit__name", "measure__section__plan")
        .annotate(
            led=Count("measure", distinct=True),
            past=Count("measure", distinct=True, filter=overdue_on(today)),
        )
    )
    found: dict[tuple[int, str], list[tuple[int, int, int]]] = defaultdict(list)
    for unit, name, plan, led, past in rows:
        found[unit, name].append((plan, led, past))
    units = []
    for (unit, name), of_plans in found.items():
        late = [plan for plan, _led, past in of_plans if past]
        if late:
            led, past = (sum(one[at] for one in of_plans) for at in (1, 2))
            units.append(LeadingUnit(name, led, past, _href(late[0], unit) if len(late) == 1 else ""))
    return units


def _href(plan: int, unit: int) -> str:
    query = f"don_vi={unit}&vai_tro=lead&han={DueStanding.OVERDUE.value}"
    return f"{reverse('plans:detail', args=[plan])}?{query}"
