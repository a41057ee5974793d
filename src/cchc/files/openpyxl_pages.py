"""The sheets of `workbooks`, written with openpyxl."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from cchc.files.cells import Percent
from cchc.files.sheets import Sheet, SheetColumn, Written, sheet_name
from cchc.files.writing import ILLEGAL, MOMENT, cell_text, reproducible

TEXT_FORMAT = "@"
DATE_FORMAT = "dd/mm/yyyy"
_FORMULA_STARTS = ("=", "+", "-", "@")
_FONT = "Times New Roman"
_LINE = Side(style="thin", color="8A8A8A")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADING_FILL = PatternFill("solid", fgColor="E3EEEE")
_STRONG_FILL = PatternFill("solid", fgColor="F3F1EC")
_QUIET_FILL = PatternFill("solid", fgColor="EDEDED")
_PLAIN_FONT = Font(name=_FONT, size=12)
_STRONG_FONT = Font(name=_FONT, size=12, bold=True)
_QUIET_FONT = Font(name=_FONT, size=9, color="6E6E6E")
_CODE_FONT = Font(name=_FONT, size=7, color="9A9A9A")
_CODE_HEIGHT = 10.0
_ALIGNMENTS = {
    "middle": Alignment(horizontal="center", vertical="center", wrap_text=True),
    "code": Alignment(horizontal="center", vertical="center", shrink_to_fit=True),
    "centre": Alignment(horizontal="center", vertical="top", wrap_text=True),
    "left": Alignment(vertical="top", wrap_text=True),
    "right": Alignment(horizontal="right", vertical="top", indent=1),
}
_LINE_HEIGHT, _TALLEST = 15.5, 400.0
_READABLE = 260
# A row whose height is a proposal: programs compute it anew after a change of a text in the row.
_GrowingRow: Any = type("_GrowingRow", (RowDimension,), {"customHeight": False})
_EMPTY_ROWS = 500


def book_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook of `sheets` as the bytes of an .xlsx file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "cchc"
    book.properties.created = book.properties.modified = MOMENT
    for sheet in sheets:
        page = book.create_sheet(sheet_name(sheet.name, book.sheetnames))
        _write(page, sheet)
        page.sheet_state = Worksheet.SHEETSTATE_VERYHIDDEN if sheet.hidden else Worksheet.SHEETSTATE_VISIBLE
    written = io.BytesIO()
    book.save(written)
    return reproducible(written.getvalue())


def _write(page: Worksheet, sheet: Sheet) -> None:
    heading = sheet.last_heading_row
    _write_titles(page, sheet)
    _write_bands(page, sheet)
    _write_heading(page, sheet, sheet.heading_row)
    _write_codes(page, sheet)
    last = heading
    looks: dict[_Look, Any] = {}
    for position, values in enumerate(sheet.rows):
        last = heading + 1 + position
        _write_row(page, sheet, position, values, looks)
        _propose_height(page, sheet, position, values)
    for (row, column), text in sheet.notes.items():
        _note(page.cell(heading + 1 + row, column + 1), text)
    _offer_choices(page, sheet, heading + 1, last)
    _set_up_print(page, sheet, heading)
    page.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}{heading + 1}"
    if last > heading:
        page.auto_filter.ref = f"A{heading}:{get_column_letter(len(sheet.columns))}{last}"


def _write_titles(page: Worksheet, sheet: Sheet) -> None:
    for row, title in enumerate(sheet.titles, start=1):
        cell = page.cell(row, 1)
        _put_text(cell, title)
        cell.number_format = TEXT_FORMAT
        cell.font = Font(name=_FONT, size=14 if row == 1 else 12, bold=row == 1, italic=row > 1)
        cell.alignment = _ALIGNMENTS["middle"]
        columns = _first_page(sheet)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=max(len(columns), 1))
        width = _width(columns) / (1.3 if row == 1 else 1.1)
        page.row_dimensions[row].height = _height(_lines(title, width)) + 4


def _write_heading(page: Worksheet, sheet: Sheet, row: int) -> None:
    for index, column in enumerate(sheet.columns, start=1):
        cell = page.cell(row, index)
        _put_text(cell, column.heading)
        cell.number_format = TEXT_FORMAT
        cell.font = _QUIET_FONT if column.quiet else _STRONG_FONT
        cell.fill, cell.border = _QUIET_FILL if column.quiet else _HEADING_FILL, _GRID
        cell.alignment = _ALIGNMENTS["middle"]
        _set_up_column(page.column_dimensions[get_column_letter(index)], column)
        if column.note:
            _note(cell, column.note)
    lines = max((_lines(column.heading, column.width * 0.85) for column in sheet.columns), default=1)
    page.row_dimensions[row].height = _height(lines) + 4


def _write_bands(page: Worksheet, sheet: Sheet) -> None:
    """Write the titles over several columns, each in one cell."""
    row, first, lines = sheet.heading_row - 1, 1, 1
    for text, columns in sheet.bands:
        last = first + columns - 1
        for index in range(first, last + 1):
            cell = page.cell(row, index)
            cell.font, cell.fill, cell.border = _STRONG_FONT, _STRONG_FILL, _GRID
            cell.alignment = _ALIGNMENTS["middle"]
        _put_text(page.cell(row, first), text)
        if columns > 1:
            page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        lines = max(lines, _lines(text, _width(sheet.columns[first - 1 : last]) * 0.85))
        first = last + 1
    if sheet.bands:
        page.row_dimensions[row].height = _height(lines) + 4


def _write_codes(page: Worksheet, sheet: Sheet) -> None:
    """Write the narrow row for the program that reads the file back."""
    for index, code in enumerate(sheet.codes, start=1):
        cell = page.cell(sheet.last_heading_row, index)
        _put_text(cell, code)
        cell.number_format, cell.alignment = TEXT_FORMAT, _ALIGNMENTS["code"]
        cell.font, cell.fill, cell.border = _CODE_FONT, _QUIET_FILL, _GRID
    if sheet.codes:
        page.row_dimensions[sheet.last_heading_row].height = _CODE_HEIGHT


def _set_up_column(dimension: ColumnDimension, column: SheetColumn) -> None:
    """Set the width of a column, and the look of the empty cells below the table."""
    dimension.width, dimension.hidden = column.width, column.hidden
    if column.text:
        dimension.number_format, dimension.font = TEXT_FORMAT, _PLAIN_FONT
        dimension.alignment = _ALIGNMENTS["centre" if column.centred else "left"]


def _write_row(
    page: Worksheet, sheet: Sheet, position: int, values: Sequence[Written], looks: dict[_Look, Any]
) -> None:
    row, strong = sheet.last_heading_row + 1 + position, position in sheet.strong
    for index, (column, value) in enumerate(zip(sheet.columns, values, strict=True), start=1):
        cell = page.cell(row, index)
        _put(cell, value)
        _dress(cell, _look(value, column, strong), looks)
    if position in sheet.spans:
        first, last = sheet.spans[position]
        page.merge_cells(start_row=row, end_row=row, start_column=first + 1, end_column=last + 1)


def _propose_height(page: Worksheet, sheet: Sheet, position: int, values: Sequence[Written]) -> None:
    """Set the height of a row: programs other than Excel do not compute it on opening, and none computes that of
    merged cells."""
    widths = [column.width for column in sheet.columns]
    span = sheet.spans.get(position)
    if span:
        widths[span[0]] = _width(sheet.columns[span[0] : span[1] + 1])
    texts = ((value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str))
    lines = max((_lines(value, width) for value, width in texts), default=1)
    row = sheet.last_heading_row + 1 + position
    if lines > 1 and span:
        page.row_dimensions[row].height = _height(lines)
    elif lines > 1:
        page.row_dimensions[row] = _GrowingRow(page, row, _height(lines))


def _lines(text: str, width: float) -> int:
    """Return the number of lines of a text in a column of that many characters, broken between words."""
    if len(text) < width and "\n" not in text:
        return 1
    return sum(_lines_of(part, width) for part in text.split("\n"))


def _lines_of(part: str, width: float) -> int:
    lines, taken = 1, 0
    for word in part.split(" "):
        taken += len(word) + (1 if taken else 0)
        if taken > width and taken > len(word):
            lines, taken = lines + 1, len(word)
        if taken > width:
            more = int((taken - 1) / width)
            lines, taken = lines + more, int(taken - more * width)
    return lines


def _height(lines: int) -> float:
    """Return the height in points of a row of that many lines."""
    return min(lines * _LINE_HEIGHT, _TALLEST)


class _Look(NamedTuple):
    """The style that cells have in common."""

    number_format: str
    alignment: str
    strong: bool
    quoted: bool
    quiet: bool


def _look(value: Written, column: SheetColumn, strong: bool) -> _Look:
    place = "centre" if column.centred else "left" if isinstance(value, str) else "right"
    quoted = isinstance(value, str) and value.startswith(_FORMULA_STARTS)
    return _Look(_format_of(value, column), place, strong, quoted, column.quiet)


def _format_of(value: Written, column: SheetColumn) -> str:
    if isinstance(value, datetime.date):
        return DATE_FORMAT
    if isinstance(value, Percent):
        return "0.00%"
    if column.number:
        return column.number.code
    return TEXT_FORMAT if value is None or isinstance(value, str) else "General"


def _dress(cell: Cell, look: _Look, looks: dict[_Look, Any]) -> None:
    """Give a cell its style, built once for each look and shared: building it for each cell would take long."""
    if look in looks:
        cell._style = looks[look]
        return
    cell.number_format = look.number_format
    cell.font = _STRONG_FONT if look.strong else _PLAIN_FONT
    cell.border, cell.alignment = _GRID, _ALIGNMENTS[look.alignment]
    if look.strong:
        cell.fill = _STRONG_FILL
    if look.quiet:
        cell.font, cell.fill = _QUIET_FONT, _QUIET_FILL
    if look.quoted:
        cell.quotePrefix = True
    looks[look] = cell._style


def _put(cell: Cell, value: Written) -> None:
    if isinstance(value, str):
        _put_text(cell, value)
    elif isinstance(value, Percent):
        cell.value = _number(value.value / 100)
    elif isinstance(value, datetime.date):
        cell.value = value
    elif value is not None:
        cell.value = _number(Fraction(value))


def _number(value: Fraction) -> int | float:
    """Return a number for a cell: a spreadsheet stores 15 digits, and longer ones are in text columns."""
    return value.numerator if value.denominator == 1 and abs(value) < 10**15 else float(value)


def _put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell so that it stays as it is."""
    cell.value = cell_text(text)
    cell.data_type = "s"


