"""How the units of a cycle stand in one of its phases: until when it is open for each, and what is unfinished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cchc.access.actor import Actor
from cchc.core.papers.deadlines.windows import Standing
from cchc.cycles.models import Participant, Phase
from cchc.cycles.policies import sight_of
from cchc.cycles.queries.windows import UnitWindow, windows_of


@dataclass(frozen=True, slots=True)
class PhaseStanding:
    """How one unit stands in a phase: until when it is open for it, whether it is now, and what it has not finished."""

    participant: Participant
    window: UnitWindow
    standing: Standing
    unfinished: tuple[str, ...]

    @property
    def is_locked(self) -> bool:
        """Whether its days are over."""
        return self.standing is Standing.LOCKED

    @property
    def is_late(self) -> bool:
        """Whether its days are over while something of it is unfinished."""
        return self.is_locked and bool(self.unfinished)


def standings_in(
    actor: Actor, phase: Phase, now: datetime, unfinished: Mapping[int, Sequence[str]]
) -> list[PhaseStanding]:
    """Return how the units of the cycle of `phase` stand in it at the moment `now`, with what is `unfinished` by the id
    of the participant: all of them for who acts for the province, else the own ones; in the order of the cycle. The
    number of queries does not depend on the number of units."""
    cycle = phase.cycle
    sight = sight_of(actor)
    rows = cycle.participants.select_related("cycle_set").order_by("place", "pk")
    if not sight.everywhere:
        rows = rows.filter(unit__in=sight.units)
    taking = list(rows)
    windows = windows_of(cycle, phase.kind, among=[one.pk for one in taking])
    return [
        PhaseStanding(one, windows[one.pk], windows[one.pk].standing(now), tuple(unfinished.get(one.pk, ())))
        for one in taking
        if one.pk in windows
    ]
