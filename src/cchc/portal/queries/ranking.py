"""The ranking of a release, group by group, each unit beside what it had the year before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cchc.core.surveys.estimating.bands import RankBand
from cchc.core.words.ties import PrintedValue, printed_values
from cchc.portal.queries.bands import public_bands
from cchc.portal.queries.shelf import Edition, Shelf, criteria_of_set, set_of, units_by_key
from cchc.portal.queries.years import ReleasedYear, years_of
from cchc.releases.exchange.content import PublicAccount, PublicContent, PublicGroup, PublicUnit
from cchc.ui.pictures.points import PointsBar


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A unit in the ranking; `beside` is its index as it prints beside the others, `before` what it had the year
    before (None: nothing that may be set beside it), `band` between which places it could stand, where the release
    carries that. `rank_change` counts places won, below 0 places lost."""

    unit: PublicUnit
    beside: PrintedValue | None
    now: ReleasedYear
    before: ReleasedYear | None
    band: RankBand | None = None

    @property
    def rank_change(self) -> int | None:
        """Places won since the year before, where the index may be compared too."""
        if (
            self.before is None
            or not self.now.is_joined
            or self.before.rank is None
            or self.unit.rank is None
        ):
            return None
        if self.before.of == 0 or self.before.rows[0].key != self.unit.key:
            return None
        return self.before.rank - self.unit.rank


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The table of one peer group; `anchor` is its name on the page, `scale` the points for which the width of its
    bars stands, `year_before` the year on which a unit of it changed."""

    group: PublicGroup
    anchor: str
    rows: tuple[PublicRow, ...]
    scale: Fraction
    year_before: int | None

    @property
    def has_grades(self) -> bool:
        """Whether the set knows classes."""
        return any(row.unit.grade for row in self.rows)

    @property
    def has_bands(self) -> bool:
        """Whether it is known between which places its units could stand."""
        return any(row.band for row in self.rows)

    @property
    def first(self) -> PublicRow | None:
        """The unit at the top; None where nobody is ranked."""
        return next((row for row in self.rows if row.unit.rank is not None), None)

    @property
    def columns_beside(self) -> int:
        """How many columns stand beside the index."""
        return 2 + self.has_grades + (self.year_before is not None)

    @property
    def beside_first(self) -> int:
        """How many other units have the rank of the first."""
        first = self.first
        return 0 if first is None else sum(row.unit.rank == first.unit.rank for row in self.rows) - 1

    @property
    def under_mean(self) -> str:
        """The key of the first unit below the mean of the group; "" where none is above and another below it."""
        mean = self.group.mean
        known = [row.unit for row in self.rows if row.unit.index is not None]
        below = [one.key for one in known if mean is not None and one.index is not None and one.index < mean]
        return below[0] if below and below[0] != known[0].key else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the losses of its units, the greatest first."""
        lost: dict[str, Fraction] = {}
        for row in self.rows:
            for code, amount in row.unit.account.losses.items():
                lost[code] = lost.get(code, Fraction(0)) + amount
        return tuple(sorted(lost, key=lambda code: -lost[code]))


def tables_of(shelf: Shelf, edition: Edition) -> tuple[GroupTable, ...]:
    """Return the table of every peer group of a release, in its order."""
    content = edition.content
    units = units_by_key(content.units)
    return tuple(
        _table(shelf, edition, group, [units[key] for key in group.units], f"khoi-{place}")
        for place, group in enumerate(content.groups, 1)
    )


def _table(
    shelf: Shelf, edition: Edition, group: PublicGroup, units: list[PublicUnit], anchor: str
) -> GroupTable:
    beside = prints_beside(edition.content, group)
    bands = public_bands(edition, group)
    rows = tuple(_row(shelf, edition, unit, beside, bands.get(unit.key)) for unit in units)
    scale = max((unit.account.lost for unit in units), default=Fraction(0)) or Fraction(1)
    earlier = next(
        (row.before.year for row in rows if row.before is not None and row.now.change is not None), None
    )
    return GroupTable(group, anchor, rows, scale, earlier)


def _row(
    shelf: Shelf,
    edition: Edition,
    unit: PublicUnit,
    beside: dict[Fraction, PrintedValue],
    band: RankBand | None,
) -> PublicRow:
    years = years_of(shelf, edition, unit.key)
    last = years[-2] if len(years) > 1 and years[-2].year == edition.year - 1 else None
    return PublicRow(unit, None if unit.index is None else beside[unit.index], years[-1], last, band)


def prints_beside(content: PublicContent, group: PublicGroup) -> dict[Fraction, PrintedValue]:
    """Return how every index of a group prints beside the others, by its exact value."""
    stored = set_of(content, group.set_code)
    indices = [unit.index for unit in units_by_key(content.units).values() if unit.key in group.units]
    known = [index for index in indices if index is not None]
    if stored is None:
        return printed_values(known)
    criteria = criteria_of_set(stored)
    return printed_values(known, criteria.places, criteria.rounding)


def bar_of_account(account: PublicAccount, whole: Fraction | None = None) -> PointsBar:
    """Return the points bar of a public account; up to `whole` points the rest does not apply."""
    return PointsBar(
        maximum=account.maximum,
        appraised=account.points - account.bonus - account.survey,
        survey=account.survey,
        losses=tuple(account.losses.items()),
        pending=account.pending,
        not_applicable=max((whole or account.maximum) - account.maximum, Fraction(0)),
        bonus=account.bonus,
    )
