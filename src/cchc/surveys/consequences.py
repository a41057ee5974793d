"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.events import event
from cchc.surveys.models import Survey


@event
def survey_closed(*, by: Actor, survey: Survey) -> None:
    """A survey was closed: its answers are about to be written anew, and whatever joins them with people has to go.

    Who answers reads the answers as they were collected; behind it nothing says any more which answers came of whom.
    """
