"""Who may see and who may change the units."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission


def can_read_units(actor: Actor) -> bool:
    """Whether `actor` may look at the units."""
    return actor.may(Permission.UNIT_READ)


def can_manage_units(actor: Actor) -> bool:
    """Whether `actor` may add, change, rename, merge, split and import units; which ones, its scope says."""
    return actor.may(Permission.UNIT_MANAGE)


def can_manage_agencies(actor: Actor) -> bool:
    """Whether `actor` may form agency groups and say what wordings mean, for the plans of every unit."""
    return actor.may(Permission.AGENCY_MANAGE)
