"""Remediation plans made of losses: the list, what to make one of, the proposals, the draft of the plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.actions.remediation import (
    choose_measures,
    delete_remediation,
    draft_remediation,
    propose_from_cycle,
    propose_from_published,
    write_proposal,
)
from cchc.analysis.forms.remedies import (
    ChosenMeasuresForm,
    ProposedMeasureForm,
    ProposeForm,
    ProposeFromCycleForm,
)
from cchc.analysis.models import RemediationPlan
from cchc.analysis.policies import may_edit_remediation, may_edit_remedies
from cchc.analysis.queries.library import whole_library
from cchc.analysis.queries.remediation import (
    participants_to_remedy,
    remediation_page,
    visible_published,
    visible_remediations,
)
from cchc.analysis.queries.won import next_result
from cchc.audit.changed import Changed
from cchc.cycles.queries import address_of
from cchc.plans.models import Plan
from cchc.scores.queries import visible_cycles
from cchc.scores.views.frame import requested_cycle
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.PLAN_READ, Permission.LOSS_READ)
@require_GET
def remediation_list(request: Request) -> HttpResponse:
    """The remediation plans made of losses that this person sees."""
    rows = Paginator(visible_remediations(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Remediation plans"),
        "rows": rows,
        "may_make": request.actor.may(Permission.PLAN_EDIT),
    }
    return page(request, "analysis/remediation_list.html", context)


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
@require_GET
def remediation_new(request: Request) -> HttpResponse:
    """From which result a plan is to be made."""
    found = []
    for cycle in visible_cycles(request.actor).select_related("province").order_by("-year", "pk"):
        groups: dict[str, int] = {}
        for one in participants_to_remedy(request.actor, cycle).values_list("peer_group", flat=True):
            groups[one] = groups.get(one, 0) + 1
        if groups:
            found.append((cycle, address_of(cycle), sorted(groups.items())))
    context = {
        "title": _("A remediation plan from lost points"),
        "cycles": found,
        "published": visible_published(request.actor)[:ROWS],
        "may_edit_library": may_edit_remedies(request.actor),
    }
    return page(request, "analysis/remediation_new.html", context)


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
def remediation_of_cycle(request: Request, province: str, year: int) -> HttpResponse:
    """Make proposals of what units of a peer group lost in a cycle."""
    cycle = requested_cycle(request, province, year)
    seen = participants_to_remedy(request.actor, cycle)
    group = request.GET.get("khoi", "") or seen.values_list("peer_group", flat=True).first() or ""
    offered = seen.filter(peer_group=group)
    if not offered.exists():
        raise Http404
    form = ProposeFromCycleForm(
        request.POST or None,
        actor=request.actor,
        result_year=cycle.year,
        of=cycle.name,
        participants=offered,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_from_cycle(
                by=request.actor,
                unit=form.cleaned_data["unit"],
                year=form.cleaned_data["year"],
                title=form.cleaned_data["title"],
                deadline=form.cleaned_data["deadline"],
                cycle=cycle,
                participants=form.ticked,
            )
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("analysis:remediation", made.pk)
    return _asked(request, form, f"{cycle.name} · {group}")


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
def remediation_of_published(request: Request, pk: int) -> HttpResponse:
    """Make proposals of what a published result says was lost."""
    result = get_object_or_404(visible_published(request.actor), pk=pk)
    form = ProposeForm(request.POST or None, actor=request.actor, result_year=result.year, of=result.title)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_from_published(by=request.actor, published=result, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("analysis:remediation", made.pk)
    return _asked(request, form, result.title)


def _asked(request: Request, form: ProposeForm, of: str) -> HttpResponse:
    context = {
        "title": _("A remediation plan from lost points"),
        "form": form,
        "of": of,
        "back": reverse("analysis:remediation_new"),
    }
    return page(request, "analysis/remediation_form.html", context, status=422 if form.is_bound else 200)


def _seen(request: Request, pk: int) -> RemediationPlan:
    return get_object_or_404(visible_remediations(request.actor), pk=pk)


def _to_edit(request: Request, pk: int) -> RemediationPlan:
    """A remediation plan in the making; 404 for those who may only read it."""
    found = _seen(request, pk)
    if not may_edit_remediation(request.actor, found):
        raise Http404
    return found


@needs(Permission.PLAN_READ, Permission.LOSS_READ)
@require_GET
def remediation(request: Request, pk: int) -> HttpResponse:
    """The proposals against losses, how much they cover and win at most, and what they won at the next result."""
    return _page(request, _seen(request, pk))


def _page(request: Request, found: RemediationPlan, *, status: int = 200, refused: Any = ()) -> HttpResponse:
    may_edit = may_edit_remediation(request.actor, found)
    context = {
        "title": found.title,
        "remediation": found,
        "shown": remediation_page(found),
        "next": next_result(request.actor, found) if _is_in_force(found) else None,
        "may_edit": may_edit and found.plan_id is None,
        "may_delete": may_edit and found.plan_id is None,
        "refused": refused,
        "address": address_of(found.cycle) if found.cycle else None,
    }
    return page(request, "analysis/remediation.html", context, status=status)


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
@require_POST
def remediation_choose(request: Request, pk: int) -> HttpResponse:
    """Choose the ticked proposals, and no others; draft the plan of them where that button was pressed."""
    found = _to_edit(request, pk)
    form = ChosenMeasuresForm(request.POST, proposals=found.proposals.all())
    if not form.is_valid():
        return _page(request, found, status=422, refused=form.errors.get("chosen", ()))
    try:
        choose_measures(
            by=request.actor, remediation=found, chosen=[one.pk for one in form.cleaned_data["chosen"]]
        )
        if "draft" in request.POST:
            draft_remediation(by=request.actor, remediation=found)
    except ValidationError as refused:
        return _page(request, found, status=422, refused=refused.messages)
    if "draft" not in request.POST:
        return redirect("analysis:remediation", found.pk)
    messages.success(
        request, _("The plan was drafted. It is edited, put in force and followed like every plan.")
    )
    drafted = RemediationPlan.objects.get(pk=found.pk)
    return redirect("plans:review", drafted.plan_id)


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
def proposal(request: Request, pk: int, row: int) -> HttpResponse:
    """Write the texts of one proposed measure."""
    found = _to_edit(request, pk)
    if found.plan_id is not None:
        raise Http404
    one = get_object_or_404(found.proposals.select_related("remedy", "remediation"), pk=row)
    suggestions = whole_library().suggestions(one.criterion, one.code)
    form = ProposedMeasureForm(request.POST or None, proposal=one, suggestions=suggestions)
    status, meanwhile = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                write_proposal(
                    by=request.actor,
                    proposal=one,
                    version=form.cleaned_data["version"],
                    texts=form.texts(),
                    remedy=form.chosen,
                )
            except ValidationError as refused:
                put_errors(form, refused)
            except Changed:
                one.refresh_from_db()
                form = ProposedMeasureForm(proposal=one, suggestions=suggestions)
                status, meanwhile = 409, True
            else:
                return redirect(f"{reverse('analysis:remediation', args=[found.pk])}#dong-{one.pk}")
    context = {
        "title": _("Measure against a loss"),
        "remediation": found,
        "proposal": one,
        "form": form,
        "meanwhile": meanwhile,
        "back": reverse("analysis:remediation", args=[found.pk]),
    }
    return page(request, "analysis/proposal.html", context, status=status)


@needs(Permission.PLAN_EDIT, Permission.LOSS_READ)
def remediation_delete(request: Request, pk: int) -> HttpResponse:
    """Delete proposals from which no plan stands, after saying what goes."""
    found = _to_edit(request, pk)
    if found.plan_id is not None:
        raise Http404
    if request.method == "POST":
        delete_remediation(by=request.actor, remediation=found)
        messages.success(request, _("The proposals were deleted."))
        return redirect("analysis:remediations")
    context = {
        "title": _("Delete the proposals"),
        "remediation": found,
        "count": found.proposals.count(),
        "back": reverse("analysis:remediation", args=[found.pk]),
    }
    return page(request, "analysis/remediation_delete.html", context)


def _is_in_force(remediation: RemediationPlan) -> bool:
    """Whether its measures are carried out: what is only proposed has won nothing."""
    return remediation.plan is not None and remediation.plan.state == Plan.State.CURRENT
