"""Pages of the cycle: the list, one cycle, its phases and sets, its participants, what applies to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.forms.cycles import (
    ChosenForm,
    CycleForm,
    JoinForm,
    ManyForm,
    MatrixForm,
    PhasesForm,
    SetForm,
    last_day,
)
from cchc.cycles.models import Cycle, CycleSet
from cchc.cycles.policies import can_change_cycle
from cchc.ui.forms import put_errors, typed_day
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.units.models import Kind

ROWS = 150


@needs(Permission.CYCLE_READ)
@require_GET
def cycle_list(request: Request) -> HttpResponse:
    """The cycles, the latest year first."""
    cycles = queries.counted(queries.visible_to(request.actor))
    context = {
        "title": _("Cycles"),
        "rows": Paginator(cycles, ROWS).get_page(request.GET.get("page")),
        "may_manage": request.actor.may(Permission.CYCLE_MANAGE),
        "this_year": timezone.localdate().year,
    }
    return page(request, "cycles/list.html", context)


@needs(Permission.CYCLE_READ)
@require_GET
def cycle_detail(request: Request, pk: int) -> HttpResponse:
    """One cycle: its phases, its criteria sets, its peer groups."""
    cycle = _cycle(request, pk)
    context = _context(request, cycle, cycle.name) | {
        "phases": queries.phases(cycle),
        "sets": _sets(cycle),
        "groups": queries.peer_groups(cycle),
        "today": timezone.localdate(),
    }
    return page(request, "cycles/detail.html", context)


def _sets(cycle: Cycle) -> list[dict[str, Any]]:
    """The criteria sets of the cycle with the kinds they serve in words and the number of their participants."""
    taking = queries.participants(cycle)
    return [
        {
            "set": one,
            "kinds": ", ".join(str(Kind(kind).label) for kind in one.kinds),
            "count": sum(row.cycle_set_id == one.pk for row in taking),
        }
        for one in cycle.sets.select_related("version")
    ]


def _cycle(request: Request, pk: int) -> Cycle:
    return get_object_or_404(queries.visible_to(request.actor).select_related("province"), pk=pk)


def _set(request: Request, pk: int, set_pk: int) -> CycleSet:
    return get_object_or_404(
        CycleSet.objects.select_related("version", "cycle"), pk=set_pk, cycle=_cycle(request, pk)
    )


def _context(request: Request, cycle: Cycle, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "cycle": cycle,
        "strip_cycle": cycle,
        "year_strip": queries.year_strip(cycle, timezone.localdate(), request.actor),
        "may_change": can_change_cycle(request.actor, cycle),
        "back": reverse("cycles:detail", args=[cycle.pk]),
    }


@needs(Permission.CYCLE_MANAGE)
def cycle_new(request: Request) -> HttpResponse:
    """Prepare the cycle of a year."""
    form = CycleForm(request.POST or None, actor=request.actor, initial={"year": timezone.localdate().year})
    context = {"title": _("Prepare a cycle"), "form": form, "back": reverse("cycles:list")}
    return _acted(
        request,
        form,
        context,
        "cycles/new.html",
        lambda: actions.create_cycle(by=request.actor, **form.cleaned_data).pk,
    )


@needs(Permission.CYCLE_MANAGE)
def cycle_phases(request: Request, pk: int) -> HttpResponse:
    """Set the days of the phases."""
    cycle = _cycle(request, pk)
    form = PhasesForm(request.POST or None, cycle=cycle)
    return _acted(
        request,
        form,
        _context(request, cycle, _("Phases of the year")) | {"form": form},
        "cycles/phases.html",
        lambda: _done(actions.change_phases(by=request.actor, cycle=cycle, phases=form.phases), pk),
    )


@needs(Permission.CYCLE_MANAGE)
def cycle_set(request: Request, pk: int) -> HttpResponse:
    """Put a criteria version in force, or change the kinds it serves."""
    cycle = _cycle(request, pk)
    form = SetForm(
        request.POST or None, actor=request.actor, initial=_set_facts(cycle, request.GET.get("set", ""))
    )
    return _acted(
        request,
        form,
        _context(request, cycle, _("Criteria set in force")) | {"form": form},
        "cycles/set.html",
        lambda: _done(actions.attach_set(by=request.actor, cycle=cycle, **form.cleaned_data), pk),
    )


def _set_facts(cycle: Cycle, set_pk: str) -> dict[str, Any]:
    """What the form shows at first: the facts of a set in force, or nothing."""
    chosen = cycle.sets.filter(pk=requested_number(set_pk)).first()
    if chosen is None:
        return {}
    return {"version": chosen.version_id, "kinds": chosen.kinds, "peer_group": chosen.peer_group}


@needs(Permission.CYCLE_MANAGE)
@require_POST
def set_detach(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Take a criteria set out of the cycle."""
    chosen = _set(request, pk, set_pk)
    return _turned(request, pk, lambda: actions.detach_set(by=request.actor, cycle_set=chosen))


