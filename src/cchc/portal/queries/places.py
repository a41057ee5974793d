"""The units of each peer group as tiles, or on the map where the installation has their boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.words.names import search_key, sort_key
from cchc.portal.queries.ranking import GroupTable, PublicRow

SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """A unit on the map: its shade from 1 (lowest fifth of the span of the group) to 5, 0 without an index; its outline
    as the path of a drawing, empty without one."""

    row: PublicRow
    shade: int
    outline: str


@dataclass(frozen=True, slots=True)
class Shade:
    """A step of the scale: which indices it stands for."""

    number: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class MapGroup:
    """A peer group as tiles in the order of the alphabet, and the scale of its shades."""

    table: GroupTable
    tiles: tuple[Tile, ...]
    scale: tuple[Shade, ...]

    @property
    def has_outlines(self) -> bool:
        """Whether some of its units have boundaries."""
        return any(tile.outline for tile in self.tiles)


def tiles_of(table: GroupTable, outlines: Mapping[str, str]) -> MapGroup:
    """Return the units of a group with shades between its lowest and its highest index."""
    known = [row.unit.index for row in table.rows if row.unit.index is not None]
    low, high = min(known, default=Fraction(0)), max(known, default=Fraction(0))
    step = (high - low) / SHADES
    rows = sorted(table.rows, key=lambda row: sort_key(row.unit.name))
    tiles = tuple(Tile(row, _shade(row.unit.index, low, step), _outline(row, outlines)) for row in rows)
    scale = tuple(
        Shade(number, low + step * (number - 1), low + step * number) for number in range(1, SHADES + 1)
    )
    return MapGroup(table, tiles, scale if step else scale[-1:] if known else ())


def _outline(row: PublicRow, outlines: Mapping[str, str]) -> str:
    """The outline of a unit by its code, else by its name, whatever the diacritics."""
    return outlines.get(search_key(row.unit.code)) or outlines.get(search_key(row.unit.name), "")


def _shade(index: Fraction | None, low: Fraction, step: Fraction) -> int:
    if index is None:
        return 0
    return SHADES if not step else min(SHADES, int((index - low) / step) + 1)
