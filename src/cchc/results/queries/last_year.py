"""What each unit had last year, across lineage, and whether it can be compared with this year."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.sameness import is_same_formula
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.numbers import total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant
from cchc.cycles.policies import Sight, is_provisional
from cchc.cycles.queries import earlier_participants
from cchc.results.models import UnitIndex
from cchc.results.queries.accounts import amount, current_runs
from cchc.scores.consequences import untold_stages


@dataclass(frozen=True, slots=True)
class IndexChange:
    """The change of an index on last year, in percentage points; derived where several units became this one: then it
    is taken on the mean of their indices."""

    amount: Fraction
    before: Fraction
    units: tuple[str, ...]

    @property
    def direction(self) -> str:
        """Which way it goes: up, down or same."""
        return "up" if self.amount > 0 else "down" if self.amount < 0 else "same"

    @property
    def derived(self) -> bool:
        """Whether last year's index is the mean of several units."""
        return len(self.units) > 1


@dataclass(frozen=True, slots=True)
class EarlierUnit:
    """A unit as it stood in the ranking of last year: this one, or one that became it."""

    name: str
    group: str
    rank: int | None
    index: Fraction | None


@dataclass(frozen=True, slots=True)
class LastYear:
    """What a unit had last year; `comparable` where its index was computed by the formula of this year."""

    units: tuple[EarlierUnit, ...]
    comparable: bool

    @property
    def rank(self) -> int | None:
        """The rank of last year; None where there was none, or where several units became this one."""
        return self.units[0].rank if len(self.units) == 1 else None

    @property
    def ranks(self) -> tuple[EarlierUnit, ...]:
        """The units that had a rank."""
        return tuple(unit for unit in self.units if unit.rank is not None)

    def change_to(self, index: Fraction | None) -> IndexChange | None:
        """The change from last year to `index`; None where one of them is missing or the formula differs."""
        before = mean_index([unit.index for unit in self.units])
        if index is None or before is None or not self.comparable:
            return None
        return IndexChange(index - before, before, tuple(unit.name for unit in self.units))


def mean_index(values: Collection[Fraction | None]) -> Fraction | None:
    """The mean of indices; None where there are none or one of them is missing."""
    known = [value for value in values if value is not None]
    return total(known) / len(known) if known and len(known) == len(values) else None


def last_year_of(sight: Sight, cycle: Cycle, criteria: CriteriaSet) -> dict[int, LastYear]:
    """What the participants of `cycle` that are scored by `criteria` had last year, by their ids.

    Left out are those that were in no ranking, those of whom the reader does not see all (a mean of some of the units
    that became one is no figure of it), and a year that `may_not_stand_beside` this one. The number
    of queries does not depend on the number of units.
    """
    last = {
        pk: [row for row in rows if row.cycle.year == cycle.year - 1]
        for pk, rows in earlier_participants(cycle).items()
    }
    everyone = [row for rows in last.values() for row in rows]
    runs = current_runs(row.cycle_id for row in everyone)
    ranked = UnitIndex.objects.filter(run__in=runs.values(), participant__in={row.pk for row in everyone})
    running = {row.cycle_id: row.cycle for row in everyone if is_provisional(row.cycle)}
    untold = {pk for one in running.values() for pk in untold_stages(sight, one)}
    fields = ("participant_id", "name", "peer_group", "rank", "exact")
    open_ones = {row.pk for row in everyone if sight.is_whole(row.cycle)}
    known = {
        pk: _earlier(name, group, rank if pk in open_ones else None, exact)
        for pk, name, group, rank, exact in ranked.values_list(*fields)
        if pk not in untold
    }
    alike = sets_like(criteria, (row.cycle_set_id for row in everyone))
    found = {}
    for pk, rows in last.items():
        there = [row for row in rows if row.pk in known]
        if any(may_not_stand_beside(cycle, row.cycle) for row in there):
            continue
        if there and all(sight.has(row.cycle, row.unit_id) for row in rows):
            found[pk] = LastYear(tuple(known[row.pk] for row in there), _comparable(rows, there, alike))
    return found


def may_not_stand_beside(cycle: Cycle, before: Cycle) -> bool:
    """Whether figures of the year `before` stay out of the pages of `cycle`: what is released shows nothing that is
    provisional."""
    return is_provisional(before) and not is_provisional(cycle)


def _earlier(name: str, group: str, rank: int | None, exact: str) -> EarlierUnit:
    return EarlierUnit(name, group, rank, amount(exact) if exact else None)


def _comparable(rows: list[Participant], there: list[Participant], alike: frozenset[int]) -> bool:
    return len(rows) == len(there) and all(row.cycle_set_id in alike for row in there)


def sets_like(criteria: CriteriaSet, cycle_sets: Iterable[int]) -> frozenset[int]:
    """Those of the cycle sets (ids) whose formula is that of `criteria`; one query."""
    chosen = CycleSet.objects.filter(pk__in=set(cycle_sets)).select_related("version")
    return frozenset(one.pk for one in chosen if is_same_formula(criteria, criteria_of(one.version)))
