"""The plan as an Excel table: out, back in with a dry run, applied or given up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.core.words.names import folded
from cchc.documents.models import Errand
from cchc.documents.queries import content, stored_file_response
from cchc.documents.views import FileRequest, dear, file_or_progress
from cchc.plans.actions import sheets as actions
from cchc.plans.exchange.comparing import SHEET_FILE
from cchc.plans.exchange.difference import Difference, from_json
from cchc.plans.forms.sheets import OverForm, SheetForm
from cchc.plans.models import Measure, Plan, SheetImport
from cchc.plans.queries.paging import BySize
from cchc.plans.queries.sheets import (
    change_pieces,
    changed_sections,
    imports_of,
    moves_both,
    sheet_content,
    sheet_sections,
    unconfirmed_names,
)
from cchc.plans.tasks import make_sheet
from cchc.plans.views.addressing import MOST_LETTERS, plan_or_404, plan_to_edit
from cchc.ui.pages import page

MOST_FAULTS = 500
ROWS = 150
LONGEST_NAME = 60
FEW_MEASURES = 300  # the table of more takes longer than 120 ms


@needs(Permission.PLAN_READ)
def sheet(request: Request, pk: int) -> HttpResponseBase:
    """The plan as an Excel table that can be edited and brought back; made by the worker where it is large."""
    plan = plan_or_404(request, pk)
    name = slugify(folded(plan.title))[:LONGEST_NAME].strip("-") or "ke-hoach"
    asked = FileRequest(
        of=f"plans.sheet:{plan.pk}",
        audience=Permission.PLAN_READ,
        version=str(plan.version),
        about={"plan": plan.pk, "version": plan.version},
        name=f"{name}-{plan.pk}.xlsx",
        type="xlsx",
        small=Measure.objects.filter(section__plan=plan).count() <= FEW_MEASURES,
        language="vi",
    )
    back = (plan.title, reverse("plans:detail", args=[plan.pk]))
    return file_or_progress(request, asked, sheet_content, make_sheet, back)


@needs(Permission.PLAN_EDIT)
@dear(Errand.What.IMPORT)
def sheet_import(request: Request, pk: int) -> HttpResponse:
    """Bring the edited table; a file with faults answers 422 with every cell."""
    plan = plan_to_edit(request, pk)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload(request, plan, form)
    if not form.is_valid():
        return _upload(request, plan, form, status=422)
    upload = form.cleaned_data["file"]
    data = upload.read()
    try:
        change = SHEET_FILE.read(data, upload.name, sheet_sections(plan))
        staged = actions.stage_sheet(
            by=request.actor, plan=plan, version=plan.version, change=change, name=upload.name, data=data
        )
    except Faults as refused:
        return _faulty(request, plan, upload.name, refused)
    except actions.PlanChanged:
        form.add_error("file", _("Others changed the plan while the file was read: bring it again."))
        return _upload(request, plan, form, status=409)
    except ValidationError as refused:
        form.add_error("file", refused.messages)
        return _upload(request, plan, form, status=422)
    return redirect("plans:sheet_difference", plan.pk, staged.pk)


def _upload(request: Request, plan: Plan, form: SheetForm, *, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Bring the edited Excel back"),
        "plan": plan,
        "form": form,
        "imports": imports_of(request.actor, plan),
        "back": reverse("plans:detail", args=[plan.pk]),
    }
    return page(request, "plans/sheet_import.html", context, status=status)


def _faulty(request: Request, plan: Plan, name: str, refused: Faults) -> HttpResponse:
    context = {
        "title": _("This file cannot be applied yet"),
        "plan": plan,
        "file": name,
        "faults": refused.faults[:MOST_FAULTS],
        "count": len(refused.faults),
    }
    return page(request, "plans/sheet_faults.html", context, status=422)


def _asked(request: Request, pk: int, sheet_pk: int) -> tuple[Plan, SheetImport]:
    plan = plan_to_edit(request, pk)
    return plan, get_object_or_404(imports_of(request.actor, plan), pk=sheet_pk)


@needs(Permission.PLAN_EDIT)
@require_GET
def sheet_difference(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """What a file would change, or did change, section by section."""
    plan, waiting = _asked(request, pk, sheet_pk)
    outdated = waiting.applied_at is None and waiting.version != plan.version
    return _difference(request, plan, waiting, outdated=outdated)


def _difference(
    request: Request,
    plan: Plan,
    waiting: SheetImport,
    *,
    outdated: bool,
    over: OverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    change = from_json(waiting.difference)
    pieces = change_pieces(change)
    rows = BySize(pieces, (one.letters for one in pieces), ROWS, MOST_LETTERS).get_page(
        request.GET.get("page")
    )
    context = {
        "title": _("What the file changed") if waiting.applied_at else _("What the file would change"),
        "plan": plan,
        "import": waiting,
        "counts": change.counts,
        "empty": change.is_empty,
        "rows": rows,
        "chapters": changed_sections(change, rows.object_list),
        "meanwhile": change.meanwhile,
        "clashes": len(change.clashes),
        "moves_both": moves_both(change),
        "names": unconfirmed_names(plan, change),
        "over": over or OverForm(),
        "outdated": outdated,
    }
    return page(request, "plans/sheet_difference.html", context, status=status)


@needs(Permission.PLAN_EDIT)
@require_POST
def sheet_apply(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """Change the plan as the file says.

    409 when the plan was changed since the file was compared with it; 422 when the file would replace what others
    changed since it was downloaded, and the box for that is not ticked.
    """
    plan, waiting = _asked(request, pk, sheet_pk)
    over = OverForm(request.POST)
    try:
        actions.apply_sheet(by=request.actor, sheet=waiting, over=over.is_valid())
    except actions.PlanChanged:
        return _difference(request, plan, waiting, outdated=True, status=409)
    except actions.OthersChanged:
        return _difference(request, plan, waiting, outdated=False, over=over, status=422)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plans:sheet_difference", plan.pk, waiting.pk)
    _tell(request, plan, from_json(waiting.difference))
    return redirect("plans:detail", plan.pk)


def _tell(request: Request, plan: Plan, change: Difference) -> None:
    """Say how much was applied, and which agencies the file brought that wait to be confirmed."""
    counts = change.counts
    count = counts.added + counts.changed + counts.moved + counts.removed
    done = ngettext("Applied: %(count)s change.", "Applied: %(count)s changes.", count)
    messages.success(request, done % {"count": count})
    names = unconfirmed_names(plan, change)
    if names:
        waits = ngettext(
            "%(count)s agency that the file brings is not confirmed yet.",
            "%(count)s agencies that the file brings are not confirmed yet.",
            len(names),
        ) % {"count": len(names)}
        address = reverse("plans:agencies", args=[plan.pk])
        messages.warning(
            request, format_html('{} <a href="{}">{}</a>', waits, address, _("Confirm the agencies"))
        )


@needs(Permission.PLAN_EDIT)
@require_POST
@dear(Errand.What.IMPORT)
def sheet_again(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """Compare the same file once more, with the plan as it is now."""
    plan, waiting = _asked(request, pk, sheet_pk)
    name, data = waiting.file.name, content(waiting.file)
    try:
        change = SHEET_FILE.read(data, name, sheet_sections(plan))
        with transaction.atomic():
            actions.give_up_sheet(by=request.actor, sheet=waiting)
            fresh = actions.stage_sheet(
                by=request.actor, plan=plan, version=plan.version, change=change, name=name, data=data
            )
    except Faults as refused:
        return _faulty(request, plan, name, refused)
    except actions.PlanChanged:
        messages.error(request, _("Others changed the plan while the file was read: compare it again."))
        return redirect("plans:sheet_difference", plan.pk, waiting.pk)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plans:sheet_difference", plan.pk, waiting.pk)
    return redirect("plans:sheet_difference", plan.pk, fresh.pk)


@needs(Permission.PLAN_EDIT)
@require_POST
def sheet_give_up(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """Forget what a file would change."""
    plan, waiting = _asked(request, pk, sheet_pk)
    try:
        actions.give_up_sheet(by=request.actor, sheet=waiting)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("plans:sheet_difference", plan.pk, waiting.pk)
    messages.success(request, _("“%(file)s” was given up.") % {"file": waiting.file.name})
    return redirect("plans:detail", plan.pk)


@needs(Permission.PLAN_EDIT)
@require_GET
def sheet_file(request: Request, pk: int, sheet_pk: int) -> HttpResponseBase:
    """The Excel file as it was brought back."""
    return stored_file_response(_asked(request, pk, sheet_pk)[1].file)
