"""Who may manage whose account, and which memberships count on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Capacity, Permission, Scope, giveable_capacities
from cchc.accounts.models import Membership, Person
from cchc.units.models import Unit
from cchc.units.queries import reach


def valid_on(day: date) -> Q:
    """The condition that a membership counts on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def manageable_units(actor: Actor) -> QuerySet[Unit]:
    """The units in which `actor` may give memberships: those within the scope that still exist."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Unit.objects.none()
    return reach(actor).filter(valid_until__isnull=True)


def manageable_people(actor: Actor) -> QuerySet[Person]:
    """The people whom `actor` may manage: in scope of the province all; below it those who have memberships, past ones
    included, only within the scope, and none that reaches beyond it."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Person.objects.none()
    if actor.everywhere:
        return Person.objects.all()
    within = Membership.objects.filter(unit__in=reach(actor)).exclude(scope=Scope.PROVINCE.value)
    beyond = Membership.objects.exclude(pk__in=within.values("pk"))
    return Person.objects.filter(pk__in=within.values("person_id")).exclude(pk__in=beyond.values("person_id"))


def giveable_by(actor: Actor) -> tuple[Capacity, ...]:
    """The roles with their scopes that `actor` may give: none that reaches further than the own one."""
    return giveable_capacities(actor.scope) if actor.may(Permission.ACCOUNT_MANAGE) else ()


def require_person(actor: Actor, person: Person) -> None:
    """Return quietly when `actor` may manage `person`; raises `NotPermitted` otherwise."""
    if not manageable_people(actor).filter(pk=person.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)


def require_membership(actor: Actor, unit: Unit, capacity: Capacity) -> None:
    """Return quietly when `actor` may give this capacity in `unit`; raises `NotPermitted` otherwise."""
    if capacity not in giveable_by(actor) or not manageable_units(actor).filter(pk=unit.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)