def _note(cell: Cell, text: str) -> None:
    comment = Comment(ILLEGAL.sub("", text), "cchc")
    comment.width, comment.height = 360, 40 + 20 * (len(text) // 45 + text.count("\n") + 1)
    cell.comment = comment


def _offer_choices(page: Worksheet, sheet: Sheet, first: int, last: int) -> None:
    """Add lists to choose from, in an empty form too; a cell's rule holds up to 255 characters without commas."""
    for index, column in enumerate(sheet.columns, start=1):
        listed = ",".join(column.choices)
        if not column.choices or len(listed) > 255 or any("," in one for one in column.choices):
            continue
        letter = get_column_letter(index)
        quoted = listed.replace('"', '""')
        rule = DataValidation(type="list", formula1=f'"{quoted}"', allow_blank=True, showErrorMessage=False)
        rule.add(f"{letter}{first}:{letter}{max(last, first + _EMPTY_ROWS)}")
        page.add_data_validation(rule)


def _set_up_print(page: Worksheet, sheet: Sheet, heading: int) -> None:
    setup: Any = page.page_setup
    setup.orientation = "landscape" if sheet.landscape else "portrait"
    setup.paperSize = 9
    setup.fitToWidth, setup.fitToHeight = _pages_across(sheet), 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if sheet.frozen_columns:
        page.print_title_cols = f"A:{get_column_letter(sheet.frozen_columns)}"
    page.print_title_rows = f"{sheet.heading_row - (1 if sheet.bands else 0)}:{heading}"
    columns = _printed(sheet)
    if len(columns) < len(sheet.columns):
        last = get_column_letter(len(columns))
        area = f"{quote_sheetname(page.title)}!$A:${last}"
        page.defined_names.add(DefinedName("_xlnm.Print_Area", attr_text=area))
    page.print_options.horizontalCentered = True
    margins: Any = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.75
    page.oddFooter.center.text = "&P/&N"


def _pages_across(sheet: Sheet) -> int:
    """Return the number of pages side by side on which a wide table prints legibly."""
    return max(1, math.ceil(_width(_printed(sheet)) / _READABLE))


def _first_page(sheet: Sheet) -> Sequence[SheetColumn]:
    """Return the printed columns that stand on the first of the pages side by side: a title over more would be cut."""
    columns = _printed(sheet)
    room = _width(columns) / _pages_across(sheet)
    return [one for at, one in enumerate(columns) if not at or _width(columns[: at + 1]) <= room]


def _printed(sheet: Sheet) -> Sequence[SheetColumn]:
    """Return the printed columns: all but a quiet one at the end."""
    return sheet.columns[:-1] if len(sheet.columns) > 1 and sheet.columns[-1].quiet else sheet.columns


def _width(columns: Sequence[SheetColumn]) -> float:
    """Return the width of the visible columns in characters."""
    return sum(column.width for column in columns if not column.hidden)
