"""What was built on a plan in force: whoever wants it back as a draft is told."""

from __future__ import annotations

from django.utils.translation import ngettext

from cchc.following.models import Amendment, ProgressRecord
from cchc.plans.consequences import BuiltOnPlan
from cchc.plans.models import Plan


def progress_built(*, plan: Plan) -> list[BuiltOnPlan]:
    """Return that units have reported on `plan`, and that it was amended, where so. The answer to `built_on_plan`."""
    reported = ProgressRecord.objects.filter(measure__section__plan=plan, reported_at__isnull=False)
    units = reported.values("unit").distinct().count()
    amendments = Amendment.objects.filter(plan=plan).count()
    reports = ngettext("%(count)s unit has reported on it", "%(count)s units have reported on it", units)
    times = ngettext("it was amended %(count)s time", "it was amended %(count)s times", amendments)
    told = ((units, reports), (amendments, times))
    return [BuiltOnPlan(words % {"count": count}) for count, words in told if count]
