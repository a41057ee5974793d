"""Measures whose last day has passed, by the agency that leads them, for those who look after more than one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.desk.queries.weeks import Weekly, ends_of_weeks
from cchc.plans.models import Agency, Involvement
from cchc.plans.queries.overdue import measures_in_force
from cchc.plans.queries.table import DueStanding
from cchc.units.queries import ids_in_reach

MOST_AGENCIES = 6


@dataclass(frozen=True, slots=True)
class LeadingAgency:
    """An agency with the number of measures that it leads, and of those whose last day has passed. `href` shows the
    latter where they stand in one plan."""

    name: str
    led: int
    past: int
    href: str


@dataclass(frozen=True, slots=True)
class PastMeasures:
    """How many measures in force have passed their last day, of all that have one; by agency, the most first; how many
    agencies are not listed; and the number at the end of each of the last weeks."""

    past: int
    dated: int
    agencies: tuple[LeadingAgency, ...]
    others: int
    weeks: Weekly


def past_measures(actor: Actor, today: date) -> PastMeasures | None:
    """Return the measures that have passed their day, of the units for which `actor` looks; None for the people of a
    single unit, and where no measure has a day. Four queries."""
    if not (actor.everywhere or actor.role is Role.LEADER):
        return None
    in_force: QuerySet[Any] = measures_in_force(actor, today)
    dated = in_force.filter(last_due__isnull=False)
    days = {pk: (plan, day) for pk, plan, day in dated.values_list("pk", "section__plan", "last_due")}
    led = _measures_by_agency(None if actor.everywhere else ids_in_reach(actor))
    led = {key: kept for key, measures in led.items() if (kept := measures & days.keys())}
    counted = set(days) if actor.everywhere else set().union(*led.values())
    if not counted:
        return None
    rows = [_agency(name, unit, measures, days, today) for (name, unit), measures in led.items()]
    past = sorted((row for row in rows if row.past), key=lambda row: (-row.past, row.name))
    weeks = tuple(
        (f"{end:%d/%m}", Fraction(sum(days[pk][1] < end for pk in counted))) for end in ends_of_weeks(today)
    )
    return PastMeasures(
        past=sum(days[pk][1] < today for pk in counted),
        dated=len(counted),
        agencies=tuple(past[:MOST_AGENCIES]),
        others=len(past[MOST_AGENCIES:]),
        weeks=weeks,
    )


def _measures_by_agency(units: set[int] | None) -> dict[tuple[str, int | None], set[int]]:
    """Return the measures that each agency leads, by its name and the one unit that it means; groups and what is no
    unit under their wording. `units`: only agencies that mean one of them."""
    agencies = Agency.objects.all() if units is None else Agency.objects.filter(units__in=units)
    meant: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for agency, unit, name in agencies.values_list("pk", "units", "units__name"):
        if unit is not None:
            meant[agency].append((unit, name))
    found: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    parts = Involvement.objects.filter(role=Involvement.Kind.LEAD, agency__in=agencies.values("pk"))
    for measure, agency, text in parts.values_list("measure", "agency", "agency__text"):
        one = meant[agency][0] if len(meant[agency]) == 1 else None
        found[(one[1], one[0]) if one else (text, None)].add(measure)
    return found


def _agency(
    name: str, unit: int | None, measures: set[int], days: Mapping[int, tuple[int, date]], today: date
) -> LeadingAgency:
    past = [days[pk][0] for pk in measures if days[pk][1] < today]
    plans = set(past)
    href = ""
    if unit is not None and len(plans) == 1:
        query = f"don_vi={unit}&vai_tro=lead&han={DueStanding.PAST}"
        href = f"{reverse('plans:detail', args=[*plans])}?{query}"
    return LeadingAgency(name, len(measures), len(past), href)
