"""Queries of people and memberships, and the Actor of a membership."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cchc.access.actor import Actor, AskedOfTheWorker
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import granting, manageable_people, people_to_give_passwords, valid_on
from cchc.audit.statements import Columns, Found, Statement, answer_of
from cchc.core.words.names import search_key
from cchc.units.models import Unit
from cchc.units.queries import heirs, is_valid_on

OF_MEMBERSHIP, OF_UNIT = Columns(Membership, "membership"), Columns(Unit, "unit")
RUNNING = f"""
    SELECT {OF_MEMBERSHIP}, {OF_UNIT}
    FROM "accounts_membership" membership JOIN "units_unit" unit ON unit."id" = membership."unit_id"
    WHERE membership."person_id" = %s AND membership."valid_from" <= %s
      AND (membership."valid_until" IS NULL OR membership."valid_until" > %s)
    ORDER BY membership."id"
"""  # noqa: S608 - our own columns


def today() -> date:
    """The date in Vietnam."""
    return timezone.localdate()


def memberships_of(person: Person, day: date) -> list[Membership]:
    """Return the memberships of `person` that count on `day`, each in the unit as it is on that day.

    They stand in the order in which they were given, whatever their days, so that another role that is given to
    somebody does not become the first.

    After a renaming or a merger, the unit is the one that followed. A unit that was split or ended stays as it was;
    an administrator gives the person a new membership.
    """
    found = running(person, day)
    ended = {membership.unit_id for membership in found if not is_valid_on(membership.unit, day)}
    living = heirs(ended, day) if ended else {}
    for membership in found:
        followed = living.get(membership.unit_id, [])
        if len(followed) == 1:
            membership.unit = followed[0]
    return found


def running(person: Person, day: date) -> list[Membership]:
    """Return the memberships of `person` that count on `day` with their units, as they were given: every page asks this
    first."""

    def read(rows: Found) -> list[Membership]:
        found = []
        for values in map(iter, rows):
            membership = OF_MEMBERSHIP.row(values)
            membership.person, membership.unit = person, OF_UNIT.row(values)
            found.append(membership)
        return found

    on = connection.ops.adapt_datefield_value(day)
    return answer_of(Statement(RUNNING, [person.pk, on, on], read))


def actor_of(membership: Membership) -> Actor:
    """Return the Actor of this membership, with the names as they are printed now."""
    return Actor(
        person_id=membership.person_id,
        person=membership.person.name,
        unit_id=membership.unit_id,
        unit=membership.unit.name,
        role=membership.capacity.role,
        scope=membership.capacity.scope,
    )


def holders_of(permission: Permission) -> list[Actor]:
    """Return everybody who has `permission` today, in some capacity, in Vietnamese order: an Actor for each membership
    that gives it."""
    rows = Membership.objects.filter(granting(permission), valid_on(today()), person__is_active=True)
    return [actor_of(one) for one in rows.select_related("person", "unit").order_by("person__name_key", "pk")]


def acting_people(day: date) -> Iterator[tuple[int, list[Actor]]]:
    """Yield the people with an open account who act for a unit on `day`, by their ids, each in all capacities."""
    acting = Membership.objects.filter(valid_on(day)).values("person")
    for person in list(Person.objects.filter(pk__in=acting, is_active=True).order_by("pk")):
        yield person.pk, actors_of(person, day)


def actors_of(person: Person, day: date) -> list[Actor]:
    """Return the Actor of `person` in each membership that counts on `day`."""
    return [actor_of(one) for one in memberships_of(person, day)]


def actor_now(asked: AskedOfTheWorker) -> Actor | None:
    """Return who asked for some work, in the same capacity, as that is today; None for one who has it no more, or whose
    account is shut."""
    person = Person.objects.filter(pk=asked.person_id, is_active=True).first()
    capacity = (asked.unit_id, asked.role, asked.scope)
    held = () if person is None else actors_of(person, today())
    return next((one for one in held if (one.unit_id, one.role.value, one.scope.value) == capacity), None)


def people(actor: Actor, text: str = "", role: str = "", active: bool | None = None) -> QuerySet[Person]:
    """Return the people whom `actor` may manage, in Vietnamese order, with `current` memberships.

    `text` finds people by name, sign-in name and units, whatever the diacritics.
    """
    found = manageable_people(actor)
    if text:
        wanted = search_key(text)
        by_unit = Membership.objects.filter(valid_on(today()), unit__search_key__contains=wanted)
        found = found.filter(search__contains=wanted) | found.filter(pk__in=by_unit.values("person_id"))
    if role:
        found = found.filter(
            pk__in=Membership.objects.filter(valid_on(today()), role=role).values("person_id")
        )
    if active is not None:
        found = found.filter(is_active=active)
    current = Membership.objects.filter(valid_on(today())).select_related("unit")
    return found.prefetch_related(Prefetch("memberships", current, to_attr="current")).order_by(
        "name_key", "pk"
    )


def memberships_in(actor: Actor, unit: Unit, day: date) -> QuerySet[Membership]:
    """Return the memberships that count on `day` in `unit` of people whom `actor` may manage, by role and name."""
    own = Membership.objects.filter(
        valid_on(day), unit=unit, person__in=manageable_people(actor).values("pk")
    )
    return (
        own.filter(person__is_active=True).select_related("person").order_by("role", "person__name_key", "pk")
    )


def all_memberships(person: Person) -> QuerySet[Membership]:
    """Return every membership of `person`, the running ones first."""
    return person.memberships.select_related("unit").order_by("-valid_from", "pk")


@dataclass(frozen=True, slots=True)
class UnitSlips:
    """A unit and its people who have an account and have not chosen a password of their own yet."""

    unit: Unit
    people: list[Person]


def units_without_passwords(actor: Actor) -> list[UnitSlips]:
    """Return the units in which people to whom `actor` may give a password still wait for their first sign-in, in
    Vietnamese order; a person of several units stands in the first of them."""
    rows = Membership.objects.filter(
        valid_on(today()),
        person__in=people_to_give_passwords(actor).values("pk"),
        person__is_active=True,
        person__must_change_password=True,
    ).select_related("person", "unit")
    found: dict[int, UnitSlips] = {}
    seen: set[int] = set()
    for one in rows.order_by("unit__sort_key", "unit_id", "person__name_key", "pk"):
        if one.person_id not in seen:
            found.setdefault(one.unit_id, UnitSlips(one.unit, [])).people.append(one.person)
            seen.add(one.person_id)
    return list(found.values())
