"""The figures of units per year: as tables show them, and as sources of declared figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cchc.core.scoring.criteria.attributes import MEANINGS
from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources
from cchc.core.words.messages import Message
from cchc.units.models import Unit, UnitFigure
from cchc.units.queries.lineage import continuities

UNIT = BY_NAME["unit"]


def sources_of_units(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: the attributes of units."""
    return closed_sources(UNIT)


def figures_of_units(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` that attributes of units feed, what is known for `year` or the latest year before.

    What was known of a unit before it took in or gave off a part was known of another whole and is left out. A constant
    number of queries.
    """
    wanted = [one for one in inputs if one.source.kind == UNIT.name]
    known = continuities({one.unit for one in wanted}) if wanted else {}
    ids = {pk for one in known.values() for pk in one.ids}
    attributes = {one.source.parts[0] for one in wanted}
    rows: dict[tuple[int, str], list[UnitFigure]] = defaultdict(list)
    for row in UnitFigure.objects.filter(of_unit__in=ids, attribute__in=attributes, year__lte=year).order_by(
        "-year"
    ):
        rows[row.of_unit_id, row.attribute].append(row)
    found = []
    for one in wanted:
        unit, attribute = known[one.unit], one.source.parts[0]
        latest = max(
            (row for pk in unit.ids for row in rows[pk, attribute][:1]),
            key=lambda row: row.year,
            default=None,
        )
        if latest is not None and unit.counts_on(date(latest.year, 12, 31)):
            fed = one.fed(latest.value, date(latest.year, 12, 31), _origin(latest))
            found += [fed] if fed is not None else []
    return found


def _origin(row: UnitFigure) -> Message:
    meaning, year = MEANINGS[row.attribute], str(row.year)
    if row.source:
        return Message("{meaning} of {year} ({source})", meaning=meaning, year=year, source=row.source)
    return Message("{meaning} of {year}", meaning=meaning, year=year)


@dataclass(frozen=True, slots=True)
class FiguresOfYear:
    """What is known of a unit in a year: values in machine notation by attribute, and from where."""

    unit: Unit
    year: int
    values: Mapping[str, str]
    source: str = ""


def figures_in(year: int, units: Iterable[Unit]) -> list[FiguresOfYear]:
    """Return what is known of `units` in `year`, a unit without figures too; one query."""
    listed = list(units)
    rows: dict[int, dict[str, UnitFigure]] = defaultdict(dict)
    for row in UnitFigure.objects.filter(year=year, of_unit__in=listed):
        rows[row.of_unit_id][row.attribute] = row
    return [_unit_year(unit, year, rows[unit.pk]) for unit in listed]


def figures_of(unit: Unit) -> list[FiguresOfYear]:
    """Return what is known of `unit`, year by year, the latest first; one query."""
    rows: dict[int, dict[str, UnitFigure]] = defaultdict(dict)
    for row in UnitFigure.objects.filter(of_unit=unit):
        rows[row.year][row.attribute] = row
    return [_unit_year(unit, year, rows[year]) for year in sorted(rows, reverse=True)]


def figure_years() -> list[int]:
    """Return the years of which something is known, the latest first."""
    return list(UnitFigure.objects.order_by("-year").values_list("year", flat=True).distinct())


def _unit_year(unit: Unit, year: int, rows: Mapping[str, UnitFigure]) -> FiguresOfYear:
    sources = dict.fromkeys(row.source for row in rows.values() if row.source)
    return FiguresOfYear(unit, year, {name: row.value for name, row in rows.items()}, "; ".join(sources))
