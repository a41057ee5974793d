"""Tables of targets: what is to be reached, in which unit, how much of it in which year, watched by whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc.core.plans.columns import COOPERATING, DEADLINE, LEAD, NUMBER, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.letters import composed_text
from cchc.reading.plans.cells import CellSort, votes_of
from cchc.reading.plans.heading_words import UNIT, heading_scores, period_of
from cchc.reading.plans.texts import TargetText

# "Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"; "Chỉ tiêu năm 2026" and "Chỉ tiêu giao" are values
_NAME = re.compile(
    r"(?:(?:tên|nội dung|hệ thống|các|nhóm|danh mục) )*(?:chỉ tiêu|chỉ số|tiêu chí|mục tiêu)"
    r"(?!.*(?:\d{4}|giao|phấn đấu|kế hoạch))(?![\w ]*\bđạt)"
)
_VALUE = re.compile(
    r"(?:mục tiêu|chỉ tiêu|kế hoạch|phấn đấu|mức|giá trị|tỷ lệ|tỉ lệ|số lượng|năm \d{4}|đến năm|giai đoạn|cam kết"
    r"|yêu cầu)"
)
# "Kết quả năm 2025", "Thực hiện năm 2025", "Ước 2025": what was reached is no target
_REACHED = re.compile(r"(?:kết quả|thực hiện|ước|hiện trạng|đạt được)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_AMOUNTS = (CellSort.NUMBER, CellSort.ORDINAL, CellSort.CROSS, CellSort.CODE)
_MOSTLY = 0.5
_CLEARLY = 8.0
_LONGEST_VALUE = 160


@dataclass(frozen=True, slots=True)
class TargetColumns:
    """The columns of a table of targets by position; `values` with the year that each is for, and the period, `others`
    with their headings."""

    name: int
    number: int | None
    unit: int | None
    values: tuple[tuple[int, int | None, str], ...]
    agencies: tuple[int, ...]
    others: tuple[tuple[int, str], ...]


def target_columns(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> TargetColumns | None:
    """Return the columns of a table of targets; None where the table is none.

    A table is one of targets if it names what is to be reached and how much, and not what is to be done. `cells` are
    the texts of some rows below the headings, by column.
    """
    plain = [" ".join(composed_text(heading).casefold().split()).strip(" .:*") for heading in headings]
    scores = [heading_scores(heading) for heading in headings]
    votes = [votes_of(texts) for texts in cells]
    first = [at for at, text in enumerate(plain) if text and (not at or text != plain[at - 1])]
    amounts = {at: sum(votes[at].get(kind, 0.0) for kind in _AMOUNTS) for at in first}
    name = next((at for at in first if _NAME.match(plain[at]) and amounts[at] < _MOSTLY), None)
    if name is None or any(_says_what_is_done(scores[at]) for at in first if at != name):
        return None
    unit = next(
        (at for at in first if _is_unit(scores[at].get(UNIT, 0), votes[at].get(CellSort.UNIT, 0))), None
    )
    valued = [
        at for at in first
        if at not in (name, unit) and not _REACHED.match(plain[at])
        and (_VALUE.match(plain[at]) or period_of(headings[at])) and (unit is not None or amounts[at] >= _MOSTLY)
    ]  # fmt: skip
    timed = any(max(one, key=lambda key: one[key]) == DEADLINE for one in scores if one)
    if not valued or (unit is None and timed):
        return None
    number = next((at for at in first if scores[at].get(NUMBER)), None)
    agencies = [
        at
        for at in first
        if at not in (name, unit) and any(scores[at].get(key) for key in (LEAD, COOPERATING))
    ]
    values = tuple((at, _year_in(plain[at]), period_of(headings[at])) for at in valued)
    used = {name, number, unit, *agencies, *valued}
    others = tuple((at, " ".join(headings[at].split())) for at in first if at not in used)
    return TargetColumns(name, number, unit, values, tuple(agencies), others)


def _says_what_is_done(scores: Mapping[str, float]) -> bool:
    return scores.get(TASK, 0.0) >= _CLEARLY and max(scores, key=lambda key: scores[key]) == TASK


def _is_unit(said: float, cells: float) -> bool:
    return said >= 10 or (said > 0 and cells >= _MOSTLY)


def _year_in(heading: str) -> int | None:
    found = _YEAR.findall(heading)
    return int(found[-1]) if found else None


def targets_of(texts: Sequence[str], columns: TargetColumns, source: Source) -> list[TargetText]:
    """Return the targets of a row, one for each column of values that says one; none where the row is no target."""
    name, number, unit = (
        texts[at] if at is not None else "" for at in (columns.name, columns.number, columns.unit)
    )
    valued = [(texts[at], year, period) for at, year, period in columns.values if texts[at]]
    if not name or not (valued or unit) or any(len(value) > _LONGEST_VALUE for value, _, _ in valued):
        return []
    agencies = tuple(texts[at] for at in columns.agencies if texts[at])
    other = tuple(f"{heading}: {texts[at]}" for at, heading in columns.others if texts[at])

    def target(value: str, year: int | None) -> TargetText:
        return TargetText(
            number.strip("(). ") or None, name, unit or None, value, year, agencies, other, source
        )

    by_period = "; ".join(f"{period}: {value}" for value, _, period in valued if period)
    whole = [target(value, year) for value, year, period in valued if not period]
    return [*whole, *([target(by_period, None)] if by_period else [])] or [target("", None)]
