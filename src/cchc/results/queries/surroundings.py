"""What surrounds the results of a unit: the measures it leads, the people who act for it, its lineage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.accounts.queries import memberships_in
from cchc.core.plans.columns import SAYS_WHAT
from cchc.plans.models import Plan
from cchc.plans.queries.overdue import measures_led_by
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.table import STANDS, DueStanding, standings
from cchc.units.models import Unit
from cchc.units.queries import LineageEvent, history


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A measure in words with the day on which it is due; `passed` where that day is over and nothing was reported."""

    plan: Plan
    pk: int
    words: str
    day: date
    passed: bool


@dataclass(frozen=True, slots=True)
class LedMeasures:
    """The measures of plans in force that a unit leads: how many, for how many the last day has passed, how many are
    due within 30 days; the `first` of those whose day has passed, then of those that are due next."""

    count: int
    passed: int
    soon: int
    first: tuple[DueMeasure, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What this reader may see around the results of a unit; None or empty where there is nothing to see."""

    led: LedMeasures | None
    plans: tuple[Plan, ...]
    people: tuple[Membership, ...]
    lineage: tuple[LineageEvent, ...]
    may_open_unit: bool


def surroundings(actor: Actor, unit: Unit, units: Sequence[int], today: date, most: int) -> Surroundings:
    """The surroundings of `unit`, which also bore the names of `units` (ids, its own among them); at most so many
    measures. The number of queries does not depend on them."""
    own = visible_to(actor).filter(unit__in=units).order_by("-year", "title", "pk")
    return Surroundings(
        led=_led(actor, units, today, most) if actor.may(Permission.PLAN_READ) else None,
        plans=tuple(own),
        people=tuple(memberships_in(actor, unit, today)),
        lineage=tuple(history(unit)),
        may_open_unit=actor.may(Permission.UNIT_READ),
    )


def _led(actor: Actor, units: Sequence[int], today: date, most: int) -> LedMeasures:
    led: QuerySet[Any] = measures_led_by(units, actor, today)
    counts = standings(led, today)
    passed = led.filter(STANDS[DueStanding.PAST](today)).order_by("last_due", "pk")
    coming = led.filter(next_due__isnull=False).order_by("next_due", "pk")
    rows = [*passed.select_related("section__plan")[:most], *coming.select_related("section__plan")[:most]]
    return LedMeasures(
        count=sum(counts.values()),
        passed=counts[DueStanding.PAST],
        soon=counts[DueStanding.SOON],
        first=tuple(_due_measure(row, today) for row in rows[:most]),
    )


def _due_measure(row: Any, today: date) -> DueMeasure:
    """`row` is a measure with its next and last due day."""
    words = next(filter(None, (getattr(row, key) for key in SAYS_WHAT)), str(row))
    day = row.next_due or row.last_due
    return DueMeasure(row.section.plan, row.pk, " ".join(words.split()), day, day < today)
