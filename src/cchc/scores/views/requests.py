"""Changes of scores that wait for a second person: the list, one of them, yes, no, and withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sight_of
from cchc.cycles.queries import address_of
from cchc.scores import actions
from cchc.scores.consequences import untold_stages
from cchc.scores.forms import RefusalForm
from cchc.scores.models import Correction
from cchc.scores.policies import may_decide, may_see_correction, may_withdraw
from cchc.scores.queries.basis import basis_of
from cchc.scores.queries.effects import Effect, effect_from, effect_of, fingerprint
from cchc.scores.queries.imports import changes_in
from cchc.scores.queries.interests import second_people, units_of_interest
from cchc.scores.queries.requests import asked_corrections, corrections_of, moved_scores, new_scores
from cchc.scores.templatetags.scores import effect_sentence
from cchc.scores.views.frame import cycle_frame, requested_cycle
from cchc.ui.pages import page


@needs(Permission.SCORE_CORRECT)
@require_GET
def request_list(request: Request, province: str, year: int) -> HttpResponse:
    """The changes of scores that were asked for in a cycle, as far as the reader may see them."""
    cycle = requested_cycle(request, province, year)
    context = {
        "title": _("Changes that need a second person"),
        "asked": [(one, changes_in(one.cells)) for one in asked_corrections(request.actor, cycle)],
        **cycle_frame(request, cycle),
    }
    return page(request, "scores/requests.html", context)


def _found(request: Request, province: str, year: int, pk: int) -> tuple[Cycle, Correction]:
    """A change that was asked for. Raises Http404 where the reader may not see it."""
    cycle = requested_cycle(request, province, year)
    asked = corrections_of(cycle).filter(pk=pk).first()
    if asked is None or not may_see_correction(request.actor, asked, units_of_interest(request.actor, cycle)):
        raise Http404
    return cycle, asked


@needs(Permission.SCORE_CORRECT)
@require_GET
def request_detail(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """One change that was asked for: old and new, what it would do, who may decide."""
    cycle, asked = _found(request, province, year, pk)
    return _shown(request, cycle, asked)


def _to_decide(request: Request, province: str, year: int, pk: int) -> tuple[Cycle, Correction]:
    """A change on which the reader may decide, or could if it still waited. Raises Http404 otherwise."""
    cycle, asked = _found(request, province, year, pk)
    if not may_decide(request.actor, asked, units_of_interest(request.actor, cycle)):
        raise Http404
    return cycle, asked


def _shown(
    request: Request,
    cycle: Cycle,
    asked: Correction,
    *,
    status: int = 200,
    form: RefusalForm | None = None,
    **more: Any,
) -> HttpResponse:
    is_told = asked.participant.pk not in untold_stages(sight_of(request.actor), cycle)
    moved = moved_scores(asked) if asked.is_waiting and is_told else []
    effect, refused = _effect(cycle, asked) if is_told and not moved else (None, [])
    waits = asked.is_waiting and not moved
    decides = asked.is_waiting and may_decide(request.actor, asked, units_of_interest(request.actor, cycle))
    context = {
        "title": _("Change of scores of %(unit)s") % {"unit": asked.participant.name},
        "asked": asked,
        "cells": changes_in(asked.cells),
        "criteria": criteria_of(asked.participant.cycle_set.version),
        "moved": moved,
        "is_told": is_told,
        "effect": effect,
        "refused": refused,
        "seen": _seen(effect, asked) if effect and waits else "",
        "form": form or RefusalForm(),
        "decides": decides,
        "withdraws": asked.is_waiting and may_withdraw(request.actor, asked),
        "second_people": second_people(asked) if asked.is_waiting and not decides else [],
        "may_appoint": request.actor.may(Permission.ACCOUNT_MANAGE) and request.actor.everywhere,
        **cycle_frame(request, cycle),
        **more,
    }
    return page(request, "scores/request.html", context, status=status)


def _effect(cycle: Cycle, asked: Correction) -> tuple[Effect | None, list[str]]:
    """What a change does, or did; and why the rules refuse it by now."""
    if not asked.is_waiting:
        return (effect_from(asked.effect) if asked.effect else None), []
    basis = basis_of(asked.participant.cycle_set, cycle)
    try:
        return effect_of(basis, asked.participant, new_scores(basis, asked)), []
    except ValidationError as refused:
        return None, refused.messages


def _seen(effect: Effect, asked: Correction) -> str:
    return fingerprint(effect, [asked.pk])


@needs(Permission.SCORE_CORRECT)
@require_POST
def request_approve(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Make a change that was asked for; 409 with both values where a score changed since."""
    cycle, asked = _to_decide(request, province, year, pk)
    effect, _refused = _effect(cycle, asked) if asked.is_waiting and not moved_scores(asked) else (None, [])
    if effect is not None and request.POST.get("seen") != _seen(effect, asked):
        return _shown(request, cycle, asked, status=409, other_effect=True)
    try:
        made = actions.approve(by=request.actor, correction=asked)
    except Changed:
        return _shown(request, cycle, asked, status=409)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("scores:request", *address_of(cycle), pk)
    cells = changes_in(made.cells)
    effect = effect_from(made.effect or {})
    what = cells[0].leaf if len(cells) == 1 else _("%(count)s criteria") % {"count": len(cells)}
    messages.success(request, effect_sentence(effect, what, made.participant.name))
    return redirect("scores:request", *address_of(cycle), pk)


@needs(Permission.SCORE_CORRECT)
@require_POST
def request_refuse(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Refuse a change that was asked for, with a reason."""
    cycle, asked = _to_decide(request, province, year, pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, cycle, asked, status=422, form=form)
    try:
        actions.refuse(by=request.actor, correction=asked, reason=form.cleaned_data["reason"])
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Refused: the score stays as it is."))
    return redirect("scores:request", *address_of(cycle), pk)


@needs(Permission.SCORE_CORRECT)
@require_POST
def request_withdraw(request: Request, province: str, year: int, pk: int) -> HttpResponse:
    """Withdraw a change that one has asked for."""
    cycle, asked = _found(request, province, year, pk)
    try:
        actions.withdraw(by=request.actor, correction=asked)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Withdrawn: the score stays as it is."))
    return redirect("scores:request", *address_of(cycle), pk)
