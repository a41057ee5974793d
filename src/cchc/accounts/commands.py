"""Verbs of people."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.access.starting import open_database
from cchc.core.words.messages import Message
from cchc.texts.speaking import speaker

if TYPE_CHECKING:
    from cchc.accounts.models import Person
    from cchc.units.models import Unit


def administrator_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb: sign-in name, printed name, and the unit at the top (a province that is
    opened when missing)."""
    parser.add_argument("username")
    parser.add_argument("name")
    parser.add_argument("unit")


def administrator(args: argparse.Namespace) -> int:
    """Open the account and print its password once; returns 1 when the sign-in name is taken."""
    open_database()
    from cchc.accounts.models import Person

    say = speaker("accounts")
    if Person.objects.filter(username=args.username).exists():
        print(say(Message("Somebody already signs in as {name}.", name=args.username)), file=sys.stderr)
        return 1
    _person, password = _made(args.username, args.name, args.unit)
    print(say(Message("Sign-in name: {name}", name=args.username)))
    print(say(Message("Password, to be changed at the first sign-in: {password}", password=password)))
    return 0


def _made(username: str, name: str, unit_name: str) -> tuple[Person, str]:
    from cchc.accounts.actions import add_person
    from cchc.accounts.queries import today
    from cchc.units.models import Unit

    root = Actor(0, name, None, unit_name, Role.ADMINISTRATOR, Scope.PROVINCE)
    unit = Unit.objects.filter(name=unit_name, valid_until__isnull=True).first() or _province(root, unit_name)
    by = Actor(0, name, unit.pk, unit.name, Role.ADMINISTRATOR, Scope.PROVINCE)
    return add_person(
        by=by,
        username=username,
        name=name,
        unit=unit,
        role=Role.ADMINISTRATOR,
        scope=Scope.PROVINCE,
        valid_from=today(),
    )


def _province(by: Actor, name: str) -> Unit:
    from cchc.accounts.queries import today
    from cchc.units.actions import add_unit
    from cchc.units.models import Kind

    return add_unit(by=by, name=name, kind=Kind.PROVINCE, valid_from=today())
