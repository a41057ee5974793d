"""The cells of a unit's records in an Excel file: which there are, what they hold as machine texts, and what of three
states of them is new.

    base   what the file held when it was given out
    mine   what it holds now that it comes back
    theirs what the records hold by now
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cchc.core.plans.following.states import ProgressState

GIVEN_OUT = "Bản lúc tải về"
UNIT = "unit"  # whose records a file holds
CODE = "Mã"
PLAN, NUMBER, WHAT, OUTPUT, PERIOD, DUE = "Kế hoạch", "STT", "Nhiệm vụ", "Sản phẩm", "Kỳ", "Hạn"
STATE, PERCENT, DONE_ON = "Trạng thái", "Tỷ lệ (%)", "Ngày hoàn thành"
TEXT, FIGURES, REASON, DOCUMENT = "Kết quả thực hiện", "Số liệu đạt được", "Lý do", "Số văn bản"
HEADINGS = (
    PLAN, NUMBER, WHAT, OUTPUT, PERIOD, DUE, STATE, PERCENT, DONE_ON, TEXT, FIGURES, REASON, DOCUMENT, CODE,
)  # fmt: skip
"""The columns of the file, in their order; always in Vietnamese, for officials exchange it."""

PARTS = {
    "state": STATE,
    "percent": PERCENT,
    "text": TEXT,
    "figures": FIGURES,
    "reason": REASON,
    "document_number": DOCUMENT,
}
"""The parts of a record that a person types, each with its column."""

STATES = {
    ProgressState.NOT_BEGUN: "Chưa thực hiện",
    ProgressState.UNDER_WAY: "Đang thực hiện",
    ProgressState.DONE: "Hoàn thành",
    ProgressState.DONE_WITHOUT_PRODUCT: "Hoàn thành, không có sản phẩm",
    ProgressState.NOT_DONE: "Không thực hiện",
    ProgressState.CANCELLED: "Dừng thực hiện theo văn bản",
}
"""What stands in the column of the state, always in Vietnamese."""


class ProgressCell(NamedTuple):
    """A cell by the id of its record and the part of it, one of `PARTS`."""

    record: int
    part: str


ProgressCells = Mapping[ProgressCell, str]


@dataclass(frozen=True, slots=True)
class ProgressDifference:
    """A cell that a file changes. A clash: others have changed it too since the file was given out, and otherwise."""

    record: int
    part: str
    base: str
    mine: str
    theirs: str

    @property
    def is_clash(self) -> bool:
        """Whether it would replace what others changed meanwhile."""
        return self.theirs != self.base


def progress_differences(
    base: ProgressCells | None, mine: ProgressCells, theirs: ProgressCells
) -> list[ProgressDifference]:
    """Return the cells that a file changes, in the order of the file; without a `base` everything that differs from
    what is there now counts as changed by the file alone.

    >>> cell = ProgressCell(7, "percent")
    >>> progress_differences({cell: "10"}, {cell: "10"}, {cell: "40"})  # only others changed it
    []
    >>> [one.is_clash for one in progress_differences({cell: "10"}, {cell: "30"}, {cell: "40"})]
    [True]
    """
    found = []
    for key, text in mine.items():
        now = theirs.get(key, "")
        before = now if base is None else base.get(key, "")
        if text not in (before, now):
            found.append(ProgressDifference(key.record, key.part, before, text, now))
    return found


def figures_text(achieved: Mapping[str, str]) -> str:
    """Return figures as a cell holds them, a line each: what is counted, and how much there is.

    >>> figures_text({"lớp bồi dưỡng": "3", "% hồ sơ": ""})
    'lớp bồi dưỡng: 3\\n% hồ sơ:'
    """
    return "\n".join(f"{name}: {value}".rstrip() for name, value in achieved.items())


def figures_in(text: str) -> dict[str, str]:
    """Return the figures of a cell by what is counted; a line without a colon is a name without a value.

    >>> figures_in("lớp bồi dưỡng: 3\\n% hồ sơ:")
    {'lớp bồi dưỡng': '3', '% hồ sơ': ''}
    """
    lines = (line.strip() for line in text.splitlines())
    parts = (line.rpartition(":") if ":" in line else (line, "", "") for line in lines if line)
    return {name.strip(): value.strip() for name, _colon, value in parts}
