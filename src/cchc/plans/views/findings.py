"""What was found in a plan, by how much it matters; each can be accepted with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.core.plans.plan import Severity
from cchc.plans.actions.findings import accept_finding, reopen_finding
from cchc.plans.forms.review import AcceptForm
from cchc.plans.models import Plan
from cchc.plans.policies import can_edit_plan
from cchc.plans.queries.findings import Found, findings_of
from cchc.plans.views.asked import asked_plan, asked_to_edit
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@dataclass(frozen=True, slots=True)
class Weight:
    """The open findings that matter as much as each other."""

    severity: Severity
    found: Sequence[Found]


@needs(Permission.PLAN_READ)
def findings(request: Any, pk: int) -> HttpResponse:
    """Everything found in a plan; those who may work on it accept a finding, or take an acceptance back."""
    if request.method != "POST":
        return _page(request, asked_plan(request, pk))
    plan = asked_to_edit(request, pk)
    if "reopen" in request.POST:
        held = get_object_or_404(plan.acceptances, fingerprint=request.POST["reopen"])
        reopen_finding(by=request.actor, acceptance=held)
        return redirect("plans:findings", plan.pk)
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            accept_finding(by=request.actor, plan=plan, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("plans:findings", plan.pk)
    return _page(request, plan, form)


def _page(request: Any, plan: Plan, form: forms.Form | None = None) -> HttpResponse:
    """The page; `form` is an acceptance that was refused."""
    found = findings_of(plan)
    still = [one for one in found if one.acceptance is None]
    weights = [
        Weight(weight, [one for one in still if one.finding.severity == weight]) for weight in Severity
    ]
    context = {
        "title": _("Findings"),
        "plan": plan,
        "weights": [weight for weight in weights if weight.found],
        "counts": weights,
        "accepted": [one for one in found if one.acceptance is not None],
        "found": found,
        "form": form,
        "refused": form.data.get("fingerprint", "") if form else "",
        "may_edit": can_edit_plan(request.actor, plan),
    }
    return page(request, "plans/findings.html", context, status=422 if form else 200)
