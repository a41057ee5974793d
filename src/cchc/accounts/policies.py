"""Who may manage whose account, and which memberships count on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership, Person
from cchc.units.models import Unit
from cchc.units.queries import under


def valid_on(day: date) -> Q:
    """The condition that a membership counts on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def own_tree(actor: Actor) -> set[int]:
    """The ids of the actor's unit, of every unit below it, and of the closed ones that became one of them or belonged
    there; empty without a unit."""
    return under(actor.unit_id, timezone.localdate()) if actor.unit_id else set()


def manageable_units(actor: Actor) -> QuerySet[Unit]:
    """The units in which `actor` may give memberships: the own unit and those below it that still exist."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=own_tree(actor), valid_until__isnull=True)


def manageable_people(actor: Actor) -> QuerySet[Person]:
    """The people whose memberships, past ones included, all lie within the actor's unit and those below
    it."""
    if not actor.may(Permission.ACCOUNT_MANAGE):
        return Person.objects.none()
    elsewhere = Membership.objects.exclude(unit_id__in=own_tree(actor))
    return Person.objects.exclude(pk__in=elsewhere.values("person_id"))


def require_person(actor: Actor, person: Person) -> None:
    """Return quietly when `actor` may manage `person`; raises `NotPermitted` otherwise."""
    if not manageable_people(actor).filter(pk=person.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)


def require_unit(actor: Actor, unit: Unit) -> None:
    """Return quietly when `actor` may give memberships in `unit`; raises `NotPermitted` otherwise."""
    if not manageable_units(actor).filter(pk=unit.pk).exists():
        raise NotPermitted(Permission.ACCOUNT_MANAGE)
