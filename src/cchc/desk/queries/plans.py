"""The measures of the year's plans that name the own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc.access.actor import Actor
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.table import DueStanding, measures_of, standings, unit_ids_of


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A plan in force with its number of measures, and how many of them are overdue or due within 30 days.

    `of_own` says that only measures with the own unit are counted; where there are none, all are.
    """

    plan: Plan
    of_own: bool
    count: int
    past: int
    soon: int


def plans_of_the_year(actor: Actor, today: date) -> list[YearPlan]:
    """Return the plans in force for the year of `today` that `actor` may see; two queries for each."""
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
