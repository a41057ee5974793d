"""How far the units are with their sheets in the running round, for those who look after all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cchc.access.actor import Actor
from cchc.cycles.models import Cycle, ScoredBy, State
from cchc.self_scoring.policies import may_read_progress
from cchc.self_scoring.queries.progress import Progress, progress_counts, progress_of


@dataclass(frozen=True, slots=True)
class RoundStanding:
    """How many units of the round of `year` are how far, in the order of need; states in which no unit is are left
    out. `handed_in` of `units` have handed in."""

    year: int
    units: int
    handed_in: int
    counts: Mapping[Progress, int]


def round_standing(actor: Actor, cycle: Cycle | None, now: datetime) -> RoundStanding | None:
    """Return how far the units of `cycle` are; None where none scores itself, or it is nothing to `actor`. Four
    queries."""
    if cycle is None or cycle.state != State.OPEN or not may_read_progress(actor):
        return None
    if not cycle.sets.filter(scored_by=ScoredBy.ROUND).exists():
        return None
    units = progress_of(cycle, now)
    counts = progress_counts(units)
    known = {state: count for state, count in counts.items() if count}
    return RoundStanding(cycle.year, len(units), counts[Progress.SUBMITTED], known) if units else None
