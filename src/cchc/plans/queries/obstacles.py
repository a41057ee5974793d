"""What stands between a draft and a plan in force: rows and agencies that nobody has confirmed yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import SAYS_WHAT
from cchc.plans.models import Agency, Measure, Plan


@dataclass(frozen=True, slots=True)
class Obstacles:
    """How many measures a plan has, and how many rows and agencies nobody has confirmed yet."""

    measures: int
    rows: int
    agencies: int

    @property
    def any(self) -> bool:
        """Whether something is left to do before the plan can be put in force."""
        return not self.measures or bool(self.rows or self.agencies)


def obstacles(plan: Plan) -> Obstacles:
    """What is left to do before `plan` can be put in force."""
    measures = Measure.objects.filter(section__plan=plan)
    return Obstacles(
        measures.count(), unchecked_measures(measures).count(), unconfirmed_agencies(plan).count()
    )


def unchecked_measures(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Those of `measures` that nobody has looked at though the reader was not sure, or nothing says what is to do."""
    says_nothing = Q(**dict.fromkeys(SAYS_WHAT, ""))
    return measures.filter(~Q(confidence=Confidence.SURE) | says_nothing, checked=False)


def unconfirmed_agencies(plan: Plan) -> QuerySet[Agency]:
    """The agencies of `plan` that were not found for sure and nobody has confirmed."""
    return plan.agencies.exclude(confidence=Confidence.SURE).filter(confirmed=False)


def agencies_of(plan: Plan) -> list[Agency]:
    """The agencies of `plan` with `count`, how many measures name them, and `meant`, how many units they mean; the
    unconfirmed ones first."""
    named = list(plan.agencies.annotate(count=Count("parts__measure", distinct=True)).filter(count__gt=0))
    links = Agency.units.through.objects.filter(agency__plan=plan)
    meant = Counter(links.values_list("agency_id", flat=True))
    for one in named:
        one.meant = meant[one.pk]
    return sorted(named, key=is_open, reverse=True)


def is_unchecked(measure: Measure) -> bool:
    """Whether a measure is among those of `unchecked_measures`."""
    says_what = any(getattr(measure, key) for key in SAYS_WHAT)
    return not measure.checked and (measure.confidence != Confidence.SURE or not says_what)


def is_open(agency: Agency) -> bool:
    """Whether nobody has confirmed an agency that was not found for sure."""
    return agency.confidence != Confidence.SURE and not agency.confirmed
