"""Who sets the public pages up, who reads and moderates what citizens write, and what of it a unit sees."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.portal.models import Feedback

State = Feedback.State

STEPS: dict[State, tuple[State, ...]] = {
    State.NEW: (State.READ, State.FORWARDED, State.ANSWERED, State.SPAM),
    State.READ: (State.FORWARDED, State.ANSWERED, State.SPAM),
    State.FORWARDED: (State.ANSWERED,),
    State.ANSWERED: (),
    State.SPAM: (State.READ,),
}
"""What may become of feedback in each state. What was forwarded is no spam any more; what was answered stays."""


def may_manage_portal(actor: Actor) -> bool:
    """Whether `actor` says if feedback is taken, and puts boundaries in force."""
    return actor.may(Permission.PORTAL_MANAGE)


def may_moderate_feedback(actor: Actor) -> bool:
    """Whether `actor` reads all feedback with the contacts of who wrote it, and says what becomes of it."""
    return actor.may(Permission.FEEDBACK_MODERATE)
