"""The cells of a sheet in an Excel file: which there are, what they hold as machine texts, and what of three states of
them is new.

    base   what the file held when it was given out
    mine   what it holds now that it comes back
    theirs what the sheet holds by now
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import Node

GIVEN_OUT = "Bản lúc tải về"
NUMBER, NAME, MAXIMUM = "STT", "Tiêu chí", "Điểm tối đa"
FIGURE, VALUE = "Số liệu kê khai", "Số liệu"
RULE, REQUIRED, EVIDENCE = "Cách tính điểm", "TLKC yêu cầu", "TLKC"
POINTS, REASON = "Điểm tự chấm", "Lý do"
PROVISIONAL, NOTE = "Tạm tính vì", "Ghi chú"
HEADINGS = (
    NUMBER, NAME, MAXIMUM, FIGURE, VALUE, RULE, REQUIRED, EVIDENCE, POINTS, REASON, PROVISIONAL, NOTE,
)  # fmt: skip
"""The official columns, in the order of the file; always in Vietnamese, for officials exchange it."""

TEXTS = {"reason": REASON, "provisional": PROVISIONAL, "note": NOTE}
"""The parts of an answer that are texts, each with its column."""

COMPUTED = "computed"  # the points of a leaf with a rule: shown, and never read back
UNIT, YEAR = "unit", "year"  # whose sheet a file holds


class CellKey(NamedTuple):
    """A cell by the number of its leaf and the part of the answer: `figure-NAME`, `points`, or one of `TEXTS`."""

    leaf: str
    part: str


Cells = Mapping[CellKey, str]


def parts_of(leaf: Node) -> Iterator[str]:
    """Yield the parts of the answer to a leaf that a person types."""
    for variable in leaf.variables:
        yield f"figure-{variable.name}"
    if leaf.rule is None:
        yield "points"
    yield from (name for name in TEXTS if name != "reason" or leaf.rule is None)


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that a file changes. A clash: others have changed it too since the file was given out, and otherwise."""

    leaf: str
    part: str
    base: str
    mine: str
    theirs: str

    @property
    def is_clash(self) -> bool:
        """Whether it would replace what others changed meanwhile."""
        return self.theirs != self.base


def cell_differences(base: Cells | None, mine: Cells, theirs: Cells) -> list[CellDifference]:
    """Return the cells that a file changes, in the order of the file; without a `base` everything that differs from
    what is there now counts as changed by the file alone.

    >>> key = CellKey("1.1", "points")
    >>> cell_differences({key: "1"}, {key: "1"}, {key: "2"})  # only others changed it
    []
    >>> [one.is_clash for one in cell_differences({key: "1"}, {key: "3"}, {key: "2"})]
    [True]
    """
    found = []
    for key, text in mine.items():
        now = theirs.get(key, "")
        before = now if base is None else base.get(key, "")
        if text not in (before, now):
            found.append(CellDifference(key.leaf, key.part, before, text, now))
    return found
