"""The door of respondents: consent first, a question a page, resumed without signing in, sent once; nothing is stored
by looking."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.surveys.codes import printed_code, respondent_code
from cchc.fieldwork.actions.answering import forget_door
from cchc.fieldwork.actions.assigning import FormWanted, code_of, hand_out
from cchc.fieldwork.actions.opening import LinkWanted, open_link, turn_link
from cchc.fieldwork.actions.retention import set_kept_until
from cchc.fieldwork.exchange.pack import qr_picture
from cchc.fieldwork.models import (
    AnswerDraft,
    AnswerLink,
    AssignmentState,
    CollectingMode,
    DoorAttempt,
    FieldAssignment,
    FormSubmission,
    LinkAbout,
)
from cchc.fieldwork.queries.door import MOST_OPENED_OF_A_SENDER, MOST_UNKNOWN, MOST_UNKNOWN_OF_A_SENDER
from cchc.surveys.models import Response
from cchc.surveys.queries.ledger import quota_ledger
from tests import builders
from tests.builders.collecting import a_collecting_survey
from tests.builders.fieldwork import an_answered_form, some_assignments

pytestmark = pytest.mark.django_db

TYPED = "application/x-www-form-urlencoded"
MOST_BYTES = 60_000
PATH = ("q1", "q2", "q3", "q4", "q5")


@pytest.fixture
def survey():
    return a_collecting_survey([builders.a_unit("Xã Tân Lập", "commune")], target=2)


@pytest.fixture
def assignment(survey):
    return some_assignments(survey, [one.unit for one in survey.rated.all()], mode=CollectingMode.ONLINE)[0]


def form_of(assignment: FieldAssignment) -> str:
    """The address of the form of a code."""
    return reverse("door:form", args=[code_of(assignment)])


def sent(client: Client, address: str, **fields: Any) -> Any:
    """What is answered to what a page sends."""
    return client.post(address, urlencode(fields, doseq=True), content_type=TYPED)


def agreed(client: Client, assignment: FieldAssignment) -> str:
    """The address of the first page after somebody has agreed."""
    return sent(client, form_of(assignment), agree="yes")["Location"]


def answered(client: Client, address: str, unit: int, *texts: str) -> str:
    """Answer one page after the other; returns the address that follows."""
    for text in texts:
        reply = client.get(address)
        if reply.status_code == 303:
            address = reply["Location"]
        reply = sent(client, address, **{f"a-{unit}": text, "next": "1"})
        assert reply.status_code == 303, reply.content.decode()
        address = reply["Location"]
    return address


def stored() -> list[tuple[str, str]]:
    return sorted(
        one for answers in Response.objects.values_list("answers", flat=True) for one in answers.items()
    )


def everything() -> list[int]:
    return [one.objects.count() for one in (AnswerDraft, AnswerLink, FormSubmission, Response, DoorAttempt)]


def test_a_code_leads_through_consent_and_questions_to_one_answer_and_a_receipt(client, assignment):
    unit = assignment.unit_id
    code = code_of(assignment)
    typed = sent(client, reverse("door:entry"), code=printed_code(code).lower())
    assert (typed.status_code, typed["Location"]) == (303, form_of(assignment))
    address = answered(client, agreed(client, assignment), unit, "5", "4", "loa", "3", "<b>tốt</b>")
    assert address == reverse("door:send", args=[code])
    assert not FormSubmission.objects.exists()
    last = sent(client, address)
    assert (last.status_code, last["Location"]) == (303, form_of(assignment))
    receipt = FormSubmission.objects.get()
    thanks = client.get(last["Location"]).content.decode()
    assert f"{timezone.localdate():%d/%m/%Y}" in thanks
    assert f"<strong>{receipt.pk}</strong>" in thanks
    assert stored() == [
        ("q1", "5"), ("q2", "4"), ("q3", "loa"), ("q4", "3"), ("q5", "<b>tốt</b>"),
    ]  # fmt: skip
    assert FieldAssignment.objects.get().state == AssignmentState.RETURNED
    assert not AnswerDraft.objects.exists()
    assert client.cookies == {}


def test_opening_stores_nothing_and_no_browser_keeps_a_page(client, assignment):
    before = everything()
    for address in (reverse("door:entry"), form_of(assignment), f"{form_of(assignment)}cau/q1/"):
        shown = client.get(address, follow=True)
        assert shown.status_code == 200
        assert shown["Cache-Control"] == "no-store"
        assert "script-src 'none'" in shown["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in shown
    assert everything() == before
    address = answered(client, agreed(client, assignment), assignment.unit_id, "5")
    before = everything()
    client.get(address)
    client.get(f"{form_of(assignment)}gui/")
    assert everything() == before


def test_without_consent_there_is_no_question(client, assignment):
    refused = sent(client, form_of(assignment))
    assert refused.status_code == 422
    assert client.get(f"{form_of(assignment)}cau/q1/")["Location"] == form_of(assignment)
    assert not AnswerDraft.objects.exists()


def test_who_breaks_off_goes_on_where_the_form_was_left_on_another_device(client, assignment):
    address = answered(client, agreed(client, assignment), assignment.unit_id, "5", "2")
    other = Client()
    assert other.get(form_of(assignment))["Location"] == address == f"{form_of(assignment)}cau/q3/"
    back = other.get(f"{form_of(assignment)}cau/q2/").content.decode()
    assert 'value="2" checked' in " ".join(back.split())


def test_a_used_code_thanks_with_the_date_and_takes_nothing(client, assignment):
    an_answered_form(assignment)
    before = everything()
    for reply in (
        client.get(form_of(assignment)),
        sent(client, form_of(assignment), agree="yes"),
        client.get(f"{form_of(assignment)}cau/q1/"),
        sent(client, f"{form_of(assignment)}cau/q1/", **{f"a-{assignment.unit_id}": "1"}),
        sent(client, f"{form_of(assignment)}gui/"),
    ):
        assert reply.status_code == 200
        assert f"{timezone.localdate():%d/%m/%Y}" in reply.content.decode()
    assert everything() == before


def test_a_mistyped_code_and_one_that_nobody_has_are_told_apart(client, assignment):
    right = code_of(assignment)
    swapped = right[1] + right[0] + right[2:]
    mistyped = sent(client, reverse("door:entry"), code=swapped if swapped != right else right[:-1])
    assert mistyped.status_code == 422
    assert not DoorAttempt.objects.exists()
    unknown = respondent_code(b"somebody else", 1, 1)
    told = client.get(reverse("door:form", args=[unknown]))
    assert told.status_code == 404
    assert DoorAttempt.objects.count() == 1
    texts = {one.content.decode() for one in (mistyped, told)}
    assert len(texts) == 2


def test_who_tries_codes_is_held_off_with_right_ones_too_and_nobody_else_is(client, assignment):
    for number in range(MOST_UNKNOWN_OF_A_SENDER):
        client.get(reverse("door:form", args=[respondent_code(b"x", 1, number)]))
    assert client.get(form_of(assignment)).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(form_of(assignment)).status_code == 200
    assert DoorAttempt.objects.count() == MOST_UNKNOWN_OF_A_SENDER


def test_where_all_together_try_very_many_one_unknown_code_is_enough(client, assignment):
    rows = [DoorAttempt(kind="unknown_code", sender=f"{at}", at=timezone.now()) for at in range(MOST_UNKNOWN)]
    DoorAttempt.objects.bulk_create(rows)
    assert client.get(form_of(assignment)).status_code == 200
    assert client.get(reverse("door:form", args=[respondent_code(b"x", 1, 1)])).status_code == 404
    assert client.get(form_of(assignment)).status_code == 429


def test_what_is_wanted_is_asked_for_once_and_may_be_left_open(client, assignment):
    address = client.get(agreed(client, assignment))
    first = f"{form_of(assignment)}cau/q1/"
    assert address["Location"] == first
    empty = sent(client, first, next="1")
    assert empty.status_code == 422
    assert 'name="skip"' in empty.content.decode()
    assert sent(client, first, skip="1")["Location"] == f"{form_of(assignment)}cau/q2/"
    last = client.get(f"{form_of(assignment)}gui/").content.decode()
    assert f'href="{first}"' in last
    assert sent(client, f"{form_of(assignment)}gui/").status_code == 422  # nothing at all is answered


def test_answers_outside_the_scale_are_told_and_not_kept(client, assignment):
    agreed(client, assignment)
    for key, text in (("q1", "9"), ("q4", "99"), ("q4", "nhiều"), ("q5", "x" * 4_001), ("q5", "a\x00b")):
        page = f"{form_of(assignment)}cau/{key}/"
        assert sent(client, page, **{f"a-{assignment.unit_id}": text, "next": "1"}).status_code == 422
    assert AnswerDraft.objects.get().texts == {}


def test_an_answer_of_five_megabytes_is_refused_in_words(client, assignment):
    agreed(client, assignment)
    page = f"{form_of(assignment)}cau/q5/"
    told = sent(client, page, **{f"a-{assignment.unit_id}": "x" * 5_000_000})
    assert told.status_code == 413
    assert "4.000" in told.content.decode()
    assert AnswerDraft.objects.get().texts == {}


def test_a_script_in_an_open_answer_is_shown_as_text(client, assignment):
    agreed(client, assignment)
    page = f"{form_of(assignment)}cau/q5/"
    sent(client, page, **{f"a-{assignment.unit_id}": "<script>alert(1)</script>", "next": "1"})
    shown = client.get(page).content.decode()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_what_comes_from_the_page_of_another_site_is_not_taken(client, assignment):
    reply = client.post(
        form_of(assignment), "agree=yes", content_type=TYPED, headers={"Origin": "https://elsewhere.example"}
    )
    assert reply.status_code == 422
    assert not AnswerDraft.objects.exists()


def test_a_void_form_and_a_closed_survey_say_so(client, assignment, survey):
    agreed(client, assignment)
    FieldAssignment.objects.update(state=AssignmentState.VOID)
    assert client.get(form_of(assignment)).status_code == 410
    FieldAssignment.objects.update(state=AssignmentState.SENT)
    survey.state = "closed"
    survey.closed_at = timezone.now()
    survey.save()
    assert client.get(form_of(assignment)).status_code == 410
    assert sent(client, f"{form_of(assignment)}gui/").status_code == 410


def test_a_person_who_rates_many_units_fills_one_form_ten_units_a_page(client):
    units = [builders.a_unit(f"Xã {at:02d}", "commune") for at in range(12)]
    survey = a_collecting_survey(units)
    form = survey.forms.get()
    by = builders.an_actor(Role.SURVEY_STAFF)
    (one,) = hand_out(by=by, survey=survey, wanted=[FormWanted(form, CollectingMode.ONLINE)])
    address = client.get(agreed(client, one))["Location"]
    names = sorted(units, key=lambda unit: unit.sort_key)
    first = {f"a-{unit.pk}": "5" for unit in names[:10]}
    reply = sent(client, address, **first, next="1")
    assert reply["Location"] == f"{form_of(one)}cau/q1-2/"
    partly = sent(client, reply["Location"], **{f"a-{names[10].pk}": "3"}, next="1")
    assert partly.status_code == 422
    sent(client, reply["Location"], **{f"a-{names[10].pk}": "3"}, skip="1")
    sent(client, f"{form_of(one)}gui/")
    assert Response.objects.values("form_key").distinct().count() == 1
    rated = {unit: answers["q1"] for unit, answers in Response.objects.values_list("unit", "answers")}
    assert rated == {**{unit.pk: "5" for unit in names[:10]}, names[10].pk: "3"}


def a_link(survey, about: LinkAbout = LinkAbout.CHOSEN, **other: Any):
    """A link by which anybody may answer."""
    wanted = LinkWanted(survey.forms.get(), about, "Liên kết mở", **other)
    return open_link(by=builders.an_actor(Role.SURVEY_STAFF), survey=survey, wanted=wanted)


def through(client: Client, link, unit: int) -> str:
    """Answer by an open link; returns the address of the form."""
    opened = sent(client, reverse("door:link", args=[link.key]), agree="yes", unit=unit)
    address = answered(client, opened["Location"], unit, "5", "4", "loa", "3", "")
    return sent(client, address)["Location"]


def test_anybody_answers_by_an_open_link_apart_from_quotas_and_estimates(client, survey):
    link = a_link(survey)
    unit = survey.rated.get().unit_id
    assert client.get(reverse("door:link", args=[link.key])).status_code == 200
    assert not AnswerDraft.objects.exists()
    forms = [through(client, link, unit) for _turn in range(3)]
    assert len(set(forms)) == 3
    assert all(client.get(one).status_code == 200 for one in forms)
    assert set(Response.objects.values_list("is_open", "channel", "over_quota")) == {
        (True, "Liên kết mở", False)
    }
    assert quota_ledger(survey).whole.sums.received == 0
    assert FieldAssignment.objects.filter(open_link=link, state=AssignmentState.RETURNED).count() == 3


def test_a_test_link_and_a_test_form_leave_test_answers(client, survey):
    unit = survey.rated.get().unit_id
    link = a_link(survey, is_test=True)
    through(client, link, unit)
    (form,) = some_assignments(survey, [survey.rated.get().unit], is_test=True)
    address = answered(client, agreed(client, form), unit, "5", "4", "loa", "3", "")
    assert "Phiếu thử" in client.get(address).content.decode()
    sent(client, address)
    assert list(Response.objects.values_list("is_test", flat=True)) == [True, True]


def test_a_closed_link_begins_nothing_and_what_was_begun_goes_on(client, survey):
    link = a_link(survey, LinkAbout.ONE, unit=survey.rated.get().unit)
    opened = sent(client, reverse("door:link", args=[link.key]), agree="yes")["Location"]
    turn_link(by=builders.an_actor(Role.SURVEY_STAFF), link=link, is_open=False)
    assert client.get(reverse("door:link", args=[link.key])).status_code == 410
    assert sent(client, reverse("door:link", args=[link.key]), agree="yes").status_code == 410
    assert client.get(opened, follow=True).status_code == 200
    assert AnswerDraft.objects.count() == 1
    assert client.get(reverse("door:link", args=["khongco"])).status_code == 404


def test_no_more_forms_are_opened_from_one_address_than_a_counter_needs(client, survey):
    link = a_link(survey, LinkAbout.ALL)
    rows = [
        DoorAttempt(kind="opened", sender="x", at=timezone.now()) for _at in range(MOST_OPENED_OF_A_SENDER)
    ]
    DoorAttempt.objects.bulk_create(rows)
    assert sent(client, reverse("door:link", args=[link.key]), agree="yes").status_code == 303
    DoorAttempt.objects.update(sender=DoorAttempt.objects.latest("pk").sender)
    assert sent(client, reverse("door:link", args=[link.key]), agree="yes").status_code == 429


def test_whatever_the_page_it_is_small_with_all_it_loads(client, assignment, survey):
    loaded = sum(Path(finders.find(one)).stat().st_size for one in ("portal/door.css", "ui/mark.svg"))
    agreed(client, assignment)
    pages = [client.get(f"{form_of(assignment)}cau/{key}/") for key in PATH]
    assert max(len(page.content) for page in pages) + loaded < MOST_BYTES


def test_a_page_asks_the_database_no_more_for_a_longer_form(client, assignment):
    agreed(client, assignment)
    counts = []
    for key in PATH:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{form_of(assignment)}cau/{key}/")
        counts.append(len(queries))
    assert max(counts) <= 8


def test_what_is_left_for_a_month_goes_with_the_attempts_of_yesterday_and_nothing_else_does(
    client, assignment, survey
):
    sent(client, reverse("door:form", args=[respondent_code(b"another", 1, 1)]), agree="yes")
    agreed(client, assignment)
    link = a_link(survey)
    begun = sent(client, reverse("door:link", args=[link.key]), agree="yes", unit=assignment.unit_id)
    answered(client, begun["Location"], assignment.unit_id, "5")
    assert (AnswerDraft.objects.count(), DoorAttempt.objects.count()) == (2, 2)
    now = timezone.now()
    assert forget_door(now=now + timedelta(hours=23)) == 0
    assert (AnswerDraft.objects.count(), DoorAttempt.objects.count()) == (2, 2)
    assert forget_door(now=now + timedelta(hours=25)) == 0
    assert (AnswerDraft.objects.count(), DoorAttempt.objects.count()) == (2, 0)
    AnswerDraft.objects.filter(link=link).update(touched_on=timezone.localdate() - timedelta(days=31))
    assert forget_door(now=now) == 1
    assert AnswerDraft.objects.get().assignment == assignment
    assert client.get(agreed(client, assignment), follow=True).status_code == 200


def test_consent_says_until_when_what_names_people_is_kept(client, assignment, survey):
    page = client.get(form_of(assignment)).content.decode()
    assert "bị xóa sau ngày" not in page
    set_kept_until(by=builders.an_actor(Role.SURVEY_STAFF), survey=survey, day=date(2027, 3, 31))
    assert "bị xóa sau ngày 31/03/2027" in client.get(form_of(assignment)).content.decode()


def test_the_picture_of_a_link_leads_to_its_page(survey):
    link = a_link(survey)
    client = Client()
    client.force_login(builders.a_member(Role.SURVEY_STAFF).person)
    picture = client.get(reverse("fieldwork:link_picture", args=[survey.pk, link.pk]))
    address = f"http://testserver{reverse('door:link', args=[link.key])}"
    assert (picture["Content-Type"], picture.content.decode()) == ("image/svg+xml", qr_picture(address))
    assert reverse("fieldwork:link_picture", args=[survey.pk, link.pk]) in (
        client.get(reverse("fieldwork:links", args=[survey.pk])).content.decode()
    )
