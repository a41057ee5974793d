"""Rules of the units: who may see and who may change them."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission


def may_read_units(actor: Actor) -> bool:
    """Whether `actor` may look at the units."""
    return actor.may(Permission.UNIT_READ)


def may_manage_units(actor: Actor) -> bool:
    """Whether `actor` may add, change, rename, merge, split and import units; the scope limits which ones."""
    return actor.may(Permission.UNIT_MANAGE)


def may_manage_figures(actor: Actor) -> bool:
    """Whether `actor` may write the figures of units per year: they feed scores, so nobody writes only the own ones."""
    return actor.may(Permission.FIGURE_EDIT)


def may_manage_agencies(actor: Actor) -> bool:
    """Whether `actor` may form agency groups and choose the meanings of wordings, for the plans of every unit."""
    return actor.may(Permission.AGENCY_MANAGE)
