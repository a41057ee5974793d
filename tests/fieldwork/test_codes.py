"""Codes as they are sent: each text leads to the own page of its form, and a table holds them all."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.surveys.codes import printed_code, respondent_code
from cchc.fieldwork.actions.assigning import code_of
from cchc.fieldwork.actions.outcomes import make_void
from cchc.fieldwork.exchange.codes import CodeToSend, codes_csv
from cchc.fieldwork.models import VoidReason
from cchc.fieldwork.queries.forms import respondent_in
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

CODE = respondent_code(b"secret", 1, 7)


def sent(**more: object) -> CodeToSend:
    told = {"number": 7, "code": CODE, "survey": "Khảo sát 2026", "about": "Xã A", "group": "Người dân"}
    return CodeToSend(**{**told, "home": "https://cchc.example.vn", **more})  # type: ignore[arg-type]


def test_message_and_letter_hold_address_code_and_last_day():
    one = sent(until=date(2026, 12, 12), name="Người số 1")
    for text in (one.message, one.letter):
        assert f"https://cchc.example.vn/tra-loi/{CODE}/" in text
        assert printed_code(CODE) in text
        assert "12/12/2026" in text
    assert one.letter.startswith("Kính gửi ông/bà Người số 1,")


def test_a_name_that_looks_like_a_formula_stays_a_text():
    rows = list(csv.reader(StringIO(codes_csv([sent(name="=1+1")]).decode("utf-8-sig"))))
    assert rows[1][3] == "'=1+1"
    assert rows[1][0].startswith("00007-")


def test_who_is_asked_is_found_by_the_headings_of_the_list():
    columns = {"Họ và tên": "Người số 1", "Số điện thoại": "0900 000 001", "Email": "khong co"}
    one = respondent_in(columns)
    assert (one.name, one.telephone, one.mail) == ("Người số 1", "0900 000 001", "")


@pytest.mark.django_db
def test_the_file_holds_the_codes_of_forms_that_are_out_and_of_no_others():
    commune = builders.a_unit("Xã Tân Lập", "commune")
    survey = a_collecting_survey([commune])
    forms = some_assignments(survey, [commune], each=4)
    an_answered_form(forms[0])
    by = builders.an_actor(Role.SURVEY_STAFF)
    make_void(by=by, survey=survey, forms=[forms[1].pk], reason=VoidReason.LOST)
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    answer = client.get(reverse("fieldwork:codes_file", args=[survey.pk]), {"tep": "csv"})
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["Mã trả lời"] for one in rows] == [printed_code(code_of(form)) for form in forms[2:]]
    assert client.get(reverse("fieldwork:codes_sheet", args=[survey.pk, 1])).status_code == 200
    assert (
        code_of(forms[0])
        not in client.get(reverse("fieldwork:codes_sheet", args=[survey.pk, 1])).content.decode()
    )
    picture = client.get(reverse("fieldwork:codes_picture", args=[survey.pk, 3]))
    assert (picture["Content-Type"], picture.content[:4]) == ("image/svg+xml", b"<svg")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ENUMERATOR, Role.LEADER, Role.SURVEY_SUPERVISOR])
def test_nobody_else_sees_codes(role):
    commune = builders.a_unit("Xã Tân Lập", "commune")
    survey = a_collecting_survey([commune])
    some_assignments(survey, [commune])
    client = Client()
    client.force_login(builders.a_member(role).person)
    for name, args in (("codes", []), ("codes_file", []), ("codes_cards", []), ("codes_sheet", [1])):
        assert client.get(reverse(f"fieldwork:{name}", args=[survey.pk, *args])).status_code == 404
