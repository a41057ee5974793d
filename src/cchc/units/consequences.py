"""What this room tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from cchc.access.events import event


@event
def units_changed() -> None:
    """Units were opened, closed, renamed, merged, split or moved, or an agency group has other units: whatever was
    worked out from them is to be looked at again."""
