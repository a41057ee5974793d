"""The events of this room, answered by the rooms above it in the transaction of the change."""

from __future__ import annotations

from cchc.access.events import event
from cchc.cycles.models import Cycle


@event
def participation_changed(*, cycle: Cycle) -> None:
    """The participants of `cycle`, their peer groups or their exemptions have changed."""


@event
def holidays_changed() -> None:
    """The table of holidays has changed."""
