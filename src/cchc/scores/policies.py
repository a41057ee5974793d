"""Who may see scores, bring and correct them; which changes need a second person, and who that may be."""

from collections.abc import Set

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, State
from cchc.scores.models import Correction


def may_read_scores(actor: Actor) -> bool:
    """Whether `actor` may look at scores: whoever sees what the index makes of them."""
    return actor.may(Permission.RESULT_READ)


def may_import_scores(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may bring scores into `cycle`: a closed cycle is read-only for everybody."""
    return actor.may(Permission.SCORE_IMPORT) and cycle.state != State.CLOSED


def may_correct_scores(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may correct a score of `cycle` by hand: a closed cycle is read-only for everybody."""
    return actor.may(Permission.SCORE_CORRECT) and cycle.state != State.CLOSED


def may_take_back_scores(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may take back a correction, or the latest points file, of `cycle`."""
    return actor.may(Permission.SCORE_TAKE_BACK) and cycle.state != State.CLOSED


def needs_second_person(cycle: Cycle, interests: Set[int], whose: int) -> bool:
    """Whether somebody with these interests (units, by their ids) may not change a score of the unit `whose` alone: one
    that stands near to them, and any that is released."""
    return cycle.released_at is not None or whose in interests


def may_decide(actor: Actor, asked: Correction, interests: Set[int]) -> bool:
    """Whether `actor`, with these units of interest, may say yes or no to a correction that waits: another person, of
    another unit, without an interest of their own in the unit."""
    return (
        may_correct_scores(actor, asked.participant.cycle)
        and actor.person_id != asked.person_id
        and actor.unit_id != asked.unit_id
        and asked.participant.unit_id not in interests
    )


def may_see_correction(actor: Actor, asked: Correction, interests: Set[int]) -> bool:
    """Whether `actor`, with these units of interest, may look at a correction that waits or waited: whoever asked for
    it, colleagues who act for the same unit, and whoever is free to decide on it."""
    return is_of_those_who_ask(actor, asked) or (
        actor.may(Permission.SCORE_CORRECT) and asked.participant.unit_id not in interests
    )


def may_withdraw(actor: Actor, asked: Correction) -> bool:
    """Whether `actor` may withdraw a correction that waits: whoever asked for it or a colleague who acts for the same
    unit, while the cycle is open."""
    return may_correct_scores(actor, asked.participant.cycle) and is_of_those_who_ask(actor, asked)


def is_of_those_who_ask(actor: Actor, asked: Correction) -> bool:
    """Whether `actor` asked for a correction, or may correct scores for the unit for which it was asked for."""
    colleague = actor.may(Permission.SCORE_CORRECT) and actor.unit_id == asked.unit_id
    return actor.person_id == asked.person_id or colleague