@needs(Permission.CYCLE_MANAGE)
@require_POST
def cycle_open(request: Request, pk: int) -> HttpResponse:
    """Let the cycle run."""
    cycle = _cycle(request, pk)
    return _turned(request, pk, lambda: actions.open_cycle(by=request.actor, cycle=cycle))


@needs(Permission.CYCLE_MANAGE)
def cycle_close(request: Request, pk: int) -> HttpResponse:
    """Say what closing the cycle means, then close it for good."""
    cycle = _cycle(request, pk)
    if request.method != "POST":
        title = _("Close “%(name)s” for good") % {"name": cycle.name}
        context = _context(request, cycle, title) | {"count": cycle.participants.count()}
        return page(request, "cycles/close.html", context)
    return _turned(request, pk, lambda: actions.close_cycle(by=request.actor, cycle=cycle))


def _done(_result: Any, pk: int) -> int:
    return pk


def _said(request: HttpRequest) -> None:
    messages.success(request, _("Saved at %(time)s.") % {"time": f"{timezone.localtime():%H:%M}"})


def _turned(request: Request, pk: int, act: Callable[[], Any]) -> HttpResponse:
    """Do what a button asks and return to the cycle, saying why when it is refused."""
    try:
        act()
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        _said(request)
    return redirect("cycles:detail", pk=pk)


def _acted(
    request: Request, form: forms.Form, context: dict[str, Any], template: str, act: Callable[[], int]
) -> HttpResponse:
    """Show the form, or do what it asks and go to the cycle; what is refused stands beside its field, with 422."""
    if request.method != "POST":
        return page(request, template, context)
    if form.is_valid():
        try:
            pk = act()
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            _said(request)
            return redirect("cycles:detail", pk=pk)
    return page(request, template, context, status=422)


# Participants


@needs(Permission.CYCLE_READ)
@require_GET
def participant_list(request: Request, pk: int) -> HttpResponse:
    """Who takes part, found by name and peer group."""
    cycle = _cycle(request, pk)
    return page(request, "cycles/participants.html", _participants(request, cycle), part="rows")


def _participants(request: Request, cycle: Cycle) -> dict[str, Any]:
    text, group = request.GET.get("q", "").strip(), request.GET.get("group", "")
    groups = list(dict.fromkeys(one.name for one in queries.peer_groups(cycle)))
    rows = [row for row in queries.found(text, queries.participants(cycle)) if group in ("", row.peer_group)]
    labels = dict(Kind.choices)
    return _context(request, cycle, _("Units of the cycle")) | {
        "rows": Paginator([(row, labels[row.kind]) for row in rows], ROWS).get_page(request.GET.get("page")),
        "text": text,
        "group": group,
        "groups": groups,
        "sets": cycle.sets.select_related("version"),
    }


@needs(Permission.CYCLE_MANAGE)
@require_POST
def participants_group(request: Request, pk: int) -> HttpResponse:
    """Put the ticked units into a peer group."""
    cycle = _cycle(request, pk)

    def act(form: ChosenForm) -> str:
        count = actions.set_peer_group(
            by=request.actor,
            cycle=cycle,
            participants=form.cleaned_data["participants"],
            peer_group=form.cleaned_data["peer_group"],
        )
        return ngettext(
            "%(count)s unit changed its group.", "%(count)s units changed their group.", count
        ) % {"count": count}

    return _chosen(request, cycle, act)


@needs(Permission.CYCLE_MANAGE)
@require_POST
def participants_remove(request: Request, pk: int) -> HttpResponse:
    """Take the ticked units out of the cycle."""
    cycle = _cycle(request, pk)

    def act(form: ChosenForm) -> str:
        participants = form.cleaned_data["participants"]
        count = actions.remove_participants(by=request.actor, cycle=cycle, participants=participants)
        return ngettext("%(count)s unit was taken out.", "%(count)s units were taken out.", count) % {
            "count": count
        }

    return _chosen(request, cycle, act)


def _chosen(request: Request, cycle: Cycle, act: Callable[[ChosenForm], str]) -> HttpResponse:
    """Do something with the ticked units and return to the list, saying what was done or why not."""
    form = ChosenForm(request.POST, cycle=cycle)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        messages.success(request, act(form))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except ProtectedError:
        messages.error(request, _("Units that have scores stay in the cycle."))
    return redirect("cycles:participants", pk=cycle.pk)


