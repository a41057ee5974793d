"""Whom a notice is for: the people who may do something, in some units or for the whole province."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from cchc.access.permissions import GRANTS, Capacity, Permission, Scope
from cchc.accounts.models import Membership
from cchc.accounts.policies import valid_on
from cchc.units.queries import heirs


def people_of_units(units: Collection[int], permission: Permission, day: date) -> dict[int, set[int]]:
    """Return for each of `units` the ids of the people who may do this in it on `day`: their account is open, and the
    role in that very unit, or in the one that became it, grants `permission`. Three queries."""
    running = Membership.objects.filter(
        _granting(permission, lambda one: one.scope is not Scope.PROVINCE),
        valid_on(day),
        person__is_active=True,
    )
    found: dict[int, set[int]] = {unit: set() for unit in units}
    rows = list(running.values_list("unit_id", "unit__valid_until", "person_id"))
    ended = {unit for unit, until, _person in rows if until is not None and until <= day}
    living = heirs(ended, day) if ended else {}
    for unit, _until, person in rows:
        followed = living[unit] if unit in ended else []
        meant = followed[0].pk if len(followed) == 1 else unit
        if meant in found:
            found[meant].add(person)
    return found


def people_of_the_province(permission: Permission, day: date) -> set[int]:
    """Return the ids of the people with an open account whose role for the whole province grants `permission` on
    `day`."""
    running = Membership.objects.filter(
        _granting(permission, lambda one: one.scope is Scope.PROVINCE),
        valid_on(day),
        person__is_active=True,
    )
    return set(running.values_list("person_id", flat=True))


def _granting(permission: Permission, counts: Callable[[Capacity], bool]) -> Q:
    """Return the condition that the capacity of a membership is one that `counts`, and grants `permission`."""
    pairs = [one for one, granted in GRANTS.items() if permission in granted and counts(one)]
    return _any(Q(role=one.role.value, scope=one.scope.value) for one in pairs)


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(pk__in=()))
