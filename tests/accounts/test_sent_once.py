"""A form is done once, however often it is sent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.middleware import KEPT, OneTimeKeys, forget_sent_forms
from cchc.accounts.models import Person, SentForm
from cchc.cycles.models import Cycle
from cchc.ui.once import fresh_key
from cchc.units.models import Unit
from tests import builders
from tests.markup import source
from tests.test_permissions import addresses

pytestmark = pytest.mark.django_db

KEY = re.compile(r'<input type="hidden" name="once" value="([^"]+)">')


@pytest.fixture
def clerk(client_of) -> Client:
    """An administrator's browser; the province is there."""
    return client_of(Role.ADMINISTRATOR)


def a_person_form(**changes: str) -> dict[str, str]:
    """A filled-in form of a new person."""
    unit = Unit.objects.get()
    typed = {
        "name": "Trần Thị B",
        "username": "tranthib",
        "capacity": "unit_clerk-own_unit",
        "valid_from": "01/01/2026",
    }
    return {**typed, "unit": str(unit.pk), "once": fresh_key(), **changes}


def keys_on(answer) -> list[str]:
    """The one-time keys on a page."""
    return KEY.findall(source(answer))


def test_the_second_of_two_equal_sendings_leads_to_what_the_first_made(clerk):
    typed = a_person_form()
    first, second = (clerk.post(reverse("accounts:person_new"), typed) for _time in range(2))
    person = Person.objects.get(username="tranthib")
    assert (first.status_code, second.status_code) == (200, 409)
    assert reverse("accounts:person", args=[person.pk]) in source(second)


def test_a_second_sending_says_in_vietnamese_when_the_first_came(clerk):
    clerk.cookies["django_language"] = "vi"
    typed = a_person_form()
    clerk.post(reverse("accounts:person_new"), typed)
    said = source(clerk.post(reverse("accounts:person_new"), typed))
    at = timezone.localtime(SentForm.objects.get().at)
    assert f"Biểu mẫu này đã được gửi lúc {at:%H:%M:%S %d/%m/%Y}" in said


def test_a_new_password_is_given_once(clerk):
    person = builders.a_member(Role.UNIT_CLERK).person
    address, key = reverse("accounts:person_password", args=[person.pk]), {"once": fresh_key()}
    clerk.post(address, key)
    given = Person.objects.get(pk=person.pk).password
    clerk.post(address, key)
    assert Person.objects.get(pk=person.pk).password == given


def test_a_form_that_is_still_being_done_is_not_done_beside_it(clerk):
    form = a_person_form()
    SentForm.objects.create(person=Person.objects.get(), key=form["once"], page="/nguoi-dung/them/")
    answer = clerk.post(reverse("accounts:person_new"), form)
    assert (answer.status_code, "is still being done" in source(answer)) == (409, True)
    assert not Person.objects.filter(username="tranthib").exists()


def test_what_was_refused_may_be_sent_again_with_the_same_key(clerk):
    key = fresh_key()
    address = reverse("accounts:person_new")
    assert clerk.post(address, a_person_form(name="", once=key)).status_code == 422
    assert clerk.post(address, a_person_form(once=key)).status_code == 200


def test_what_broke_may_be_sent_again_with_the_same_key(clerk, rf):
    request = rf.post("/", {"once": fresh_key()})
    request.user = Person.objects.get()
    keys = OneTimeKeys(lambda request: keys.process_view(request, None, (), {}) or HttpResponse(status=500))
    assert [keys(request).status_code for _time in range(2)] == [500, 500]
    assert not SentForm.objects.exists()


def test_a_key_used_by_one_person_is_free_for_another(clerk, client_of):
    key = fresh_key()
    clerk.post(reverse("accounts:person_new"), a_person_form(once=key))
    other = client_of(Role.ADMINISTRATOR)
    answer = other.post(reverse("accounts:person_new"), a_person_form(username="khac", once=key))
    assert answer.status_code == 200


@pytest.mark.parametrize("key", ["", "x", "á" * 22, "x" * 5000, "\x00" * 22])
def test_a_damaged_key_is_told_and_nothing_is_done(clerk, key):
    answer = clerk.post(reverse("accounts:person_new"), a_person_form(once=key))
    assert (answer.status_code, Person.objects.count()) == (400, 1)


