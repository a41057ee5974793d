"""The import of scores: a file, what it would change, apply or give up, and the history with its undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.core.words.numerals import DecimalSign
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet
from cchc.cycles.queries import address_of
from cchc.documents.models import Errand
from cchc.documents.queries import content as content_of
from cchc.documents.queries import stored_file_response
from cchc.documents.views import dear
from cchc.scores import actions
from cchc.scores.exchange.points import POINTS_FILE
from cchc.scores.forms import PointsFileForm
from cchc.scores.models import ScoreImport
from cchc.scores.policies import can_import_scores
from cchc.scores.queries.imports import Preview, changes_of, history, last_applied, preview_of, visible_to
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page

ROWS = 150
MOST_FAULTS = 500


@needs(Permission.SCORE_IMPORT)
@dear(Errand.What.IMPORT)
def import_list(request: Request, province: str, year: int) -> HttpResponse:
    """Drop a points file here; below, the imports so far. A file with faults answers 422 with every cell."""
    cycle = requested_cycle(request, province, year)
    sets = cycle.sets.select_related("version")
    if request.method != "POST":
        return _list(request, cycle, PointsFileForm(sets=sets))
    if not can_import_scores(request.actor, cycle):
        raise Http404
    form = PointsFileForm(request.POST, request.FILES, sets=sets)
    if not form.is_valid():
        return _list(request, cycle, form, status=422)
    upload, typed = form.cleaned_data["file"], form.cleaned_data
    data, decimal = upload.read(), typed["decimal"] or None
    try:
        staged = actions.stage_import(
            by=request.actor,
            cycle_set=typed["cycle_set"],
            preview=_read(typed["cycle_set"], data, upload.name, typed["sheet"], decimal),
            data=data,
            name=upload.name,
            decimal=decimal,
        )
    except Faults as refused:
        return _faulty(request, cycle, upload.name, refused)
    except ValidationError as refused:
        form.add_error("file", refused.messages)
        return _list(request, cycle, form, status=422)
    return redirect("scores:import", province, year, staged.pk)


def _read(cycle_set: CycleSet, data: bytes, name: str, sheet: str, decimal: DecimalSign | None) -> Preview:
    """What a points file would change in the scores of now. Raises `Faults`."""
    return preview_of(cycle_set, POINTS_FILE.read(data, name, cycle_set.version.text, sheet, decimal))


def _list(
    request: Request, cycle: Cycle, form: PointsFileForm, *, status: int = 200, cells: Any = ()
) -> HttpResponse:
    last = last_applied(cycle)
    context = {
        "title": _("Import scores"),
        "form": form,
        "sets": cycle.sets.select_related("version"),
        "rows": Paginator(history(request.actor, cycle), ROWS).get_page(request.GET.get("page")),
        "last": last.pk if last else None,
        "touched": cells,
        "criteria": criteria_of(last.cycle_set.version) if last and cells else None,
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/imports.html", context, status=status)


def _faulty(request: Request, cycle: Cycle, name: str, refused: Faults) -> HttpResponse:
    context = {
        "title": _("This file cannot be imported yet"),
        "file": name,
        "faults": refused.faults[:MOST_FAULTS],
        "count": len(refused.faults),
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/import_faults.html", context, status=422)


def _asked(request: Request, province: str, year: int, pk: int) -> tuple[Cycle, ScoreImport]:
    cycle = requested_cycle(request, province, year)
    rows = visible_to(request.actor).filter(cycle=cycle).select_related("file", "cycle_set__version", "cycle")
    return cycle, get_object_or_404(rows, pk=pk)


@needs(Permission.SCORE_IMPORT)
@require_GET
def import_detail(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """What a points file would change, or did change: every cell old → new with its loss."""
    cycle, score_import = _asked(request, province, year, pk)
    return _detail(request, cycle, score_import)


def _detail(
    request: Request, cycle: Cycle, score_import: ScoreImport, *, status: int = 200, cells: Any = ()
) -> HttpResponse:
    changes = changes_of(score_import)
    context = {
        "title": _("Check the import") if score_import.applied_at is None else _("Import of scores"),
        "import": score_import,
        "counts": score_import.counts,
        "total": len(changes),
        "rows": Paginator(changes, ROWS).get_page(request.GET.get("page")),
        "moved": cells,
        "criteria": criteria_of(score_import.cycle_set.version),
        "last": last_applied(cycle),
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/import.html", context, status=status)


@needs(Permission.SCORE_IMPORT)
@require_POST
def import_apply(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Write every cell of a checked import; 409 with both values where one changed since."""
    cycle, score_import = _asked(request, province, year, pk)
    try:
        actions.apply_import(by=request.actor, score_import=score_import)
    except actions.BasisChanged as changed:
        return _detail(request, cycle, score_import, status=409, cells=changed.cells)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("scores:import", province, year, pk)
    count = len(score_import.difference)
    said_count = ngettext("%(count)s score imported.", "%(count)s scores imported.", count) % {"count": count}
    messages.success(request, said_count)
    return redirect("results:cycle_ranking", *address_of(cycle))


@needs(Permission.SCORE_IMPORT)
@require_POST
@dear(Errand.What.IMPORT)
def import_again(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Read the file of a waiting import once more, against the scores of now."""
    cycle, waiting = _asked(request, province, year, pk)
    try:
        data, name, decimal = content_of(waiting.file), waiting.file.name, waiting.decimal or None
        preview = _read(waiting.cycle_set, data, name, waiting.sheet, decimal)
        with transaction.atomic():
            actions.give_up_import(by=request.actor, score_import=waiting)
            fresh = actions.stage_import(
                by=request.actor,
                cycle_set=waiting.cycle_set,
                preview=preview,
                data=data,
                name=name,
                decimal=decimal,
            )
    except Faults as refused:
        return _faulty(request, cycle, waiting.file.name, refused)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("scores:imports", province, year)
    return redirect("scores:import", province, year, fresh.pk)


@needs(Permission.SCORE_IMPORT)
@require_POST
def import_give_up(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Forget a waiting import."""
    _cycle, waiting = _asked(request, province, year, pk)
    try:
        actions.give_up_import(by=request.actor, score_import=waiting)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("scores:imports", province, year)


@needs(Permission.SCORE_IMPORT)
@require_POST
def import_undo(request: Request, province: str, year: int) -> HttpResponse:
    """Take the latest import back; 409 naming the cells that were changed since."""
    cycle = requested_cycle(request, province, year)
    try:
        actions.undo_last_import(by=request.actor, cycle=cycle)
    except actions.ScoresTouched as touched:
        form = PointsFileForm(sets=cycle.sets.select_related("version"))
        return _list(request, cycle, form, status=409, cells=touched.cells)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("scores:imports", province, year)
    messages.success(request, _("The import was taken back; every cell holds what it held before."))
    return redirect("scores:imports", province, year)


@needs(Permission.SCORE_IMPORT)
@require_GET
def import_file(request: Request, province: str, year: int, pk: int) -> HttpResponseBase:
    """The points file of an import, as it was handed in."""
    _cycle, score_import = _asked(request, province, year, pk)
    return stored_file_response(score_import.file)
