"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.events import event
from cchc.self_scoring.models import SheetSubmission, UnitSheet


@event
def sheet_submitted(*, by: Actor, sheet: UnitSheet, submission: SheetSubmission) -> None:
    """A unit handed in its `sheet`, or the coordinator took it in: it may be appraised from now on. The cycle and the
    sheet are held."""


@event
def sheet_given_back(*, by: Actor, sheet: UnitSheet, reason: str, reopened: bool) -> None:
    """The submission of a `sheet` was given back to its unit for a `reason`: what was built on it does not count any
    more. `reopened`: the phase was opened again, and what was built was named; otherwise whoever answers refuses where
    something was sent to the unit already. The sheet is held, and in every act that does it the cycle too."""
