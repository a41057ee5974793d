"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from enum import StrEnum

from cchc.access.events import event
from cchc.cycles.models import Cycle


class Occasion(StrEnum):
    """By what scores became others."""

    IMPORT = "import"
    CORRECTION = "correction"
    UNDO = "undo"
    SUBMISSION = "submission"


@event
def scores_changed(*, cycle: Cycle, occasion: Occasion) -> None:
    """Scores of `cycle` are not what they were."""
