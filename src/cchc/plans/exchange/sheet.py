"""The plan as the rows of an Excel table: sections and measures by the texts of their columns.

A table is given out by `sheet_out`, read back by `sheet_in`; what changed is `cchc.plans.exchange.difference`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cchc.core.plans.columns import COLUMNS, NUMBER, SAYS_WHAT
from cchc.core.words.letters import composed_text
from cchc.core.words.messages import Fault, Place
from cchc.files.writing import ILLEGAL

LONGEST_TITLE = 120
GIVEN_OUT = "Bản lúc tải về"
CODE_HEADING = "Mã (không sửa)"
SECTION_CODE, MEASURE_CODE = "M", "NV"
CODE = re.compile(rf"({SECTION_CODE}|{MEASURE_CODE})-([0-9]{{1,18}})", re.IGNORECASE)
HEADINGS = {column.key: column.heading for column in COLUMNS if column.heading}
"""The headings of the columns that are given out, by their keys, in the order of the table."""


class Where(NamedTuple):
    """Where a row was read: the cell of its code and what it shows, the cell that says what is to be done, or of the
    heading."""

    code: Place
    shown: str
    what: Place


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A measure by the texts of its columns, by their keys; a list is one line for each item.

    `key` (digits) is that of a stored measure, "" for a new one. `withdrawn`: an amendment took it out of the plan in
    force; the file only says so.
    """

    key: str
    texts: Mapping[str, str] = field(default_factory=dict)
    where: Where | None = field(default=None, compare=False, repr=False)
    withdrawn: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        """Keep only the texts that say something."""
        object.__setattr__(self, "texts", {column: text for column, text in self.texts.items() if text})

    def text(self, column: str) -> str:
        """The text of a column; "" where nothing is said."""
        return self.texts.get(column, "")


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The measures under one heading. Those above the first heading stand in a section without number and heading.

    `key` (digits) is that of a stored section, "" for a new one.
    """

    key: str
    number: str
    heading: str
    rows: tuple[SheetRow, ...] = ()
    where: Where | None = field(default=None, compare=False, repr=False)

    @property
    def is_headless(self) -> bool:
        """Whether it has neither number nor heading."""
        return not tidy(self.number) and not tidy(self.heading)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What a workbook holds: its sections, and `given`, those of the plan when it was given out.

    `given` is None in files that do not know it. With `faults` the file cannot be taken; the sections then serve to
    find out what else is wrong.
    """

    sections: tuple[SheetSection, ...]
    given: tuple[SheetSection, ...] | None = None
    faults: tuple[Fault, ...] = ()


def tidy(text: str) -> str:
    r"""A text as cells hold it: letters composed, no blanks at the ends of lines, no empty lines around it.

    >>> tidy(" Sở Y tế \r\n Sở Xây dựng\n")
    'Sở Y tế\nSở Xây dựng'
    """
    lines = composed_text(ILLEGAL.sub("", text)).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def row_title(row: SheetRow) -> str:
    """How people know a measure: its number and the beginning of what is to be done.

    >>> row_title(SheetRow("", {"number": "1.2", "task": "Rà soát văn bản", "lead": "Sở Tư pháp"}))
    '1.2 Rà soát văn bản'
    """
    naming = (*SAYS_WHAT, *(key for key in HEADINGS if key != NUMBER))
    said = next((text for key in naming if (text := row.text(key))), "")
    title = " ".join(f"{row.text(NUMBER)} {said}".split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def section_title(section: SheetSection) -> str:
    """Number and heading of a section."""
    return " ".join(f"{section.number} {section.heading}".split())


def with_headless(before: Sequence[SheetSection], after: Sequence[SheetSection]) -> list[SheetSection]:
    """`after`, its rows above the first heading in the section where `before` has such rows."""
    if before and after and before[0].is_headless and after[0].is_headless and not after[0].key:
        return [replace(after[0], key=before[0].key), *after[1:]]
    return list(after)
