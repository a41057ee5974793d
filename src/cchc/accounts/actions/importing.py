"""People from a table file: tried out row by row, then opened all or none, each new account with a password of its
own that is returned once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Capacity, Permission, Role, Scope
from cchc.accounts.actions.attempts import lift
from cchc.accounts.actions.first_passwords import NewPassword
from cchc.accounts.actions.people import spell
from cchc.accounts.exchange import PeopleRead, PersonRow, capacity_words
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import (
    capacities_for,
    manageable_people,
    manageable_units,
    require_membership,
    require_person,
)
from cchc.accounts.queries import today
from cchc.audit.actions import record
from cchc.audit.locks import alone_in
from cchc.audit.verbs import verb
from cchc.core.words.messages import Fault, Message
from cchc.files.cells import Table
from cchc.units.models import Unit
from cchc.units.queries import DayUnits

IMPORTED = verb(
    "accounts.people_imported",
    _("brought people from {subject}: {added} accounts opened, {roles} roles given"),
)
GIVEN_UP = verb("accounts.people_import_given_up", _("gave up the import of people from {subject}"))


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """What a row of the table would do: `new` (an account with its role), `role` (another role for somebody who has an
    account, or stands in a row above) or `unchanged`."""

    row: int
    name: str
    username: str
    unit_id: int
    unit: str
    role: str
    scope: str
    valid_from: str
    state: str

    @property
    def capacity(self) -> Capacity:
        """The role with its scope."""
        return Capacity(Role(self.role), Scope(self.scope))


@dataclass(frozen=True, slots=True)
class PeoplePreview:
    """The effect of a file: row by row, and every fault."""

    rows: list[PersonOutcome]
    faults: list[Fault]

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows by what they do."""
        states = [row.state for row in self.rows]
        return {state: states.count(state) for state in ("new", "role", "unchanged")}

    @property
    def difference(self) -> list[dict[str, Any]]:
        """The rows that would change something, as plain JSON."""
        return [_as_json(row) for row in self.rows if row.state != "unchanged"]

    @property
    def fingerprint(self) -> str:
        """A text that is equal for two previews with the same effect."""
        return hashlib.sha256(json.dumps(self.difference, sort_keys=True).encode()).hexdigest()


def _as_json(row: PersonOutcome) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PersonOutcome.__slots__}


def rows_as_json(rows: Iterable[PersonRow]) -> list[dict[str, Any]]:
    """Return the rows of a table without faults as plain JSON, for `rows_from_json` to read back."""
    return [
        {
            "row": row.row,
            "name": row.name,
            "username": row.username,
            "unit": row.unit,
            "capacity": [str(part) for part in row.capacity] if row.capacity else None,
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        }
        for row in rows
    ]


def rows_from_json(rows: Sequence[Mapping[str, Any]], file: str) -> PeopleRead:
    """Return the table whose rows `rows_as_json` kept; its faults have no columns, only rows."""
    read = (
        PersonRow(
            row["row"],
            row["name"],
            row["username"],
            row["unit"],
            Capacity(Role(row["capacity"][0]), Scope(row["capacity"][1])),
            date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        )
        for row in rows
    )
    return PeopleRead(Table(file, None, []), {}, tuple(read))


def people_preview(by: Actor, read: PeopleRead) -> PeoplePreview:
    """Return the effect that a table of people would have today, and every fault of its rows; nothing is written."""
    by.require(Permission.ACCOUNT_MANAGE)
    rows = _Rows(by, read)
    outcomes = [outcome for row in read.rows if (outcome := rows.outcome(row)) is not None]
    faults = sorted([*read.faults, *rows.faults], key=lambda fault: fault.place.row or 0)
    return PeoplePreview(outcomes, faults)


