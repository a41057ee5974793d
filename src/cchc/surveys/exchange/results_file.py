"""What a survey found as a table for offices (.xlsx) and for programs (.csv): a row for each unit and figure, with its
interval and the number of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.files.separated import csv_bytes
from cchc.files.sheets import Places, Sheet, SheetColumn, sheet_name
from cchc.files.workbooks import workbook_bytes

RATE = Places(2)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: the unit ("" for all of them), number and name of the factor or question, rate (or mean), standard
    error and interval in percent (None where too few answered), answers and who was to answer."""

    unit: str
    number: str
    name: str
    value: Fraction | None
    standard_error: Fraction | None
    low: Fraction | None
    high: Fraction | None
    answers: int
    base: int


HEADINGS = (
    "Đơn vị",
    "Số",
    "Nhân tố, câu hỏi",
    "Tỷ lệ (%), trung bình, tỷ số hoặc tổng",
    "Sai số chuẩn",
    "Cận dưới 95 %",
    "Cận trên 95 %",
    "Số câu trả lời",
    "Số phiếu được hỏi",
)
ALL_UNITS = "Tất cả các đơn vị"
AMOUNTS = {"mean": "trung bình", "ratio": "tỷ số", "total": "tổng"}
"""What stands behind the name of a figure of numbers: it is no percentage."""


def results_workbook(title: str, note: str, tables: Sequence[tuple[str, Iterable[FigureLine]]]) -> bytes:
    """Return the tables, each with the name of its sheet, as a workbook; `note` says what the figures are (provisional,
    from how many answers on they are printed)."""
    columns = (
        SheetColumn(HEADINGS[0], 38),
        SheetColumn(HEADINGS[1], 8),
        SheetColumn(HEADINGS[2], 60),
        *(SheetColumn(one, 12, RATE) for one in HEADINGS[3:7]),
        SheetColumn(HEADINGS[7], 12, Places()),
        SheetColumn(HEADINGS[8], 12, Places()),
    )
    sheets: list[Sheet] = []
    for name, lines in tables:
        fitted = sheet_name(name, [one.name for one in sheets])
        rows = [_cells(line) for line in lines]
        sheets.append(Sheet(fitted, columns, rows, titles=(title, note), frozen_columns=1))
    return workbook_bytes(sheets)


def _cells(line: FigureLine) -> tuple[str | int | Fraction | None, ...]:
    figures = (line.value, line.standard_error, line.low, line.high)
    return (line.unit or ALL_UNITS, line.number, line.name, *figures, line.answers, line.base)


def results_csv(lines: Iterable[FigureLine]) -> bytes:
    """Return the figures as a text table for programs."""
    return csv_bytes([HEADINGS, *map(_cells, lines)])
