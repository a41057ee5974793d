"""One item: both sides on one page, what is proposed and what it changes, the votes, and the next item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.policies import AppraisalSight
from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.ledgers import whole_figures
from cchc.council.actions.deciding import effect_of_decision, put_to_vote, withdraw_proposal
from cchc.council.forms.items import ProposalForm, VoteForm, VotesForm
from cchc.council.models import AgendaItem, CouncilDecision, CouncilMember, CouncilSession
from cchc.council.policies import may_record_votes, may_vote
from cchc.council.queries.effects import CouncilEffect, decision_effect, seal_of
from cchc.council.queries.lists import agenda_lines, effect_seen, neighbours_of
from cchc.council.queries.sessions import member_as, members_apart, members_of
from cchc.council.queries.sides import Side, Sides, sides_of
from cchc.council.queries.standing import council_basis
from cchc.council.views.frame import council_context, item_for, sight_for
from cchc.criteria.queries import criteria_of, path
from cchc.documents.queries.library import with_files
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.queries.content import core_value, declared_figures
from cchc.self_scoring.queries.claims import UNCLAIMED, claims_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import posted
from cchc.ui.pages import page

ItemState, State = AgendaItem.State, CouncilDecision.State


@needs(Permission.COUNCIL_READ)
def item_page(request: Request, year: int, number: int, item: int) -> HttpResponse:
    """Show an item with both sides; put what the form proposes to the vote."""
    row = item_for(request, year, number, item)
    sides = sides_of(row.participant, row.leaf)
    if request.method != "POST" or not may_propose(request, row):
        return item_answer(request, row, sides, status=422 if request.method == "POST" else 200)
    form = ProposalForm(posted(request), sides=sides)
    if not form.is_valid():
        return item_answer(request, row, sides, proposal=form, status=422)
    try:
        put_to_vote(by=request.actor, item=row, typed=form.typed())
    except ValidationError as refused:
        put_errors(form, refused)
        return item_answer(request, row, sides, proposal=form, status=422)
    messages.success(request, _("It is put to the vote: look at what it changes, then record the votes."))
    return redirect("council:item", year, number, item)


def may_propose(request: Request, row: AgendaItem) -> bool:
    """Whether the reader can put something about an item to the vote now."""
    session = row.session
    chair = session.members.filter(role=CouncilMember.Seat.CHAIR).first()
    sits = session.state == CouncilSession.State.SITTING and row.state == ItemState.WAITING
    return sits and may_record_votes(request.actor, session, chair)


@needs(Permission.COUNCIL_READ)
@require_POST
def proposal_withdraw(request: Request, year: int, number: int, item: int) -> HttpResponse:
    """Withdraw what is being voted on."""
    row = item_for(request, year, number, item)
    decision = row.decisions.filter(state=State.OPEN).first()
    if decision is None or not may_propose(request, row):
        raise Http404
    try:
        withdraw_proposal(by=request.actor, decision=decision)
    except ValidationError as refused:
        for text in refused.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("The proposal is withdrawn; nothing was decided."))
    return redirect("council:item", year, number, item)


def item_answer(
    request: Request,
    row: AgendaItem,
    sides: Sides,
    *,
    proposal: ProposalForm | None = None,
    votes: VotesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of an item, with the forms as they were filled."""
    session, cycle = row.session, row.session.cycle
    decisions = list(row.decisions.order_by("number"))
    voted_on = next((one for one in decisions if one.state == State.OPEN), None)
    proposes = may_propose(request, row)
    sight = sight_for(request, cycle)
    before, after = neighbours_of(agenda_lines(sight, session), row)
    claim = claims_of([row.participant_id], [row.leaf]).get((row.participant_id, row.leaf), UNCLAIMED)
    prefetch_related_objects([link.document for link in claim.evidence], with_files())
    members = members_of(session)
    context = council_context(request, cycle) | {
        "title": f"{row.leaf}. {sides.leaf.name}",
        "session": session,
        "item": row,
        "kinds": [str(AgendaItem.Kind(one).label) for one in row.kinds],
        "sides": sides,
        "above": path(_criteria(row), row.leaf)[:-1],
        "both": [
            (
                _("The unit claims"),
                sides.claim,
                told_figures(sides, sides.claim),
                _derived(sides, sides.claim),
            ),
            (
                _("The appraisal gives"),
                sides.appraisal,
                told_figures(sides, sides.appraisal),
                _derived(sides, sides.appraisal),
            ),
        ],
        "claim": claim,
        "thread": thread_of_leaf(actor=request.actor, participant=row.participant, leaf=row.leaf),
        "effect": effect_seen(sight, row),
        "alternatives": _alternatives(sight, row, sides) if row.state == ItemState.WAITING else [],
        "decisions": [
            (one, list(one.votes.select_related("member"))) for one in decisions if one != voted_on
        ],
        "voted_on": voted_on,
        "before": before,
        "after": after,
        "may_drop": row.state == ItemState.WAITING
        and voted_on is None
        and session.state != CouncilSession.State.CLOSED
        and may_record_votes(
            request.actor,
            session,
            next((one for one in members if one.role == CouncilMember.Seat.CHAIR), None),
        ),
    }
    if proposes and voted_on is None:
        context["proposal"] = proposal or ProposalForm(sides=sides)
    if voted_on is not None:
        context |= _voting(request, sight, row, voted_on, members, votes, proposes)
    return page(request, "council/item.html", context, status=status)


