"""The list of plans; plans by hand: new, copied from another year, deleted; the file a plan was read from."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries import stored_file_response
from cchc.plans.actions.plans import copy_plan, create_plan, delete_draft
from cchc.plans.consequences import measures_followed
from cchc.plans.forms.plans import CopyForm, NewPlanForm
from cchc.plans.forms.table import ListFilter
from cchc.plans.models import Measure
from cchc.plans.queries import listing
from cchc.plans.queries.plans import visible_to
from cchc.plans.views.addressing import plan_or_404, plan_to_edit
from cchc.plans.views.readings import with_standings
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150
FEW = 10


@needs(Permission.PLAN_READ)
@require_GET
def plan_list(request: Request) -> HttpResponse:
    """The plans in force and the drafts of this person, year by year."""
    seen = visible_to(request.actor)
    form = ListFilter(request.GET, years=listing.years_of(seen), units=listing.units_of(seen))
    asked = form.asked()
    found = listing.plans_of(
        seen, year=asked.get("nam"), unit=asked.get("don_vi"), kind=asked.get("loai", "")
    )
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    today, plans = timezone.localdate(), list(rows.object_list)
    followed = measures_followed(plans=[one.pk for one in plans], units=None, measure=None, today=today)
    lines = listing.plan_lines(request.actor, plans, today, followed)
    unread = with_standings(listing.unread_files(request.actor)[:FEW])
    context = {
        "title": _("Plans"),
        "form": form,
        "filtered": any(asked.values()),
        "rows": rows,
        "years": listing.by_year(lines),
        "unread": unread,
        "may_make": request.actor.may(Permission.PLAN_EDIT),
    }
    return page(request, "plans/list.html", context, part="rows")


@needs(Permission.PLAN_EDIT)
def plan_new(request: Request) -> HttpResponse:
    """Prepare an empty plan, or choose one to copy."""
    initial = {"year": timezone.localdate().year}
    form = NewPlanForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            plan = create_plan(by=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("plans:review", plan.pk)
    context = {
        "title": _("A plan by hand"),
        "form": form,
        "back": reverse("plans:list"),
        "originals": listing.plans_of(visible_to(request.actor))[:ROWS],
    }
    return page(request, "plans/new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.PLAN_EDIT)
def plan_copy(request: Request, pk: int) -> HttpResponse:
    """Prepare a plan for another year with the sections and measures of this one."""
    original = plan_or_404(request, pk)
    form = CopyForm(request.POST or None, actor=request.actor, original=original)
    if request.method == "POST" and form.is_valid():
        try:
            plan = copy_plan(by=request.actor, original=original, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("plans:review", plan.pk)
    context = {
        "title": _("Copy a plan to another year"),
        "plan": original,
        "form": form,
        "count": Measure.objects.filter(section__plan=original).count(),
        "sections": original.sections.count(),
        "back": reverse("plans:detail", args=[original.pk]),
    }
    return page(request, "plans/copy.html", context, status=422 if form.is_bound else 200)


@needs(Permission.PLAN_EDIT)
def plan_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a draft made by hand, after saying what goes with it."""
    plan = plan_to_edit(request, pk)
    if request.method == "POST":
        try:
            delete_draft(by=request.actor, plan=plan)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("plans:detail", plan.pk)
        messages.success(request, _("The draft was deleted."))
        return redirect("plans:list")
    if plan.state != plan.State.DRAFT or plan.reading_id is not None:
        raise Http404
    context = {
        "title": _("Delete the draft"),
        "plan": plan,
        "count": Measure.objects.filter(section__plan=plan).count(),
        "sections": plan.sections.count(),
        "back": reverse("plans:detail", args=[plan.pk]),
    }
    return page(request, "plans/delete.html", context)


@needs(Permission.PLAN_READ)
@require_GET
def plan_file(request: Request, pk: int) -> HttpResponseBase:
    """The file that a plan was read from, as it was handed in."""
    document = plan_or_404(request, pk).document
    file = document.first_file if document is not None else None
    if file is None:
        raise Http404
    return stored_file_response(file, request)
