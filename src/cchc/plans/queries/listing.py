"""The list of plans: what a person may see of each, and how its due days stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from cchc.access.actor import Actor
from cchc.intake.models import StagedFile
from cchc.intake.queries import without_contents
from cchc.plans.models import Measure, Plan
from cchc.plans.policies import may_edit_plan
from cchc.plans.queries.plans import readings_of
from cchc.plans.queries.standing import BEHIND, NOT_FOLLOWED, DueStanding, FollowedMeasure, stands_as
from cchc.plans.queries.table import with_due_days
from cchc.units.models import Unit


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list: how many measures it has, how many have passed their last day or come to one soon; of a
    plan that is followed, how many are overdue. `behind` is which of both."""

    plan: Plan
    measures: int
    past: int
    soon: int
    may_edit: bool
    behind: DueStanding = DueStanding.PAST


def plan_lines(
    actor: Actor, plans: Sequence[Plan], today: date, followed: Iterable[FollowedMeasure]
) -> list[PlanLine]:
    """`plans` with their counts, of which these measures are `followed`; one query, however many they are."""
    counted = (
        with_due_days(Measure.objects.filter(section__plan__in=plans), today)
        .order_by()
        .values("section__plan")
        .annotate(
            count=Count("pk"),
            past=Count("pk", filter=stands_as(DueStanding.PAST, today, NOT_FOLLOWED)),
            soon=Count("pk", filter=stands_as(DueStanding.SOON, today, NOT_FOLLOWED)),
        )
    )
    counts = {one["section__plan"]: (one["count"], one["past"], one["soon"]) for one in counted}
    by_work: dict[int, Counter[DueStanding]] = defaultdict(Counter)
    for one in followed:
        by_work[one.plan][one.standing] += 1
    return [_line(actor, plan, counts.get(plan.pk, (0, 0, 0)), by_work.get(plan.pk)) for plan in plans]


def _line(
    actor: Actor, plan: Plan, by_days: tuple[int, int, int], by_work: Counter[DueStanding] | None
) -> PlanLine:
    may_edit = may_edit_plan(actor, plan)
    if by_work is None:
        return PlanLine(plan, *by_days, may_edit=may_edit)
    behind, soon = sum(by_work[one] for one in BEHIND), by_work[DueStanding.SOON]
    return PlanLine(plan, by_days[0], behind, soon, may_edit, DueStanding.OVERDUE)


def plans_of(
    plans: QuerySet[Plan], *, year: int | None = None, unit: int | None = None, kind: str = ""
) -> QuerySet[Plan]:
    """Those of `plans` that the filters ask for, the latest year first, in it the drafts first."""
    asked = {"year": year, "unit": unit, "kind": kind}
    kept = plans.filter(**{name: value for name, value in asked.items() if value})
    return kept.select_related("unit", "document").order_by("-year", "-state", "unit__sort_key", "-pk")


def years_of(plans: QuerySet[Plan]) -> list[int]:
    """The years that `plans` are for, the latest first."""
    return list(plans.order_by("-year").values_list("year", flat=True).distinct())


def units_of(plans: QuerySet[Plan]) -> dict[int, str]:
    """The units that `plans` belong to, by their ids, in the order of their names."""
    units = Unit.objects.filter(pk__in=plans.order_by().values("unit"))
    return dict(units.order_by("sort_key", "pk").values_list("pk", "name"))


def unread_files(actor: Actor) -> QuerySet[StagedFile]:
    """The files handed in that have not become a draft: waiting, being read, or refused."""
    return without_contents(readings_of(actor).exclude(state=StagedFile.State.APPLIED))


def by_year(lines: Iterable[PlanLine]) -> list[tuple[int, list[PlanLine]]]:
    """`lines` under their years."""
    years: dict[int, list[PlanLine]] = {}
    for line in lines:
        years.setdefault(line.plan.year, []).append(line)
    return list(years.items())
