"""The rows of a points file that were left out, written as a points file of the same shape: to be mended and brought
again. Each cell holds what it held, its fault stands on it as a note, and a second sheet lists all faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import isfinite
from typing import Any

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.messages import Message, message_of
from cchc.core.words.numerals import NumberFault, from_cell
from cchc.files.cells import Percent, Value, as_text
from cchc.files.sheets import Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.scores.exchange.form import LABELS, Say, asked_for, domain_bands, form_column, label_columns
from cchc.scores.exchange.headings import KnownHeadings

NAMES = ("unit", "code", "group")


def plain_data(value: Value) -> Any:
    """Return a cell as plain JSON, for `cell_of` to read back: texts and numbers as they are, the others by name; what
    is no number for JSON (1e999 in a workbook) as a text."""
    if isinstance(value, Percent):
        return {"percent": str(value.value)}
    if isinstance(value, date):
        return {"day": (value.date() if isinstance(value, datetime) else value).isoformat()}
    if isinstance(value, float) and not isfinite(value):
        return as_text(value)
    return value if isinstance(value, str | int | float) or value is None else as_text(value)


def cell_of(data: Any) -> Written:
    """Return what a cell of the file to mend holds, so that it reads as it was read."""
    if isinstance(data, Mapping):
        return Percent(Fraction(data["percent"])) if "percent" in data else date.fromisoformat(data["day"])
    if isinstance(data, bool):
        return str(data).upper()
    if isinstance(data, int | float):
        try:
            return from_cell(data)
        except NumberFault as fault:
            return fault.found
    return str(data) if data is not None else None


def mending_file(criteria: CriteriaSet, left_out: Sequence[Mapping[str, Any]], say: Say) -> bytes:
    """The rows that were left out (as `LeftOut.data`) as an .xlsx file of the shape of the form."""
    asked = list(asked_for(criteria))
    headed = {heading for heading, _, _ in asked}
    known = KnownHeadings(criteria)
    for heading in dict.fromkeys(heading for row in left_out for heading in row["cells"]):
        meant = known.coded(heading)
        if heading not in headed and meant is not None:
            asked.append((heading, *meant))
    places = {number: at for at, number in enumerate(criteria.leaves)}
    asked.sort(key=lambda one: places[one[1].number])
    codes = [heading for heading, _, _ in asked]
    notes: dict[tuple[int, int], list[str]] = {}
    rows: list[list[Written]] = []
    for row in left_out:
        for fault in row["faults"]:
            at = len(LABELS) + codes.index(fault["heading"]) if fault["heading"] in codes else 0
            notes.setdefault((len(rows), at), []).append(say(message_of(fault["why"])))
        cells = (cell_of(row["cells"].get(code)) for code in codes)
        rows.append([*(row[name] or None for name in NAMES), *cells])
    sheet = Sheet(
        say(Message("To mend")),
        [*label_columns(), *(form_column(leaf, variable, say) for _, leaf, variable in asked)],
        rows,
        bands=(("", len(LABELS)), *domain_bands(criteria, asked)),
        codes=(*(code for _, code, _ in LABELS), *codes),
        notes={place: "\n".join(texts) for place, texts in notes.items()},
        frozen_columns=len(LABELS),
    )
    return workbook_bytes([sheet, fault_sheet(left_out, say)])


def fault_sheet(left_out: Iterable[Mapping[str, Any]], say: Say) -> Sheet:
    """The list of all faults, each with its cell in the file that was brought."""
    columns = (
        SheetColumn(say(Message("Cell in the file")), 14),
        SheetColumn(say(Message("Name of the unit")), 30),
        SheetColumn(say(Message("Criterion")), 40),
        SheetColumn(say(Message("Found")), 20),
        SheetColumn(say(Message("Why not")), 54),
        SheetColumn(say(Message("Expected")), 30),
    )
    rows: list[list[Written]] = [
        [
            fault["at"], row["unit"], fault["criterion"], fault["found"],
            say(message_of(fault["why"])), say(message_of(fault["expected"])),
        ]
        for row in left_out
        for fault in row["faults"]
    ]  # fmt: skip
    how = say(Message("Mend these rows on the first sheet and bring the file again."))
    return Sheet(say(Message("Faults")), columns, rows, titles=(say(Message("Rows left out")), how))
