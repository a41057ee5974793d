"""What is known while going down the tables of a plan, and a row with its texts sorted into columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc.core.plans.columns import EXTRA, NUMBER, OBJECTIVE, TASK
from cchc.core.plans.plan import Source
from cchc.files.documents import TableRow
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


@dataclass(slots=True)
class SortedRow:
    """A row of the table with its texts sorted into columns."""

    cells: dict[str, list[str]]
    shared: set[str]
    row: TableRow
    spans: bool

    @property
    def number(self) -> str:
        return _BROKEN_NUMBER.sub("", " ".join(self.cells.get(NUMBER, ())))

    @property
    def filled(self) -> set[str]:
        return {column for column, lines in self.cells.items() if lines} - self.shared - {NUMBER, EXTRA}


@dataclass(slots=True)
class TableState:
    """What is known while going down the tables."""

    columns: dict[int, str] = field(default_factory=dict)
    width: int = 0
    kinds: int = 0
    headings: tuple[tuple[str, ...], ...] = ()
    sections: list[SectionText] = field(default_factory=list)
    parents: dict[int, str] = field(default_factory=dict)
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    caption: tuple[str, str] | None = None

    @property
    def last(self) -> MeasureText | None:
        return self.sections[-1].measures[-1] if self.sections and self.sections[-1].measures else None


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
