"""Pages of applicability: a matrix of units and leaves, changed cell by cell or for many units at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.consequences import ScoredCell, index_moves, scored_cells
from cchc.cycles.forms.applicability import CellChanges, ManyForm, MatrixForm, ScoredCellsForm, cell_key
from cchc.cycles.models import CycleSet
from cchc.cycles.policies import sees_whole
from cchc.cycles.views.frame import ROWS, cycle_context, cycle_set_of
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import number

UNCHANGED = CellChanges()
FILTERS = ("domain", "group", "q", "page")


@needs(Permission.CYCLE_READ)
@require_GET
def applicability(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Show the matrix of units and leaves, one domain at a time; a ticked cell applies."""
    context = _matrix(request, cycle_set_of(request, pk, set_pk), request.GET)
    return page(request, "cycles/applicability.html", context | {"form": MatrixForm()})


@needs(Permission.CYCLE_MANAGE)
@repeatable
@require_POST
def applicability_look(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Show another part of the matrix with the ticks that were made and not saved yet."""
    chosen = cycle_set_of(request, pk, set_pk)
    form = MatrixForm(request.POST)
    return _unsaved(request, chosen, form)


@needs(Permission.CYCLE_MANAGE)
@require_POST
def applicability_change(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Save the changed cells of all parts of the matrix; where scores stand in them, show those first."""
    chosen = cycle_set_of(request, pk, set_pk)
    form = MatrixForm(request.POST)
    changes = _asked(chosen, form)
    if not form.is_valid():
        faults = [str(error) for errors in form.errors.values() for error in errors]
        return _unsaved(request, chosen, form, faults)
    try:
        _check_not_near(request, chosen, changes)
        if scores := scored_cells(cycle=chosen.cycle, cells=changes.cells):
            return _scored(request, chosen, changes, scores)
        _changed(request, chosen, changes, reason=form.cleaned_data["reason"])
    except ValidationError as refused:
        return _unsaved(request, chosen, form, refused.messages)
    return redirect(_address(chosen, request.POST))


def _check_not_near(request: Request, chosen: CycleSet, changes: CellChanges) -> None:
    participants = {participant for participant, _leaf in changes.cells}
    actions.check_not_near(request.actor, chosen.cycle, participants)


def _scored(
    request: Request, chosen: CycleSet, changes: CellChanges, scores: list[ScoredCell]
) -> HttpResponse:
    """Ask about cells that have scores: list them, and what becomes of the index; then change all cells."""
    form = ScoredCellsForm(posted(request))

    def act() -> HttpResponse:
        _changed(request, chosen, changes, reason=form.cleaned_data["reason"], form=form)
        return redirect(_address(chosen, request.POST))

    context = cycle_context(request, chosen.cycle, _("Change what applies where scores stand")) | {
        "set": chosen,
        "back": _address(chosen, request.POST),
        "kept": [(name, request.POST.get(name, "")) for name in FILTERS],
        **_named(changes),
    }
    return answer_grave(
        request,
        "cycles/applicability_scored.html",
        context,
        form=form,
        told=lambda: act_on_cells(chosen, changes, scores),
        act=act,
    )


def act_on_cells(chosen: CycleSet, changes: CellChanges, scores: list[ScoredCell]) -> GraveAct:
    """Return what changing these cells means."""
    off = ngettext("%(count)s cell no longer applies.", "%(count)s cells no longer apply.", len(changes.off))
    on = ngettext("%(count)s cell applies again.", "%(count)s cells apply again.", len(changes.on))
    sentences = ((off, changes.off), (on, changes.on))
    happens = [words % {"count": len(cells)} for words, cells in sentences if cells]
    names = {leaf.number: leaf.name for leaf in queries.leaves(chosen.version)}
    line = _("{unit} – {leaf} {name}: {points} points")
    listed = {
        sentence: tuple(
            line.format(unit=one.unit, leaf=one.leaf, name=names.get(one.leaf, ""), points=number(one.points))
            for one in scores
            if (one.participant, one.leaf) in cells
        )
        for sentence, cells in (
            (
                _("Scores that no longer count, neither as points nor in the maximum; they stay stored:"),
                changes.off,
            ),
            (_("Scores that count again:"), changes.on),
        )
    }
    affected = [Counted(sentence, lines) for sentence, lines in listed.items() if lines]
    if scores:
        moves = index_moves(cycle=chosen.cycle, off=changes.off, on=changes.on)
        change = _("{unit}: index {before} → {after}, rank {rank_before} → {rank_after}")
        lines = tuple(
            change.format(
                unit=one.unit,
                before=number(one.before),
                after=number(one.after),
                rank_before=one.rank_before or "–",
                rank_after=one.rank_after or "–",
            )
            for one in moves
        )
        words = ngettext(
            "%(count)s unit gets another index or rank:",
            "%(count)s units get another index or rank:",
            len(lines),
        )
        affected += [Counted(words % {"count": len(lines)}, lines)] if lines else []
    return GraveAct(
        verb=ngettext("Change %(count)s cell", "Change %(count)s cells", len(changes))
        % {"count": len(changes)},
        happens=tuple(happens),
        affected=tuple(affected),
        undoing=_(
            "Tick or untick the cells again while the cycle runs: their scores are kept and count as before."
        ),
        kind="primary",
    )


def _changed(
    request: Request, chosen: CycleSet, changes: CellChanges, *, reason: str, form: Any = None
) -> None:
    """Change the cells, and say how many did."""
    basis = {"basis": form.basis} if form is not None else {}
    count = actions.change_applicability(
        by=request.actor, cycle=chosen.cycle, off=changes.off, on=changes.on, reason=reason, **basis
    )
    words = ngettext("%(count)s cell changed.", "%(count)s cells changed.", count)
    messages.success(request, words % {"count": count})


def _unsaved(
    request: Request, chosen: CycleSet, form: MatrixForm, refused: list[str] | None = None
) -> HttpResponse:
    """Show the wanted part of the matrix with all changes that were made and not saved."""
    changes = _asked(chosen, form)
    context = _matrix(request, chosen, request.POST, changes) | {"form": form, "refused": refused}
    return page(request, "cycles/applicability.html", context, status=422 if refused else 200)


def _asked(chosen: CycleSet, form: MatrixForm) -> CellChanges:
    own = [row for row in queries.participants(chosen.cycle) if row.cycle_set_id == chosen.pk]
    return form.changes(own, queries.leaves(chosen.version))


def _named(changes: CellChanges) -> dict[str, list[str]]:
    return {
        "pending_off": sorted(cell_key(cell) for cell in changes.off),
        "pending_on": sorted(cell_key(cell) for cell in changes.on),
    }


def _address(chosen: CycleSet, asked: QueryDict) -> str:
    """Return the address of the part of the matrix that was asked for."""
    query = QueryDict(mutable=True)
    for name in FILTERS:
        if text := asked.get(name):
            query[name] = str(text)
    address = reverse("cycles:applicability", args=[chosen.cycle_id, chosen.pk])
    return f"{address}?{query.urlencode()}" if query else address


def _matrix(
    request: Request, chosen: CycleSet, asked: Mapping[str, str], changes: CellChanges = UNCHANGED
) -> dict[str, Any]:
    leaves = queries.leaves(chosen.version)
    domains = list(dict.fromkeys((leaf.domain, leaf.domain_name) for leaf in leaves))
    domain = asked.get("domain", "")
    domain = domain if domain in dict(domains) else domains[0][0] if domains else ""
    text, group = asked.get("q", "").strip(), asked.get("group", "")
    visible = queries.visible_participants(request.actor, chosen.cycle)
    own = [row for row in visible if row.cycle_set_id == chosen.pk]
    taking = [row for row in queries.participants_matching(text, own) if group in ("", row.peer_group)]
    shown = Paginator(taking, ROWS).get_page(asked.get("page"))
    columns = [leaf for leaf in leaves if leaf.domain == domain]
    without = {(row.id, leaf) for row in own for leaf in row.not_applicable}
    page_cells = {(row.id, leaf.number) for row in shown for leaf in columns}
    elsewhere = CellChanges(changes.off - page_cells, changes.on - page_cells)
    return cycle_context(request, chosen.cycle, _("What applies")) | {
        "set": chosen,
        "domains": domains,
        "domain": domain,
        "leaves": columns,
        "rows": shown,
        "text": text,
        "group": group,
        "whole": sees_whole(request.actor, chosen.cycle),
        "groups": sorted({row.peer_group for row in own}),
        "missing": len(without),
        "off": {cell_key(cell) for cell in (without | changes.off) - changes.on},
        "was_off": {cell_key(cell) for cell in without & page_cells},
        "unsaved": len(changes),
        **_named(elsewhere),
    }


@needs(Permission.CYCLE_MANAGE)
def applicability_many(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Set applicability for a whole kind or group: first show how many cells and which scores, then change them."""
    chosen = cycle_set_of(request, pk, set_pk)
    taking, leaves = queries.participants(chosen.cycle), queries.leaves(chosen.version)
    form = ManyForm(posted(request), taking=taking, cycle_set=chosen, leaves=leaves)

    def told() -> GraveAct | None:
        if not form.is_bound or not form.is_valid():
            return None
        changes = form.changes
        if not changes:
            raise ValidationError(_("Nothing would change: it is so already."))
        _check_not_near(request, chosen, changes)
        return act_on_cells(chosen, changes, scored_cells(cycle=chosen.cycle, cells=changes.cells))

    def act() -> HttpResponse:
        _changed(request, chosen, form.changes, reason=form.cleaned_data["reason"], form=form)
        return redirect("cycles:applicability", pk, set_pk)

    context = cycle_context(request, chosen.cycle, _("For many units at once")) | {
        "set": chosen,
        "back": reverse("cycles:applicability", args=[pk, set_pk]),
    }
    return answer_grave(request, "cycles/applicability_many.html", context, form=form, told=told, act=act)
