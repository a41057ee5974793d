"""The lineage of units: predecessors, successors, and the history on a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cchc.units.models import Lineage, Unit
from cchc.units.queries.tree import valid_on


@dataclass(frozen=True, slots=True)
class LineageStep:
    """One step of a lineage: `before` became `after` on a day. `distance` counts the steps from the requested unit."""

    before: Unit
    after: Unit
    kind: Lineage.Kind
    on: date
    distance: int


def predecessors(unit: Unit) -> tuple[LineageStep, ...]:
    """Return the steps that led to `unit`, nearest first; empty when it has no predecessor."""
    return predecessors_of([unit.pk])[unit.pk]


def successors(unit: Unit) -> tuple[LineageStep, ...]:
    """Return the steps from `unit` to its present successors, nearest first; empty when it has none."""
    return successors_of([unit.pk])[unit.pk]


def predecessors_of(unit_ids: Iterable[int]) -> dict[int, tuple[LineageStep, ...]]:
    """Return the `predecessors` of many units at once, by their ids: one query for each generation, not for each
    unit."""
    return _walked(list(unit_ids), "successor", "predecessor")


def successors_of(unit_ids: Iterable[int]) -> dict[int, tuple[LineageStep, ...]]:
    """Return the `successors` of many units at once, by their ids: one query for each generation, not for each unit."""
    return _walked(list(unit_ids), "predecessor", "successor")


@dataclass(frozen=True, slots=True)
class Continuity:
    """One unit over time: the ids it had under its names and in its places, the present one first, and the day on which
    it last took in or gave off a part (None: never).

    What was counted for it before that day was counted for another whole.
    """

    ids: tuple[int, ...]
    whole_since: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether what was counted on `day` was counted for the same whole."""
        return self.whole_since is None or self.whole_since <= day


def continuities(unit_ids: Iterable[int]) -> dict[int, Continuity]:
    """Return the continuity of many units at once, by their ids. Units that it was merged from or split off from are
    others."""
    same = (Lineage.Kind.RENAME, Lineage.Kind.MOVE)
    found: dict[int, Continuity] = {}
    for unit_id, steps in predecessors_of(set(unit_ids)).items():
        chain, parted = [unit_id], []
        for step in steps:
            if step.after.pk in chain and step.kind in same:
                chain.append(step.before.pk)
            elif step.after.pk in chain:
                parted.append(step.on)
        found[unit_id] = Continuity(tuple(chain), max(parted, default=None))
    return found


def later_ids(units: Iterable[Unit]) -> dict[int, int]:
    """Return the id of each of `units` that ended by the ids under which it goes on, only named or placed otherwise."""
    ended = {unit.pk for unit in units if unit.valid_until is not None}
    found: dict[int, int] = {}
    for unit_id, steps in successors_of(ended).items() if ended else ():
        chain = {unit_id}
        for step in steps:
            if step.before.pk in chain and step.kind in (Lineage.Kind.RENAME, Lineage.Kind.MOVE):
                chain.add(step.after.pk)
        found |= dict.fromkeys(chain - {unit_id}, unit_id)
    return found


def heirs(unit_ids: Iterable[int], on: date) -> dict[int, list[Unit]]:
    """Return for each unit the units that it is on the day `on`: itself, or its successors; none when it ended."""
    chains = {
        pk: {pk, *(step.after.pk for step in steps)} for pk, steps in successors_of(set(unit_ids)).items()
    }
    living = valid_on(on).in_bulk({unit_id for chain in chains.values() for unit_id in chain})
    return {
        pk: [living[unit_id] for unit_id in sorted(chain) if unit_id in living]
        for pk, chain in chains.items()
    }


def _walked(unit_ids: list[int], near: str, far: str) -> dict[int, tuple[LineageStep, ...]]:
    """Return for each unit the lineage rows on the way from `near` to `far`, generation by generation."""
    steps: dict[int, list[LineageStep]] = {unit_id: [] for unit_id in unit_ids}
    edge = {(unit_id, unit_id) for unit_id in unit_ids}
    seen, distance = set(edge), 0
    while edge:
        distance += 1
        rows = _rows_at({reached for _start, reached in edge}, near)
        following = set()
        for start, reached in sorted(edge):
            for row in rows[reached]:
                arrived = (start, getattr(row, f"{far}_id"))
                if arrived not in seen:
                    following.add(arrived)
                    steps[start].append(_step(row, distance))
        seen |= following
        edge = following
    return {unit_id: tuple(found_steps) for unit_id, found_steps in steps.items()}


def _rows_at(unit_ids: set[int], near: str) -> dict[int, list[Lineage]]:
    rows: dict[int, list[Lineage]] = defaultdict(list)
    chosen = Lineage.objects.filter(**{f"{near}__in": unit_ids}).select_related("predecessor", "successor")
    for row in chosen.order_by("-on", "predecessor__sort_key", "successor__sort_key", "pk"):
        rows[getattr(row, f"{near}_id")].append(row)
    return rows


def _step(row: Lineage, distance: int) -> LineageStep:
    return LineageStep(row.predecessor, row.successor, Lineage.Kind(row.kind), row.on, distance)


@dataclass(frozen=True, slots=True)
class LineageEvent:
    """A change of units on one day: the units before and the units after it."""

    on: date
    kind: Lineage.Kind
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]


def history(unit: Unit) -> list[LineageEvent]:
    """Return the changes of `unit`, its predecessors and its successors, the oldest first."""
    together: dict[tuple[date, Lineage.Kind, int], list[LineageStep]] = defaultdict(list)
    for step in {*predecessors(unit), *successors(unit)}:
        shared = step.before.pk if step.kind == Lineage.Kind.SPLIT else step.after.pk
        together[step.on, step.kind, shared].append(step)
    events = [
        LineageEvent(on, kind, _once(step.before for step in steps), _once(step.after for step in steps))
        for (on, kind, _shared), steps in together.items()
    ]
    return sorted(events, key=lambda event: (event.on, event.kind, event.after[0].sort_key))


def _once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted(set(units), key=lambda unit: (unit.sort_key, unit.pk)))
