"""A unit answers to its result leaf by leaf, hands it in or is locked, and what it explained is appraised again."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.handing_in import hand_in_justification
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import accept_result, explain_leaf, link_to_justification
from cchc.appraisal.actions.sending import reopen_result
from cchc.appraisal.models import (
    Appraisal,
    Justification,
    JustificationEvidence,
    JustificationSubmission,
    UnitAppraisal,
)
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.documents import justification_links_shown_to
from cchc.appraisal.queries.explained import explained_leaves, standing_justification
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.justified import justification_seal, justification_view
from cchc.appraisal.queries.outcome import is_intact, leaves_in
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.queries.units import appraised_units
from cchc.audit.changed import Changed
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.actions.locking import extend_phase, reopen_phase
from cchc.cycles.consequences import built_on
from cchc.cycles.models import PhaseKind
from cchc.documents.consequences import document_seen, keepers_of, uses_of, wanted_evidence
from cchc.scores.models import Score, Stage
from cchc.scores.queries.stages import counting_scores
from tests.builders import (
    a_document,
    a_member,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    justification_handed_in,
    of_unit,
    sent_result,
)

pytestmark = pytest.mark.django_db

JANUARY = datetime(2027, 1, 13, 9, 0, tzinfo=VIETNAM)
LATER = datetime(2027, 1, 19, 9, 0, tzinfo=VIETNAM)
LOCKED = datetime(2027, 1, 25, 0, 6, tzinfo=VIETNAM)
LEAD, COORDINATOR = an_actor(Role.APPRAISAL_LEAD), an_actor(Role.COORDINATOR)
TEXT = "Nhiệm vụ số 3 hoàn thành ngày 28/12, có biên bản nghiệm thu"
SECOND_LOWERED = TypedAppraisal(points="1", reasons=(TakenReason("not_done", "Chưa có báo cáo quý II"),))


@pytest.fixture
def appraiser():
    return an_appraiser()


@pytest.fixture
def appraised(appraiser) -> UnitAppraisal:
    """A unit that was sent its result, in which 1.1 and 1.2 were lowered."""
    row = an_appraised_unit(appraiser=appraiser)
    now = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
    by = actor_for(appraiser)
    save_appraisal(by=by, appraised=row, leaf="1.2", typed=SECOND_LOWERED, version=1, now=now)
    return sent(row)


def sent(row: UnitAppraisal) -> UnitAppraisal:
    sent_result(again(row))
    return again(row)


def again(row: UnitAppraisal) -> UnitAppraisal:
    return UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)


def clerk(row: UnitAppraisal):
    return of_unit(row.participant.sheet)


def head(row: UnitAppraisal):
    return of_unit(row.participant.sheet, Role.UNIT_HEAD)


def explain(row: UnitAppraisal, leaf: str = "1.1", *, text: str = TEXT, version: int = 0, now=JANUARY):
    return explain_leaf(by=clerk(row), appraised=row, leaf=leaf, text=text, version=version, now=now)


def second_of(row: UnitAppraisal) -> UnitAppraisal:
    rows = UnitAppraisal.objects.select_related(*WITH_SET)
    return rows.get(participant=row.participant, stage=Stage.SECOND_APPRAISAL)


ACCEPTING = TypedAppraisal()


def judge_again(row: UnitAppraisal, appraiser, typed: TypedAppraisal = ACCEPTING, leaf: str = "1.1"):
    second = second_of(row)
    a_work_plan(row.participant.cycle, appraiser, stage=Stage.SECOND_APPRAISAL)
    return save_appraisal(
        by=actor_for(appraiser), appraised=second, leaf=leaf, typed=typed, version=0, now=LATER
    )


def test_what_a_unit_does_not_answer_counts_as_accepted(appraised):
    explain(appraised)
    made = justification_handed_in(appraised, now=JANUARY)
    said = {leaf: (one["kind"], one["answered"]) for leaf, one in made.content["leaves"].items()}
    assert said == {"1.1": ("explained", True), "1.2": ("accepted", False)}
    assert [leaf for _pk, leaf in explained_leaves([appraised.participant_id])] == ["1.1"]


def test_only_what_was_lowered_is_asked_and_only_its_own_people_answer(appraised):
    view = justification_view(appraised)
    assert [one.leaf.number for one in view.leaves] == ["1.1", "1.2"]
    with pytest.raises(ValidationError, match="was not lowered"):
        explain(appraised, "1.3")
    other = appraised.participant.cycle.participants.order_by("place")[1]
    for stranger in (actor_for(a_member(Role.UNIT_CLERK, unit=other.unit)), LEAD):
        with pytest.raises(NotPermitted):
            explain_leaf(by=stranger, appraised=appraised, leaf="1.1", text=TEXT, version=0, now=JANUARY)
    with pytest.raises(NotPermitted):
        hand_in_justification(by=clerk(appraised), appraised=appraised, seen="", now=JANUARY)


def test_an_explanation_needs_words_and_nobody_writes_over_anothers_unseen(appraised):
    with pytest.raises(ValidationError, match="Write what you explain"):
        explain(appraised, text=" \n ")
    with pytest.raises(ValidationError):
        explain(appraised, text="a" * 4_001)
    first = explain(appraised)
    assert explain(appraised).version == first.version
    with pytest.raises(Changed):
        explain(appraised, text="Khác", version=0)
    accepted = accept_result(by=clerk(appraised), appraised=appraised, leaf="1.1", version=1, now=JANUARY)
    assert (accepted.kind, accepted.text, accepted.version) == ("accepted", TEXT, 2)


def test_what_is_handed_in_is_what_was_seen_and_never_changes(appraised):
    explain(appraised)
    link_to_justification(
        by=clerk(appraised),
        appraised=appraised,
        leaf="1.1",
        document=a_document(appraised.participant.unit, "77/BC"),
        page=3,
        now=JANUARY,
    )
    with pytest.raises(Changed):
        hand_in_justification(by=head(appraised), appraised=appraised, seen="another", now=JANUARY)
    made = justification_handed_in(appraised, now=JANUARY)
    assert (made.number, made.by_lock, is_intact(made)) == (1, False, True)
    (evidence,) = made.content["leaves"]["1.1"]["evidence"]
    assert (evidence["number"], evidence["page"]) == ("77/BC", 3)
    with pytest.raises(ValidationError, match="handed in"):
        explain(appraised, text="Khác", version=1)
    for change in (
        lambda: JustificationSubmission.objects.update(sha256="0" * 64),
        lambda: Justification.objects.update(text="khác"),
        lambda: JustificationEvidence.objects.update(page=4),
        lambda: Justification.objects.create(
            of=appraised, leaf="1.2", kind="accepted", at=JANUARY, person_id=1
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert list(play().differences) == []


def test_the_second_appraisal_has_the_explained_leaves_alone_and_begins_empty(appraised, appraiser):
    before = dict(Score.objects.values_list("pk", "points"))
    first = {one.leaf: one.points for one in Appraisal.objects.filter(of=appraised)}
    explain(appraised)
    justification_handed_in(appraised, now=JANUARY)
    second = second_of(appraised)
    assert (second.leaves, second.given, second.rows.count()) == (1, 0, 0)
    assert dict(Score.objects.values_list("pk", "points")) == before
    a_work_plan(appraised.participant.cycle, appraiser, stage=Stage.SECOND_APPRAISAL)
    by = actor_for(appraiser)
    with pytest.raises(ValidationError, match="is not appraised"):
        save_appraisal(by=by, appraised=second, leaf="1.2", typed=TypedAppraisal(), version=0, now=LATER)
    with pytest.raises(ValidationError, match="leaf by leaf"):
        accept_many(by=by, appraised=second, leaves=["1.1"], now=LATER)
    save_appraisal(by=by, appraised=second, leaf="1.1", typed=TypedAppraisal(), version=0, now=LATER)
    assert {one.leaf: one.points for one in Appraisal.objects.filter(of=appraised)} == first
    counting = {one.leaf: one.stage for one in counting_scores().filter(participant=appraised.participant)}
    stages = {leaf: Stage.SECOND_APPRAISAL if leaf == "1.1" else Stage.FIRST_APPRAISAL for leaf in first}
    assert counting == stages


def test_the_second_stage_lists_those_alone_that_explained(appraised):
    cycle = appraised.participant.cycle
    assert appraised_units(cycle, Stage.SECOND_APPRAISAL, sight_in(LEAD, cycle)) == []
    explain(appraised)
    justification_handed_in(again(appraised))
    listed = appraised_units(cycle, Stage.SECOND_APPRAISAL, sight_in(LEAD, cycle))
    assert [one.participant for one in listed] == [appraised.participant]
    assert len(appraised_units(cycle, Stage.FIRST_APPRAISAL, sight_in(LEAD, cycle))) == 2


def test_the_points_of_the_second_are_those_of_the_first_with_what_it_gave_the_explained_leaves(
    appraised, appraiser
):
    explain(appraised)
    justification_handed_in(appraised, now=JANUARY)
    judge_again(appraised, appraiser)
    second, first = second_of(appraised), again(appraised)
    gained = Fraction("1.8") - 1  # 9 of 10 tasks, of which the first appraisal left 5
    assert Fraction(second.points) == Fraction(first.points) + gained
    assert Fraction(second.taken) == Fraction(first.taken) - gained
    assert second.pending == first.pending


def test_the_unit_is_sent_the_second_result_beside_the_first(appraised, appraiser):
    explain(appraised)
    justification_handed_in(appraised, now=JANUARY)
    judge_again(appraised, appraiser)
    result = sent_result(second_of(appraised), now=LATER)
    (leaf,) = leaves_in(result.content)
    assert (leaf.number, leaf.before, leaf.given, leaf.lowered) == ("1.1", 1, Fraction("1.8"), False)
    assert Fraction(result.content["points"]) == Fraction(second_of(appraised).points)
    assert appraiser.person.name not in str(result.content)


def test_nothing_is_appraised_again_where_all_is_accepted(appraised):
    accept_result(by=clerk(appraised), appraised=appraised, leaf="1.1", version=0, now=JANUARY)
    justification_handed_in(appraised, now=JANUARY)
    assert not UnitAppraisal.objects.filter(stage=Stage.SECOND_APPRAISAL).exists()


def test_the_first_result_is_not_taken_back_from_under_a_second_appraisal_that_has_begun(
    appraised, appraiser
):
    explain(appraised)
    justification_handed_in(appraised, now=JANUARY)
    row = judge_again(appraised, appraiser)
    with pytest.raises(ValidationError, match="second appraisal stands on this result"):
        reopen_result(by=LEAD, appraised=appraised, reason="Nhầm số liệu", now=LATER)
    by, nothing = actor_for(appraiser), TypedAppraisal(takes_back=True)
    save_appraisal(
        by=by, appraised=second_of(appraised), leaf="1.1", typed=nothing, version=row.version, now=LATER
    )
    reopen_result(by=LEAD, appraised=appraised, reason="Nhầm số liệu", now=LATER)
    assert second_of(appraised).state == UnitAppraisal.State.WITHDRAWN
    assert standing_justification(appraised) is None
    assert list(play().differences) == []


def test_what_was_explained_stays_where_the_new_result_says_the_same_and_is_asked_anew_elsewhere(
    appraised, appraiser
):
    explain(appraised)
    explain(appraised, "1.2", text="Báo cáo quý II gửi ngày 2/7")
    justification_handed_in(appraised, now=JANUARY)
    reopen_result(by=LEAD, appraised=appraised, reason="Nhầm số liệu", now=JANUARY)
    by, typed = actor_for(appraiser), TypedAppraisal(figures={"done": "7"}, reasons=SECOND_LOWERED.reasons)
    save_appraisal(by=by, appraised=again(appraised), leaf="1.1", typed=typed, version=1, now=JANUARY)
    view = justification_view(sent(appraised))
    assert {one.leaf.number: (one.kind, one.text) for one in view.leaves} == {
        "1.1": ("", TEXT),
        "1.2": ("explained", "Báo cáo quý II gửi ngày 2/7"),
    }
    made = justification_handed_in(appraised, now=JANUARY)
    assert (made.number, [leaf for _pk, leaf in explained_leaves([appraised.participant_id])]) == (2, ["1.2"])


def test_the_lock_hands_in_what_stands_there_and_more_time_gives_it_back(appraised):
    explain(appraised)
    assert lock_due_phases(LOCKED) > 0
    locked = standing_justification(appraised)
    assert (locked.by_lock, locked.content["leaves"]["1.2"]["kind"]) == (True, "accepted")
    assert second_of(appraised).state == UnitAppraisal.State.OPEN
    with pytest.raises(ValidationError, match="locked"):
        explain(appraised, "1.2", now=LOCKED)
    extend_phase(
        by=COORDINATOR,
        participants=[appraised.participant],
        kind=PhaseKind.JUSTIFICATION,
        until=date(2027, 1, 27),
        reason="Mất điện",
        now=LOCKED,
    )
    assert standing_justification(appraised) is None
    assert second_of(appraised).state == UnitAppraisal.State.WITHDRAWN
    explain(appraised, "1.2", now=LOCKED)
    assert justification_handed_in(appraised, now=LOCKED).number == 2
    assert list(play().differences) == []


def test_more_time_takes_nothing_away_that_is_appraised_already(appraised, appraiser):
    explain(appraised)
    lock_due_phases(LOCKED)
    judge_again(appraised, appraiser)
    extend_phase(
        by=COORDINATOR,
        participants=[appraised.participant],
        kind=PhaseKind.JUSTIFICATION,
        until=date(2027, 1, 27),
        reason="Mất điện",
        now=LOCKED,
    )
    assert standing_justification(appraised) is not None
    assert second_of(appraised).state == UnitAppraisal.State.OPEN


def test_opening_the_justification_again_names_what_stands_on_it_and_puts_it_away(appraised, appraiser):
    explain(appraised)
    justification_handed_in(appraised, now=JANUARY)
    judge_again(appraised, appraiser)
    result = sent_result(second_of(appraised), now=LATER)
    built = [one.what for one in built_on(participant=appraised.participant, kind=PhaseKind.JUSTIFICATION)]
    assert len(built) == 3
    lock_due_phases(LOCKED)
    reopen_phase(
        by=COORDINATOR,
        participant=appraised.participant,
        kind=PhaseKind.JUSTIFICATION,
        until=date(2027, 1, 27),
        reason="Thiếu một tài liệu",
        now=LOCKED,
    )
    second = second_of(appraised)
    assert (second.state, second.results.get().reopened.reason) == ("withdrawn", "Thiếu một tài liệu")
    counting = counting_scores().get(participant=appraised.participant, leaf="1.1")
    assert counting.stage == Stage.FIRST_APPRAISAL
    assert is_intact(result)
    justification_handed_in(appraised, now=LOCKED)
    kept = second_of(appraised)
    assert (kept.state, kept.given) == (UnitAppraisal.State.OPEN, 1)  # the same was said to the same result
    assert list(play().differences) == []


def test_evidence_is_the_units_alone_until_it_is_handed_in_and_never_shown_to_whoever_stands_near(appraised):
    unit = appraised.participant.unit
    document = a_document(unit, "77/BC")
    explain(appraised)
    by = clerk(appraised)
    link_to_justification(by=by, appraised=appraised, leaf="1.1", document=document, now=JANUARY)
    near = actor_for(a_member(Role.APPRAISAL_LEAD, unit=unit))
    assert [justification_links_shown_to(one).count() for one in (by, LEAD, near)] == [1, 0, 0]
    justification_handed_in(appraised, now=JANUARY)
    assert [justification_links_shown_to(one).count() for one in (by, LEAD, near)] == [1, 1, 0]
    assert [use.frozen for use in uses_of(actor=by, documents=[document.pk])] == [True]
    assert len(keepers_of(document=document, now=JANUARY, held=False)) == 1
    document_seen(by=actor_for(an_appraiser("Sở Tài chính")), document=document, now=LATER)
    link = JustificationEvidence.objects.get()
    assert (link.seen_at, link.linked_at) == (LATER, JANUARY)


def test_documents_are_wanted_for_what_was_lowered_while_it_can_be_explained(appraised):
    keys = [one.key for one in wanted_evidence(actor=clerk(appraised), now=JANUARY)]
    assert keys == [f"giai-trinh:{appraised.pk}:1.1", f"giai-trinh:{appraised.pk}:1.2"]
    assert wanted_evidence(actor=clerk(appraised), now=LOCKED) == []


def test_the_seal_is_another_as_soon_as_anything_is_said(appraised):
    before = justification_seal(justification_view(appraised))
    explain(appraised)
    assert justification_seal(justification_view(appraised)) != before
