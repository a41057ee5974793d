"""What of this room is played against the log."""

from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message
from cchc.plans.actions.plans import COPIED, CREATED, DRAFTED
from cchc.plans.actions.readings import READ
from cchc.plans.models import Plan

PLAYED = (
    Played(
        code="plans.plan",
        words=Message("Plan"),
        model=Plan,
        fields=("kind", "title", "year", "unit_id", "state"),
        made_by=subjects_of(CREATED, COPIED, DRAFTED, READ),
    ),
)
