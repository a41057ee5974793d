"""The first page of fieldwork: the surveys that collect answers, as far as they concern the person."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.fieldwork.policies import may_collect, may_manage_fieldwork, may_read_fieldwork
from cchc.fieldwork.queries.seen import surveys_checked_by
from cchc.fieldwork.queries.standing import surveys_in_the_field
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.FIELDWORK_READ)
@require_GET
def fieldwork_home(request: Request) -> HttpResponse:
    """The surveys that collect answers now."""
    found = surveys_in_the_field(request.actor)
    reads_all = may_read_fieldwork(request.actor)
    checked = Survey.objects.none() if reads_all else surveys_checked_by(request.actor)
    context = {
        "title": _("Collecting the answers of surveys"),
        "rows": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "reads_all": reads_all,
        "checked": checked.filter(state=SurveyState.COLLECTING).order_by("name", "pk"),
        "collects_own": may_collect(request.actor),
        "manages": may_manage_fieldwork(request.actor),
        "telephones": reverse("fieldwork:telephones") if may_collect(request.actor) else "",
    }
    return page(request, "fieldwork/home.html", context)
