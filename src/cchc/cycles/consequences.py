"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from cchc.access.events import event
from cchc.cycles.models import Cycle


@event
def participation_changed(*, cycle: Cycle) -> None:
    """Who takes part in `cycle`, in which peer group, or what applies to whom is not what it was."""


@event
def holidays_changed() -> None:
    """The table of holidays is not what it was."""
