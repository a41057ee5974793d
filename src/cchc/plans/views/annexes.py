"""Annexes of a draft in files of their own: brought, looked at, read again, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Fault, Faults, message_of
from cchc.documents.models import Errand
from cchc.documents.queries import stored_file_response
from cchc.documents.queries.background import task_standings
from cchc.documents.views import ErrandRequest, dear, enqueue
from cchc.intake.actions import give_up, leave_to_read, read_again
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_staged_file
from cchc.plans.actions.annexes import refuse_known
from cchc.plans.forms.readings import AnnexForm
from cchc.plans.models import Plan
from cchc.plans.queries.annexes import annex_files, annexes_of
from cchc.plans.staged import PLAN_ANNEXES
from cchc.plans.views.addressing import plan_to_edit
from cchc.plans.views.readings import BRIEFLY, TASK
from cchc.reading.plans import PLAN_FILE
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.PLAN_EDIT)
@dear(Errand.What.READING)
def annexes(request: ErrandRequest, pk: int) -> HttpResponse:
    """The annexes of a draft, and bringing the file of one more."""
    plan = plan_to_edit(request, pk)
    form = AnnexForm(request.POST or None, request.FILES or None)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _bring(request, plan, form)
        except Faults as refused:
            faults = refused.faults
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return redirect("plans:annexes", plan.pk)
    ids = list(annexes_of(plan).values_list("pk", flat=True))
    files = annex_files(plan, task_standings(TASK, ids))
    context = {
        "title": _("Annexes of the plan"),
        "plan": plan,
        "draft": plan.state == Plan.State.DRAFT,
        "form": form,
        "faults": faults,
        "files": [(one, [message_of(why) for why in one.staged.faults]) for one in files],
        "under_way": any(one.staged.is_under_way for one in files),
    }
    return page(request, "plans/annexes.html", context, part="files", status=422 if form.is_bound else 200)


def _bring(request: ErrandRequest, plan: Plan, form: AnnexForm) -> None:
    upload = form.cleaned_data["file"]
    data = upload.read()
    PLAN_FILE.admit(data, upload.name, BRIEFLY)
    refuse_known(plan, data)
    brought = Brought(request.actor, upload.name, data, str(plan.pk))
    staged = leave_to_read(by=request.actor, kind=PLAN_ANNEXES, brought=brought)
    enqueue(request.errand, read_staged_file, staged.pk)


@needs(Permission.PLAN_EDIT)
@require_POST
@dear(Errand.What.READING)
def annex_again(request: ErrandRequest, pk: int, annex: int) -> HttpResponse:
    """Have the file of an annex read once more that could not be read, or whose reading was interrupted."""
    staged = _annex(plan_to_edit(request, pk), annex)
    try:
        read_again(by=request.actor, staged=staged)
        enqueue(request.errand, read_staged_file, staged.pk)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("plans:annexes", pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def annex_give_up(request: Request, pk: int, annex: int) -> HttpResponse:
    """Take an annex out of the draft, with what was read from it."""
    staged = _annex(plan_to_edit(request, pk), annex)
    try:
        give_up(by=request.actor, staged=staged)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("“%(file)s” was taken out.") % {"file": staged.file.name})
    return redirect("plans:annexes", pk)


@needs(Permission.PLAN_EDIT)
@require_GET
def annex_file(request: Request, pk: int, annex: int) -> HttpResponseBase:
    """The file of an annex as it was brought."""
    return stored_file_response(_annex(plan_to_edit(request, pk), annex).file, request)


def _annex(plan: Plan, pk: int) -> StagedFile:
    return get_object_or_404(annexes_of(plan), pk=pk)
