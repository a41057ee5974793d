"""A plan as an official paper: what it is to be like, the Word file, the PDF where LibreOffice is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.actions.prepared import Maker
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.files.converting import office
from cchc.plans.forms.printed import PlanPaperForm
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.printed import is_amended, pdf_content, state_of_paper, usual_wishes, word_content
from cchc.plans.tasks import make_plan_pdf, make_plan_word
from cchc.plans.views.addressing import plan_or_404
from cchc.ui.pages import page

FEW_MEASURES = 100  # the paper of more takes longer than a third of a second


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page on which a paper of a plan is asked for, and where its files are: `word` and `pdf` are addresses."""

    title: str
    plan: Plan
    form: PlanPaperForm
    word: str
    pdf: str
    back: str
    lead: str = ""


def paper_page(request: Request, shown: PaperPage) -> HttpResponse:
    """Return the page of a paper; 422 where what was asked for has faults."""
    context = {
        "title": shown.title,
        "plan": shown.plan,
        "form": shown.form,
        "word": shown.word,
        "pdf": shown.pdf if office() else "",
        "back": shown.back,
        "lead": shown.lead,
    }
    faulty = shown.form.is_bound and not shown.form.is_valid()
    return page(request, "plans/printed.html", context, status=422 if faulty else 200)


def wishes_of(form: PlanPaperForm, usual: Mapping[str, str]) -> dict[str, str] | None:
    """Return what was asked for, the rest as usual; None where it has faults."""
    if form.is_bound and not form.is_valid():
        return None
    given = form.cleaned_data if form.is_bound else {}
    return {name: given.get(name, text) for name, text in usual.items()}


def asked_form(
    request: Request, usual: Mapping[str, str], kind: type[PlanPaperForm] = PlanPaperForm
) -> PlanPaperForm:
    """Return the form with what the address asks for, the rest as usual."""
    asked = {name: request.GET[name] for name in usual if name in request.GET}
    return kind({**usual, **asked} if asked else None, initial=dict(usual))


@needs(Permission.PLAN_READ)
@require_GET
def plan_paper(request: Request, pk: int) -> HttpResponse:
    """What the paper of a plan is to be like."""
    plan = plan_or_404(request, pk)
    return _asking(request, plan, asked_form(request, usual_wishes(plan)))


def _asking(request: Request, plan: Plan, form: PlanPaperForm) -> HttpResponse:
    return paper_page(
        request,
        PaperPage(
            _("The plan as a paper"),
            plan,
            form,
            reverse("plans:paper_word", args=[plan.pk]),
            reverse("plans:paper_pdf", args=[plan.pk]),
            reverse("plans:detail", args=[plan.pk]),
            _("The plan was amended: the paper says so, and prints it as it is today.")
            if is_amended(plan)
            else "",
        ),
    )


@needs(Permission.PLAN_READ)
def plan_word(request: Request, pk: int) -> HttpResponseBase:
    """The plan as a Word file; made by the worker where it has many measures."""
    return _file(request, plan_or_404(request, pk), "docx", word_content, make_plan_word)


@needs(Permission.PLAN_READ)
def plan_pdf(request: Request, pk: int) -> HttpResponseBase:
    """The same pages as a PDF, made by the worker; the page that says why where LibreOffice is not installed."""
    plan = plan_or_404(request, pk)
    if not office():
        return _asking(request, plan, asked_form(request, usual_wishes(plan)))
    return _file(request, plan, "pdf", pdf_content, make_plan_pdf)


def _file(request: Request, plan: Plan, ending: str, maker: Maker, task: Any) -> HttpResponseBase:
    usual = usual_wishes(plan)
    form = asked_form(request, usual)
    wishes = wishes_of(form, usual)
    if wishes is None:
        return _asking(request, plan, form)
    state = state_of_paper(plan, wishes)
    few = Measure.objects.filter(section__plan=plan).count() <= FEW_MEASURES
    asked = FileRequest(
        of=f"plans.paper.{ending}:{plan.pk}",
        audience=Permission.PLAN_READ,
        version=state,
        about={"plan": plan.pk, "wishes": wishes, "state": state},
        name=f"{slug_of(plan.title) or 'ke-hoach'}-{plan.pk}.{ending}",
        type=ending,
        small=ending == "docx" and few,
        language="vi",
    )
    back = (_("The plan as a paper"), f"{reverse('plans:paper', args=[plan.pk])}?{urlencode(wishes)}")
    return file_or_progress(request, asked, maker, task, back)
