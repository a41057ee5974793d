"""What other days of the phases mean for the units of a running cycle, before they are set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cchc.core.papers.deadlines.windows import Standing
from cchc.cycles.models import Cycle, Phase, State
from cchc.cycles.queries import phases
from cchc.cycles.queries.windows import windows_in


class NewDays(Protocol):
    """The wanted days of a phase."""

    @property
    def kind(self) -> str:
        """The kind of the phase."""

    @property
    def name(self) -> str:
        """Its printed name."""

    @property
    def starts(self) -> date:
        """Its first day."""

    @property
    def ends(self) -> date:
        """Its last day."""


@dataclass(frozen=True, slots=True)
class PhasesMoved:
    """Other days of phases: a line for each phase that changes, and by phase and unit who is locked at once, and who
    works again."""

    lines: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()


def phases_moved(cycle: Cycle, wanted: Sequence[NewDays], now: datetime) -> PhasesMoved:
    """Return what the `wanted` days would change at the moment `now`; nothing while the cycle does not run."""
    if cycle.state != State.OPEN:
        return PhasesMoved()
    there = {one.kind: one for one in phases(cycle)}
    new = {
        one.kind: Phase(cycle=cycle, kind=one.kind, name=one.name, starts=one.starts, ends=one.ends)
        for one in wanted
    }
    units = list(cycle.participants.order_by("place", "pk").values_list("pk", "name"))
    lines, locked, opened = [], [], []
    for kind in [*there, *(kind for kind in new if kind not in there)]:
        before, after = there.get(kind), new.get(kind)
        if _days(before) == _days(after):
            continue
        name = (after or there[kind]).name
        lines.append(f"{name}: {_days(before)} → {_days(after)}")
        could, can = _open_for(before, now), _open_for(after, now)
        locked += [f"{name}: {unit}" for pk, unit in units if pk in could - can]
        opened += [f"{name}: {unit}" for pk, unit in units if pk in can - could]
    return PhasesMoved(tuple(lines), tuple(locked), tuple(opened))


def _open_for(phase: Phase | None, now: datetime) -> set[int]:
    """Return the ids of the participants that may work in a phase at the moment `now`."""
    windows = windows_in(phase) if phase else {}
    return {pk for pk, one in windows.items() if one.standing(now) is Standing.OPEN}


def _days(phase: Phase | None) -> str:
    if phase is None:
        return _("no days")
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (phase.starts, phase.ends))
    return f"{first} – {last}"
