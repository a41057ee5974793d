"""Pages of back-checks, of marks and of personal data, as each role sees them."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from cchc.access.permissions import Role, Scope
from cchc.fieldwork.actions.quality import look_for_marks
from cchc.fieldwork.models import BackCheckCase, Fieldwork, QualityFlag
from cchc.surveys.models import Response, ResponseState
from tests import builders
from tests.builders.checking import (
    FRONT,
    a_drawn_check,
    a_supervisor,
    an_enumerator,
    asked_anew,
    some_brought_forms,
)
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import SATISFIED

pytestmark = pytest.mark.django_db

FIRST = "Lời nói lần đầu, không ai được thấy"


@pytest.fixture
def survey():
    found = a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")], target=40)
    some_brought_forms(found, an_enumerator("Bưu điện An Lạc"), 6, SATISFIED | {"q4": "17", "q5": FIRST})
    return found


@pytest.fixture
def front():
    return builders.a_unit(FRONT)


def signed_in(role: Role, unit=None, scope: Scope | None = None) -> Client:
    client = Client()
    client.force_login(builders.a_member(role, unit=unit, scope=scope).person)
    return client


def at(name: str, *args: int) -> str:
    return reverse(f"fieldwork:{name}", args=args)


def test_who_decides_draws_and_sees_what_the_checks_came_to(survey, front):
    a_supervisor(front)
    client = signed_in(Role.COORDINATOR)
    told = {"body": front.pk, "share": 50, "least": 2, "seed": "Giải nhất 12345"}
    answer = client.post(at("back_check_draw", survey.pk), told, follow=True)
    assert "Có 3 phiếu cần hỏi lại." in answer.content.decode()
    for case in BackCheckCase.objects.all():
        asked_anew(a_supervisor(front), case, {"q1": "1", "q2": "1", "q4": "2"})
    page = client.get(at("back_checks", survey.pk)).content.decode()
    assert "có thể hủy" in page
    assert "Giải nhất 12345" in page
    assert FIRST not in page
    refused = client.post(at("back_check_draw", survey.pk), told)
    assert refused.status_code == 422


def test_a_supervisor_sees_the_own_cases_and_never_what_was_said_first(survey, front):
    a_drawn_check(survey, front, least=3)
    client = signed_in(Role.SURVEY_SUPERVISOR, front)
    case = BackCheckCase.objects.first()
    pages = [client.get(at("back_checks", survey.pk)), client.get(at("back_check_case", survey.pk, case.pk))]
    assert [one.status_code for one in pages] == [200, 200]
    home = client.get(at("home")).content.decode()
    assert at("back_checks", survey.pk) in home
    assert "Chưa có cuộc điều tra nào đang thu phiếu" not in home
    assert "Xã Tân Lập" in pages[1].content.decode()
    told = {"state": "asked", "asked_on": f"{timezone.localdate():%d/%m/%Y}", "seen": case.version}
    wrong = client.post(at("back_check_case", survey.pk, case.pk), {**told, "item-q4": "nhiều"})
    assert wrong.status_code == 422
    done = client.post(
        at("back_check_case", survey.pk, case.pk), {**told, "item-q1": "4", "item-q4": "2"}, follow=True
    )
    case.refresh_from_db()
    assert (case.state, case.answers, case.compared, case.different) == (
        "asked",
        {"q1": "4", "q4": "2"},
        2,
        1,
    )
    again = client.get(at("back_check_case", survey.pk, case.pk))
    for one in (*pages, wrong, done, again):
        body = one.content.decode()
        assert FIRST not in body
        assert not re.search(r'value="17"', body)
    report = client.get(at("back_check_report", survey.pk))
    assert report.status_code == 200
    for name in ("quality", "privacy"):
        assert client.get(at(name, survey.pk)).status_code == 404


def test_another_body_and_enumerators_find_nothing(survey, front):
    case = a_drawn_check(survey, front, least=1).cases.get()
    enumerator = Client()
    enumerator.force_login(survey.assignments.first().enumerator.person)
    other = signed_in(Role.SURVEY_SUPERVISOR, builders.a_unit("Hội Cựu chiến binh tỉnh"))
    for client in (other, enumerator):
        addresses = (at("back_checks", survey.pk), at("back_check_case", survey.pk, case.pk))
        assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_forms_are_discarded_on_a_page_of_their_own(survey, front):
    enumerator = survey.assignments.first().enumerator_id
    client = signed_in(Role.COORDINATOR)
    address = at("back_check_discard", survey.pk, enumerator)
    page = client.post(address, {"reason": "Không ai được hỏi"}).content.decode()
    assert "6 phiếu bị hủy" in page
    seal = re.search(r'name="agreed" value="([^"]+)"', page)
    assert seal
    client.post(address, {"reason": "Không ai được hỏi", "agreed": seal[1]})
    assert survey.responses.filter(state=ResponseState.VOID).count() == 6


def test_the_report_says_who_is_in_doubt_and_not_what_anybody_said(survey, front):
    by = a_supervisor(front)
    for case in a_drawn_check(survey, front, least=4).cases.all():
        asked_anew(by, case, {"q1": "1", "q2": "1", "q4": "2"})
    answer = signed_in(Role.COORDINATOR).get(at("back_check_report", survey.pk))
    paper = Document(io.BytesIO(answer.content))
    people, items = paper.tables[1:3]  # the head of the paper is a table, too
    told = [[cell.text for cell in row.cells] for row in people.rows]
    assert told[2][2:6] == ["6", "4", "4", "4"]
    assert told[2][-1] == "có thể hủy phiếu"
    of_items = {row.cells[0].text: [cell.text for cell in row.cells[2:]] for row in items.rows}
    assert of_items["4"] == ["Sự việc", "4", "0", "0", "4"]
    whole = "\n".join([*(one.text for one in paper.paragraphs), *map(str, told)])
    assert "4 phiếu không được xác nhận: 100,0 %" in whole
    assert FIRST not in whole


def test_marks_are_told_with_their_figures_and_decided_for_a_reason(survey):
    client = signed_in(Role.COORDINATOR)
    client.post(at("quality_look", survey.pk))
    why = {
        "text": "{forms} forms that respondents fill by themselves came from one device",
        "gaps": {"forms": 9},
    }
    flag = QualityFlag.objects.create(survey=survey, kind="one_device", why=why, forms=[1])
    page = client.get(at("quality", survey.pk)).content.decode()
    assert "9 phiếu do người trả lời tự điền đến từ cùng một thiết bị" in page
    told = {"flag": flag.pk, "seen": flag.version, "state": "dismissed"}
    assert client.post(at("quality_decide", survey.pk), {**told, "reason": ""}).status_code == 422
    assert client.post(at("quality_decide", survey.pk), {**told, "reason": "Máy chung"}).status_code == 302
    assert client.post(at("quality_decide", survey.pk), {**told, "reason": "Nữa"}).status_code == 409
    assert not look_for_marks(by=builders.an_actor(Role.COORDINATOR), survey=survey)


def test_personal_data_are_counted_and_the_link_is_for_its_keeper_alone(survey):
    staff, keeper = signed_in(Role.SURVEY_STAFF), signed_in(Role.LINK_KEEPER)
    staff.post(at("privacy_keep", survey.pk), {"kept_until": "31/12/2027"})
    assert f"{Fieldwork.objects.get().kept_until:%d/%m/%Y}" == "31/12/2027"
    look = {"number": 1, "reason": "Người trả lời rút phiếu"}
    assert staff.post(at("privacy_link", survey.pk), look).status_code == 404
    found = keeper.post(at("privacy_link", survey.pk), look).content.decode()
    key = Response.objects.order_by("pk").first().key
    assert key in found
    assert FIRST not in found
    assert keeper.post(at("privacy_keep", survey.pk), {"kept_until": ""}).status_code == 404
