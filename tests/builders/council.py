"""Builders of the council: its people, sessions that sit, decisions, and cycles that could be made final."""

from __future__ import annotations

from datetime import date, datetime

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.models import UnitAppraisal
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.council.actions.agenda import add_item
from cchc.council.actions.deciding import effect_of_decision, put_to_vote, record_votes
from cchc.council.actions.preparing import SessionPlan, plan_session
from cchc.council.actions.proposing import TypedProposal
from cchc.council.actions.sitting import close_session, open_session
from cchc.council.models import AgendaItem, CouncilDecision, CouncilMember, CouncilSession, SessionMinutes
from cchc.council.queries.effects import seal_of
from cchc.council.queries.minutes import minutes_content, minutes_seal
from cchc.cycles.models import Cycle, Participant
from tests.builders.appraisals import (
    a_work_plan,
    an_appraiser,
    sent_result,
    to_appraise,
    wholly_appraised,
)
from tests.builders.people import a_member, a_unit, actor_for
from tests.builders.remembering import remembered
from tests.builders.scores import imported
from tests.builders.sheets import ANSWERS, a_filled_sheet

NIGHT = datetime(2027, 1, 26, 19, 0, tzinfo=VIETNAM)
IN_DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)


@remembered
def a_council(members: int = 5) -> list[Membership]:
    """The people of a council, each of an own department that scores nobody: members with a vote, then a secretary."""
    people = [
        a_member(Role.COUNCIL_MEMBER, unit=a_unit(f"Cơ quan Hội đồng {number}")) for number in range(members)
    ]
    return [*people, a_member(Role.COUNCIL_SECRETARY, unit=a_unit("Văn phòng Hội đồng"))]


@remembered
def a_session(cycle: Cycle, council: list[Membership]) -> CouncilSession:
    """A session in preparation: the first of the council in the chair, the last records."""
    role = CouncilMember.Seat
    roles = {one.person_id: role.MEMBER.value for one in council[:-1]}
    roles[council[0].person_id] = role.CHAIR.value
    roles[council[-1].person_id] = role.SECRETARY.value
    plan = SessionPlan(on=date(2027, 1, 26), place="Phòng họp A", roles=roles)
    return plan_session(by=actor_for(council[-1]), cycle=cycle, plan=plan)


@remembered
def a_sitting_session(
    cycle: Cycle, council: list[Membership] | None = None, *, absent: int = 0
) -> CouncilSession:
    """A session that sits, the last `absent` of those with a vote away."""
    people = council or a_council()
    return opened(a_session(cycle, people), absent=absent)


@remembered
def opened(session: CouncilSession, *, absent: int = 0, now: datetime = NIGHT) -> CouncilSession:
    """A prepared session that sits from now on, the last `absent` of those with a vote away."""
    there = list(session.members.exclude(role="secretary").order_by("place").values_list("pk", flat=True))
    return open_session(
        by=secretary_of(session), session=session, present=there[: len(there) - absent], now=now
    )


def secretary_of(session: CouncilSession):
    """The secretary of a session, acting."""
    return _acting(session.members.get(role="secretary"))


def chair_of_session(session: CouncilSession):
    """The chair of a session, acting."""
    return _acting(session.members.get(role="chair"))


def _acting(member: CouncilMember):
    held = Membership.objects.select_related("person", "unit").filter(person=member.person_id)
    return actor_for(held.get(role__in=[Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY]))


@remembered
def an_item(
    session: CouncilSession,
    participant: Participant,
    leaf: str = "1.1",
    *,
    reason: str = "Đơn vị đề nghị xem lại",
) -> AgendaItem:
    """A leaf of a unit that a secretary put on the agenda."""
    return add_item(
        by=secretary_of(session),
        session=session,
        participant=participant,
        leaf=leaf,
        reason=reason,
        now=NIGHT,
    )


@remembered
def decided(
    item: AgendaItem,
    verdict: str = "claim",
    *,
    yes: int | None = None,
    reason: str = "Báo cáo nộp đúng hạn",
    **typed,
) -> CouncilDecision:
    """A proposal put to the vote and counted: `yes` members are for it (None: all), the others against."""
    by = secretary_of(item.session)
    made = put_to_vote(
        by=by, item=item, typed=TypedProposal(verdict=verdict, reason=reason, **typed), now=NIGHT
    )
    there = [
        one.pk for one in item.session.members.exclude(role="secretary").order_by("place") if one.present
    ]
    count = len(there) if yes is None else yes
    votes = {pk: "yes" if place < count else "no" for place, pk in enumerate(there)}
    seen = seal_of(effect_of_decision(made), made.pk)
    return record_votes(by=by, decision=made, votes=votes, seen=seen, now=NIGHT)


@remembered
def closed(session: CouncilSession) -> SessionMinutes:
    """The minutes of a session that sat, closed as it stands."""
    session = CouncilSession.objects.select_related("cycle__province").get(pk=session.pk)
    seen = minutes_seal(minutes_content(session))
    return close_session(by=secretary_of(session), session=session, seen=seen, now=NIGHT)


REPORTS = ("1,5", "1,4", "1,3", "1,2")
"""What each unit gives itself for the second leaf, in their order: no two of the first four are equal."""


@remembered
def all_appraised(cycle: Cycle, *, now: datetime = IN_DECEMBER) -> list[UnitAppraisal]:
    """Every unit of a cycle handed in and was appraised, its first leaf lowered; it has its result, and its points of
    the survey are there."""
    appraiser = an_appraiser(f"Sở thẩm định {cycle.year}")
    a_work_plan(cycle, appraiser)
    rows = []
    names = list(cycle.participants.order_by("place").values_list("name", flat=True))
    for place, name in enumerate(names):
        report = REPORTS[place % len(REPORTS)]
        answers = {**ANSWERS, "1.2": {"points": report, "reason": "Nộp chậm một báo cáo"}}
        sheet = a_filled_sheet(cycle, answers, unit=name, now=now)
        row = wholly_appraised(to_appraise(sheet, now=now), appraiser, now=now)
        sent_result(row, now=now)
        rows.append(row)
    imported(cycle, "unit,2.2\n" + "".join(f"{name},2\n" for name in names), name="khao-sat.csv")
    return rows
