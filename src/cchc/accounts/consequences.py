"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.events import event
from cchc.accounts.models import Person


@event
def account_closed(*, by: Actor, person: Person) -> None:
    """The account of `person` was closed; the row is held. What reached the platform in their name ends with it."""
