"""Closing a survey parts people and answers: whoever holds the whole database cannot join them any more."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.audit.models import Entry
from cchc.core.surveys.estimating.canonical import estimate_hash
from cchc.fieldwork.actions.assigning import FormWanted, hand_out
from cchc.fieldwork.actions.closing import JOINED
from cchc.fieldwork.actions.links import look_up_link
from cchc.fieldwork.actions.receiving import SubmittedForm, UsedUp, receive_form
from cchc.fieldwork.actions.retention import delete_people_past_keeping, set_kept_until
from cchc.fieldwork.models import (
    AnswerLink,
    CollectingMode,
    FieldAssignment,
    Fieldwork,
    FormSubmission,
    SubmissionSource,
)
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.actions.responses import accept_all, judge_responses
from cchc.surveys.actions.states import close_survey, open_again
from cchc.surveys.models import Response, ResponseState
from cchc.surveys.queries.counts import counted_questionnaires
from cchc.surveys.queries.figures import standing_text
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import SATISFIED, a_sent_form, an_answered_form, some_assignments

pytestmark = pytest.mark.django_db

STAFF = builders.an_actor(Role.SURVEY_STAFF)
LEAD = builders.an_actor(Role.COORDINATOR)
KEEPER = builders.an_actor(Role.LINK_KEEPER)
PEOPLE = 12
FREE_OF_ANSWERS = frozenset({"fieldwork_answerlink", "fieldwork_batchform", "fieldwork_codeletter"})
"""Tables that lead to a numbered form, stay after closing, and hold no answer and no key of one."""


@pytest.fixture
def survey():
    units = [builders.a_unit(name, "commune") for name in ("Xã Tân Lập", "Xã An Lạc")]
    return a_collecting_survey(units, target=4)


def answered(survey) -> dict[int, str]:
    """Forms that came in an order of their own, each with words by which its person can be told; by their numbers."""
    units = [one.unit for one in survey.rated.order_by("unit")]
    forms = some_assignments(survey, units, each=PEOPLE // 2)
    Random(16).shuffle(forms)
    said = {}
    for place, one in enumerate(forms):
        said[one.number] = f"Tôi là người trả lời thứ {place}, rất riêng"
        texts = {"q1": str(1 + place % 5), "q2": str(1 + place // 5), "q5": said[one.number]}
        receive_form(by=STAFF, assignment=one, sent=a_sent_form(one, texts))
    return said


def closed(survey):
    accept_all(by=STAFF, survey=survey)
    return close_survey(by=LEAD, survey=survey)


def rows_of_everything() -> dict[str, list[str]]:
    """Every row of every table as text, by table."""
    return {
        model._meta.db_table: [
            "\x1f".join(map(str, row)) for row in model._default_manager.order_by().values_list()
        ]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def test_no_table_but_the_answers_holds_an_answer_or_a_key_of_one(survey):
    said = answered(survey)
    before = set(survey.responses.values_list("key", flat=True))
    closed(survey)
    make_estimate(by=LEAD, survey=survey)
    after = set(survey.responses.values_list("key", flat=True))
    assert not before & after
    found = {
        (table, word)
        for table, rows in rows_of_everything().items()
        for row in rows
        for word in (*said.values(), *before, *after)
        if word in row
    }
    links = set(AnswerLink.objects.values_list("form_key", flat=True))
    assert len(links) == PEOPLE
    assert not links & (before | after)
    assert {table for table, _word in found} == {"surveys_response"}
    assert not {word for _table, word in found} & before


def test_the_order_of_rows_says_nothing_of_the_order_in_which_forms_came(survey):
    said = answered(survey)
    closed(survey)
    order = [one.answers["q5"] for one in Response.objects.order_by("pk")]
    assert sorted(order) == sorted(said.values())
    assert order not in (list(said.values()), list(said.values())[::-1])
    assert order not in ([said[number] for number in sorted(said)], sorted(said.values()))


def test_no_day_and_no_time_of_a_form_stands_beside_its_answers(survey):
    answered(survey)
    FieldAssignment.objects.update(returned_on=timezone.localdate() - timedelta(days=3))
    Response.objects.update(received_at=timezone.now() - timedelta(days=3))
    closed(survey)
    (at,) = set(survey.responses.values_list("received_at", flat=True))
    assert timezone.localtime(at).time() == time.min
    assert set(FieldAssignment.objects.values_list("returned_on", flat=True)) == {timezone.localdate()}


def test_a_person_is_one_of_all_who_were_asked_alike(survey):
    """What forms that were handed out and answers have in common names no fewer people than the design does."""
    answered(survey)
    closed(survey)
    shared = ("form", "unit", "channel")
    for one in FieldAssignment.objects.values(*shared):
        assert survey.responses.filter(**one).count() == PEOPLE // 2
    (kinds,) = {
        len({tuple(row) for row in survey.responses.filter(unit=unit).values_list(*told)})
        for unit in survey.rated.values_list("unit", flat=True)
        for told in [("stratum", "primary_unit", "weight", "state", "reason", "is_test", "staged")]
    }
    assert kinds == 1


def test_the_marks_of_full_cells_stay_as_many_and_do_not_say_who_came_last(survey):
    answered(survey)
    before = survey.responses.filter(over_quota=True).count()
    last = set()
    for _turn in range(12):
        closed(survey)
        marked = [one.answers["q5"] for one in Response.objects.filter(over_quota=True)]
        last |= {frozenset(marked)}
        assert survey.responses.filter(over_quota=True).count() == before == 4
        open_again(by=LEAD, survey=survey, reason="Kiểm tra lại")
    assert len(last) > 1


def test_every_table_that_leads_to_a_form_is_empty_or_known_to_hold_no_answer(survey):
    answered(survey)
    closed(survey)
    leading = {
        relation.related_model for relation in FieldAssignment._meta.related_objects if relation.related_model
    }
    for model in leading:
        if model._meta.db_table not in FREE_OF_ANSWERS:
            assert model in JOINED, f"{model._meta.db_table} leads to a form and is not emptied at closing"
            assert not model._default_manager.exists()


def test_the_log_says_which_form_came_and_not_what_it_said(survey):
    said = answered(survey)
    voided = list(survey.responses.values_list("pk", flat=True)[:2])
    judge_responses(by=STAFF, survey=survey, responses=voided, state=ResponseState.VOID, reason="back_check")
    closed(survey)
    told = "\n".join(str(one.facts) for one in Entry.objects.all())
    keys = survey.responses.values_list("key", flat=True)
    assert not any(word in told for word in (*said.values(), *keys))


def test_figures_and_their_hash_are_what_they_were_before(survey):
    answered(survey)
    accept_all(by=STAFF, survey=survey)
    before = make_estimate(by=LEAD, survey=survey)
    sha256 = before.sha256
    figures = list(before.figures.order_by("code", "unit").values_list("code", "unit", "value", "low"))
    close_survey(by=LEAD, survey=survey)
    after = make_estimate(by=LEAD, survey=survey)
    assert after.sha256 == sha256 == estimate_hash(standing_text(counted_questionnaires(survey)))
    told = after.figures.order_by("code", "unit").values_list("code", "unit", "value", "low")
    assert list(told) == figures


def test_answers_of_one_person_about_several_units_stay_together(survey):
    (form,) = survey.forms.all()
    units = list(survey.rated.values_list("unit", flat=True))
    (one, other) = hand_out(
        by=STAFF, survey=survey, wanted=[FormWanted(form, CollectingMode.PAPER) for _turn in range(2)]
    )
    for place, assignment in enumerate((one, other)):
        texts = {unit: SATISFIED | {"q5": f"phiếu {place}"} for unit in units}
        sent = SubmittedForm(f"key-{place}", 1, texts, SubmissionSource.KEYED)
        receive_form(by=STAFF, assignment=assignment, sent=sent)
    closed(survey)
    together = {}
    for response in survey.responses.all():
        said = response.answers["q5"]
        together.setdefault(response.form_key, []).append((response.unit_id, said))
        assert response.key == f"{response.form_key}/{response.unit_id}"
    assert sorted(sorted(rows) for rows in together.values()) == [
        [(unit, f"phiếu {place}") for unit in sorted(units)] for place in range(2)
    ]


@pytest.mark.parametrize("reason", ["withdrawn", "unreliable"])
def test_what_was_withdrawn_or_is_void_loses_its_answers(survey, reason):
    """The log may name a void form by its number, and the reason beside it would tell whose answers these were."""
    answered(survey)
    (first,) = survey.responses.all()[:1]
    judge_responses(by=STAFF, survey=survey, responses=[first.pk], state=ResponseState.VOID, reason=reason)
    closed(survey)
    assert survey.responses.get(reason=reason).answers == {}
    assert survey.responses.count() == PEOPLE


def test_a_form_that_was_answered_is_not_answered_again_when_the_survey_is_opened_again(survey):
    answered(survey)
    fresh = some_assignments(survey, [one.unit for one in survey.rated.all()][:1])[0]
    closed(survey)
    open_again(by=LEAD, survey=survey, reason="Còn phiếu")
    with pytest.raises(UsedUp):
        an_answered_form(FieldAssignment.objects.get(number=1))
    an_answered_form(fresh)
    closed(survey)
    assert survey.responses.count() == PEOPLE + 1
    assert len(set(survey.responses.values_list("received_at", flat=True))) == 1


def test_the_keeper_of_the_link_sees_it_before_closing_with_every_look_in_the_log(survey):
    said = answered(survey)
    (found,) = look_up_link(by=KEEPER, survey=survey, number=3, reason="Người trả lời rút phiếu")
    assert found.answers["q5"] == said[3]
    entry = Entry.objects.get(verb="fieldwork.link_seen")
    assert entry.facts == {"number": 3, "reason": "Người trả lời rút phiếu"}
    with pytest.raises(ValidationError):
        look_up_link(by=KEEPER, survey=survey, number=3, reason=" ")
    for role in (Role.SURVEY_STAFF, Role.COORDINATOR, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            look_up_link(by=builders.an_actor(role, Scope.PROVINCE), survey=survey, number=3, reason="Xem")
    closed(survey)
    assert look_up_link(by=KEEPER, survey=survey, number=3, reason="Xem lại") == []
    assert Entry.objects.filter(verb="fieldwork.link_seen").count() == 2


def test_after_its_day_what_names_people_is_deleted_and_figures_stay(survey):
    answered(survey)
    FieldAssignment.objects.filter(number=1).update(reason="Bà B. ốm")
    yesterday = timezone.localdate() - timedelta(days=1)
    set_kept_until(by=STAFF, survey=survey, day=yesterday)
    assert delete_people_past_keeping() == 0  # as long as it collects
    closed(survey)
    sha256 = make_estimate(by=LEAD, survey=survey).sha256
    assert (delete_people_past_keeping(), delete_people_past_keeping()) == (1, 0)
    assert not Response.objects.filter(answers__has_key="q5").exists()
    assert not FieldAssignment.objects.exclude(reason="").exists()
    assert estimate_hash(standing_text(counted_questionnaires(survey))) == sha256
    facts = Entry.objects.get(verb="fieldwork.people_deleted").facts
    assert facts == {"people": 0, "reasons": 1, "texts": PEOPLE}


def test_nothing_is_deleted_on_the_day_itself_or_without_a_day(survey):
    answered(survey)
    closed(survey)
    for day in (timezone.localdate(), None, date(2999, 1, 1)):
        set_kept_until(by=STAFF, survey=survey, day=day)
        assert delete_people_past_keeping() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of a file of SQLite")
def test_what_joined_people_and_answers_is_not_left_in_the_bytes_of_the_database(survey):
    answered(survey)
    keys = [one.encode() for one in FormSubmission.objects.values_list("key", flat=True)]
    connection.ensure_connection()
    assert all(one in connection.connection.serialize() for one in keys)
    closed(survey)
    left = connection.connection.serialize()
    assert [one for one in keys if one in left] == []
    assert Fieldwork.objects.get().unlinked_at is not None
