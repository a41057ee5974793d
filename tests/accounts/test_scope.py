"""How far an administrator reaches: nobody takes over the province from below, and it is never left without one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cchc.access.actor import NotPermitted
from cchc.access.permissions import GRANTS, Role, Scope
from cchc.accounts import actions
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import manageable_people
from cchc.accounts.queries import memberships_of, people, today
from cchc.audit.models import Entry
from cchc.audit.queries import sentence
from cchc.units.models import Kind, Unit
from tests.builders import PASSWORD, a_member, a_province, a_unit, actor_for, an_actor

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 1)


@pytest.fixture
def province() -> Unit:
    return a_province(since=date(1990, 1, 1))


@pytest.fixture
def commune(province: Unit) -> Unit:
    return a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=province)


@pytest.fixture
def below(commune: Unit) -> Unit:
    return a_unit("Phòng Văn hóa", Kind.DIVISION, parent=commune)


@pytest.fixture
def lower(commune: Unit, below: Unit) -> Membership:
    """The administrator of the commune."""
    return a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=commune, username="quan-tri-xa")


def signed_in(membership: Membership) -> Client:
    client = Client()
    client.force_login(membership.person)
    return client


def as_corrected(unit: Unit, **instead: Any) -> dict[str, Any]:
    """What the form that corrects a unit sends."""
    facts = {
        "name": unit.name,
        "kind": unit.kind,
        "code": unit.code,
        "parent": unit.parent_id or "",
        "valid_from": f"{unit.valid_from:%d/%m/%Y}",
        "valid_until": "",
        "aliases": "",
    }
    return {**facts, **instead}


def test_an_administrator_of_a_commune_does_not_become_the_administrator_of_the_province(
    province: Unit, commune: Unit, lower: Membership
) -> None:
    head = a_member(Role.ADMINISTRATOR, unit=province, username="quan-tri").person
    attacker = signed_in(lower)
    to_the_top = as_corrected(commune, parent="", valid_from="01/01/1990")
    attacker.post(reverse("units:change", args=[commune.pk]), to_the_top)
    attacker.post(
        reverse("units:change", args=[province.pk]), as_corrected(province, parent=commune.pk, kind="commune")
    )
    answer = attacker.post(reverse("accounts:person_password", args=[head.pk]))
    assert answer.status_code == 404
    assert check_password(PASSWORD, Person.objects.get(pk=head.pk).password)
    assert Unit.objects.get(pk=province.pk).parent is None
    assert Unit.objects.get(pk=commune.pk).parent == province


def test_an_administrator_of_a_commune_opens_nothing_of_the_whole_province(lower: Membership) -> None:
    client = signed_in(lower)
    pages = ["audit:log", "criteria:list", "criteria:upload", "cycles:list", "cycles:new", "plans:list"]
    pages += ["results:ranking", "units:group_new"]
    assert {page: client.get(reverse(page)).status_code for page in pages} == dict.fromkeys(pages, 404)
    mine = ["desk:home", "units:list", "accounts:people"]
    assert {page: client.get(reverse(page)).status_code for page in mine} == dict.fromkeys(mine, 200)


def test_an_administrator_below_the_province_manages_the_people_of_the_own_unit_and_below(
    province: Unit, below: Unit, lower: Membership
) -> None:
    own = a_member(Role.UNIT_CLERK, unit=below).person
    a_member(Role.ADMINISTRATOR, unit=province)
    a_member(Role.UNIT_HEAD, unit=a_unit("Sở Y tế", parent=province))
    assert set(people(actor_for(lower))) == {lower.person, own}


def test_an_administrator_of_the_province_manages_everybody_wherever_the_own_unit_stands(
    province: Unit, below: Unit
) -> None:
    department = a_unit("Sở Nội vụ", parent=province)
    administrator = actor_for(a_member(Role.ADMINISTRATOR, unit=department))
    a_member(Role.ADMINISTRATOR, unit=province)
    a_member(Role.UNIT_CLERK, unit=below)
    assert set(people(administrator)) == set(Person.objects.all())


@pytest.mark.parametrize("past", [False, True], ids=["now", "in the past"])
@pytest.mark.parametrize(
    ("role", "scope", "where"),
    [
        (Role.UNIT_CLERK, Scope.OWN_UNIT, "elsewhere"),
        (Role.LEADER, Scope.OWN_TREE, "above"),
        (Role.COORDINATOR, Scope.PROVINCE, "inside"),
        (Role.ADMINISTRATOR, Scope.PROVINCE, "inside"),
    ],
)
def test_nobody_touches_a_person_who_holds_a_role_outside_or_above_the_own_scope(
    province: Unit,
    below: Unit,
    lower: Membership,
    role: Role,
    scope: Scope,
    where: str,
    past: bool,
) -> None:
    a_member(Role.ADMINISTRATOR, unit=province)
    units = {
        "elsewhere": a_unit("Xã khác", Kind.COMMUNE, parent=province),
        "above": province,
        "inside": below,
    }
    member = a_member(Role.UNIT_CLERK, unit=below)
    person, by = member.person, actor_for(lower)
    assert person in manageable_people(by)
    more = actions.give_membership(
        by=an_actor(), person=person, unit=units[where], role=role, scope=scope, valid_from=date(2025, 1, 1)
    )
    if past:
        actions.end_membership(by=an_actor(), membership=more, day=date(2025, 6, 1))
    acts = [
        lambda: actions.give_password(by=by, person=person),
        lambda: actions.change_person(by=by, person=person, username="khac", name="Khác"),
        lambda: actions.close_person(by=by, person=person),
        lambda: actions.reopen_person(by=by, person=person),
        lambda: actions.end_membership(by=by, membership=member, day=JULY),
        lambda: actions.give_membership(
            by=by, person=person, unit=below, role=Role.UNIT_HEAD, scope=Scope.OWN_UNIT, valid_from=JULY
        ),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    pages = ["person", "person_change", "person_password", "person_close", "membership_new"]
    client = signed_in(lower)
    answers = {page: client.post(reverse(f"accounts:{page}", args=[person.pk])).status_code for page in pages}
    assert answers == dict.fromkeys(pages, 404)


@pytest.mark.parametrize("capacity", [*GRANTS, (Role.UNIT_CLERK, Scope.OWN_TREE)], ids=str)
def test_nobody_below_the_province_gives_a_role_that_reaches_over_it(
    below: Unit, lower: Membership, capacity: tuple[Role, Scope]
) -> None:
    role, scope = capacity
    asked = {
        "by": actor_for(lower),
        "username": "moi",
        "name": "Mới",
        "unit": below,
        "role": role,
        "scope": scope,
        "valid_from": JULY,
    }
    if scope is Scope.PROVINCE or capacity not in GRANTS:
        with pytest.raises(NotPermitted):
            actions.add_person(**asked)
    else:
        person, _password = actions.add_person(**asked)
        assert person.memberships.get().capacity == capacity


def test_nobody_below_the_province_gives_a_role_outside(province: Unit, lower: Membership) -> None:
    for unit in (province, a_unit("Xã khác", Kind.COMMUNE, parent=province)):
        with pytest.raises(NotPermitted):
            actions.give_membership(
                by=actor_for(lower),
                person=lower.person,
                unit=unit,
                role=Role.UNIT_CLERK,
                scope=Scope.OWN_UNIT,
                valid_from=JULY,
            )


def test_the_forms_offer_only_the_roles_and_units_that_may_be_given(
    province: Unit, commune: Unit, below: Unit, lower: Membership
) -> None:
    form = signed_in(lower).get(reverse("accounts:person_new")).context["form"]
    assert [key for key, _label in form.fields["capacity"].choices] == [
        "administrator-own_tree",
        "unit_head-own_unit",
        "unit_clerk-own_unit",
        "leader-own_tree",
        "enumerator-own_unit",
        "survey_supervisor-own_unit",
    ]
    assert set(form.fields["unit"].queryset) == {commune, below}
    above = signed_in(a_member(Role.ADMINISTRATOR, unit=province))
    form = above.get(reverse("accounts:person_new")).context["form"]
    assert len(form.fields["capacity"].choices) == len(GRANTS)
    assert set(form.fields["unit"].queryset) == set(Unit.objects.all())


def test_a_role_that_is_not_offered_is_refused_by_the_form(below: Unit, lower: Membership) -> None:
    typed = {"name": "Mới", "username": "moi", "unit": below.pk, "valid_from": "01/07/2026"}
    for capacity in ("administrator-province", "coordinator-own_unit", "", "leader"):
        answer = signed_in(lower).post(reverse("accounts:person_new"), {**typed, "capacity": capacity})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["capacity"])
    assert not Person.objects.filter(username="moi").exists()


def test_the_database_takes_no_role_in_a_scope_that_is_not_designed_for_it(lower: Membership) -> None:
    for role, scope in (("unit_clerk", "province"), ("coordinator", "own_tree"), ("administrator", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=lower.pk).update(role=role, scope=scope)


def test_a_role_with_several_scopes_prints_its_scope_on_pages_and_in_the_log(
    province: Unit, lower: Membership
) -> None:
    entry = Entry.objects.filter(verb="accounts.person_added").latest("pk")
    with translation.override("vi"):
        assert lower.label == "Quản trị viên (đơn vị mình và cấp dưới)"
        assert a_member(Role.UNIT_CLERK, unit=province).label == "Chuyên viên đơn vị"
        assert "quản trị viên (đơn vị mình và cấp dưới) của Xã Hòa Bình" in sentence(entry)


# The last one


def closing(membership: Membership) -> None:
    actions.close_person(by=actor_for(membership), person=membership.person)


def ending(membership: Membership) -> None:
    actions.end_membership(by=actor_for(membership), membership=membership, day=today())


@pytest.mark.parametrize("lose", [closing, ending])
def test_the_last_administrator_of_the_province_cannot_be_lost(
    province: Unit, lower: Membership, lose
) -> None:
    first, second = (a_member(Role.ADMINISTRATOR, unit=province) for _each in range(2))
    lose(first)
    with pytest.raises(ValidationError):
        lose(second)
    held = Membership.objects.select_related("person").get(pk=second.pk)
    assert (held.valid_until, held.person.is_active) == (None, True)


def test_one_who_will_end_or_only_begin_or_is_closed_is_no_administrator_who_is_left(province: Unit) -> None:
    last, closed, ended = (a_member(Role.ADMINISTRATOR, unit=province) for _each in range(3))
    begins = a_member(Role.UNIT_CLERK, unit=province)
    actions.give_membership(
        by=an_actor(),
        person=begins.person,
        unit=province,
        role=Role.ADMINISTRATOR,
        scope=Scope.PROVINCE,
        valid_from=date(today().year + 1, 1, 1),
    )
    actions.close_person(by=an_actor(), person=closed.person)
    actions.end_membership(by=an_actor(), membership=ended, day=date(today().year + 1, 1, 1))
    for lose in (closing, ending):
        with pytest.raises(ValidationError):
            lose(last)


def test_the_page_tells_the_last_administrator_why_nothing_happened(province: Unit) -> None:
    last = a_member(Role.ADMINISTRATOR, unit=province)
    client = signed_in(last)
    for page, args in (("person_close", [last.person_id]), ("membership_end", [last.person_id, last.pk])):
        answer = client.post(reverse(f"accounts:{page}", args=args), follow=True)
        assert "Đây là quản trị viên cuối cùng của tỉnh" in answer.content.decode()
    assert memberships_of(last.person, today()) == [last]


def test_an_ended_role_is_not_ended_once_more(province: Unit, lower: Membership) -> None:
    actions.end_membership(by=an_actor(), membership=lower, day=date(2026, 2, 1))
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        actions.end_membership(by=an_actor(), membership=lower, day=date(2026, 3, 1))
    assert Membership.objects.get(pk=lower.pk).valid_until == date(2026, 2, 1)
    assert Entry.objects.count() == before
