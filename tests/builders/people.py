"""Builders of units, of people with accounts, and of who acts without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope, scopes_of
from cchc.accounts import actions as account_actions
from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.units import actions as unit_actions
from cchc.units.models import AgencyGroup, Kind, Unit
from tests.builders.remembering import remembered

PASSWORD = "long-enough-2026"


def an_actor(role: Role = Role.ADMINISTRATOR, scope: Scope | None = None) -> Actor:
    """Somebody who acts in a role, in the widest scope it has unless another is given, without an account behind it."""
    return Actor(
        person_id=0,  # nobody who signs in
        person="Chuyên viên Sở Nội vụ",
        unit_id=None,
        unit="Sở Nội vụ",
        role=role,
        scope=scope or scopes_of(role)[0],
    )


@remembered
def a_unit(
    name: str = "Sở Nội vụ",
    kind: str = Kind.DEPARTMENT,
    *,
    parent: Unit | None = None,
    code: str = "",
    since: date = date(2020, 1, 1),
    until: date | None = None,
    aliases: Sequence[str] = (),
) -> Unit:
    """A unit opened by the action."""
    return unit_actions.add_unit(
        by=an_actor(),
        name=name,
        kind=kind,
        valid_from=since,
        valid_until=until,
        parent=parent,
        code=code,
        aliases=aliases,
    )


@remembered
def a_province(name: str = "Phú Thọ", *, since: date = date(1997, 1, 1), code: str = "") -> Unit:
    """A province, at the top of the tree."""
    return a_unit(name, Kind.PROVINCE, since=since, code=code)


@remembered
def a_group(name: str, units: Iterable[Unit]) -> AgencyGroup:
    """An agency group, formed by the action."""
    return unit_actions.make_group(by=an_actor(), name=name, units=units)


@remembered
def a_member(
    role: Role = Role.ADMINISTRATOR,
    *,
    unit: Unit | None = None,
    username: str = "",
    scope: Scope | None = None,
) -> Membership:
    """Somebody with an account and their own password (`PASSWORD`), acting in `role` for `unit` (a province), in the
    widest scope of the role unless another is given."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    person, _given = account_actions.add_person(
        by=an_actor(),
        username=username or f"{role.value}-{Person.objects.count()}",
        name=f"Chuyên viên {unit.name}",
        unit=unit,
        role=role,
        scope=scope or scopes_of(role)[0],
        valid_from=date(2026, 1, 1),
    )
    membership = person.memberships.get()
    account_actions.change_own_password(by=actor_of(membership), person=person, password=PASSWORD)
    return membership


def actor_for(membership: Membership) -> Actor:
    """The Actor of a membership."""
    return actor_of(membership)
