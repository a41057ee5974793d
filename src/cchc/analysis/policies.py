"""Who may look into the analysis of results. How far is the reader's `Sight`."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission


def may_read_losses(actor: Actor) -> bool:
    """Whether `actor` may see where points were lost, as far as the results are seen."""
    return actor.may(Permission.LOSS_READ)
