"""What remains of a plan that is to end, and where it may go."""

from __future__ import annotations

from django.db.models import QuerySet

from cchc.following.models import ProgressRecord
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
