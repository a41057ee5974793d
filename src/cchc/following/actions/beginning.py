"""A plan begins to be followed when it is put in force, and ends so when it becomes a draft again."""

from __future__ import annotations

from django.db.models import Max, Model
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.audit.models import by_line
from cchc.following.actions.linking import compute_above
from cchc.following.actions.settling import settle_plan
from cchc.following.models import Baseline, FollowedPlan, PlanLink, ProgressRecord
from cchc.following.queries.baselines import canonical_json, hash_of, plan_content
from cchc.plans.models import Plan


def follow_plan(*, by: Actor, plan: Plan) -> list[Model]:
    """Keep `plan` as it was put in force, and make its records. The answer to `plan_in_force`."""
    content = canonical_json(plan_content(plan))
    last = Baseline.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    Baseline.objects.create(
        plan=plan, number=last + 1, content=content, sha256=hash_of(content), **by_line(by)
    )
    settle_plan(plan=plan, today=timezone.localdate())
    return []


def forget_plan(*, by: Actor, plan: Plan) -> list[Model]:
    """Take the records of `plan` away, of which nobody has said anything: it is a draft again. The answer to
    `plan_taken_back`; what was approved stays until it is deleted."""
    ProgressRecord.objects.filter(measure__section__plan=plan).delete()
    FollowedPlan.objects.filter(plan=plan).delete()
    compute_above(PlanLink.objects.filter(measure__section__plan=plan).values_list("measure", flat=True))
    return []
