"""What was built on a plan in force: whoever wants it back as a draft is told."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from cchc.following.models import (
    Amendment,
    CooperationNote,
    PlanEnding,
    PlanLink,
    ProgressDecision,
    ProgressRecord,
    ProgressReport,
    ReportedProduct,
    TargetReport,
)
from cchc.plans.consequences import BuiltOnPlan
from cchc.plans.models import Plan


def progress_built(*, plan: Plan) -> list[BuiltOnPlan]:
    """Return what stands on `plan` and would be lost with its records: that units have reported on it, that something
    else is tied to its records, that figures of its targets were reported, that it was amended or has ended, where so.
    The answer to `built_on_plan`."""
    records = ProgressRecord.objects.filter(measure__section__plan=plan)
    units = records.filter(reported_at__isnull=False).values("unit").distinct().count()
    tied = _tied(plan).count()
    figures = TargetReport.objects.filter(target__section__plan=plan).count()
    amendments = Amendment.objects.filter(plan=plan).count()
    reports = ngettext("%(count)s unit has reported on it", "%(count)s units have reported on it", units)
    ties = ngettext(
        "a product, a note or a plan that carries it out is tied to %(count)s of its records",
        "a product, a note or a plan that carries it out is tied to %(count)s of its records",
        tied,
    )
    achieved = ngettext(
        "%(count)s figure of its targets was reported",
        "%(count)s figures of its targets were reported",
        figures,
    )
    times = ngettext("it was amended %(count)s time", "it was amended %(count)s times", amendments)
    ended = int(PlanEnding.objects.filter(plan=plan).exists())
    told = (
        (units, reports),
        (tied, ties),
        (figures, achieved),
        (amendments, times),
        (ended, gettext("it has ended")),
    )
    return [BuiltOnPlan(words % {"count": count}) for count, words in told if count]


def _tied(plan: Plan) -> QuerySet[Any]:
    """The ids of the records of `plan` of which nobody has said how far they are and to which something is tied: those
    that are not `untouched`, found from what is tied, which is little, and not from the records, which are many."""
    kinds = (ProgressReport, ProgressDecision, ReportedProduct, CooperationNote, PlanLink)
    parts: list[QuerySet[Any]] = [
        kind.objects.filter(record__measure__section__plan=plan, record__reported_at__isnull=True)
        .order_by()
        .values("record_id")
        for kind in kinds
    ]
    return parts[0].union(*parts[1:])
