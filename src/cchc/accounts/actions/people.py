"""Changing people and memberships. Each action is one transaction and one record in the log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Capacity, Permission, Role, Scope
from cchc.accounts.actions.attempts import lift
from cchc.accounts.consequences import account_closed
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import require_membership, require_password_of, require_person, valid_on
from cchc.accounts.queries import today
from cchc.audit.actions import record
from cchc.audit.locks import alone_in, hold
from cchc.audit.verbs import verb
from cchc.core.words.names import search_key, sort_key
from cchc.units.models import Unit

ADDED = verb("accounts.person_added", _("added {subject} as {role} of {unit}, sign-in name {username}"))
CHANGED = verb("accounts.person_changed", _("changed the account of {subject} ({changes})"))
CLOSED = verb("accounts.person_closed", _("closed the account of {subject}"))
REOPENED = verb("accounts.person_reopened", _("reopened the account of {subject}"))
EMAIL_CHANGED = verb("accounts.email_changed", _("changed the own e-mail address"))
PASSWORD_GIVEN = verb("accounts.password_given", _("gave {subject} a new password"))
PASSWORD_CHANGED = verb("accounts.password_changed", _("changed the own password"))
MEMBERSHIP_GIVEN = verb("accounts.membership_given", _("made {subject} {role} of {unit} from {day}"))
MEMBERSHIP_ENDED = verb(
    "accounts.membership_ended", _("ended the membership of {subject} as {role} of {unit} on {day}")
)

EMAIL, TELEPHONE = "e-mail", "☎"  # the words among the changes of an account, in every language
LETTERS = "abcdefghijkmnpqrstuvwxyz"
DIGITS = "23456789"


def generated_password() -> str:
    """A password that is easy to read out: three groups of four, without letters and digits that look
    alike."""
    groups = ["".join(secrets.choice(LETTERS + DIGITS) for _place in range(4)) for _group in range(3)]
    return "-".join(groups)


def spell(person: Person) -> None:
    person.name_key = sort_key(person.name)
    person.search = search_key(f"{person.name} {person.username}")


@transaction.atomic
def add_person(
    *,
    by: Actor,
    username: str,
    name: str,
    unit: Unit,
    role: Role,
    scope: Scope,
    valid_from: date,
    email: str = "",
    telephone: str = "",
) -> tuple[Person, str]:
    """Open an account with its first membership; returns the person and the password to hand over, which is shown
    only once.

    Raises ValidationError when the sign-in name is taken.
    """
    alone_in(Person)
    require_membership(by, unit, Capacity(role, scope))
    _check_free(username)
    password = generated_password()
    person = Person(username=username, name=name, email=email, telephone=telephone, must_change_password=True)
    spell(person)
    person.set_password(password)
    person.save()
    lift(name=username)
    membership = Membership.objects.create(
        person=person, unit=unit, role=role.value, scope=scope.value, valid_from=valid_from
    )
    record(
        by=by,
        verb=ADDED,
        subject=name,
        subject_id=person.pk,
        facts={**_facts(membership), "username": username},
        wrote=[person, membership],
    )
    return person, password


def _check_free(username: str) -> None:
    if Person.objects.filter(username=username).exists():
        raise ValidationError({"username": _("Somebody already signs in with this name; choose another.")})


@transaction.atomic
def change_person(
    *,
    by: Actor,
    person: Person,
    username: str,
    name: str,
    email: str | None = None,
    telephone: str | None = None,
) -> Person:
    """Correct the printed name, the sign-in name, the e-mail address or the telephone number (None: it stays). Raises
    ValidationError when the sign-in name is taken.

    The log says that address or number was changed, not what it is: whoever reads the log need not know it.
    """
    alone_in(Person)
    person = hold(Person.objects.all(), person.pk)
    require_person(by, person)
    changes = [
        f"{old} → {new}" for old, new in ((person.name, name), (person.username, username)) if old != new
    ]
    email = person.email if email is None else email
    telephone = person.telephone if telephone is None else telephone
    if email != person.email:
        changes.append(EMAIL)
    if telephone != person.telephone:
        changes.append(TELEPHONE)
    if not changes:
        return person
    if username != person.username:
        _check_free(username)
        lift(name=username)
    person.name, person.username, person.email, person.telephone = name, username, email, telephone
    spell(person)
    person.save(update_fields=["name", "username", "email", "telephone", "name_key", "search"])
    facts = {"changes": "; ".join(changes)}
    record(by=by, verb=CHANGED, subject=name, subject_id=person.pk, facts=facts, wrote=[person])
    return person


@transaction.atomic
def change_own_email(*, by: Actor, person: Person, email: str) -> Person:
    """Store the e-mail address that the person gave, empty for none; `by` must be this person. The same address again
    is not recorded."""
    if by.person_id != person.pk:
        raise NotPermitted(Permission.ACCOUNT_MANAGE)
    person = hold(Person.objects.all(), person.pk)
    if person.email != email:
        person.email = email
        person.save(update_fields=["email"])
        record(by=by, verb=EMAIL_CHANGED, subject=person.name, subject_id=person.pk)
    return person


@transaction.atomic
def close_person(*, by: Actor, person: Person) -> None:
    """Close the account: the person cannot sign in any more; the account and its acts stay.

    An account closed already is not recorded again. Raises ValidationError for the last administrator of the
    province.
    """
    with _keeping_an_administrator():
        if _turn(by, person, CLOSED, is_active=False):
            account_closed(by=by, person=person)


@transaction.atomic
def reopen_person(*, by: Actor, person: Person) -> None:
    """Reopen the account: the person can sign in again. An account open already is not recorded again."""
    _turn(by, person, REOPENED, is_active=True)


def _turn(by: Actor, person: Person, what: str, *, is_active: bool) -> bool:
    """Close or reopen an account; returns whether it was not so already."""
    person = hold(Person.objects.all(), person.pk)
    require_person(by, person)
    if person.is_active == is_active:
        return False
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    record(by=by, verb=what, subject=person.name, subject_id=person.pk, wrote=[person])
    return True


@transaction.atomic
def give_password(*, by: Actor, person: Person) -> str:
    """Give the person a new generated password; it is returned only once and must be changed at the next sign-in.

    Other sessions of the person end, and so does every wait for wrong passwords under this name. Raises `NotPermitted`
    for whoever manages the same people as `by`.
    """
    person = hold(Person.objects.all(), person.pk)
    require_password_of(by, person)
    password = generated_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    lift(name=person.username)
    record(by=by, verb=PASSWORD_GIVEN, subject=person.name, subject_id=person.pk)
    return password


@transaction.atomic
def change_own_password(*, by: Actor, person: Person, password: str) -> None:
    """Store the password that the person chose; `by` must be this person."""
    if by.person_id != person.pk:
        raise NotPermitted(Permission.ACCOUNT_MANAGE)
    hold(Person.objects.all(), person.pk)
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record(by=by, verb=PASSWORD_CHANGED, subject=person.name, subject_id=person.pk)


@transaction.atomic
def give_membership(
    *, by: Actor, person: Person, unit: Unit, role: Role, scope: Scope, valid_from: date
) -> Membership:
    """Let the person act for `unit` in `role`, as far as `scope`, from the day `valid_from` on.

    Raises ValidationError when the person has this membership already.
    """
    person = hold(Person.objects.all(), person.pk)
    require_person(by, person)
    require_membership(by, unit, Capacity(role, scope))
    if person.memberships.filter(unit=unit, role=role.value, valid_until__isnull=True).exists():
        raise ValidationError({"unit": _("This person already acts for this unit in this role.")})
    membership = Membership.objects.create(
        person=person, unit=unit, role=role.value, scope=scope.value, valid_from=valid_from
    )
    record(
        by=by,
        verb=MEMBERSHIP_GIVEN,
        subject=person.name,
        subject_id=person.pk,
        facts={**_facts(membership), "day": valid_from.isoformat()},
        wrote=[membership],
    )
    return membership


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership, day: date) -> Membership:
    """End the membership: it counts up to, but not on, `day`.

    Raises ValidationError when it ended before, or when it is that of the last administrator of the province.
    """
    with _keeping_an_administrator():
        membership = hold(Membership.objects.select_related("person", "unit"), membership.pk)
        require_person(by, membership.person)
        if membership.valid_until is not None and membership.valid_until <= day:
            raise ValidationError(_("This role has ended already."))
        membership.valid_until = max(day, membership.valid_from)
        membership.save(update_fields=["valid_until"])
    record(
        by=by,
        verb=MEMBERSHIP_ENDED,
        subject=membership.person.name,
        subject_id=membership.person_id,
        facts={**_facts(membership), "day": day.isoformat()},
        wrote=[membership],
    )
    return membership


@contextmanager
def _keeping_an_administrator() -> Iterator[None]:
    """Raise ValidationError when no open account is left that administers the whole province without an end.

    When two administrators end each other's membership at the same time, one waits for the other and is refused.
    """
    administrators = Membership.objects.filter(
        role=Role.ADMINISTRATOR.value, scope=Scope.PROVINCE.value, valid_until__isnull=True
    )
    list(administrators.order_by("pk").select_for_update())
    acting = administrators.filter(valid_on(today()), person__is_active=True)
    had_one = acting.exists()
    yield
    if had_one and not acting.exists():
        raise ValidationError(
            _("This is the last administrator of the province. Make somebody else one first.")
        )


def _facts(membership: Membership) -> dict[str, Any]:
    """Return the facts of a membership for the log, in plain values."""
    return {
        "role": membership.role,
        "scope": membership.scope,
        "unit": membership.unit.name,
        "unit_id": membership.unit_id,
    }
