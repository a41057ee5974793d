"""Statements that are written by hand say the same as the querysets beside which they stand here."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore as StoreOfDjango
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from cchc.access.permissions import Role
from cchc.access.practising import practising
from cchc.accounts.models import Membership
from cchc.accounts.policies import valid_on
from cchc.accounts.queries import running
from cchc.accounts.sessions import SessionStore
from cchc.audit.locks import hold, holding
from cchc.audit.statements import answer_of, carry_out, storing
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.models import ApplicabilityRequest, NotApplicable, Phase, PhaseKind
from cchc.cycles.queries.requests import leaves_apart
from cchc.cycles.queries.windows import plain_window
from cchc.self_scoring.models import Answer, EvidenceLink, UnitSheet
from cchc.self_scoring.queries.cell import LARGEST, answer_to, is_proved, kept_answers, sheet_to_save
from cchc.self_scoring.queries.sheet import sheets_with_sets
from cchc.self_scoring.queries.sums import kept_as
from tests.builders import a_document, a_member, a_request, a_running_cycle, a_sheet, a_unit

pytestmark = pytest.mark.django_db

AWKWARD = "50% của “đơn vị”; 'một' -- hai\n%s \\ {}"


def fields_of(row: Model | None) -> dict[str, Any] | None:
    """All that a row holds."""
    return row and {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def test_the_sheet_that_a_cell_is_saved_in_is_found_by_hand_as_by_django():
    sheet = a_sheet()
    unit, year = sheet.participant.unit_id, sheet.participant.cycle.year
    with CaptureQueriesContext(connection) as asked:
        by_hand = sheet_to_save(unit, year)
        assert by_hand is not None
        told = [
            (row, row.participant, row.participant.cycle, row.participant.cycle_set)
            for row in (by_hand, sheets_with_sets().get(participant__unit=unit))
        ]
    assert len(asked) == 2
    assert [fields_of(one) for one in told[0]] == [fields_of(one) for one in told[1]]
    assert fields_of(by_hand.participant.cycle_set.version) == fields_of(told[1][3].version)
    for elsewhere in ((unit, year - 1), (LARGEST, year), (LARGEST + 1, year), (unit, 10**30)):
        assert sheet_to_save(*elsewhere) is None
    with practising():
        assert sheet_to_save(unit, year) is None


def test_the_days_of_a_phase_are_read_by_hand_as_by_django():
    for phase in Phase.objects.filter(cycle=a_running_cycle()).select_related("cycle"):
        window = plain_window(phase.cycle_id, phase.kind)
        assert window is not None
        assert fields_of(window.phase) == fields_of(phase)
        assert fields_of(window.phase.cycle) == fields_of(phase.cycle)
        assert (window.window.starts, window.window.ends, window.extended) == (phase.starts, phase.ends, None)
    assert plain_window(phase.cycle_id, PhaseKind.PUBLICATION) is None


def test_what_stands_apart_in_a_sheet_is_read_by_hand_as_by_django():
    participant = a_sheet().participant
    NotApplicable.objects.create(participant=participant, leaf="1.1", reason=AWKWARD)
    asked = a_request(participant, "1.2")
    refused = a_request(participant, "1.3")
    ApplicabilityRequest.objects.filter(pk=refused.pk).update(state=ApplicabilityRequest.State.REFUSED)
    apart = leaves_apart(participant.pk)
    assert apart.off == dict(participant.not_applicable.values_list("leaf", "reason"))
    assert apart.asked == {asked.leaf}


def test_the_memberships_of_a_person_are_read_by_hand_as_by_django():
    first = a_member(Role.UNIT_CLERK)
    person, day = first.person, localdate()
    for valid_from, valid_until in (
        (day, None),
        (day - timedelta(days=9), day),
        (day - timedelta(days=9), day + timedelta(days=1)),
        (day + timedelta(days=1), None),
    ):
        unit = a_unit(f"Sở {AWKWARD} {valid_from} {valid_until}")
        days = {"valid_from": valid_from, "valid_until": valid_until}
        Membership.objects.create(person=person, unit=unit, role=first.role, scope=first.scope, **days)
    a_member(Role.UNIT_HEAD)
    with CaptureQueriesContext(connection) as asked:
        by_hand = [(row, row.unit, row.person) for row in running(person, day)]
    assert (len(asked), len(by_hand)) == (1, 3)
    by_django = person.memberships.filter(valid_on(day)).select_related("unit", "person").order_by("pk")
    rows = [(row, row.unit, row.person) for row in by_django]
    assert [[fields_of(one) for one in row] for row in by_hand] == [
        [fields_of(one) for one in row] for row in rows
    ]


def test_an_open_session_is_found_by_hand_as_by_django():
    kept = {}
    for name, days in (("open", 1), ("over", -1)):
        store = SessionStore()
        store["of"] = AWKWARD
        store.create()
        Session.objects.filter(pk=store.session_key).update(expire_date=now() + timedelta(days=days))
        kept[name] = store.session_key
    kept |= {"unknown": "x" * 32, "hostile": "' OR 1=1 --", "none": None}
    for key in kept.values():
        by_hand, by_django = SessionStore(key), StoreOfDjango(key)
        told = [(store.load(), store.session_key) for store in (by_hand, by_django)]
        assert told[0] == told[1]
    assert SessionStore(kept["open"]).load() == {"of": AWKWARD}
    assert SessionStore(kept["over"]).load() == {}


def an_answer(sheet: UnitSheet, leaf: str) -> Answer:
    """An answer that is not stored yet."""
    return Answer(
        sheet=sheet,
        leaf=leaf,
        figures={"done": "3", "words": AWKWARD},
        points="2/3",
        reason=AWKWARD,
        fed={"done": {"value": "3", "day": "2026-12-20"}},
        done=True,
        at=datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM),
        person_id=1,
        person="Cán bộ",
        unit="Xã",
    )


def test_the_answers_of_a_sheet_are_read_by_hand_as_by_django():
    sheet = a_sheet()
    an_answer(sheet, "1.1").save()
    Answer.objects.create(sheet=sheet, leaf="1.2", points="", at=an_answer(sheet, "").at, person_id=1)
    link = EvidenceLink(sheet=sheet, leaf="1.1", document=a_document(sheet.participant.unit))
    link.person_id, link.linked_at = 1, an_answer(sheet, "").at
    link.save()
    figures = {"done": AWKWARD}
    Answer.objects.create(sheet=sheet, leaf="1.3", figures=figures, at=an_answer(sheet, "").at, person_id=1)
    rows = sheet.answers.order_by("leaf")
    kept = answer_of(kept_answers(sheet.pk))
    assert {leaf: one.points for leaf, one in kept.items()} == dict(rows.values_list("leaf", "points"))
    assert [one.figures and json.loads(one.figures) for one in kept.values()] == ["", "", figures]
    assert [kept_as(one.points, one.figures).figures for one in rows] == ["", "", json.dumps(figures)]
    for row in rows:
        assert fields_of(answer_of(answer_to(sheet.pk, row.leaf))) == fields_of(row)
        assert answer_of(is_proved(sheet.pk, row.leaf)) == sheet.evidence.filter(leaf=row.leaf).exists()
    assert answer_of(answer_to(sheet.pk, "2.1")) is None


@transaction.atomic
def test_a_row_is_held_by_hand_as_by_django():
    sheet = a_sheet()
    assert fields_of(answer_of(holding(UnitSheet, sheet.pk))) == fields_of(
        hold(UnitSheet.objects.all(), sheet.pk)
    )
    for held in (lambda: answer_of(holding(UnitSheet, 0)), lambda: hold(UnitSheet.objects.all(), 0)):
        with pytest.raises(ValidationError, match="deleted meanwhile"):
            held()


def test_rows_are_stored_by_hand_as_by_django():
    sheet = a_sheet()
    by_django, by_hand = an_answer(sheet, "1.1"), an_answer(sheet, "1.2")
    for reason in (AWKWARD, "khác"):  # new, then written over
        by_django.reason = by_hand.reason = reason
        by_django.save()
        carry_out(storing(by_hand))
        stored = [fields_of(Answer.objects.get(leaf=leaf)) for leaf in ("1.1", "1.2")]
        assert stored[1] == fields_of(by_hand)
        assert [one and one | {"id": 0, "leaf": ""} for one in stored] == [
            one and one | {"id": 0, "leaf": ""} for one in map(fields_of, (by_django, by_django))
        ]
    by_hand.reason, by_hand.points = "một mình", "1"
    carry_out(storing(by_hand, "points"))
    again = Answer.objects.get(leaf="1.2")
    assert (again.points, again.reason) == ("1", "khác")


def test_a_row_that_is_not_there_any_more_is_not_stored():
    answer = an_answer(a_sheet(), "1.1")
    carry_out(storing(answer))
    Answer.objects.all().delete()
    with pytest.raises(DatabaseError, match="not there any more"):
        carry_out(storing(answer))


def test_statements_are_carried_out_in_their_order_and_postgresql_is_sent_them_at_once():
    sheet = a_sheet()
    first, then = an_answer(sheet, "1.1"), an_answer(sheet, "1.2")
    before, after = kept_answers(sheet.pk), kept_answers(sheet.pk)
    with CaptureQueriesContext(connection) as sent:
        carry_out(before, storing(first), storing(then), after)
    assert (list(before.answer), list(after.answer)) == ([], ["1.1", "1.2"])
    assert [first.pk, then.pk] == list(sheet.answers.order_by("leaf").values_list("pk", flat=True))
    assert len(sent) == (1 if connection.vendor == "postgresql" else 4)
