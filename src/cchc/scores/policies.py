"""Who may see scores, bring and correct them."""

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, State


def may_read_scores(actor: Actor) -> bool:
    """Whether `actor` may look at scores: whoever sees what the index makes of them."""
    return actor.may(Permission.RESULT_READ)


def may_import_scores(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may bring scores into `cycle`: a closed cycle is read-only for everybody."""
    return actor.may(Permission.SCORE_IMPORT) and cycle.state != State.CLOSED


def may_correct_scores(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may correct a score of `cycle` by hand: a closed cycle is read-only for everybody."""
    return actor.may(Permission.SCORE_CORRECT) and cycle.state != State.CLOSED
