"""Pages of the participants of a cycle: the list, their peer groups, joining and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.forms.cycles import (
    ChosenForm,
    JoinForm,
    last_day,
)
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sees_whole
from cchc.cycles.views.frame import ROWS, answer_form, cycle_context, cycle_of, cycle_set_of, pk_after
from cchc.ui.forms import typed_day
from cchc.ui.pages import page
from cchc.units.models import Kind


@needs(Permission.CYCLE_READ)
@require_GET
def participant_list(request: Request, pk: int) -> HttpResponse:
    """Show the participants, filtered by name and peer group."""
    cycle = cycle_of(request, pk)
    return page(request, "cycles/participants.html", _participants(request, cycle), part="rows")


def _participants(request: Request, cycle: Cycle) -> dict[str, Any]:
    text, group = request.GET.get("q", "").strip(), request.GET.get("group", "")
    taking = queries.visible_participants(request.actor, cycle)
    groups = list(dict.fromkeys(one.peer_group for one in taking))
    rows = [row for row in queries.participants_matching(text, taking) if group in ("", row.peer_group)]
    labels = dict(Kind.choices)
    return cycle_context(request, cycle, _("Units of the cycle")) | {
        "rows": Paginator([(row, labels[row.kind]) for row in rows], ROWS).get_page(request.GET.get("page")),
        "text": text,
        "group": group,
        "groups": groups,
        "whole": sees_whole(request.actor, cycle),
        "sets": cycle.sets.select_related("version"),
    }


@needs(Permission.CYCLE_MANAGE)
@require_POST
def participants_group(request: Request, pk: int) -> HttpResponse:
    """Put the ticked units into a peer group."""
    cycle = cycle_of(request, pk)

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
    """Remove the ticked units from the cycle."""
    cycle = cycle_of(request, pk)

    def act(form: ChosenForm) -> str:
        participants = form.cleaned_data["participants"]
        count = actions.remove_participants(by=request.actor, cycle=cycle, participants=participants)
        return ngettext("%(count)s unit was taken out.", "%(count)s units were taken out.", count) % {
            "count": count
        }

    return _chosen(request, cycle, act)


def _chosen(request: Request, cycle: Cycle, act: Callable[[ChosenForm], str]) -> HttpResponse:
    """Do `act` with the ticked units and return to the list, with its result or the reason of its refusal."""
    form = ChosenForm(request.POST, cycle=cycle)
    try:
        if not form.is_valid():
            raise ValidationError([error for errors in form.errors.values() for error in errors])
        messages.success(request, act(form))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except ProtectedError:
        messages.error(
            request, _("Units that were given more time, or have asked for something, stay in the cycle.")
        )
    return redirect("cycles:participants", pk=cycle.pk)


@needs(Permission.CYCLE_MANAGE)
def participants_add(request: Request, pk: int, set_pk: int) -> HttpResponse:
    """Choose among the units of the kinds that a set serves."""
    chosen = cycle_set_of(request, pk, set_pk)
    on = typed_day(request.GET.get("on", ""), last_day(chosen.cycle.year))
    joining = queries.candidates(chosen, on)
    form = JoinForm(request.POST or None, joining=joining, initial={"peer_group": chosen.peer_group})
    labels = dict(Kind.choices)
    context = cycle_context(request, chosen.cycle, _("Add units")) | {
        "form": form,
        "set": chosen,
        "on": on,
        "joining": [(unit, labels[unit.kind]) for unit in joining],
        "back": reverse("cycles:participants", args=[pk]),
    }
    return answer_form(
        request,
        form,
        context,
        "cycles/join.html",
        lambda: pk_after(
            actions.add_participants(by=request.actor, cycle_set=chosen, **form.cleaned_data), pk
        ),
    )
