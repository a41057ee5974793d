"""The columns of a plan's table, known by their headings, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from cchc.core.words.names import folded

LONGEST_HEADING = 80


class Column(StrEnum):
    """What a column of a plan's table says; `EXTRA` is kept beside the measure (budget, notes)."""

    NUMBER = "number"
    OBJECTIVE = "objective"
    TASK = "task"
    ACTIVITY = "activity"
    OUTPUT = "output"
    SHORTCOMINGS = "shortcomings"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DEADLINE = "deadline"
    EXTRA = "extra"


WHAT = (Column.TASK, Column.ACTIVITY, Column.OBJECTIVE, Column.OUTPUT)
WHO_AND_WHEN = (Column.LEAD, Column.COOPERATING, Column.DEADLINE)

# The first wording found decides: "Kết quả nhiệm vụ" is an output, "Thời gian hoàn thành nhiệm vụ" a deadline.
_WORDINGS: tuple[tuple[Column, str], ...] = (
    (Column.NUMBER, r"^(s ?t ?t|t ?t|so ?t ?t|so thu tu|thu tu|no|#)$"),
    (
        Column.EXTRA,
        r"kinh phi|ghi chu|du toan|nguon (luc|von|kinh phi)|diem|don vi tinh|^dvt$|tai lieu kiem chung|lanh dao",
    ),
    (Column.DEADLINE, r"thoi (gian|han|diem)|tien do|ky han|han hoan thanh|hoan thanh (truoc|trong)|^moc "),
    (Column.COOPERATING, r"phoi hop|tham gia"),
    (
        Column.LEAD,
        r"chu tri|(co quan|don vi|bo phan|phong|noi) .*(thuc hien|chiu trach nhiem|tham muu)|phan cong"
        r"|chiu trach nhiem|trach nhiem thuc hien|^(co quan|don vi)$",
    ),
    (Column.OUTPUT, r"san pham|ket qua|dau ra|ket qua khac phuc"),
    (Column.SHORTCOMINGS, r"^(?!.*(nhiem vu|giai phap)).*(ton tai|han che|khuyet diem)"),
    (Column.TASK, r"nhiem vu"),
    (Column.ACTIVITY, r"hoat dong|cong viec cu the|viec lam cu the|cach thuc"),
    (Column.OBJECTIVE, r"muc tieu|chi tieu|yeu cau"),
    (Column.TASK, r"giai phap|bien phap|noi dung|cong viec|viec can lam|dau viec"),
)
_ORDINALS = re.compile(r"\(?\s*(?:\d{1,2}|[A-ZĐ])\s*\)?\.?")


def column_of(heading: str) -> Column | None:
    """The column that a heading names; None when it names none that is known.

    >>> column_of("Thời gian hoàn thành"), column_of("NHIỆM VỤ, GIẢI PHÁP"), column_of("Kết quả khắc phục")
    (<Column.DEADLINE: 'deadline'>, <Column.TASK: 'task'>, <Column.OUTPUT: 'output'>)
    """
    key = folded(heading).strip(" .:*")
    if not key or len(key) > LONGEST_HEADING:
        return None
    return next((column for column, wording in _WORDINGS if re.search(wording, key)), None)


def columns_of(headings: Sequence[str]) -> dict[int, Column]:
    """The columns of a row of headings by their positions; a second task is an activity, the unknown is extra."""
    found: dict[int, Column] = {}
    known: set[Column] = set()
    for at, heading in enumerate(headings):
        if not heading:
            continue
        column = column_of(heading) or Column.EXTRA
        if column is Column.TASK and column in known and heading != headings[at - 1]:
            column = Column.EXTRA if Column.ACTIVITY in known else Column.ACTIVITY
        found[at] = column
        known.add(column)
    return found


def names_a_plan(columns: Mapping[int, Column]) -> bool:
    """Whether the columns are those of a plan: what is to be done, and who does it or when."""
    kinds = set(columns.values())
    return (
        len(kinds - {Column.EXTRA}) >= 3
        and bool(kinds & set(WHAT))
        and bool(kinds & {Column.LEAD, Column.DEADLINE})
    )


def is_ordinals(texts: Sequence[str]) -> bool:
    """Whether a row only numbers its columns: (1) (2) (3), or A B 1 2."""
    filled = [text for text in texts if text]
    plain = [text.strip("(). ") for text in filled]
    return (
        len(filled) >= 3
        and all(_ORDINALS.fullmatch(text) for text in filled)
        and len(set(plain)) == len(plain)
        and sum(text.isdigit() for text in plain) * 2 >= len(plain)
    )
