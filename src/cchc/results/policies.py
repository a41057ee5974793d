"""Who may see results."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission


def may_read_results(actor: Actor) -> bool:
    """Whether `actor` may look at rankings and unit pages."""
    return actor.may(Permission.RESULT_READ)
