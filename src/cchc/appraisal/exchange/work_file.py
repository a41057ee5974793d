"""The Excel file of what one person appraises: its columns and words, and what a row of it holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GIVEN_OUT = "Bản lúc tải về"
UNIT, NUMBER, NAME, MAXIMUM = "Đơn vị", "STT", "Tiêu chí", "Điểm tối đa"
FIGURE, DECLARED, VALUE = "Số liệu kê khai", "Đơn vị kê khai", "Số liệu thẩm định"
EVIDENCE, LAST_YEAR, CLAIMED = "Số TLKC", "Năm trước", "Điểm tự chấm"
VERDICT, POINTS = "Kết quả thẩm định", "Điểm thẩm định"
REASON, SENTENCE = "Lý do trừ điểm", "Câu gửi đơn vị"
PROVISIONAL, NOTE = "Tạm tính vì", "Ghi chú"
FIRST_GIVEN, EXPLAINED = "Thẩm định lần một", "Giải trình của đơn vị"
FIXED = (
    UNIT, NUMBER, NAME, MAXIMUM, FIGURE, DECLARED, VALUE, EVIDENCE, LAST_YEAR, CLAIMED, VERDICT, POINTS,
)  # fmt: skip
FIXED_AGAIN = (*FIXED[:-2], FIRST_GIVEN, EXPLAINED, *FIXED[-2:])
"""The columns of the second stage: what the first one gave and what the unit said to it stand before the verdict."""
TEXTS = {"provisional": PROVISIONAL, "note": NOTE}

UNDECIDED = "Chưa thẩm định"
VERDICTS = {UNDECIDED: "", "Chấp nhận": "accepted", "Sửa số liệu": "corrected", "Cho điểm": "set"}
"""What stands in the column of the verdict, always in Vietnamese, for officials exchange the file."""

OWNER = ("year", "stage", "person")  # whose work in which stage a file holds


def reason_headings(place: int) -> tuple[str, str]:
    """Return the headings of a reason and of its sentence, counted from 1."""
    return f"{REASON} {place}", f"{SENTENCE} {place}"


@dataclass(frozen=True, slots=True)
class WorkCells:
    """What the cells of a leaf of a unit hold for its appraisal, as machine texts: the verdict as it is stored, figures
    that stand in the place of those of the unit, points, coded reasons each with its sentence, texts."""

    verdict: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    points: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    provisional: str = ""
    note: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is typed besides the verdict."""
        return not (self.figures or self.points or self.reasons or self.provisional or self.note)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON.

        >>> WorkCells.from_json(WorkCells("set", {}, "1", (("late", "Chậm"),)).as_json()).reasons
        (('late', 'Chậm'),)
        """
        return {
            "verdict": self.verdict,
            "figures": dict(self.figures),
            "points": self.points,
            "reasons": [list(one) for one in self.reasons],
            "provisional": self.provisional,
            "note": self.note,
        }

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> WorkCells:
        """Return what `as_json` gave. Raises KeyError, TypeError and ValueError for anything else."""
        return WorkCells(
            str(kept["verdict"]),
            {str(name): str(text) for name, text in kept["figures"].items()},
            str(kept["points"]),
            tuple((str(code), str(text)) for code, text in kept["reasons"]),
            str(kept["provisional"]),
            str(kept["note"]),
        )


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What a leaf of a unit held when the file was given out: the hash of what the unit handed in or (second stage)
    explained, the version of the appraisal, and its cells."""

    claim: str
    version: int
    cells: WorkCells

    def as_text(self) -> str:
        """Return it as one line of canonical JSON."""
        kept = {"claim": self.claim, "version": self.version, **self.cells.as_json()}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_text(text: str) -> GivenOut:
        """Return what `as_text` gave. Raises KeyError, TypeError and ValueError for anything else."""
        kept = json.loads(text)
        return GivenOut(str(kept["claim"]), int(kept["version"]), WorkCells.from_json(kept))
