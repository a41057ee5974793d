"""That the results of a cycle are public: part of the act that releases them, which asks who may and records it."""

from __future__ import annotations

from datetime import datetime

from cchc.cycles.models import Cycle


def mark_released(*, cycle: Cycle, at: datetime) -> None:
    """Let a cycle that the caller holds be released from `at` on: nothing of it is provisional any more, and every unit
    sees all of it. A cycle that was released before stays so since then."""
    if cycle.released_at is None:
        cycle.released_at = at
        cycle.save(update_fields=["released_at"])
