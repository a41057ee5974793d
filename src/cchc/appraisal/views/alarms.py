"""What is worth a look in the appraisals: found by the platform, decided by nobody but whoever looks."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.policies import may_read_all_appraisals
from cchc.appraisal.queries.alarms import FEWEST_UNITS, NEARLY_ALL, alarms_in
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.views.frame import cycle_context, round_to_appraise
from cchc.core.scoring.agreement import FEWEST_JUDGED, LARGE_DOMINANCE
from cchc.scores.models import Stage
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.APPRAISAL_READ)
@require_GET
def alarms_page(request: Request, year: int, stage: Stage) -> HttpResponse:
    """Show whoever leads or only reads what is worth a look, each with what it rests on and where it stands."""
    cycle = round_to_appraise(request, year)
    if cycle is None or not may_read_all_appraisals(request.actor):
        raise Http404
    alarms = alarms_in(cycle, stage, sight_in(request.actor, cycle))
    context = {
        **cycle_context(request, cycle, stage),
        "title": _("Worth a look in the appraisal of {year}").format(year=year),
        "alarms": Paginator(alarms, ROWS).get_page(request.GET.get("page")),
        "fewest_judged": FEWEST_JUDGED,
        "fewest_units": FEWEST_UNITS,
        "nearly_all": NEARLY_ALL,
        "dominance": LARGE_DOMINANCE,
    }
    return page(request, "appraisal/alarms.html", context)
