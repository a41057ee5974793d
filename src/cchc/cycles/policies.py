"""Rules of the yearly cycle: who may see and who may prepare it."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, State


def may_read_cycles(actor: Actor) -> bool:
    """Whether `actor` may look at the cycles."""
    return actor.may(Permission.CYCLE_READ)


def may_change_cycle(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may change `cycle`: a closed cycle is read-only for everybody."""
    return actor.may(Permission.CYCLE_MANAGE) and cycle.state != State.CLOSED


def may_reopen_cycle(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may open the closed `cycle` again."""
    return actor.may(Permission.CYCLE_MANAGE) and cycle.state == State.CLOSED
