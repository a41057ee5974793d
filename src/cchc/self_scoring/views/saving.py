"""Saving from the sheet: one cell, or a pasted block; the answer is what the script of the sheet shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.self_scoring.actions.saving import TypedBlock, save_answer, save_block
from cchc.self_scoring.forms import FIGURE, BlockForm, CellForm, field_in
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.cell import sheet_to_save
from cchc.self_scoring.queries.content import AnswerContent, content_of
from cchc.self_scoring.queries.sheet import SheetView, sheet_view, view_of_answer
from cchc.self_scoring.queries.sums import criteria_in_force
from cchc.self_scoring.views.frame import is_open, place_context, sheet_for, window_of_sheet
from cchc.self_scoring.views.lines import Line, lines_of
from cchc.self_scoring.views.sheet import line_of

LOCKED, CONFLICT, FAULTY, SOMEBODY_ELSE = 423, 409, 422, 403


@needs(Permission.SHEET_EDIT)
@require_GET
def leaf_row(request: Request, year: int, unit: int, leaf: str) -> JsonResponse:
    """Tell the row of one leaf as it stands now."""
    view = _view_for(sheet_for(request, year, unit), leaf)
    line_of(view, leaf)
    return JsonResponse(_told(view, leaf))


@needs(Permission.SHEET_EDIT)
@repeatable
@require_POST
def cell_save(request: Request, year: int, unit: int, leaf: str) -> JsonResponse:
    """Save one cell, and tell what follows: the row and the sums above it; with 409 what somebody else has saved
    meanwhile, with 422 the faults, with 423 the lock."""
    sheet = sheet_for(request, year, unit, sheet_to_save)
    form = CellForm(request.POST)
    if refused := _not_taken(request, form):
        return refused
    sent = form.cleaned_data
    try:
        saved = save_answer(
            by=request.actor,
            sheet=sheet,
            leaf=leaf,
            typed=form.typed(),
            version=sent["version"],
            typed_at=_typed_at(sent["age"]),
        )
    except Changed as changed:
        view = _view_for(sheet, leaf)
        now = field_in(line_of(view, leaf).node, changed.now, sent["field"])
        return JsonResponse(_told(view, leaf) | {"who": changed.who, "now": now}, status=CONFLICT)
    except ValidationError as why:
        refused = _refused(request, sheet, why)
        return _arrived_before(sheet, leaf, sent) or refused if refused.status_code == LOCKED else refused
    told = _told(view_of_answer(saved.sheet, saved.answer, saved.account, saved.asked, saved.is_proved), leaf)
    ask = _wants_reason(content_of(saved.answer), sent["field"])
    return JsonResponse(told | {"saved": _time(saved.answer.at), "ask": ask})


def _arrived_before(sheet: UnitSheet, leaf: str, sent: dict[str, Any]) -> JsonResponse | None:
    """Tell the row of a leaf of a locked sheet in which just that stands that is sent: it was saved in time, only the
    answer was lost on its way. None for anything else."""
    view = sheet_view(sheet)
    found = view.leaf(leaf)
    if found is None or field_in(found.node, found.content, sent["field"]) != sent["value"]:
        return None
    at = found.content.at
    return JsonResponse(_told(view, leaf) | {"saved": _time(at) if at else "", "ask": False})


def _wants_reason(content: AnswerContent, field: str) -> bool:
    """Whether another figure than that of its source stands in a cell, and nobody has said why."""
    name = field.removeprefix(FIGURE)
    fed = content.fed.get(name) if field.startswith(FIGURE) else None
    return fed is not None and content.figures.get(name) != fed["value"] and not fed.get("reason")


@needs(Permission.SHEET_EDIT)
@repeatable
@require_POST
def block_save(request: Request, year: int, unit: int) -> JsonResponse:
    """Save many cells as one act, all or none of them."""
    sheet = sheet_for(request, year, unit)
    form = BlockForm(request.POST)
    if refused := _not_taken(request, form):
        return refused
    block = {leaf: TypedBlock(typed, version) for leaf, (typed, version) in form.typed().items()}
    typed_at = _typed_at(form.cleaned_data["age"])
    try:
        answers = save_block(by=request.actor, sheet=sheet, block=block, typed_at=typed_at)
    except Changed as changed:
        fault = _("{who} has changed {leaves} meanwhile; what stands there now is shown.").format(
            who=changed.who, leaves=", ".join(changed.now)
        )
        view = sheet_view(sheet)
        told = {"faults": [fault], "leaves": _all_told(view, changed.now)}
        return JsonResponse(told, status=CONFLICT)
    except ValidationError as why:
        return _refused(request, sheet, why)
    view = sheet_view(sheet)
    told = {"saved": _time(timezone.now()), "leaves": _all_told(view, answers)}
    return JsonResponse(told)


def _typed_at(age: int) -> datetime:
    return timezone.now() - timedelta(milliseconds=age)


def _time(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _not_taken(request: Request, form: forms.Form) -> JsonResponse | None:
    """Tell why a form that no page of ours sends is not taken, or one that was typed by somebody else."""
    if not form.is_valid():
        faults = [str(fault) for some in form.errors.values() for fault in some]
        return JsonResponse({"faults": faults}, status=FAULTY)
    if form.cleaned_data["person"] not in (None, request.actor.person_id):
        fault = _("Somebody else has signed in in this browser.")
        return JsonResponse({"faults": [fault]}, status=SOMEBODY_ELSE)
    return None


def _refused(request: Request, sheet: UnitSheet, why: ValidationError) -> JsonResponse:
    """Tell why nothing was written: the lock, or the faults of what was typed, each with its place."""
    sheet.refresh_from_db(fields=["state"])
    if not is_open(sheet, window_of_sheet(sheet)):
        return JsonResponse({"faults": why.messages}, status=LOCKED)
    if not hasattr(why, "error_dict"):
        return JsonResponse({"faults": why.messages}, status=FAULTY)
    faults = [
        f"{name.partition(' ')[0]}: {one}" if " " in name else one
        for name, whys in why.message_dict.items()
        for one in whys
    ]
    return JsonResponse({"faults": faults}, status=FAULTY)


def _view_for(sheet: UnitSheet, number: str) -> SheetView:
    """Return a sheet of which one leaf is shown: sources are asked where one of its figures has one."""
    leaf = criteria_in_force(sheet.participant).leaves.get(number)
    return sheet_view(sheet, proposing=leaf is not None and any(one.fed_by for one in leaf.variables))


def _told(view: SheetView, leaf: str) -> dict[str, Any]:
    """Return what the script of the sheet shows of one leaf."""
    return _all_told(view, [leaf])[0]


def _all_told(view: SheetView, leaves: Iterable[str]) -> list[dict[str, Any]]:
    """Return what the script of the sheet shows of these leaves."""
    lines = lines_of(view)
    return [_told_of(view, lines, leaf) for leaf in leaves]


def _told_of(view: SheetView, lines: list[Line], leaf: str) -> dict[str, Any]:
    line = next(one for one in lines if one.node.number == leaf)
    above = [
        one for one in lines if one.leaf is None and any(node.number == leaf for node in one.node.leaves())
    ]
    return {
        "leaf": leaf,
        "version": line.content.version,
        "row": _part("leaf", view, line),
        "sums": {
            one.node.number: {name: _part(f"branch_{name}", view, one) for name in ("given", "points")}
            for one in above
        },
        "tally": _part("tally_points", view, line),
    }


def _part(name: str, view: SheetView, line: Line) -> str:
    context = place_context(view.sheet) | {"view": view, "row": line, "may_edit": True}
    return render_to_string(f"self_scoring/sheet_{name}.html", context).strip()
