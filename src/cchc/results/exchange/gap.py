"""The gap between self-scores and appraisal as a workbook: unit by unit, criterion by criterion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from cchc.core.words.messages import Message
from cchc.core.words.ties import MOST_PLACES
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes

Say = Callable[[Message], str]
POINTS = Places(2, MOST_PLACES)


class GapUnitRow(NamedTuple):
    """One unit as its row shows it."""

    name: str
    claimed: Fraction
    later: Fraction
    gap: Fraction
    leaves: int
    claimed_index: Fraction | None
    later_index: Fraction | None
    claimed_rank: int | None
    later_rank: int | None


class GapLeafRow(NamedTuple):
    """One criterion as its row shows it."""

    number: str
    name: str
    maximum: Fraction
    units: int
    lowered: int
    raised: int
    gap: Fraction
    mean: Fraction


def gap_workbook(
    titles: Sequence[str], units: Sequence[GapUnitRow], leaves: Sequence[GapLeafRow], *, whole: bool, say: Say
) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; `titles` stand above the rows of both sheets, ranks only where
    the reader sees the `whole` group."""
    ranks = [
        SheetColumn(say(Message("Rank by self-scores")), 12, centred=True),
        SheetColumn(say(Message("Rank later")), 12, centred=True),
    ]
    of_units = [
        SheetColumn(say(Message("Unit")), 42),
        SheetColumn(say(Message("Self-score")), 12, POINTS),
        SheetColumn(say(Message("Later points")), 12, POINTS),
        SheetColumn(say(Message("Difference")), 12, POINTS),
        SheetColumn(say(Message("Criteria changed")), 12),
        SheetColumn(say(Message("Index by self-scores, %")), 14, POINTS),
        SheetColumn(say(Message("Index later, %")), 14, POINTS),
        *(ranks if whole else []),
    ]
    of_leaves = [
        SheetColumn(say(Message("Number")), 10),
        SheetColumn(say(Message("Criterion")), 60),
        SheetColumn(say(Message("Maximum")), 11, POINTS),
        SheetColumn(say(Message("Units")), 10),
        SheetColumn(say(Message("Units lowered")), 12),
        SheetColumn(say(Message("Units raised")), 12),
        SheetColumn(say(Message("Difference")), 12, POINTS),
        SheetColumn(say(Message("Difference in the mean")), 14, POINTS),
    ]
    unit_rows: list[list[Written]] = [list(row if whole else row[:-2]) for row in units]
    leaf_rows: list[list[Written]] = [list(row) for row in leaves]
    return workbook_bytes(
        [
            Sheet(say(Message("By unit")), of_units, unit_rows, tuple(titles), frozen_columns=1),
            Sheet(say(Message("By criterion")), of_leaves, leaf_rows, tuple(titles), frozen_columns=2),
        ]
    )
