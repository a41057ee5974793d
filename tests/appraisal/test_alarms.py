"""What is worth a look is shown with what it rests on, to whoever leads or only reads, and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.alarms import Alarm, AlarmKind, alarms_in
from cchc.appraisal.queries.sight import sight_in
from cchc.cycles.models import Cycle
from cchc.documents.models import DocumentFile, StoredFile
from cchc.scores.models import Stage
from cchc.self_scoring.models import EvidenceLink
from tests.builders import a_member, a_whole_round, a_work_plan, all_handed_in, an_actor, an_appraiser
from tests.markup import source

pytestmark = pytest.mark.django_db
FIRST = Stage.FIRST_APPRAISAL


def a_round_of(units: int) -> tuple[Cycle, list[UnitAppraisal]]:
    """A round of so many units that handed in the same answers."""
    cycle = a_whole_round([f"Sở thứ {place:03}" for place in range(units)])
    return cycle, all_handed_in(cycle)


def given(
    units: Sequence[UnitAppraisal], points: str, leaf: str = "1.1", person: int = 1, sentence: str = ""
) -> None:
    """Let somebody give these units the same points for a leaf."""
    line = {"person_id": person, "person": f"Thẩm định viên {person}", "unit": "Sở Tư pháp"}
    reasons = [{"code": "late", "text": sentence}]
    what = {"verdict": "accepted", "points": points, "reasons": reasons, "read": "0" * 64}
    Appraisal.objects.bulk_create(
        Appraisal(of=one, leaf=leaf, at=timezone.now(), **what, **line) for one in units
    )


def found(cycle: Cycle, kind: AlarmKind, reader=None) -> list[Alarm]:
    """What a reader is shown of one kind."""
    actor = reader or an_actor(Role.APPRAISAL_LEAD)
    return [one for one in alarms_in(cycle, FIRST, sight_in(actor, cycle)) if one.kind is kind]


def names(alarm: Alarm) -> list[str]:
    return [one.participant.name for one in alarm.cells]


def test_the_same_figures_with_different_points_are_named_with_all_units_that_have_them():
    cycle, units = a_round_of(3)
    given(units[:2], "1.8")
    assert found(cycle, AlarmKind.LIKE) == []
    given(units[2:], "1")
    (alarm,) = found(cycle, AlarmKind.LIKE)
    assert (alarm.bases, alarm.leaf.number, len(names(alarm))) == (("figures",), "1.1", 3)


def test_documents_of_the_same_bytes_are_like_evidence_whatever_their_names():
    cycle, units = a_round_of(3)
    file = StoredFile.objects.create(
        sha256="a" * 64, name="bao-cao.pdf", size=1, person_id=1, person="Chuyên viên", unit="Sở Nội vụ"
    )
    for one in units[:2]:
        link = EvidenceLink.objects.get(sheet__participant=one.participant_id)
        DocumentFile.objects.create(document=link.document, place=1, file=file)
    given(units[:1], "1")
    given(units[1:], "1.8")
    told = {one.bases: names(one) for one in found(cycle, AlarmKind.LIKE)}
    assert told[("files",)] == ["Sở thứ 000", "Sở thứ 001"]
    assert len(told[("figures",)]) == 3


def test_an_appraiser_far_from_the_others_is_named_from_five_judgements_on_each_side_on():
    cycle, units = a_round_of(10)
    given(units[:5], "1.8", person=1)
    given(units[5:9], "0.9", person=2)
    assert found(cycle, AlarmKind.FAR) == []
    given(units[9:], "0.9", person=2)
    alarms = {one.who: one for one in found(cycle, AlarmKind.FAR)}
    assert set(alarms) == {"Thẩm định viên 1", "Thẩm định viên 2"}
    hard = alarms["Thẩm định viên 2"]
    assert (hard.own, hard.others, len(hard.cells), hard.among) == (Fraction(1, 2), 0, 5, 5)


def test_nearly_all_at_the_maximum_is_said_of_ten_units_and_more():
    cycle, units = a_round_of(20)
    given(units[:9], "2")
    assert found(cycle, AlarmKind.MAXIMUM) == []
    given(units[9:19], "2")
    given(units[19:], "1")
    (alarm,) = found(cycle, AlarmKind.MAXIMUM)
    assert (len(alarm.cells), alarm.among) == (19, 20)
    Appraisal.objects.filter(of=units[0]).update(points="1")
    assert found(cycle, AlarmKind.MAXIMUM) == []  # 18 of 20 are fewer than 95 per cent


def test_a_sentence_that_the_unit_wrote_itself_is_told_however_it_is_typed():
    cycle, units = a_round_of(2)
    given(units[:1], "1", leaf="1.2", sentence="NỘP  CHẬM một báo cáo")  # which stands in the answers of both
    given(units[1:], "1", leaf="1.2", sentence="Nộp sau ngày 20/10")
    (alarm,) = found(cycle, AlarmKind.COPIED)
    assert names(alarm) == ["Sở thứ 000"]


def test_what_stands_near_to_the_reader_is_in_no_alarm_and_appraisers_are_shown_none():
    cycle, units = a_round_of(2)
    given(units[:1], "1")
    given(units[1:], "1.8")
    near = a_member(Role.APPRAISAL_LEAD, unit=units[0].participant.unit)
    appraiser, lead = an_appraiser(), an_appraiser("Sở Công Thương", Role.APPRAISAL_LEAD)
    auditor = a_member(Role.AUDITOR, unit=lead.unit, scope=Scope.PROVINCE)
    a_work_plan(cycle, appraiser)
    where = reverse("appraisal:alarms", args=[cycle.year, FIRST])
    leaf = reverse(
        "appraisal:leaf", args=[cycle.year, "first_appraisal", units[1].participant.unit_id, "1.1"]
    )
    for member, status, told in (
        (near, 200, False),
        (appraiser, 404, False),
        (lead, 200, True),
        (auditor, 200, True),
    ):
        client = Client()
        client.force_login(member.person)
        page = client.get(where)
        assert page.status_code == status
        assert ("2 đơn vị có cùng số liệu" in source(page)) == told
        assert ("2 đơn vị có cùng số liệu" in source(client.get(leaf))) == told


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_units():
    cycle, rows = a_round_of(150)
    sight, counts = sight_in(an_actor(Role.APPRAISAL_LEAD), cycle), []
    for units in (rows[:4], rows[4:]):
        given(units[::2], "1", person=1)
        given(units[1::2], "1.8", person=2)
        with CaptureQueriesContext(connection) as asked:
            assert len(alarms_in(cycle, FIRST, sight)) > 0
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8
