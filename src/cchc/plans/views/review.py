"""The review page of a plan: the document beside its rows, what was found, and what stands in the way of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.forms.plans import units_for
from cchc.plans.forms.review import HeadChange, HeadForm
from cchc.plans.models import Plan
from cchc.plans.policies import may_enforce_plans_of
from cchc.plans.queries.columns import label_of
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.head import seen_of_head
from cchc.plans.queries.owners import issuer_as_owner
from cchc.plans.queries.plans import last_submission, twins
from cchc.plans.queries.review import Review, Typed
from cchc.plans.views.addressing import COLUMNS_TOO, back_to, plan_to_edit, query_of, review_of
from cchc.plans.views.findings import decide_finding
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

FEW = 2
OWNER = "don_vi"  # the unit that the form of the head is to propose


# The page


@needs(Permission.PLAN_EDIT)
@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    """The rows of a plan, to be looked at and changed, beside the document they were read from; a plan that waits for
    its head is only shown."""
    plan = plan_to_edit(request, pk)
    if plan.state == Plan.State.SUBMITTED:
        return redirect("plans:detail", plan.pk)
    return review_page(request, plan)


def review_page(
    request: Request,
    plan: Plan,
    *,
    status: int = 200,
    typed: Mapping[int, Typed] | None = None,
    refused: Sequence[str] = (),
) -> HttpResponse:
    """The review page; `typed` is what could not be saved, `refused` why something else was not done."""
    review = review_of(request, plan, typed=typed)
    context = {
        "title": plan.title,
        "chapters": review.sections,
        "rows": review.page,
        "wanted": review.wanted,
        "hidden_columns": _hidden_columns(request, review),
        "twins": twins(plan, request.actor)[:FEW],
        "owner": issuer_as_owner(plan, units_for(request.actor)),
        "refused": refused,
        **surroundings(request, review),
    }
    return page(request, "plans/review.html", context, status=status)


def _hidden_columns(request: Request, review: Review) -> list[dict[str, str]]:
    """The columns that are empty in every measure and not shown, each with the address that shows it too."""
    shown = request.GET.get(COLUMNS_TOO, "")
    links = []
    for column in review.hidden:
        query = request.GET.copy()
        query[COLUMNS_TOO] = f"{shown},{column.key}" if shown else column.key
        links.append({"label": label_of(column), "href": f"?{query.urlencode()}"})
    return links


def surroundings(request: Request, review: Review) -> dict[str, Any]:
    """What stands around the rows: the counts, what was found in the plan as a whole, the document, how to come back
    here."""
    plan, general = review.plan, review.general
    open_ones = [each for each in general if each.one.acceptance is None]
    return {
        "plan": plan,
        "draft": plan.state == Plan.State.DRAFT,
        "may_enforce": may_enforce_plans_of(request.actor, plan.unit),
        "submission": last_submission(plan),
        "left": review.left,
        "open": len(review.open),
        "open_by_severity": review.open_by_severity,
        "accepted": len(review.found) - len(review.open),
        "general": general,
        "account": review.account,
        "annexes": review.stored.annexes,
        "annex": review.annex,
        "general_open": len(open_ones),
        "head_seen": seen_of_head(plan),
        "found_at": {each.passage: each.one.fingerprint for each in open_ones},
        "several_sections": len(review.stored.sections) > 1,
        "passages": {pk: at[0] + 1 for pk, at in review.places.items() if at},
        "pane": review.pane,
        "few": FEW,
        "query": query_of(request),
        "now": timezone.localtime(),
    }


# What was found


@needs(Permission.PLAN_EDIT)
@require_POST
def finding(request: Request, pk: int) -> HttpResponse:
    """Let a finding stand for a reason, or take that back; then back to its row, or to the findings of the whole."""
    plan = plan_to_edit(request, pk)
    form = decide_finding(request, plan)
    if form.errors:
        said = [str(words) for errors in form.errors.values() for words in errors]
        return review_page(request, plan, status=422, refused=said)
    return _after_finding(request, plan, form.cleaned_data["fingerprint"])


def _after_finding(request: Request, plan: Plan, fingerprint: str) -> HttpResponse:
    """Back to the row, or to the findings of the whole plan."""
    found = next((one for one in findings_of(plan) if one.fingerprint == fingerprint), None)
    at = f"m{found.measure_id}" if found and found.measure_id else "findings"
    return back_to(request, plan.pk, at)


# The plan as a whole


@needs(Permission.PLAN_EDIT)
def plan_head(request: Request, pk: int) -> HttpResponse:
    """Change what is said about the plan and its document.

    409 where somebody else did so meanwhile: what this person typed stays in its fields, elsewhere stands what the plan
    says now, and saving once more keeps that.
    """
    plan = plan_to_edit(request, pk)
    if request.method != "POST":
        offered = requested_number(request.GET.get(OWNER, ""))
        typed = {"unit_id": offered} if offered else None
        return _head(request, plan, HeadForm.showing(head_of(plan), typed, actor=request.actor, plan=plan))
    form = HeadForm(request.POST, actor=request.actor, plan=plan)
    if not form.is_valid():
        return _head(request, plan, form, status=422)
    try:
        change_head(by=request.actor, plan=plan, head=form.head, seen=form.cleaned_data["seen"])
    except Changed as changed:
        again = HeadForm.showing(changed.now, form.typed, actor=request.actor, plan=plan)
        return _head(request, plan, again, form.changes(changed.now), status=409)
    except ValidationError as refused:
        put_errors(form, refused)
        return _head(request, plan, form, status=422)
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
    return back_to(request, plan.pk)


def _head(
    request: Request, plan: Plan, form: HeadForm, changes: Sequence[HeadChange] = (), *, status: int = 200
) -> HttpResponse:
    context = {
        "title": _("The plan and its document"),
        "form": form,
        "plan": plan,
        "changes": changes,
        "head_seen": seen_of_head(plan),
        "back": reverse("plans:review", args=[plan.pk]),
    }
    return page(request, "plans/review_head.html", context, status=status)
