"""Pages of surveys: the list, a new one, one survey with its steps, what is said of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import CharField, Count, Q, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.surveys.actions.designing import create_after
from cchc.surveys.actions.surveys import change_survey
from cchc.surveys.forms.surveys import NewSurveyForm, SeenSurveyForm
from cchc.surveys.models import Survey, SurveyState
from cchc.surveys.policies import may_close, may_design, may_take_answers
from cchc.surveys.queries.designs import template_choices
from cchc.surveys.queries.ledger import quota_ledger, share_of_days
from cchc.surveys.queries.steps import design_steps, missing_in_design, visible_to
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150


def survey_of(request: Request, pk: int) -> Survey:
    """The survey with this id; 404 for one that this person may not see."""
    return get_object_or_404(visible_to(request.actor), pk=pk)


def survey_context(request: Request, survey: Survey, title: str) -> dict[str, Any]:
    """What all pages of a survey show: its name, its state, what this person may do."""
    by = request.actor
    return {
        "title": title,
        "survey": survey,
        "may_design": may_design(by) and survey.state == SurveyState.DESIGNING,
        "may_take": may_take_answers(by) and survey.state == SurveyState.COLLECTING,
        "may_close": may_close(by),
        "may_back": may_design(by),
        "sees_answers": may_take_answers(by),
        "is_designing": survey.state == SurveyState.DESIGNING,
        "is_collecting": survey.state == SurveyState.COLLECTING,
        "is_closed": survey.state == SurveyState.CLOSED,
    }


@needs(Permission.SURVEY_READ)
@require_GET
def survey_list(request: Request) -> HttpResponse:
    """The surveys of all years or of one."""
    found = visible_to(request.actor)
    year = requested_number(request.GET.get("nam", ""))
    chosen = found.filter(year=year) if year else found
    counting = Q(responses__is_test=False, responses__state__in=["received", "accepted"])
    filled = Coalesce(NullIf("responses__form_key", Value("")), "responses__key")
    form = Concat("responses__form_id", Value("/"), filled, output_field=CharField())
    counted = chosen.annotate(
        ratings=Count("responses", filter=counting),
        filled=Count(form, filter=counting, distinct=True),
    ).order_by("-year", "name", "pk")
    context = {
        "title": _("Sociological surveys"),
        "rows": Paginator(counted, ROWS).get_page(request.GET.get("page")),
        "years": sorted(
            {*found.order_by().values_list("year", flat=True), *filter(None, [year])}, reverse=True
        ),
        "year": year,
        "may_design": may_design(request.actor),
    }
    return page(request, "surveys/list.html", context)


@needs(Permission.SURVEY_DESIGN)
def survey_new(request: Request) -> HttpResponse:
    """Create a survey, perhaps after a template."""
    start = {"year": timezone.localdate().year}
    form = NewSurveyForm(request.POST or None, templates=template_choices(), initial=start)
    context: dict[str, Any] = {
        "title": _("Create a survey"),
        "form": form,
        "back": reverse("surveys:list"),
    }
    if request.method != "POST":
        return page(request, "surveys/new.html", context)
    if form.is_valid():
        try:
            survey = create_after(by=request.actor, texts=form.texts, template=form.cleaned_data["template"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("“{name}” was created.").format(name=survey.name))
            return redirect("surveys:one", survey.pk)
    return page(request, "surveys/new.html", context, status=422)


@needs(Permission.SURVEY_READ)
@require_GET
def survey_detail(request: Request, pk: int) -> HttpResponse:
    """One survey: its state, its steps, the ledger in small."""
    survey = survey_of(request, pk)
    ledger = quota_ledger(survey)
    today = timezone.localdate()
    estimate = survey.estimates.first()
    context = survey_context(request, survey, survey.name) | {
        "steps": design_steps(survey),
        "missing": missing_in_design(survey) if survey.state == SurveyState.DESIGNING else [],
        "whole": ledger.whole.sums,
        "sums": ledger.sums,
        "has_channels": ledger.has_channels,
        "due": share_of_days(survey, today),
        "is_late": bool(
            survey.state == SurveyState.COLLECTING
            and survey.collects_until is not None
            and survey.collects_until < today
        ),
        "estimate": estimate,
        "tests": survey.responses.filter(is_test=True).count(),
        "may_change": may_design(request.actor) and survey.state != SurveyState.CLOSED,
    }
    return page(request, "surveys/one.html", context)


@needs(Permission.SURVEY_DESIGN)
def survey_change(request: Request, pk: int) -> HttpResponse:
    """Change what is said of a survey; 409 where somebody changed it meanwhile."""
    survey = survey_of(request, pk)
    names = ("name", "year", "purpose", "minimum_answers", "collects_from", "collects_until")
    start = {name: getattr(survey, name) for name in names} | {"seen": survey.version}
    form = SeenSurveyForm(request.POST or None, initial=start)
    context = survey_context(request, survey, _("Change the survey")) | {
        "form": form,
        "back": reverse("surveys:one", args=[pk]),
    }
    if request.method != "POST":
        return page(request, "surveys/change.html", context)
    status = 422
    if form.is_valid():
        try:
            change_survey(
                by=request.actor, survey=survey, seen_version=form.cleaned_data["seen"], texts=form.texts
            )
        except Changed as changed:
            status = 409
            context["form"] = SeenSurveyForm({**request.POST.dict(), "seen": changed.now.version})
            context["meanwhile"] = True
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return redirect("surveys:one", pk)
    return page(request, "surveys/change.html", context, status=status)
