"""The thread of a leaf says what was handed in, asked and sent, in the order of the stages, and names no appraiser; and
the pages on which a unit answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.doubling import save_given
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.models import Justification, UnitAppraisal
from cchc.appraisal.queries.held import WITH_SET
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions import change_phases
from cchc.cycles.actions.phases import PhaseDates
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Stage
from cchc.scores.queries.threads import ThreadKind
from tests.builders import (
    a_double,
    a_filled_sheet,
    a_member,
    a_sheet,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    justification_handed_in,
    of_unit,
    sent_result,
    to_appraise,
)

pytestmark = pytest.mark.django_db

JANUARY = datetime(2027, 1, 13, 9, 0, tzinfo=VIETNAM)
TEXT = "Nhiệm vụ số 3 hoàn thành ngày 28/12"


def test_a_thread_grows_by_what_is_sent_and_nobody_near_reads_the_appraisal_in_it():
    appraiser = an_appraiser()
    row = an_appraised_unit(appraiser=appraiser)
    participant = row.participant
    by, clerk = actor_for(appraiser), of_unit(participant.sheet)
    near = actor_for(a_member(Role.APPRAISAL_LEAD, unit=participant.unit))
    december = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
    ask_question(by=by, appraised=row, leaf="1.1", text="Báo cáo nào?", now=december)

    def kinds(actor):
        entries = thread_of_leaf(actor=actor, participant=participant, leaf="1.1")
        assert appraiser.person.name not in str(entries)
        return [f"{one.stage} {one.kind}" for one in entries]

    own = ["self_score self_score"]
    asked = [*own, "first_appraisal question"]
    assert kinds(clerk) == asked  # what is given is not sent yet
    sent_result(row, now=december)
    sent = [*asked, "first_appraisal appraisal"]
    assert kinds(clerk) == sent
    row = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)
    explain_leaf(by=clerk, appraised=row, leaf="1.1", text=TEXT, version=0, now=JANUARY)
    assert kinds(clerk) == sent  # a draft is on the page of the unit alone
    justification_handed_in(row, now=JANUARY)
    said = [*sent, "first_appraisal explained"]
    second = UnitAppraisal.objects.select_related(*WITH_SET).get(
        participant=participant, stage=Stage.SECOND_APPRAISAL
    )
    a_work_plan(participant.cycle, appraiser, stage=Stage.SECOND_APPRAISAL)
    save_appraisal(by=by, appraised=second, leaf="1.1", typed=TypedAppraisal(), version=0, now=JANUARY)
    assert kinds(clerk) == kinds(by) == said
    second = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=second.pk)
    sent_result(second, now=JANUARY)
    whole = [*said, "second_appraisal appraisal"]
    assert kinds(clerk) == kinds(by) == kinds(an_actor(Role.COUNCIL_MEMBER)) == whole
    assert kinds(near) == own


def test_a_thread_hides_what_is_asked_on_a_leaf_of_two_until_something_of_it_counts():
    """Whoever of the two asks would tell the other what is doubted; the unit, which answers, reads it at once."""
    cycle, first, second = a_whole_round(), an_appraiser(), an_appraiser("Sở Tài chính")
    a_double(a_work_plan(cycle, first), second)
    row = to_appraise(a_filled_sheet(cycle))
    december = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
    for leaf in ("1.1", "1.2"):
        ask_question(by=actor_for(first), appraised=row, leaf=leaf, text="Ở đâu?", now=december)

    def asked(actor: Actor, leaf: str = "1.1") -> list[str]:
        participant = a_sheet(cycle).participant
        entries = thread_of_leaf(actor=actor, participant=participant, leaf=leaf)
        return [one.text for one in entries if one.kind is ThreadKind.QUESTION]

    readers = [actor_for(first), actor_for(second), an_actor(Role.APPRAISAL_LEAD), an_actor(Role.AUDITOR)]
    assert [asked(one) for one in readers] == [[]] * 4
    assert [asked(one, "1.2") for one in readers] == [["Ở đâu?"]] * 4
    assert asked(of_unit(row.participant.sheet)) == ["Ở đâu?"]
    for person in (first, second):
        given = {"appraised": row, "leaf": "1.1", "typed": TypedAppraisal(), "version": 0, "now": december}
        save_given(by=actor_for(person), **given)
    assert [asked(one) for one in readers] == [["Ở đâu?"]] * 4


def test_a_unit_answers_on_its_pages_and_who_is_late_sees_what_stands_there(client: Client):
    cycle, today, month = a_whole_round(), timezone.localdate(), timedelta(days=30)
    kinds = ("self_scoring", "appraisal", "justification")
    phases = [PhaseDates(kind, kind, today - month, today + month) for kind in kinds]
    change_phases(by=an_actor(), cycle=cycle, phases=phases, reason="Đủ các bước")
    row = an_appraised_unit(a_sheet(cycle), now=timezone.now())
    sent_result(row, now=timezone.now())
    place = [row.participant.cycle.year, row.participant.unit_id]
    leaf = reverse("appraisal:justified_leaf", args=[*place, "1.1"])
    clerk = a_member(Role.UNIT_CLERK, unit=row.participant.unit)
    client.force_login(clerk.person)
    listed = client.get(reverse("appraisal:justification", args=place)).content.decode()
    assert "1 tiêu chí chưa trả lời: coi như chấp nhận" in listed
    assert client.post(leaf, {"version": 0, "do": "explain", "text": " "}).status_code == 422
    assert client.post(leaf, {"version": 0, "do": "explain", "text": TEXT}).status_code == 302
    late = client.post(leaf, {"version": 0, "do": "explain", "text": "Nội dung khác"})
    assert (late.status_code, Justification.objects.get().text) == (409, TEXT)
    assert TEXT in late.content.decode()
    assert "Nội dung khác" in late.content.decode()
    assert client.get(reverse("appraisal:hand_in", args=place)).status_code == 404  # the head hands in
    far = a_member(Role.APPRAISAL_LEAD, unit=an_appraiser("Sở Tài chính").unit)
    client.force_login(far.person)
    assert client.get(leaf).status_code == 404  # a draft is the unit's alone
    justification_handed_in(row, now=timezone.now())
    assert client.get(leaf).status_code == 200
    near = a_member(Role.APPRAISAL_LEAD, unit=row.participant.unit)
    client.force_login(near.person)
    assert client.get(leaf).status_code == 404
