"""What an address of a plan asks for, for those who may see it or work on it; and the way back to the review page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from cchc.access.requests import Request
from cchc.documents.queries.library import with_files
from cchc.plans.models import Measure, Plan
from cchc.plans.policies import may_edit_plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.review import Review, RowFilter, Typed
from cchc.ui.requests import requested_number

PART = "doan"
FILE = "tep"  # the annex that is shown beside the rows
COLUMNS_TOO = "cot"  # columns that are shown although they are empty


def plan_or_404(request: Request, pk: int) -> Plan:
    """The plan with its unit, document and file; 404 for a draft of others."""
    plans = visible_to(request.actor).select_related("unit", "document")
    return get_object_or_404(plans.prefetch_related(with_files("document")), pk=pk)


def plan_to_edit(request: Request, pk: int) -> Plan:
    """The same, 404 as well for those who may only read it."""
    plan = plan_or_404(request, pk)
    if not may_edit_plan(request.actor, plan):
        raise Http404
    return plan


def measure_or_404(plan: Plan, pk: int) -> Measure:
    """A measure of `plan` with its section; 404 when there is none."""
    return get_object_or_404(
        Measure.objects.filter(section__plan=plan).select_related("section__plan"), pk=pk
    )


# The review page


def filter_of(request: Request) -> RowFilter | None:
    """Which rows the address asks for; None for all."""
    asked = request.GET.get("xem", "")
    return RowFilter(asked) if asked in RowFilter.values else None


def review_of(
    request: Request, plan: Plan, *, row: int | None = None, typed: Mapping[int, Typed] | None = None
) -> Review:
    """The review of `plan` as the address asks for it."""
    return Review(
        plan,
        wanted=filter_of(request),
        number=request.GET.get("page"),
        part=part_of(request),
        row=row,
        typed=typed,
        also=request.GET.get(COLUMNS_TOO, "").split(","),
        file=requested_number(request.GET.get(FILE, "")),
    )


def part_of(request: Request) -> int | None:
    """The part of the document that the address asks for; None for what belongs to the rows."""
    return requested_number(request.GET.get(PART, "")) or None


def in_place(request: Request) -> bool:
    """Whether only a piece of the page is asked for."""
    return request.headers.get("HX-Request") == "true"


def query_of(request: Request) -> str:
    """The page, the filter, the part of the document and the empty columns that the address asks for, so that what is
    done there leads back there."""
    kept = {
        name: request.GET[name] for name in ("xem", "page", PART, FILE, COLUMNS_TOO) if request.GET.get(name)
    }
    return f"?{urlencode(kept)}" if kept else ""


def address_of(request: Request, plan_pk: int, anchor: str = "") -> str:
    """The address of the review page as it was asked for, at the place that `anchor` names."""
    address = reverse("plans:review", args=[plan_pk])
    return f"{address}{query_of(request)}{f'#{anchor}' if anchor else ''}"


def back_to(request: Request, plan_pk: int, anchor: str = "") -> HttpResponse:
    """Back to the page that asked, at the place that `anchor` names."""
    return redirect(address_of(request, plan_pk, anchor))


def refusal_as_message(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one act without anything typed: why an action refuses it (somebody deleted its row meanwhile) is told
    on the review page."""

    @wraps(view)
    def telling(request: Request, pk: int, **rest: int) -> HttpResponse:
        try:
            return view(request, pk, **rest)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return back_to(request, pk)

    return telling
