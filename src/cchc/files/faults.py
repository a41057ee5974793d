"""Faults of an input as a table to read and as plain data to process."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from cchc.core.messages import Fault, Message

Say = Callable[[Message], str]

WIDTHS = (24, 30, 34, 60)
FIELDS = ("file", "sheet", "row", "column", "line")


def fault_data(faults: Sequence[Fault], say: Say) -> list[dict[str, str | int | None]]:
    """Each fault with its place (null where it has none), what was found, what was expected, and why."""
    return [
        {
            **{name: getattr(fault.place, name) for name in FIELDS},
            "found": fault.found,
            "expected": say(fault.expected),
            "why": say(fault.why),
        }
        for fault in faults
    ]


def fault_text(faults: Sequence[Fault], say: Say) -> str:
    """The faults as a table of four columns: where, what was found, what was expected, why."""
    headings = (Message("Place"), Message("Found"), Message("Expected"), Message("Why"))
    rows = [tuple(say(heading) for heading in headings)]
    rows += [(place_text(fault, say), fault.found, say(fault.expected), say(fault.why)) for fault in faults]
    lines = [line for row in rows for line in wrapped(row)]
    lines.insert(1, "  ".join("─" * width for width in WIDTHS))
    count = say(Message("{count} faults in all.", count=len(faults)))
    return "\n".join([*lines, "", count])


def place_text(fault: Fault, say: Say) -> str:
    """Where a fault stands, in words: file, then line, or sheet and cell."""
    place = fault.place
    parts = [place.file or ""]
    if place.line is not None:
        parts.append(say(Message("line {line}", line=place.line)))
    if place.sheet:
        parts.append(place.sheet)
    if place.row is not None and place.column:
        parts.append(say(Message("cell {cell}", cell=f"{place.column}{place.row}")))
    elif place.row is not None:
        parts.append(say(Message("row {row}", row=place.row)))
    return ", ".join(part for part in parts if part)


def wrapped(row: Sequence[str]) -> list[str]:
    """One row of the table, its cells wrapped to their columns."""
    cells = [textwrap.wrap(text, width) or [""] for text, width in zip(row, WIDTHS, strict=True)]
    height = max(map(len, cells))
    lines = []
    for at in range(height):
        parts = [
            (cell[at] if at < len(cell) else "").ljust(width)
            for cell, width in zip(cells, WIDTHS, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    return lines