def _voting(
    request: Request,
    sight: AppraisalSight,
    row: AgendaItem,
    voted_on: CouncilDecision,
    members: list[CouncilMember],
    votes: VotesForm | None,
    proposes: bool,
) -> dict[str, Any]:
    """What stands on the page while something is being voted on: what it changes, the votes, the own vote."""
    voted_on.item = row
    effect = effect_of_decision(voted_on)
    shown: dict[str, Any] = {"effect_of_vote": effect.without_units(sight.apart)}
    apart = apart_from(row, members)
    if proposes:
        shown["votes"] = votes or votes_form(row, voted_on, members, effect)
    member = member_as(row.session, request.actor)
    if may_vote(request.actor, row.session, member) and member is not None and member.pk not in apart:
        own = voted_on.votes.filter(member=member).first()
        shown["own"] = VoteForm(initial={"choice": own.choice if own else ""})
    return shown


def votes_form(
    row: AgendaItem,
    voted_on: CouncilDecision,
    members: list[CouncilMember],
    effect: CouncilEffect,
    typed: Any = None,
) -> VotesForm:
    """Return the form of the votes, with those that members gave alone."""
    voters = [one for one in members if one.votes]
    given = {one.member_id: one.choice for one in voted_on.votes.all()}
    return VotesForm(
        typed,
        members=voters,
        apart=apart_from(row, voters),
        given=given,
        initial={"seen": seal_of(effect, voted_on.pk)},
    )


def apart_from(row: AgendaItem, members: list[CouncilMember]) -> frozenset[int]:
    """Return the ids of the members who stand near to the unit of an item."""
    apart = members_apart(row.session, members)
    return frozenset(one.pk for one in members if row.participant_id in apart[one.pk])


def _criteria(row: AgendaItem) -> Any:
    return criteria_of(row.participant.cycle_set.version)


def told_figures(sides: Sides, side: Side) -> list[tuple[Any, Any]]:
    """Return the figures of one side, each with what it counts."""
    return declared_figures(sides.leaf, side.content)


def _derived(sides: Sides, side: Side) -> Derivation | None:
    """How the points of one side follow; None where nothing is computed."""
    what = core_value(sides.leaf, side.content.points, side.content.figures)
    if sides.leaf.rule is None or not isinstance(what, Mapping) or side.points is None:
        return None
    try:
        return derivation_from(sides.leaf, whole_figures(sides.leaf, what, sides.participant.cycle.year))
    except FormulaFault:
        return None


def _alternatives(sight: AppraisalSight, row: AgendaItem, sides: Sides) -> list[tuple[str, CouncilEffect]]:
    """What would change if one side stood, as things are now; a side that says nothing, or that the rules refuse, is
    left out."""
    participant = row.participant
    basis = council_basis(participant.cycle_set, participant.cycle)
    found = []
    for words, side in ((_("The unit's claim"), sides.claim), (_("The appraisal"), sides.appraisal)):
        if not side.says_anything:
            continue
        what = core_value(sides.leaf, side.content.points, side.content.figures)
        try:
            effect = decision_effect(basis, participant, row.leaf, what)
        except ValidationError:
            continue
        found.append((words, effect.without_units(sight.apart)))
    return found
