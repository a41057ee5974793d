"""What stands between a draft and a plan in force."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from cchc.core.agencies import Confidence
from cchc.plans.models import Agency, Measure, Plan


@dataclass(frozen=True, slots=True)
class Obstacles:
    """How many measures a plan has, and how many rows and agencies nobody has confirmed yet."""

    measures: int
    rows: int
    agencies: int


def obstacles(plan: Plan) -> Obstacles:
    """What is left to do before `plan` can be put in force."""
    measures = Measure.objects.filter(section__plan=plan)
    return Obstacles(measures.count(), unchecked(measures).count(), unconfirmed(plan).count())


def unchecked(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Those of `measures` that the reader was not sure of and nobody has looked at."""
    return measures.exclude(confidence=Confidence.SURE).filter(checked=False)


def unconfirmed(plan: Plan) -> QuerySet[Agency]:
    """The agencies of `plan` that were not found for sure and nobody has confirmed."""
    return plan.agencies.exclude(confidence=Confidence.SURE).filter(confirmed=False)
