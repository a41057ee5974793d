"""Measures whose work is overdue, by the unit that leads them, for those who look after more than one unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

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
    counted = _counts(records, today)
    if not counted["dated"]:
        return None
    rows = sorted(_units(records, today), key=lambda row: (-row.past, row.name))
    weeks = tuple((f"{end:%d/%m}", Fraction(counted[f"{end:%d%m}"])) for end in ends_of_weeks(today))
    return PastMeasures(
        past=counted["past"],
        dated=counted["dated"],
        units=tuple(rows[:MOST_UNITS]),
        others=len(rows[MOST_UNITS:]),
        weeks=weeks,
    )


def _counts(records: QuerySet[ProgressRecord], today: date) -> dict[str, int]:
    """Return how many measures have a day, are overdue, and were at the end of each week."""
    asked = {f"{end:%d%m}": _measures(_overdue_at(end)) for end in ends_of_weeks(today)}
    return records.order_by().aggregate(dated=_measures(), past=_measures(overdue_on(today)), **asked)


def _measures(condition: Q | None = None) -> Count:
    return Count("measure", distinct=True, filter=condition)


def _overdue_at(end: date) -> Q:
    """The work was due before the day and not ended on it; what ended without a day of its own, when it was said."""
    later = end + timedelta(days=1)
    ended_by_then = Q(state__in=ENDED_STATES) & (
        Q(done_on__lt=later) | Q(done_on__isnull=True, reported_at__date__lt=later)
    )
    return Q(due__lt=end) & ~ended_by_then


def _units(records: QuerySet[ProgressRecord], today: date) -> list[LeadingUnit]:
    """Return the units with overdue measures."""
    rows = (
        records.order_by()
        .values_list("unit", "unit__name", "measure__section__plan")
        .annotate(led=_measures(), past=_measures(overdue_on(today)))
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
