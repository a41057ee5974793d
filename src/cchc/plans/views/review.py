"""The review page of a plan: the document beside its rows, what was found, and what stands in the way of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.plans.actions.findings import accept_finding, reopen_finding
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.actions.readings import make_plan
from cchc.plans.forms.review import AcceptForm, HeadForm
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import Found, findings_of
from cchc.plans.queries.review import (
    Typed,
    Wanted,
    chapters_of,
    measures_of,
    obstacles,
    rows_of,
)
from cchc.plans.queries.source import Document, document_of, places_of, stretches
from cchc.plans.views.asked import asked_to_edit
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 50
FEW = 2


@dataclass(frozen=True, slots=True)
class General:
    """A finding about the plan as a whole, and the place from 1 of the passage of the document where it stands."""

    one: Found
    passage: int | None


# The page


@needs(Permission.PLAN_EDIT)
@require_GET
def review(request: Any, pk: int) -> HttpResponse:
    """The rows of a plan, to be looked at and changed, beside the document they were read from."""
    return reviewed(request, asked_to_edit(request, pk))


def reviewed(
    request: Any,
    plan: Plan,
    *,
    status: int = 200,
    typed: Mapping[int, Typed] | None = None,
    refused: Sequence[str] = (),
) -> HttpResponse:
    """The review page; `typed` is what could not be saved, `refused` why something else was not done."""
    found = findings_of(plan)
    wanted = wanted_of(request)
    rows = shown_on(request, measures_of(plan, wanted, found))
    measures = list(rows.object_list)
    prefetch_related_objects(measures, "dues")
    lines = rows_of(plan, measures, found, typed)
    chapters = chapters_of(plan, lines, begins=rows.number == 1, ends=not rows.has_next())
    document = document_of(plan.reading) if hasattr(plan, "reading") else None
    places = places_of(document, measures) if document else {}
    context = {
        "title": plan.title,
        "chapters": [one for one in chapters if one.rows or not wanted],
        "rows": rows,
        "wanted": wanted,
        "several_sections": plan.sections.count() > 1,
        "passages": {pk: at[0] + 1 for pk, at in places.items() if at},
        "source": stretches(document, places) if document else [],
        "refused": refused,
        **around(request, plan, found, document),
    }
    return page(request, "plans/review.html", context, status=status)


def wanted_of(request: Any) -> Wanted | None:
    """Which rows the address asks for; None for all."""
    asked = request.GET.get("xem", "")
    return Wanted(asked) if asked in Wanted.values else None


def shown_on(request: Any, measures: QuerySet[Any]) -> Page:
    """Those of `measures` that are on the page that the address asks for."""
    return Paginator(measures, ROWS).get_page(request.GET.get("page"))


def around(
    request: Any, plan: Plan, found: Sequence[Found], document: Document | None = None
) -> dict[str, Any]:
    """What stands around the rows: the counts, what was found in the plan as a whole, how to come back here."""
    general = [General(one, _passage_of(one, document)) for one in found if one.measure_id is None]
    open_ones = [one for one in found if one.acceptance is None]
    return {
        "plan": plan,
        "draft": plan.state == Plan.State.DRAFT,
        "left": obstacles(plan),
        "open": len(open_ones),
        "accepted": len(found) - len(open_ones),
        "general": general,
        "general_open": sum(1 for each in general if each.one.acceptance is None),
        "found_at": {each.passage: each.one.fingerprint for each in general if each.one.acceptance is None},
        "few": FEW,
        "query": query_of(request),
        "now": timezone.localtime(),
    }


def _passage_of(one: Found, document: Document | None) -> int | None:
    at = document.place_of(one.finding.place, one.finding.found) if document else None
    return None if at is None else at + 1


def query_of(request: Any) -> str:
    """The page and the filter that the address asks for, so that what is done there leads back there."""
    kept = {name: request.GET[name] for name in ("xem", "page") if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def back_to(request: Any, plan: Plan, anchor: str = "") -> HttpResponse:
    """Back to the page that asked, at the place that `anchor` names."""
    return redirect(address_of(request, plan, anchor))


def address_of(request: Any, plan: Plan, anchor: str = "") -> str:
    """The address of the review page as it was asked for, at the place that `anchor` names."""
    address = reverse("plans:review", args=[plan.pk])
    return f"{address}{query_of(request)}{f'#{anchor}' if anchor else ''}"


def in_place(request: Any) -> bool:
    """Whether only a piece of the page is asked for."""
    return request.headers.get("HX-Request") == "true"


# What was found


@needs(Permission.PLAN_EDIT)
@require_POST
def finding_accept(request: Any, pk: int) -> HttpResponse:
    """Let a finding stand, for a reason."""
    plan = asked_to_edit(request, pk)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        said = [words for errors in form.errors.values() for words in errors]
        return reviewed(request, plan, status=422, refused=said)
    try:
        accept_finding(by=request.actor, plan=plan, **form.cleaned_data)
    except ValidationError as refused:
        return reviewed(request, plan, status=422, refused=refused.messages)
    return _after_finding(request, plan, form.cleaned_data["fingerprint"])


@needs(Permission.PLAN_EDIT)
@require_POST
def finding_reopen(request: Any, pk: int, acceptance: int) -> HttpResponse:
    """Take the acceptance of a finding back."""
    plan = asked_to_edit(request, pk)
    held = get_object_or_404(plan.acceptances, pk=acceptance)
    reopen_finding(by=request.actor, acceptance=held)
    return _after_finding(request, plan, held.fingerprint)


def _after_finding(request: Any, plan: Plan, fingerprint: str) -> HttpResponse:
    """Back to the row, or to the findings of the whole plan."""
    found = next((one for one in findings_of(plan) if one.fingerprint == fingerprint), None)
    at = f"m{found.measure_id}" if found and found.measure_id else "findings"
    return back_to(request, plan, at)


# The plan as a whole


@needs(Permission.PLAN_EDIT)
def plan_head(request: Any, pk: int) -> HttpResponse:
    """Change what is said about the plan and its document."""
    plan = asked_to_edit(request, pk)
    now = head_of(plan)
    initial = {name: getattr(now, name) for name in HeadForm.base_fields}
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_head(by=request.actor, plan=plan, head=form.head)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})
            return back_to(request, plan)
    context = {
        "title": _("The plan and its document"),
        "form": form,
        "plan": plan,
        "back": reverse("plans:review", args=[plan.pk]),
    }
    return page(request, "plans/review_head.html", context, status=422 if form.is_bound else 200)


@needs(Permission.PLAN_EDIT)
@require_POST
def plan_make(request: Any, pk: int) -> HttpResponse:
    """Put the draft in force; 422 with what is left to do."""
    plan = asked_to_edit(request, pk)
    try:
        make_plan(by=request.actor, plan=plan)
    except ValidationError as refused:
        return reviewed(request, plan, status=422, refused=refused.messages)
    messages.success(request, _("The plan is in force."))
    return redirect("plans:detail", plan.pk)


def asked_measure(plan: Plan, pk: int) -> Measure:
    """A measure of `plan` with its section; 404 when there is none."""
    found = Measure.objects.filter(section__plan=plan, pk=pk).select_related("section__plan").first()
    if found is None:
        raise Http404
    return found
