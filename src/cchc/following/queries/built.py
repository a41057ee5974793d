"""What was built on a plan in force: whoever wants it back as a draft is told."""

from __future__ import annotations

from django.utils.translation import ngettext

from cchc.following.models import ProgressRecord
from cchc.plans.consequences import BuiltOnPlan
from cchc.plans.models import Plan


def progress_built(*, plan: Plan) -> list[BuiltOnPlan]:
    """Return that units have reported on `plan`, where they have. The answer to `built_on_plan`."""
    reported = ProgressRecord.objects.filter(measure__section__plan=plan, reported_at__isnull=False)
    units = reported.values("unit").distinct().count()
    if not units:
        return []
    words = ngettext("%(count)s unit has reported on it", "%(count)s units have reported on it", units)
    return [BuiltOnPlan(words % {"count": units})]
