"""Appraising: what a unit declared is accepted, corrected or set, by whoever the announced plan names, never of a unit
that stands near, and with a reason for every point that is taken."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.own_work import own_work
from cchc.audit.changed import Changed
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.queries import address_of
from cchc.results.actions import recompute_marked
from cchc.results.models import IndexRun
from cchc.scores.models import Score, ScoreMark, Stage
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import UnitSheet
from tests.builders import (
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
    of_unit,
    submitted,
    to_appraise,
)
from tests.markup import read, source

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
LATE = (TakenReason("late", "Báo cáo quý III nộp chậm"),)


@pytest.fixture
def cycle():
    return a_whole_round()


def given(by, appraised, leaf, version=0, **typed):
    return save_appraisal(
        by=by, appraised=appraised, leaf=leaf, typed=TypedAppraisal(**typed), version=version, now=DECEMBER
    )


def faults(refused) -> list[str]:
    return sorted(refused.value.message_dict)


def test_what_a_unit_declared_is_accepted_as_it_stands(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    row = given(actor_for(appraiser), appraised, "1.1")
    assert (row.verdict, row.points, row.reasons) == (Appraisal.Verdict.ACCEPTED, "1.8", [])
    score = Score.objects.get(stage=Stage.FIRST_APPRAISAL)
    assert (score.leaf, score.figures) == ("1.1", {"done": "9", "planned": "10"})
    appraised.refresh_from_db()
    assert (appraised.given, appraised.leaves, appraised.points, appraised.taken) == (1, 5, "1.8", "0")


def test_corrected_figures_let_the_rule_set_the_points_and_need_a_reason(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    with pytest.raises(ValidationError) as refused:
        given(actor_for(appraiser), appraised, "1.1", figures={"done": "5"})
    assert faults(refused) == ["reasons"]
    row = given(actor_for(appraiser), appraised, "1.1", figures={"done": "5"}, reasons=LATE)
    assert (row.verdict, row.points) == (Appraisal.Verdict.CORRECTED, "1")
    appraised.refresh_from_db()
    assert appraised.taken == "0.8"


def test_points_are_set_only_where_the_leaf_has_no_rule_or_nothing_was_declared(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    by = actor_for(appraiser)
    assert given(by, appraised, "1.2", points="1", reasons=LATE).verdict == Appraisal.Verdict.SET
    with pytest.raises(ValidationError) as refused:
        given(by, appraised, "1.1", points="1", reasons=LATE)
    assert faults(refused) == ["points"]


def test_the_score_says_in_words_why_points_were_taken(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    reasons = (*LATE, TakenReason("not_done"))
    given(actor_for(appraiser), appraised, "1.2", points="1", reasons=reasons)
    score = Score.objects.get(leaf="1.2", stage=Stage.FIRST_APPRAISAL)
    assert score.reason == "Báo cáo quý III nộp chậm; không thực hiện"
    page = "/ket-qua/{}/{}/don-vi/{}/1.2/vi-sao/".format(*address_of(cycle), appraised.participant.unit_id)
    client = Client()
    client.force_login(a_member(Role.LEADER).person)
    assert "Báo cáo quý III nộp chậm; không thực hiện" in source(client.get(page))
    Score.objects.filter(pk=score.pk).update(reason="late; not_done")  # as it was stored before
    (body,) = read(source(client.get(page))).find("main")
    assert "quá hạn; không thực hiện" in body.text
    assert "chưa rõ lý do" not in body.text
    assert "not_done" not in body.text


def test_every_fault_is_told_at_once(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    with pytest.raises(ValidationError) as refused:
        given(
            actor_for(appraiser),
            appraised,
            "1.1",
            figures={"done": "nhiều"},
            note="\x07",
            provisional="\x07",
        )
    assert faults(refused) == ["figure-done", "note", "provisional"]


def test_nobody_appraises_what_the_announced_plan_gives_to_another(cycle):
    one, other = an_appraiser(), an_appraiser("Sở Tài chính")
    a_work_plan(cycle, one, other)
    appraised = to_appraise(a_filled_sheet(cycle))
    with pytest.raises(NotPermitted):
        given(actor_for(other), appraised, "1.1")
    with pytest.raises(NotPermitted):
        given(an_actor(Role.COORDINATOR), appraised, "1.1")
    assert not Appraisal.objects.exists()


def test_a_draft_lets_nobody_appraise_and_shows_no_work(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser, announced=False)
    appraised = to_appraise(a_filled_sheet(cycle))
    assert own_work(actor_for(appraiser), cycle, Stage.FIRST_APPRAISAL) == []
    with pytest.raises(NotPermitted):
        given(actor_for(appraiser), appraised, "1.1")


def test_nobody_appraises_the_own_unit_whatever_the_plan_says(cycle):
    participant = cycle.participants.order_by("place")[0]
    own = a_member(Role.APPRAISER, unit=participant.unit)
    a_work_plan(cycle, own)
    appraised = to_appraise(a_filled_sheet(cycle))
    with pytest.raises(NotPermitted):
        given(actor_for(own), appraised, "1.1")
    work = own_work(actor_for(own), cycle, Stage.FIRST_APPRAISAL)
    assert {one.units for one in work} == {1}  # the other unit alone; the own one is in no count
    assert {one.ready for one in work} == {0}


def test_an_appraisal_that_another_gave_meanwhile_is_not_overwritten(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    by = actor_for(appraiser)
    given(by, appraised, "1.1")
    with pytest.raises(Changed) as met:
        given(by, appraised, "1.1", figures={"done": "5"}, reasons=LATE)
    assert met.value.now.points == "1.8"
    assert given(by, appraised, "1.1").version == 1  # the same once more is no change


def test_many_are_accepted_at_once_only_where_figures_and_evidence_allow(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    rows = accept_many(
        by=actor_for(appraiser), appraised=appraised, leaves=["1.1", "1.2", "1.3", "2.1", "2.3"], now=DECEMBER
    )
    accepted = [row.leaf for row in rows]
    assert accepted == ["1.1", "1.3", "2.1"]  # what has no rule is judged by a person
    assert all(row.bulk for row in rows)
    appraised.refresh_from_db()
    assert appraised.given == 3


def test_a_sheet_given_back_takes_its_appraisals_out_and_the_same_answers_bring_them_back(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    sheet = a_filled_sheet(cycle)
    appraised = to_appraise(sheet)
    by = actor_for(appraiser)
    for leaf in ("1.1", "1.3"):
        given(by, appraised, leaf)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu tài liệu", now=DECEMBER)
    assert not Score.objects.filter(stage=Stage.FIRST_APPRAISAL).exclude(figures=None).exists()
    with pytest.raises(ValidationError):
        given(by, appraised, "2.1")
    answer = sheet.answers.get(leaf="1.1")
    save_answer(
        by=of_unit(sheet),
        sheet=UnitSheet.objects.get(pk=sheet.pk),
        leaf="1.1",
        typed=TypedAnswer(figures={"done": "10"}),
        version=answer.version,
        now=DECEMBER,
    )
    submitted(sheet, now=DECEMBER)
    counting = Score.objects.filter(stage=Stage.FIRST_APPRAISAL).exclude(figures=None)
    assert [score.leaf for score in counting] == ["1.3"]
    again = UnitAppraisal.objects.get(pk=appraised.pk)
    assert (again.submission, again.given) == (2, 1)
    assert Appraisal.objects.get(leaf="1.1").points == "1.8"  # still to be seen, counts no more


def test_the_index_follows_within_a_minute_and_the_log_plays_to_what_is_stored(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    before = IndexRun.objects.count()
    given(actor_for(appraiser), appraised, "1.1", figures={"done": "5"}, reasons=LATE)
    assert (IndexRun.objects.count(), ScoreMark.objects.count()) == (before, 1)
    assert recompute_marked() == 1
    assert ScoreMark.objects.count() == 0
    assert IndexRun.objects.order_by("-pk")[0].stage == Stage.FIRST_APPRAISAL
    assert recompute_marked() == 0
    assert list(play().differences) == []


def test_what_is_typed_over_the_units_figures_leaves_the_others_as_declared(cycle):
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    appraised = to_appraise(a_filled_sheet(cycle))
    row = given(actor_for(appraiser), appraised, "1.1", figures={"planned": "9"})
    assert row.figures == {"done": "9", "planned": "9"}
    taken_back = given(actor_for(appraiser), appraised, "1.1", version=1, takes_back=True)
    assert (taken_back.verdict, taken_back.figures) == ("", {"done": "9", "planned": "9"})
