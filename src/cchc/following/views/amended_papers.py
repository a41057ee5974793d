"""Papers of what was amended: the plan that amends another, and the plan of today; as Word, as PDF where LibreOffice is
there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.files.converting import office
from cchc.following.queries.amended_papers import (
    amended_pdf,
    amended_word,
    state_of_amended,
    usual_wishes_of_amendment,
)
from cchc.following.queries.amendments import standing_amendments
from cchc.following.tasks import make_amended_pdf, make_amended_word
from cchc.following.views.amendments import plan_in_force
from cchc.plans.forms.printed import AmendmentPaperForm, PlanPaperForm
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.printed import usual_wishes
from cchc.plans.views.printed import FEW_MEASURES, PaperPage, asked_form, paper_page, wishes_of

TODAY = 0  # in place of the number of an amendment


@needs(Permission.FOLLOWING_READ)
@require_GET
def amendment_paper(request: Request, pk: int, number: int) -> HttpResponse:
    """What the paper of an amendment is to be like."""
    plan = _amended(request, pk, number)
    return _asking(request, plan, number, _form(request, plan, number))


@needs(Permission.FOLLOWING_READ)
def amendment_word(request: Request, pk: int, number: int) -> HttpResponseBase:
    """The plan by which another was amended as a Word file: the changed rows alone."""
    return _file(request, _amended(request, pk, number), number, "docx")


@needs(Permission.FOLLOWING_READ)
def amendment_pdf(request: Request, pk: int, number: int) -> HttpResponseBase:
    """The same pages as a PDF."""
    return _file(request, _amended(request, pk, number), number, "pdf")


@needs(Permission.FOLLOWING_READ)
@require_GET
def whole_paper(request: Request, pk: int) -> HttpResponse:
    """What the paper of the plan of today is to be like."""
    plan = plan_in_force(request, pk)
    return _asking(request, plan, TODAY, _form(request, plan, TODAY))


@needs(Permission.FOLLOWING_READ)
def whole_word(request: Request, pk: int) -> HttpResponseBase:
    """The plan of today with all its amendments as a Word file."""
    return _file(request, plan_in_force(request, pk), TODAY, "docx")


@needs(Permission.FOLLOWING_READ)
def whole_pdf(request: Request, pk: int) -> HttpResponseBase:
    """The same pages as a PDF."""
    return _file(request, plan_in_force(request, pk), TODAY, "pdf")


def _amended(request: Request, pk: int, number: int) -> Plan:
    """The plan; 404 for an amendment that does not stand."""
    plan = plan_in_force(request, pk)
    if not standing_amendments(plan).filter(number=number).exists():
        raise Http404
    return plan


def _usual(plan: Plan, number: int) -> dict[str, str]:
    return usual_wishes_of_amendment(plan) if number else usual_wishes(plan)


def _form(request: Request, plan: Plan, number: int) -> PlanPaperForm:
    return asked_form(request, _usual(plan, number), AmendmentPaperForm if number else PlanPaperForm)


def _asking(request: Request, plan: Plan, number: int, form: PlanPaperForm) -> HttpResponse:
    title = (
        _("Amendment %(number)s as a paper") % {"number": number}
        if number
        else _("The amended plan as a paper")
    )
    lead = (
        _("The changed rows alone, as they are since the amendment.")
        if number
        else _("The plan of today; notes below the table say what each amendment did.")
    )
    back = reverse("following:amendments", args=[plan.pk])
    shown = PaperPage(
        title, plan, form, _address(plan, number, "word"), _address(plan, number, "pdf"), back, lead
    )
    return paper_page(request, shown)


def _address(plan: Plan, number: int, what: str) -> str:
    if number:
        return reverse(f"following:amendment_{what}", args=[plan.pk, number])
    return reverse(f"following:whole_{what}", args=[plan.pk])


def _file(request: Request, plan: Plan, number: int, ending: str) -> HttpResponseBase:
    """The file; the page that asks for it where that has faults, or where LibreOffice is not installed."""
    is_pdf = ending == "pdf"
    form = _form(request, plan, number)
    wishes = wishes_of(form, _usual(plan, number))
    if wishes is None or (is_pdf and not office()):
        return _asking(request, plan, number, form)
    state = state_of_amended(plan, number, wishes)
    few = Measure.objects.filter(section__plan=plan).count() <= FEW_MEASURES
    asked = FileRequest(
        of=f"following.amended.{ending}:{plan.pk}:{number}",
        audience=Permission.FOLLOWING_READ,
        version=state,
        about={"plan": plan.pk, "number": number, "wishes": wishes, "state": state},
        name=f"{slug_of(plan.title) or 'ke-hoach'}-{f'sua-doi-{number}' if number else 'hop-nhat'}.{ending}",
        type=ending,
        small=few and not is_pdf,
        language="vi",
    )
    maker, task = (amended_pdf, make_amended_pdf) if is_pdf else (amended_word, make_amended_word)
    back = (_("The paper"), f"{_address(plan, number, 'paper')}?{urlencode(wishes)}")
    return file_or_progress(request, asked, maker, task, back)
