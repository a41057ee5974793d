"""Requests that a criterion shall not apply: the list, asking, one of them, yes, no, taking that back, withdrawing, and
laying a refusal before the council."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.actions.deciders import permissions_to_decide
from cchc.cycles.consequences import RequestOpinion, request_opinions, scored_cells
from cchc.cycles.forms.applicability import (
    AnswerForm,
    AppealForm,
    AskForm,
    CellChanges,
    DecisionBackForm,
    GrantForm,
)
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle, State
from cchc.cycles.policies import is_of_unit
from cchc.cycles.queries.requests import appeal_of, may_be_appealed, moved_at, requests_seen
from cchc.cycles.views.applicability import act_on_cells
from cchc.cycles.views.frame import cycle_context, cycle_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page

Appealed = ApplicabilityAppeal.State


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
            needed = permissions_to_decide([asked])[asked.pk]
            words = _("Asked. The coordinator decides; you are told.")
            if needed == Permission.APPLICABILITY_SETTLE:
                words = _("Asked. The appraisal gives an opinion and its lead decides; you are told.")
            messages.success(request, words)
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
    request: Request,
    cycle: Cycle,
    asked: ApplicabilityRequest,
    *,
    form: Any = None,
    appeal_form: Any = None,
    status: int = 200,
) -> HttpResponse:
    runs, state = cycle.state == State.OPEN, ApplicabilityRequest.State
    needed = permissions_to_decide([asked])[asked.pk]
    appeal = appeal_of(asked)
    may_decide = runs and request.actor.may(needed)
    waits, laid = asked.state == state.ASKED, appeal is not None and appeal.state != Appealed.WITHDRAWN
    is_decided = asked.state in (state.GRANTED, state.REFUSED) and not laid
    apart = _why_not(request, asked, needed) if may_decide and (waits or is_decided) else []
    asks = is_of_unit(request.actor, asked.participant.unit_id) and request.actor.may(
        Permission.APPLICABILITY_ASK
    )
    title = _("{unit}: {leaf} shall not apply").format(unit=asked.participant.name, leaf=asked.leaf)
    context = cycle_context(request, cycle, title) | {
        "asked": asked,
        "appeal": appeal,
        "moved": moved_at([asked]).get(asked.pk),
        "in_appraisal": needed == Permission.APPLICABILITY_SETTLE,
        "leaf_name": _name_of(asked),
        "opinion": _opinion_on(request, asked),
        "decides": may_decide and waits and not apart,
        "reopens": may_decide and is_decided and not apart,
        "apart": apart,
        "withdraws": runs and waits and asks,
        "withdraws_appeal": runs and asks and appeal is not None and appeal.state == Appealed.WAITING,
        "appeals": asks and appeal is None and may_be_appealed(asked, timezone.now()),
        "form": form or AnswerForm(),
        "appeal_form": appeal_form or AppealForm(),
        "back": reverse("cycles:requests", args=[cycle.pk]),
    }
    return page(request, "cycles/request.html", context, status=status)


def _opinion_on(request: Request, asked: ApplicabilityRequest) -> RequestOpinion | None:
    """Return what the appraisal advises on a request, as far as the reader may know; None where it has not."""
    return next(iter(request_opinions(by=request.actor, requests=[asked])), None)


def _why_not(request: Request, asked: ApplicabilityRequest, needed: Permission) -> list[str]:
    """Return why the reader may not decide on a request: the unit stands near, and who decides instead."""
    try:
        actions.check_not_near(request.actor, asked.participant.cycle, {asked.participant_id}, needed)
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
        actions.check_may_decide(request.actor, asked)
        if asked.state != ApplicabilityRequest.State.ASKED:
            raise ValidationError(
                _("This request does not wait any more: somebody decided on it or withdrew it.")
            )
        change = _change_of(asked, changes)
        if permissions_to_decide([asked])[asked.pk] != Permission.APPLICABILITY_SETTLE:
            return change
        opinion = _opinion_on(request, asked)
        if opinion is None:
            missing = Counted(_("Whoever appraises the criterion has given no opinion yet."), ())
            return replace(change, unfinished=(missing,))
        advice = _("The appraiser advises to refuse it: {text} – {who}")
        if opinion.grants:
            advice = _("The appraiser advises to grant it: {text} – {who}")
        return replace(change, happens=(*change.happens, advice.format(text=opinion.text, who=opinion.who)))

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


def _change_of(asked: ApplicabilityRequest, changes: CellChanges) -> GraveAct:
    """Return what deciding otherwise on a request means: for points, index and rank, and how it is undone."""
    cycle = asked.participant.cycle
    scores = scored_cells(cycle=cycle, cells=changes.cells)
    undoing = _("The decision can be taken back with a reason: the criterion and its scores count as before.")
    return replace(act_on_cells(asked.participant.cycle_set, changes, scores), undoing=undoing)


@needs(Permission.APPLICABILITY_DECIDE)
def request_reopen(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Show what taking a decision back changes, then take it back: the request waits again."""
    cycle, asked = _seen(request, pk, request_pk)
    form = DecisionBackForm(posted(request))

    def told() -> GraveAct:
        actions.check_may_decide(request.actor, asked)
        happens = _("The request waits for a decision again; the unit is told.")
        if asked.state != ApplicabilityRequest.State.GRANTED:
            undoing = _("It is decided anew.")
            return GraveAct(verb=_("Take the decision back"), happens=(happens,), undoing=undoing)
        change = _change_of(asked, CellChanges(on=frozenset({(asked.participant_id, asked.leaf)})))
        verb, undoing = _("Take the decision back"), _("It is decided anew.")
        return replace(change, verb=verb, happens=(happens, *change.happens), undoing=undoing)

    def act() -> HttpResponse:
        actions.reopen_request(by=request.actor, asked=asked, reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken back: the request waits for a decision again."))
        return redirect("cycles:request", pk, request_pk)

    title = _("Take back the decision: {leaf} of {unit}").format(leaf=asked.leaf, unit=asked.participant.name)
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


@needs(Permission.APPLICABILITY_ASK)
@require_POST
def request_appeal(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Lay the refusal of a request of the own unit before the council."""
    cycle, asked = _seen(request, pk, request_pk)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _shown(request, cycle, asked, appeal_form=form, status=422)
    try:
        actions.appeal_refusal(by=request.actor, asked=asked, reason=form.cleaned_data["why"])
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Laid before the council. Until it decides the criterion applies."))
    return redirect("cycles:request", pk, request_pk)


@needs(Permission.APPLICABILITY_ASK)
@require_POST
def appeal_withdraw(request: Request, pk: int, request_pk: int) -> HttpResponse:
    """Withdraw what the own unit laid before the council."""
    _cycle, asked = _seen(request, pk, request_pk)
    appeal = appeal_of(asked)
    if appeal is None:
        raise Http404
    try:
        actions.withdraw_appeal(by=request.actor, appeal=appeal)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The appeal is withdrawn: the criterion applies as before."))
    return redirect("cycles:request", pk, request_pk)
