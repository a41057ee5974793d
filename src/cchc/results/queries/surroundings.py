"""What surrounds the results of a unit: the measures it leads, the people who act for it, its lineage."""

from __future__ import annotations

from collections.abc import Collection
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
from cchc.plans.queries.table import SOON
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


def surroundings(actor: Actor, unit: Unit, today: date, most: int) -> Surroundings:
    """The surroundings of `unit`; at most so many measures. Plans may name it as it was called before. The number of
    queries does not depend on what is found."""
    lineage = history(unit)
    earlier = {one.pk for event in lineage for one in event.before if one.valid_from <= unit.valid_from}
    units = {unit.pk, *earlier}
    own = visible_to(actor).filter(unit__in=units).order_by("-year", "title", "pk")
    return Surroundings(
        led=_led(actor, units, today, most) if actor.may(Permission.PLAN_READ) else None,
        plans=tuple(own),
        people=tuple(memberships_in(actor, unit, today)),
        lineage=tuple(lineage),
        may_open_unit=actor.may(Permission.UNIT_READ),
    )


def _led(actor: Actor, units: Collection[int], today: date, most: int) -> LedMeasures:
    led: QuerySet[Any] = measures_led_by(units, actor, today)
    rows = list(led.select_related("section__plan"))
    passed = sorted((row for row in rows if _is_passed(row, today)), key=lambda row: (row.last_due, row.pk))
    coming = sorted((row for row in rows if row.next_due), key=lambda row: (row.next_due, row.pk))
    return LedMeasures(
        count=len(rows),
        passed=len(passed),
        soon=sum(row.next_due <= today + SOON for row in coming),
        first=tuple(_due_measure(row, today) for row in [*passed, *coming][:most]),
    )


def _is_passed(row: Any, today: date) -> bool:
    return row.last_due is not None and row.last_due < today


def _due_measure(row: Any, today: date) -> DueMeasure:
    """`row` is a measure with its next and last due day."""
    words = next(filter(None, (getattr(row, key) for key in SAYS_WHAT)), str(row))
    day = row.next_due or row.last_due
    return DueMeasure(row.section.plan, row.pk, " ".join(words.split()), day, _is_passed(row, today))
