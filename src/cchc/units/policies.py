"""Who may see and who may change the units."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission


def can_read_units(actor: Actor) -> bool:
    """Whether `actor` may look at the units."""
    return actor.may(Permission.UNIT_READ)


def can_manage_units(actor: Actor) -> bool:
    """Whether `actor` may add, change, rename, merge, split and import units."""
    return actor.may(Permission.UNIT_MANAGE)