def test_a_key_without_the_token_of_the_browser_opens_nothing():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(builders.a_member(Role.ADMINISTRATOR).person)
    assert strict.post(reverse("accounts:person_new"), a_person_form()).status_code == 403
    assert not SentForm.objects.exists()


def test_no_two_forms_have_the_same_key(clerk):
    address = reverse("accounts:people")
    drawn = keys_on(clerk.get(address)) + keys_on(clerk.get(address))
    assert len(drawn) == len(set(drawn)) > 2


def test_every_form_that_changes_something_bears_its_key(clerk):
    cycle = builders.a_scored_cycle()
    score_import = builders.staged(cycle)
    measure = builders.a_measure(builders.a_plan())
    person, unit, version = Person.objects.get(), Unit.objects.first(), cycle.sets.get().version
    province, year = str(cycle.province_id), cycle.year
    plan = measure.section.plan.pk
    pages = [
        reverse("accounts:person", args=[person.pk]),
        reverse("accounts:person_new"),
        reverse("units:rename", args=[unit.pk]),
        reverse("cycles:new"),
        reverse("cycles:participants", args=[cycle.pk]),
        reverse("cycles:holidays", args=[2026]),
        reverse("criteria:upload"),
        reverse("criteria:version", args=[version.pk]),
        reverse("scores:imports", args=[province, year]),
        reverse("scores:import", args=[province, year, score_import.pk]),
        reverse("plans:review", args=[plan]),
        reverse("plans:agencies", args=[plan]),
    ]
    for address in pages:
        text = source(clerk.get(address))
        forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL)
        assert [len(KEY.findall(form)) for form in forms] == [1] * len(forms) != [], address


def test_the_forms_that_may_be_repeated_are_these():
    repeatable = [address for address, view in addresses() if hasattr(view, "repeatable")]
    assert repeatable == [
        "dang-xuat/",
        "ke-hoach/<int:pk>/soan/nhiem-vu/<int:measure>/",
        "ky-danh-gia/<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/xem/",
        "ngon-ngu/",
        "nguoi-dung/chon-vai-tro/",
        "tai-lieu/moi/nhan/",
        "tai-lieu/tai-len/<int:pk>/bo/",
        "tai-lieu/tai-len/bat-dau/",
        "tai-lieu/tai-len/xong/",
        "tham-dinh/<int:year>/<int:unit>/giai-trinh/muc/<str:leaf>/tai-lieu/",
        "tham-dinh/<int:year>/<int:unit>/giai-trinh/muc/<str:leaf>/tai-lieu/<int:link>/bo/",
        "tham-dinh/<int:year>/<stage:stage><int:unit>/muc/<str:leaf>/luu/",
        "tham-dinh/cau-mau/<int:phrase>/bo/",
        "theo-doi/ban-ghi/<int:pk>/bao-cao/",
        "theo-doi/ban-ghi/<int:pk>/san-pham/",
        "theo-doi/ban-ghi/<int:pk>/san-pham/<int:product>/bo/",
        "theo-doi/nhieu/",
        "thong-bao/da-xem/",
        "tu-cham/<int:year>/<int:unit>/dan/",
        "tu-cham/<int:year>/<int:unit>/muc/<str:leaf>/luu/",
        "tu-cham/<int:year>/<int:unit>/muc/<str:leaf>/tai-lieu/",
        "tu-cham/<int:year>/<int:unit>/muc/<str:leaf>/tai-lieu/<int:link>/bo/",
    ]


def test_a_row_of_a_plan_is_saved_again_and_again_with_the_key_of_its_page(clerk):
    measure = builders.a_measure(builders.a_plan())
    address = reverse("plans:row", args=[measure.section.plan_id, measure.pk])
    key = fresh_key()
    for version, task in enumerate(["Một", "Hai"], start=1):
        answer = clerk.post(address, {"once": key, "version": str(version), "task": task})
        assert answer.status_code == 302
    measure.refresh_from_db()
    assert measure.task == "Hai"


def test_keys_are_forgotten_after_some_days(clerk):
    cycle_form = {"province": str(Unit.objects.get().pk), "year": "2026", "name": "Kỳ", "once": fresh_key()}
    clerk.post(reverse("cycles:new"), cycle_form)
    forget_sent_forms()
    assert (Cycle.objects.count(), SentForm.objects.count()) == (1, 1)
    SentForm.objects.update(at=timezone.now() - KEPT - timedelta(seconds=1))
    forget_sent_forms()
    assert SentForm.objects.count() == 0
