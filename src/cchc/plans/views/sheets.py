"""The plan as an Excel table: out, back in with a dry run, applied or given up."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, dear, file_or_progress
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Frame
from cchc.plans.actions.sheets import apply_sheet
from cchc.plans.exchange.difference import Difference
from cchc.plans.exchange.difference_json import from_json
from cchc.plans.forms.sheets import OverForm, SheetForm
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.paging import MOST_LETTERS, BySize
from cchc.plans.queries.sheets import (
    change_pieces,
    changed_sections,
    moves_both,
    sheet_content,
    unconfirmed_names,
    unread_deadlines,
)
from cchc.plans.staged import PLAN_SHEETS
from cchc.plans.tasks import make_sheet
from cchc.plans.views.addressing import plan_or_404, plan_to_edit

FEW_MEASURES = 300  # the table of more takes longer than 120 ms
ADDRESSES = Addresses(
    list="plans:sheet_import",
    one="plans:sheet_difference",
    file="plans:sheet_file",
    apply="plans:sheet_apply",
    again="plans:sheet_again",
    give_up="plans:sheet_give_up",
    left="plans:detail",
)


@needs(Permission.PLAN_READ)
def sheet(request: Request, pk: int) -> HttpResponseBase:
    """The plan as an Excel table that can be edited and brought back; made by the worker where it is large."""
    plan = plan_or_404(request, pk)
    name = slug_of(plan.title) or "ke-hoach"
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


def _frame(request: Request, pk: int) -> tuple[Plan, Frame]:
    """A plan, and the pages of the tables that were brought back for it."""
    plan = plan_to_edit(request, pk)
    detail = reverse("plans:detail", args=[plan.pk])
    frame = Frame(
        request=request,
        kind=PLAN_SHEETS,
        rows=staged_files(PLAN_SHEETS, str(plan.pk)),
        addresses=replace(ADDRESSES, args=(plan.pk,)),
        title=_("Bring the edited Excel back"),
        crumbs=[(_("Plans"), reverse("plans:list")), (Truncator(plan.title).words(12), detail)],
        template="plans/sheet_difference.html",
        listing="plans/sheet_import.html",
        difference=partial(_difference, request, plan),
        around={"plan": plan, "back": detail},
        about=str(plan.pk),
        version=str(plan.version),
    )
    return plan, frame


def _difference(request: Request, plan: Plan, staged: StagedFile) -> dict[str, Any]:
    """What a page shows of a difference, section by section."""
    change = from_json(staged.difference)
    pieces = change_pieces(change)
    rows = BySize(pieces, (one.letters for one in pieces), ROWS, MOST_LETTERS).get_page(
        request.GET.get("page")
    )
    return {
        "counts": change.counts,
        "empty": change.is_empty,
        "confirm": _confirm(change.counts.removed),
        "rows": rows,
        "chapters": changed_sections(change, rows.object_list),
        "meanwhile": change.meanwhile,
        "clashes": len(change.clashes),
        "moves_both": moves_both(change),
        "names": unconfirmed_names(plan, change),
        "unread": unread_deadlines(plan, change),
        "over": OverForm(),
    }


def _confirm(removed: int) -> str:
    """What is asked before measures are deleted; empty where none is."""
    if not removed:
        return ""
    asked = ngettext(
        "%(count)s measure is not in the file any more and will be deleted. Apply?",
        "%(count)s measures are not in the file any more and will be deleted. Apply?",
        removed,
    )
    return asked % {"count": removed}


@needs(Permission.PLAN_EDIT)
@dear(Errand.What.IMPORT)
def sheet_import(request: Request, pk: int) -> HttpResponse:
    """Bring the edited table; a file with faults answers 422 with every cell."""
    _plan, frame = _frame(request, pk)
    form = SheetForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.PLAN_EDIT)
@require_GET
def sheet_difference(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """What a file would change, or did change, section by section."""
    _plan, frame = _frame(request, pk)
    return frame.shown(frame.found(sheet_pk))


@needs(Permission.PLAN_EDIT)
@require_POST
def sheet_apply(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """Change the plan as the file says.

    409 when the plan was changed since the file was compared with it; 422 when the file would replace what others
    changed since it was downloaded, and the box for that is not ticked.
    """
    plan, frame = _frame(request, pk)
    sheet, over = frame.found(sheet_pk), OverForm(request.POST)
    change, agreed = from_json(sheet.difference), over.is_valid()
    if sheet.is_waiting and sheet.seen == frame.version and change.clashes and not agreed:
        return frame.shown(sheet, status=422, over=over)

    def go_on(_plan: Plan) -> HttpResponse:
        _tell(request, plan, change)
        return redirect("plans:detail", plan.pk)

    return frame.apply(sheet, go_on, lambda: apply_sheet(by=request.actor, sheet=sheet, over=agreed))


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
    _plan, frame = _frame(request, pk)
    return frame.again(frame.found(sheet_pk))


@needs(Permission.PLAN_EDIT)
@require_POST
def sheet_give_up(request: Request, pk: int, sheet_pk: int) -> HttpResponse:
    """Forget what a file would change."""
    _plan, frame = _frame(request, pk)
    return frame.give_up(frame.found(sheet_pk))


@needs(Permission.PLAN_EDIT)
@require_GET
def sheet_file(request: Request, pk: int, sheet_pk: int) -> HttpResponseBase:
    """The Excel file as it was brought back."""
    _plan, frame = _frame(request, pk)
    return frame.file(frame.found(sheet_pk))
