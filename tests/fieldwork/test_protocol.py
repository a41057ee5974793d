"""Telephones and other systems send each answer once, get a receipt for it, and are told how the server stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.audit.models import Entry
from cchc.core.surveys.codes import numbered_form
from cchc.fieldwork.actions import devices as device_actions
from cchc.fieldwork.actions.devices import MOST_IN_A_MINUTE, connect_telephone, give_token, revoke_device
from cchc.fieldwork.actions.sending_back import send_back
from cchc.fieldwork.models import AssignmentState, Device, FieldAssignment, FormSubmission
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.states import close_survey
from cchc.surveys.models import QuestionnaireVersion, Response
from tests import builders
from tests.builders.collecting import a_published_version
from tests.builders.devices import a_field, a_telephone, exchanged, filled_in, receipts, sent
from tests.builders.fieldwork import SATISFIED, an_answered_form

pytestmark = pytest.mark.django_db

LEAD = builders.an_actor(Role.SURVEY_STAFF)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def field():
    return a_field()


@pytest.fixture
def token(field):
    return a_telephone(field.enumerator)[1]


# --- what a telephone takes along ------------------------------------------------------------------------------


def test_a_telephone_takes_its_own_forms_along_with_what_they_ask_and_about_whom(field, token):
    told = exchanged(token)
    (survey,) = told["surveys"]
    assert (survey["name"], survey["units"]) == (field.survey.name, [[field.unit.pk, "Xã Tân Lập"]])
    assert [(one["id"], one["number"], one["state"]) for one in told["forms"]] == [
        (one.pk, numbered_form(one.number), "prepared") for one in field.forms
    ]
    (sha256,) = told["questionnaires"]
    assert {one["questionnaire"] for one in told["forms"]} == {sha256}
    assert [one["code"] for one in told["questionnaires"][sha256]["items"]] == ["q1", "q2", "q3", "q4", "q5"]
    assert exchanged(token, questionnaires=[sha256])["questionnaires"] == {}


def test_nobody_takes_the_forms_of_another_enumerator_or_those_on_paper(field, token):
    other = builders.a_member(Role.ENUMERATOR, unit=field.unit, username="nguoi-khac")
    FieldAssignment.objects.filter(pk=field.forms[0].pk).update(enumerator=other)
    FieldAssignment.objects.filter(pk=field.forms[1].pk).update(mode="paper")
    assert [one["id"] for one in exchanged(token)["forms"]] == [field.forms[2].pk]
    (refused,) = receipts(token, filled_in(field.forms[0]))
    assert (refused["outcome"], refused["reason"], refused["number"]) == ("refused", "unknown_form", 0)
    assert not FormSubmission.objects.exists()


def test_a_questionnaire_that_changes_in_mid_field_leaves_the_forms_that_are_out_as_they_are(field, token):
    before = exchanged(token)
    version = QuestionnaireVersion.objects.get()
    a_published_version()
    assert QuestionnaireVersion.objects.count() == 2
    assert exchanged(token)["questionnaires"].keys() == before["questionnaires"].keys() == {version.sha256}


# --- each answer once -----------------------------------------------------------------------------------------


def test_a_form_gets_a_receipt_with_its_number_and_hash_and_the_same_again_is_there_already(field, token):
    form = filled_in(field.forms[0])
    (first,) = receipts(token, form)
    row = FormSubmission.objects.get()
    assert first == {
        "key": form["key"], "version": 1, "outcome": "accepted", "number": row.pk, "sha256": row.sha256,
        "reason": "", "words": "", "faults": [],
    }  # fmt: skip
    assert (row.source, row.device.name) == ("app", "Điện thoại")
    (again,) = receipts(token, form)
    assert again == {**first, "outcome": "already_there"}
    assert Response.objects.count() == 1


def test_what_is_refused_says_why_and_the_others_of_the_same_sending_are_taken(field, token):
    one, two, three = field.forms
    an_answered_form(two)
    told = receipts(
        token,
        filled_in(one, {"q1": "9", "q2": "4"}),
        filled_in(two),
        filled_in(three),
        filled_in(three, unit=builders.a_unit("Xã khác", "commune").pk),
    )
    assert [(one["outcome"], one["reason"]) for one in told] == [
        ("refused", "wrong_answers"),
        ("refused", "used_up"),
        ("accepted", ""),
        ("refused", "wrong_units"),
    ]
    assert [(fault["unit"], fault["item"]) for fault in told[0]["faults"]] == [(field.unit.pk, "q1")]
    assert all(one["words"] for one in told if one["outcome"] == "refused")


def test_an_edit_is_a_new_version_and_an_older_one_that_comes_late_changes_nothing(field, token):
    first = filled_in(field.forms[0])
    edited = filled_in(field.forms[0], {"q1": "1", "q2": "1"}, key=first["key"], version=2)
    told = receipts(token, edited, first)
    assert [one["outcome"] for one in told] == ["accepted", "refused"]
    assert told[1]["reason"] == "superseded"
    assert {text for one in Response.objects.all() for text in one.answers.values()} == {"1"}


def test_a_form_that_was_made_void_and_a_survey_that_is_closed_take_nothing(field, token):
    FieldAssignment.objects.filter(pk=field.forms[0].pk).update(state=AssignmentState.VOID)
    assert receipts(token, filled_in(field.forms[0]))[0]["reason"] == "void"
    an_answered_form(field.forms[1])
    accept_all(by=LEAD, survey=field.survey)
    close_survey(by=builders.an_actor(Role.COORDINATOR), survey=field.survey)
    told = receipts(token, filled_in(field.forms[2]))[0]
    assert (told["outcome"], told["reason"]) == ("refused", "closed")
    assert exchanged(token)["forms"] == []


FATES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["heard", "lost on the way", "answer lost"])), max_size=12
)


@drawn(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(fates=FATES)
def test_whatever_is_lost_on_the_way_each_form_is_there_once_and_its_receipt_is_the_same(fates):
    at = Device.objects.count()
    field = a_field(commune=f"Xã số {at}", username=f"dieu-tra-vien-{at}")
    token = a_telephone(field.enumerator)[1]
    forms = [filled_in(one) for one in field.forms]
    heard: dict[int, set[int]] = {}
    for at, fate in [*fates, *((at, "heard") for at in range(3))]:
        if fate == "lost on the way":
            continue
        (receipt,) = receipts(token, forms[at])
        if fate == "heard":
            heard.setdefault(at, set()).add(receipt["number"])
    assert [len(numbers) for _at, numbers in sorted(heard.items())] == [1, 1, 1]
    assert Response.objects.filter(survey=field.survey).count() == 3


# --- what is no message ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"\xff", b'{"forms": {}}', b'{"forms": [1]}', b'{"forms": [{}]}', b"[" * 100_000,
        b'{"forms": [{"form": 1, "key": "k", "version": 1, "answers": {"1": {}}}]}',
        b'{"forms": [{"form": true, "key": "0a1b2c3d", "version": 1, "answers": {"1": {}}}]}',
        b'{"forms": [{"form": 1, "key": "0a1b2c3d", "version": 1, "answers": {"1": {"q1": "\\ud800"}}}]}',
        b'{"forms": [{"form": 1, "key": "0a1b2c3d", "version": 1, "answers": {"1": {"q1": "\\u0000"}}}]}',
        b'{"forms": [{"form": 1, "key": "0a1b2c3d", "version": 1, "answers": {"x": {"q1": "1"}}}]}',
        b'{"forms": [{"form": ' + b"9" * 5_000 + b', "key": "0a1b2c3d", "version": 1, "answers": {}}]}',
    ],
    ids=lambda body: body[:60],
)  # fmt: skip
def test_what_is_no_message_of_the_protocol_is_refused_in_words(body, token):
    answer = sent(token, "gui", body)
    assert (answer.status_code, answer.json()["fault"]) == (400, "not_understood")
    assert answer.json()["words"]


def test_five_megabytes_are_refused_before_they_are_read(field, token):
    answer = sent(token, "gui", {"forms": [filled_in(field.forms[0], {"q5": "a" * 5_000_000})]})
    assert (answer.status_code, answer.json()["fault"]) == (413, "too_large")
    told = receipts(token, filled_in(field.forms[0], {**SATISFIED, "q5": "a" * 50_000}))[0]
    assert (told["outcome"], told["reason"], told["faults"][0]["item"]) == ("refused", "wrong_answers", "q5")


def test_scripts_in_open_answers_are_kept_as_words(field, token):
    script = "<script>alert(1)</script> \"'&"
    receipts(token, filled_in(field.forms[0], {**SATISFIED, "q5": script}))
    assert Response.objects.get().answers["q5"] == script


def test_without_a_token_that_works_nothing_is_told_and_nothing_taken(field, token):
    assert sent("", "trao-doi", {}).status_code == sent("khong-co", "gui", {"forms": []}).status_code == 401
    assert Client().get("/thuc-dia/giao-thuc/gui/").json().keys() == {"protocol", "words"}
    revoke_device(by=actor_of(field.enumerator), device=Device.objects.get())
    answer = sent(token, "gui", {"forms": [filled_in(field.forms[0])]})
    assert (answer.status_code, answer.json()["fault"]) == (401, "not_connected")
    assert not FormSubmission.objects.exists()


def test_a_device_that_asks_too_often_waits_for_the_next_minute(token, monkeypatch):
    now = timezone.now()
    for _turn in range(MOST_IN_A_MINUTE):
        device_actions.admitted(token=token, now=now)
    with pytest.raises(device_actions.TooOften):
        device_actions.admitted(token=token, now=now)
    device_actions.admitted(token=token, now=now + timedelta(minutes=1))


# --- who gets a token -----------------------------------------------------------------------------------------


def test_an_enumerator_connects_own_telephones_up_to_ten(field):
    by = actor_of(field.enumerator)
    with pytest.raises(NotPermitted):
        connect_telephone(by=LEAD, membership=field.enumerator, name="Máy")
    for at in range(10):
        connect_telephone(by=by, membership=field.enumerator, name=f"Máy {at}")
    with pytest.raises(ValidationError):
        connect_telephone(by=by, membership=field.enumerator, name="Máy nữa")
    revoke_device(by=by, device=Device.objects.first())
    connect_telephone(by=by, membership=field.enumerator, name="Máy nữa")


def test_another_system_sends_for_one_survey_with_the_same_receipts(field):
    with pytest.raises(NotPermitted):
        give_token(by=actor_of(field.enumerator), survey=field.survey, name="Bưu điện")
    system, token = give_token(by=LEAD, survey=field.survey, name="Bưu điện")
    other = a_field(commune="Xã khác", username="xa-khac")
    assert [one["id"] for one in exchanged(token)["forms"]] == [one.pk for one in field.forms]
    form = filled_in(field.forms[0])
    told = [*receipts(token, form), *receipts(token, form), *receipts(token, filled_in(other.forms[0]))]
    assert [one["outcome"] for one in told] == ["accepted", "already_there", "refused"]
    assert FormSubmission.objects.get().source == "endpoint"
    assert Entry.objects.filter(verb="fieldwork.form_received").get().person == "Bưu điện"
    with pytest.raises(NotPermitted):
        revoke_device(by=actor_of(field.enumerator), device=system)
    revoke_device(by=LEAD, device=system)
    assert sent(token, "gui", {"forms": [form]}).status_code == 401


def test_nothing_that_has_devices_or_answers_can_be_deleted(field, token):
    receipts(token, filled_in(field.forms[0]))
    for one in (
        field.survey,
        field.enumerator,
        field.forms[0],
        Device.objects.get(),
        QuestionnaireVersion.objects.get(),
    ):
        with pytest.raises(ProtectedError):
            one.delete()


# --- a returned form, a restored server -----------------------------------------------------------------------


def test_a_form_that_is_sent_back_reaches_the_telephone_that_sent_it(field, token):
    first = filled_in(field.forms[0])
    receipts(token, first)
    with pytest.raises(ValidationError):
        send_back(by=LEAD, assignment=field.forms[1], reason="Chưa có trả lời")
    send_back(by=LEAD, assignment=field.forms[0], reason="Thiếu câu 4")
    second = a_telephone(field.enumerator, "Máy thứ hai")[1]
    told = {at: exchanged(at)["forms"][0] for at in (token, second)}
    back = {"key": first["key"], "version": 1, "reason": "Thiếu câu 4"}
    assert told[token]["back"] == {**back, "here": True}
    assert told[second]["back"] == {**back, "here": False}
    assert told[token]["state"] == "sent"
    revoke_device(by=actor_of(field.enumerator), device=Device.objects.first())
    assert exchanged(second)["forms"][0]["back"]["here"]
    corrected = filled_in(field.forms[0], {"q1": "2", "q2": "2", "q4": "1"}, key=first["key"], version=2)
    assert receipts(second, corrected)[0]["outcome"] == "accepted"
    assert "back" not in exchanged(second)["forms"][0]
    assert set(Response.objects.get().answers) == {"q1", "q2", "q4"}
