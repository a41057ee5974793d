"""Files on their way to become plans: handed in, read in the background, read again, given up."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
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
from cchc.documents.queries.background import TaskStanding, task_standings, tasks_ahead
from cchc.documents.views import ErrandRequest, dear, enqueue
from cchc.files.sandbox import Limits
from cchc.intake.actions import give_up, leave_to_read, read_again
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.intake.queries import without_contents
from cchc.intake.tasks import read_staged_file
from cchc.plans.actions.readings import NO_YEAR
from cchc.plans.forms.readings import AgainForm, HandInForm
from cchc.plans.models import Plan
from cchc.plans.queries.plans import PlanFile, plan_files, readings_of
from cchc.plans.staged import PLAN_FILES
from cchc.reading.plans import PLAN_FILE
from cchc.ui.pages import page

ROWS = 150
TASK = read_staged_file.module_path
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
    rows = Paginator(without_contents(waiting), ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("A plan from a file"),
        "form": form,
        "faults": faults,
        "rows": rows,
        "files": with_standings(rows.object_list),
        "several_units": not form.fields["unit"].widget.is_hidden,
    }
    return page(request, "plans/hand_in.html", context, status=422 if form.is_bound else 200)


def _handed_in(request: ErrandRequest, form: HandInForm) -> StagedFile:
    upload = form.cleaned_data["file"]
    data = upload.read()
    PLAN_FILE.admit(data, upload.name, BRIEFLY)
    about, options = str(form.cleaned_data["unit"].pk), {"year": form.cleaned_data["year"]}
    brought = Brought(request.actor, upload.name, data, about, options)
    staged = leave_to_read(by=request.actor, kind=PLAN_FILES, brought=brought)
    enqueue(request.errand, read_staged_file, staged.pk)
    return staged


def with_standings(rows: Iterable[StagedFile]) -> list[PlanFile]:
    """The files of `rows`, those that are not read yet with how that stands."""
    files = list(rows)
    return plan_files(files, task_standings(TASK, [one.pk for one in files]))


@needs(Permission.PLAN_EDIT)
@require_GET
def reading(request: Request, pk: int) -> HttpResponse:
    """How far the reading of a file is; a file that is read leads on to the review of its plan."""
    held = _reading(request, pk)
    if held.plan is not None:
        return _to_review(request, held.plan)
    return _shown(request, held, AgainForm(initial=held.staged.options, without_year=_without_year(held)))


def _without_year(held: PlanFile) -> bool:
    """Whether it could not be read because the document does not say the year."""
    return NO_YEAR in map(message_of, held.staged.faults)


def _reading(request: Request, pk: int) -> PlanFile:
    """The file with this number, or that had it before, with how its reading stands as long as it is under way.

    The queue is asked before the file: what ends in between is then seen as ended, never as interrupted.
    """
    rows = readings_of(request.actor).filter(Q(pk=pk) | Q(former=pk)).defer("read", "difference")
    now = task_standings(TASK, list(rows.values_list("pk", flat=True)))
    return plan_files([get_object_or_404(rows)], now)[0]


def _to_review(request: Request, plan: Plan) -> HttpResponse:
    address = reverse("plans:review", args=[plan.pk])
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _shown(request: Request, held: PlanFile, form: AgainForm, *, status: int = 200) -> HttpResponse:
    context = {
        "title": held.staged.file.name,
        "reading": held.staged,
        "unit": held.unit,
        "form": form,
        "fields": [form["year"]] if _without_year(held) or form["year"].errors else [],
        "faults": [message_of(why) for why in held.staged.faults],
        "list_address": reverse("plans:hand_in"),
        "address": reverse("plans:reading", args=[held.staged.pk]),
        "again_address": reverse("plans:reading_again", args=[held.staged.pk]),
        "give_up_address": reverse("plans:reading_give_up", args=[held.staged.pk]),
        "standing": held.standing,
        "ahead": tasks_ahead(TASK, held.staged.pk),
        "earlier": _earlier(request, held.staged),
    }
    return page(request, "plans/reading.html", context, part="progress", status=status)


def _earlier(request: Request, staged: StagedFile) -> PlanFile | None:
    """The same file as it was handed in before, as far as this person may see it."""
    same = readings_of(request.actor).filter(file__sha256=staged.file.sha256, pk__lt=staged.pk)
    before = with_standings(without_contents(same)[:1])
    return before[0] if before else None


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
        read_again(by=request.actor, staged=held.staged, year=form.cleaned_data["year"])
        enqueue(request.errand, read_staged_file, held.staged.pk)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("plans:reading", pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def reading_give_up(request: Request, pk: int) -> HttpResponse:
    """Forget a file that was handed in, with the draft read from it."""
    staged = _reading(request, pk).staged
    try:
        give_up(by=request.actor, staged=staged)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plans:reading", pk)
    messages.success(request, _("“%(file)s” was given up.") % {"file": staged.file.name})
    return redirect("plans:hand_in")


@needs(Permission.PLAN_EDIT)
@require_GET
def reading_file(request: Request, pk: int) -> HttpResponseBase:
    """The file as it was handed in."""
    return stored_file_response(_reading(request, pk).staged.file, request)
