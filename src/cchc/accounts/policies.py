"""Rules of accounts: who may manage which people, and which memberships count on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import GRANTS, Capacity, Permission, giveable_capacities, scopes_within
from cchc.accounts.models import Membership, Person
from cchc.units.models import Unit
from cchc.units.queries import reach


def valid_on(day: date) -> Q:
    """The condition that a membership counts on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def granting(permission: Permission) -> Q:
    """The condition that a membership gives `permission`."""
    found = Q(pk__in=[])
    for capacity, granted in GRANTS.items():
        if permission in granted:
            found |= Q(role=capacity.role.value, scope=capacity.scope.value)
    return found


def manageable_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units in which `actor` may give memberships: those within the scope that still exist."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Unit.objects.none()
    return reach(actor).filter(valid_until__isnull=True)


def manageable_people(actor: Actor) -> QuerySet[Person]:
    """Return the people whom `actor` may manage.

    In the scope of the province these are all people. In a smaller scope they are the people whose memberships, past
    ones included, are all within it and reach no further than it.
    """
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Person.objects.none()
    if actor.everywhere:
        return Person.objects.all()
    within = Membership.objects.filter(unit__in=reach(actor), scope__in=scopes_within(actor.scope))
    beyond = Membership.objects.exclude(pk__in=within.values("pk"))
    return Person.objects.filter(pk__in=within.values("person_id")).exclude(pk__in=beyond.values("person_id"))


def people_to_give_passwords(actor: Actor) -> QuerySet[Person]:
    """Return the people to whom `actor` may give a new password: those whom `actor` may manage, without whoever manages
    or has managed the same people.

    A new password opens an account to whoever gave it: a head would act in the name of the other head. What stands
    above them gives it; above the province nothing does.
    """
    found = manageable_people(actor)
    if actor.everywhere:
        return found
    equals = Membership.objects.filter(
        granting(Permission.ACCOUNT_MANAGE), unit=actor.unit_id, scope=actor.scope
    )
    return found.exclude(pk__in=equals.values("person_id"))


def capacities_for(actor: Actor) -> tuple[Capacity, ...]:
    """Return the capacities that `actor` may give: none that reaches further than the own."""
    return giveable_capacities(actor.scope) if actor.may(Permission.ACCOUNT_MANAGE) else ()


def require_person(actor: Actor, person: Person) -> None:
    """Return when `actor` may manage `person`. Raises `NotPermitted` otherwise."""
    if not manageable_people(actor).filter(pk=person.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)


def require_password_of(actor: Actor, person: Person) -> None:
    """Return when `actor` may give `person` a new password. Raises `NotPermitted` otherwise."""
    if not people_to_give_passwords(actor).filter(pk=person.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)


def require_membership(actor: Actor, unit: Unit, capacity: Capacity) -> None:
    """Return when `actor` may give this capacity in `unit`. Raises `NotPermitted` otherwise."""
    if capacity not in capacities_for(actor) or not manageable_units(actor).filter(pk=unit.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)
