"""What remains of a plan that is to end, where it may go, and what was built on it since."""

from __future__ import annotations

from django.db.models import QuerySet

from cchc.core.plans.columns import KEYS
from cchc.following.models import PlanEnding, ProgressRecord, RemainingMeasure
from cchc.following.queries.records import ENDED_STATES
from cchc.plans.models import Measure, Plan


def remaining_measures(plan: Plan) -> QuerySet[Measure]:
    """Return the measures of `plan`, in its order, of which a record is not finished; those that were withdrawn are
    out."""
    unfinished = ProgressRecord.objects.filter(
        measure__section__plan=plan, passed_to__isnull=True, closed_at__isnull=True
    ).exclude(state__in=ENDED_STATES)
    rows = Measure.objects.filter(pk__in=unfinished.values("measure"), withdrawn=False)
    return rows.select_related("section").order_by("section__place", "section", "place", "pk")


def drafts_to_carry_into(plan: Plan) -> QuerySet[Plan]:
    """Return the drafts of the same unit for a later year."""
    drafts = Plan.objects.filter(unit=plan.unit_id, year__gt=plan.year, state=Plan.State.DRAFT)
    return drafts.order_by("year", "title", "pk")


def carried_measures(ending: PlanEnding) -> list[Measure]:
    """Return the measures into which something was carried over and that are still there, in the order of their
    plans."""
    rows = Measure.objects.filter(carried_from__ending=ending).select_related("section__plan")
    return list(rows.order_by("section__plan", "section__place", "place", "pk"))


def built_on_end(ending: PlanEnding) -> list[Measure]:
    """Return those of them on which something was built: the texts are no more as they were carried over, or the plan
    is no more a draft."""
    rows = RemainingMeasure.objects.filter(ending=ending, carried_to__isnull=False)
    found = rows.select_related("measure", "carried_to__section__plan").order_by("measure")
    return [
        one.carried_to
        for one in found
        if one.carried_to is not None and _is_built_on(one.measure, one.carried_to)
    ]


def _is_built_on(measure: Measure, carried: Measure) -> bool:
    is_draft = carried.section.plan.state == Plan.State.DRAFT
    return not is_draft or any(getattr(measure, key) != getattr(carried, key) for key in KEYS)
