"""The council decides: a proposal is put to the vote of a sitting session, every member has one vote, the votes add up,
and nobody near to the unit has any."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.held import WITH_SET
from cchc.audit.changed import Changed
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.council.actions.agenda import add_item, compute_agenda, drop_item
from cchc.council.actions.deciding import (
    cast_vote,
    effect_of_decision,
    put_to_vote,
    record_votes,
    withdraw_proposal,
)
from cchc.council.actions.proposing import TypedProposal
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession, Vote
from cchc.council.queries.agenda import computed_agenda, scores_seen
from cchc.council.queries.effects import seal_of
from cchc.council.queries.minutes import minutes_content
from cchc.council.queries.thread import concealed_items
from cchc.council.waiting import waiting_for
from cchc.cycles.actions import appeal_refusal, decide_not_applicable
from cchc.cycles.models import NotApplicable
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Score, Stage
from tests.builders import (
    a_council,
    a_request,
    a_session,
    a_sitting_session,
    actor_for,
    an_actor,
    an_item,
    closed,
    decided,
    justification_handed_in,
    of_unit,
    secretary_of,
)
from tests.builders.council import NIGHT
from tests.builders.people import a_member

pytestmark = pytest.mark.django_db

State, Choice = CouncilDecision.State, Vote.Choice
JANUARY = datetime(2027, 1, 13, 9, 0, tzinfo=VIETNAM)


def proposal(item: AgendaItem, verdict: str = "claim", **typed) -> CouncilDecision:
    what = TypedProposal(verdict=verdict, reason="Báo cáo nộp đúng hạn", **typed)
    return put_to_vote(by=secretary_of(item.session), item=item, typed=what, now=NIGHT)


def counted(made: CouncilDecision, votes: dict[int, str], by=None) -> CouncilDecision:
    seen = seal_of(effect_of_decision(made), made.pk)
    by = by or secretary_of(made.item.session)
    return record_votes(by=by, decision=made, votes=votes, seen=seen, now=NIGHT)


def voters(session):
    return list(session.members.exclude(role="secretary").order_by("place"))


def first(cycle):
    return cycle.participants.select_related("cycle__province", "cycle_set__version").order_by("place")[0]


def test_what_can_change_a_rank_comes_on_the_agenda_with_whose_rank_it_changes(cycle):
    session = a_session(cycle, a_council())
    made = compute_agenda(by=secretary_of(session), session=session, now=NIGHT)
    # each lost 0.8 at 1.1 and they are 0.1 apart: who gets it back passes those above, the first passes nobody
    assert (made.new, made.asked) == (2, 3 * 6)
    items = {(one.participant.name, one.leaf): one for one in session.items.select_related("participant")}
    assert sorted(items) == [("Sở Nội vụ", "1.1"), ("Sở Y tế", "1.1")]
    last = items["Sở Y tế", "1.1"]
    assert (last.kinds, last.effect["before"]["rank"], last.effect["after"]["rank"]) == (["rank"], 3, 1)
    assert [(one["name"], one["rank_before"], one["rank_after"]) for one in last.effect["moved"]] == [
        ("Sở Công Thương", 1, 2),
        ("Sở Nội vụ", 2, 3),
    ]
    session.refresh_from_db()
    assert session.computed_from == scores_seen(cycle)


def test_minutes_ask_as_much_of_one_item_as_of_many(cycle):
    def asked() -> int:
        with CaptureQueriesContext(connection) as asking:
            content = minutes_content(
                CouncilSession.objects.select_related("cycle__province").get(pk=session.pk)
            )
        assert len(content["items"]) == session.items.count()
        return len(asking)

    session = a_sitting_session(cycle)
    decided(an_item(session, first(cycle)))
    one = asked()
    for participant in cycle.participants.select_related("cycle__province", "cycle_set__version").order_by(
        "place"
    )[1:]:
        for leaf in ("1.1", "1.2"):
            decided(an_item(session, participant, leaf))
    assert asked() == one


def test_what_is_decided_does_not_come_again_and_what_was_added_stays(cycle):
    session = a_sitting_session(cycle)
    compute_agenda(by=secretary_of(session), session=session, now=NIGHT)
    item = session.items.get(participant__name="Sở Y tế", leaf="1.1")
    decided(item)
    assert (item.participant_id, "1.1") not in computed_agenda(cycle).items
    added = an_item(session, first(cycle), "1.2")
    compute_agenda(by=secretary_of(session), session=session, now=NIGHT)
    added.refresh_from_db()
    assert (added.kinds, added.state) == (["added"], "waiting")
    item.refresh_from_db()
    assert item.state == "decided"


def test_a_decision_has_one_vote_of_each_member_and_they_add_up(cycle):
    session = a_sitting_session(cycle, absent=1)
    row = decided(an_item(session, first(cycle)), yes=3)
    assert (row.members, row.yes, row.no, row.abstained, row.absent) == (5, 3, 1, 0, 1)
    assert (row.state, row.votes.count(), row.quorum, row.base) == (State.CARRIED, 5, "2/3", "present")
    assert (row.figures, row.item.state) == ({"done": "9", "planned": "10"}, "decided")
    assert row.effect["after"]["points"] == "1.8"
    assert not Score.objects.filter(
        stage=Stage.DECIDED, participant=row.item.participant, leaf="1.1"
    ).exists()
    assert not play().differences


def test_without_a_majority_it_is_not_carried_and_something_else_can_be_proposed(cycle):
    session = a_sitting_session(cycle)
    item = an_item(session, first(cycle))
    row = decided(item, yes=2)
    assert (row.state, row.yes, row.no) == (State.LOST, 2, 3)
    item.refresh_from_db()
    assert item.state == "waiting"
    other = decided(item, "other", points="1,5")
    assert (other.number, other.points, other.state) == (2, "1.5", State.CARRIED)


def test_without_a_quorum_nothing_is_decided(cycle):
    session = a_sitting_session(cycle, absent=2)
    made = proposal(an_item(session, first(cycle)))
    with pytest.raises(ValidationError, match=r"3 \S+ 5"):
        counted(made, {one.pk: "yes" for one in voters(session) if one.present})
    made.refresh_from_db()
    assert (made.state, made.votes.count()) == (State.OPEN, 0)


def test_every_member_without_a_vote_is_named(cycle):
    session = a_sitting_session(cycle)
    made = proposal(an_item(session, first(cycle)))
    people = voters(session)
    with pytest.raises(ValidationError) as refused:
        counted(made, {one.pk: "yes" for one in people[2:]})
    assert all(one.name in refused.value.messages[0] for one in people[:2])


def test_who_stands_near_to_the_unit_has_no_vote_and_does_not_record(cycle):
    unit = first(cycle)
    near = a_member(Role.COUNCIL_MEMBER, unit=unit.unit)
    council = [near, *a_council()]
    session = a_sitting_session(cycle, council)
    item = an_item(session, unit)
    made = proposal(item)
    with pytest.raises(NotPermitted):
        cast_vote(by=actor_for(near), decision=made, choice="yes", now=NIGHT)
    with pytest.raises(ValidationError):
        counted(made, {one.pk: "yes" for one in voters(session)}, by=actor_for(near))
    row = counted(made, {one.pk: "yes" for one in voters(session)})
    assert (row.members, row.yes, row.abstained, row.apart) == (6, 5, 1, 1)
    vote = row.votes.get(member__person=near.person)
    assert (vote.choice, vote.apart) == (Choice.ABSTAINED, True)


def test_a_member_votes_from_the_own_account_and_the_secretary_records_the_others(cycle):
    council = a_council()
    session = a_sitting_session(cycle, council)
    made = proposal(an_item(session, first(cycle)))
    mine = cast_vote(by=actor_for(council[1]), decision=made, choice="no", now=NIGHT)
    cast_vote(by=actor_for(council[1]), decision=made, choice="abstained", now=NIGHT)
    row = counted(made, {one.pk: "yes" for one in voters(session) if one.person_id != council[1].person_id})
    mine.refresh_from_db()
    assert (mine.choice, mine.person_id) == (Choice.ABSTAINED, council[1].person_id)
    assert (row.yes, row.abstained) == (4, 1)
    with pytest.raises(ValidationError):
        cast_vote(by=actor_for(council[2]), decision=made, choice="no", now=NIGHT)
    with pytest.raises(NotPermitted):
        cast_vote(by=secretary_of(session), decision=made, choice="yes", now=NIGHT)


def test_a_decision_is_made_only_on_the_effect_that_was_seen(cycle):
    session = a_sitting_session(cycle)
    compute_agenda(by=secretary_of(session), session=session, now=NIGHT)
    one, other = (session.items.get(participant__name=name, leaf="1.1") for name in ("Sở Y tế", "Sở Nội vụ"))
    made = proposal(other)
    seen = seal_of(effect_of_decision(made), made.pk)
    decided(one)  # now the first unit would be first again, not stay so
    with pytest.raises(Changed):
        record_votes(
            by=secretary_of(session),
            decision=made,
            votes={one.pk: "yes" for one in voters(session)},
            seen=seen,
            now=NIGHT,
        )


def test_other_figures_let_the_rule_set_the_points_and_every_fault_is_told_at_once(cycle):
    session = a_sitting_session(cycle)
    item = an_item(session, first(cycle))
    with pytest.raises(ValidationError) as refused:
        put_to_vote(
            by=secretary_of(session),
            item=item,
            typed=TypedProposal(verdict="other", reason=" ", figures={"done": "nhiều"}),
            now=NIGHT,
        )
    assert sorted(refused.value.message_dict) == ["figure-done", "reason"]
    with pytest.raises(ValidationError) as refused:
        proposal(item, "other", figures={"done": "11"})  # more than were planned
    assert sorted(refused.value.message_dict) == ["figures"]
    row = decided(item, "other", figures={"done": "7"})
    assert (row.figures, row.points) == ({"done": "7", "planned": "10"}, "")
    assert row.effect["after"]["points"] == "1.4"


def test_nothing_is_decided_before_the_session_sits_and_nothing_changes_once_it_is_closed(cycle):
    council = a_council()
    item = an_item(a_session(cycle, council), first(cycle))
    with pytest.raises(ValidationError):
        proposal(item)
    sitting = a_sitting_session(cycle, council)
    other = an_item(sitting, first(cycle))
    row = decided(other)
    minutes = closed(sitting)
    assert minutes.content["items"][0]["decisions"][0]["yes"] == 5
    with pytest.raises(ValidationError):
        drop_item(by=secretary_of(sitting), item=other, reason="Nhầm")
    with pytest.raises(ValidationError):
        add_item(
            by=secretary_of(sitting), session=sitting, participant=first(cycle), leaf="1.2", reason="Thêm"
        )
    with pytest.raises(ValidationError):
        withdraw_proposal(by=secretary_of(sitting), decision=row)


def test_the_database_refuses_votes_that_do_not_add_up(cycle):
    item = an_item(a_sitting_session(cycle), first(cycle))
    made = proposal(item)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilDecision.objects.filter(pk=made.pk).update(yes=1)
    member = voters(item.session)[0]
    line = {"at": NIGHT, "person_id": 1, "person": "A", "unit": "B"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(decision=made, member=member, choice="yes", apart=True, **line)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilDecision.objects.filter(pk=made.pk).update(state="carried", decided_at=NIGHT)


def test_what_was_explained_and_is_still_lower_and_what_was_appealed_comes_on_the_agenda(cycle):
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(
        participant__name="Sở Công Thương"
    )  # ahead: no rank changes
    unit = of_unit(row.participant.sheet)
    explain_leaf(by=unit, appraised=row, leaf="1.1", text="Hoàn thành ngày 28/12", version=0, now=JANUARY)
    justification_handed_in(row, now=JANUARY)
    asked = a_request(row.participant, "2.3")
    decide_not_applicable(by=an_actor(Role.APPRAISAL_LEAD), asked=asked, granted=False, answer="Có nhiệm vụ")
    appeal = appeal_refusal(by=unit, asked=asked, reason="Không được giao", now=JANUARY)
    session = a_sitting_session(cycle)
    compute_agenda(by=secretary_of(session), session=session, now=NIGHT)
    kinds = {one.leaf: one.kinds for one in session.items.filter(participant=row.participant)}
    assert kinds == {"1.1": ["disputed"], "2.3": ["appeal"]}
    decided(session.items.get(participant=row.participant, leaf="2.3"), "not_applicable")
    appeal.refresh_from_db()
    assert appeal.state == "granted"
    assert NotApplicable.objects.filter(participant=row.participant, leaf="2.3").exists()
    # the thread of the leaf tells it to whoever sees the appraisal, and to the unit once points are final
    decided(session.items.get(participant=row.participant, leaf="1.1"))
    told = thread_of_leaf(actor=secretary_of(session), participant=first(cycle), leaf="1.1")
    assert [str(one.kind) for one in told][-1] == "decided"
    assert "decided" not in [
        str(one.kind) for one in thread_of_leaf(actor=unit, participant=first(cycle), leaf="1.1")
    ]
    assert not play().differences


def test_the_desk_tells_the_secretary_and_the_member_what_waits_and_the_log_keeps_from_who_is_near(cycle):
    near = a_member(Role.COUNCIL_MEMBER, unit=first(cycle).unit)
    council = [near, *a_council()]
    session = a_sitting_session(cycle, council)
    item = an_item(session, first(cycle))
    proposal(item)

    def texts(membership):
        return [one.text for one in waiting_for(actor_for(membership), NIGHT.date())]

    assert len(texts(council[-1])) == 1
    assert [text for text in texts(council[1]) if "1.1" in text]
    assert texts(near) == []
    assert concealed_items(actor=actor_for(near))[0].ids[0] == item.pk
    assert not concealed_items(actor=actor_for(council[1]))[0].ids
