"""What of this room can never change: the rules for feedback, the boundaries. And what is played against the log.

Feedback itself is no frozen table: whoever is named in it may ask that it be erased."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.portal.models import BoundaryMap, Feedback, FeedbackRules

FROZEN = (Frozen("portal_feedbackrules"), Frozen("portal_boundarymap"))

PLAYED = (
    Played(
        code="portal.feedback_rules",
        words=Message("Rules for feedback"),
        model=FeedbackRules,
        fields=("number", "is_open", "live_address"),
    ),
    Played(
        code="portal.feedback",
        words=Message("Feedback"),
        model=Feedback,
        fields=("key_id", "year", "state"),  # neither words nor contacts: the log is for good
    ),
    Played(
        code="portal.boundaries",
        words=Message("Boundaries of units"),
        model=BoundaryMap,
        fields=("number", "file_id", "areas"),
    ),
)
