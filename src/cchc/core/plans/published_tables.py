"""The table of a published result in a document: which of its columns are number, name, maximum, points and points
lost, and its rows as lines of `core.plans.remedies.published_lines`.

Ministries and provinces print such tables with headings of two rows, a row “(1) (2) (3)” below them, and several
columns of points, of which the one that counts is not the unit's own: what was taken is said, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cchc.core.plans.figures import points
from cchc.core.words.names import search_key

Row = Sequence[str]


class PublishedColumn(StrEnum):
    """What a column of a published result holds, in the order of its lines."""

    NUMBER = "number"
    NAME = "name"
    MAXIMUM = "maximum"
    POINTS = "points"
    LOST = "lost"


ORDER = tuple(PublishedColumn)
# Words of headings without their marks, the surest first. “Điểm chuẩn” is a maximum, “Điểm bị trừ” and “Điểm chưa đạt”
# are lost points: what holds “điểm” alone is looked at last.
_WORDS = {
    PublishedColumn.LOST: ("bi tru", "diem tru", "diem mat", "mat diem", "chua dat", "so diem tru"),
    PublishedColumn.MAXIMUM: ("toi da", "diem chuan", "thang diem"),
    PublishedColumn.NUMBER: ("stt", "tt", "so tt", "ma", "ma so", "ma tieu chi", "so"),
    PublishedColumn.NAME: ("tieu chi", "noi dung", "linh vuc", "chi so thanh phan", "ten chi so"),
    PublishedColumn.POINTS: ("dat duoc", "diem dat", "tham dinh", "danh gia", "ket qua", "diem"),
}
_WHOLE_HEADING = (PublishedColumn.NUMBER,)  # “số” also stands in “chỉ số”, “ma” in “mang”
_OTHERS = ("tu cham", "tu danh gia", "ty le", "ti le", "xep hang", "thu hang", "ghi chu")
_NUMBER = re.compile(r"(?:\d{1,3}|[IVXLC]{1,6})(?:\.\d{1,3})*\.?")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+(\S.*)")
_COUNTED = re.compile(r"\(?\d{1,2}\)?")
MOST_HEADINGS = 5  # rows


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Rows of a document as lines of a published result; the heading of each column that was taken, and the rows that
    were not, as they stand there."""

    lines: tuple[str, ...]
    columns: tuple[tuple[PublishedColumn, str], ...]
    left: tuple[str, ...]


def published_table(tables: Iterable[Sequence[Row]]) -> PublishedTable | None:
    """Return the rows of all tables of a document that give points by criteria, each row as the texts of its columns;
    None where no table does. A table without headings goes on with the columns of the one before it.

    >>> heads = ["STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Điểm thẩm định"]
    >>> rows = [heads, ["(1)", "(2)", "(3)", "(4)", "(5)"], ["1", "Cải cách thể chế", "10", "9", "8,5"]]
    >>> found = published_table([rows])
    >>> found.lines, found.columns[-1][1]
    (('1\\tCải cách thể chế\\t10\\t8,5\\t',), 'Điểm thẩm định')
    """
    lines: list[str] = []
    left: list[str] = []
    columns: dict[PublishedColumn, int] = {}
    names: dict[PublishedColumn, str] = {}
    for rows in tables:
        first = next((at for at, row in enumerate(rows) if _is_of_points(row)), len(rows))
        headings = _headings(rows[: min(first, MOST_HEADINGS)])
        found = _columns(headings)
        if _gives_points(found):
            columns, names = found, {what: headings[at] for what, at in found.items()}
        elif not columns or headings:
            continue
        for row in rows[first:]:
            line = _line(row, columns)
            if line is not None:
                lines.append(line)
            elif said := " ".join(" ".join(row).split()):
                left.append(said)
    if not lines:
        return None
    taken = sorted(names.items(), key=lambda one: columns[one[0]])
    return PublishedTable(tuple(lines), tuple(taken), tuple(left))


def _is_of_points(row: Row) -> bool:
    """Whether a row is one of the table, not a heading: it is numbered, and some text and some figure stand in it."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) < 3 or all(_COUNTED.fullmatch(cell) for cell in filled):
        return False
    numbered = bool(_NUMBER.fullmatch(filled[0]) or _NUMBERED.fullmatch(filled[0]))
    return numbered and any(points(cell) is not None for cell in filled[1:])


def _headings(rows: Sequence[Row]) -> list[str]:
    """The headings of the columns, those of several rows joined."""
    width = max((len(row) for row in rows), default=0)
    joined: list[dict[str, None]] = [{} for _column in range(width)]
    for row in rows:
        if all(_COUNTED.fullmatch(cell.strip()) for cell in row if cell.strip()):
            continue
        for at, cell in enumerate(row):
            if cell.strip():
                joined[at][" ".join(cell.split())] = None
    found = [" ".join(parts) for parts in joined]
    return found if any(found) else []


def _columns(headings: Sequence[str]) -> dict[PublishedColumn, int]:
    """What each column holds, by its heading; the first of the surest words for each."""
    keys = [search_key(heading) for heading in headings]
    found: dict[PublishedColumn, int] = {}
    for what, words in _WORDS.items():
        whole = what in _WHOLE_HEADING
        for word in words:
            named = (at for at, key in enumerate(keys) if (key == word if whole else word in key))
            free = (at for at in named if at not in found.values() and not _is_other(keys[at]))
            if (at := next(free, None)) is not None:
                found[what] = at
                break
    return found


def _is_other(key: str) -> bool:
    return any(word in key for word in _OTHERS)


def _gives_points(columns: Iterable[PublishedColumn]) -> bool:
    known = set(columns)
    both = {PublishedColumn.MAXIMUM, PublishedColumn.POINTS}
    return PublishedColumn.NAME in known and (PublishedColumn.LOST in known or both <= known)


def _line(row: Row, columns: dict[PublishedColumn, int]) -> str | None:
    """A row as a line, or None where it has no number, no name or no points."""
    cells = dict.fromkeys(ORDER, "")
    for what, at in columns.items():
        cells[what] = " ".join(row[at].split()) if at < len(row) else ""
    if not cells[PublishedColumn.NUMBER] and (found := _NUMBERED.fullmatch(cells[PublishedColumn.NAME])):
        cells[PublishedColumn.NUMBER], cells[PublishedColumn.NAME] = found[1], found[2]
    amounts = [points(cells[what]) for what in ORDER[2:] if cells[what]]
    if not _NUMBER.fullmatch(cells[PublishedColumn.NUMBER]) or not cells[PublishedColumn.NAME] or not amounts:
        return None
    return "\t".join(cells[what] for what in ORDER)
