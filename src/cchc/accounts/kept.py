"""What of this room is played against the log."""

from __future__ import annotations

from collections.abc import Iterator

from cchc.accounts.actions.people import ADDED, MEMBERSHIP_GIVEN
from cchc.accounts.models import Membership, Person
from cchc.audit.models import Entry
from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message


def _given(entry: Entry) -> Iterator[str]:
    """Yield the key of the membership that an early entry gave: such entries name it by person, unit and role."""
    if entry.verb in (ADDED, MEMBERSHIP_GIVEN):
        yield f"{entry.subject_id}/{entry.facts['unit_id']}/{entry.facts['role']}"


PLAYED = (
    Played(
        code="accounts.person",
        words=Message("Account"),
        model=Person,
        fields=("username", "name", "is_active"),
        made_by=subjects_of(ADDED),
    ),
    Played(
        code="accounts.membership",
        words=Message("Membership"),
        model=Membership,
        fields=("person_id", "unit_id", "role", "scope", "valid_from", "valid_until"),
        made_by=_given,
        known_by=lambda key, values: "{person_id}/{unit_id}/{role}".format(**values),
    ),
)
