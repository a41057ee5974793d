"""A head looks after the people of the own unit and of no other; first passwords are given on slips, unit by unit."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import GRANTS, Capacity, Permission, Role, Scope
from cchc.accounts import actions
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import (
    capacities_for,
    manageable_people,
    people_to_give_passwords,
    require_membership,
)
from cchc.accounts.queries import today, units_without_passwords
from cchc.audit.models import Entry
from cchc.units.models import Kind, Unit
from tests.builders import PASSWORD, a_member, a_province, a_unit, actor_for, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    province = a_province()
    health = a_unit("Sở Y tế", Kind.DEPARTMENT, parent=province)
    return {
        "province": province,
        "health": health,
        "below": a_unit("Phòng Nghiệp vụ Y", Kind.DIVISION, parent=health),
        "finance": a_unit("Sở Tài chính", Kind.DEPARTMENT, parent=province),
    }


@pytest.fixture
def head(units: dict[str, Unit]) -> Membership:
    return a_member(Role.UNIT_HEAD, unit=units["health"], username="giam-doc")


def opened(unit: Unit, username: str, role: Role = Role.UNIT_CLERK) -> Person:
    """Somebody who has never signed in."""
    person, _password = actions.add_person(
        by=an_actor(),
        username=username,
        name=f"Chuyên viên {unit.name}",
        unit=unit,
        role=role,
        scope=Scope.OWN_UNIT,
        valid_from=today(),
    )
    return person


def test_a_head_manages_exactly_the_people_who_act_for_the_own_unit_and_no_further(units, head):
    for (place, unit), capacity in product(units.items(), GRANTS):
        a_member(
            capacity.role,
            scope=capacity.scope,
            unit=unit,
            username=f"{place}-{capacity.role}-{capacity.scope}",
        )
    found = set(manageable_people(actor_for(head)).values_list("username", flat=True))
    own = {f"health-{one.role}-{one.scope}" for one in GRANTS if one.scope is Scope.OWN_UNIT}
    assert found == own | {"giam-doc"}


def test_whoever_ever_acted_for_another_unit_or_further_is_not_the_heads_to_manage(units, head):
    both = a_member(Role.UNIT_CLERK, unit=units["health"], username="hai-noi").person
    given = actions.give_membership(
        by=an_actor(),
        person=both,
        unit=units["finance"],
        role=Role.UNIT_CLERK,
        scope=Scope.OWN_UNIT,
        valid_from=today(),
    )
    actions.end_membership(by=an_actor(), membership=given, day=today())
    assert both not in manageable_people(actor_for(head))


def test_a_head_gives_the_roles_of_the_own_unit_there_and_nowhere_else(units, head):
    by = actor_for(head)
    assert set(capacities_for(by)) == {
        Capacity(Role.UNIT_HEAD, Scope.OWN_UNIT),
        Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT),
        Capacity(Role.ENUMERATOR, Scope.OWN_UNIT),
        Capacity(Role.SURVEY_SUPERVISOR, Scope.OWN_UNIT),
    }
    require_membership(by, units["health"], Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT))
    for unit, capacity in product(units.values(), GRANTS):
        if unit != units["health"] or capacity.scope is not Scope.OWN_UNIT:
            with pytest.raises(NotPermitted):
                require_membership(by, unit, capacity)


def test_the_roles_of_the_round_read_and_appraise_and_only_the_auditor_reads_the_log():
    lead = {
        Permission.APPLICABILITY_DECIDE,
        Permission.APPLICABILITY_PROPOSE,
        Permission.APPLICABILITY_SETTLE,
        Permission.APPRAISAL_ASSIGN,
        Permission.APPRAISAL_GIVE,
        Permission.APPRAISAL_REOPEN,
        Permission.APPRAISAL_SEND,
    }
    acting = {
        Role.APPRAISER: {Permission.APPRAISAL_GIVE, Permission.APPLICABILITY_PROPOSE},
        Role.APPRAISAL_LEAD: lead,
        Role.COUNCIL_MEMBER: {Permission.COUNCIL_VOTE},
        Role.COUNCIL_SECRETARY: {
            Permission.COUNCIL_PREPARE,
            Permission.COUNCIL_FINAL,
            Permission.APPLICABILITY_JUDGE,
        },
        Role.AUDITOR: set(),
        Role.SURVEY_STAFF: {
            Permission.FIELDWORK_MANAGE,
            Permission.FORM_KEY,
            Permission.SURVEY_ANSWERS,
            Permission.SURVEY_DESIGN,
        },
    }
    for role, acts in acting.items():
        granted = GRANTS[Capacity(role, Scope.PROVINCE)]
        assert {one for one in granted if not one.endswith(":read")} == acts
        assert (Permission.AUDIT_READ in granted) is (role is Role.AUDITOR)


def test_who_has_not_signed_in_yet_stands_under_the_unit_within_the_scope_of_the_reader(units, head):
    new, other = opened(units["health"], "moi"), opened(units["finance"], "moi-khac")
    seen_by = {actor: units_without_passwords(actor) for actor in (actor_for(head), an_actor())}
    assert [[(one.unit, one.people) for one in seen] for seen in seen_by.values()] == [
        [(units["health"], [new])],
        [(units["finance"], [other]), (units["health"], [new])],
    ]


def test_slips_open_the_door_once_and_earlier_ones_no_longer_do(units, head):
    new = opened(units["health"], "moi")
    office = Client()
    office.force_login(head.person)
    page = reverse("accounts:first_passwords")
    answer = office.post(page, {"unit": units["health"].pk})
    ((person, unit, password),) = answer.context["slips"]
    assert (person, unit, "no-store" in answer["Cache-Control"]) == (new, "Sở Y tế", True)
    sent = {"login": "moi", "password": password}
    assert Client().post(reverse("account_login"), sent).status_code == 302
    office.post(page, {"unit": units["health"].pk})
    assert Client().post(reverse("account_login"), sent).status_code == 422
    entry = Entry.objects.filter(verb="accounts.first_passwords_given").latest("pk")
    assert (entry.subject, entry.facts["names"], password in str(entry.facts)) == ("Sở Y tế", new.name, False)


def test_who_has_a_password_of_their_own_keeps_it_and_other_units_are_not_found(units, head):
    opened(units["finance"], "moi-khac")
    office = Client()
    office.force_login(head.person)
    page = reverse("accounts:first_passwords")
    for unit in units.values():
        assert office.post(page, {"unit": unit.pk}).status_code == 404
    assert head.person.check_password(PASSWORD)


# --- who gives whom a password ----------------------------------------------------------------------------------------


def test_a_new_password_is_given_from_above_and_never_to_whoever_manages_the_same_people(units, head):
    """Who gives a password can sign in with it: among equals it would be the other's name under one's own acts."""
    other = a_member(Role.UNIT_HEAD, unit=units["health"], username="pho-giam-doc").person
    former = a_member(Role.UNIT_HEAD, unit=units["health"], username="nguyen-giam-doc")
    actions.end_membership(by=an_actor(), membership=former, day=today())
    clerk = a_member(Role.UNIT_CLERK, unit=units["health"], username="chuyen-vien").person
    tree = a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=units["health"], username="quan-tri-nganh")
    their_equal = a_member(
        Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=units["health"], username="quan-tri-2"
    ).person
    everybody = {head.person, other, former.person, clerk, tree.person, their_equal}
    given = {one: set(people_to_give_passwords(actor_for(one))) & everybody for one in (head, tree)} | {
        None: set(people_to_give_passwords(an_actor())) & everybody
    }
    assert given == {
        head: {clerk},
        tree: {head.person, other, former.person, clerk},
        None: everybody,
    }
    for person in everybody - {clerk}:
        with pytest.raises(NotPermitted):
            actions.give_password(by=actor_for(head), person=person)


def test_a_head_is_told_on_the_page_who_gives_the_other_head_a_password_and_hands_out_no_slip(units, head):
    new = opened(units["health"], "pho-giam-doc", Role.UNIT_HEAD)
    office = Client()
    office.cookies["django_language"] = "en"
    office.force_login(head.person)
    page = reverse("accounts:person", args=[new.pk])
    answer = office.post(reverse("accounts:person_password", args=[new.pk]), follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert source(answer).count("an administrator gives the new password") == 2
    assert office.post(reverse("accounts:first_passwords"), {"unit": units["health"].pk}).status_code == 404
    assert not Entry.objects.filter(verb__in=("accounts.password_given", "accounts.first_passwords_given"))
    own = source(office.get(reverse("accounts:person", args=[head.person_id])))
    assert "Your own password you change yourself" in own
