"""Deciding on an item: a proposal is put to the vote, each member votes once, the votes are counted by the rules of the
set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.scoring.votes import Ballot, Tally, tally
from cchc.council.actions.agenda import check_not_apart
from cchc.council.actions.finishing import check_not_final
from cchc.council.actions.preparing import held_to_record
from cchc.council.actions.proposing import Proposed, TypedProposal, proposed_content
from cchc.council.models import AgendaItem, CouncilDecision, CouncilMember, CouncilSession, Vote
from cchc.council.policies import OF_AN_ITEM, may_vote
from cchc.council.queries.effects import CouncilEffect, decision_effect, seal_of
from cchc.council.queries.sessions import member_as, members_apart, members_of
from cchc.council.queries.sides import sides_of
from cchc.council.queries.standing import council_basis, decided_value
from cchc.council.queries.voting import voting_rules
from cchc.cycles.actions.requests import decide_appeal
from cchc.cycles.models import ApplicabilityAppeal, Participant
from cchc.cycles.queries.requests import appeals
from cchc.scores.queries.content import core_value

PROPOSED = verb(
    "council.proposed", _("put {leaf} of {subject} to the vote in session {number}"), about=OF_AN_ITEM
)
WITHDRAWN = verb(
    "council.proposal_withdrawn",
    _("withdrew what was put to the vote on {leaf} of {subject}"),
    about=OF_AN_ITEM,
)
VOTED = verb(
    "council.voted",
    _("voted on {leaf} of {subject} in session {number}"),
    about=OF_AN_ITEM,
)
CARRIED = verb(
    "council.decided",
    _("recorded the decision on {leaf} of {subject} in session {number}: {yes} of {members} for it"),
    about=OF_AN_ITEM,
)
LOST = verb(
    "council.not_carried",
    _("recorded that {leaf} of {subject} was not carried in session {number}: {yes} of {members} for it"),
    about=OF_AN_ITEM,
)
say_facts(
    "council",
    yes=FactWords(_("for")),
    no=FactWords(_("against")),
    abstained=FactWords(_("abstained")),
    absent=FactWords(_("absent")),
)

ItemState, State = AgendaItem.State, CouncilDecision.State
Choice = Vote.Choice
WITH_UNIT = ("participant__cycle", "participant__cycle_set__version", "session__cycle")


@dataclass(frozen=True, slots=True)
class Cast:
    """The vote of one member, as it is recorded."""

    member: CouncilMember
    choice: str
    apart: bool = False


@transaction.atomic
def put_to_vote(
    *, by: Actor, item: AgendaItem, typed: TypedProposal, now: datetime | None = None
) -> CouncilDecision:
    """Put a proposal on an item to the vote of a sitting session: one side stands, other points or figures, or the leaf
    does not apply; with its reason and with what it changes.

    Raises `NotPermitted`, and ValidationError with every fault: while the session does not sit, for an item that is
    decided or being voted on, where the unit stands near to the person, a side that says nothing, points or figures
    that cannot be read or from which no points follow, no reason.
    """
    session = _sitting(by, item)
    row = hold(AgendaItem.objects.select_related(*WITH_UNIT), item.pk)
    check_not_apart(by, session.cycle, row.participant)
    if row.state != ItemState.WAITING or row.decisions.filter(state=State.OPEN).exists():
        raise ValidationError(_("This item is decided, off the agenda, or being voted on already."))
    what = proposed_content(sides_of(row.participant, row.leaf), typed)
    rules = voting_rules(row.participant)
    made = CouncilDecision(
        item=row,
        number=row.decisions.count() + 1,
        verdict=typed.verdict,
        points=what.points,
        figures=dict(what.figures) if what.figures else None,
        reason=what.reason,
        quorum=str(rules.quorum),
        base=rules.base.value,
        at=now or timezone.now(),
        **by_line(by),
    )
    made.effect = effect_of_decision(made).as_json()
    made.save()
    facts = {"number": session.number, "leaf": row.leaf, "proposal": made.number}
    record(by=by, verb=PROPOSED, subject=row.participant.name, subject_id=row.pk, facts=facts, wrote=[made])
    return made


@transaction.atomic
def withdraw_proposal(*, by: Actor, decision: CouncilDecision) -> CouncilDecision:
    """Withdraw what is being voted on: the votes that were given stay with it, and count for nothing. Raises
    `NotPermitted`, and ValidationError where it is not being voted on, or the unit stands near to the person."""
    session = _sitting(by, decision.item)
    row = _being_voted_on(decision)
    check_not_apart(by, session.cycle, row.item.participant)
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    facts = {"leaf": row.item.leaf, "proposal": row.number}
    name = row.item.participant.name
    record(by=by, verb=WITHDRAWN, subject=name, subject_id=row.item_id, facts=facts, wrote=[row])
    return row


@transaction.atomic
def cast_vote(*, by: Actor, decision: CouncilDecision, choice: str, now: datetime | None = None) -> Vote:
    """Give the own vote on what is being voted on; until it is counted it can be given otherwise.

    Raises `NotPermitted` for whoever is no member with a vote in the sitting session, or stands near to the unit, and
    ValidationError for something that is no vote, or where nothing is being voted on.
    """
    session = hold(CouncilSession.objects.select_related("cycle"), decision.item.session_id)
    member = member_as(session, by)
    if not may_vote(by, session, member) or member is None:
        raise NotPermitted(Permission.COUNCIL_VOTE)
    row = _being_voted_on(decision)
    if row.item.participant_id in members_apart(session, [member])[member.pk]:
        raise NotPermitted(Permission.COUNCIL_VOTE)
    if choice not in (Choice.YES, Choice.NO, Choice.ABSTAINED):
        raise ValidationError({"choice": _("Vote for it, against it, or abstain.")})
    vote = Vote.objects.filter(decision=row, member=member).first() or Vote(decision=row, member=member)
    vote.choice, vote.at = choice, now or timezone.now()
    for name, value in by_line(by).items():
        setattr(vote, name, value)
    vote.save()
    member.present = True
    member.save(update_fields=["present"])
    facts = {"number": session.number, "leaf": row.item.leaf}
    name = row.item.participant.name
    record(by=by, verb=VOTED, subject=name, subject_id=row.item_id, facts=facts, wrote=[vote, member])
    return vote


@transaction.atomic
def record_votes(
    *,
    by: Actor,
    decision: CouncilDecision,
    votes: Mapping[int, str],
    seen: str,
    now: datetime | None = None,
) -> CouncilDecision:
    """Count what is being voted on, with the votes of all by the ids of the members; a vote that a member gave alone
    stands where nothing else is recorded for that member. It is carried or not by the rules of the set.

    Whoever stands near to the unit has no vote: recorded as abstained where the person is there, else as absent;
    whoever is not there is absent. `seen` is the seal of the effect that the page showed. Raises `NotPermitted`,
    `Changed` when the effect is another by now, ValidationError with every member for whom no vote is recorded, without
    a quorum, and where the unit stands near to whoever records.
    """
    session = _sitting(by, decision.item)
    row = _being_voted_on(decision)
    check_not_apart(by, session.cycle, row.item.participant)
    cast = _all_votes(session, row, votes)
    rules = voting_rules(row.item.participant)
    ballots = {one.member.pk: Ballot(one.choice) for one in cast if one.choice != Choice.ABSENT}
    counted = tally([one.member.pk for one in cast], ballots, rules)
    if not counted.has_quorum:
        raise ValidationError(_no_quorum(counted))
    effect = effect_of_decision(row)
    if seal_of(effect, row.pk) != seen:
        raise Changed(seen=seen, now=seal_of(effect, row.pk))
    arrived = now or timezone.now()
    stored = _stored_votes(by, row, cast, arrived)
    row.effect = effect.as_json()
    row.quorum, row.base = str(rules.quorum), rules.base.value
    row.members, row.yes, row.no = counted.members, counted.yes, counted.no
    row.abstained, row.absent = counted.abstained, counted.absent
    row.apart = sum(one.apart for one in cast)
    row.state, row.decided_at = (State.CARRIED if counted.passed else State.LOST), arrived
    row.save()
    item = row.item
    if counted.passed:
        item.state = ItemState.DECIDED
        item.save(update_fields=["state"])
        _settle_appeal(by, row)
    facts = {
        "number": session.number,
        "leaf": item.leaf,
        "members": counted.members,
        "yes": counted.yes,
        "no": counted.no,
        "abstained": counted.abstained,
        "absent": counted.absent,
    }
    record(
        by=by,
        verb=CARRIED if counted.passed else LOST,
        subject=item.participant.name,
        subject_id=item.pk,
        facts=facts,
        wrote=[row, *stored, item],
    )
    return row


def _settle_appeal(by: Actor, row: CouncilDecision) -> None:
    """Enter what was decided into the appeal of the unit about this leaf, where it waits for the council."""
    item, granted = row.item, row.verdict == CouncilDecision.Ruling.NOT_APPLICABLE
    waiting = appeals(item.participant.cycle).filter(state=ApplicabilityAppeal.State.WAITING)
    found = waiting.filter(request__participant=item.participant_id, request__leaf=item.leaf).first()
    if found is not None:
        decide_appeal(by=by, appeal=found, granted=granted, answer=row.reason)


def effect_of_decision(decision: CouncilDecision) -> CouncilEffect:
    """Return what a decision changes by the scores of now and what was decided before. Raises ValidationError with what
    the rules refuse."""
    participant = decision.item.participant
    basis = council_basis(participant.cycle_set, participant.cycle)
    what = decided_value(basis.criteria.leaves[decision.item.leaf], decision)
    return decision_effect(basis, participant, decision.item.leaf, what)


def effect_of_proposal(participant: Participant, leaf: str, what: Proposed) -> CouncilEffect:
    """Return what a proposal that is not stored would change. Raises ValidationError with what the rules refuse."""
    basis = council_basis(participant.cycle_set, participant.cycle)
    value = core_value(basis.criteria.leaves[leaf], what.points, what.figures)
    return decision_effect(basis, participant, leaf, value)


def _sitting(by: Actor, item: AgendaItem) -> CouncilSession:
    """Return the session of an item, held for `by` to record. Raises ValidationError while it does not sit, and once
    the points of its cycle are final."""
    session = held_to_record(by, item.session)
    if session.state != CouncilSession.State.SITTING:
        raise ValidationError(_("The session does not sit: nothing is voted on."))
    check_not_final(session.cycle)
    return session


def _being_voted_on(decision: CouncilDecision) -> CouncilDecision:
    related = [f"item__{one}" for one in WITH_UNIT]
    row = hold(CouncilDecision.objects.select_related(*related), decision.pk)
    if row.state != State.OPEN:
        raise ValidationError(_("This is not being voted on any more."))
    return row


def _all_votes(session: CouncilSession, row: CouncilDecision, votes: Mapping[int, str]) -> list[Cast]:
    """The vote of every member. Raises ValidationError naming each for whom none is recorded."""
    members = [one for one in members_of(session) if one.votes]
    apart = members_apart(session, members)
    given = {one.member_id: one.choice for one in row.votes.all()}
    cast, without = [], []
    for one in members:
        if row.item.participant_id in apart[one.pk]:
            cast.append(Cast(one, Choice.ABSTAINED if one.present else Choice.ABSENT, apart=True))
            continue
        choice = votes.get(one.pk) or given.get(one.pk) or ("" if one.present else Choice.ABSENT)
        if choice not in Choice.values:
            without.append(one.name)
            continue
        cast.append(Cast(one, choice))
    if without:
        words = gettext("No vote is recorded for {names}.").format(names=", ".join(without))
        raise ValidationError({"votes": words})
    return cast


def _stored_votes(by: Actor, row: CouncilDecision, cast: list[Cast], now: datetime) -> list[Vote]:
    """Store the votes; one that a member gave alone keeps its author where it stands."""
    there = {one.member_id: one for one in row.votes.all()}
    stored = []
    for one in cast:
        vote = there.get(one.member.pk) or Vote(decision=row, member=one.member)
        if vote.pk is None or (vote.choice, vote.apart) != (one.choice, one.apart):
            vote.choice, vote.apart, vote.at = one.choice, one.apart, now
            for name, value in by_line(by).items():
                setattr(vote, name, value)
            vote.save()
        stored.append(vote)
    return stored


def _no_quorum(counted: Tally) -> str:
    words = gettext("There is no quorum: {present} of {members} members are there, {needed} must be.")
    return words.format(present=counted.present, members=counted.members, needed=counted.needed_present)
