"""People, memberships, and who may manage whom."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.accounts import actions
from cchc.accounts.models import Person
from cchc.accounts.policies import manageable_people
from cchc.accounts.queries import actor_of, memberships_of, people, today
from cchc.audit.models import Entry
from cchc.units.actions import NewUnit, merge_units, rename_unit, split_unit
from tests.builders import PASSWORD, a_member, a_province, a_unit, actor_for, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 1)


@pytest.fixture
def province():
    return a_province()


@pytest.fixture
def administrator(province):
    return actor_for(a_member(Role.ADMINISTRATOR, unit=province))


def test_a_new_person_gets_a_password_to_be_changed(administrator, province):
    person, password = actions.add_person(
        by=administrator,
        username="cv",
        name="Chuyên viên",
        unit=province,
        role=Role.UNIT_CLERK,
        scope=Scope.OWN_UNIT,
        valid_from=JULY,
    )
    assert person.check_password(password)
    assert person.must_change_password
    assert [m.role for m in person.memberships.all()] == ["unit_clerk"]


def test_passwords_never_reach_the_log(administrator, province):
    _person, password = actions.add_person(
        by=administrator,
        username="cv",
        name="Chuyên viên",
        unit=province,
        role=Role.UNIT_CLERK,
        scope=Scope.OWN_UNIT,
        valid_from=JULY,
    )
    assert not any(password in str(facts) for facts in Entry.objects.values_list("facts", flat=True))


def test_a_membership_counts_from_its_first_day_and_not_on_its_last(administrator, province):
    membership = a_member(Role.UNIT_HEAD, unit=province)
    actions.end_membership(by=administrator, membership=membership, day=JULY)
    person = membership.person
    assert [len(memberships_of(person, day)) for day in (date(2025, 12, 31), date(2026, 1, 1), JULY)] == [
        0,
        1,
        0,
    ]


def test_an_ended_membership_can_be_given_again(administrator, province):
    membership = a_member(Role.UNIT_HEAD, unit=province)
    actions.end_membership(by=administrator, membership=membership, day=JULY)
    again = actions.give_membership(
        by=administrator,
        person=membership.person,
        unit=province,
        role=Role.UNIT_HEAD,
        scope=Scope.OWN_UNIT,
        valid_from=JULY,
    )
    assert memberships_of(membership.person, JULY) == [again]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.UNIT_HEAD, Role.UNIT_CLERK, Role.LEADER])
def test_only_administrators_manage_people(role):
    with pytest.raises(NotPermitted):
        actions.close_person(by=actor_for(a_member(role)), person=a_member().person)


def test_people_are_found_by_name_and_by_unit_without_diacritics(administrator, province):
    doctor = a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế", parent=province)).person
    a_member(Role.UNIT_CLERK, unit=a_unit("Sở Tư pháp", parent=province))
    assert list(people(administrator, "so y te")) == [doctor]


def test_a_corrected_name_is_one_record(administrator, province):
    person = a_member(Role.UNIT_CLERK, unit=province).person
    before = Entry.objects.count()
    actions.change_person(by=administrator, person=person, username=person.username, name="Phó Giám đốc")
    assert Person.objects.get(pk=person.pk).name == "Phó Giám đốc"
    assert Entry.objects.count() == before + 1


def test_a_person_acts_in_the_chosen_membership(client, province, administrator):
    membership = a_member(Role.UNIT_CLERK, unit=province)
    other = actions.give_membership(
        by=administrator,
        person=membership.person,
        unit=province,
        role=Role.COORDINATOR,
        scope=Scope.PROVINCE,
        valid_from=date(2025, 1, 1),
    )
    client.force_login(membership.person)
    client.post(reverse("accounts:choose_membership"), {"membership": other.pk})
    assert client.get(reverse("audit:log")).wsgi_request.actor == actor_of(other)


@pytest.mark.parametrize("since", [date(2020, 1, 1), date(2026, 1, 1), date(2026, 6, 1)])
@pytest.mark.parametrize("anew", [False, True])
def test_another_role_never_changes_the_one_in_which_somebody_works(
    client, province, administrator, since, anew
):
    membership = a_member(Role.COORDINATOR, unit=province)
    client.force_login(membership.person)
    before = client.get(reverse("audit:log")).wsgi_request.actor
    other = actions.give_membership(
        by=administrator,
        person=membership.person,
        unit=a_unit("Sở Y tế", parent=province),
        role=Role.UNIT_CLERK,
        scope=Scope.OWN_UNIT,
        valid_from=since,
    )
    if anew:
        client.logout()
        client.force_login(membership.person)
    page = client.get(reverse("audit:log"))
    assert page.wsgi_request.actor == before == actor_of(membership)
    offered = re.findall(r'name="membership"\s+value="(\d+)"', source(page))
    assert offered == [str(membership.pk), str(other.pk)]


def test_nobody_chooses_the_membership_of_somebody_else(client):
    other = a_member(Role.COORDINATOR)
    client.force_login(a_member(Role.UNIT_CLERK).person)
    client.post(reverse("accounts:choose_membership"), {"membership": other.pk})
    assert client.get(reverse("audit:log")).status_code == 404


def test_who_was_given_a_password_must_choose_another_first(client, administrator, province):
    person = a_member(Role.COORDINATOR, unit=province).person
    password = actions.give_password(by=administrator, person=person)
    client.post(reverse("account_login"), {"login": person.username, "password": password})
    assert client.get(reverse("audit:log")).url == reverse("accounts:own_password")
    typed = {"old": password, "new": "quang-trung-89", "again": "quang-trung-89"}
    assert client.post(reverse("accounts:own_password"), typed).status_code == 302
    assert client.get(reverse("audit:log")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [
        ({"old": "wrong", "new": "quang-trung-89", "again": "quang-trung-89"}, {"old"}),
        ({"old": PASSWORD, "new": "quang-trung-89", "again": "quang-trung-98"}, {"again"}),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, {"new"}),
        ({"old": PASSWORD, "new": "short", "again": "short"}, {"new"}),
    ],
)
def test_a_bad_new_password_is_refused(client, typed, faulty):
    client.force_login(a_member(Role.UNIT_CLERK).person)
    answer = client.post(reverse("accounts:own_password"), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == faulty


def test_a_person_without_membership_is_told_so(client, administrator):
    membership = a_member(Role.UNIT_CLERK)
    actions.end_membership(by=administrator, membership=membership, day=today())
    client.force_login(membership.person)
    assert client.get(reverse("audit:log"), follow=True).redirect_chain == [
        (reverse("accounts:no_membership"), 302)
    ]


def test_a_wrong_password_is_refused_and_a_closed_account_does_not_open(client, administrator, province):
    person = a_member(Role.UNIT_CLERK, unit=province).person
    sign_in = reverse("account_login")
    assert client.post(sign_in, {"login": person.username, "password": "wrong"}).status_code == 422
    actions.close_person(by=administrator, person=person)
    client.post(sign_in, {"login": person.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_pages_of_people_add_change_and_end(client_of, province):
    client = client_of(Role.ADMINISTRATOR)
    typed = {
        "name": "Chuyên viên  tổng hợp",
        "username": "cv.tonghop",
        "unit": province.pk,
        "capacity": "unit_clerk-own_unit",
        "valid_from": "2026-01-01",
    }
    assert client.post(reverse("accounts:person_new"), typed)["Cache-Control"] == "no-store"
    person = Person.objects.get(username="cv.tonghop")
    assert person.name == "Chuyên viên tổng hợp"
    assert client.post(reverse("accounts:person_new"), typed).status_code == 422
    client.post(
        reverse("accounts:membership_new", args=[person.pk]), {**typed, "capacity": "leader-province"}
    )
    ended = person.memberships.get(role="unit_clerk")
    client.post(reverse("accounts:membership_end", args=[person.pk, ended.pk]))
    assert [m.role for m in memberships_of(person, today())] == ["leader"]
    client.post(reverse("accounts:person_close", args=[person.pk]))
    assert not Person.objects.get(pk=person.pk).is_active


def test_a_role_that_is_already_held_is_refused(client_of, province):
    membership = a_member(Role.LEADER, unit=province)
    typed = {"unit": province.pk, "capacity": "leader-own_tree", "valid_from": "2026-01-01"}
    answer = client_of(Role.ADMINISTRATOR).post(
        reverse("accounts:membership_new", args=[membership.person_id]), typed
    )
    assert answer.status_code == 422


def test_the_list_of_people_asks_the_database_equally_often_for_many(
    client_of, province, django_assert_max_num_queries
):
    client = client_of(Role.ADMINISTRATOR)
    for _time in range(20):
        a_member(Role.UNIT_CLERK, unit=province)
    with django_assert_max_num_queries(10):
        client.get(reverse("accounts:people"))


# units that change


def _renamed(unit, name="Sở Nội vụ và Lao động"):
    return rename_unit(by=an_actor(), unit=unit, name=name, on=date(2026, 3, 1))


def test_after_a_renaming_a_person_acts_for_the_unit_under_its_new_name():
    membership = a_member(Role.UNIT_HEAD, unit=a_unit("Sở Nội vụ", parent=a_province()))
    new = _renamed(membership.unit)
    [acting] = memberships_of(membership.person, date(2026, 3, 1))
    actor = actor_of(acting)
    assert (acting.pk, actor.unit_id, actor.unit) == (membership.pk, new.pk, "Sở Nội vụ và Lao động")
    [before] = memberships_of(membership.person, date(2026, 2, 28))
    assert before.unit == membership.unit


def test_after_a_merger_the_people_of_all_units_act_for_the_one_that_follows():
    province = a_province()
    members = [a_member(Role.UNIT_CLERK, unit=a_unit(name, parent=province)) for name in ("Sở A", "Sở B")]
    new = merge_units(
        by=an_actor(),
        units=[member.unit for member in members],
        into=NewUnit("Sở C", "department"),
        on=date(2026, 3, 1),
    )
    found = [memberships_of(member.person, date(2026, 3, 1))[0].unit for member in members]
    assert found == [new, new]


def test_after_a_split_nobody_guesses_for_whom_a_person_acts():
    unit = a_unit("Sở A", parent=a_province())
    membership = a_member(Role.UNIT_CLERK, unit=unit)
    split_unit(
        by=an_actor(),
        unit=unit,
        into=[NewUnit("Sở B", "department"), NewUnit("Sở C", "department")],
        on=date(2026, 3, 1),
    )
    assert memberships_of(membership.person, date(2026, 3, 1))[0].unit == unit


def test_after_a_renaming_of_the_province_its_administrator_still_manages_everybody():
    province = a_province()
    clerk = a_member(Role.UNIT_CLERK, unit=a_unit("Sở Nội vụ", parent=province))
    administrator = a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=province)
    _renamed(clerk.unit)
    _renamed(province, "Tỉnh Phú Thọ mới")
    [acting] = memberships_of(administrator.person, timezone.localdate())
    managed = set(manageable_people(actor_of(acting)))
    assert managed == {clerk.person, administrator.person}


def test_a_wrong_password_is_answered_in_vietnamese(client):
    answer = client.post(reverse("account_login"), {"login": "khong-co", "password": "sai-mat-khau"})
    assert (answer.status_code, "mật khẩu không đúng" in answer.content.decode()) == (422, True)


def test_a_short_password_is_refused_in_vietnamese():
    with translation.override("vi"), pytest.raises(ValidationError) as refused:
        validate_password("ngắn-quá1")
    assert refused.value.messages == ["Mật khẩu có ít hơn 10 ký tự; hãy chọn mật khẩu dài hơn."]


def test_the_door_names_the_system_and_the_province_that_is_served(client, db):
    client.cookies["django_language"] = "en"
    assert "<strong>" not in source(client.get(reverse("account_login")))
    a_province("Bắc Ninh")
    served = a_province("Phú Thọ")
    a_unit("Sở Y tế", parent=served)
    page = source(client.get(reverse("account_login")))
    assert "Public administration reform index" in page
    assert re.findall(r"<strong>([^<]*)</strong>", page) == ["Phú Thọ"]


def test_a_password_is_shown_by_a_button_that_stays_away_without_its_script(client, db):
    page = source(client.get(reverse("account_login")))
    (button,) = re.findall(r"<button[^>]*data-shows[^>]*>", page)
    assert re.search(r"\shidden(\s|>)", button)
    assert 'aria-controls="id_password"' in button
