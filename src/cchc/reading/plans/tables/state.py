"""What is known while going down the tables of a plan, and a row with its texts sorted into columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import EXTRA, NUMBER, OBJECTIVE, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.messages import Message
from cchc.files.documents import TableRow
from cchc.reading.plans.columns import NamedColumn
from cchc.reading.plans.tables.targets import TargetColumns
from cchc.reading.plans.texts import MeasureText, SectionText

# "1." above "10": a column of numbers too narrow for "1.10"
_BROKEN_NUMBER = re.compile(r"(?<=[\d.])\s+(?=\d)")
# merged down over several measures in plans of eight columns: "Mục tiêu", "Nhiệm vụ"
SHARED = (OBJECTIVE, TASK)
# "- Kế hoạch được ban hành;" begins an item of a cell
LIST_MARK = re.compile(r"[-–+•]\s*\S|[a-zđ]\)\s")
# "Báo cáo kết quả của" at the end of a page, the rest of the cell on the next
OPEN = re.compile(
    r"(?:,|\b(?:của|và|về|các|theo|cho|tại|với|để|ngày|số|trong|trên|là|do|từ|đến|bằng|cấp|sở))$",
    re.IGNORECASE,
)
Doubts = dict[str, tuple[Confidence, Message]]


@dataclass(slots=True)
class SortedRow:
    """A row of the table with its texts sorted into columns, and what is not sure of them."""

    cells: dict[str, list[str]]
    shared: set[str]
    row: TableRow
    spans: bool
    doubts: Doubts = field(default_factory=dict)
    continued: set[str] = field(default_factory=set)
    """The columns whose merged cell goes on from the page before; they are shared as well."""

    @property
    def number(self) -> str:
        return _BROKEN_NUMBER.sub("", " ".join(self.cells.get(NUMBER, ())))

    @property
    def filled(self) -> set[str]:
        return {column for column, lines in self.cells.items() if lines} - self.shared - {NUMBER, EXTRA}

    def says(self, *columns: str) -> bool:
        """Whether any of `columns` holds a text, its own or one shared with the row above."""
        return any(self.cells.get(column) for column in columns)


@dataclass(slots=True)
class TableState:
    """What is known while going down the tables.

    `columns` are the columns of the table by position, `width` their number, `edges` their places and `levels` the
    words of their headings, level by level. `above` holds the text last seen at each position, `merged` the positions
    where it stood in a cell over several rows. `handed_down` are the cells of the rows of groups above, by their
    levels. `unit_line` says above the table of which unit of money its bare numbers are. `begins`: no measure of the
    table has been read yet; `is_signed`: it is over, those who signed stand below.
    `unnamed` is the section of a first table with the heading above it that names no subject by itself.
    """

    columns: dict[int, NamedColumn] = field(default_factory=dict)
    targets: TargetColumns | None = None
    width: int = 0
    edges: tuple[float, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ()
    sections: list[SectionText] = field(default_factory=list)
    parents: dict[int, str] = field(default_factory=dict)
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    merged: set[int] = field(default_factory=set)
    handed_down: dict[int, Mapping[str, list[str]]] = field(default_factory=dict)
    caption: tuple[str | None, str] | None = None
    far_caption: tuple[str, str] | None = None
    unnamed: tuple[SectionText, tuple[str, str]] | None = None
    unit_line: str = ""
    begins: bool = False
    is_signed: bool = False

    @property
    def last(self) -> MeasureText | None:
        return self.sections[-1].measures[-1] if self.sections and self.sections[-1].measures else None

    @property
    def keys(self) -> dict[int, str]:
        """What the columns hold, by position."""
        return {at: named.key for at, named in self.columns.items()}

    def has(self, *keys: str) -> bool:
        """Whether the table has a column for any of `keys`."""
        return any(named.key in keys for named in self.columns.values())

    @property
    def kinds(self) -> int:
        """How many different things the columns hold."""
        return len(set(self.keys.values()))


def texts_above(row: TableRow, width: int) -> list[str]:
    """The text above each column; a cell over several columns counts for each of them."""
    texts = [""] * width
    for cell in row.cells:
        for column in range(cell.column, min(cell.column + cell.width, width)):
            texts[column] = " ".join(cell.lines)
    return texts


def source_of_row(row: TableRow) -> Source:
    text = tuple(cell.text for cell in row.cells)
    return Source(page=row.spot.page, table=row.spot.table, row=row.spot.row, lines=row.spot.lines, text=text)