class _Rows:
    """Finds for each row its unit and its person, and what it would do after the rows above it."""

    def __init__(self, by: Actor, read: PeopleRead) -> None:
        self.read, self.day, self.faults = read, today(), list[Fault]()
        self.units = DayUnits(self.day)
        self.places = set(manageable_units(by).values_list("pk", flat=True))
        self.capacities = set(capacities_for(by))
        usernames = {row.username for row in read.rows if row.username}
        self.people = {one.username: one for one in Person.objects.filter(username__in=usernames)}
        mine = manageable_people(by).filter(username__in=usernames)
        self.mine = set(mine.values_list("username", flat=True))
        held = Membership.objects.filter(person__username__in=usernames, valid_until__isnull=True)
        self.held = set(held.values_list("person__username", "unit_id", "role"))
        self.above: dict[str, PersonRow] = {}

    def outcome(self, row: PersonRow) -> PersonOutcome | None:
        """Return what a row would do; None for one with a fault, which is kept."""
        before = len(self.faults)
        unit = self._unit(row) if row.unit else None
        if row.capacity is not None and row.capacity not in self.capacities:
            why = Message("You cannot give this role; an administrator of the province gives it.")
            self._fault(row, "capacity", capacity_words(row.capacity), why)
        if row.username and row.name:
            self._check_person(row)
        whole = row.name and row.username and unit is not None and row.capacity is not None
        if not whole or unit is None or row.capacity is None or len(self.faults) > before:
            return None
        return self._placed(row, unit, row.capacity)

    def _placed(self, row: PersonRow, unit: Unit, capacity: Capacity) -> PersonOutcome:
        key = (row.username, unit.pk, capacity.role.value)
        known = row.username in self.people or row.username in self.above
        state = "unchanged" if key in self.held else "role" if known else "new"
        self.held.add(key)
        self.above.setdefault(row.username, row)
        return PersonOutcome(
            row.row,
            row.name,
            row.username,
            unit.pk,
            unit.name,
            capacity.role.value,
            capacity.scope.value,
            (row.valid_from or self.day).isoformat(),
            state,
        )

    def _unit(self, row: PersonRow) -> Unit | None:
        answer = self.units.match(row.unit)
        meant = self.units.units_of(answer)
        if len(meant) > 1:
            labels = tuple(self.units.label(unit) for unit in meant)
            why = Message("Several units may be meant. Write one of them: {units}.", units=labels)
        elif not meant:
            near = self.units.nearest(row.unit)
            why = Message("No unit has this name today.")
            if near:
                why = Message("No unit has this name today. Is “{near}” meant?", near=near)
        elif meant[0].pk not in self.places:
            why = Message("This unit is not within your scope.")
        else:
            return meant[0]
        self._fault(row, "unit", row.unit, why)
        return None

    def _check_person(self, row: PersonRow) -> None:
        known, above = self.people.get(row.username), self.above.get(row.username)
        if known is not None and (row.username not in self.mine or known.name != row.name):
            why = Message("Somebody else already signs in with this name; choose another.")
            self._fault(row, "username", row.username, why)
        elif above is not None and above.name != row.name:
            why = Message("Row {row} has this sign-in name for “{name}”.", row=above.row, name=above.name)
            self._fault(row, "username", row.username, why)

    def _fault(self, row: PersonRow, field: str, found: str, why: Message) -> None:
        self.faults.append(self.read.fault(row.row, field, found, why))


@transaction.atomic
def import_people(
    *,
    by: Actor,
    rows: Sequence[PersonOutcome],
    passwords: Mapping[str, NewPassword],
    file: str,
    sha256: str,
) -> list[Person]:
    """Open the accounts and give the roles of a table, all or nothing; returns the people with a new account.

    One record holds the file's name, its hash and every row that changed something.
    """
    alone_in(Person)
    units = Unit.objects.in_bulk([row.unit_id for row in rows])
    people = Person.objects.filter(username__in=[row.username for row in rows])
    known = {person.username: person for person in people}
    opened: list[Person] = []
    given: list[Membership] = []
    for row in rows:
        require_membership(by, units[row.unit_id], row.capacity)
        if row.state == "new":
            opened.append(_opened(row, passwords[row.username]))
            known[row.username] = opened[-1]
        elif known[row.username] not in opened:
            require_person(by, known[row.username])
        given.append(
            Membership.objects.create(
                person=known[row.username],
                unit=units[row.unit_id],
                role=row.role,
                scope=row.scope,
                valid_from=date.fromisoformat(row.valid_from),
            )
        )
    facts = {
        "sha256": sha256,
        "added": len(opened),
        "roles": len(given),
        "rows": [
            {name: getattr(row, name) for name in ("username", "name", "unit", "role", "scope")}
            for row in rows
        ],
    }
    record(by=by, verb=IMPORTED, subject=file, subject_id=sha256, facts=facts, wrote=[*opened, *given])
    return opened


def _opened(row: PersonOutcome, password: NewPassword) -> Person:
    person = Person(username=row.username, name=row.name, must_change_password=True)
    person.password = password.stored
    spell(person)
    person.save()
    lift(name=row.username)
    return person


def record_given_up(*, by: Actor, file: str, sha256: str) -> None:
    """Record that a file of people was given up before it was applied."""
    record(by=by, verb=GIVEN_UP, subject=file, subject_id=sha256)
