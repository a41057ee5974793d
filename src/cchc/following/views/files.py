"""The records of the own unit as an Excel file: out, back in with a dry run, applied or given up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.plans.following.states import ProgressState
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import dear
from cchc.following.actions.several import apply_progress, differences_in
from cchc.following.exchange.progress_file import PARTS, ProgressDifference
from cchc.following.forms.files import ProgressFileForm, ReplaceReportsForm
from cchc.following.models import ProgressRecord
from cchc.following.queries.files import progress_content
from cchc.following.queries.words import STATE_WORDS, name_of_measure, period_beside
from cchc.following.staged import PROGRESS_SHEETS
from cchc.following.views.record import warn_of_unmet_in
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Fact, Frame, file_pages

MOST_WORDS = 20
ADDRESSES = Addresses(
    list="following:sheet",
    one="following:sheet_one",
    file="following:sheet_file",
    apply="following:sheet_apply",
    again="following:sheet_again",
    give_up="following:sheet_give_up",
    left="following:mine",
)


@needs(Permission.PROGRESS_REPORT)
@require_GET
def sheet_out(request: Request) -> HttpResponse:
    """Send the open records of the own unit as an Excel file that can be filled in and brought back."""
    _unit(request)
    return made_file(progress_content(request.actor), f"{slug_of(request.actor.unit)}-tien-do.xlsx")


def _unit(request: Request) -> int:
    """The own unit; 404 for who acts for none."""
    if request.actor.unit_id is None:
        raise Http404
    return request.actor.unit_id


def _frame(request: Request) -> Frame:
    """The pages of the files that were brought back for the own unit."""
    unit = _unit(request)
    return Frame(
        request=request,
        kind=PROGRESS_SHEETS,
        rows=staged_files(PROGRESS_SHEETS, str(unit)),
        addresses=ADDRESSES,
        title=_("My measures in Excel"),
        crumbs=[(_("My measures"), reverse("following:mine"))],
        template="following/sheet_difference.html",
        listing="following/sheet.html",
        difference=lambda staged: _difference(request, staged),
        facts=_facts,
        about=str(unit),
    )


def _facts(staged: StagedFile) -> list[Fact]:
    return [
        Fact(_("Cells"), staged.counts.get("cells", 0)),
        Fact(_("Measures"), staged.counts.get("records", 0)),
    ]


def _difference(request: Request, staged: StagedFile) -> dict[str, Any]:
    """What a page shows of a difference: each cell with what it held, what the file says, what others reported."""
    cells = differences_in(staged)
    rows = Paginator(cells, ROWS).get_page(request.GET.get("page"))
    found = ProgressRecord.objects.filter(pk__in={one.record for one in rows.object_list})
    records = {one.pk: one for one in found.select_related("measure")}
    return {
        "empty": not cells,
        "clashes": sum(one.is_clash for one in cells),
        "rows": rows,
        "cells": [_cell(one, records.get(one.record)) for one in rows.object_list],
        "over": ReplaceReportsForm(),
        "same_words": _("The file says what was reported already."),
        "row_head": _("Measure"),
        "now_head": _("Reported now"),
        "clash_badge": _("reported by others too"),
    }


def _cell(one: ProgressDifference, record: ProgressRecord | None) -> dict[str, Any]:
    said = {name: _said(one.part, getattr(one, name)) for name in ("base", "mine", "theirs")}
    measure = record.measure if record is not None else None
    return {
        "name": Truncator(name_of_measure(measure)).words(MOST_WORDS) if measure is not None else "–",
        "beside": period_beside(record.period) if record is not None else "",
        "part": PARTS[one.part],
        "is_clash": one.is_clash,
        **said,
    }


def _said(part: str, text: str) -> str:
    """What a cell holds as an official reads it; a dash where it is empty."""
    if part == "state" and text:
        return str(STATE_WORDS[ProgressState(text)])
    return text or "–"


@needs(Permission.PROGRESS_REPORT)
@dear(Errand.What.IMPORT)
def sheet(request: Request) -> HttpResponse:
    """Bring the filled-in file; a file with faults answers 422 with every cell."""
    frame = _frame(request)
    form = ProgressFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.PROGRESS_REPORT)
@require_POST
def sheet_apply(request: Request, pk: int) -> HttpResponse:
    """Report as the file says; 422 when it would replace what others reported meanwhile, and the box for that is not
    ticked."""
    frame = _frame(request)
    staged, over = frame.found(pk), ReplaceReportsForm(request.POST)
    agreed = over.is_valid()
    if staged.is_waiting and any(one.is_clash for one in differences_in(staged)) and not agreed:
        return frame.shown(staged, status=422, over=over)

    def go_on(made: list[Any]) -> HttpResponse:
        count = len(made)
        words = ngettext("Reported on {count} measure.", "Reported on {count} measures.", count)
        messages.success(request, words.format(count=count))
        warn_of_unmet_in(request, made)
        return redirect("following:mine")

    return frame.apply(staged, go_on, lambda: apply_progress(by=request.actor, staged=staged, over=agreed))


sheet_one, sheet_again, sheet_give_up, sheet_file = file_pages(Permission.PROGRESS_REPORT, _frame)
