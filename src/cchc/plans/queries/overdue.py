"""Measures in force by the days on which they are due, whichever plan they stand in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.plans.models import Agency, Involvement, Measure, Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.table import with_due_days
from cchc.units.models import Unit


def measures_in_force(actor: Actor, today: date) -> QuerySet[Measure]:
    """Return the measures of the plans in force for this year and the last one that `actor` may see, with their due
    days. The last reports of a plan fall into the year after it; older plans wait for nobody."""
    plans = visible_to(actor).filter(state=Plan.State.CURRENT, year__gte=today.year - 1)
    return with_due_days(Measure.objects.filter(section__plan__in=plans.values("pk")), today)


def measures_led_by(units: Collection[int] | QuerySet[Unit], actor: Actor, today: date) -> QuerySet[Measure]:
    """Return those `measures_in_force` that one of `units` leads."""
    agencies = Agency.objects.filter(units__in=units)
    parts = Involvement.objects.filter(role=Involvement.Kind.LEAD, agency__in=agencies.values("pk"))
    return measures_in_force(actor, today).filter(pk__in=parts.values("measure"))
