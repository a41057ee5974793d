"""A unit over the years: what it had, or those that went into it, and what may be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from cchc.core.scoring.criteria.sameness import is_same_formula
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.numbers import total
from cchc.portal.queries.shelf import Edition, Shelf, criteria_of_set, set_of, units_by_key
from cchc.releases.exchange.content import PublicContent, PublicUnit


@dataclass(frozen=True, slots=True)
class PastUnit:
    """What a release of some year says of one unit as a whole; `of` counts the ranked units of its group."""

    key: str
    name: str
    index: Fraction | None
    printed: str
    rank: int | None
    of: int
    grade: str
    set_code: str
    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReleasedYear:
    """A year of a unit: its own row, or those of the units that went into it.

    `index` is derived (*suy ra*) where these are several: the mean of their indices. `change` is in percentage points
    on the year before, None where one of the two is missing or where the formula has changed.
    """

    year: int
    path: str
    rows: tuple[PastUnit, ...]
    index: Fraction | None
    is_joined: bool = False
    change: Fraction | None = None

    @property
    def derived(self) -> bool:
        """Whether the index is the mean of several units."""
        return len(self.rows) > 1 and self.index is not None

    @property
    def rank(self) -> int | None:
        """The rank; None where several units went into this one."""
        return self.rows[0].rank if len(self.rows) == 1 else None

    @property
    def of(self) -> int:
        """How many were ranked in the group of its only row."""
        return self.rows[0].of if len(self.rows) == 1 else 0

    @property
    def direction(self) -> str:
        """Which way the index went: up, down or same; empty without a change."""
        if self.change is None:
            return ""
        return "up" if self.change > 0 else "down" if self.change < 0 else "same"


@lru_cache(maxsize=64)
def _known(edition: Edition) -> Mapping[str, PastUnit]:
    """The units of a release as a whole, by key; kept apart from its content, which is large."""
    content = edition.content
    sizes = {
        (group.set_code, group.name): sum(units[key].rank is not None for key in group.units)
        for units in [units_by_key(content.units)]
        for group in content.groups
    }
    return {unit.key: _past(unit, sizes[unit.set_code, unit.group]) for unit in content.units}


def _past(unit: PublicUnit, of: int) -> PastUnit:
    ancestors = frozenset(one.key for one in unit.lineage) - {unit.key}  # under another name it is the same
    return PastUnit(
        unit.key, unit.name, unit.index, unit.printed, unit.rank, of, unit.grade, unit.set_code, ancestors
    )


def years_of(shelf: Shelf, edition: Edition, key: str) -> tuple[ReleasedYear, ...]:
    """Return every released year of the unit of that key up to `edition`, across its lineage; the earliest first.

    Each year is told by the release that stands, that of `edition` by `edition` itself.
    """
    found: list[ReleasedYear] = []
    wanted = {key}
    for one in reversed(shelf.until(edition)):
        known = _known(one)
        rows = tuple(known[name] for name in sorted(wanted & known.keys()))
        for row in rows:
            wanted |= row.ancestors
        rows = _without_parts(rows)
        if rows:
            found.append(ReleasedYear(one.year, one.path, rows, mean_index(row.index for row in rows)))
    return _with_changes(shelf, edition, list(reversed(found)))


def _without_parts(rows: tuple[PastUnit, ...]) -> tuple[PastUnit, ...]:
    """Leave out of one year the units that had gone into another of its rows: they are counted there."""
    parts = frozenset(name for row in rows for name in row.ancestors)
    return tuple(row for row in rows if row.key not in parts) or rows


def _with_changes(shelf: Shelf, edition: Edition, years: list[ReleasedYear]) -> tuple[ReleasedYear, ...]:
    contents = {one.year: one for one in shelf.until(edition)}
    told: list[ReleasedYear] = []
    for now in years:
        before = told[-1] if told else None
        joined = (
            before is not None
            and before.year == now.year - 1
            and _computed_alike(contents[before.year], before.rows, contents[now.year], now.rows)
        )
        change = None
        if joined and before is not None and before.index is not None and now.index is not None:
            change = now.index - before.index
        told.append(ReleasedYear(now.year, now.path, now.rows, now.index, joined, change))
    return tuple(told)


def _computed_alike(
    before: Edition, rows: tuple[PastUnit, ...], now: Edition, own: tuple[PastUnit, ...]
) -> bool:
    ours = {one.set_code for one in own}
    theirs = {one.set_code for one in rows}
    return all(_same_formula(before, there, now, here) for there in theirs for here in ours)


@lru_cache(maxsize=256)
def _same_formula(before: Edition, there: str, now: Edition, here: str) -> bool:
    one, other = _criteria(before.content, there), _criteria(now.content, here)
    return one is not None and other is not None and is_same_formula(one, other)


def _criteria(content: PublicContent, code: str) -> CriteriaSet | None:
    stored = set_of(content, code)
    return None if stored is None else criteria_of_set(stored)


def mean_index(values: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of indices; None where there are none or one of them is missing."""
    every = list(values)
    known = [value for value in every if value is not None]
    return total(known) / len(known) if known and len(known) == len(every) else None
