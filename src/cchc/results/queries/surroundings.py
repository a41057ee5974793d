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
from cchc.following.queries.standing import records_of, standings_of, work_by_day
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.overdue import measures_led_by
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.standing import BEHIND, DueStanding, standing_of_measure
from cchc.units.models import Unit
from cchc.units.queries import LineageEvent, history


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A measure in words with the day on which it is due; `passed` where its work is overdue."""

    plan: Plan
    pk: int
    words: str
    day: date
    passed: bool


@dataclass(frozen=True, slots=True)
class LedMeasures:
    """The measures of plans in force that a unit leads: how many, how many of them are overdue, how many are due
    within 30 days; the `first` of those that are overdue, then of those that are due next."""

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
    works = work_by_day(records_of(led).filter(unit__in=units), today)
    followed = standings_of(led, works, today)
    rows = [
        _LedRow(
            one,
            standing_of_measure(one, today, followed),
            followed[one.pk].day if one.pk in followed else one.next_due or one.last_due,
        )
        for one in led.select_related("section__plan")
    ]
    passed = [row for row in rows if row.standing in BEHIND]
    coming = [row for row in rows if row.standing in (DueStanding.SOON, DueStanding.LATER)]
    first = [*sorted(passed, key=_LedRow.order), *sorted(coming, key=_LedRow.order)]
    return LedMeasures(
        count=len(rows),
        passed=len(passed),
        soon=sum(row.standing is DueStanding.SOON for row in coming),
        first=tuple(row.due for row in first[:most]),
    )


@dataclass(frozen=True, slots=True)
class _LedRow:
    """A measure with where it stands and the first day on which it is due."""

    measure: Measure
    standing: DueStanding
    day: date | None

    def order(self) -> tuple[date, int]:
        """By their days."""
        return self.day or date.max, self.measure.pk

    @property
    def due(self) -> DueMeasure:
        """It in words."""
        one = self.measure
        words = next(filter(None, (getattr(one, key) for key in SAYS_WHAT)), str(one))
        passed = self.standing in BEHIND
        return DueMeasure(one.section.plan, one.pk, " ".join(words.split()), self.day or date.max, passed)
