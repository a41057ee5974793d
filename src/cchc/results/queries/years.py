"""The years of a unit across its lineage: what it had, or those that became it, and what may be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from cchc.core.scoring.criteria.sameness import is_same_formula
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import CycleSet, Participant
from cchc.cycles.policies import Sight, is_provisional
from cchc.cycles.queries import address_of, participations
from cchc.results.models import UnitIndex
from cchc.results.queries.accounts import current_runs, exact_index
from cchc.results.queries.last_year import IndexChange, mean_index
from cchc.results.queries.told import told_rows
from cchc.scores.consequences import untold_stages
from cchc.scores.queries.untold import ALL_TOLD
from cchc.units.models import Unit


@dataclass(frozen=True, slots=True)
class RankedYear:
    """One year of the unit, or of one that became it; `rank` is None also where the reader sees no ranks.

    Years of one `formula` are computed alike. `address` is that of the cycle.
    """

    year: int
    unit: str
    unit_id: int | None
    own: bool
    index: Fraction | None
    printed: Fraction | None
    rank: int | None
    of: int
    grade: str
    provisional: bool
    formula: int
    address: tuple[str, int]


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One year of the unit: its own row, or those of the units that became it.

    `index` is derived where these are several: the mean of their indices. `change` is that on the year before, None
    where one of the two is missing or they are not computed alike, or where only the year before is provisional.
    """

    year: int
    rows: tuple[RankedYear, ...]
    index: Fraction | None
    change: IndexChange | None

    @property
    def derived(self) -> bool:
        """Whether the index is the mean of several units."""
        return len(self.rows) > 1 and self.index is not None

    @property
    def label(self) -> str:
        """The year as it stands under a line."""
        return str(self.year)

    @property
    def formulas(self) -> frozenset[int]:
        """The formulas of its rows; one, where they are computed alike."""
        return frozenset(row.formula for row in self.rows)


def ranked_years(sight: Sight, unit: Unit) -> tuple[RankedYear, ...]:
    """Every year in which the unit, or one that became it, was ranked; the earliest first.

    A year is left out where the reader does not see all of them: a mean of some would be no figure of this unit.
    """
    every = [
        one
        for one in participations(unit)
        if one.unit_id == unit.pk or one.unit.valid_from <= unit.valid_from
    ]
    hidden = {one.cycle_id for one in every if not sight.has(one.cycle, one.unit_id)}
    taking = [one for one in every if one.cycle_id not in hidden]
    runs = current_runs(one.cycle_id for one in taking)
    rows = UnitIndex.objects.filter(run__in=runs.values(), participant__in=[one.pk for one in taking])
    accounts = {row.participant_id: row for row in rows.select_related("run")}
    for one in taking:
        untold = untold_stages(sight, one.cycle) if one.pk in accounts else ALL_TOLD
        for row in (
            told_rows(untold, one.cycle, accounts[one.pk].run, [accounts[one.pk]]).units if untold else ()
        ):
            accounts[one.pk] = row
    sizes, formulas = _sizes(runs.values()), _formulas(one.cycle_set_id for one in taking)
    found = [
        _year(one, accounts[one.pk], sizes if sight.is_whole(one.cycle) else None, unit, formulas)
        for one in taking
        if one.pk in accounts
    ]
    return tuple(sorted(found, key=lambda year: (year.year, not year.own, year.unit)))


def unit_years(ranked: Sequence[RankedYear]) -> tuple[UnitYear, ...]:
    """The same, year by year, each with its change on the year before."""
    return tuple(_by_year(ranked))


def _by_year(ranked: Sequence[RankedYear]) -> Iterator[UnitYear]:
    rows: dict[int, list[RankedYear]] = defaultdict(list)
    for one in ranked:
        rows[one.year].append(one)
    before: UnitYear | None = None
    for year, own in sorted(rows.items()):
        index = mean_index([one.index for one in own])
        now = UnitYear(year, tuple(own), index, None)
        before = UnitYear(year, tuple(own), index, _change(before, now))
        yield before


def _change(before: UnitYear | None, now: UnitYear) -> IndexChange | None:
    if before is None or before.year != now.year - 1 or not is_joined(before, now):
        return None
    firm = any(row.provisional for row in now.rows) or not any(row.provisional for row in before.rows)
    if before.index is None or now.index is None or not firm:
        return None
    return IndexChange(now.index - before.index, before.index, tuple(row.unit for row in before.rows))


def is_joined(before: UnitYear, now: UnitYear) -> bool:
    """Whether two years are computed alike, so that a line may join them."""
    return len(before.formulas | now.formulas) == 1


def _formulas(cycle_sets: Iterable[int]) -> dict[int, int]:
    """A number for each cycle set (by id), equal for those that compute alike; one query."""
    chosen = CycleSet.objects.filter(pk__in=set(cycle_sets)).select_related("version").order_by("pk")
    known: list[CriteriaSet] = []
    found = {}
    for one in chosen:
        criteria = criteria_of(one.version)
        alike = next((at for at, other in enumerate(known) if is_same_formula(criteria, other)), None)
        if alike is None:
            known.append(criteria)
        found[one.pk] = len(known) - 1 if alike is None else alike
    return found


def _sizes(runs: Iterable[int]) -> dict[tuple[int, int | None, str], int]:
    """How many units are ranked in each peer group of these runs."""
    rows = UnitIndex.objects.filter(run__in=list(runs), rank__isnull=False)
    counted = rows.values_list("run_id", "cycle_set_id", "peer_group").annotate(size=Count("id")).order_by()
    return {(run, cycle_set, group): size for run, cycle_set, group, size in counted}


def _year(
    one: Participant,
    row: UnitIndex,
    sizes: dict[tuple[int, int | None, str], int] | None,
    unit: Unit,
    formulas: dict[int, int],
) -> RankedYear:
    """One year; without the `sizes` of its groups it has no rank either."""
    return RankedYear(
        year=one.cycle.year,
        unit=row.name,
        unit_id=one.unit_id,
        own=one.unit_id == unit.pk,
        index=exact_index(row),
        printed=Fraction(row.printed) if row.printed else None,
        rank=row.rank if sizes is not None else None,
        of=(sizes or {}).get((row.run_id, row.cycle_set_id, row.peer_group), 0),
        grade=row.grade,
        provisional=is_provisional(one.cycle),
        formula=formulas[one.cycle_set_id],
        address=address_of(one.cycle),
    )
