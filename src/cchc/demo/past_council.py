"""The session of the council that ended the round of the departments in 2025, and the act that made its points
final."""

from __future__ import annotations

from datetime import datetime

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
from cchc.cycles.models import Cycle
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
    seats = {acting(name).person_id: CouncilMember.Seat.MEMBER.value for name in MEMBERS}
    seats[acting(MEMBERS[0]).person_id] = CouncilMember.Seat.CHAIR.value
    seats[secretary.person_id] = CouncilMember.Seat.SECRETARY.value
    plan = SessionPlan(on=sat.date(), place=PLACE, roles=seats)
    session = plan_session(by=secretary, cycle=cycle, plan=plan)
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


def decide(item: AgendaItem, place: int, now: datetime) -> None:
    """Put an item to the vote and count it: the unit is right in every third; one member is against it then."""
    by = recording(item)
    for_unit = place % 3 == 0
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
    record_votes(by=by, decision=CouncilDecision.objects.get(pk=made.pk), votes=votes, seen=seen, now=now)


def recording(item: AgendaItem) -> Actor:
    """Return who records on an item: the secretary, or the chair where the unit stands near to the secretary."""
    secretary = acting(SECRETARY)
    near = item.participant_id in participants_of_interest(secretary, item.session.cycle)
    return acting(MEMBERS[0]) if near else secretary
