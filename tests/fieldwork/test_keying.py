"""Paper forms are keyed by one person, or by two who must agree; a batch closes when every form of it is told of."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.surveys.keying import BatchCount
from cchc.fieldwork.actions.batching import close_batch, make_batches, open_batch_again, set_doubling
from cchc.fieldwork.actions.keying import KeyedAs, key_form, settle_keying
from cchc.fieldwork.actions.paying import list_payments
from cchc.fieldwork.actions.receiving import WrongAnswers
from cchc.fieldwork.models import AssignmentState, FieldAssignment, FormSubmission, Keying, PaperBatch
from cchc.fieldwork.queries.batches import batch_standing, batch_standings, next_to_key, numbers_of
from cchc.fieldwork.queries.keying import differences_of, differing_forms
from cchc.fieldwork.queries.paying import payments_due
from cchc.surveys.models import Response
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

pytestmark = pytest.mark.django_db

BY = builders.an_actor(Role.SURVEY_STAFF)
ONE = replace(BY, person_id=101)
OTHER = replace(BY, person_id=102)
THIRD = replace(BY, person_id=103)


@pytest.fixture
def survey():
    return a_collecting_survey([builders.a_unit(name, "commune") for name in ("Xã Một", "Xã Hai")])


@pytest.fixture
def forms(survey):
    return some_assignments(survey, [one.unit for one in survey.rated.order_by("unit__name")], each=3)


def keyed(form: FieldAssignment, **texts: str) -> dict[int, dict[str, str]]:
    return {form.unit_id: texts}


def key(form: FieldAssignment, by=ONE, **texts: str) -> KeyedAs:
    return key_form(by=by, assignment=form, keyed=keyed(form, **texts), key=str(uuid4()))


def stored() -> list[tuple[str, str]]:
    return sorted(
        one for answers in Response.objects.values_list("answers", flat=True) for one in answers.items()
    )


def test_paper_forms_go_into_a_batch_for_each_unit_and_no_form_into_two(survey, forms):
    batches = make_batches(by=BY, survey=survey, doubled=34)
    assert [(one.number, one.unit, numbers_of(one)) for one in batches] == [
        (1, forms[0].unit, [1, 2, 3]),
        (2, forms[3].unit, [4, 5, 6]),
    ]
    assert [one.forms.filter(is_doubled=True).count() for one in batches] == [2, 2]
    with pytest.raises(ValidationError):
        make_batches(by=BY, survey=survey, doubled=0)
    more = some_assignments(survey, [forms[0].unit])
    assert [numbers_of(one) for one in make_batches(by=BY, survey=survey, doubled=0)] == [[more[0].number]]


def test_only_who_manages_fieldwork_makes_batches_and_only_who_keys_keys(survey, forms):
    enumerator = builders.an_actor(Role.ENUMERATOR)
    with pytest.raises(NotPermitted):
        make_batches(by=enumerator, survey=survey, doubled=0)
    with pytest.raises(NotPermitted):
        key(forms[0], by=enumerator, q1="5")
    with pytest.raises(NotPermitted):
        list_payments(by=enumerator, survey=survey, each=1)


def test_a_form_that_one_person_keys_is_stored_at_once(survey, forms):
    make_batches(by=BY, survey=survey, doubled=0)
    assert key(forms[0], q1="5", q2="4", q5="tốt") == KeyedAs.STORED
    assert stored() == [("q1", "5"), ("q2", "4"), ("q5", "tốt")]
    assert FormSubmission.objects.get().source == "keyed"
    assert not Keying.objects.exists()


def test_the_same_form_sent_twice_is_stored_once(survey, forms):
    sent = str(uuid4())
    for _again in range(2):
        key_form(by=ONE, assignment=forms[0], keyed=keyed(forms[0], q1="5"), key=sent)
    assert Response.objects.count() == 1
    with pytest.raises(ValidationError, match="answered already"):
        key(forms[0], q1="4")


def test_two_people_who_agree_store_a_form_once_and_what_they_keyed_is_forgotten(survey, forms):
    make_batches(by=BY, survey=survey, doubled=100)
    assert key(forms[0], q1="5", q4="2") == KeyedAs.ONCE
    assert stored() == []
    assert key(forms[0], by=OTHER, q1="5", q4="2,0") == KeyedAs.STORED
    assert stored() == [("q1", "5"), ("q4", "2")]
    assert list(Keying.objects.values_list("turn", "person_id", "body", "differences")) == [
        (1, 101, "", 0),
        (2, 102, "", 0),
    ]


def test_nobody_keys_a_form_twice_not_even_in_the_database(survey, forms):
    make_batches(by=BY, survey=survey, doubled=100)
    key(forms[0], q1="5")
    assert key(forms[0], q1="5") == KeyedAs.ONCE
    with pytest.raises(ValidationError, match="another person"):
        key(forms[0], q1="4")
    first = Keying.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(
            assignment=first.assignment, turn=2, body="{}", person_id=101, person="P", unit="U"
        )


def test_what_two_people_key_differently_waits_for_a_decision_and_what_they_agree_on_stays(survey, forms):
    make_batches(by=BY, survey=survey, doubled=100)
    key(forms[0], q1="5", q2="3", q5="tốt")
    assert key(forms[0], by=OTHER, q1="5", q2="4") == KeyedAs.DIFFERS
    assert stored() == []
    assert [(one.item, one.first, one.second) for one in differences_of(forms[0])] == [
        ("q2", "3", "4"),
        ("q5", "tốt", ""),
    ]
    assert list(differing_forms(survey)) == [forms[0]]
    unit = forms[0].unit_id
    with pytest.raises(ValidationError, match="Decide every question"):
        settle_keying(by=THIRD, assignment=forms[0], chosen={(unit, "q2"): "4"})
    settle_keying(by=THIRD, assignment=forms[0], chosen={(unit, "q2"): "4", (unit, "q5"): "tốt"})
    assert stored() == [("q1", "5"), ("q2", "4"), ("q5", "tốt")]
    assert list(Keying.objects.values_list("turn", "body", "differences")) == [(1, "", 0), (2, "", 2)]
    assert not differing_forms(survey).exists()
    with pytest.raises(ValidationError, match="nothing to decide"):
        settle_keying(by=THIRD, assignment=forms[0], chosen={})


def test_what_cannot_be_read_is_named_whole_and_nothing_is_kept(survey, forms):
    make_batches(by=BY, survey=survey, doubled=100)
    with pytest.raises(WrongAnswers) as refused:
        key(forms[0], q1="7", q4="99")
    assert [one.item for one in refused.value.faults[forms[0].unit_id]] == ["q1", "q4"]
    with pytest.raises(ValidationError, match="Nothing was keyed"):
        key(forms[0], q1=" ")
    stranger = builders.a_unit("Xã Ba", "commune")
    with pytest.raises(ValidationError, match="does not ask about"):
        key_form(by=ONE, assignment=forms[0], keyed={stranger.pk: {"q1": "5"}}, key=str(uuid4()))
    assert not Keying.objects.exists()


def test_a_form_that_was_answered_online_is_not_keyed(survey, forms):
    make_batches(by=BY, survey=survey, doubled=100)
    an_answered_form(forms[0])
    with pytest.raises(ValidationError, match="answered already"):
        key(forms[0], q1="1")
    assert stored() == [("q1", "5"), ("q2", "4")]


def void(form: FieldAssignment) -> None:
    FieldAssignment.objects.filter(pk=form.pk).update(state=AssignmentState.VOID, reason="rách")


def test_a_batch_closes_when_what_was_counted_is_what_is_known_and_nothing_waits(survey, forms):
    batch, _other = make_batches(by=BY, survey=survey, doubled=0)
    key(forms[0], q1="5")
    void(forms[1])
    with pytest.raises(ValidationError, match="are not the 3 forms"):
        close_batch(by=BY, batch=batch, counted=BatchCount(3, 2, 1, 1), seen_version=1)
    with pytest.raises(ValidationError) as refused:
        close_batch(by=BY, batch=batch, counted=BatchCount(3, 2, 1, 0), seen_version=1)
    assert refused.value.messages == [
        "returned: 2 counted on the table, 1 keyed here",
        "not returned: 0 counted on the table, 1 open here",
    ]
    closed = close_batch(by=BY, batch=batch, counted=BatchCount(3, 1, 1, 1), seen_version=1)
    assert (closed.returned, closed.void, closed.open) == (1, 1, 1)
    with pytest.raises(ValidationError, match="closed"):
        key(forms[2], q1="5")
    with pytest.raises(Changed):
        open_batch_again(by=BY, batch=batch, reason="Phiếu nộp muộn", seen_version=1)
    with pytest.raises(ValidationError):
        open_batch_again(by=BY, batch=batch, reason=" ", seen_version=2)
    open_batch_again(by=BY, batch=batch, reason="Phiếu nộp muộn", seen_version=2)
    assert key(forms[2], q1="5") == KeyedAs.STORED


def test_a_batch_stays_open_while_forms_wait_for_the_second_person_or_a_decision(survey, forms):
    batch, _other = make_batches(by=BY, survey=survey, doubled=100)
    key(forms[0], q1="5")
    key(forms[1], q1="5")
    key(forms[1], by=OTHER, q1="4")
    standing = batch_standing(batch)
    assert (standing.once, standing.differing, standing.count) == (1, 1, BatchCount(3, 0, 0, 3))
    with pytest.raises(ValidationError) as refused:
        close_batch(by=BY, batch=batch, counted=standing.count, seen_version=1)
    assert refused.value.messages == [
        "forms that wait for the second keying: 1",
        "forms that two people keyed differently and nobody decided yet: 1",
    ]


def test_more_is_keyed_twice_from_now_on_but_no_form_that_was_keyed(survey, forms):
    batch, _other = make_batches(by=BY, survey=survey, doubled=0)
    key(forms[0], q1="5")
    set_doubling(by=BY, batch=batch, percent=100, seen_version=1)
    doubled = batch.forms.order_by("assignment__number").values_list("is_doubled", flat=True)
    assert list(doubled) == [False, True, True]
    key(forms[1], q1="5")
    set_doubling(by=BY, batch=batch, percent=0, seen_version=2)
    assert list(doubled.all()) == [False, True, False]


def test_each_person_is_led_to_the_forms_that_he_or_she_can_still_key(survey, forms):
    batch, _other = make_batches(by=BY, survey=survey, doubled=100)
    key(forms[0], q1="5")
    void(forms[1])
    assert (next_to_key(batch, 101), next_to_key(batch, 102)) == (3, 1)


def test_batches_are_counted_in_one_statement(survey, forms, django_assert_num_queries):
    make_batches(by=BY, survey=survey, doubled=50)
    with django_assert_num_queries(1):
        standings = batch_standings(PaperBatch.objects.filter(survey=survey))
    assert [one.count.printed for one in standings] == [3, 3]


def test_an_enumerator_is_paid_once_for_each_form_that_came_back(survey):
    person = builders.a_member(Role.ENUMERATOR, unit=builders.a_unit("Bưu điện", "department"))
    forms = some_assignments(survey, [survey.rated.first().unit], each=3, enumerator=person)
    with pytest.raises(ValidationError, match="Nothing is due"):
        list_payments(by=BY, survey=survey, each=10_000)
    an_answered_form(forms[0])
    an_answered_form(forms[1])
    (entry,) = list_payments(by=BY, survey=survey, each=10_000)
    assert (entry.list_number, entry.forms, entry.amount) == (1, 2, 20_000)
    with pytest.raises(ValidationError, match="Nothing is due"):
        list_payments(by=BY, survey=survey, each=10_000)
    an_answered_form(forms[2])
    (entry,) = list_payments(by=BY, survey=survey, each=12_000)
    assert (entry.list_number, entry.forms, entry.amount) == (2, 1, 12_000)
    assert [(one.returned, one.paid, one.due) for one in payments_due(survey)] == [(3, 3, 0)]
    for amount in (0, 10_000_001):
        with pytest.raises(ValidationError):
            list_payments(by=BY, survey=survey, each=amount)
