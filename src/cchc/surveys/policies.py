"""Who may do what with surveys. All of it reaches the whole province: a survey rates units against each other."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle, State


def may_read(actor: Actor) -> bool:
    """Whether `actor` may read questionnaires, designs and results of surveys before they are made public."""
    return actor.may(Permission.SURVEY_READ)


def may_design(actor: Actor) -> bool:
    """Whether `actor` may write questionnaires and designs, publish them and draw samples."""
    return actor.may(Permission.SURVEY_DESIGN)


def may_take_answers(actor: Actor) -> bool:
    """Whether `actor` may take answers from files, accept them, reject them and make them void."""
    return actor.may(Permission.SURVEY_ANSWERS)


def may_close(actor: Actor) -> bool:
    """Whether `actor` may close a survey, with which its estimates become final."""
    return actor.may(Permission.SURVEY_CLOSE)


def may_take_results(actor: Actor, cycle: Cycle) -> bool:
    """Whether `actor` may take the results of surveys into the index of `cycle`, and take that back: who closes
    surveys, while the cycle is not closed."""
    return actor.may(Permission.SURVEY_CLOSE) and cycle.state != State.CLOSED
