"""Votes on an item: the own one, and those of all, counted."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.council.actions.deciding import cast_vote, effect_of_decision, record_votes
from cchc.council.forms.items import VoteForm
from cchc.council.models import CouncilDecision
from cchc.council.policies import may_vote
from cchc.council.queries.lists import agenda_lines, neighbours_of
from cchc.council.queries.sessions import member_as, members_of
from cchc.council.queries.sides import sides_of
from cchc.council.views.frame import item_for, sight_for
from cchc.council.views.item import apart_from, item_answer, may_propose, votes_form
from cchc.ui.forms import put_errors

State = CouncilDecision.State


@needs(Permission.COUNCIL_VOTE)
@require_POST
def vote_cast(request: Request, year: int, number: int, item: int) -> HttpResponse:
    """Give the own vote on what is being voted on."""
    row = item_for(request, year, number, item)
    decision = row.decisions.filter(state=State.OPEN).first()
    member = member_as(row.session, request.actor)
    if decision is None or member is None or not may_vote(request.actor, row.session, member):
        raise Http404
    if member.pk in apart_from(row, [member]):
        raise Http404
    form = VoteForm(request.POST)
    try:
        cast_vote(by=request.actor, decision=decision, choice=form.data.get("choice", ""))
    except ValidationError as refused:
        for text in refused.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("Your vote is stored; until it is counted you can change it."))
    return redirect("council:item", year, number, item)


@needs(Permission.COUNCIL_READ)
@require_POST
def votes_record(request: Request, year: int, number: int, item: int) -> HttpResponse:
    """Count the votes of all, and go on to the next item."""
    row = item_for(request, year, number, item)
    decision = row.decisions.filter(state=State.OPEN).first()
    if decision is None or not may_propose(request, row):
        raise Http404
    decision.item = row
    form = votes_form(
        row, decision, members_of(row.session), effect_of_decision(decision), typed=request.POST
    )
    sides, status = sides_of(row.participant, row.leaf), 422
    if form.is_valid():
        try:
            done = record_votes(
                by=request.actor, decision=decision, votes=form.votes(), seen=form.cleaned_data["seen"]
            )
        except ValidationError as refused:
            put_errors(form, refused)
        except Changed:
            status = 409
            fresh = votes_form(row, decision, members_of(row.session), effect_of_decision(decision))
            fresh.initial.update(
                {name: value for name, value in form.data.items() if name.startswith("vote-")}
            )
            messages.error(
                request,
                _("What it changes is no longer what you saw. Nothing was counted; look at it again."),
            )
            return item_answer(request, row, sides, votes=fresh, status=status)
        else:
            return _counted(request, row.pk, done, year, number)
    return item_answer(request, row, sides, votes=form, status=status)


def _counted(request: Request, item: int, done: CouncilDecision, year: int, number: int) -> HttpResponse:
    row = item_for(request, year, number, item)
    words = (
        _("{leaf} · {unit}: carried, {yes} of {members}.")
        if done.state == State.CARRIED
        else _("{leaf} · {unit}: not carried, {yes} of {members}.")
    )
    messages.success(
        request,
        words.format(leaf=row.leaf, unit=row.participant.name, yes=done.yes, members=done.members),
    )
    _before, after = neighbours_of(agenda_lines(sight_for(request, row.session.cycle), row.session), row)
    goes_on = done.state == State.CARRIED and after is not None
    return redirect("council:item", year, number, after.pk if goes_on and after is not None else item)
