"""Files on their way to become plans: handed in, read in the background, read again, given up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Fault, Faults, message_of
from cchc.documents.models import Errand
from cchc.documents.queries import stored_file_response
from cchc.documents.queries.background import TaskStanding, ahead_of, task_standing, task_standings
from cchc.documents.views import ErrandRequest, dear, enqueue
from cchc.files.sandbox import Limits
from cchc.plans.actions import readings as actions
from cchc.plans.forms.readings import AgainForm, HandInForm
from cchc.plans.models import Plan, Reading
from cchc.plans.queries.plans import readings_of
from cchc.plans.tasks import read_plan_file
from cchc.reading.plans import PLAN_FILE
from cchc.ui.pages import page

ROWS = 150
TASK = read_plan_file.module_path
BRIEFLY = Limits(memory=500_000_000, computing=5, clock=10)  # to say why a file is of no kind that is taken


@needs(Permission.PLAN_EDIT)
@dear(Errand.What.READING)
def hand_in(request: ErrandRequest) -> HttpResponse:
    """Drop the file of a plan here; below, the files that are not plans in force yet."""
    form = HandInForm(request.POST or None, request.FILES or None, actor=request.actor)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            reading = _handed_in(request, form)
        except Faults as refused:
            faults = refused.faults
        except ValidationError as refused:
            form.add_error("file", refused.messages)
        else:
            return redirect("plans:reading", reading.pk)
    waiting = readings_of(request.actor).exclude(plan__state=Plan.State.CURRENT)
    seen = waiting.select_related("file", "unit", "plan").defer("blocks", "body", "quotas")
    rows = Paginator(seen, ROWS).get_page(request.GET.get("page"))
    with_standings(rows)
    context = {
        "title": _("A plan from a file"),
        "form": form,
        "faults": faults,
        "rows": rows,
        "several_units": not form.fields["unit"].widget.is_hidden,
    }
    return page(request, "plans/hand_in.html", context, status=422 if form.is_bound else 200)


def _handed_in(request: ErrandRequest, form: HandInForm) -> Reading:
    upload = form.cleaned_data["file"]
    data = upload.read()
    PLAN_FILE.admit(data, upload.name, BRIEFLY)
    reading = actions.hand_in(
        by=request.actor,
        name=upload.name,
        data=data,
        unit=form.cleaned_data["unit"],
        year=form.cleaned_data["year"],
    )
    enqueue(request.errand, read_plan_file, reading.pk)
    return reading


def with_standings(rows: Iterable[Any]) -> None:
    """Give those of `rows` that are not read yet how that stands."""
    known = task_standings(TASK, [one.pk for one in rows])
    for one in rows:
        one.standing = known[one.pk] if one.is_under_way else None


@needs(Permission.PLAN_EDIT)
@require_GET
def reading(request: Request, pk: int) -> HttpResponse:
    """How far the reading of a file is; a file that is read leads on to the review of its plan."""
    held = _reading(request, pk)
    if held.plan is not None:
        return _to_review(request, held.plan)
    return _shown(request, held, AgainForm(initial={"year": held.year}, without_year=_without_year(held)))


def _without_year(held: Reading) -> bool:
    """Whether it could not be read because the document does not say the year."""
    return actions.NO_YEAR in map(message_of, held.faults)


def _reading(request: Request, pk: int) -> Any:
    """The reading, with its `task_standing` as long as it is under way.

    The queue is asked before the reading: what ends in between is then seen as ended, never as interrupted.
    """
    now = task_standing(TASK, pk)
    rows = readings_of(request.actor).select_related("file", "unit", "plan")
    held: Any = get_object_or_404(rows.defer("blocks", "body", "quotas"), pk=pk)
    held.standing = now if held.is_under_way else None
    return held


def _to_review(request: Request, plan: Plan) -> HttpResponse:
    address = reverse("plans:review", args=[plan.pk])
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _shown(request: Request, held: Reading, form: AgainForm, *, status: int = 200) -> HttpResponse:
    context = {
        "title": held.file.name,
        "reading": held,
        "form": form,
        "faults": [message_of(why) for why in held.faults],
        "without_year": _without_year(held),
        "standing": held.standing,
        "ahead": ahead_of(TASK, held.pk),
        "earlier": _earlier(request, held),
    }
    return page(request, "plans/reading.html", context, part="progress", status=status)


def _earlier(request: Request, held: Reading) -> Reading | None:
    """The reading of the same file that was handed in before, as far as this person may see it."""
    same = readings_of(request.actor).filter(file__sha256=held.file.sha256, pk__lt=held.pk)
    return same.select_related("file", "plan").defer("blocks", "body", "quotas").first()


@needs(Permission.PLAN_EDIT)
@require_POST
@dear(Errand.What.READING)
def reading_again(request: ErrandRequest, pk: int) -> HttpResponse:
    """Have a file read once more, with the year that it does not say."""
    held = _reading(request, pk)
    form = AgainForm(request.POST, without_year=_without_year(held))
    if not form.is_valid():
        return _shown(request, held, form, status=422)
    if held.standing not in (None, TaskStanding.INTERRUPTED):
        messages.info(request, _("This file is being read already, or waits to be."))
        return redirect("plans:reading", pk)
    try:
        actions.read_again(by=request.actor, reading=held, year=form.cleaned_data["year"])
        enqueue(request.errand, read_plan_file, pk)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("plans:reading", pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def reading_give_up(request: Request, pk: int) -> HttpResponse:
    """Forget a file that was handed in, with the draft read from it."""
    held = _reading(request, pk)
    try:
        actions.give_up(by=request.actor, reading=held)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plans:reading", pk)
    messages.success(request, _("“%(file)s” was given up.") % {"file": held.file.name})
    return redirect("plans:hand_in")


@needs(Permission.PLAN_EDIT)
@require_GET
def reading_file(request: Request, pk: int) -> HttpResponseBase:
    """The file as it was handed in."""
    return stored_file_response(_reading(request, pk).file)
