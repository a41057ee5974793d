"""The session of the council that ended the round of the departments in 2025, and the act that made its points
final; the session to which the council is invited in the running year."""

from __future__ import annotations

from datetime import date, datetime

from cchc.access.actor import Actor
from cchc.core.papers.basis import LegalBasis
from cchc.council.actions.agenda import compute_agenda
from cchc.council.actions.deciding import put_to_vote, record_votes
from cchc.council.actions.finishing import final_content, final_seal, make_final
from cchc.council.actions.preparing import SessionPlan, plan_session
from cchc.council.actions.proposing import TypedProposal
from cchc.council.actions.sitting import close_session, open_session
from cchc.council.models import AgendaItem, CouncilDecision, CouncilMember, CouncilSession
from cchc.council.queries.effects import effect_kept, seal_of
from cchc.council.queries.final import final_cells
from cchc.council.queries.minutes import minutes_content, minutes_seal
from cchc.cycles.models import Cycle, PhaseKind
from cchc.demo.appraisals import acting
from cchc.scores.queries.interests import participants_of_interest

SECRETARY, MEMBERS = "thu-ky", ("hoi-dong", "hoi-dong-2", "hoi-dong-3")  # the first of them in the chair
PLACE = "Phòng họp số 2, trụ sở UBND tỉnh"
RIGHT = "Tài liệu bổ sung đã được cơ quan theo dõi xác nhận, đủ căn cứ công nhận số liệu của đơn vị"
NOT_RIGHT = (
    "Tài liệu bổ sung phát sinh sau thời điểm chốt số liệu, không đủ căn cứ thay đổi kết quả thẩm định"
)


def load_council(cycle: Cycle, sat: datetime, ended: datetime, basis: LegalBasis) -> None:
    """Load a session that decides everything on its agenda, one item with a vote against, and make the points
    final."""
    secretary = acting(SECRETARY)
    session = invite(cycle, sat.date())
    compute_agenda(by=secretary, session=session, now=sat)
    there = list(session.members.values_list("pk", flat=True))
    open_session(by=secretary, session=session, present=there, now=sat)
    for place, item in enumerate(AgendaItem.objects.filter(session=session).order_by("pk")):
        decide(item, place, sat)
    session = CouncilSession.objects.select_related("cycle__province").get(pk=session.pk)
    close_session(by=secretary, session=session, seen=minutes_seal(minutes_content(session)), now=ended)
    make_final(
        by=secretary, cycle=cycle, seen=final_seal(final_content(final_cells(cycle))), basis=basis, now=ended
    )


def load_invitation(cycle: Cycle) -> None:
    """Load the session to which the council is invited in the running year: on the first day of its phase."""
    invite(cycle, cycle.phases.get(kind=PhaseKind.COUNCIL).starts)


def invite(cycle: Cycle, on: date) -> CouncilSession:
    """Let the secretary prepare a session on this day and invite everybody of the council."""
    secretary, seat = acting(SECRETARY), CouncilMember.Seat
    seats = {acting(name).person_id: seat.MEMBER.value for name in MEMBERS}
    seats[acting(MEMBERS[0]).person_id] = seat.CHAIR.value
    seats[secretary.person_id] = seat.SECRETARY.value
    plan = SessionPlan(on=on, place=PLACE, roles=seats)
    return plan_session(by=secretary, cycle=cycle, plan=plan)


def decide(item: AgendaItem, place: int, now: datetime) -> None:
    """Put an item to the vote and count it: the unit is right in every third; one member is against it then. Where so
    many stand near to the unit that this is no majority, the council keeps the appraisal in a second vote."""
    if vote(item, place % 3 == 0, now) == CouncilDecision.State.LOST:
        vote(item, False, now)


def vote(item: AgendaItem, for_unit: bool, now: datetime) -> str:
    """Put the claim of the unit or the appraisal to the vote and count it; returns how it ended."""
    by = recording(item)
    typed = TypedProposal(
        verdict="claim" if for_unit else "appraisal", reason=RIGHT if for_unit else NOT_RIGHT
    )
    made = put_to_vote(by=by, item=item, typed=typed, now=now)
    voters = item.session.members.exclude(role=CouncilMember.Seat.SECRETARY).order_by("place")
    votes = {one.pk: "yes" for one in voters}
    if for_unit:
        votes[voters.reverse()[0].pk] = "no"
    effect = effect_kept(made.effect)
    seen = seal_of(effect, made.pk) if effect else ""
    made = CouncilDecision.objects.get(pk=made.pk)
    return record_votes(by=by, decision=made, votes=votes, seen=seen, now=now).state


def recording(item: AgendaItem) -> Actor:
    """Return who records on an item: the secretary, or the chair where the unit stands near to the secretary."""
    secretary = acting(SECRETARY)
    near = item.participant_id in participants_of_interest(secretary, item.session.cycle)
    return acting(MEMBERS[0]) if near else secretary