@needs(Permission.CYCLE_MANAGE)
def participants_add(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Choose among the units of the kinds that a set serves."""
    chosen = _set(request, pk, set_pk)
    on = typed_day(request.GET.get("on", ""), last_day(chosen.cycle.year))
    joining = queries.candidates(chosen, on)
    form = JoinForm(request.POST or None, joining=joining, initial={"peer_group": chosen.peer_group})
    labels = dict(Kind.choices)
    context = _context(request, chosen.cycle, _("Add units")) | {
        "form": form,
        "set": chosen,
        "on": on,
        "joining": [(unit, labels[unit.kind]) for unit in joining],
        "back": reverse("cycles:participants", args=[pk]),
    }
    return _acted(
        request,
        form,
        context,
        "cycles/join.html",
        lambda: _done(actions.add_participants(by=request.actor, cycle_set=chosen, **form.cleaned_data), pk),
    )


# What applies to whom


@needs(Permission.CYCLE_READ)
@require_GET
def applicability(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """The matrix of units and leaves, one domain at a time; ticked is what does not apply."""
    context = _matrix(request, _set(request, pk, set_pk))
    return page(request, "cycles/applicability.html", context | {"form": MatrixForm()}, part="matrix")


@needs(Permission.CYCLE_MANAGE)
@require_POST
def applicability_change(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Save the cells of the part of the matrix that was on the page."""
    chosen = _set(request, pk, set_pk)
    context = _matrix(request, chosen)
    form = MatrixForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        off, on = form.cells(context["taking"], context["leaves"])
        reason = form.cleaned_data["reason"]
        count = actions.change_applicability(
            by=request.actor, cycle=chosen.cycle, off=off, on=on, reason=reason
        )
    except ValidationError as refused:
        again = {"form": form, "refused": refused.messages, "ticked": set(request.POST.getlist("cell"))}
        return page(request, "cycles/applicability.html", context | again, status=422)
    _changed(request, count)
    return redirect(f"{reverse('cycles:applicability', args=[pk, set_pk])}?{request.GET.urlencode()}")


def _changed(request: HttpRequest, count: int) -> None:
    messages.success(
        request, ngettext("%(count)s cell changed.", "%(count)s cells changed.", count) % {"count": count}
    )


def _matrix(request: Request, chosen: CycleSet) -> dict[str, Any]:
    leaves = queries.leaves(chosen.version)
    domains = list(dict.fromkeys((leaf.domain, leaf.domain_name) for leaf in leaves))
    domain = request.GET.get("domain", "")
    domain = domain if domain in dict(domains) else domains[0][0] if domains else ""
    text, group = request.GET.get("q", "").strip(), request.GET.get("group", "")
    own = [row for row in queries.participants(chosen.cycle) if row.cycle_set_id == chosen.pk]
    taking = [row for row in queries.found(text, own) if group in ("", row.peer_group)]
    shown = Paginator(taking, ROWS).get_page(request.GET.get("page"))
    return _context(request, chosen.cycle, _("What applies")) | {
        "set": chosen,
        "sets": chosen.cycle.sets.select_related("version"),
        "domains": domains,
        "domain": domain,
        "leaves": [leaf for leaf in leaves if leaf.domain == domain],
        "taking": taking,
        "rows": shown,
        "text": text,
        "group": group,
        "groups": sorted({row.peer_group for row in own}),
        "missing": sum(len(row.not_applicable) for row in own),
        "ticked": {f"{row.id}:{number}" for row in taking for number in row.not_applicable},
    }


@needs(Permission.CYCLE_MANAGE)
def applicability_many(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Set what applies for a whole kind or group: first how many cells would change, then the change."""
    chosen = _set(request, pk, set_pk)
    taking, leaves = queries.participants(chosen.cycle), queries.leaves(chosen.version)
    form = ManyForm(request.POST or None, taking=taking, cycle_set=chosen, leaves=leaves)
    address = reverse("cycles:applicability", args=[pk, set_pk])
    context = _context(request, chosen.cycle, _("For many units at once")) | {
        "form": form,
        "set": chosen,
        "back": address,
    }
    if request.method != "POST":
        return page(request, "cycles/applicability_many.html", context)
    if not form.is_valid():
        return page(request, "cycles/applicability_many.html", context, status=422)
    off, on = form.cells()
    if request.POST.get("agreed") != str(len(off) + len(on)):
        return page(request, "cycles/applicability_many.html", context | {"count": len(off) + len(on)})
    try:
        count = actions.change_applicability(
            by=request.actor, cycle=chosen.cycle, off=off, on=on, reason=form.cleaned_data["reason"]
        )
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "cycles/applicability_many.html", context, status=422)
    _changed(request, count)
    return redirect(address)
