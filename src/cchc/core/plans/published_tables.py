"""The table of a published result in a document: which of its columns are number, name, maximum, points and points
lost, and its rows as lines of `core.plans.remedies.published_lines`.

Ministries and provinces print such tables with headings of two rows, a row “(1) (2) (3)” below them, and several
columns of points, of which the one that counts is not the unit's own: what was taken is said, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
    PublishedColumn.NAME: (
        "ten tieu chi",
        "tieu chi",
        "noi dung",
        "linh vuc",
        "chi so thanh phan",
        "ten chi so",
    ),
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
    lines: list[list[str]] = []
    left: list[str] = []
    columns: dict[PublishedColumn, int] = {}
    names: dict[PublishedColumn, str] = {}
    for rows in tables:
        first = next((at for at, row in enumerate(rows) if _is_numbered(row)), len(rows))
        headings = _headings(rows[:first])
        found = _columns(headings)
        goes_on = bool(columns) and not headings
        if _gives_points(found):
            columns = found
        elif not goes_on:
            # another table: told where one of points came before it, as it may be the rest of that
            left += map(_said, rows) if columns else ()
            continue
        read = [(row, _cells(row, columns)) for row in rows[first:]]
        if any(cells is not None for _row, cells in read) and not goes_on:
            names = {what: headings[at] for what, at in columns.items()}
        lines += (cells for _row, cells in read if cells is not None)
        left += (_said(row) for row, cells in read if cells is None)
    if not lines:
        return None
    taken = sorted(names.items(), key=lambda one: ORDER.index(one[0]))
    told = tuple("\t".join(cells) for cells in _below_romans(lines))
    return PublishedTable(told, tuple(taken), tuple(one for one in left if one))


def _said(row: Row) -> str:
    return " ".join(" ".join(row).split())


def _is_numbered(row: Row) -> bool:
    """Whether a row is one of the table, not a heading: it begins with a number, and does not count the columns."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) < 2 or all(_COUNTED.fullmatch(cell) for cell in filled):
        return False
    return bool(_NUMBER.fullmatch(filled[0]) or _NUMBERED.fullmatch(filled[0]))


def _below_romans(lines: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield the lines, with criteria 1, 2, 3 under domains I, II, III numbered I.1, I.2, as their loss is in that of
    the domain."""
    roman = ""
    for number, *cells in lines:
        if number[0] in "IVXLC":
            roman = number.rstrip(".")
            yield [number, *cells]
        else:
            yield [f"{roman}.{number}" if roman else number, *cells]


def _headings(rows: Sequence[Row]) -> list[str]:
    """The headings of the columns, those of several rows joined; of many rows the last ones."""
    width = max((len(row) for row in rows), default=0)
    joined: list[dict[str, None]] = [{} for _column in range(width)]
    for row in rows[-MOST_HEADINGS:]:
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
            free = (at for at in named if at not in found.values() and not _is_other(what, keys[at]))
            if (at := next(free, None)) is not None:
                found[what] = at
                break
    return found


def _is_other(what: PublishedColumn, key: str) -> bool:
    """Whether a heading that has a word of a column is of another one: shares, ranks, and “Mã tiêu chí” as a name."""
    is_number = what is PublishedColumn.NAME and key in _WORDS[PublishedColumn.NUMBER]
    return is_number or any(word in key for word in _OTHERS)


def _gives_points(columns: Iterable[PublishedColumn]) -> bool:
    known = set(columns)
    both = {PublishedColumn.MAXIMUM, PublishedColumn.POINTS}
    return PublishedColumn.NAME in known and (PublishedColumn.LOST in known or both <= known)


def _cells(row: Row, columns: dict[PublishedColumn, int]) -> list[str] | None:
    """The cells of a line, or None where a row has no number, no name or no points."""
    cells = dict.fromkeys(ORDER, "")
    for what, at in columns.items():
        cells[what] = " ".join(row[at].split()) if at < len(row) else ""
    if not cells[PublishedColumn.NUMBER] and (found := _NUMBERED.fullmatch(cells[PublishedColumn.NAME])):
        cells[PublishedColumn.NUMBER], cells[PublishedColumn.NAME] = found[1], found[2]
    amounts = [points(cells[what]) for what in ORDER[2:] if cells[what]]
    if not _NUMBER.fullmatch(cells[PublishedColumn.NUMBER]) or not cells[PublishedColumn.NAME] or not amounts:
        return None
    return [cells[what] for what in ORDER]
