"""What the reader appraises, and how much of it is left."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.policies import may_appraise, may_read_all_appraisals, may_send_results
from cchc.appraisal.queries.own_work import own_work
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.units import appraised_units, how_far
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.appraisal.waiting import beside_own_work
from cchc.scores.models import Stage
from cchc.ui.pages import page


@needs(Permission.APPRAISAL_READ)
@require_GET
def own_page(request: Request, year: int | None = None, stage: Stage = Stage.FIRST_APPRAISAL) -> HttpResponse:
    """Show the criteria that the reader appraises, each with the number of units that are left; to whoever sees all and
    appraises none, how far the units are that handed in."""
    cycle = round_to_appraise(request, year)
    work = own_work(request.actor, cycle, stage) if cycle is not None else []
    may_give = cycle is not None and may_appraise(request.actor, cycle)
    sees_all = may_read_all_appraisals(request.actor)
    units = (
        appraised_units(cycle, stage, sight_in(request.actor, cycle))
        if cycle is not None and sees_all and not work
        else []
    )
    words = _("Second appraisal {year}") if stage == Stage.SECOND_APPRAISAL else _("Appraisal {year}")
    title = words.format(year=cycle.year) if cycle is not None else _("Appraisal")
    context = {
        **cycle_context(request, cycle, stage),
        "title": title,
        "work": work,
        "left": sum(one.left for one in work),
        "next_leaf": next((one for one in work if one.left and may_give), None),
        "duties": list(beside_own_work(request.actor, cycle, stage, timezone.localdate())) if cycle else [],
        "may_assign": request.actor.may(Permission.APPRAISAL_ASSIGN),
        "may_see_doubles": sees_all,
        "far": how_far(units),
        "units": [one for one in units if one.appraised is not None],
        "may_send": cycle is not None and may_send_results(request.actor, cycle),
        "may_follow": request.actor.may(Permission.PROGRESS_READ),
    }
    return page(request, "appraisal/own.html", context)
