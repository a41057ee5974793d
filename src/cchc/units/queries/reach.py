"""The units in the scope of an actor, and those of them that the actor may change."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission, Scope
from cchc.units.models import Unit
from cchc.units.queries.tree import ids_under


def reach(actor: Actor) -> QuerySet[Unit]:
    """Return the units in the scope of `actor`.

    They are all units, those of the own tree with the closed units that have their place there, or the own unit.
    """
    return Unit.objects.all() if actor.everywhere else Unit.objects.filter(pk__in=ids_in_reach(actor))


def ids_in_reach(actor: Actor) -> set[int]:
    """Return the ids of the units in a scope below the province; empty without a unit."""
    if actor.unit_id is None:
        return set()
    return (
        ids_under(actor.unit_id, timezone.localdate()) if actor.scope is Scope.OWN_TREE else {actor.unit_id}
    )


def places_for(actor: Actor) -> QuerySet[Unit]:
    """Return the units under which `actor` may put others; below the province, the own one and those below it."""
    return reach(actor) if actor.may(Permission.UNIT_MANAGE) else Unit.objects.none()


def changeable_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units that `actor` may change; below the province, those below the own unit.

    The own unit's name and place are decided above it.
    """
    if not actor.may(Permission.UNIT_MANAGE):
        return Unit.objects.none()
    if actor.everywhere:
        return Unit.objects.all()
    inside = ids_in_reach(actor)
    return Unit.objects.filter(pk__in=inside, parent_id__in=inside)
