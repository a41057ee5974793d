"""The rows of a ranking: one unit each, with its account, its last year, its domains."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cchc.core.surveys.estimating.bands import RankBand
from cchc.core.words.numbers import total
from cchc.core.words.ties import PrintedValue
from cchc.results.queries.last_year import IndexChange, LastYear
from cchc.ui.pictures.points import PointsBar

STEPS = (95, 90, 80, 70, 50)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One domain of one unit: its index (percent) and the step of the shade, 1 (best) to 6; 0 without an index."""

    number: str
    index: Fraction | None
    step: int
    waiting: bool


def heat_cell(number: str, index: Fraction | None, waiting: bool) -> HeatCell:
    """The cell of a domain: the step of its shade comes from its exact index."""
    if index is None:
        return HeatCell(number, None, 0, waiting)
    top, bottom = index.numerator, index.denominator
    return HeatCell(number, index, 1 + sum(top < bound * bottom for bound in STEPS), waiting)


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit in the ranking. `index` is exact, `printed` as it prints beside the others of its group; both None while
    something is pending. `band`: between which places it could stand, where that was asked and is uncertain."""

    unit_id: int | None
    name: str
    code: str
    rank: int | None
    index: Fraction | None
    printed: PrintedValue | None
    grade: str
    bar: PointsBar
    waiting: int
    change: IndexChange | None
    before: LastYear | None
    mine: bool
    band: RankBand | None = None
    cells: tuple[HeatCell, ...] = ()

    @property
    def lost(self) -> Fraction:
        """The points lost, penalty included."""
        return total([amount for _code, amount in self.bar.losses]) if self.bar.losses else Fraction(0)
