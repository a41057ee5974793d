"""The sheet as an Excel file: out, back in with a dry run, applied, given up, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.scoring.criteria.figures import figure
from cchc.criteria.forms import typed_figure
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import dear
from cchc.intake.actions import undo
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import ROWS, Addresses, Fact, Frame, Undoing
from cchc.self_scoring.actions.files import apply_answers, differences_in
from cchc.self_scoring.exchange.sheet_file import CellDifference
from cchc.self_scoring.forms import AnswersFileForm, ReplacingForm
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.files import part_words, sheet_content
from cchc.self_scoring.queries.sheet import SheetView, sheet_view
from cchc.self_scoring.staged import ANSWERS_FILES
from cchc.self_scoring.views.frame import sheet_context, sheet_for, title_of
from cchc.self_scoring.views.submitted import points_in_short

ADDRESSES = Addresses(
    list="self_scoring:excel",
    one="self_scoring:excel_one",
    file="self_scoring:excel_file",
    apply="self_scoring:excel_apply",
    again="self_scoring:excel_again",
    give_up="self_scoring:excel_give_up",
    left="self_scoring:sheet",
)


@needs(Permission.SHEET_READ)
@require_GET
def excel_out(request: Request, year: int, unit: int) -> HttpResponse:
    """Send the sheet as it stands as an Excel file that can be filled in and brought back."""
    sheet = sheet_for(request, year, unit)
    return made_file(sheet_content(sheet), f"{slug_of(title_of(sheet))}.xlsx")


def _frame(request: Request, year: int, unit: int) -> tuple[UnitSheet, Frame]:
    """A sheet, and the pages of the files that were brought back for it."""
    sheet = sheet_for(request, year, unit)
    context = sheet_context(request, sheet)
    rows = staged_files(ANSWERS_FILES, str(sheet.pk))
    last = rows.filter(state=StagedFile.State.APPLIED).order_by("-applied_at").first()
    undoing = None
    if last is not None and context["may_edit"]:
        asked = _("Take back what the file “{file}” wrote into the sheet?").format(file=last.file.name)
        undoing = Undoing(last.pk, reverse("self_scoring:excel_undo", args=[year, unit]), asked)
    frame = Frame(
        request=request,
        kind=ANSWERS_FILES,
        rows=rows,
        addresses=replace(ADDRESSES, args=(year, unit)),
        title=_("Bring the filled-in Excel back"),
        crumbs=[(title_of(sheet), context["addresses"]["sheet"])],
        template="self_scoring/excel_difference.html",
        listing="self_scoring/excel.html",
        difference=partial(_difference, request, sheet),
        facts=_facts,
        undoing=undoing,
        around=context,
        about=str(sheet.pk),
        version=str(sheet.version),
        may_change=context["may_edit"],
    )
    return sheet, frame


def _facts(staged: StagedFile) -> list[Fact]:
    return [
        Fact(_("Cells"), staged.counts.get("cells", 0)),
        Fact(_("Criteria"), staged.counts.get("leaves", 0)),
    ]


def _difference(request: Request, sheet: UnitSheet, staged: StagedFile) -> dict[str, Any]:
    """What a page shows of a difference: each cell with what it held, what the file says, what others typed."""
    view = sheet_view(sheet)
    cells = differences_in(staged)
    rows = Paginator(cells, ROWS).get_page(request.GET.get("page"))
    return {
        "empty": not cells,
        "clashes": sum(one.is_clash for one in cells),
        "rows": rows,
        "cells": [_cell(view, one) for one in rows.object_list],
        "over": ReplacingForm(),
        "same_words": _("The file says what the sheet says."),
        "row_head": _("Criterion"),
        "now_head": _("In the sheet now"),
        "clash_badge": _("typed by others too"),
    }


def _cell(view: SheetView, one: CellDifference) -> dict[str, Any]:
    leaf = view.leaf(one.leaf)
    part = part_words(leaf, one.part) if leaf is not None else one.part
    said = {name: _said(view, one, getattr(one, name)) for name in ("base", "mine", "theirs")}
    return {"name": one.leaf, "part": part, "is_clash": one.is_clash, **said}


def _said(view: SheetView, one: CellDifference, text: str) -> str:
    """Return what a cell holds as an official reads it; a dash where it is empty."""
    leaf = view.leaf(one.leaf)
    if not text or leaf is None:
        return text or "–"
    if one.part.startswith("figure-"):
        variable = leaf.node.declared()[one.part.removeprefix("figure-")]
        return typed_figure(variable, figure(variable, text))
    return points_in_short(text) if one.part == "points" else text


@needs(Permission.SHEET_EDIT)
@dear(Errand.What.IMPORT)
def excel_bring(request: Request, year: int, unit: int) -> HttpResponse:
    """Bring the filled-in file; a file with faults answers 422 with every cell."""
    _sheet, frame = _frame(request, year, unit)
    form = AnswersFileForm(request.POST or None, request.FILES or None)
    return frame.bring(form) if request.method == "POST" else frame.listed(form)


@needs(Permission.SHEET_EDIT)
@require_GET
def excel_one(request: Request, year: int, unit: int, file: int) -> HttpResponse:
    """What a file would change in the sheet, or did change, cell by cell."""
    _sheet, frame = _frame(request, year, unit)
    return frame.shown(frame.found(file))


@needs(Permission.SHEET_EDIT)
@require_POST
def excel_apply(request: Request, year: int, unit: int, file: int) -> HttpResponse:
    """Answer the sheet as the file says; 422 when it would replace what others typed meanwhile, and the box for that
    is not ticked."""
    _sheet, frame = _frame(request, year, unit)
    staged, over = frame.found(file), ReplacingForm(request.POST)
    agreed = over.is_valid()
    clashes = any(one.is_clash for one in differences_in(staged))
    if staged.is_waiting and staged.seen == frame.version and clashes and not agreed:
        return frame.shown(staged, status=422, over=over)

    def go_on(changed: dict[str, Any]) -> HttpResponse:
        count = len(changed)
        words = ngettext("%(count)s criterion answered.", "%(count)s criteria answered.", count)
        messages.success(request, words % {"count": count})
        return redirect("self_scoring:sheet", year, unit)

    return frame.apply(staged, go_on, lambda: apply_answers(by=request.actor, staged=staged, over=agreed))


@needs(Permission.SHEET_EDIT)
@require_POST
@dear(Errand.What.IMPORT)
def excel_again(request: Request, year: int, unit: int, file: int) -> HttpResponse:
    """Compare the same file once more, with the sheet as it is now."""
    _sheet, frame = _frame(request, year, unit)
    return frame.again(frame.found(file))


@needs(Permission.SHEET_EDIT)
@require_POST
def excel_give_up(request: Request, year: int, unit: int, file: int) -> HttpResponse:
    """Forget what a file would change."""
    _sheet, frame = _frame(request, year, unit)
    return frame.give_up(frame.found(file))


@needs(Permission.SHEET_EDIT)
@require_POST
def excel_undo(request: Request, year: int, unit: int) -> HttpResponse:
    """Take the file that was applied last back; 409 with the cells that were typed since."""
    _sheet, frame = _frame(request, year, unit)
    if frame.undoing is None:
        raise Http404
    staged = frame.found(frame.undoing.pk)
    done = _("“%(file)s” was taken back.") % {"file": staged.file.name}
    return frame.undo(lambda: undo(by=request.actor, staged=staged), done, AnswersFileForm())


@needs(Permission.SHEET_EDIT)
@require_GET
def excel_file(request: Request, year: int, unit: int, file: int) -> HttpResponseBase:
    """The Excel file as it was brought back."""
    _sheet, frame = _frame(request, year, unit)
    return frame.file(frame.found(file))
