"""The figures of a report: of one unit, and of the whole that is drawn together from the units.

A figure that is missing is None and never 0: what stands on it is missing too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from cchc.core.plans.reports.formulas import (
    LAST_YEAR,
    PREVIOUS,
    codes_needed,
    looks_back,
    name_at,
    parsed_row_formula,
    worked_out,
)
from cchc.core.plans.reports.frame import ReportFrame, ReportRow, WholeBy
from cchc.core.words.numbers import total

RowFigures: TypeAlias = Mapping[str, Fraction | None]
NO_FIGURES: RowFigures = {}


def in_order_of_need(rows: Sequence[ReportRow]) -> Iterator[ReportRow]:
    """Yield the rows with a formula, each behind those on whose figures it stands. Rows in a circle, which no frame
    without faults has, do not come."""
    waiting = {row.code: set(codes_needed(parsed_row_formula(row.formula))) for row in rows if row.formula}
    by_code = {row.code: row for row in rows}
    while waiting:
        ready = [code for code, needed in waiting.items() if not needed & waiting.keys()]
        if not ready:
            return
        for code in ready:
            del waiting[code]
            yield by_code[code]


def row_values(
    frame: ReportFrame,
    given: RowFigures,
    *,
    previous: RowFigures = NO_FIGURES,
    last_year: RowFigures = NO_FIGURES,
) -> dict[str, Fraction | None]:
    """Return the figure of every row of a unit's report: those typed and fetched as `given`, the others worked out.

    `previous` and `last_year` are the figures of the report before and of the same period a year ago, by code. A row
    is None where nothing is given, or where a figure that its formula names is missing.
    """
    found: dict[str, Fraction | None] = {
        row.code: given.get(row.code) for row in frame.rows if not row.formula
    }
    figures = {**_at_other_times(previous, last_year), **found}
    for row in in_order_of_need(frame.rows):
        figures[row.code] = worked_out(parsed_row_formula(row.formula), figures)
    return {row.code: figures.get(row.code) for row in frame.rows}


def _at_other_times(previous: RowFigures, last_year: RowFigures) -> dict[str, Fraction | None]:
    return {
        name_at(time, code): figure
        for time, figures in ((PREVIOUS, previous), (LAST_YEAR, last_year))
        for code, figure in figures.items()
    }


@dataclass(frozen=True, slots=True)
class WholeValue:
    """The figure of the whole for one row: its value as far as it is known, the names of the units whose figure is
    missing in it, and the figure of each unit."""

    value: Fraction | None
    missing: tuple[str, ...]
    by_unit: RowFigures


def whole_values(
    frame: ReportFrame,
    parts: Mapping[str, RowFigures],
    *,
    previous: RowFigures = NO_FIGURES,
    last_year: RowFigures = NO_FIGURES,
) -> dict[str, WholeValue]:
    """Return the figure of the whole for every row of a frame.

    `parts` has the figures of every unit that is to report, as `row_values` returned them, by its name and in the
    order of sending; one that has not sent has none. `previous` and `last_year` are the figures of the whole at other
    times. A sum is of the units that have a figure, and `missing` names the others. A formula is applied to the sums of
    the units that have every figure of it: a unit that gives dossiers and not how many of them came online would count
    there as one where none did. One that looks back has no figure while a unit is missing: those of now are not set
    against all units of then.
    """
    others = _at_other_times(previous, last_year)
    by_unit = {row.code: {unit: part.get(row.code) for unit, part in parts.items()} for row in frame.rows}
    applied = list(in_order_of_need([row for row in frame.rows if row.whole is WholeBy.FORMULA]))
    stands_on = {row.code: frozenset({row.code}) for row in frame.rows}
    for row in applied:
        needed = codes_needed(parsed_row_formula(row.formula))
        stands_on[row.code] = frozenset({row.code}).union(
            *(stands_on[code] for code in needed if code in stands_on)
        )

    backward = {row.code for row in applied if looks_back(parsed_row_formula(row.formula))}

    def worth(row: ReportRow, units: Sequence[str]) -> Fraction | None:
        """The figure of the whole for a row, of these units alone."""
        figures = dict(others)
        for code in stands_on[row.code]:
            known = [figure for unit in units if (figure := by_unit[code][unit]) is not None]
            figures[code] = _of_units(frame.row(code).whole, known)
        for one in applied:
            if one.code in stands_on[row.code]:
                figures[one.code] = worked_out(parsed_row_formula(one.formula), figures)
        return figures[row.code]

    found = {}
    for row in frame.rows:
        given = [code for code in stands_on[row.code] if frame.row(code).whole is not WholeBy.FORMULA]
        lacking = {unit for unit in parts if any(by_unit[code][unit] is None for code in given)}
        units = [unit for unit in parts if row.whole is not WholeBy.FORMULA or unit not in lacking]
        missing = tuple(unit for unit in parts if unit in lacking)
        uneven = bool(lacking) and bool(stands_on[row.code] & backward)
        found[row.code] = WholeValue(None if uneven else worth(row, units), missing, by_unit[row.code])
    return found


def _of_units(whole: WholeBy, known: Sequence[Fraction]) -> Fraction | None:
    """Return the figure of the whole from the known ones of units, in the order of sending; None where the units alone
    do not give it."""
    if not known:
        return None
    if whole is WholeBy.SUM:
        return total(known)
    if whole is WholeBy.LARGEST:
        return max(known)
    return known[-1] if whole is WholeBy.LATEST else None
