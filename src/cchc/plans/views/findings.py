"""What was found in a plan, by how much it matters; each can be accepted with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.plans.plan import Severity
from cchc.plans.actions.findings import accept_finding, reopen_finding
from cchc.plans.forms.review import DecisionForm
from cchc.plans.models import Plan
from cchc.plans.policies import may_edit_plan
from cchc.plans.queries.findings import Found, findings_of
from cchc.plans.queries.source import SourceDocument, document_of, pane_of
from cchc.plans.views.addressing import PART, plan_or_404, plan_to_edit
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.PLAN_READ)
def findings(request: Request, pk: int) -> HttpResponse:
    """Everything found in a plan; those who may work on it accept a finding, or take an acceptance back."""
    if request.method != "POST":
        return _page(request, plan_or_404(request, pk))
    plan = plan_to_edit(request, pk)
    form = decide_finding(request, plan)
    return redirect(request.get_full_path()) if form.is_valid() else _page(request, plan, form)


def decide_finding(request: Request, plan: Plan) -> DecisionForm:
    """Accept a finding of `plan` for a reason, or take its acceptance back, as the request asks.

    The form says why not where that is refused; 404 when there is no acceptance to take back.
    """
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return form
    asked = form.cleaned_data
    try:
        if asked["reopen"]:
            held = get_object_or_404(plan.acceptances, fingerprint=asked["fingerprint"])
            reopen_finding(by=request.actor, acceptance=held)
        else:
            accept_finding(
                by=request.actor, plan=plan, fingerprint=asked["fingerprint"], reason=asked["reason"]
            )
    except ValidationError as refused:
        put_errors(form, refused)
    return form


def _page(request: Request, plan: Plan, form: DecisionForm | None = None) -> HttpResponse:
    """The page; `form` is an acceptance that was refused."""
    found = sorted(findings_of(plan), key=_weight)
    counts = Counter(_weight(one) for one in found)
    rows = Paginator(found, ROWS).get_page(request.GET.get("page"))
    may_edit = may_edit_plan(request.actor, plan)
    document = document_of(plan.reading) if plan.reading and may_edit else None
    context = {
        "title": _("Findings"),
        "plan": plan,
        "counts": [(severity, counts[at]) for at, severity in enumerate(Severity)],
        "accepted": counts[len(Severity)],
        "rows": rows,
        "groups": [
            (one[0].finding.severity, one[0].acceptance is not None, counts[weight], one)
            for weight, group in groupby(rows, key=_weight)
            if (one := list(group))
        ],
        "form": form,
        "refused": form.data.get("fingerprint", "") if form else "",
        "passages": _addresses([one for one in rows if one.measure_id is None], document),
        "may_edit": may_edit,
    }
    return page(request, "plans/findings.html", context, status=422 if form else 200)


def _addresses(found: Iterable[Found], document: SourceDocument | None) -> dict[str, str]:
    """Where on the review page the passages of these findings stand, by fingerprint; with the part."""
    pane = pane_of(document, {}) if document else None
    places = {one.fingerprint: document.passage_of(one.finding) for one in found} if document else {}
    parts = {key: pane.part_with(at) for key, at in places.items() if at and pane}
    return {
        key: f"?{PART}={part}#s{places[key]}" if part else f"#s{places[key]}" for key, part in parts.items()
    }


def _weight(one: Found) -> int:
    """What is open stands first, by how much it matters; what was accepted last."""
    return len(Severity) if one.acceptance else list(Severity).index(one.finding.severity)
