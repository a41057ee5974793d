"""Typed builders of test data. They call the actions, so that what they make is what the platform makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.units import actions as unit_actions
from cchc.units.models import Kind, Unit


def an_actor(role: Role = Role.ADMINISTRATOR) -> Actor:
    """Somebody who acts in a role, without an account behind it."""
    return Actor(person_id=1, person="Chuyên viên Sở Nội vụ", unit_id=None, unit="Sở Nội vụ", role=role)


# units


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


def a_province(name: str = "Phú Thọ", *, since: date = date(1997, 1, 1), code: str = "") -> Unit:
    """A province, at the top of the tree."""
    return a_unit(name, Kind.PROVINCE, since=since, code=code)
