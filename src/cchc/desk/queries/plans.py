"""The measures of the year's plans that name the own unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cchc.access.actor import Actor
from cchc.following.queries.standing import DueWork, records_of, standings_of, work_by_day
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.standing import BEHIND, DueStanding, standings_by_plan
from cchc.plans.queries.table import naming_units, unit_ids_of, with_due_days


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


def plans_of_the_year(actor: Actor, today: date, works: Sequence[DueWork] | None = None) -> list[YearPlan]:
    """Return the plans in force for the year of `today` that `actor` may see. At most nine queries, however many plans
    there are; `works` are those of `works_in_sight`, where they were asked already."""
    plans = list(
        visible_to(actor).filter(state=Plan.State.CURRENT, year=today.year).order_by("unit__sort_key", "pk")
    )
    own = _of_own(plans, unit_ids_of(actor), today)
    others = [one for one in plans if one.pk not in own]
    every = _of_all(others, today, works) if others else {}
    rows = [_line(one, own.get(one.pk) or every.get(one.pk, Counter()), one.pk in own) for one in plans]
    return [one for one in rows if one.count]


def works_in_sight(actor: Actor, today: date) -> list[DueWork]:
    """Return the work on the measures of the plans in force for this year and the last one that `actor` sees, by due
    day; one query."""
    plans = visible_to(actor).filter(state=Plan.State.CURRENT, year__gte=today.year - 1)
    return work_by_day(
        records_of(Measure.objects.filter(section__plan__in=plans.order_by().values("pk"))), today
    )


def _of_own(plans: Sequence[Plan], own: frozenset[int], today: date) -> dict[int, Counter[DueStanding]]:
    """How many measures that name one of `own` stand where, by plan; of what they lead their own work counts."""
    if not own:
        return {}
    measures = naming_units(Measure.objects.filter(section__plan__in=plans), None, own)
    followed = standings_of(measures, work_by_day(records_of(measures).filter(unit__in=own), today), today)
    named = set(measures.order_by().values_list("pk", flat=True))
    others = Measure.objects.filter(pk__in=named - followed.keys())
    followed |= standings_of(others, work_by_day(records_of(others), today), today)
    return standings_by_plan(with_due_days(measures, today), today, followed)


def _of_all(
    plans: Sequence[Plan], today: date, works: Sequence[DueWork] | None
) -> dict[int, Counter[DueStanding]]:
    """How many measures stand where, by plan."""
    measures = Measure.objects.filter(section__plan__in=plans)
    done = works if works is not None else work_by_day(records_of(measures), today)
    followed = standings_of(measures, done, today)
    return standings_by_plan(with_due_days(measures, today), today, followed)


def _line(plan: Plan, stand: Counter[DueStanding], of_own: bool) -> YearPlan:
    behind = next((one for one in BEHIND if stand[one]), DueStanding.OVERDUE)
    past = sum(stand[one] for one in BEHIND)
    return YearPlan(plan, of_own, stand.total(), past, stand[DueStanding.SOON], behind)
