"""What the plans of the year ask of the own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc.access.actor import Actor
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.table import DueStanding, measures_of, standings, unit_ids_of


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A plan in force: how many measures name the own unit (`of_own`), or where none does how many there are in all,
    and how many of them have passed their last day or come to one within 30 days."""

    plan: Plan
    of_own: bool
    count: int
    past: int
    soon: int


def plans_of_the_year(actor: Actor, today: date) -> list[YearPlan]:
    """The plans in force for the year of `today` that `actor` may see; two queries for each."""
    own = unit_ids_of(actor)
    plans = (
        visible_to(actor).filter(state=Plan.State.CURRENT, year=today.year).order_by("unit__sort_key", "pk")
    )
    return [one for plan in plans if (one := _of(plan, own, today)).count]


def _of(plan: Plan, own: frozenset[int], today: date) -> YearPlan:
    stand = standings(measures_of(plan, today, own), today) if own else {}
    of_own = any(stand.values())
    stand = stand if of_own else standings(measures_of(plan, today), today)
    return YearPlan(plan, of_own, sum(stand.values()), stand[DueStanding.PAST], stand[DueStanding.SOON])
