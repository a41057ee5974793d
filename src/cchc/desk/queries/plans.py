"""The measures of the year's plans that name the own unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc.access.actor import Actor
from cchc.following.queries.standing import measures_by_work
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.standing import BEHIND, DueStanding, Followed, standings
from cchc.plans.queries.table import measures_of, unit_ids_of


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A plan in force with its number of measures, and how many of them are overdue or due within 30 days.

    `of_own` says that only measures with the own unit are counted; where there are none, all are. `behind` is what
    `past` counts: overdue measures, or those of a plan that nobody follows with their day behind.
    """

    plan: Plan
    of_own: bool
    count: int
    past: int
    soon: int
    behind: DueStanding


def plans_of_the_year(actor: Actor, today: date) -> list[YearPlan]:
    """Return the plans in force for the year of `today` that `actor` may see; two queries for each, two
    for all."""
    own = unit_ids_of(actor)
    plans = list(
        visible_to(actor).filter(state=Plan.State.CURRENT, year=today.year).order_by("unit__sort_key", "pk")
    )
    told = measures_by_work(plans=[one.pk for one in plans], units=own, measure=None, today=today)
    followed = {one.measure: one for one in told}
    return [one for plan in plans if (one := _of(plan, own, today, followed)).count]


def _of(plan: Plan, own: frozenset[int], today: date, followed: Followed) -> YearPlan:
    stand = standings(measures_of(plan, today, own), today, followed) if own else {}
    of_own = any(stand.values())
    stand = stand if of_own else standings(measures_of(plan, today), today, followed)
    behind = next((one for one in BEHIND if stand.get(one)), DueStanding.OVERDUE)
    count = sum(stand.get(one, 0) for one in BEHIND)
    return YearPlan(plan, of_own, sum(stand.values()), count, stand[DueStanding.SOON], behind)
