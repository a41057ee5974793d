"""First passwords: made for several people at once, handed over on slips, changed by each at the first sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.accounts.actions.attempts import lift
from cchc.accounts.actions.people import generated_password
from cchc.accounts.models import Person
from cchc.accounts.policies import require_password_of
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.units.models import Unit

FIRST_GIVEN = verb(
    "accounts.first_passwords_given", _("gave {count} people of {subject} new first passwords: {names}")
)

AT_ONCE = 2  # passwords that are made safe side by side


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password as it is handed over, once, and as it is stored."""

    readable: str
    stored: str


def new_passwords(usernames: Iterable[str]) -> dict[str, NewPassword]:
    """Return a generated password for each sign-in name; made before anything is held, for each takes a while."""
    wanted = list(usernames)
    readable = [generated_password() for _name in wanted]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        stored = list(pool.map(make_password, readable))
    return {name: NewPassword(*pair) for name, *pair in zip(wanted, readable, stored, strict=True)}


@transaction.atomic
def give_first_passwords(
    *, by: Actor, unit: Unit, people: Sequence[Person], passwords: Mapping[str, NewPassword]
) -> list[tuple[Person, str]]:
    """Give people of a unit who have not yet chosen a password another first one; returns them with it, for the slips.

    Whoever chose a password meanwhile keeps it and is left out. One record names everybody who was given one.
    """
    held = Person.objects.select_for_update().filter(pk__in=[person.pk for person in people])
    waiting = [one for one in held.order_by("name_key", "pk") if one.must_change_password and one.is_active]
    for person in waiting:
        require_password_of(by, person)
        person.password = passwords[person.username].stored
        lift(name=person.username)
    if not waiting:
        return []
    Person.objects.bulk_update(waiting, ["password"])
    facts = {"count": len(waiting), "names": ", ".join(person.name for person in waiting)}
    record(by=by, verb=FIRST_GIVEN, subject=unit.name, subject_id=unit.pk, facts=facts)
    return [(person, passwords[person.username].readable) for person in waiting]
