"""Letters that urge the units which are late with a plan: which units, one letter, all of them in one archive."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.consequences import template_now
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.following.exchange.urging import URGING, standard_urging_letter
from cchc.following.exchange.urging import urging_letter as letter_bytes
from cchc.following.forms.board import LateForm
from cchc.following.policies import may_close
from cchc.following.queries.urging import (
    late_units,
    letters_for,
    state_of,
    urged_units,
)
from cchc.following.tasks import make_urging_letters, urging_letters_content
from cchc.following.views.board import plan_of_board
from cchc.plans.models import Plan
from cchc.ui.pages import page

USUAL_DAYS = 1
FEW_LETTERS = 4  # that take about a second together


@needs(Permission.PROGRESS_CLOSE)
@require_GET
def urging(request: Request, pk: int) -> HttpResponse:
    """Show which units are late by so many days or more, with what, and their letters."""
    plan, today = _plan(request, pk), timezone.localdate()
    form = LateForm(request.GET or None, initial={"ngay": USUAL_DAYS})
    days = form.cleaned_data["ngay"] if form.is_valid() else USUAL_DAYS
    context = {
        "title": _("Letters to late units: %(plan)s") % {"plan": plan.title},
        "plan": plan,
        "may_close": True,
        "form": form,
        "days": days,
        "late": late_units(plan, today, days),
        "may_manage_templates": request.actor.may(Permission.TEMPLATE_MANAGE),
    }
    return page(request, "following/urging.html", context)


@needs(Permission.PROGRESS_CLOSE)
@require_GET
def urging_letter(request: Request, pk: int, unit: int) -> HttpResponse:
    """Send the letter to one unit."""
    plan, today, days = _plan(request, pk), timezone.localdate(), _days(request)
    late = urged_units(plan, today, days, unit)
    if not late:
        raise Http404
    (letter,) = letters_for(plan, late, today, days)
    return made_file(
        letter_bytes(letter, template_now(URGING, standard_urging_letter)),
        f"don-doc-{slug_of(letter.unit)}.docx",
    )


@needs(Permission.PROGRESS_CLOSE)
def urging_letters(request: Request, pk: int) -> HttpResponseBase:
    """Send the letters to all late units in one archive, made by the worker where they are many."""
    plan, today, days = _plan(request, pk), timezone.localdate(), _days(request)
    late = late_units(plan, today, days)
    if not late:
        raise Http404
    state = state_of(plan, today, days, template_now(URGING, standard_urging_letter))
    asked = FileRequest(
        of=f"following.urging:{plan.pk}",
        audience="owner",
        version=state,
        about={"plan": plan.pk, "today": today.isoformat(), "days": days, "state": state},
        name=f"don-doc-{slug_of(plan.title)[:60]}.zip",
        type="zip",
        small=len(late) <= FEW_LETTERS,
        language="vi",
    )
    back = (_("Letters to late units"), f"{reverse('following:urging', args=[plan.pk])}?ngay={days}")
    return file_or_progress(request, asked, urging_letters_content, make_urging_letters, back)


def _plan(request: Request, pk: int) -> Plan:
    plan = plan_of_board(request, pk)
    if not may_close(request.actor, plan):
        raise Http404
    return plan


def _days(request: Request) -> int:
    form = LateForm(request.GET)
    return int(form.cleaned_data["ngay"]) if form.is_valid() else USUAL_DAYS
