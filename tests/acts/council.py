"""Acts of the council: preparing a session, its agenda, votes, minutes, and making points final."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.council.actions.deciding import effect_of_decision, put_to_vote
from cchc.council.actions.finishing import final_content, final_seal, make_final
from cchc.council.actions.preparing import SessionPlan, plan_session
from cchc.council.actions.proposing import TypedProposal
from cchc.council.actions.sitting import open_session
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession
from cchc.council.queries.effects import seal_of
from cchc.council.queries.final import final_cells
from cchc.cycles.models import Cycle, Participant
from tests import builders
from tests.acts.appraisals import a_finished_appraisal
from tests.acts.table import NUMBERS, Data, act, agreed, someone, the_province

SECRETARY, MEMBER = Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER


def a_council() -> list[Membership]:
    """A chair, the member and the secretary who send the forms."""
    unit = builders.a_unit(f"Cơ quan Hội đồng {next(NUMBERS)}", parent=the_province())
    chair = builders.a_member(MEMBER, unit=unit)
    return [chair, *(someone(role).memberships.get() for role in (MEMBER, SECRETARY))]


def the_secretary() -> Any:
    """The secretary, acting."""
    return builders.actor_for(someone(SECRETARY).memberships.get())


def a_prepared_session(cycle: Cycle | None = None) -> CouncilSession:
    """A session of a round, in preparation."""
    roles = dict(zip([one.person_id for one in a_council()], ("chair", "member", "secretary"), strict=True))
    plan = SessionPlan(timezone.localdate(), "Phòng họp A", roles)
    found = cycle or a_finished_appraisal().participant.cycle
    return plan_session(by=the_secretary(), cycle=found, plan=plan)


def a_session_that_sits() -> CouncilSession:
    """A session of a round, with everybody there."""
    session = a_prepared_session()
    there = [one.pk for one in session.members.all()]
    return open_session(by=the_secretary(), session=session, present=there)


def an_item(session: CouncilSession | None = None) -> AgendaItem:
    """A leaf of the unit on the agenda of a session that sits."""
    found = session or a_session_that_sits()
    return builders.an_item(found, _unit(found))


def _unit(session: CouncilSession) -> Participant:
    rows = session.cycle.participants.select_related("cycle_set__version", "cycle")
    return rows.get(appraisals__isnull=False)


def a_proposal() -> CouncilDecision:
    """Something that is being voted on."""
    what = TypedProposal(verdict="claim", reason="Nộp đúng hạn")
    return put_to_vote(by=the_secretary(), item=an_item(), typed=what)


def of(session: CouncilSession) -> list[Any]:
    """The arguments with which the addresses of a session begin."""
    return [session.cycle.year, session.number]


def of_item(item: AgendaItem) -> list[Any]:
    """The arguments of the addresses of an item."""
    return [*of(item.session), item.pk]


def _roles() -> Data:
    roles = zip(a_council(), ("chair", "member", "secretary"), strict=True)
    return {f"role-{one.person_id}": role for one, role in roles}


@act("council:new", "council.session_planned", repeats=True, role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    cycle = a_finished_appraisal().participant.cycle
    return [cycle.year], {"version": 0, "on": "26/01/2027", "place": "Phòng họp B", **_roles()}


@act("council:edit", "council.session_changed", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    session = a_prepared_session()
    roles = {f"role-{one.person_id}": one.role for one in session.members.all()}
    return of(session), {"version": 0, "on": "27/01/2027", "place": "Phòng họp C", **roles}


@act("council:presence", "council.presence_noted", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    session = a_session_that_sits()
    return of(session), {"present": [one.pk for one in session.members.all()][:2]}


@act("council:close", "council.session_closed", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    return agreed("council:close", of(a_session_that_sits()), {}, SECRETARY)


@act("council:compute", "council.agenda_computed", repeats=True, role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    return of(a_prepared_session()), {}


@act("council:add", "council.item_added", repeats=True, role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    session = a_prepared_session()
    return of(session), {"unit": _unit(session).pk, "leaf": "1.2", "reason": "Đơn vị đề nghị xem lại"}


@act("council:drop", "council.item_dropped", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    return of_item(an_item()), {"reason": "Đơn vị rút ý kiến"}


@act("council:item", "council.proposed", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    item = an_item()
    figures = {"figure-done": "7", "figure-planned": "10"}
    return of_item(item), {"verdict": "other", "reason": "Hoàn thành 7 nhiệm vụ", "points": "", **figures}


@act("council:withdraw", "council.proposal_withdrawn", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    return of_item(a_proposal().item), {}


@act("council:vote", "council.voted", repeats=True, role=MEMBER)
def _() -> tuple[list[Any], Data]:
    return of_item(a_proposal().item), {"choice": "yes"}


@act("council:record", "council.decided", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    made = a_proposal()
    votes = {f"vote-{one.pk}": "yes" for one in made.item.session.members.exclude(role="secretary")}
    return of_item(made.item), {"seen": seal_of(effect_of_decision(made), made.pk), "do": "save", **votes}


def a_finished_round() -> Cycle:
    """A round in which nothing is left to do."""
    row = a_finished_appraisal()
    builders.sent_result(row, now=timezone.now())
    cycle = row.participant.cycle
    others = cycle.participants.exclude(pk=row.participant_id)
    assert not others.exists()
    builders.imported(cycle, f"unit,2.2\n{row.participant.name},2\n", name=f"khao-sat-{next(NUMBERS)}.csv")
    return cycle


@act("council:final", "council.made_final", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    where = [a_finished_round().year]
    basis = {"basis_number": "15/BB-HĐTĐ", "basis_date": "15/06/2026"}
    return agreed("council:final", where, basis, SECRETARY)


@act("council:undo", "council.final_undone", role=SECRETARY)
def _() -> tuple[list[Any], Data]:
    cycle = a_finished_round()
    seen = final_seal(final_content(final_cells(cycle)))
    make_final(by=the_secretary(), cycle=cycle, seen=seen)
    return agreed("council:undo", [cycle.year], {"reason": "Sai số liệu một đơn vị"}, SECRETARY)
