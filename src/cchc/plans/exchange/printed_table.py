"""The table of a plan on paper: the columns that the plan uses, a row for each heading and each measure.

Texts are printed as the plan words them. An objective or task that goes on over several measures is one cell, as it was
in the plan that was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cchc.core.plans.columns import (
    ACTIVITY,
    BY_KEY,
    COOPERATING,
    DEADLINE,
    EXTRA,
    KEYS,
    LEAD,
    NUMBER,
    OBJECTIVE,
    OUTPUT,
    SHORTCOMINGS,
    TASK,
)
from cchc.documents.exchange.paper import Align, WordColumn, WordTable, equal_below

NOTE = "Ghi chú"
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "reform": {
        TASK: "Nhiệm vụ",
        OUTPUT: "Sản phẩm",
        SHORTCOMINGS: "Tồn tại, hạn chế",
        DEADLINE: "Thời gian thực hiện",
    },
    "remediation": {
        OUTPUT: "Kết quả khắc phục",
        SHORTCOMINGS: "Tồn tại, hạn chế",
        DEADLINE: "Thời gian hoàn thành",
    },
}
"""What offices print over the columns of a plan of this kind; over the others stands what the Excel file says."""
_WIDE = (OBJECTIVE, TASK, ACTIVITY)  # what is to be done, from what covers more to what covers less
_FIRST = (NUMBER, OBJECTIVE, SHORTCOMINGS, TASK, ACTIVITY, OUTPUT, LEAD, COOPERATING, DEADLINE)
_ORDER = (*_FIRST, *(key for key in KEYS if key not in _FIRST and key != EXTRA))
"""The columns from left to right: what lacks stands before what is done about it."""
_LABELLED = re.compile(r"([^:\n]{1,80}): *(\S.*)")
_WIDTH = 252.0  # millimetres of an annex on its side; what stands here are shares of it
_NUMBERS, _LEAST = 13.0, 19.0
_MOST_BY_A_WORD = (45.0, 38.0, 31.0, 25.0, 20.0)
_LETTER, _SIDES = 2.35, 5.0
_EVEN = 0.8  # columns with much text get more room, but less than in proportion


@dataclass(frozen=True, slots=True)
class PrintedTarget:
    """A target by its texts, as `TargetText` has them: `agencies` and `other` a line each."""

    number: str
    name: str
    measured_in: str
    value: str
    year: int | None
    agencies: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """The measures under one heading, each by the texts of its columns, and its targets; none before the first
    heading."""

    number: str
    heading: str
    rows: tuple[Mapping[str, str], ...]
    targets: tuple[PrintedTarget, ...] = field(default=())

    @property
    def is_named(self) -> bool:
        """Whether it has a heading to be printed above measures: not one above targets alone, which has an annex of its
        own."""
        return bool(self.number or self.heading) and bool(self.rows or not self.targets)


def count_of_measures(sections: Iterable[PrintedSection]) -> int:
    """Return how many measures the sections hold."""
    return sum(len(section.rows) for section in sections)


def columns_of(sections: Iterable[PrintedSection], kind: str) -> tuple[str, ...]:
    """Return the headings of the table of these measures: of every column in which one of them says something, and of
    those without which no plan is printed."""
    return tuple(column.heading for column in _columns(_Texts(tuple(sections)), kind))


def plan_table(sections: Sequence[PrintedSection], kind: str) -> WordTable:
    """Return the measures as a table of a paper, each section below its heading; `kind` is that of the plan."""
    texts = _Texts(tuple(sections))
    columns = _columns(texts, kind)
    rows: list[list[str]] = []
    strong: set[int] = set()
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for section, measures in zip(texts.sections, texts.rows, strict=True):
        if section.is_named:
            strong.add(len(rows))
            merged[len(rows), 1] = (1, len(columns) - 1)
            rows.append([section.number, section.heading, *[""] * (len(columns) - 2)])
        rows += measures
    merged |= _joined(rows, texts.keys, frozenset(strong))
    return WordTable(columns, rows, frozenset(strong), merged=merged)


def target_table(sections: Sequence[PrintedSection]) -> WordTable:
    """Return the targets of all sections as a table of a paper: a row for each, a column for each of its years."""
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    years: dict[str, None] = {}
    for target in (one for section in sections for one in section.targets):
        year = f"Mục tiêu năm {target.year}" if target.year else "Mục tiêu"
        years[year] = None
        key = (target.number, target.name, target.measured_in, target.agencies, target.other)
        rows.setdefault(key, {})[year] = target.value
    others, beside = labelled_columns([key[-1] for key in rows])
    watched = any(key[3] for key in rows)
    columns = [
        WordColumn("TT", 0.6, Align.CENTRE),
        WordColumn("Chỉ tiêu", 5),
        WordColumn("Đơn vị tính", 1.1, Align.CENTRE),
        *(WordColumn(year, 1.4, Align.CENTRE) for year in years),
        *(WordColumn(name, 1.4) for name in others),
        *([WordColumn("Cơ quan theo dõi", 2.2)] if watched else []),
    ]
    return WordTable(
        columns,
        [
            [
                *key[:3],
                *(values.get(year, "") for year in years),
                *(said.get(name, "") for name in others),
                *([key[3]] if watched else []),
            ]
            for (key, values), said in zip(rows.items(), beside, strict=True)
        ],
    )


def labelled_columns(texts: Sequence[str]) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    r"""Return the columns that were read into one text each ("Ghi chú: theo Kế hoạch 76"), in the order in which they
    occur, and what each text says in them. What stands behind no heading is a remark; words before a colon that stand
    once, and never first, are no heading.

    >>> labelled_columns(["Mã số: 7\nGhi chú: theo Kế hoạch 76", "Mã số: 8\nGhi chú: không", ""])
    (('Mã số', 'Ghi chú'), [{'Mã số': '7', 'Ghi chú': 'theo Kế hoạch 76'}, {'Mã số': '8', 'Ghi chú': 'không'}, {}])
    """
    firsts = [text.splitlines()[0] for text in texts if text]
    counts: dict[str, int] = {}
    for line in (line for text in texts for line in text.splitlines()):
        if found := _LABELLED.match(line):
            counts[found[1]] = counts.get(found[1], 0) + 1
    known = {found[1] for line in firsts if (found := _LABELLED.match(line))}
    known |= {label for label, count in counts.items() if count > 1 or len(firsts) == 1}
    found_labels: dict[str, None] = {}
    rows = []
    for text in texts:
        said: dict[str, str] = {}
        label = NOTE
        for line in text.splitlines():
            found = _LABELLED.match(line)
            if found and found[1] in known and found[1] not in said:
                label, line = found[1], found[2]
            said[label] = f"{said[label]}\n{line}" if label in said else line
        found_labels |= dict.fromkeys(said)
        rows.append(said)
    return tuple(found_labels), rows


class _Texts:
    """The texts of all measures by the columns that are printed: those of plans, and the others by their headings."""

    def __init__(self, sections: tuple[PrintedSection, ...]) -> None:
        self.sections = sections
        measures = [row for section in sections for row in section.rows]
        says = {key for row in measures for key in KEYS if row.get(key)}
        named = set() if says & {OBJECTIVE, ACTIVITY} else {TASK}
        used = says | named | {NUMBER, LEAD, DEADLINE}
        self.keys = [key for key in _ORDER if key in used]
        self.others, beside = labelled_columns([row.get(EXTRA, "") for row in measures])
        told = iter(beside)
        self.rows = [[self._texts(row, next(told)) for row in section.rows] for section in sections]

    def _texts(self, row: Mapping[str, str], beside: Mapping[str, str]) -> list[str]:
        return [*(row.get(key, "") for key in self.keys), *(beside.get(name, "") for name in self.others)]


def _columns(texts: _Texts, kind: str) -> list[WordColumn]:
    """The columns of the table, each as wide as its texts want."""
    headings = [_heading(key, kind) for key in texts.keys] + list(texts.others)
    rows = [row for rows in texts.rows for row in rows]
    down = [[row[place] for row in rows] for place in range(len(headings))]
    widths = _widths(headings, down)
    return [
        WordColumn(heading, width, Align.CENTRE if place == 0 else Align.LEFT)
        for place, (heading, width) in enumerate(zip(headings, widths, strict=True))
    ]


def _heading(key: str, kind: str) -> str:
    return _HEADINGS.get(kind, {}).get(key) or BY_KEY[key].heading


def _widths(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> list[float]:
    """How wide each column is, in millimetres: room for its longest word, the rest by how much they hold."""
    words = [
        max((len(word) for text in (heading, *texts) for word in text.split()), default=0)
        for heading, texts in zip(headings, columns, strict=True)
    ]
    narrow = [_NUMBERS, *(_LEAST for _column in columns[1:])]
    least = narrow
    for most in _MOST_BY_A_WORD:  # in a table of many columns long words break
        least = [
            max(width, min(longest * _LETTER + _SIDES, most))
            for width, longest in zip(narrow, words, strict=True)
        ]
        if sum(least) <= _WIDTH:
            break
    amounts = [0.0] + [sum(map(len, texts)) ** _EVEN for texts in columns[1:]]
    left = max(_WIDTH - sum(least), 0.0)
    total = sum(amounts) or 1.0
    return [width + left * amount / total for width, amount in zip(least, amounts, strict=True)]


def _joined(
    rows: Sequence[Sequence[str]], keys: Sequence[str], apart: frozenset[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells of what is to be done that go on over several measures, and the one number that these have."""
    wide = [keys.index(key) for key in _WIDE if key in keys][:-1]
    joined = equal_below(rows, wide, apart)
    for (row, column), (down, _right) in list(joined.items()):
        if column == wide[0] and not any(rows[below][0] for below in range(row + 1, row + down)):
            joined[row, 0] = (down, 1)
    return joined
