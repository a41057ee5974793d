"""Pages of the cycle: the list, one cycle, its phases and sets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.consequences import history_of
from cchc.core.scoring.criteria.tree import outside_span
from cchc.cycles import actions, queries
from cchc.cycles.forms.cycles import (
    CycleForm,
    SetForm,
)
from cchc.cycles.models import Cycle
from cchc.cycles.policies import is_provisional, may_reopen_cycle
from cchc.cycles.queries import practice_under_way
from cchc.cycles.views.frame import (
    ROWS,
    answer_form,
    confirm,
    cycle_context,
    cycle_of,
    cycle_set_of,
    pk_after,
)
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.units.models import Kind


@needs(Permission.CYCLE_READ)
@require_GET
def cycle_list(request: Request) -> HttpResponse:
    """The cycles, the latest year first."""
    cycles = queries.cycles_with_counts(queries.visible_to(request.actor))
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
    cycle = cycle_of(request, pk)
    context = cycle_context(request, cycle, cycle.name) | {
        "phases": queries.phases(cycle),
        "sets": _sets(cycle),
        "groups": queries.peer_groups(cycle),
        "today": timezone.localdate(),
        "unreleased": is_provisional(cycle),
        "may_reopen": may_reopen_cycle(request.actor, cycle),
        "may_practise": not cycle.practice
        and request.actor.may(Permission.CYCLE_MANAGE)
        and practice_under_way(cycle.province_id) is None,
        "turns": history_of(request.actor, actions.TURNS, cycle.pk),
    }
    return page(request, "cycles/detail.html", context)


def _sets(cycle: Cycle) -> list[dict[str, Any]]:
    """Return the criteria sets of the cycle with their kinds of unit in words, the number of their
    participants, and what is to be said where the set is meant for other years."""
    taking = queries.participants(cycle)
    return [
        {
            "set": one,
            "kinds": ", ".join(str(Kind(kind).label) for kind in one.kinds),
            "outside": outside_span(one.version, cycle.year),
            "count": sum(row.cycle_set_id == one.pk for row in taking),
        }
        for one in cycle.sets.select_related("version")
    ]


@needs(Permission.CYCLE_MANAGE)
def cycle_new(request: Request) -> HttpResponse:
    """Prepare the cycle of a year."""
    form = CycleForm(request.POST or None, actor=request.actor, initial={"year": timezone.localdate().year})
    context = {"title": _("Prepare a cycle"), "form": form, "back": reverse("cycles:list")}
    return answer_form(
        request,
        form,
        context,
        "cycles/new.html",
        lambda: actions.create_cycle(by=request.actor, **form.cleaned_data).pk,
    )


@needs(Permission.CYCLE_MANAGE)
def cycle_set(request: Request, pk: int) -> HttpResponse:
    """Put a criteria version in force, or change the kinds it serves."""
    cycle = cycle_of(request, pk)
    form = SetForm(
        request.POST or None, actor=request.actor, initial=_set_facts(cycle, request.GET.get("set", ""))
    )
    return answer_form(
        request,
        form,
        cycle_context(request, cycle, _("Criteria set in force")) | {"form": form},
        "cycles/set.html",
        lambda: pk_after(actions.attach_set(by=request.actor, cycle=cycle, **form.cleaned_data), pk),
    )


def _set_facts(cycle: Cycle, set_pk: str) -> dict[str, Any]:
    """Return the initial values of the form: the facts of a set in force, or nothing."""
    chosen = cycle.sets.filter(pk=requested_number(set_pk)).first()
    if chosen is None:
        return {}
    return {
        "version": chosen.version_id,
        "kinds": chosen.kinds,
        "peer_group": chosen.peer_group,
        "scored_by": chosen.scored_by,
        "survey_by": chosen.survey_by,
    }


@needs(Permission.CYCLE_MANAGE)
@require_POST
def set_detach(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Take a criteria set out of the cycle."""
    chosen = cycle_set_of(request, pk, set_pk)
    try:
        actions.detach_set(by=request.actor, cycle_set=chosen)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        confirm(request)
    return redirect("cycles:detail", pk=pk)
