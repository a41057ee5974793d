"""Requests that a criterion shall not apply: the list, asking, one of them, yes, no, and withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.consequences import scored_cells
from cchc.cycles.forms.applicability import AnswerForm, AskForm, CellChanges, GrantForm
from cchc.cycles.models import ApplicabilityRequest, Cycle, State
from cchc.cycles.policies import is_of_unit
from cchc.cycles.queries.requests import moved_at, requests_seen
from cchc.cycles.views.applicability import act_on_cells
from cchc.cycles.views.frame import cycle_context, cycle_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import answer_grave, posted
from cchc.ui.pages import page


def _seen(request: Request, pk: int, request_pk: int) -> tuple[Cycle, ApplicabilityRequest]:
    """Return a request of a cycle. Raises Http404 where the reader may not see it."""
    cycle = cycle_of(request, pk)
    return cycle, get_object_or_404(requests_seen(request.actor, cycle), pk=request_pk)


def _may_ask(request: Request, cycle: Cycle) -> bool:
    may = request.actor.may(Permission.APPLICABILITY_ASK) and request.actor.unit_id is not None
    return may and cycle.state == State.OPEN


def _name_of(asked: ApplicabilityRequest) -> str:
    """Return the number and the name of the leaf."""
    leaves = queries.leaves(asked.participant.cycle_set.version)
    return next((f"{leaf.number}. {leaf.name}" for leaf in leaves if leaf.number == asked.leaf), asked.leaf)


@needs(Permission.CYCLE_READ)
@require_GET
def request_list(request: Request, pk: int) -> HttpResponse:
    """Show the requests of a cycle, as far as the reader may see them."""
    cycle = cycle_of(request, pk)
    seen = list(requests_seen(request.actor, cycle))
    moved = moved_at(seen)
    context = cycle_context(request, cycle, _("Requests that a criterion shall not apply")) | {
        "asked": [(one, _name_of(one), moved.get(one.pk)) for one in seen],
        "may_ask": _may_ask(request, cycle),
    }
    return page(request, "cycles/requests.html", context)


@needs(Permission.APPLICABILITY_ASK)
def request_new(request: Request, pk: int) -> HttpResponse:
    """Ask for the own unit that a criterion shall not apply to it."""
    cycle = cycle_of(request, pk)
    own = queries.participant_as(cycle, request.actor.unit_id or 0)
    if own is None or cycle.state != State.OPEN:
        raise Http404
    leaves = queries.leaves(own.cycle_set.version)
    form = AskForm(request.POST or None, leaves=leaves, initial={"leaf": request.GET.get("leaf", "")})
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_not_applicable(by=request.actor, participant=own, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Asked. The coordinator decides; you are told."))
            return redirect("cycles:request", pk, asked.pk)
    context = cycle_context(request, cycle, _("Ask that a criterion shall not apply")) | {
        "form": form,
        "participant": own,
        "back": reverse("cycles:requests", args=[pk]),
    }
    return page(request, "cycles/request_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.CYCLE_READ)
@require_GET
def request_detail(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Show one request: who asked, why, what was decided; and what can be done."""
    cycle, asked = _seen(request, pk, request_pk)
    return _shown(request, cycle, asked)


def _shown(
    request: Request, cycle: Cycle, asked: ApplicabilityRequest, *, form: Any = None, status: int = 200
) -> HttpResponse:
    waits = asked.state == ApplicabilityRequest.State.ASKED and cycle.state == State.OPEN
    decides = waits and request.actor.may(Permission.APPLICABILITY_DECIDE)
    apart = _why_not(request, asked) if decides else []
    own = is_of_unit(request.actor, asked.participant.unit_id)
    title = _("{unit}: {leaf} shall not apply").format(unit=asked.participant.name, leaf=asked.leaf)
    context = cycle_context(request, cycle, title) | {
        "asked": asked,
        "moved": moved_at([asked]).get(asked.pk),
        "leaf_name": _name_of(asked),
        "decides": decides and not apart,
        "apart": apart,
        "withdraws": waits and own and request.actor.may(Permission.APPLICABILITY_ASK),
        "form": form or AnswerForm(),
        "back": reverse("cycles:requests", args=[cycle.pk]),
    }
    return page(request, "cycles/request.html", context, status=status)


def _why_not(request: Request, asked: ApplicabilityRequest) -> list[str]:
    """Return why the reader may not decide on a request: the unit stands near, and who decides instead."""
    try:
        actions.check_not_near(request.actor, asked.participant.cycle, {asked.participant_id})
    except ValidationError as refused:
        return refused.messages
    return []


@needs(Permission.APPLICABILITY_DECIDE)
def request_grant(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Show what granting a request changes in points, index and rank, then grant it."""
    cycle, asked = _seen(request, pk, request_pk)
    form = GrantForm(posted(request))
    changes = CellChanges(off=frozenset({(asked.participant_id, asked.leaf)}))

    def told() -> Any:
        actions.check_not_near(request.actor, cycle, {asked.participant_id})
        if asked.state != ApplicabilityRequest.State.ASKED:
            raise ValidationError(
                _("This request does not wait any more: somebody decided on it or withdrew it.")
            )
        scores = scored_cells(cycle=cycle, cells=changes.cells)
        return act_on_cells(asked.participant.cycle_set, changes, scores)

    def act() -> HttpResponse:
        answer = form.cleaned_data["answer"]
        actions.decide_not_applicable(
            by=request.actor, asked=asked, granted=True, answer=answer, basis=form.basis
        )
        messages.success(request, _("Granted: the criterion does not apply to the unit any more."))
        return redirect("cycles:request", pk, request_pk)

    title = _("Grant: {leaf} shall not apply to {unit}").format(leaf=asked.leaf, unit=asked.participant.name)
    context = cycle_context(request, cycle, title) | {
        "back": reverse("cycles:request", args=[pk, request_pk])
    }
    return answer_grave(request, "cycles/turn.html", context, form=form, told=told, act=act)


@needs(Permission.APPLICABILITY_DECIDE)
@require_POST
def request_refuse(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Refuse a request, with the reason."""
    cycle, asked = _seen(request, pk, request_pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, cycle, asked, form=form, status=422)
    try:
        answer = form.cleaned_data["answer"]
        actions.decide_not_applicable(by=request.actor, asked=asked, granted=False, answer=answer)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Refused: the criterion applies as before."))
    return redirect("cycles:request", pk, request_pk)


@needs(Permission.APPLICABILITY_ASK)
@require_POST
def request_withdraw(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Withdraw a request of the own unit."""
    _cycle, asked = _seen(request, pk, request_pk)
    try:
        actions.withdraw_not_applicable(by=request.actor, asked=asked)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Withdrawn: the criterion applies as before."))
    return redirect("cycles:request", pk, request_pk)
