"""The final act: what counts for every leaf of every unit scored by the round, with what the council decided, is
decided all at once; while it stands nothing else writes; undone it leaves what was before."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.sending import reopen_result
from cchc.appraisal.models import UnitAppraisal
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.basis import LegalBasis
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.models import FinalPoints
from cchc.council.queries.final import FinalFault, final_cells, final_faults, leaves_of_a_unit, standing_final
from cchc.cycles.actions import change_applicability, close_cycle, reopen_cycle
from cchc.cycles.models import NotApplicable, State
from cchc.results.actions import recompute_marked
from cchc.results.models import IndexRun, UnitIndex
from cchc.scores.actions import correct_score
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.content import score_content
from cchc.scores.queries.stages import counting_scores
from tests.builders import (
    a_member,
    a_sitting_session,
    a_unit,
    actor_for,
    an_actor,
    an_item,
    closed,
    decided,
    imported,
)
from tests.builders.council import IN_DECEMBER, NIGHT
from tests.markup import read, source

pytestmark = pytest.mark.django_db

SECRETARY = Role.COUNCIL_SECRETARY


def final(cycle, by=None, **more) -> FinalPoints:
    seen = final_seal(final_content(final_cells(cycle)))
    return make_final(by=by or an_actor(SECRETARY), cycle=cycle, seen=seen, now=NIGHT, **more)


def counting(cycle):
    """What counts for each leaf of each unit: points or figures."""
    rows = counting_scores().filter(participant__cycle=cycle)
    contents = {(one.participant_id, one.leaf): score_content(one) for one in rows}
    return {cell: (what.points, what.figures) for cell, what in contents.items() if not what.pending}


def accounts(cycle):
    """Points, index, rank and class of every unit by the last run."""
    run = IndexRun.objects.filter(cycle=cycle).first()
    rows = UnitIndex.objects.filter(run=run).order_by("name")
    return list(rows.values_list("name", "points", "exact", "rank", "grade"))


def a_decided_night(cycle):
    """A session in which the council gave the last unit its claim, another points, and one leaf away."""
    session = a_sitting_session(cycle)
    one, two, three = cycle.participants.select_related("cycle_set__version", "cycle").order_by("place")
    decided(an_item(session, three, "1.1"))
    decided(an_item(session, two, "1.2"), "other", points="0,75")
    decided(an_item(session, one, "2.3"), "not_applicable")
    closed(session)
    return one, two, three


def test_final_points_are_the_furthest_stage_with_what_the_council_decided(cycle):
    before = counting(cycle)
    one, two, three = a_decided_night(cycle)
    assert counting(cycle) == before  # nothing is written before the act
    row = final(cycle, basis=LegalBasis("15/BB-HĐTĐ", NIGHT.date()))
    expected = {
        **before,
        (three.pk, "1.1"): ("", {"done": "9", "planned": "10"}),
        (two.pk, "1.2"): ("0.75", None),
    }
    assert counting(cycle) == expected
    assert NotApplicable.objects.filter(participant=one, leaf="2.3").exists()
    decided_rows = Score.objects.filter(cycle=cycle, stage=Stage.DECIDED).exclude(origin=Origin.IMPORTED)
    assert {one.origin for one in decided_rows} == {Origin.COUNCIL}
    assert (row.units, row.leaves, row.number) == (3, 3 * 6 - 1, 1)
    run = IndexRun.objects.filter(cycle=cycle).first()
    assert (run.stage, run.cause) == (Stage.DECIDED, "final")
    assert (standing_final(cycle), row.basis_number) == (row, "15/BB-HĐTĐ")
    assert not play().differences


def test_undone_it_leaves_exactly_what_was_before(cycle):
    before, ranks = counting(cycle), None
    a_decided_night(cycle)
    recompute_marked()
    ranks = accounts(cycle)
    row = final(cycle)
    assert accounts(cycle) != ranks
    made = undo_final(by=an_actor(SECRETARY), cycle=cycle, reason="Sai số liệu một đơn vị", now=NIGHT)
    assert (counting(cycle), accounts(cycle)) == (before, ranks)
    assert not NotApplicable.objects.filter(participant__cycle=cycle).exists()
    assert (made.final, standing_final(cycle)) == (row, None)
    again = final(cycle)
    assert (again.number, again.sha256) == (2, row.sha256)
    assert not play().differences


def test_while_points_are_final_nothing_writes_to_them(cycle):
    row = final(cycle)
    unit = cycle.participants.order_by("place")[0]
    with pytest.raises(ValidationError):
        correct_score(
            by=an_actor(Role.COORDINATOR), participant=unit, leaf="2.2", given=None, reason="Nhầm", version=1
        )
    row_of_unit = unit.appraisals.get()
    reopen_result(by=an_actor(Role.APPRAISAL_LEAD), appraised=row_of_unit, reason="Nhầm", now=NIGHT)
    appraiser = Membership.objects.get(role=Role.APPRAISER)
    what = TypedAppraisal(takes_back=True)
    with pytest.raises(ValidationError, match="26/01/2027"):
        save_appraisal(
            by=actor_for(appraiser), appraised=row_of_unit, leaf="1.1", typed=what, version=1, now=IN_DECEMBER
        )
    with pytest.raises(ValidationError):
        imported(cycle, "unit,2.2\nSở Y tế,1\n", name="lai.csv")
    with pytest.raises(ValidationError):
        change_applicability(
            by=an_actor(Role.COORDINATOR), cycle=cycle, off=[(unit.pk, "2.3")], reason="Không có"
        )
    with pytest.raises(ValidationError):
        final(cycle)
    with pytest.raises(ValidationError):
        undo_final(by=an_actor(SECRETARY), cycle=cycle, reason=" ", now=NIGHT)
    assert standing_final(cycle) == row


def test_everything_that_is_left_is_told_at_once_and_nothing_is_written(cycle):
    session = a_sitting_session(cycle)
    one, two, _three = cycle.participants.select_related("cycle_set__version", "cycle").order_by("place")
    an_item(session, one, "1.2")
    Score.objects.filter(participant=one, leaf="1.1").exclude(stage=Stage.SELF_SCORE).delete()
    Score.objects.filter(participant=two, leaf="2.2").delete()
    UnitAppraisal.objects.filter(participant=two).update(state="open")
    two.appraisals.get().rows.filter(leaf="1.3").update(provisional="Chờ báo cáo năm")
    with pytest.raises(ValidationError) as refused:
        final(cycle)
    told = " ".join(refused.value.messages)
    assert len(refused.value.messages) == 5
    assert all(words in told for words in ("Sở Nội vụ: 2.2", "Sở Công Thương: 1.1", "Sở Nội vụ: 1.3"))
    assert not FinalPoints.objects.exists()
    assert not Score.objects.filter(origin=Origin.COUNCIL).exists()
    # of a unit that stands near to the reader nothing is named, and by the refusal of the act neither
    faults = final_faults(cycle, final_cells(cycle), {two.pk})
    assert "Sở Nội vụ" not in " ".join(f"{one.sentence} {one.names}" for one in faults)
    near = actor_for(a_member(SECRETARY, unit=two.unit))
    with pytest.raises(ValidationError) as refused:
        final(cycle, by=near)
    assert "Sở Nội vụ" not in " ".join(refused.value.messages)


def test_the_page_names_everything_that_is_left_each_kind_on_its_own(cycle):
    UnitAppraisal.objects.filter(participant__cycle=cycle).update(state="open")
    client = Client()
    client.force_login(a_member(SECRETARY, unit=a_unit("Văn phòng Hội đồng")).person)
    answer = client.get(reverse("council:final", args=[cycle.year]))
    assert answer.status_code == 422
    (notice,) = read(source(answer)).find("div", role="alert")
    assert [one.text for one in notice.find("li")] == ["Sở Công Thương", "Sở Nội vụ", "Sở Y tế"]
    assert notice.find("details") == []


@pytest.mark.parametrize("count", [1, 6, 7, 40])
def test_a_unit_is_named_with_its_first_leaves_and_the_number_of_the_others_or_with_all_of_them(count):
    leaves = [str(number) for number in range(count)]
    some, whole = leaves_of_a_unit("Sở Y tế", leaves, count + 1), leaves_of_a_unit("Sở Y tế", leaves, count)
    named = [one for one in some.removeprefix("Sở Y tế: ").partition(" …")[0].split(", ") if one]
    assert named == leaves[:6]
    assert (f"(+{count - 6})" in some) is (count > 6)
    assert whole == (f"Sở Y tế: all {count} criteria" if count > 6 else some)


def test_a_fault_in_one_sentence_names_the_first_units_and_how_many_there_are_more():
    assert str(FinalFault("Còn:", ("a", "b"))) == "Còn: a; b"
    assert str(FinalFault("Còn")) == "Còn"
    long = str(FinalFault("Còn:", tuple(map(str, range(25)))))
    assert long.endswith("19 … (+5)")


def test_what_is_made_final_is_what_was_seen_and_only_whoever_may_does_it(cycle):
    with pytest.raises(Changed):
        make_final(by=an_actor(SECRETARY), cycle=cycle, seen="khác", now=NIGHT)
    for role in (Role.COUNCIL_MEMBER, Role.APPRAISAL_LEAD, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            final(cycle, by=an_actor(role))
    assert final(cycle, by=an_actor(Role.COORDINATOR)).number == 1


def test_a_cycle_closes_by_itself_once_its_points_are_final_and_before_only_with_a_reason_and_what_is_left(
    cycle,
):
    session, by = a_sitting_session(cycle), an_actor(Role.COORDINATOR)
    an_item(session, cycle.participants.get(name="Sở Y tế"))
    with pytest.raises(ValidationError) as refused:
        close_cycle(by=by, cycle=cycle, reason=" ")
    assert refused.value.messages == [
        "The points are not final: the council has not made them so.",
        "Session 1 is not closed: 1 item is not decided.",
        "Say why the cycle is closed although its points are not final.",
    ]
    assert close_cycle(by=by, cycle=cycle, reason=" Dừng  vòng chấm ").state == State.CLOSED
    log = Entry.objects.filter(verb="cycles.closed")
    assert [one.facts["not_final"] for one in log] == ["Dừng vòng chấm"]
    reopen_cycle(by=by, cycle=cycle, reason="Làm tiếp")
    decided(session.items.get())
    closed(session)
    final(cycle)
    assert close_cycle(by=by, cycle=cycle).state == State.CLOSED
    assert "not_final" not in log.order_by("-pk")[0].facts


def test_the_page_that_closes_a_cycle_says_what_is_left_and_asks_why_while_points_are_not_final(cycle):
    client, address = Client(), reverse("cycles:close", args=[cycle.pk])
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.COORDINATOR, unit=a_unit("Văn phòng Ủy ban")).person)
    a_sitting_session(cycle)
    text = source(client.get(address))
    assert "The points are not final: the council has not made them so." in text
    assert "Session 1 is not closed" in text
    assert 'name="reason"' in text
    assert client.post(address, {}).status_code == 422
