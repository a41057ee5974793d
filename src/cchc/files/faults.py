"""Faults of an input as a table to read and as plain data to process."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence

from cchc.core.words.messages import Fault, Message, Notice, Place

Say = Callable[[Message], str]

SHARES = (24, 30, 34, 60)
NARROWEST, WIDEST = 74, 148
FIELDS = ("file", "sheet", "row", "column", "line", "unit", "criterion")
PRINTED_IN_FULL = 30
PRINTED_OF_A_KIND = 5


def fault_json(faults: Sequence[Fault], say: Say) -> Iterator[str]:
    """Yield the faults as the lines of one JSON text, each with its place (null without one), found, expected, why."""
    said: dict[int, str] = {}

    def in_words(message: Message) -> str:
        return said.get(id(message)) or said.setdefault(id(message), say(message))

    yield '{"faults": [\n'
    for position, fault in enumerate(faults, start=1):
        data = {name: getattr(fault.place, name) for name in FIELDS}
        words = {"found": fault.found, "expected": in_words(fault.expected), "why": in_words(fault.why)}
        yield json.dumps({**data, **words}, ensure_ascii=False) + (",\n" if position < len(faults) else "\n")
    yield "]}\n"


def notice_data(notice: Notice, say: Say) -> dict[str, object]:
    """Return a remark as plain data: its place (null without one) and what it says."""
    return {**{name: getattr(notice.place, name) for name in FIELDS}, "what": say(notice.what)}


def notice_text(notices: Sequence[Notice], say: Say) -> str:
    """Return remarks as lines to read, each with its place."""
    lines = []
    for notice in notices:
        place = place_text(notice.place, say)
        lines.append(printable(f"{place}: {say(notice.what)}" if place else say(notice.what)))
    return "".join(f"{line}\n" for line in lines)


def fault_text(faults: Sequence[Fault], say: Say) -> str:
    """Return the faults as a table of four columns: where, found, expected, why.

    A table of more than 30 faults shows the first five of each kind and counts the others: a column that is wrong
    from top to bottom is one mistake, not three thousand.
    """
    widths = column_widths(shutil.get_terminal_size((WIDEST + 6, 24)).columns)
    headings = (Message("Place"), Message("Found"), Message("Expected"), Message("Why"))
    lines = wrapped([say(heading) for heading in headings], widths)
    lines.append("  ".join("─" * width for width in widths))
    for kind in kinds(faults):
        for fault in kind[: PRINTED_OF_A_KIND if len(faults) > PRINTED_IN_FULL else None]:
            found = (place_text(fault.place, say), fault.found, say(fault.expected), say(fault.why))
            lines += wrapped(found, widths)
        if len(faults) > PRINTED_IN_FULL and len(kind) > PRINTED_OF_A_KIND:
            lines.append("  " + more_text(kind[PRINTED_OF_A_KIND:], say))
    return "\n".join([*lines, "", say(Message("Faults in all: {count}", count=len(faults)))])


def kinds(faults: Sequence[Fault]) -> list[list[Fault]]:
    """Return the faults in groups: in their order when they are few, else by kind, in the order of the first of each
    kind."""
    if len(faults) <= PRINTED_IN_FULL:
        return [list(faults)]
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault.why.text, []).append(fault)
    return list(found.values())


def more_text(rest: Sequence[Fault], say: Say) -> str:
    """Return a sentence with the number of further faults of a kind and, for tables, their rows and columns."""
    rows = [fault.place.row for fault in rest if fault.place.row is not None]
    columns = sorted(
        {fault.place.column for fault in rest if fault.place.column}, key=lambda one: (len(one), one)
    )
    if not rows or not columns:
        return say(Message("… and of the same kind: {count} more", count=len(rest)))
    return say(
        Message(
            "… and of the same kind: {count} more, in rows {first}–{last}, columns {columns}",
            count=len(rest), first=min(rows), last=max(rows),
            columns=", ".join(columns[:10]) + (" …" if len(columns) > 10 else ""),
        )
    )  # fmt: skip


def column_widths(terminal: int) -> tuple[int, ...]:
    """Return the widths of the four columns in a terminal of that many signs."""
    whole = max(NARROWEST, min(WIDEST, terminal - 6))
    return tuple(whole * share // WIDEST for share in SHARES)


def place_text(place: Place, say: Say) -> str:
    """Return a place in words: file, then line, or sheet and cell with its unit and criterion."""
    parts = [place.file or ""]
    if place.line is not None:
        parts.append(say(Message("line {line}", line=place.line)))
    if place.sheet:
        parts.append(place.sheet)
    if place.row is not None and place.column:
        parts.append(say(Message("cell {cell}", cell=f"{place.column}{place.row}")))
    elif place.row is not None:
        parts.append(say(Message("row {row}", row=place.row)))
    parts += [place.unit or "", place.criterion or ""]
    return ", ".join(part for part in parts if part)


def wrapped(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return the lines of one row of the table, its cells wrapped to their columns; control signs never reach the
    terminal."""
    cells = [textwrap.wrap(printable(text), width) or [""] for text, width in zip(row, widths, strict=True)]
    height = max(map(len, cells))
    lines = []
    for at in range(height):
        parts = [
            (cell[at] if at < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    return lines


def printable(text: str) -> str:
    """Return the text on one line, with "�" in place of signs that a terminal would obey.

    >>> printable("Sở\\nA\\x1b[2J")
    'Sở A�[2J'
    """
    return "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
