"""Statements of an appraisal that are written by hand say the same as the querysets beside which they stand here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.access.practising import practising
from cchc.accounts.models import Membership
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.doubling import save_given
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal, AppraisalPlan, UnitAppraisal
from cchc.appraisal.queries.cells import saved_cell
from cchc.appraisal.queries.coverage import announced_coverage, coverage_of, plan_of
from cchc.appraisal.queries.held import WITH_SET, appraisal_to_save, held_appraisal, holding_appraised
from cchc.audit.locks import hold
from cchc.audit.statements import answer_of, carry_out
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.models import NotApplicable
from cchc.scores.actions.writing import new_score, write_cells, writing_score
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.content import NOTHING, ScoreContent
from cchc.scores.queries.interests import (
    memberships_of,
    participants_of_interest,
    people_apart,
    units_of_interest,
)
from cchc.self_scoring.models import EvidenceLink
from cchc.self_scoring.queries.claims import claims_of
from cchc.self_scoring.queries.content import UNANSWERED
from cchc.units.models import Lineage, Unit
from cchc.units.queries import kinship
from tests.builders import (
    a_document,
    a_double,
    a_filled_sheet,
    a_member,
    a_request,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_appraiser,
    to_appraise,
)

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
FIRST = Stage.FIRST_APPRAISAL


def fields_of(row: Model) -> dict[str, Any]:
    """All that a row holds."""
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def with_its_set(row: UnitAppraisal) -> list[dict[str, Any]]:
    """An appraisal of a unit, with all that is fetched `WITH_SET`."""
    participant = row.participant
    cycle_set = participant.cycle_set
    return [fields_of(one) for one in (row, participant, participant.cycle, cycle_set, cycle_set.version)]


class Appraised:
    """A unit that is appraised, one leaf of it by two people."""

    def __init__(self) -> None:
        self.cycle = a_whole_round()
        self.first, self.second = an_appraiser(), an_appraiser("Sở Tài chính")
        self.plan = a_work_plan(self.cycle, self.first)
        a_double(self.plan, self.second, leaf="1.2")
        sheet = a_filled_sheet(self.cycle)
        link = EvidenceLink(sheet=sheet, leaf="1.1", document=a_document(sheet.participant.unit), page=3)
        link.person_id, link.linked_at = 1, DECEMBER
        link.save()
        self.unit = to_appraise(sheet)
        self.participant = sheet.participant
        save_appraisal(
            by=actor_for(self.first),
            appraised=self.unit,
            leaf="1.1",
            typed=TypedAppraisal(note="50% của “đơn vị”; 'một' -- hai"),
            version=0,
            now=DECEMBER,
        )


@pytest.fixture
def appraised() -> Appraised:
    return Appraised()


@transaction.atomic
def test_the_appraisal_of_a_unit_is_found_and_held_by_hand_as_by_django(appraised):
    pk, unit, year = appraised.unit.pk, appraised.participant.unit_id, appraised.cycle.year
    by_django = with_its_set(hold(UnitAppraisal.objects.select_related(*WITH_SET), pk))
    assert with_its_set(answer_of(holding_appraised(pk))) == by_django
    found = appraisal_to_save(unit, year, FIRST)
    assert found is not None
    assert with_its_set(found) == by_django
    for elsewhere in ((unit, year - 1, FIRST), (unit, year, Stage.SECOND_APPRAISAL), (10**30, year, FIRST)):
        assert appraisal_to_save(*elsewhere) is None
    with practising():
        assert appraisal_to_save(unit, year, FIRST) is None
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        answer_of(holding_appraised(0))


def test_what_follows_the_appraisal_of_a_unit_is_read_by_hand_as_by_django(appraised):
    participant = appraised.participant
    by = actor_for(appraised.first)
    ask_question(by=by, appraised=appraised.unit, leaf="1.1", text="Tài liệu nào?", now=DECEMBER)
    a_request(participant, "2.1")
    held = held_appraisal(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=appraised.unit.pk))
    row = held.row
    assert {leaf: fields_of(one) for leaf, one in held.rows.items()} == {
        one.leaf: fields_of(one) for one in row.rows.all()
    }
    assert all(one.of is row for one in held.rows.values())
    by_django = {leaf: one for (_pk, leaf), one in claims_of([participant.pk]).items()}
    assert held.claims == by_django
    assert any(one.content != UNANSWERED for one in by_django.values())
    assert 3 in [link.page for link in held.claim("1.1").evidence]
    assert {leaf: held.read(leaf) for leaf in by_django} == {
        leaf: one.sha256 for leaf, one in by_django.items()
    }
    assert list(held.doubles.values()) == list(participant.doubles.all())
    assert set(held.doubles) == {"1.2"}
    assert held.questions == {"1.1": 1}
    assert (held.off, held.asked) == ({}, frozenset({"2.1"}))
    NotApplicable.objects.create(participant=participant, leaf="2.1", reason="Không có nhiệm vụ này")
    after = held_appraisal(row)
    assert (set(after.off), set(held.leaves) - set(after.leaves)) == ({"2.1"}, {"2.1"})


def test_who_appraises_what_is_read_by_hand_as_by_django(appraised):
    by_hand = announced_coverage(appraised.cycle, FIRST)
    by_django = coverage_of(plan_of(appraised.cycle, FIRST))
    assert [fields_of(one) for one in by_hand.rows] == [fields_of(one) for one in by_django.rows]
    for one, other in zip(by_hand.rows, by_django.rows, strict=True):
        assert (one.person.name, fields_of(one.cycle_set)) == (other.person.name, fields_of(other.cycle_set))
    assert (by_hand.apart, by_hand.doubles) == (by_django.apart, by_django.doubles)
    assert len(by_hand.apart) == 2
    assert len(by_hand.doubles) == appraised.cycle.participants.count()
    AppraisalPlan.objects.update(announced_at=None)
    assert announced_coverage(appraised.cycle, FIRST).rows == ()


def test_who_stands_near_to_what_is_read_by_hand_as_by_django(appraised):
    old, new = Unit.objects.order_by("pk")[:2]
    Lineage.objects.create(kind=Lineage.Kind.MERGE, predecessor=old, successor=new, on=DECEMBER.date())
    near = kinship()
    assert near.parents == dict(Unit.objects.values_list("pk", "parent_id"))
    assert (near.after, near.before) == ({old.pk: [new.pk]}, {new.pk: [old.pk]})
    people = [appraised.first.person_id, appraised.second.person_id]
    gone = Membership.objects.get(person_id=people[1])
    gone.valid_until = gone.valid_from  # it never counted
    gone.save()
    today = timezone.localdate()
    assert Membership.objects.filter(person__in=people, valid_from__lte=today).count() == 2
    assert [fields_of(one) for one in answer_of(memberships_of(people))] == [
        fields_of(Membership.objects.get(person_id=people[0]))
    ]
    own = a_member(Role.UNIT_CLERK, unit=appraised.participant.unit)
    clerk = actor_for(own)
    by_django = appraised.cycle.participants.filter(unit__in=units_of_interest(clerk, appraised.cycle))
    near_to_clerk = participants_of_interest(clerk, appraised.cycle)
    assert near_to_clerk == set(by_django.values_list("pk", flat=True))
    assert appraised.participant.pk in near_to_clerk
    assert people_apart([own.person_id], appraised.cycle) == {own.person_id: near_to_clerk}
    assert answer_of(memberships_of([])) == []
    assert people_apart([], appraised.cycle) == {}


def test_a_score_is_stored_by_hand_as_many_are_by_django(appraised):
    cycle, participant = appraised.cycle, appraised.participant
    given = ScoreContent(points="2/3", reason="50% của “đơn vị”; 'một' -- hai", origin=Origin.APPRAISED)
    for what in (given, replace(given, points="", figures={"done": "3", "total": "4"}), NOTHING):
        row = new_score(cycle, FIRST, (participant.pk, "2.1"), what)
        carry_out(writing_score(row))
        by_hand = Score.objects.get(participant=participant, leaf="2.1", stage=FIRST)
        assert fields_of(by_hand) == fields_of(row)
        write_cells(cycle, FIRST, {(participant.pk, "2.1"): what})
        by_django = Score.objects.get(pk=by_hand.pk)
        assert fields_of(by_django) == fields_of(by_hand) | {"version": by_hand.version + 1}
    [later] = write_cells(cycle, Stage.DECIDED, {(participant.pk, "2.1"): given})
    row = new_score(cycle, FIRST, (participant.pk, "2.1"), given)
    carry_out(writing_score(row))
    assert row.version == later.version + 1


def test_saving_an_appraisal_takes_few_messages(appraised):
    typed = TypedAppraisal(note="Đã xem lại")
    by = actor_for(appraised.first)
    with CaptureQueriesContext(connection) as sent:
        saved = save_given(by=by, appraised=appraised.unit, leaf="1.1", typed=typed, version=1, now=DECEMBER)
    assert isinstance(saved.row, Appraisal)
    assert (saved.row.version, saved.row.note) == (2, "Đã xem lại")
    after = saved_cell(saved.held, saved.held.leaves["1.1"], saved.row)
    assert (after.content.note, after.claim, after.asked) == ("Đã xem lại", saved.held.claim("1.1"), 0)
    bounds = 2  # what begins and ends the act inside of a test
    assert len(sent) == bounds + (7 if connection.vendor == "postgresql" else 23)
