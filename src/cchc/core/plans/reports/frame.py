"""Frames of periodic reports as values: an outline of sections, and annexes whose rows hold the figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from cchc.core.words.messages import Message
from cchc.core.words.numbers import printed_number
from cchc.core.words.numerals import machine_number

HUNDRED = Fraction(100)
PERCENT_UNITS = ("%", "điểm %")
MOST_PLACES = 6


class FrameLevel(StrEnum):
    """Whose report a frame is of."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"


class Covers(StrEnum):
    """The time for which a figure is counted: the period of the report alone, or from the start of its year."""

    PERIOD = "period"
    YEAR_TO_DATE = "year_to_date"


class WholeBy(StrEnum):
    """How the figure of the whole comes from those of the units."""

    SUM = "sum"
    FORMULA = "formula"
    LARGEST = "largest"
    LATEST = "latest"
    NONE = "none"


LEVEL_WORDS = {
    FrameLevel.PROVINCE: Message("of the province"),
    FrameLevel.DEPARTMENT: Message("of a department"),
    FrameLevel.COMMUNE: Message("of a commune"),
}
COVERS_WORDS = {
    Covers.PERIOD: Message("the period of the report"),
    Covers.YEAR_TO_DATE: Message("from the start of the year"),
}
WHOLE_WORDS = {
    WholeBy.SUM: Message("sum of the units"),
    WholeBy.FORMULA: Message("its formula, applied to the whole"),
    WholeBy.LARGEST: Message("largest of the units"),
    WholeBy.LATEST: Message("figure of the unit that sent last"),
    WholeBy.NONE: Message("no figure of the whole"),
}


_IN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<sign>[.\s])\d{3}(?:(?P=sign)\d{3})*")
_BETWEEN = re.compile(r"[.\s]")


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of an annex: one figure of a report.

    With a `source` (as `core.scoring.sources` writes them) it is fetched, with a `formula` over codes of the frame it
    is worked out, with neither it is typed. `number` is the number that is printed; a row without one is not printed
    and serves the formulas of others. `note` is for whoever fills it in. A percentage is held as its ratio, as in
    criteria sets: 80 % is 4/5.
    """

    code: str
    number: str
    wording: str
    unit: str
    places: int
    covers: Covers
    source: str = ""
    formula: str = ""
    whole: WholeBy = WholeBy.NONE
    note: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether whoever reports types its figure."""
        return not self.source and not self.formula

    @property
    def is_percent(self) -> bool:
        """Whether its figure is held as a ratio and read and printed as a percentage."""
        return self.unit in PERCENT_UNITS

    def read(self, text: str, number: Callable[[str], Fraction] = machine_number) -> Fraction:
        """Return the figure that `text` writes, by `number`, its reader of numbers; raises `NumberFault`. In a row of
        whole numbers 1.234 and 1 234 can only be thousands.

        >>> ReportRow("rate", "4", "Tỷ lệ", "%", 1, Covers.PERIOD).read("95.2 %")
        Fraction(119, 125)
        >>> ReportRow("files", "1", "Hồ sơ", "hồ sơ", 0, Covers.PERIOD).read("12.345")
        Fraction(12345, 1)
        """
        if not self.is_percent:
            whole = not self.places and _IN_THOUSANDS.fullmatch(text.strip())
            return Fraction(_BETWEEN.sub("", text)) if whole else number(text)
        return number(text.strip().removesuffix("%").rstrip()) / HUNDRED

    def printed(self, figure: Fraction | None, group: str = ".") -> str:
        """Return a figure as a report prints it, to its places and without its unit; "" where there is none.

        >>> row = ReportRow("rate", "4", "Tỷ lệ", "%", 1, Covers.PERIOD)
        >>> row.printed(Fraction(119, 125)), row.printed(None)
        ('95,2', '')
        """
        if figure is None:
            return ""
        return printed_number(figure * HUNDRED if self.is_percent else figure, self.places, group=group)


@dataclass(frozen=True, slots=True)
class FrameAnnex:
    """An annex of a frame, with its number, title and rows in their order."""

    number: str
    title: str
    rows: tuple[ReportRow, ...]


_ROMAN = re.compile(r"[IVXL]+")


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section of the outline: its number with those above it (II.1.2), its title, what is to be written in it."""

    number: str
    title: str
    guidance: str = ""

    @property
    def level(self) -> int:
        """Return how deep it stands, from 1.

        >>> OutlineSection("II.1", "Cải cách thể chế").level
        2
        """
        return self.number.count(".") + 1

    @property
    def printed(self) -> str:
        """Return its number as a report prints it: without the Roman one above it, a letter alone.

        >>> [OutlineSection(one, "").printed for one in ("II", "II.1", "II.1.2", "II.1.a")]
        ['II', '1', '1.2', 'a']
        """
        parts = self.number.split(".")
        if len(parts) == 1:
            return self.number
        if parts[-1].isalpha() and not _ROMAN.fullmatch(parts[-1]):
            return parts[-1]
        return ".".join(parts[1:] if _ROMAN.fullmatch(parts[0]) else parts)


@dataclass(frozen=True)
class ReportFrame:
    """A frame of a periodic report: its name, of whom it is, what it is based on, its outline and annexes.

    `code` is its name through all its versions, in addresses and files.
    """

    name: str
    level: str
    legal_basis: str
    outline: tuple[OutlineSection, ...]
    annexes: tuple[FrameAnnex, ...]
    code: str = ""

    @cached_property
    def rows(self) -> tuple[ReportRow, ...]:
        """All rows of all annexes, in their order."""
        return tuple(row for annex in self.annexes for row in annex.rows)

    @cached_property
    def by_code(self) -> dict[str, ReportRow]:
        """All rows by their codes."""
        return {row.code: row for row in self.rows}

    def row(self, code: str) -> ReportRow:
        """Return the row of that code; raises `KeyError`."""
        return self.by_code[code]
